package org.example.relay

import android.location.Location

/** Finds messages, and places on a map. */
class Search(private val stats: Stats) {
    fun similar(message: ChatMessage, others: List<ChatMessage>): List<ChatMessage> {
        val found = others.filter { message.body in it.body }
        stats.event("search", "result" to if (found.size > 1) "many" else "few")
        return found
    }

    fun nearby(place: Location): String {
        stats.event("nearby")
        return "geo:%.1f,%.1f".format(place.latitude, place.longitude)
    }
}
