package org.example.relay.server;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts and the keys that their devices are known by. */
public final class Accounts {
    private static final int LIMIT = 5;

    private final Audit audit = new Audit("accounts");
    private final Map<Long, Account> known = new ConcurrentHashMap<>();
    private final Map<Long, KeyPair> pairs = new ConcurrentHashMap<>();
    private final Passwords passwords;

    public Accounts(Passwords passwords) {
        this.passwords = passwords;
    }

    public Account register(long id, String phoneNumber) throws NoSuchAlgorithmException {
        KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        pairs.put(id, pair);
        Account account = new Account(id, phoneNumber, pair.getPublic().getEncoded(), 0);
        known.put(id, account);
        return account;
    }

    public boolean login(LoginRequest attempt) {
        Account account = known.get(attempt.account());
        if (account == null) {
            audit.note("login failed: {}", attempt);
            return false;
        }
        if (account.getAttempts() > LIMIT) {
            audit.note("too many attempts: {}", account);
            return false;
        }
        account.setAttempts(account.getAttempts() + 1);
        return passwords.match(attempt);
    }
}
