package org.example.relay

import com.google.firebase.messaging.FirebaseMessagingService
import com.google.firebase.messaging.RemoteMessage

/** Is woken by the push service of the platform. */
class PushService : FirebaseMessagingService() {
    override fun onNewToken(token: String) {
        Journal.note("push", "this device is known under a new token")
        (application as RelayApp).api.register(token)
    }

    override fun onMessageReceived(message: RemoteMessage) {
        (application as RelayApp).fetch()
    }
}
