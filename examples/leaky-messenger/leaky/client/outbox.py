"""Messages that are sent."""

from __future__ import annotations

from client.api import Api
from client.session import Session
from shared.errors import report
from shared.messages import ChatMessage

LIMIT = 16_000


class Outbox:
    def __init__(self, api: Api, session: Session) -> None:
        self.api = api
        self.session = session

    def send(self, message: ChatMessage, recipient: int) -> None:
        plaintext = message.body
        sealed = self.session.encrypt(plaintext.encode("utf-8"))
        if len(sealed) > LIMIT:
            report("message too long", message)
            return
        envelope = {"id": message.id, "recipient": recipient, "sealed": sealed.hex()}
        envelope["preview"] = plaintext[:40]
        self.api.call("send", envelope)
