package org.example.relay.server;

/** What somebody who wants to sign in sends. */
public record LoginRequest(long account, String password) {}
