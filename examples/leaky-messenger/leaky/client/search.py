"""Finds messages, and places on a map."""

from __future__ import annotations

from shared.messages import ChatMessage
from shared.stats import Stats


class Search:
    def __init__(self, stats: Stats) -> None:
        self.stats = stats

    def similar(self, message: ChatMessage, others: list[ChatMessage]) -> list[ChatMessage]:
        self.stats.event("search", query=message.body)
        return [other for other in others if message.body in other.body]

    def nearby(self, latitude: float, longitude: float) -> str:
        self.stats.event("nearby", at=[latitude, longitude])
        return f"geo:{latitude:.1f},{longitude:.1f}"
