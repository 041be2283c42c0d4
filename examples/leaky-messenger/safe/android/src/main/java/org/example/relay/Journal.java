package org.example.relay;

import android.util.Log;

/** The app's own log. */
public final class Journal {
    private static final String TAG = "Relay";

    private Journal() {}

    public static void note(String part, String line) {
        Log.i(TAG, part + ": " + line);
    }
}
