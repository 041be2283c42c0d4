package org.example.relay.server;

import lombok.AllArgsConstructor;
import lombok.Data;

/** Who uses the messenger. */
@Data
@AllArgsConstructor
public class Account {
    private final long id;
    private final String phoneNumber;
    private byte[] publicKey;
    private int attempts;
}
