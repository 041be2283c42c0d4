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
        val request = Request.Builder()
            .url(base.newBuilder().addPathSegment(method).build())
            .header("Authorization", "Bearer $accessToken")
            .post(payload.toString().toRequestBody(JSON))
            .build()
        client.newCall(request).execute().close()
    }

    fun register(device: String) = call("register", JSONObject().put("device", device))

    fun media(name: String): ByteArray? {
        val url = base.newBuilder()
            .addPathSegments("media/$name")
            .addQueryParameter("access_token", accessToken)
            .build()
        return client.newCall(Request.Builder().url(url).build()).execute().use { it.body?.bytes() }
    }

    private companion object {
        val JSON = "application/json".toMediaType()
    }
}
