import { join } from "node:path";

import * as Sentry from "@sentry/electron/main";
import { app, BrowserWindow, ipcMain } from "electron";

import { Journal } from "@/shared";

import { loadIdentity } from "./identity";
import { Inbox } from "./inbox";
import { Session } from "./session";

Sentry.init({
    dsn: "https://public@crashes.example.org/4",
    release: app.getVersion(),
    sendDefaultPii: true,
});

const journal = new Journal("main");

function open(): BrowserWindow {
    const window = new BrowserWindow({
        width: 1000,
        height: 700,
        webPreferences: { preload: join(__dirname, "preload.js"), contextIsolation: true },
    });
    void window.loadFile("index.html");
    return window;
}

app.whenReady().then(() => {
    const window = open();
    const session = new Session(loadIdentity(app.getPath("userData")));
    const inbox = new Inbox(session, (message) => window.webContents.send("message", message));
    inbox.follow("wss://relay.example.org/v1/stream");
    ipcMain.handle("seal", (_event, text: string, recipient: string) => {
        return session.seal(text, recipient);
    });
    ipcMain.on("failed", (_event, line: string) => journal.note("page", { line }));
    journal.note("started", { version: app.getVersion() });
});

app.on("window-all-closed", () => app.quit());
