package org.example.relay

import android.app.Application
import io.sentry.android.core.SentryAndroid
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import okhttp3.HttpUrl.Companion.toHttpUrl
import org.json.JSONObject

/** Puts the app together. */
class RelayApp : Application() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    lateinit var api: RelayApi
        private set

    override fun onCreate() {
        super.onCreate()
        SentryAndroid.init(this) { options ->
            options.dsn = "https://public@errors.example.org/2"
            options.isSendDefaultPii = false
        }
        val identity = IdentityStore(this)
        if (identity.isEmpty) {
            Identity(identity).create()
        }
    }

    fun connect(accessToken: String) {
        api = RelayApi(HttpClients.create(), "https://relay.example.org".toHttpUrl(), accessToken)
    }

    fun fetch() {
        scope.launch { api.call("fetch", JSONObject()) }
    }
}
