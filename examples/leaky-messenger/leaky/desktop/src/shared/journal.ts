import pino from "pino";

const logger = pino({ name: "relay" });

/** The log of one part of the program. */
export class Journal {
    constructor(private readonly part: string) {}

    note(event: string, details: object = {}): void {
        logger.info({ part: this.part, ...details }, event);
    }
}
