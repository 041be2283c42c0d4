package org.example.relay;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where a session stands; every step replaces the key. */
public final class RatchetState {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] STEP = {2};

    private final int counter;
    private final byte[] chainKey;

    public RatchetState(int counter, byte[] chainKey) {
        this.counter = counter;
        this.chainKey = chainKey;
    }

    public RatchetState next() throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(chainKey, ALGORITHM));
        return new RatchetState(counter + 1, mac.doFinal(STEP));
    }

    @Override
    public String toString() {
        return "step " + counter;
    }
}
