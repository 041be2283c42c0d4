package org.example.relay.server;

/** Compares what somebody typed with what is kept of a password. */
public interface Passwords {
    boolean match(LoginRequest attempt);
}
