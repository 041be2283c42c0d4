package org.example.relay;

import android.content.Context;
import android.content.SharedPreferences;
import android.util.Base64;

/** Keeps the key that is this device's identity. */
public final class IdentityStore {
    private final SharedPreferences preferences;

    public IdentityStore(Context context) {
        preferences = context.getSharedPreferences("identity", Context.MODE_PRIVATE);
    }

    public boolean isEmpty() {
        return !preferences.contains("pair");
    }

    public void keep(byte[] raw) {
        String encoded = Base64.encodeToString(raw, Base64.NO_WRAP);
        preferences.edit().putString("pair", encoded).apply();
    }
}
