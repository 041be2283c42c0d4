"""Counts how the program is used."""

from __future__ import annotations

from posthog import Posthog


class Stats:
    def __init__(self, client: Posthog) -> None:
        self.client = client

    def event(self, name: str, **properties: object) -> None:
        self.client.capture(name, properties=properties)
