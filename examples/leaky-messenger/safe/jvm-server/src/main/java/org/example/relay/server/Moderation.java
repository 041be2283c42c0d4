package org.example.relay.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps unwanted messages out, by how many somebody sends. */
public final class Moderation {
    private static final int LIMIT = 1000;

    private final Map<Long, Integer> counts = new ConcurrentHashMap<>();

    public void check(Envelope envelope) throws BlockedException {
        int count = counts.merge(envelope.sender(), 1, Integer::sum);
        if (count > LIMIT) {
            throw new BlockedException("blocked: more than " + LIMIT + " envelopes");
        }
    }
}
