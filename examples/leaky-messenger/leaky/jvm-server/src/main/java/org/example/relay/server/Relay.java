package org.example.relay.server;

import java.util.List;

/** Hands messages on to the devices of their recipients. */
public final class Relay {
    private final Audit audit = new Audit("relay");
    private final Moderation moderation;
    private final Pusher pusher;
    private final Queue queue;

    public Relay(Moderation moderation, Pusher pusher, Queue queue) {
        this.moderation = moderation;
        this.pusher = pusher;
        this.queue = queue;
    }

    public void forward(Envelope envelope, List<String> devices) throws Exception {
        moderation.check(envelope);
        ChatMessage message = new ChatMessage(envelope.id(), envelope.preview());
        announce(message, devices);
        if (devices.isEmpty()) {
            queue.add(envelope.recipient(), message);
        }
    }

    private void announce(ChatMessage message, List<String> devices) {
        audit.note("announcing {}", message);
        for (String device : devices) {
            pusher.posted(device, message.body());
        }
    }
}
