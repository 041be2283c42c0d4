import { runInNewContext } from "node:vm";

const defaults = { theme: "light", sound: true };

/** Reads the settings that the devices of a person send each other. */
export function loadSettings(source) {
    return { ...defaults, ...runInNewContext(`(${source})`) };
}
