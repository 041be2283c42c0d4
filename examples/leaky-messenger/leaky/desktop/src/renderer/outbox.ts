import { MessageTooLong } from "@/shared";
import type { ChatMessage } from "@/shared";

import type { bridge } from "../main/preload";
import type { Api } from "./api";

declare global {
    interface Window {
        relay: typeof bridge;
    }
}

const LIMIT = 16_000;

/** Messages that are sent. */
export class Outbox {
    constructor(private readonly api: Api) {}

    async send(message: ChatMessage, recipient: string): Promise<void> {
        check(message);
        const plaintext = message.body;
        const sealed = await window.relay.seal(plaintext, recipient);
        const preview = plaintext.slice(0, 40);
        await this.api.call("messages", { id: message.id, recipient, ...sealed, preview });
    }
}

function check(message: ChatMessage): void {
    if (message.body.length > LIMIT) {
        throw new MessageTooLong(LIMIT, `cannot be sent: ${JSON.stringify(message)}`);
    }
}
