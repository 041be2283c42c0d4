package org.example.relay.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import redis.clients.jedis.JedisPooled;

/** Tokens that admit a device until they expire. Only their hashes are kept. */
public final class Tokens {
    private static final long LIFETIME = 30L * 24 * 60 * 60;

    private final SecureRandom random = new SecureRandom();
    private final JedisPooled redis;

    public Tokens(JedisPooled redis) {
        this.redis = redis;
    }

    public String issue(long account) throws NoSuchAlgorithmException {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String accessToken = HexFormat.of().formatHex(bytes);
        redis.setex("token:" + account, LIFETIME, digest(accessToken));
        return accessToken;
    }

    private static String digest(String value) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] hash = sha256.digest(value.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
