import { contextBridge, ipcRenderer } from "electron";

import type { ChatMessage, Envelope } from "@/shared";

/** What pages may ask of the main process. */
export const bridge = {
    seal: (text: string, recipient: string): Promise<Pick<Envelope, "nonce" | "sealed">> =>
        ipcRenderer.invoke("seal", text, recipient),
    failed: (line: string): void => ipcRenderer.send("failed", line),
    onMessage: (listener: (message: ChatMessage) => void): void => {
        ipcRenderer.on("message", (_event, message: ChatMessage) => listener(message));
    },
};

contextBridge.exposeInMainWorld("relay", bridge);
