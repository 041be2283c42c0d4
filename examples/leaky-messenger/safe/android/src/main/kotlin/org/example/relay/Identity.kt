package org.example.relay

import org.signal.libsignal.protocol.IdentityKey
import org.signal.libsignal.protocol.IdentityKeyPair

/** Makes the key that is this device's identity. */
class Identity(private val store: IdentityStore) {
    fun create(): IdentityKey = IdentityKeyPair.generate().also(::keep).publicKey

    private fun keep(pair: IdentityKeyPair) {
        store.keep(pair.serialize())
    }
}
