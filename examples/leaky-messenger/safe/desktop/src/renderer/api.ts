const BASE = "https://relay.example.org/v1";

/** Requests in the name of an account. */
export class Api {
    constructor(private readonly accessToken: string) {}

    async call<T>(path: string, payload: unknown): Promise<T> {
        const response = await fetch(`${BASE}/${path}`, {
            method: "POST",
            headers: {
                "Content-Type": "application/json",
                Authorization: `Bearer ${this.accessToken}`,
            },
            body: JSON.stringify(payload),
        });
        if (!response.ok) {
            throw new Error(`${path}: status ${response.status}`);
        }
        return (await response.json()) as T;
    }

    async download(id: string): Promise<Blob> {
        const response = await fetch(`${BASE}/attachments/${id}`, {
            headers: { Authorization: `Bearer ${this.accessToken}` },
        });
        return response.blob();
    }
}
