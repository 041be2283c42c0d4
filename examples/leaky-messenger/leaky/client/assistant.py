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
        return self.ask(f"Suggest a short reply to: {message.body}")
