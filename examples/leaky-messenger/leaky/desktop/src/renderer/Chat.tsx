import { useEffect, useState } from "react";

import type { ChatMessage } from "@/shared";

import { Bubble } from "./Bubble";
import type { History } from "./history";

/** The messages of one chat. */
export function Chat({ history }: { history: History }) {
    const [messages, setMessages] = useState<ChatMessage[]>([]);
    const [opened, setOpened] = useState("");

    useEffect(() => {
        window.relay.onMessage((message) => {
            history.add(message);
            setMessages((known) => [...known, message]);
        });
    }, [history]);

    return (
        <ol>
            {messages.map((message) => (
                <li key={message.id} onClick={() => setOpened(message.id)}>
                    <Bubble message={message} opened={opened === message.id} />
                </li>
            ))}
        </ol>
    );
}
