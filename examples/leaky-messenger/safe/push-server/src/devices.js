const { Device } = require("./database");

/** Adds a device with the key that messages for it are sealed with. */
async function enrol(id, handle, publicKey) {
    await Device.create({ id, handle, publicKey: Buffer.from(publicKey, "base64") });
}

async function find(id) {
    const device = await Device.findByPk(id);
    return device && { id, handle: device.handle };
}

module.exports = { enrol, find };
