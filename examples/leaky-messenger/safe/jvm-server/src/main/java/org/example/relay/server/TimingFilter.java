package org.example.relay.server;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.time.Duration;
import java.time.Instant;

/** Measures how long requests take. */
public final class TimingFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BEGIN = "begin";

    private final Meters meters;

    public TimingFilter(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGIN, Instant.now());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Duration spent = Duration.between((Instant) request.getProperty(BEGIN), Instant.now());
        meters.observe(request.getMethod(), spent);
    }
}
