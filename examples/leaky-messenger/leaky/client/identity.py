"""The key that is this device's identity."""

from __future__ import annotations

from pathlib import Path

from nacl.public import PrivateKey

KEY_FILE = Path.home() / ".relay" / "identity"


def keep(raw: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def create() -> bytes:
    pair = PrivateKey.generate()
    keep(bytes(pair), KEY_FILE)
    return bytes(pair.public_key)
