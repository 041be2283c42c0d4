package org.example.relay.server;

import lombok.AllArgsConstructor;
import lombok.Data;
import lombok.ToString;

/** Who uses the messenger. */
@Data
@AllArgsConstructor
public class Account {
    private final long id;
    @ToString.Exclude private final String phoneNumber;
    private byte[] publicKey;
    private int attempts;
}
