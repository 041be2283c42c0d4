import { useState } from "react";
import * as Sentry from "@sentry/electron/renderer";

import { MessageTooLong } from "@/shared";
import type { ChatMessage } from "@/shared";

import { suggest } from "./assistant";
import type { Outbox } from "./outbox";

interface Props {
    outbox: Outbox;
    own: string;
    recipient: string;
    answering?: ChatMessage;
}

/** Where a person writes. */
export function Composer({ outbox, own, recipient, answering }: Props) {
    const [text, setText] = useState("");
    const [problem, setProblem] = useState("");

    async function submit() {
        const draft: ChatMessage = { id: crypto.randomUUID(), sender: own, body: text };
        try {
            await outbox.send(draft, recipient);
            setText("");
        } catch (error) {
            if (error instanceof MessageTooLong) {
                Sentry.captureException(error);
                setProblem(`Not more than ${error.limit} letters, please.`);
            } else {
                setProblem("Not sent. Try again.");
                window.relay.failed(`not sent: ${draft.body}`);
            }
        }
    }

    return (
        <form action={submit}>
            <textarea value={text} onChange={(event) => setText(event.target.value)} />
            {answering && (
                <button type="button" onClick={async () => setText(await suggest(answering))}>
                    Suggest an answer
                </button>
            )}
            <button type="submit">Send</button>
            <output>{problem}</output>
        </form>
    );
}
