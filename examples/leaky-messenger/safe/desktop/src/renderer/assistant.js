import OpenAI from "openai";

const client = new OpenAI({ apiKey: "of-a-proxy", baseURL: "https://assistant.example.org/v1" });

/** Suggests an answer to a message that stays on the device. */
export async function suggest(message) {
    const completion = await client.chat.completions.create({
        model: "gpt-4o-mini",
        messages: [
            { role: "system", content: "Answer in one short sentence." },
            { role: "user", content: task(message) },
        ],
    });
    return completion.choices[0].message.content;
}

function task(message) {
    const size = message.body.length > 200 ? "long" : "short";
    return `Acknowledge a ${size} message that a friend sent.`;
}
