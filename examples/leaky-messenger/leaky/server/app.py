"""The web interface of the server."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from server.accounts import Accounts
from server.metrics import observe
from server.relay import Relay
from shared.messages import ChatMessage, Envelope, LoginRequest

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
    begin = time.monotonic()
    response = await handler(request)
    observe(request.remote or "", time.monotonic() - begin)
    return response


class Views:
    def __init__(self, relay: Relay, accounts: Accounts) -> None:
        self.relay = relay
        self.accounts = accounts

    async def login(self, request: web.Request) -> web.Response:
        data = await request.json()
        attempt = LoginRequest(data["account"], data["password"])
        return web.json_response({"ok": self.accounts.login(attempt)})

    async def send(self, request: web.Request) -> web.Response:
        data = await request.json()
        envelope = Envelope(data["id"], data["sender"], data["recipient"], bytes.fromhex(data["sealed"]))
        accepted = self.relay.forward(envelope)
        if accepted:
            message = ChatMessage(data["id"], data["sender"], data["preview"])
            self.relay.announce(message, data["devices"])
        return web.json_response({"ok": accepted})


def build(views: Views) -> web.Application:
    app = web.Application(middlewares=[timed])
    app.router.add_post("/login", views.login)
    app.router.add_post("/send", views.send)
    return app
