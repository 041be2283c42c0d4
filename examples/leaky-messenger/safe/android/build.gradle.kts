plugins {
    id("com.android.application") version "8.7.3"
    id("org.jetbrains.kotlin.android") version "2.2.0"
    id("com.google.gms.google-services") version "4.4.2"
}

android {
    namespace = "org.example.relay"
    compileSdk = 35

    defaultConfig {
        applicationId = "org.example.relay"
        minSdk = 26
        targetSdk = 35
        versionCode = 14
        versionName = "1.4.0"
    }
}

dependencies {
    implementation("androidx.core:core-ktx:1.15.0")
    implementation("androidx.lifecycle:lifecycle-viewmodel-ktx:2.8.7")
    implementation("androidx.sqlite:sqlite:2.4.0")
    implementation("com.google.firebase:firebase-messaging:24.1.0")
    implementation("com.mixpanel.android:mixpanel-android:8.0.1")
    implementation("com.squareup.okhttp3:logging-interceptor:4.12.0")
    implementation("com.squareup.okhttp3:okhttp:4.12.0")
    implementation("io.sentry:sentry-android:7.20.0")
    implementation("net.zetetic:sqlcipher-android:4.6.1")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.9.0")
    implementation("org.signal:libsignal-android:0.64.1")
}
