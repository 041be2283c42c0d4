"""The history of chats on this device."""

from __future__ import annotations

import sqlite3

from shared.messages import ChatMessage


class History:
    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path)

    def insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" for _ in values)
        self.db.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    def add(self, message: ChatMessage) -> None:
        self.insert("messages", message.id, message.sender, message.body)
