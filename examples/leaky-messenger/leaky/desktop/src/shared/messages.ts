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
    constructor(readonly limit: number, problem: string) {
        super(problem);
        this.name = "MessageTooLong";
    }
}

/** What a list of chats shows of a message. */
export function summary(message: ChatMessage): string {
    return `${message.sender}: ${message.body.split("\n")[0]}`;
}
