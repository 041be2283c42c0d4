package org.example.relay.server;

/** What travels between devices. */
public record Envelope(String id, long sender, long recipient, byte[] sealed, String preview) {}
