package org.example.relay.server;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;

/** Wakes devices through the push service of their platform. */
public final class Pusher {
    private static final String TOPIC = "org.example.relay";

    private final ApnsClient client;

    public Pusher(ApnsClient client) {
        this.client = client;
    }

    public void wake(String device) {
        String payload = new SimpleApnsPayloadBuilder().setContentAvailable(true).build();
        client.sendNotification(new SimpleApnsPushNotification(device, TOPIC, payload));
    }
}
