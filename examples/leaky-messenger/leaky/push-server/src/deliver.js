const nacl = require("tweetnacl");

const { wake } = require("./push");

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));

/** Tells a device that there is a message. */
async function deliver(device, envelope) {
    const text = open(device, envelope);
    if (text !== null) {
        await wake(device.handle, text);
    }
}

function open({ pair }, { sealed, nonce, sender }) {
    const opened = nacl.box.open(bytes(sealed), bytes(nonce), bytes(sender), pair.secretKey);
    return opened && Buffer.from(opened).toString("utf8");
}

module.exports = { deliver };
