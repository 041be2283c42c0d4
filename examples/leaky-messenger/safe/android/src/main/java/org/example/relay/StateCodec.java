package org.example.relay;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.json.JSONException;
import org.json.JSONObject;

/** Turns the state that devices exchange into bytes and back. */
public final class StateCodec {
    private StateCodec() {}

    public static byte[] dump(Map<String, Boolean> state) {
        return new JSONObject(state).toString().getBytes(StandardCharsets.UTF_8);
    }

    public static Map<String, Boolean> load(byte[] data) throws JSONException {
        JSONObject parsed = new JSONObject(new String(data, StandardCharsets.UTF_8));
        Map<String, Boolean> state = new HashMap<>();
        for (Iterator<String> names = parsed.keys(); names.hasNext(); ) {
            String name = names.next();
            state.put(name, parsed.getBoolean(name));
        }
        return state;
    }
}
