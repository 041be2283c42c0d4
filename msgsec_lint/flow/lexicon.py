"""What a name says about the data behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from msgsec_lint.flow import kinds as k
from msgsec_lint.policy.document import load_documents
from msgsec_lint.policy.rules import bundled_rules
from msgsec_lint.policy.vocabulary import Kind

Sureness = Literal["sure", "likely", "perhaps"]
_CONFIDENCE: dict[Sureness, int] = {"sure": 3, "likely": 2, "perhaps": 1}
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+")


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of one kind by how surely they mean it."""

    sure: list[str] = []
    likely: list[str] = []
    perhaps: list[str] = []


class Within(Struct, frozen=True, forbid_unknown_fields=True):
    """Names that mean a kind inside things of certain names."""

    names: list[str]
    of: list[str]
    kind: Kind
    confidence: Sureness
    why: str = ""
    and_of: list[str] = []
    """Names of which another holder must be one: the function, besides its class."""
    not_of: list[str] = []
    """Names of holders that the rule is not about."""
    parameters: bool = False
    """Holds for parameters of the function only, not for what it makes of them."""
    whole: bool = False
    """The holder's name is one of ``of``, not only contains it."""


class LessWithin(Struct, frozen=True, forbid_unknown_fields=True):
    """Names that mean their kind less surely inside things of certain names."""

    names: list[str]
    of: list[str]


class LexiconFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The lexicon as written."""

    kinds: dict[Kind, Terms]
    within: list[Within]
    heads: list[str]
    measures: list[str]
    impersonal: list[str]
    harmless: list[str]
    predicates: list[str]
    anywhere: list[str]
    enumerating: list[str]
    modifiers: list[str]
    verbs: list[str]
    decrypting: list[str]
    deriving: list[str]
    encoding: list[str]
    announcing: list[str]
    flags: list[str]
    treated: list[str]
    setters: list[str]
    protecting: list[str]
    delivering: list[str]
    telemetry: list[str]
    types: list[str]
    types_alone: list[str]
    records: list[str]
    less_within: list[LessWithin]


class Judgement(Struct, frozen=True):
    """What a name says."""

    kinds: tuple[tuple[int, int, str], ...] = ()
    """Kind bit, confidence 1 to 3, and the reason as a phrase."""
    harmless: bool = False
    """The name says that no content, key or credential comes through this."""


_ANNOUNCED = re.compile(
    r"([A-Za-z][A-Za-z_]*(?: [A-Za-z][A-Za-z_]*){0,2})\s*(?:[:=]|is:?|->)\s*['\"\[(<]?\s*$"
)
"""The words before a colon, an equals sign or an `is` at the end of a text."""
_NOTHING = Judgement()
_HARMLESS = Judgement(harmless=True)


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier in lower case; numbers that stand alone are left out."""
    return tuple(w.lower() for w in _WORD.findall(name) if not w.isdigit())


class Lexicon:
    """Judges names; every judgement is made once."""

    def __init__(
        self,
        file: LexiconFile,
        own: dict[str, list[str]] | None = None,
        not_sensitive: Iterable[str] = (),
    ) -> None:
        self._terms: dict[tuple[str, ...], list[tuple[int, int, str]]] = {}
        self._patterns: list[tuple[re.Pattern[str], int]] = []
        for kind, terms in file.kinds.items():
            for sureness, confidence in _CONFIDENCE.items():
                for term in getattr(terms, sureness):
                    self._add_term(kind, term, confidence)
        for kind_name, names in (own or {}).items():
            for name in names:
                if "*" in name.lstrip("*"):
                    self._patterns.append((re.compile(translate(name)), k.BITS[kind_name]))
                elif "." not in name:
                    self._add_term(kind_name, " ".join(words(name)), 3)
        self._within = [
            (
                {tuple(n.split()) for n in rule.names},
                {tuple(n.split()) for n in rule.of},
                k.BITS[rule.kind],
                _CONFIDENCE[rule.confidence],
                rule.why,
                rule.whole,
                {tuple(n.split()) for n in rule.and_of},
                rule.parameters,
                {tuple(n.split()) for n in rule.not_of},
            )
            for rule in file.within
        ]
        self._heads = {tuple(h.split()) for h in file.heads}
        self._impersonal = {tuple(m.split()) for m in file.impersonal}
        self._measures = {tuple(m.split()) for m in file.measures}
        self._harmless = {tuple(h.split()) for h in file.harmless}
        stated = list(not_sensitive)
        self._harmless |= {words(name) for name in stated if "." not in name}
        self._harmless_fields = {tuple(name.rsplit(".", 2)[-2:]) for name in stated if "." in name}
        self._predicates = set(file.predicates)
        self._anywhere = frozenset(file.anywhere)
        self._enumerating = frozenset(file.enumerating)
        self._modifiers = set(file.modifiers)
        self._verbs = set(file.verbs)
        self._decrypting = frozenset(file.decrypting)
        self._deriving = frozenset(file.deriving)
        self._flags = frozenset(file.flags)
        self._treated = frozenset(file.treated)
        self._protecting = frozenset(file.protecting)
        self._delivering = frozenset(file.delivering)
        self.telemetry = tuple(file.telemetry)
        """What telemetry and its services are called."""
        self._setters = frozenset(file.setters)
        self._announcing = {tuple(a.split()) for a in file.announcing}
        self._encoding = {tuple(e.split()) for e in file.encoding}
        self._types = frozenset(file.types)
        self._types_alone = frozenset(tuple(name.split()) for name in file.types_alone)
        self._records = frozenset(file.records)
        self._less = [
            ({tuple(n.split()) for n in rule.names}, {tuple(n.split()) for n in rule.of})
            for rule in file.less_within
        ]
        self._longest = max(map(len, self._terms))
        self._judged: dict[tuple[str, tuple[str, ...], bool], Judgement] = {}

    def _add_term(self, kind: str, term: str, confidence: int) -> None:
        held = self._terms.setdefault(tuple(term.split()), [])
        held.append((k.BITS[kind], confidence, term))

    def judge(
        self,
        name: str,
        context: tuple[str, ...] = (),
        *,
        around: tuple[str, ...] = (),
        parameter: bool = False,
    ) -> Judgement:
        """What a name says.

        ``context`` names what holds it: types, variables; ``around`` the function, class and file
        it stands in, which can only make it less sure.
        """
        key = (name, (*context, "", *around), parameter)
        found = self._judged.get(key)
        if found is None:
            found = self._judge(name, context, around, parameter=parameter)
            self._judged[key] = found
        return found

    def _judge(
        self,
        name: str,
        context: tuple[str, ...],
        around: tuple[str, ...],
        *,
        parameter: bool,
    ) -> Judgement:
        found = words(name)
        if not found or len(found) > 8:
            return _NOTHING
        if any((holder, name) in self._harmless_fields for holder in context):
            return _HARMLESS
        for pattern, bit in self._patterns:
            if pattern.match(name):
                return Judgement(((bit, 3, "the policy file says so"),))
        if len(found) > 1 and found[0] in self._predicates:
            return _HARMLESS
        if not self._anywhere.isdisjoint(found) or not self._enumerating.isdisjoint(found[:-1]):
            return _NOTHING
        if len(found) > 1 and self._is_treated(found):
            return _HARMLESS
        stem = found
        while len(stem) > 1 and stem[-1] in self._modifiers:
            stem = stem[:-1]
        for form in dict.fromkeys((found, stem, _singular(stem))):
            if self._ends_in(form, self._harmless):
                return _HARMLESS
        hits = self._match(found) or self._match(stem) or self._match(_singular(stem))
        if hits and self._is_less(self._term(found) or self._term(stem), (*context, *around)):
            hits = [(bit, 1, why) for bit, sure, why in hits if sure > 1]
        hits += self._match_within(stem, context, hits, parameter=parameter)
        if not hits and (
            self._ends_in(found, self._measures) or self._ends_in(stem, self._measures)
        ):
            return _HARMLESS
        return Judgement(tuple(hits)) if hits else _NOTHING

    def _is_treated(self, name: tuple[str, ...]) -> bool:
        """Whether the word before the term says that it was encrypted, hashed or masked."""
        term = self._term(name)
        before = name[: len(name) - len(term)] if term else name[:-1]
        return bool(before) and before[-1] in self._treated

    def is_treated(self, name: str) -> bool:
        """Whether a name begins by saying that what it stands for was cleaned: `sanitizedText`."""
        found = words(name)
        return len(found) > 1 and found[0] in self._treated

    def protects(self, name: str) -> bool:
        """Whether the name of a store says that it keeps what is put there encrypted."""
        return not self._protecting.isdisjoint(words(name))

    def delivers(self, name: str) -> bool:
        """Whether the name of a function says that it deals with the delivery of notifications."""
        return not self._delivering.isdisjoint(words(name))

    def is_impersonal(self, name: str) -> bool:
        """Whether a name stands for something of many people or of none: `groupPublicKey`."""
        return self._ends_in(words(name), self._impersonal)

    def is_flag(self, name: str) -> bool:
        """Whether a field of that name says whether something was done, not what came of it."""
        return name.lower() in self._flags

    def sets_harmless(self, function: str) -> bool:
        """Whether a function's name says that what it is given is harmless: `setEncryptedKey`."""
        found = words(function)
        return (
            len(found) > 2
            and found[0] in self._setters
            and self.judge(" ".join(found[1:])).harmless
            and self._is_treated(found[1:])
        )

    def _ends_in(self, name: tuple[str, ...], phrases: set[tuple[str, ...]]) -> bool:
        return any(name[-length:] in phrases for length in range(1, min(4, len(name)) + 1))

    def _match(self, name: tuple[str, ...]) -> list[tuple[int, int, str]]:
        if name and name[-1][-1:].isdigit() and name[-1:] not in self._terms:
            # body2, token1: numbered names.
            name = (*name[:-1], name[-1].rstrip("0123456789"))
        for length in range(min(self._longest, len(name)), 0, -1):
            held = self._terms.get(name[-length:])
            if held is not None:
                return [(bit, sure, f"the name says {term}") for bit, sure, term in held]
        return []

    def _match_within(
        self,
        name: tuple[str, ...],
        context: tuple[str, ...],
        known: list[tuple[int, int, str]],
        *,
        parameter: bool,
    ) -> list[tuple[int, int, str]]:
        hits: list[tuple[int, int, str]] = []
        last, last_two = name[-1:], name[-2:]
        for names, holders, kind, confidence, why, whole, both, given, not_of in self._within:
            if last not in names and last_two not in names:
                continue
            if any(bit == kind and sure >= confidence for bit, sure, _ in known):
                continue
            if given and not parameter:
                continue
            if not_of and any(self._holds(words(holder), not_of) for holder in context):
                continue
            if both and not any(
                words(holder)[:at] in both for holder in context for at in (1, 2, 3)
            ):
                continue
            for holder in context:
                held = words(holder)
                if given and not both:
                    # The function's own name: `encrypt_body`, not `maybe_encrypt`.
                    matches = held[:1] in holders or held[:2] in holders
                else:
                    matches = held in holders if whole else self._holds(held, holders)
                if matches:
                    reason = why or f"`{' '.join(name)}` of {holder}"
                    hits.append((kind, confidence, reason))
                    break
        return hits

    def _term(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """The longest term that a name ends in."""
        for form in (name, _singular(name)):
            for length in range(min(self._longest, len(form)), 0, -1):
                if form[-length:] in self._terms:
                    return form[-length:]
        return ()

    def _is_less(self, term: tuple[str, ...], context: tuple[str, ...]) -> bool:
        return any(
            term in names and any(self._holds(words(holder), of) for holder in context)
            for names, of in self._less
        )

    def _holds(self, holder: tuple[str, ...], holders: set[tuple[str, ...]]) -> bool:
        if holder and holder[-1] in _EXCEPTIONAL:
            return False
        single = _singular(holder)
        return any(
            form[at : at + length] in holders
            for form in (holder, single)
            for at in range(len(form))
            for length in (1, 2)
        )

    def transformed(self, callee: str) -> Judgement:
        """What the name of a function says when it takes encryption off or derives keys."""
        found = words(callee)
        for at, word in enumerate(found):
            if at and found[0] in self._predicates:
                break
            rest = found[at + 1 :]
            if word in self._decrypting:
                other = self._match(rest) if rest else []
                if other and other[0][0] != k.CONTENT:
                    return Judgement(tuple((b, s, f"what {callee}() gives") for b, s, _ in other))
                if rest and self._ends_in(rest, self._heads):
                    break
                return Judgement(((k.DECRYPTED, 2, f"what {callee}() gives back"),))
            if word in self._deriving and not (rest and self._ends_in(rest, self._heads)):
                return Judgement(((k.KEY, 2, f"what {callee}() derives"),))
        return _NOTHING

    def announced(self, before: str) -> tuple[tuple[int, int, str], ...]:
        """What the literal text before a value says of it: ``…, new password: ``, ``token=``."""
        found = _ANNOUNCED.search(before)
        if found is None:
            return ()
        name = found.group(1)
        judged = self.judge(name)
        said = words(name)
        if said != _singular(said):
            # Several of a thing are announced by what tells them apart more often than by itself.
            return ()
        return tuple(
            (kind, sure, f"the text in front of it says {name.strip().lower()}")
            for kind, sure, _ in judged.kinds
            if sure >= 2 or self._ends_in(said, self._announcing)
        )

    def encodes(self, callee: str) -> bool:
        """Whether the name of a function says that it writes data in another alphabet."""
        return self._holds(words(callee), self._encoding)

    def result(self, callee: str) -> Judgement:
        """What the name of a function says about its result."""
        found = words(callee)
        if not found:
            return _NOTHING
        changed = self.transformed(callee)
        if changed.kinds:
            return changed
        if found[0] in self._verbs and len(found) > 1:
            judged = self.judge(" ".join(found[1:]))
            return Judgement(
                tuple((bit, sure, f"what {callee}() gives back") for bit, sure, _ in judged.kinds),
                judged.harmless,
            )
        return _NOTHING

    def decrypts(self, callee: str) -> bool:
        """Whether a function says that it takes encryption off what it is given."""
        return not self._decrypting.isdisjoint(words(callee)[:1])

    def is_about_messages(self, name: str) -> bool:
        """Whether a word in the name of a class is about messages: `MessageEvent`."""
        found = words(name)
        spoken = not (self._types | self._records).isdisjoint(found)
        return spoken or any((word,) in self._types_alone for word in found)

    def judge_type(self, name: str, *, plain: bool = False) -> tuple[tuple[int, int, str], ...]:
        """What the name of a class outside the tree says when an object of it becomes text.

        ``plain`` says that text shows all of an object, whatever its class.
        """
        found = words(name)
        telling = found and (found[-1] in self._types or (plain and found[-1] in self._records))
        telling = telling or found in self._types_alone
        if telling and found[0] not in _EXCEPTIONAL:
            return ((k.CONTENT, 2, f"a whole {name} becomes text"),)
        return ()


_EXCEPTIONAL = frozenset({"error", "exception", "response", "warning", "failure", "fault"})


def _singular(name: tuple[str, ...]) -> tuple[str, ...]:
    last = name[-1] if name else ""
    if len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return (*name[:-1], last[:-1])
    return name


def bundled_lexicon(cache_dir: Path | None = None) -> LexiconFile:
    """The lexicon that comes with msgsec-lint."""
    path = bundled_rules() / "models" / "lexicon.yaml"
    return load_documents([path], cache_dir)[0].convert(LexiconFile)
