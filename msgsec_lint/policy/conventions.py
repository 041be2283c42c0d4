"""What libraries and projects mean by names, where a name alone must tell.

A model's entry speaks of one thing by its full name. What stands here holds wherever the name is
met in the languages of the file: in an annotation, before a call, as the name of a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Holding = Literal["itself", "first", "last", "elements", "values", "positions", "class"]
"""What the arguments of a generic type say of a thing of that type."""


class Conventions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The section ``conventions`` of a file of models; see docs/models.md for each key."""

    generics: dict[Holding, list[str]] = {}
    copies: list[str] = []
    partials: list[str] = []
    listeners: list[str] = []
    emitters: list[str] = []
    emits: list[str] = []
    chains: list[str] = []
    filled_in: list[str] = []
    databases: list[str] = []
    encrypting_drivers: list[str] = []
    debug_builds: list[str] = []
    refusing: list[str] = []
    askers: list[str] = []
    clicked: list[str] = []


class Known:
    """The conventions of all models of a group of languages, joined."""

    def __init__(self, told: Iterable[Conventions]) -> None:
        held = list(told)
        self.generics: dict[str, Holding] = {
            name: holding for one in held for holding, names in one.generics.items()
            for name in names
        }  # fmt: skip
        """Last name of a generic type → what its arguments say of a thing of that type."""
        self.copies = frozenset(name for one in held for name in one.copies)
        """Functions that copy what they are given first, with the parts set that keywords name."""
        self.partials = frozenset(name for one in held for name in one.partials)
        """Functions that give back the function they are given first, with arguments filled in."""
        self.listeners = frozenset(name for one in held for name in one.listeners)
        """Last names of calls that take a function for an event of an emitter."""
        self.emitters = tuple(dict.fromkeys(name for one in held for name in one.emitters))
        """How names of types end that emit events."""
        self.emits = tuple(dict.fromkeys(name for one in held for name in one.emits))
        """Last names of calls that emit an event."""
        self.chains = frozenset(name for one in held for name in one.chains)
        """Methods of promises: a function handed to them is given the promise's result."""
        self.filled_in = frozenset(name for one in held for name in one.filled_in)
        """Names of first parameters that whoever calls back fills in itself."""
        self.databases = tuple(name for one in held for name in one.databases)
        """Names of libraries for databases whose types do not show the driver."""
        self.encrypting_drivers = tuple(name for one in held for name in one.encrypting_drivers)
        """Parts of the names of drivers that encrypt databases."""
        self.debug_builds = frozenset(name for one in held for name in one.debug_builds)
        """Constants that builds for release set to false, so that what they guard is left out."""
        self.refusing = frozenset(name for one in held for name in one.refusing)
        """Methods that answer a request with an error, where they stand under a condition."""
        self.askers = frozenset(name for one in held for name in one.askers)
        """Fields of a request that hold the address of whoever asks."""
        self.clicked = frozenset(name for one in held for name in one.clicked)
        """Functions that a click on a button or an entry of a menu calls."""
