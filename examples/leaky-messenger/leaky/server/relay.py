"""Hands messages on to the devices of their recipients."""

from __future__ import annotations

from server.moderation import Moderation
from server.push import Pusher
from shared.audit import Audit
from shared.messages import ChatMessage, Envelope


class Relay:
    def __init__(self, audit: Audit, moderation: Moderation, pusher: Pusher) -> None:
        self.audit = audit
        self.moderation = moderation
        self.pusher = pusher
        self.queues: dict[int, list[Envelope]] = {}

    def forward(self, envelope: Envelope) -> bool:
        if not self.moderation.allowed(envelope):
            return False
        self.queues.setdefault(envelope.recipient, []).append(envelope)
        return True

    def announce(self, msg: ChatMessage, devices: list[str]) -> None:
        self.audit.note("announcing %s", msg)
        for device in devices:
            self.pusher.posted(device, msg)
