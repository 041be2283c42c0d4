package org.example.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;

/** Turns the state that devices exchange into bytes and back. */
public final class StateCodec {
    private StateCodec() {}

    public static byte[] dump(HashMap<String, Boolean> state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        return bytes.toByteArray();
    }

    public static Object load(byte[] data) throws IOException, ClassNotFoundException {
        InputStream bytes = new ByteArrayInputStream(data);
        try (ObjectInputStream in = new ObjectInputStream(bytes)) {
            return in.readObject();
        }
    }
}
