"""Switches of telemetry that count as on before anybody was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow.evidence import Evidence
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.search import Search
from msgsec_lint.link import entities as e

_LOWER = bytes(range(256)).lower()
_SWITCH = frozenset(
    {
        "opt", "optin", "allow", "allowed", "consent", "consented", "enable", "enabled", "accept",
        "accepted", "agree", "agreed", "granted", "send", "share", "collect", "on", "active",
    }
)  # fmt: skip
"""Words of names that say whether somebody wants something."""
_NOT_ASKED = frozenset(
    {
        "disable", "disabled", "out", "optout", "no", "not", "block", "deny", "denied", "off",
        "seen", "shown", "asked", "prompt", "prompted", "dialog", "toast", "debug", "supported",
    }
)  # fmt: skip
"""Words of names for the opposite, and for whether somebody was asked."""
_OFF = frozenset({"off", "disabled", "none", "denied", "declined", "unset", "disallowed", "never"})
_ENDS = frozenset(
    {
        "logout", "loggedout", "signout", "signedout", "optout", "disable", "stop", "revoke",
        "withdraw",
    }
)  # fmt: skip
"""Words of functions after which nothing may be sent any more; two words are read as one too."""
_READING = frozenset({"get", "read", "is", "opt", "load", "fetch", "bool", "boolean", "value"})
_SAME = frozenset({"===", "==", "is"})
_OTHER = frozenset({"!==", "!=", "is not"})


class Place(NamedTuple):
    """Where a switch counts as on."""

    function: int
    start: int
    end: int
    caption: str


class Telemetry:
    """What names say of telemetry."""

    def __init__(self, terms: Sequence[str]) -> None:
        """``terms`` are what telemetry is called; of two words the second may go on."""
        ends = (rf"{term}\b" if " " not in term else term for term in terms)
        self._topic = re.compile(rf"\b(?:{'|'.join(ends)})")
        # For a first look at encoded facts, which is all that most functions get.
        self._written = tuple(term.replace(" ", "").encode() for term in terms)

    def is_about(self, name: str) -> bool:
        """Whether a name is about telemetry, and not about leaving it off."""
        parts = words(name)
        return self._topic.search(" ".join(parts)) is not None and _NOT_ASKED.isdisjoint(parts)

    def is_switch(self, name: str) -> bool:
        """Whether a name says that somebody wants telemetry."""
        return self.is_about(name) and not _SWITCH.isdisjoint(words(name))

    def is_mentioned(self, bodies: Sequence[bytes], heads: Sequence[f.Function]) -> bool:
        """Whether encoded functions may be about it, without a look at what they do."""
        names = (n for head in heads for n in (head.symbol, *(p.name for p in head.parameters)))
        written = b"\n".join((*bodies, "\n".join(names).encode())).translate(_LOWER, b"_- ")
        return any(term in written for term in self._written)


class ConsentSearch:
    """Looks through the functions that mention telemetry."""

    def __init__(self, search: Search) -> None:
        self._program = search.program
        self._linker = search.linker
        self._evidence: Evidence = search.evidence
        self._telemetry = Telemetry(search.lexicon.telemetry)

    def places(self) -> Iterator[Place]:
        """Every place of the tree, in its order."""
        for unit in self._program.units:
            if not self._telemetry.is_mentioned(unit.facts.bodies, unit.facts.functions):
                continue
            said: set[str] = set()
            for local, (encoded, head) in enumerate(
                zip(unit.facts.bodies, unit.facts.functions, strict=True)
            ):
                if not self._telemetry.is_mentioned((encoded,), (head,)):
                    continue
                for place in self._of_function(unit.first + local):
                    # A setting is read in several places, and changed in one.
                    if place.caption not in said:
                        said.add(place.caption)
                        yield place

    def _of_function(self, function: int) -> Iterator[Place]:
        body = self._program.body(function)
        for held in body.values:
            caption = ""
            if held[0] == f.CHOICE:
                caption = self._of_choice(function, body, held)
            elif held[0] == f.TEST and held[3] in _OTHER:
                name = self._tested(function, body, held, value=False)
                caption = f"`{name}` counts as yes unless it is no" if name else ""
            elif held[0] == f.CALL:
                caption = self._of_call(body, held)
            elif held[0] == f.LOCAL and held[4]:
                yield from self._of_defaults(function, body, held)
            if caption:
                yield Place(function, held[1], held[2], caption)
        yield from self._of_returns(function, body)
        yield from self._of_end(function, body)
        for store in body.stores:
            caption = self._of_store(function, body, store)
            if caption:
                yield Place(function, store.start, store.end, caption)

    def _of_choice(self, function: int, body: f.Body, held: f.Value) -> str:
        """``x || x === null``, ``x ?? true`` and ``x === null ? true : x``."""
        values = [body.values[at] for at in held[3]]
        names = [self._evidence.own_name(function, at) for at in held[3]]
        for at in (*held[3], *held[4]):
            test = body.values[at]
            if test[0] == f.TEST and test[3] in _SAME:
                name = self._tested(function, body, test, value=None)
                on = any(x[0] == f.CONST and x[3] is True for x in values)
                if name and (name in names and (on or at in held[3])):
                    return f"`{name}` counts as yes while it is not set"
        if len(values) == 2 and values[1][0] == f.CONST and values[1][3] is True:
            # `a and True` has the test of `a ?? true`; nobody writes it.
            name = names[0]
            if self._telemetry.is_switch(name):
                return f"`{name}` counts as yes while it is not set"
        return ""

    def _tested(self, function: int, body: f.Body, test: f.Value, *, value: bool | None) -> str:
        """The name of a switch that is compared with a constant; empty if it is not."""
        if len(test[4]) != 2:
            return ""
        left, right = test[4]
        constant = body.values[right]
        if constant[0] != f.CONST or constant[3] is not value:
            return ""
        name = self._evidence.own_name(function, left)
        return name if self._telemetry.is_switch(name) else ""

    def _of_call(self, body: f.Body, held: f.Value) -> str:
        """``read("analyticsEnabled", true)``: a setting with what it is by default."""
        callee = body.values[held[3]]
        name = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
        if not isinstance(name, str) or _READING.isdisjoint(words(name)):
            return ""
        given = [body.values[at] for at in held[4] if at >= 0]
        for key, default in pairwise(given):
            constant = key[0] == f.CONST and default[0] == f.CONST
            on = constant and isinstance(key[3], str) and default[3] is True
            if on and self._telemetry.is_about(key[3]):
                return f"`{key[3]}` is on by default"
        return ""

    def _of_defaults(self, function: int, body: f.Body, held: f.Value) -> Iterator[Place]:
        """``DEFAULTS = { matomo: { url: … } }``: a service to report to unless told otherwise."""
        value = body.values[held[3]]
        if value[0] != f.MAP or not {"default", "defaults"} & set(words(held[4])):
            return
        for key, _, at in value[3]:
            inner = body.values[at] if at >= 0 else None
            if inner is None or not isinstance(key, str) or not self._telemetry.is_about(key):
                continue
            parts = [body.values[x] for _, _, x in inner[3]] if inner[0] == f.MAP else [inner]
            if any(
                x[0] == f.CONST and isinstance(x[3], str) and x[3].startswith("https://")
                for x in parts
            ):
                caption = f"`{key}` has an address by default"
                yield Place(function, inner[1], inner[2], caption)

    def _of_returns(self, function: int, body: f.Body) -> Iterator[Place]:
        """``if (allowed === null) return true``."""
        name = self._program.head(function).name
        if not self._telemetry.is_switch(name) or len(body.returns) < 2:
            return
        yes = next(
            (x for x in map(body.values.__getitem__, body.returns)
             if x[0] == f.CONST and x[3] is True),
            None,
        )  # fmt: skip
        if yes is None:
            return
        for guard in body.guards:
            test = body.values[guard.test] if guard.test >= 0 else None
            if guard.holds and test is not None and test[0] == f.TEST and test[3] in _SAME:
                tested = self._tested(function, body, test, value=None)
                if tested and test[2] <= yes[1]:
                    yield Place(function, test[1], test[2], f"`{tested}` counts as yes while unset")
                    return

    def _of_store(self, function: int, body: f.Body, store: f.Store) -> str:
        """A field that starts as true, or as another member of an enumeration than its "off"."""
        head = self._program.head(function)
        owner = self._program.owner(function)
        if head.name not in ("<init>", "constructor", "__init__") or owner is None:
            return ""
        value = body.values[store.value]
        if value[0] == f.CONST and value[3] is True and self._telemetry.is_switch(store.name):
            return f"`{store.name}` is on from the start"
        off = self._off_instead(function, store.value) if self._is_owned(function) else ""
        return f"`{store.name}` does not start as `{off}`" if off else ""

    def _of_end(self, function: int, body: f.Body) -> Iterator[Place]:
        """``logout() { this.setSharing(Sharing.Counts) }``, where there is an "off"."""
        name = self._program.head(function).name
        if not _is_end(name) or not self._is_owned(function):
            return
        for held in body.values:
            callee = body.values[held[3]] if held[0] == f.CALL else None
            if callee is None or callee[0] != f.ATTR or words(callee[4])[:1] != ("set",):
                continue
            if body.values[callee[3]][0] == f.PARAM and body.values[callee[3]][3] == 0:
                for argument in held[4]:
                    off = self._off_instead(function, argument) if argument >= 0 else ""
                    if off:
                        caption = f"`{name}` leaves it on, and not at `{off}`"
                        yield Place(function, held[1], held[2], caption)
        for store in body.stores:
            if body.values[store.base][0] == f.PARAM and body.values[store.base][3] == 0:
                off = self._off_instead(function, store.value)
                if off:
                    caption = f"`{name}` leaves `{store.name}` on, and not at `{off}`"
                    yield Place(function, store.start, store.end, caption)

    def _is_owned(self, function: int) -> bool:
        """Whether a function is of a class about telemetry."""
        owner = self._program.owner(function)
        return owner is not None and self._telemetry.is_about(self._program.class_head(owner).name)

    def _off_instead(self, function: int, value: int) -> str:
        """The "off" of an enumeration of which a value is another member; empty if none."""
        held = self._program.body(function).values[value]
        if held[0] != f.ATTR or not _OFF.isdisjoint(words(held[4])):
            return ""
        for tag, payload in self._linker.value(function, held[3]):
            if tag == e.CLASS:
                unit = self._program.units[payload[0]]  # type: ignore[index]
                members = self._program.body(
                    unit.first + self._program.class_head(payload).body  # type: ignore[arg-type]
                ).values
                named = [str(member[4]) for member in members if member[0] == f.LOCAL]
                off = next((name for name in named if not _OFF.isdisjoint(words(name))), "")
                if off and held[4] in named:
                    return off
        return ""


def _is_end(name: str) -> bool:
    """Whether a function is called after what ends it all: a logout, or a change of mind."""
    parts = words(name)
    return not _ENDS.isdisjoint(parts) or not _ENDS.isdisjoint(map("".join, pairwise(parts)))
