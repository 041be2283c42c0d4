const LINK = /https:\/\/\S+/g;

/** Makes links of addresses, and a line of markup of each line. */
export function markup(text: string): string {
    const linked = text.replace(LINK, (address) => `<a href="${address}">${address}</a>`);
    return linked.split("\n").join("<br>");
}
