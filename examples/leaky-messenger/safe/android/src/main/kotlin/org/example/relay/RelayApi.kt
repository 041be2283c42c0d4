package org.example.relay

import okhttp3.HttpUrl
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import org.json.JSONObject

/** Calls of the server. */
class RelayApi(
    private val client: OkHttpClient,
    private val base: HttpUrl,
    private val accessToken: String,
) {
    fun call(method: String, payload: JSONObject) {
        val request = authorized(method).post(payload.toString().toRequestBody(JSON)).build()
        client.newCall(request).execute().close()
    }

    fun register(device: String) = call("register", JSONObject().put("device", device))

    fun media(name: String): ByteArray? =
        client.newCall(authorized("media/$name").build()).execute().use { it.body?.bytes() }

    private fun authorized(path: String): Request.Builder =
        Request.Builder()
            .url(base.newBuilder().addPathSegments(path).build())
            .header("Authorization", "Bearer $accessToken")

    private companion object {
        val JSON = "application/json".toMediaType()
    }
}
