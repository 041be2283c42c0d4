"""Turns the state that devices exchange into bytes and back."""

from __future__ import annotations

import json


def dump(state: dict[str, object]) -> bytes:
    return json.dumps(state).encode("utf-8")


def load(data: bytes) -> object:
    return json.loads(data)
