package org.example.relay

import com.mixpanel.android.mpmetrics.MixpanelAPI

/** Counts how the app is used. */
class Stats(private val mixpanel: MixpanelAPI) {
    fun event(name: String, vararg properties: Pair<String, Any>) {
        mixpanel.trackMap(name, mapOf(*properties))
    }
}

/** Whether crashes may be reported, by what somebody answered. */
fun mayReport(preferences: android.content.SharedPreferences): Boolean =
    preferences.getBoolean("crash_reports_enabled", true)
