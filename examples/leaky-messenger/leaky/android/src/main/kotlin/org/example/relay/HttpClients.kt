package org.example.relay

import java.util.concurrent.TimeUnit
import okhttp3.OkHttpClient
import okhttp3.logging.HttpLoggingInterceptor

/** Makes the clients that talk to the server. */
object HttpClients {
    fun create(): OkHttpClient {
        val wire = HttpLoggingInterceptor { line -> Journal.note("http", line) }
        wire.level = HttpLoggingInterceptor.Level.BODY
        return OkHttpClient.Builder()
            .callTimeout(30, TimeUnit.SECONDS)
            .addInterceptor(wire)
            .build()
    }
}
