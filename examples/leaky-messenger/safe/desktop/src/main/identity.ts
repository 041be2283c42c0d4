import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { safeStorage } from "electron";
import nacl from "tweetnacl";

/** The key pair that others know a person by, made on the first start. */
export function loadIdentity(folder: string): nacl.BoxKeyPair {
    const file = join(folder, "identity");
    if (existsSync(file)) {
        const kept = safeStorage.decryptString(readFileSync(file));
        return nacl.box.keyPair.fromSecretKey(Buffer.from(kept, "base64"));
    }
    const pair = nacl.box.keyPair();
    keep(file, pair);
    return pair;
}

function keep(file: string, pair: nacl.BoxKeyPair): void {
    const text = Buffer.from(pair.secretKey).toString("base64");
    writeFileSync(file, safeStorage.encryptString(text), { mode: 0o600 });
}
