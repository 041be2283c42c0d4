package org.example.relay

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.withContext

/** Messages that arrive. */
class InboxRepository(
    private val session: Session,
    private val database: MessageDatabase,
    private val notifier: Notifier,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) {
    private val arrivals = MutableSharedFlow<ChatMessage>(extraBufferCapacity = 16)
    val messages: SharedFlow<ChatMessage> = arrivals.asSharedFlow()

    private var state: Map<String, Boolean> = emptyMap()

    suspend fun receive(envelope: Envelope): ChatMessage = withContext(dispatcher) {
        val text = session.open(envelope).decodeToString()
        ChatMessage(envelope.id, envelope.sender, text).also { message ->
            database.insert("messages", message.toRow())
            notifier.arrived()
            arrivals.emit(message)
            Journal.note("inbox", "received $message")
        }
    }

    suspend fun receiveState(envelope: Envelope) = withContext(dispatcher) {
        state = StateCodec.load(session.open(envelope))
    }
}
