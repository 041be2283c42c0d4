"""Messages that arrive."""

from __future__ import annotations

from client.bubbles import bubble
from client.chat_view import ChatView
from client.session import Session
from client.store import History
from shared.codec import load
from shared.messages import ChatMessage, Envelope


class Inbox:
    def __init__(self, session: Session, history: History, view: ChatView) -> None:
        self.session = session
        self.history = history
        self.view = view
        self.state: object = None

    def receive(self, envelope: Envelope) -> ChatMessage:
        opened = self.session.decrypt(envelope)
        message = ChatMessage(envelope.id, envelope.sender, opened.decode("utf-8"))
        self.history.add(message)
        self.view.show(message)
        bubble("New message", message.body[:80])
        return message

    def receive_state(self, envelope: Envelope) -> None:
        opened = self.session.decrypt(envelope)
        self.state = load(opened)
