import type { ChatMessage } from "@/shared";

interface Props {
    message: ChatMessage;
    opened: boolean;
}

/** One message of a chat. */
export function Bubble({ message, opened }: Props) {
    function copyLink() {
        void navigator.clipboard.writeText(`relay://messages/${message.id}`);
    }

    return (
        <article data-id={message.id}>
            <h4>{message.sender}</h4>
            {message.body.split("\n").map((line, number) => (
                <p key={number}>{line}</p>
            ))}
            {opened && <button onClick={copyLink}>Copy a link</button>}
        </article>
    );
}
