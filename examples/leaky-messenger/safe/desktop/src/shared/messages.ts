/** What one person writes to another. */
export interface ChatMessage {
    id: string;
    sender: string;
    body: string;
}

/** What travels between devices. */
export interface Envelope {
    id: string;
    sender: string;
    nonce: string;
    sealed: string;
}

export class MessageTooLong extends Error {
    constructor(readonly limit: number) {
        super(`more than ${limit} letters`);
        this.name = "MessageTooLong";
    }
}
