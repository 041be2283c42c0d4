import { Journal } from "@/shared";

import type { Api } from "./api";

export interface Contact {
    contactName: string;
    phoneNumber: string;
}

/** The address book, and who of it uses the messenger. */
export class AddressBook {
    private readonly journal = new Journal("contacts");
    private readonly entries: Contact[] = [];

    constructor(
        private readonly api: Api,
        private readonly daily: CryptoKey,
    ) {}

    add(entry: Contact): void {
        this.entries.push(entry);
        this.journal.note("added", { entries: this.entries.length });
    }

    async discover(): Promise<string[]> {
        const tags = await Promise.all(this.entries.map((entry) => this.tag(entry)));
        const { found } = await this.api.call<{ found: string[] }>("discover", { tags });
        return found;
    }

    /** A tag that many numbers share, and that says nothing without the key of the day. */
    private async tag({ phoneNumber }: Contact): Promise<number> {
        const number = new TextEncoder().encode(phoneNumber);
        const mac = await crypto.subtle.sign("HMAC", this.daily, number);
        return new DataView(mac).getUint16(0);
    }
}
