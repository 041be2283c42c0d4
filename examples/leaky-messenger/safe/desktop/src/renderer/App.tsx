import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

import { login } from "./account";
import { Chat } from "./Chat";
import { Composer } from "./Composer";
import { History } from "./history";
import { Outbox } from "./outbox";
import { count } from "./stats";

/** The window, once a person is let in. */
function App({ account, outbox, history }: { account: string; outbox: Outbox; history: History }) {
    const [recipient, setRecipient] = useState("");

    useEffect(() => count("opened"), []);

    return (
        <main>
            <input value={recipient} onChange={(event) => setRecipient(event.target.value)} />
            <Chat history={history} />
            <Composer outbox={outbox} own={account} recipient={recipient} />
        </main>
    );
}

export async function start(form: FormData, key: CryptoKey): Promise<void> {
    const account = String(form.get("account"));
    const api = await login({ account, password: String(form.get("password")), device: "desktop" });
    const history = await History.open(key);
    const root = createRoot(document.body);
    root.render(<App account={account} outbox={new Outbox(api)} history={history} />);
}
