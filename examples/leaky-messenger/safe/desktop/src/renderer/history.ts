import type { ChatMessage } from "@/shared";

const STORE = "messages";

/** The messages of all chats, sealed in the database of the window. */
export class History {
    private constructor(
        private readonly database: IDBDatabase,
        private readonly key: CryptoKey,
    ) {}

    static open(key: CryptoKey): Promise<History> {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open("history", 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore(STORE, { keyPath: "id" });
            };
            request.onsuccess = () => resolve(new History(request.result, key));
            request.onerror = () => reject(request.error);
        });
    }

    async add(message: ChatMessage): Promise<void> {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const text = new TextEncoder().encode(JSON.stringify(message));
        const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, text);
        const transaction = this.database.transaction(STORE, "readwrite");
        transaction.objectStore(STORE).put({ id: message.id, iv, sealed, added: Date.now() });
    }
}
