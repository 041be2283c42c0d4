package org.example.relay

import android.location.Location

/** Finds messages, and places on a map. */
class Search(private val stats: Stats) {
    fun similar(message: ChatMessage, others: List<ChatMessage>): List<ChatMessage> {
        stats.event("search", "query" to message.body)
        return others.filter { message.body in it.body }
    }

    fun nearby(place: Location): String {
        stats.event("nearby", "at" to place.latitude)
        return "geo:%.1f,%.1f".format(place.latitude, place.longitude)
    }
}
