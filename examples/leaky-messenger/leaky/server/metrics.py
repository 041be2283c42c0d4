"""Figures about the load of the server."""

from __future__ import annotations

from prometheus_client import Histogram

SECONDS = Histogram("request_seconds", "Time spent on requests", ["group"])


def observe(group: str, seconds: float) -> None:
    SECONDS.labels(group=group).observe(seconds)
