"""Kinds of data as bits, so that sets of them are one number."""

from __future__ import annotations

from typing import Final

CONTENT: Final = 1
KEY: Final = 2
CREDENTIAL: Final = 4
IDENTITY: Final = 8
METADATA: Final = 16
WIRE: Final = 32
DECRYPTED: Final = 64
ADDRESS: Final = 128
BODY: Final = 256
"""All of what a request brought: data from the wire, of which any part may be anything."""

ALL: Final = 511
WIDTH: Final = ALL.bit_length()

BITS: Final[dict[str, int]] = {
    "content": CONTENT,
    "key": KEY,
    "credential": CREDENTIAL,
    "identity": IDENTITY,
    "metadata": METADATA,
    "wire": WIRE,
    "decrypted": DECRYPTED,
    "address": ADDRESS,
}
KIND_NAMES: Final[dict[int, str]] = {
    **{bit: name for name, bit in BITS.items()},
    BODY: "content",
}
"""The kind as models call it."""
NAMES: Final[dict[int, str]] = {
    **{bit: name for name, bit in BITS.items()},
    DECRYPTED: "content",
    ADDRESS: "credential",
    BODY: "content",
}
"""The kind as rules and reports call it."""
WRITTEN_DOWN: Final = frozenset({"log", "crash-report", "exception", "telemetry", "metric-label"})
"""Places where an address is out of place; a request needs one."""

CONFIDENCE: Final[dict[str, int]] = {"low": 1, "medium": 2, "high": 3}
SUREST: Final = 3
CONFIDENCE_NAMES: Final = ("low", "low", "medium", "high")


def mask(kinds: object) -> int:
    """The bits of a kind, a list of kinds, or ``all``; ``content`` includes ``decrypted``."""
    if kinds == "all":
        return ALL
    names = [kinds] if isinstance(kinds, str) else list(kinds)  # type: ignore[call-overload]
    bits = 0
    for name in names:
        bits |= BITS[name]
    return bits | DECRYPTED if bits & CONTENT else bits


def alike(kind: int) -> int:
    """A kind with those that say the same of a value: decrypted data is content."""
    return CONTENT | DECRYPTED if kind & (CONTENT | DECRYPTED) else kind


def asked(kinds: object, place: str) -> int:
    """The bits that a rule about some kinds looks for at a place."""
    bits = mask(kinds)
    if place in WRITTEN_DOWN:
        bits |= ADDRESS if bits & CREDENTIAL else 0
        bits |= BODY if bits & CONTENT else 0
    return bits
