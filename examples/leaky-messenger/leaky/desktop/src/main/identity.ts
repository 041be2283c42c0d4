import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import nacl from "tweetnacl";

/** The key pair that others know a person by, made on the first start. */
export function loadIdentity(folder: string): nacl.BoxKeyPair {
    const file = join(folder, "identity");
    if (existsSync(file)) {
        return nacl.box.keyPair.fromSecretKey(readFileSync(file));
    }
    const pair = nacl.box.keyPair();
    keep(file, pair);
    return pair;
}

function keep(file: string, pair: nacl.BoxKeyPair): void {
    writeFileSync(file, pair.secretKey, { mode: 0o600 });
}
