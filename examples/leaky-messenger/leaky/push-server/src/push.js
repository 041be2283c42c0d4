const { initializeApp } = require("firebase-admin/app");
const { getMessaging } = require("firebase-admin/messaging");

initializeApp();

/** Shows a line on a device. */
async function wake(handle, line) {
    await getMessaging().send({
        token: handle,
        notification: { title: "New message", body: line },
    });
}

module.exports = { wake };
