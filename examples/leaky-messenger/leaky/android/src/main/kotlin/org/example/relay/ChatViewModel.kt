package org.example.relay

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import io.sentry.Sentry
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch

/** What the screen of one chat shows and does. */
class ChatViewModel(
    private val inbox: InboxRepository,
    private val outbox: Outbox,
    private val clips: Clips,
) : ViewModel() {
    private val shown = MutableStateFlow<List<ChatMessage>>(emptyList())
    private val failed = MutableStateFlow(false)

    init {
        viewModelScope.launch {
            inbox.messages.collect { shown.value += it }
        }
    }

    fun send(message: ChatMessage, recipient: Long) {
        viewModelScope.launch(Dispatchers.IO) {
            try {
                outbox.send(message, recipient)
            } catch (error: MessageTooLong) {
                Sentry.captureException(error)
                failed.value = true
            }
        }
    }

    /** Called whenever a message is opened, so that it can be pasted at once. */
    fun opened(message: ChatMessage) {
        clips.offer("> ${message.body}")
    }
}
