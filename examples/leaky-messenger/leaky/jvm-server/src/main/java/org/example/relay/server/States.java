package org.example.relay.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.Map;

/** Reads the settings that the devices of an account share. */
public final class States {
    private States() {}

    @SuppressWarnings("unchecked")
    public static Map<String, Boolean> read(InputStream body) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(body)) {
            return (Map<String, Boolean>) in.readObject();
        } catch (ClassNotFoundException error) {
            throw new IOException("unknown settings", error);
        }
    }
}
