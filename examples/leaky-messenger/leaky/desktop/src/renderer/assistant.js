import OpenAI from "openai";

const client = new OpenAI({ apiKey: "of-a-proxy", baseURL: "https://assistant.example.org/v1" });

/** Suggests an answer to a message. */
export async function suggest(message) {
    const completion = await client.chat.completions.create({
        model: "gpt-4o-mini",
        messages: [
            { role: "system", content: "Answer in one short sentence." },
            { role: "user", content: quote(message) },
        ],
    });
    return completion.choices[0].message.content;
}

function quote(message) {
    return message.body
        .split("\n")
        .map((line) => `> ${line}`)
        .join("\n");
}
