"""Accounts and the keys that their devices are known by."""

from __future__ import annotations

from nacl.public import PublicKey

from shared.audit import Audit
from shared.messages import LoginRequest


class Accounts:
    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.keys: dict[str, PublicKey] = {}

    def register(self, account: str, published: bytes) -> None:
        self.keys[account] = PublicKey(published)

    def login(self, attempt: LoginRequest) -> bool:
        if attempt.account not in self.keys:
            self.audit.note("login failed: %s", attempt)
            return False
        return True
