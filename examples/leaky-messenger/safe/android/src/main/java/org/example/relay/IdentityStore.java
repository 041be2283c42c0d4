package org.example.relay;

import android.content.Context;
import android.content.SharedPreferences;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import android.util.Base64;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** Keeps the key that is this device's identity, wrapped by one that the hardware guards. */
public final class IdentityStore {
    private final SharedPreferences preferences;

    public IdentityStore(Context context) {
        preferences = context.getSharedPreferences("identity", Context.MODE_PRIVATE);
    }

    public boolean isEmpty() {
        return !preferences.contains("pair");
    }

    public void keep(byte[] raw) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, wrappingKey());
        byte[] sealed = cipher.doFinal(raw);
        preferences
            .edit()
            .putString("nonce", text(cipher.getIV()))
            .putString("pair", text(sealed))
            .apply();
    }

    private static SecretKey wrappingKey() throws GeneralSecurityException {
        int purposes = KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT;
        KeyGenerator generator = KeyGenerator.getInstance("AES", "AndroidKeyStore");
        generator.init(
            new KeyGenParameterSpec.Builder("identity", purposes)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .build());
        return generator.generateKey();
    }

    private static String text(byte[] bytes) {
        return Base64.encodeToString(bytes, Base64.NO_WRAP);
    }
}
