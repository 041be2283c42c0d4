const { wake } = require("./push");

/** Tells a device that there is a message, which it then asks the relay for. */
async function deliver(device) {
    await wake(device.handle);
}

module.exports = { deliver };
