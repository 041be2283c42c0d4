const { initializeApp } = require("firebase-admin/app");
const { getMessaging } = require("firebase-admin/messaging");

initializeApp();

/** Has a device ask for its messages. */
async function wake(handle) {
    await getMessaging().send({
        token: handle,
        data: { wake: "1" },
    });
}

module.exports = { wake };
