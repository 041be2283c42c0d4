"""Wakes devices through the push service of their platform."""

from __future__ import annotations

from firebase_admin import messaging


class Pusher:
    def push(self, device: str, fields: dict[str, str]) -> None:
        messaging.send(messaging.Message(token=device, data=fields))

    def posted(self, device: str) -> None:
        self.push(device, {"wake": "1"})
