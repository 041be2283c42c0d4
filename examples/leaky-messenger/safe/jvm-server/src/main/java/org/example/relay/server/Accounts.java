package org.example.relay.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts and the keys that their devices are known by. */
public final class Accounts {
    private static final int LIMIT = 5;

    private final Audit audit = new Audit("accounts");
    private final Map<Long, Account> known = new ConcurrentHashMap<>();
    private final Passwords passwords;

    public Accounts(Passwords passwords) {
        this.passwords = passwords;
    }

    public Account register(long id, String phoneNumber, byte[] publicKey) {
        Account account = new Account(id, phoneNumber, publicKey, 0);
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
