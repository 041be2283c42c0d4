"""The window that shows a chat."""

from __future__ import annotations

from PyQt6.QtWidgets import QTextBrowser

from shared.messages import ChatMessage


class ChatView:
    def __init__(self, browser: QTextBrowser) -> None:
        self.browser = browser

    def draw(self, markup: str) -> None:
        self.browser.setHtml(markup)

    def show(self, message: ChatMessage) -> None:
        self.draw(f"<p class='bubble'>{message.body}</p>")
