"""Notifications of the desktop."""

from __future__ import annotations

from plyer import notification


def bubble(title: str, line: str) -> None:
    notification.notify(title=title, message=line, timeout=5)
