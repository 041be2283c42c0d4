"""Shape rules: the form of a call or an assignment is wrong wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import UNSET

from msgsec_lint.checks.consent import ConsentSearch
from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.guards import Switches
from msgsec_lint.checks.zones import Zones
from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.lexicon import words
from msgsec_lint.flow.search import Search
from msgsec_lint.link import entities as e
from msgsec_lint.policy.models import expand
from msgsec_lint.policy.rules import Rule, ShapeBody

_Match = tuple[int, int, int, int, str, str, int]
"""Function, call (or -1), start and end byte, canonical name, caption, highest confidence."""
_OWN_KEYS = frozenset(
    {
        "config", "configuration", "settings", "setup", "install", "bootstrap", "cert",
        "certificate", "tls", "ssl", "onion", "server", "persist", "init",
    }
)  # fmt: skip
"""Words of functions and files in which a server makes keys of its own."""
_MESSAGES = frozenset(
    {
        "message", "messages", "msg", "envelope", "envelopes", "chat", "mail", "inbox", "event",
        "content", "sms", "note", "notes", "conversation", "attachment", "moderation", "body",
    }
)  # fmt: skip


MAX_BUILT = 60
"""Steps back along a chain of calls on a builder."""


class ShapeCheck:
    """Runs the alternatives of shape rules over the calls and assignments they may match."""

    def __init__(self, search: Search, zones: Zones, switches: Switches) -> None:
        self.search = search
        self.program = search.program
        self.library = search.library
        self.zones = zones
        self._switches = switches

    def run(self, rule: Rule) -> Iterator[Draft]:
        """Drafts of one rule's findings; the first alternative that matches a place speaks."""
        seen: set[tuple[int, int]] = set()
        for body in rule.shape:
            for function, value, start, end, name, caption, most in self._matches(body):
                zone = self.zones.of[self.program.unit_of[function]]
                if zone not in rule.zones or (function, start) in seen:
                    continue
                seen.add((function, start))
                note = caption
                sure = min(k.CONFIDENCE[body.confidence], most)
                lost = self._switches.lost(function, value) if value >= 0 else 0
                if lost:
                    sure -= lost
                    note = f"{caption}, when debugging"
                if sure <= 0:
                    continue
                yield Draft(
                    rule.id,
                    function,
                    start,
                    end,
                    "",
                    sure,
                    note,
                    note,
                    (),
                    "form",
                    name,
                    body.message or "",
                )

    def _matches(self, body: ShapeBody) -> Iterator[_Match]:
        if body.call is not None:
            for wanted in expand(body.call):
                yield from self._calls(body, wanted)
        elif body.set is not None:
            for wanted in expand(body.set):
                yield from self._assignments(body, wanted)
        elif body.effect is not None:
            for match in self._effects(body.effect):
                if not body.within or self.search.evidence.is_within(body.within, match[0]):
                    yield match
        elif body.unasked is not None:
            for place in ConsentSearch(self.search).places():
                yield place.function, -1, place.start, place.end, "", place.caption, 3

    def _calls(self, body: ShapeBody, wanted: str) -> Iterator[_Match]:
        last = wanted.rsplit(".", 1)[-1]
        for function, value in self.program.calls_named(last):
            call = self.program.body(function).values[value]
            names = self.search.calls.library_names((function, value))
            for name in names:
                if self._is_named(name, wanted) and self._fits(body, function, call):
                    yield function, value, call[1], call[2], wanted, _caption(body, wanted), 3
                    break
            so = not names and self._is_called_so(function, value, wanted)
            if so and self._fits(body, function, call):
                yield function, value, call[1], call[2], wanted, _caption(body, wanted), 2

    def _is_called_so(self, function: int, value: int, wanted: str) -> bool:
        """Whether the name of a receiver of which nothing is known stands for a library."""
        named = [n for entry in self.library.calls.get(wanted, ()) for n in entry.receiver_names]
        values = self.program.body(function).values
        callee = values[values[value][3]]
        if not named or callee[0] != f.ATTR or self.search.calls.targets((function, value)):
            return False
        return self.search.evidence.own_name(function, callee[3]).lower().strip("_") in named

    def _is_named(self, name: str, wanted: str) -> bool:
        canonical = self.library.canonical(name)
        if canonical == wanted:
            return True
        owner, _, last = canonical.rpartition(".")
        return bool(owner) and any(
            f"{base}.{last}" == wanted for base in self.library.lineage(owner)
        )

    def _fits(self, body: ShapeBody, function: int, call: f.Value) -> bool:
        given = {name for name, _ in call[5]}
        given.update(name for name, _, _ in self.search.evidence.keyed.properties(function, call))
        spread = None in given or self.search.evidence.keyed.hides_properties(function, call)
        if any(word in given for word in body.unless):
            return False
        if body.beside and not self._is_built_with(body, function, call):
            return False
        if body.within and not self.search.evidence.is_within(body.within, function):
            return False
        if body.missing is not None:
            return body.missing not in given and not spread
        if body.argument is None:
            return True
        value = self.search.evidence.argument(call, body.argument, function)
        if value < 0:
            return False
        return self._literal_fits(body, function, value)

    def _is_built_with(self, body: ShapeBody, function: int, call: f.Value) -> bool:
        """Whether the builder that a call is about was given what the rule asks for before."""
        values = self.program.body(function).values
        value = call[3]
        given = False
        for _ in range(MAX_BUILT):
            held = values[value]
            if held[0] == f.CALL and held[4]:
                callee = values[held[3]]
                method = str(callee[4]) if callee[0] == f.ATTR else ""
                if method in body.unless_beside and self._is_called(
                    function, held[4][0], body.unless_beside[method]
                ):
                    return False
                if method in body.beside:
                    given |= not self.search.is_innocent(function, max(held[4][0], 0))
            elif held[0] not in (f.ATTR, f.LOCAL, f.UPDATE, f.CAST):
                break
            value = held[3]
        return given

    def _is_called(self, function: int, value: int, pattern: str) -> bool:
        """Whether a value is something outside the tree of a name that a pattern finds."""
        return value >= 0 and any(
            tag == e.EXTERNAL and re.search(pattern, str(payload)) is not None
            for tag, payload in self.search.linker.value(function, value)
        )

    def _literal_fits(self, body: ShapeBody, function: int, value: int) -> bool:
        literals = self.search.evidence.literals(function, value)
        for tag, payload in self.search.linker.value(function, value):
            if tag == e.EXTERNAL:
                literals.append(str(payload))
        if body.matches is not None:
            pattern = re.compile(body.matches)
            return any(isinstance(x, str) and pattern.search(x) for x in literals)
        if body.equals is not UNSET:
            return any(type(x) is type(body.equals) and x == body.equals for x in literals)
        if body.not_equals is not UNSET:
            return bool(literals) and all(x != body.not_equals for x in literals)
        return True

    def _assignments(self, body: ShapeBody, wanted: str) -> Iterator[_Match]:
        owner, _, last = wanted.rpartition(".")
        for function, store in self.program.stores_named(last):
            for tag, payload in self.search.linker.value(function, store.base):
                if tag not in (e.EXTERNAL, e.VALUE):
                    continue
                if owner in self.library.lineage(str(payload)) and self._literal_fits(
                    body, function, store.value
                ):
                    yield function, -1, store.start, store.end, wanted, _caption(body, wanted), 3
                    break

    def _effects(self, effect: str) -> Iterator[_Match]:
        for last, entries in self.library.by_last.items():
            if not any(entry.effect == effect for _, entry in entries):
                continue
            for function, value in self.program.calls_named(last):
                call = self.program.body(function).values[value]
                for name in self.search.calls.library_names((function, value)):
                    sure = [
                        k.CONFIDENCE[entry.confidence or "high"]
                        for entry in self.library.entries(name)
                        if entry.effect == effect
                        and self.search.evidence.holds(entry, function, call)
                    ]
                    if sure:
                        short = self.library.canonical(name)
                        most = max(sure)
                        if effect == "makes-private-key" and self._is_own(function):
                            most = min(most, 1)
                        if effect == "makes-private-key" and self._is_dropped(function, value):
                            most = 1
                        if (
                            effect == "decrypts"
                            and most < 3
                            and not self._is_about_messages(function, call)
                        ):
                            # A cipher for anything: servers open secrets of their own with it.
                            most = 1
                        caption = f"{short}() {effect}"
                        yield function, value, call[1], call[2], short, caption, most
                        break

    def _is_about_messages(self, function: int, call: f.Value) -> bool:
        """Whether the names around a general cipher say that messages go through it."""
        head = self.program.head(function)
        file = self.program.unit(function).path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        given = [self.search.evidence.own_name(function, a) for a in call[4] if a >= 0]
        named = {word for name in (head.symbol, file, *given) for word in words(name)}
        return not _MESSAGES.isdisjoint(named)

    def _is_dropped(self, function: int, value: int) -> bool:
        """Whether of a new key pair only the public half is taken: ``generate().getPublic()``."""
        return any(
            held[0] == f.ATTR and held[3] == value and "public" in words(held[4])
            for held in self.program.body(function).values[value + 1 : value + 3]
        )

    def _is_own(self, function: int) -> bool:
        """Whether a key made here is the server's own: made once, at start or installation."""
        head = self.program.head(function)
        if head.flags & f.MODULE_BODY:
            return True
        path = self.program.unit(function).path.rsplit(".", 1)[0]
        return not _OWN_KEYS.isdisjoint(words(f"{head.symbol} {path.split('/')[-1]}"))


def _caption(body: ShapeBody, wanted: str) -> str:
    if body.missing is not None:
        return f"{wanted} without `{body.missing}`"
    if body.argument is not None and body.equals is not UNSET:
        return f"`{body.argument}` is {body.equals!r}"
    return wanted
