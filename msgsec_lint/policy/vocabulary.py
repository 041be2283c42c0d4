"""The closed word lists that rules, models and policies share."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "content", "decrypted", "key", "credential", "identity", "metadata", "wire", "address"
]
"""What data is. ``decrypted`` is content that is known to have left a decryption; ``address`` is
the address of a request or a service, which carries credentials when it is written down."""

Place = Literal[
    "log",
    "crash-report",
    "exception",
    "telemetry",
    "metric-label",
    "push",
    "notification",
    "server",
    "third-party",
    "storage",
    "backup",
    "clipboard",
    "url",
    "render",
    "execute",
]
"""Where data may arrive. ``server`` is the body of a request that leaves the device."""

Zone = Literal["client", "server", "shared", "crypto-core", "tooling", "test"]
"""The part of a project that code belongs to."""

Language = Literal["python", "java", "kotlin", "typescript", "javascript", "go"]
"""Languages that have a front end."""

Engine = Literal["flow", "shape"]
"""How a rule is checked."""

Form = Literal["text", "repr", "json", "yaml", "value", "fields"]
"""How a sink turns an object into what it writes."""

KINDS: tuple[Kind, ...] = get_args(Kind)
PLACES: tuple[Place, ...] = get_args(Place)
ZONES: tuple[Zone, ...] = get_args(Zone)
LANGUAGES: tuple[Language, ...] = get_args(Language)
ENGINES: tuple[Engine, ...] = get_args(Engine)
