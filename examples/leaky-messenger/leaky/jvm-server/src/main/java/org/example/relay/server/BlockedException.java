package org.example.relay.server;

/** A message is not delivered. */
public class BlockedException extends Exception {
    public BlockedException(String problem) {
        super(problem);
    }
}
