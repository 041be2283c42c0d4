package org.example.relay

import android.util.Base64
import org.json.JSONObject

class MessageTooLong(problem: String) : Exception(problem)

/** Messages that are sent. */
class Outbox(private val api: RelayApi, private val session: Session) {
    fun send(message: ChatMessage, recipient: Long) {
        check(message)
        val plaintext = message.body
        val sealed = session.seal(plaintext.encodeToByteArray())
        val envelope = JSONObject()
            .put("id", message.id)
            .put("recipient", recipient)
            .put("sealed", Base64.encodeToString(sealed, Base64.NO_WRAP))
            .put("preview", plaintext.lineSequence().first())
        api.call("send", envelope)
    }

    private fun check(message: ChatMessage) {
        if (message.body.length > LIMIT) {
            throw MessageTooLong("too long to be sent: $message")
        }
    }

    private companion object {
        const val LIMIT = 16_000
    }
}
