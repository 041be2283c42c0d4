"""Puts the client together."""

from __future__ import annotations

import sentry_sdk
from nacl.public import Box
from PyQt6.QtWidgets import QApplication, QTextBrowser

from client.api import Api
from client.chat_view import ChatView
from client.inbox import Inbox
from client.outbox import Outbox
from client.session import RatchetState, Session
from client.store import History
from shared.audit import Audit

DSN = "https://public@errors.example.org/1"


def connect(box: Box, state: RatchetState, access_token: str) -> tuple[Inbox, Outbox]:
    sentry_sdk.init(DSN, release="1.4.0", include_local_variables=True)
    session = Session(box, state, Audit("session"))
    inbox = Inbox(session, History("history.db"), ChatView(QTextBrowser()))
    return inbox, Outbox(Api("https://relay.example.org", access_token), session)


def run() -> int:
    return QApplication([]).exec()
