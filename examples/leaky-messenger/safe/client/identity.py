"""The key that is this device's identity."""

from __future__ import annotations

import keyring
from nacl.public import PrivateKey

SERVICE = "relay"


def keep(raw: bytes, name: str) -> None:
    keyring.set_password(SERVICE, name, raw.hex())


def create() -> bytes:
    pair = PrivateKey.generate()
    keep(bytes(pair), "identity")
    return bytes(pair.public_key)
