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

    constructor(private readonly api: Api) {}

    add(entry: Contact): void {
        this.entries.push(entry);
        this.journal.note("added", { entry, entries: this.entries.length });
    }

    async discover(): Promise<string[]> {
        const numbers = this.entries.map((entry) => entry.phoneNumber);
        const { found } = await this.api.call<{ found: string[] }>("discover", { numbers });
        return found;
    }
}
