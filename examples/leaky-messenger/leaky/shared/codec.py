"""Turns the state that devices exchange into bytes and back."""

from __future__ import annotations

import pickle


def dump(state: dict[str, object]) -> bytes:
    return pickle.dumps(state)


def load(data: bytes) -> object:
    return pickle.loads(data)
