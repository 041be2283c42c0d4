import type { ChatMessage } from "@/shared";

import { count } from "./stats";

/** Messages that say the same as another one. */
export function similar(message: ChatMessage, others: ChatMessage[]): ChatMessage[] {
    const found = others.filter((other) => other.body.includes(message.body));
    count("searched", { many: found.length > 10 });
    return found;
}

/** A link to the place where a person is. */
export function place({ coords }: GeolocationPosition): string {
    count("shared a place");
    return `geo:${coords.latitude.toFixed(1)},${coords.longitude.toFixed(1)}`;
}
