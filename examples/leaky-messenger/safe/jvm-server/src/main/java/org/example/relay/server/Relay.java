package org.example.relay.server;

import java.io.IOException;
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

    public void forward(Envelope envelope, List<String> devices)
            throws BlockedException, IOException {
        moderation.check(envelope);
        queue.add(envelope.recipient(), envelope);
        announce(envelope, devices);
    }

    private void announce(Envelope envelope, List<String> devices) {
        audit.note("announcing {}", envelope.id());
        for (String device : devices) {
            pusher.wake(device);
        }
    }
}
