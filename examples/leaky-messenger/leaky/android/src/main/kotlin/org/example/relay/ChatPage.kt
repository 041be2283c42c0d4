package org.example.relay

import android.webkit.WebView

/** The page that shows a chat. */
class ChatPage(private val view: WebView) {
    fun show(messages: List<ChatMessage>) {
        draw(messages.joinToString("\n") { bubble(it) })
    }

    private fun bubble(message: ChatMessage) = "<p class='bubble'>${message.body}</p>"

    private fun draw(markup: String) {
        view.loadDataWithBaseURL(null, "<main>$markup</main>", "text/html", "utf-8", null)
    }
}
