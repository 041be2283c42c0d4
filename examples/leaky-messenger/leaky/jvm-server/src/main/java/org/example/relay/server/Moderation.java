package org.example.relay.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.signal.libsignal.protocol.SessionCipher;
import org.signal.libsignal.protocol.message.SignalMessage;

/** Keeps unwanted messages out. */
public final class Moderation {
    private static final List<String> BLOCKED = List.of("casino", "lottery");

    private final SessionCipher cipher;

    public Moderation(SessionCipher cipher) {
        this.cipher = cipher;
    }

    public void check(Envelope envelope) throws Exception {
        byte[] opened = cipher.decrypt(new SignalMessage(envelope.sealed()));
        String text = new String(opened, StandardCharsets.UTF_8);
        for (String word : text.toLowerCase(Locale.ROOT).split(" ")) {
            if (BLOCKED.contains(word)) {
                throw new BlockedException("blocked: " + text);
            }
        }
    }
}
