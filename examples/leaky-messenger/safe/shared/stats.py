"""Counts how the program is used."""

from __future__ import annotations

from posthog import Posthog


class Stats:
    def __init__(self, client: Posthog) -> None:
        self.client = client

    def event(self, name: str, **properties: object) -> None:
        self.client.capture(name, properties=properties)


def may_count(settings: dict[str, bool]) -> bool:
    """Whether events may be sent, by what somebody answered."""
    return settings.get("analytics_enabled", False)
