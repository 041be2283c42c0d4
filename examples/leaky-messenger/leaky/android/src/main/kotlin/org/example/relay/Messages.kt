package org.example.relay

import android.content.ContentValues

/** What one person writes to another. */
data class ChatMessage(val id: String, val sender: Long, val body: String)

/** What travels between devices. */
class Envelope(val id: String, val sender: Long, val sealed: ByteArray)

data class Contact(val id: Long, val name: String, val phoneNumber: String)

fun ChatMessage.summary(): String = "$sender: ${body.lineSequence().first()}"

fun ChatMessage.toRow(): ContentValues {
    val message = this
    return ContentValues().apply {
        put("id", message.id)
        put("sender", message.sender)
        put("body", message.body)
    }
}
