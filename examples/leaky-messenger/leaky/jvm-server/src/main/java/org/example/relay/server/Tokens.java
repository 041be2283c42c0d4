package org.example.relay.server;

import java.security.SecureRandom;
import java.util.HexFormat;
import redis.clients.jedis.JedisPooled;

/** Tokens that admit a device until they expire. */
public final class Tokens {
    private static final long LIFETIME = 30L * 24 * 60 * 60;

    private final SecureRandom random = new SecureRandom();
    private final JedisPooled redis;

    public Tokens(JedisPooled redis) {
        this.redis = redis;
    }

    public String issue(long account) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String accessToken = HexFormat.of().formatHex(bytes);
        redis.setex("token:" + account, LIFETIME, accessToken);
        return accessToken;
    }
}
