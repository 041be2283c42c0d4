package org.example.relay.server;

import com.eatthepath.pushy.apns.ApnsClient;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Environment;
import io.micrometer.core.instrument.Metrics;
import io.sentry.Sentry;
import redis.clients.jedis.JedisPooled;

/** Puts the server together. */
public final class RelayServer extends Application<RelayConfiguration> {
    private final ApnsClient apns;
    private final Passwords passwords;

    public RelayServer(ApnsClient apns, Passwords passwords) {
        this.apns = apns;
        this.passwords = passwords;
    }

    @Override
    public void run(RelayConfiguration configuration, Environment environment) {
        Sentry.init(
            options -> {
                options.setDsn(configuration.getReports());
                options.setSendDefaultPii(false);
            });
        JedisPooled redis = new JedisPooled(configuration.getRedis());
        Relay relay = new Relay(new Moderation(), new Pusher(apns), new Queue(redis));
        Accounts accounts = new Accounts(passwords);
        environment.jersey().register(new RelayResource(relay, accounts, new Tokens(redis)));
        environment.jersey().register(new TimingFilter(new Meters(Metrics.globalRegistry)));
    }
}
