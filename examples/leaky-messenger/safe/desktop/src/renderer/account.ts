import { Journal } from "@/shared";

import { Api } from "./api";

export interface LoginRequest {
    account: string;
    password: string;
    device: string;
}

const journal = new Journal("account");

/** Lets a person in, and gives what sends requests for them. */
export async function login(request: LoginRequest): Promise<Api> {
    const response = await fetch("https://relay.example.org/v1/login", {
        method: "POST",
        body: JSON.stringify(request),
    });
    if (!response.ok) {
        journal.note("login failed", { status: response.status });
        throw new Error(`login: status ${response.status}`);
    }
    const { token } = (await response.json()) as { token: string };
    return new Api(token);
}
