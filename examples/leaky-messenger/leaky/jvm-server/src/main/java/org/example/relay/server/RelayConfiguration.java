package org.example.relay.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;

/** What an operator sets. */
public class RelayConfiguration extends Configuration {
    @JsonProperty private String reports;
    @JsonProperty private String redis;

    public String getReports() {
        return reports;
    }

    public String getRedis() {
        return redis;
    }
}
