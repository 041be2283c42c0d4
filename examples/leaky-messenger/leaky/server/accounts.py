"""Accounts and the keys that their devices are known by."""

from __future__ import annotations

from nacl.public import PrivateKey

from shared.audit import Audit
from shared.messages import LoginRequest


class Accounts:
    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.pairs: dict[str, PrivateKey] = {}

    def register(self, account: str) -> bytes:
        self.pairs[account] = PrivateKey.generate()
        return bytes(self.pairs[account].public_key)

    def login(self, attempt: LoginRequest) -> bool:
        if attempt.account not in self.pairs:
            self.audit.note("login failed: %s", attempt)
            return False
        return True
