package org.example.relay.server;

/** What one person writes to another, as far as the server is shown it. */
public record ChatMessage(String id, String body) {}
