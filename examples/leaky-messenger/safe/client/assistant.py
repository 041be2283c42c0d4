"""Suggests replies."""

from __future__ import annotations

from openai import OpenAI

from shared.messages import ChatMessage


class Assistant:
    def __init__(self, client: OpenAI) -> None:
        self.client = client

    def ask(self, prompt: str) -> object:
        turns = [{"role": "user", "content": prompt}]
        return self.client.chat.completions.create(model="small", messages=turns)

    def suggest(self, message: ChatMessage) -> object:
        size = "short" if len(message.body) < 100 else "longer"
        return self.ask(f"Suggest a friendly answer to a {size} message")
