package org.example.relay.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Figures about the load of the server. */
public final class Meters {
    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    public void observe(String group, Duration spent) {
        registry.timer("request.seconds", "group", group).record(spent);
    }
}
