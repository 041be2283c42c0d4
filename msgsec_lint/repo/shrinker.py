"""Rules of ProGuard and R8: which calls they allow a release build to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

_TOKEN = re.compile(r"#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'|[{}();,]|[^\s{}();,#\"']+")
_PARTS = re.compile(r"\*+|\?|[^*?]+")
MAX_NAME = 500
"""A longer pattern means no method that anybody wrote."""
_MODIFIERS = frozenset(
    {
        "public", "private", "protected", "static", "final", "abstract", "native", "synchronized",
        "transient", "volatile", "strictfp", "synthetic", "bridge", "varargs", "default",
    }
)  # fmt: skip
_COMPANIONS = ("Companion", "Forest", "INSTANCE")
"""Objects that stand for a class: a call through one is written as a call of the class."""


class Strip(Struct, frozen=True):
    """One member of ``-assumenosideeffects``: calls of it go when nobody uses what they give."""

    owners: tuple[str, ...]
    """Patterns of class names, the first that fits decides; ``!`` before one says no."""
    method: str
    """Pattern of the method's name."""
    path: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"

    def matches(self, name: str) -> bool:
        """Whether a call of ``package.Class.method`` is meant."""
        owner, _, method = name.rpartition(".")
        if not owner or not _fits(self.method, method):
            return False
        for written in self.owners:
            denied, pattern = written[:1] == "!", written.lstrip("!")
            if any(_fits(form, owner) for form in _forms(pattern)):
                return not denied
        return False


class Strips:
    """The members that a release leaves out, found by the names of their methods."""

    def __init__(self, strips: Iterable[Strip]) -> None:
        self._exact: dict[str, list[tuple[int, Strip]]] = {}
        self._open: list[tuple[int, Strip]] = []
        self._found: dict[str, Strip | None] = {}
        for number, strip in enumerate(strips):
            named = "*" not in strip.method and "?" not in strip.method
            held = self._exact.setdefault(strip.method, []) if named else self._open
            held.append((number, strip))

    def __bool__(self) -> bool:
        return bool(self._exact or self._open)

    def of(self, name: str) -> Strip | None:
        """The first that means a call of ``package.Class.method``."""
        if name not in self._found:
            exact = self._exact.get(name.rpartition(".")[2], ())
            told = (next(((n, s) for n, s in held if s.matches(name)), None)
                    for held in (exact, self._open))  # fmt: skip
            self._found[name] = min((one for one in told if one is not None),
                                    key=lambda one: one[0], default=(0, None))[1]  # fmt: skip
        return self._found[name]


class ShrinkerRules(Struct, frozen=True):
    """What one file of rules says."""

    strips: tuple[Strip, ...] = ()
    includes: tuple[str, ...] = ()
    """Other files of rules, as written."""
    no_optimization: int = 0
    """Line of ``-dontoptimize``, which makes the strips void; 0 where there is none."""


class _Word(Struct, frozen=True):
    text: str
    line: int


def parse(path: str, text: str) -> ShrinkerRules:
    """Read a file of rules; whatever is no rule is passed over."""
    tokens = _words(text)
    strips: list[Strip] = []
    includes: list[str] = []
    off = 0
    for start, stop in _directives(tokens):
        word = tokens[start].text
        given = tokens[start + 1 : stop]
        if word == "-dontoptimize":
            off = off or tokens[start].line
        elif word == "-include" and given:
            includes.append(given[0].text.strip("\"'"))
        elif word.startswith("@") and len(word) > 1:
            includes.append(word[1:].strip("\"'"))
        elif word.split(",")[0] == "-assumenosideeffects":
            strips.extend(_strips(path, given))
    return ShrinkerRules(tuple(strips), tuple(includes), off)


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    line, last = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        if match.group()[0] != "#":
            found.append(_Word(match.group(), line))
    return found


def _directives(tokens: list[_Word]) -> list[tuple[int, int]]:
    """Spans of tokens, each from one directive up to the next."""
    starts = [
        at
        for at, token in enumerate(tokens)
        if token.text[:1] == "-" or (token.text[:1] == "@" and _opens_line(tokens, at))
    ]
    return list(pairwise([*starts, len(tokens)]))


def _opens_line(tokens: list[_Word], at: int) -> bool:
    return at == 0 or tokens[at - 1].line < tokens[at].line


def _strips(path: str, given: list[_Word]) -> list[Strip]:
    brace = next((at for at, token in enumerate(given) if token.text == "{"), -1)
    owners = _owners(given[: max(brace, 0)])
    if not owners:
        return []
    found: list[Strip] = []
    member: list[_Word] = []
    for token in given[brace + 1 :]:
        if token.text == "}":
            break
        if token.text == ";":
            strip = _strip(path, owners, member)
            if strip is not None:
                found.append(strip)
            member = []
        else:
            member.append(token)
    return found


def _owners(head: list[_Word]) -> tuple[str, ...]:
    """The classes of a rule; none where it asks for ancestors or annotations of any class."""
    names: list[str] = []
    at = next(
        (n for n, t in enumerate(head) if t.text.lstrip("!") in ("class", "interface", "enum")), -1
    )
    if at < 0:
        return ()
    qualified = any(token.text[:1] == "@" for token in head[:at])
    for number, token in enumerate(head[at + 1 :], at + 1):
        if token.text in ("extends", "implements"):
            qualified = qualified or number + 1 < len(head)
            break
        if token.text != ",":
            names.extend(part for part in token.text.split(",") if part)
    if qualified and any("*" in name for name in names):
        return ()
    return tuple(name.replace("$", ".") for name in names if len(name) <= MAX_NAME)


def _strip(path: str, owners: tuple[str, ...], member: list[_Word]) -> Strip | None:
    words: list[str] = []
    for token in member:
        if token.text == "(":
            break
        if token.text.lstrip("!") not in _MODIFIERS and token.text[:1] != "@":
            words.append(token.text)
    else:
        if words not in (["*"], ["<methods>"]):
            return None
        words = ["***", "*"]
    if len(words) < 2 or words[-1][:1] == "<" or len(words[-1]) > MAX_NAME:
        return None
    return Strip(owners, words[-1], path, member[0].line)


def _forms(pattern: str) -> list[str]:
    """The names by which source code calls the members of a class: members of file classes
    (``ConsoleKt``) are functions of the package, those of companions belong to the class.
    """
    owner, _, last = pattern.rpartition(".")
    forms = [pattern]
    if owner and last in _COMPANIONS:
        forms.append(owner)
    if owner and last.endswith("Kt") and "*" not in last:
        forms.append(owner)
    return forms


def _fits(pattern: str, name: str) -> bool:
    """Whether a name is one that a pattern with wildcards means, in time that only multiplies the
    two lengths: the pattern may come from anybody.
    """
    if "*" not in pattern and "?" not in pattern:
        return pattern == name
    ends = {0}
    for part in _PARTS.findall(pattern):
        if part == "?":
            ends = {end + 1 for end in ends if name[end : end + 1] not in ("", ".")}
        elif part == "*":
            ends = set().union(*(_run(name, end) for end in ends))
        elif part[0] == "*":
            ends = set(range(min(ends), len(name) + 1)) if ends else ends
        else:
            ends = {end + len(part) for end in ends if name.startswith(part, end)}
    return len(name) in ends


def _run(name: str, start: int) -> range:
    dot = name.find(".", start)
    return range(start, (len(name) if dot < 0 else dot) + 1)
