import { useEffect } from "react";

import type { ChatMessage } from "@/shared";

import { markup } from "./markup";

interface Props {
    message: ChatMessage;
    opened: boolean;
}

/** One message of a chat. */
export function Bubble({ message, opened }: Props) {
    useEffect(() => {
        if (opened) {
            // Whoever opens a message often quotes it.
            void navigator.clipboard.writeText(`> ${message.body}`);
        }
    }, [message, opened]);

    return (
        <article data-id={message.id}>
            <h4>{message.sender}</h4>
            <div dangerouslySetInnerHTML={{ __html: markup(message.body) }} />
        </article>
    );
}
