package org.example.relay

import android.annotation.SuppressLint
import android.content.Context
import androidx.core.app.NotificationCompat
import androidx.core.app.NotificationManagerCompat

/** Tells people that something arrived. */
class Notifier(private val context: Context) {
    @SuppressLint("MissingPermission")
    fun arrived() {
        val notification = NotificationCompat.Builder(context, CHANNEL)
            .setSmallIcon(R.drawable.relay)
            .setContentTitle("New message")
            .setVisibility(NotificationCompat.VISIBILITY_PRIVATE)
            .setAutoCancel(true)
            .build()
        NotificationManagerCompat.from(context).notify(ARRIVED, notification)
    }

    private companion object {
        const val CHANNEL = "messages"
        const val ARRIVED = 1
    }
}
