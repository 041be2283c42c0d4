package org.example.relay

import org.signal.libsignal.protocol.SessionCipher
import org.signal.libsignal.protocol.message.SignalMessage

/** An encrypted session with one other device. */
class Session(private val cipher: SessionCipher, private var state: RatchetState) {
    fun open(envelope: Envelope): ByteArray = cipher.decrypt(SignalMessage(envelope.sealed))

    fun seal(data: ByteArray): ByteArray = cipher.encrypt(data).serialize()

    fun step() {
        state = state.next()
        Journal.note("session", "ratchet is now at $state")
    }
}
