package org.example.relay.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Reads the settings that the devices of an account share. */
public final class States {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private States() {}

    public static Map<String, Boolean> read(InputStream body) throws IOException {
        return MAPPER.readValue(body, new TypeReference<Map<String, Boolean>>() {});
    }
}
