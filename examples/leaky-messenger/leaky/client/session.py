"""An encrypted session with one other device."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from nacl.public import Box

from shared.audit import Audit
from shared.messages import Envelope


@dataclass
class RatchetState:
    counter: int
    chain_key: bytes


class Session:
    def __init__(self, box: Box, state: RatchetState, audit: Audit) -> None:
        self.box = box
        self.state = state
        self.audit = audit

    def decrypt(self, envelope: Envelope) -> bytes:
        return self.box.decrypt(envelope.sealed)

    def encrypt(self, data: bytes) -> bytes:
        return self.box.encrypt(data)

    def step(self) -> None:
        following = hashlib.blake2b(b"step", key=self.state.chain_key).digest()
        self.state = RatchetState(self.state.counter + 1, following)
        self.audit.note("ratchet is now %s", self.state)
