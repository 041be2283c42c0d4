import { Notification } from "electron";
import WebSocket from "ws";

import { Journal } from "@/shared";
import type { ChatMessage, Envelope } from "@/shared";

import type { Session } from "./session";
import { loadSettings } from "./settings";

type Frame = { kind: "message" | "settings"; key: string; envelope: Envelope };

/** Messages that arrive. */
export class Inbox {
    private readonly journal = new Journal("inbox");
    private settings: { theme?: string; sound?: boolean } = {};

    constructor(
        private readonly session: Session,
        private readonly show: (message: ChatMessage) => void,
    ) {}

    follow(address: string): void {
        const socket = new WebSocket(address);
        socket.on("message", (data) => this.receive(JSON.parse(data.toString()) as Frame));
    }

    private receive({ kind, key, envelope }: Frame): void {
        const text = this.session.open(envelope, key);
        if (text === null) {
            this.journal.note("cannot be opened", { id: envelope.id });
        } else if (kind === "settings") {
            this.settings = loadSettings(text);
        } else {
            this.arrived({ id: envelope.id, sender: envelope.sender, body: text });
        }
    }

    private arrived(message: ChatMessage): void {
        this.journal.note("received", { id: message.id });
        this.show(message);
        new Notification({ title: "Relay", body: "There is a new message." }).show();
    }
}
