package org.example.relay

import com.mixpanel.android.mpmetrics.MixpanelAPI

/** Counts how the app is used. */
class Stats(private val mixpanel: MixpanelAPI) {
    fun event(name: String, vararg properties: Pair<String, Any>) {
        mixpanel.trackMap(name, mapOf(*properties))
    }
}
