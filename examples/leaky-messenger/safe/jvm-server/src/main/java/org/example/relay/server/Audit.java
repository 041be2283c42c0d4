package org.example.relay.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own log. */
public final class Audit {
    private static final Logger LOGGER = LoggerFactory.getLogger(Audit.class);

    private final String part;

    public Audit(String part) {
        this.part = part;
    }

    public void note(String format, Object... values) {
        LOGGER.info(part + ": " + format, values);
    }
}
