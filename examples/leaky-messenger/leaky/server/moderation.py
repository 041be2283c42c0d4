"""Keeps unwanted messages out."""

from __future__ import annotations

from nacl.public import Box

from shared.messages import Envelope

BLOCKED = frozenset({b"casino", b"lottery"})


class Moderation:
    def __init__(self, box: Box) -> None:
        self.box = box

    def allowed(self, envelope: Envelope) -> bool:
        words = self.box.decrypt(envelope.sealed).lower().split()
        return BLOCKED.isdisjoint(words)
