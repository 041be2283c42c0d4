import { Buffer } from "node:buffer";

import nacl from "tweetnacl";

import { Journal } from "@/shared";
import type { Envelope } from "@/shared";

interface RatchetState {
    step: number;
    chainKey: Uint8Array;
}

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const decode = (text: string): Uint8Array => Buffer.from(text, "base64");

/** Seals and opens the messages of a person. */
export class Session {
    private readonly journal = new Journal("session");
    private state: RatchetState;

    constructor(private readonly pair: nacl.BoxKeyPair) {
        this.state = { step: 0, chainKey: nacl.hash(pair.secretKey).slice(0, 32) };
    }

    advance(): void {
        const { step, chainKey } = this.state;
        this.state = { step: step + 1, chainKey: nacl.hash(chainKey).slice(0, 32) };
        this.journal.note("stepped", { step: this.state.step });
    }

    seal(text: string, recipient: string): Pick<Envelope, "nonce" | "sealed"> {
        const nonce = nacl.randomBytes(nacl.box.nonceLength);
        const box = nacl.box(Buffer.from(text), nonce, decode(recipient), this.pair.secretKey);
        this.advance();
        return { nonce: encode(nonce), sealed: encode(box) };
    }

    open({ nonce, sealed }: Envelope, key: string): string | null {
        const { secretKey } = this.pair;
        const opened = nacl.box.open(decode(sealed), decode(nonce), decode(key), secretKey);
        this.advance();
        return opened && Buffer.from(opened).toString("utf8");
    }
}
