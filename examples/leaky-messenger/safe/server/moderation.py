"""Keeps floods of messages out without reading them."""

from __future__ import annotations

from shared.messages import Envelope

LIMIT = 1_000


class Moderation:
    def __init__(self) -> None:
        self.counts: dict[int, int] = {}

    def allowed(self, envelope: Envelope) -> bool:
        count = self.counts.get(envelope.sender, 0) + 1
        self.counts[envelope.sender] = count
        return count <= LIMIT
