package org.example.relay

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import androidx.core.content.getSystemService

/** Offers texts to other apps. */
class Clips(private val context: Context) {
    fun offer(value: String) {
        val clip = ClipData.newPlainText("Relay", value)
        context.getSystemService<ClipboardManager>()?.setPrimaryClip(clip)
    }
}
