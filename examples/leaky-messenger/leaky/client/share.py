"""Offers messages to other programs."""

from __future__ import annotations

import pyperclip

from shared.messages import ChatMessage


def offer(value: str) -> None:
    pyperclip.copy(value)


def opened(message: ChatMessage) -> None:
    """Called whenever a message is opened, so that it can be pasted at once."""
    offer(f"> {message.body}")
