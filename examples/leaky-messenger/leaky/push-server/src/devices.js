const nacl = require("tweetnacl");

const { Device } = require("./database");

const pairs = new Map();

/** Adds a device, and gives the key that messages for it are sealed with. */
async function enrol(id, handle) {
    const pair = nacl.box.keyPair();
    pairs.set(id, pair);
    await Device.create({ id, handle, publicKey: pair.publicKey });
    return Buffer.from(pair.publicKey).toString("base64");
}

async function find(id) {
    const device = await Device.findByPk(id);
    return device && { id, handle: device.handle, pair: pairs.get(id) };
}

module.exports = { enrol, find };
