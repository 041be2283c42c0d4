"""Calls of the server."""

from __future__ import annotations

import requests


class Api:
    def __init__(self, base: str, access_token: str) -> None:
        self.base = base
        self.access_token = access_token

    def call(self, method: str, payload: object) -> None:
        headers = {"Authorization": f"Bearer {self.access_token}"}
        requests.post(f"{self.base}/{method}", json=payload, headers=headers, timeout=10)

    def media(self, name: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.access_token}"}
        return requests.get(f"{self.base}/media/{name}", headers=headers, timeout=30).content
