import type { ChatMessage } from "@/shared";

const STORE = "messages";

/** The messages of all chats, in the database of the window. */
export class History {
    private constructor(private readonly database: IDBDatabase) {}

    static open(): Promise<History> {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open("history", 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore(STORE, { keyPath: "id" });
            };
            request.onsuccess = () => resolve(new History(request.result));
            request.onerror = () => reject(request.error);
        });
    }

    add(message: ChatMessage): void {
        const transaction = this.database.transaction(STORE, "readwrite");
        transaction.objectStore(STORE).put({ ...message, added: Date.now() });
    }
}
