"""Library models: which function, class or value outside the tree has which kind of data or place.

One small YAML file per library in ``rules/models/<language>``; projects add their own in the policy
file. Models say what things *are*; which combination of kind and place is wrong, rules say.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct

from msgsec_lint.findings.model import Confidence
from msgsec_lint.policy.conventions import Conventions, Known
from msgsec_lint.policy.document import Document, load_documents, yaml_files
from msgsec_lint.policy.rules import bundled_rules
from msgsec_lint.policy.vocabulary import Form, Kind, Place
from msgsec_lint.policy.zoning import ZoneNames, Zoning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_ALTERNATIVES = re.compile(r"\{([^}]*)\}")
ASSIGNED: Final = "assigned"
"""In the place of an argument: the function is assigned to a property, to be called later."""
EXPOSED: Final = "exposed"
"""In its place too: the functions of the object behind a name become global under that name."""
Ports = Literal["all", "none"] | list[int | str]
"""Arguments by position (the receiver not counted), keyword, or ``receiver``."""


class FieldModel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field of a library type that holds sensitive data."""

    kind: Kind
    why: str
    confidence: Confidence = "high"
    except_in: list[str] = []
    """Functions whose parameters do not hold it, by name: a request that goes out."""


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement about one or several named things; see docs/models.md for each key."""

    call: str | None = None
    class_: str | None = msgspec.field(name="class", default=None)
    value: str | None = None
    override: str | None = None
    decorator: str | None = None
    callback: str | None = None
    set: str | None = None
    method: str | None = None
    """Method names that mean this on a receiver whose type nothing tells: ``{strip,lower}``."""

    sink: Place | None = None
    source: Kind | list[Kind] | None = None
    arguments: Ports = "all"
    except_: list[int | str] = msgspec.field(name="except", default=[])
    form: Form | None = None
    asks: list[str] = []
    keys: int | None = None
    """Position from which on the arguments are pairs of a key and a value."""
    console: bool = False
    note: str = ""
    why: str = ""
    confidence: Confidence | None = None
    receiver_names: list[str] = []
    returns: str | None = None
    is_: str | list[str] | None = msgspec.field(name="is", default=None)
    cleans: Literal["all"] | list[Kind] = []
    cleans_places: list[Place] = []
    passes: Ports = []
    hides: list[str] = []
    """Parts of what passes that do not reach the result."""
    gives: Literal["", "element", "same", "values", "entries", "iterated"] = ""
    effect: str | None = None
    fields: dict[str, FieldModel] = {}
    shows: Literal["all", "none"] | list[str] = "none"
    attributes: dict[str, str] = {}
    parameters: list[str | None] | dict[str, str] = []
    argument: int | str = 0
    channel: str = ""
    """What a ``callback`` hears and a ``call`` sends over, behind the name of an event."""
    when: dict[int | str, Any] = {}
    unless: dict[int | str, Any] = {}
    within: list[str] = []
    """Words of which one must stand in the name of the function around, its class or its file."""
    unless_called: list[str] = []
    """Functions of which a call anywhere in the program says that the entry does not hold."""


class ModelFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of models."""

    library: str
    language: str
    evidence: str
    aliases: dict[str, str] = {}
    entries: list[Entry] = []
    conventions: Conventions = Conventions()
    zones: ZoneNames = ZoneNames()


ANY_FAMILY = "any"
"""Language of a project's own statements, which hold for whatever it is written in."""


def expand(pattern: str) -> list[str]:
    """Names that a pattern with ``{a,b}`` alternatives stands for."""
    if "{" not in pattern:
        return [pattern]
    pieces = [
        [option.strip() for option in piece.split(",")] if at % 2 else [piece]
        for at, piece in enumerate(_ALTERNATIVES.split(pattern))
    ]
    return ["".join(chosen) for chosen in product(*pieces)]


class Library:
    """All models, indexed by canonical dotted name."""

    def __init__(self, files: Iterable[ModelFile], own: Iterable[ModelFile] = ()) -> None:
        """``own`` are the project's models, which may also name functions of the tree."""
        self.calls: dict[str, list[Entry]] = {}
        self.classes: dict[str, list[Entry]] = {}
        self.values: dict[str, Entry] = {}
        self.decorators: dict[str, list[Entry]] = {}
        self.callbacks: dict[str, list[Entry]] = {}
        self.handlers: dict[str, None] = {}
        """Properties that functions are assigned to, to be called later, in their order."""
        self.answering: dict[str, dict[int | str, None]] = {}
        """Last name of a call → arguments that are functions whose results it takes to a place."""
        self.giving: set[str] = set()
        """Groups of languages in which what a function is given is told by who takes it."""
        self.exposing: dict[str, None] = {}
        """Last names of calls that make functions global under a name that they are given."""
        self._objects: dict[tuple[str, str], None] = {}
        """Last name of a call → property under which an object that it takes has functions."""
        self._hearing: dict[str, list[tuple[str, int | str]]] = {}
        self._sending: dict[str, list[str]] = {}
        self._senders: dict[str, list[tuple[str, Entry]]] = {}
        self.overrides: dict[str, list[tuple[str, Entry]]] = {}
        self.sets: dict[str, list[tuple[str, Entry]]] = {}
        self._methods: dict[tuple[str, str], list[Entry]] = {}
        self._gives: dict[tuple[str, str], str] = {}
        self.by_last: dict[str, list[tuple[str, Entry]]] = {}
        """Last name of a callee → sink and effect entries that may apply to it, each with the
        group of languages that it speaks of."""
        self._aliases: dict[str, str] = {}
        self._bases: dict[str, list[str]] = {}
        self._lineage: dict[str, list[str]] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._named: set[str] = set()
        self.excepting: set[str] = set()
        """Functions in which what is said of some field does not hold."""
        self._conventions: dict[str, list[Conventions]] = {}
        self._known: dict[str, Known] = {}
        self._zones: dict[str, list[ZoneNames]] = {}
        self._zonings: dict[str, Zoning] = {}
        self._made: dict[str, dict[str, list[str]]] = {}
        for file in files:
            self._join(file)
            for entry in file.entries:
                self._add(entry, file.language)
        self.own_calls: frozenset[str] = frozenset()
        """Names of calls that the project's own models describe."""
        for file in own:
            self._join(file)
            for entry in file.entries:
                self._add(entry, file.language)
                if entry.call:
                    self.own_calls |= frozenset(expand(entry.call))

    def _join(self, file: ModelFile) -> None:
        self._aliases.update(file.aliases)
        self._conventions.setdefault(file.language, []).append(file.conventions)
        self._zones.setdefault(file.language, []).append(file.zones)

    def _add(self, entry: Entry, group: str) -> None:
        for name in expand(entry.call) if entry.call else ():
            self.calls.setdefault(name, []).append(entry)
            owner, _, last = name.rpartition(".")
            self._named.add(owner)
            if entry.channel:
                self._sending.setdefault(entry.channel, []).append(name)
                self._senders.setdefault(last, []).append((entry.channel, entry))
            if entry.sink is not None or entry.effect is not None:
                held = self.by_last.setdefault(last, [])
                if (group, entry) not in held:
                    held.append((group, entry))
        for name in expand(entry.class_) if entry.class_ else ():
            self.classes.setdefault(name, []).append(entry)
        self.excepting.update(x for field in entry.fields.values() for x in field.except_in)
        for name in expand(entry.value) if entry.value else ():
            self.values[name] = entry
        for name in expand(entry.decorator) if entry.decorator else ():
            self.decorators.setdefault(name, []).append(entry)
            self._named.add(name)
        if entry.callback:
            self._add_callback(entry, group)
        for name in expand(entry.method) if entry.method else ():
            self._methods.setdefault((group, name), []).append(entry)
            if entry.gives:
                self._gives[group, name] = entry.gives
        for name in expand(entry.override) if entry.override else ():
            owner, _, last = name.rpartition(".")
            self.overrides.setdefault(last, []).append((owner, entry))
        for name in expand(entry.set) if entry.set else ():
            owner, _, last = name.rpartition(".")
            self.sets.setdefault(last, []).append((owner, entry))
        named = entry.class_ or (entry.call if entry.is_ else None)
        if named and entry.is_:
            for name in expand(named):
                bases = [entry.is_] if isinstance(entry.is_, str) else entry.is_
                self._bases.setdefault(name, []).extend(bases)

    def _add_callback(self, entry: Entry, group: str) -> None:
        if entry.source is not None:
            self.giving.add(group)
        for name in expand(entry.callback or ""):
            self.callbacks.setdefault(name, []).append(entry)
            last = name.rpartition(".")[2]
            if entry.argument == ASSIGNED:
                self.handlers[last] = None
            elif entry.argument == EXPOSED:
                self.exposing[last] = None
            elif isinstance(entry.argument, str):
                self._objects[last, entry.argument] = None
            if entry.sink is not None:
                self.answering.setdefault(last, {})[entry.argument] = None
            if entry.channel:
                self._hearing.setdefault(entry.channel, []).append((name, entry.argument))

    def canonical(self, name: str) -> str:
        """The name under which models know a thing that has several."""
        prefix = name
        while True:
            target = self._aliases.get(prefix)
            if target is not None:
                return target + name[len(prefix) :]
            cut = prefix.rfind(".")
            if cut < 0:
                return name
            prefix = prefix[:cut]

    def lineage(self, type_: str) -> list[str]:
        """A library type and the types it behaves like, nearest first."""
        found = self._lineage.get(type_)
        if found is None:
            name = self.canonical(type_)
            found = [name]
            for base in found:
                found.extend(b for b in self._bases.get(base, ()) if b not in found)
            self._lineage[type_] = found
        return found

    def entries(self, name: str) -> list[Entry]:
        """Entries about calling a name; methods are also sought on the types behind it."""
        found = self._entries.get(name)
        if found is None:
            canonical = self.canonical(name)
            found = self.calls.get(canonical, [])
            if not found:
                owner, _, last = canonical.rpartition(".")
                for base in self.lineage(owner)[1:] if owner else ():
                    found = self.calls.get(f"{base}.{last}", [])
                    if found:
                        break
            self._entries[name] = found
        return found

    def result_type(self, name: str) -> str | None:
        """Type of what a library function returns; None when not known."""
        for entry in self.entries(name):
            if entry.returns is not None:
                return entry.returns
            if entry.is_ is not None:
                return self.canonical(name)
        return None

    def methods(self, group: str, name: str) -> Sequence[Entry]:
        """What a method of a name does on a receiver of which nothing is known."""
        own = self._methods.get((ANY_FAMILY, name), ())
        return [*self._methods.get((group, name), ()), *own]

    def gives(self, group: str, method: str) -> str:
        """What a method of a container gives: an element, the like of itself; empty if unknown."""
        return self._gives.get((group, method), "")

    def conventions(self, group: str) -> Known:
        """What names mean in the languages of a group, wherever they are met."""
        found = self._known.get(group)
        if found is None:
            told = (self._conventions.get(of, ()) for of in (group, ANY_FAMILY))
            found = self._known[group] = Known(one for part in told for one in part)
        return found

    def zoning(self, group: str) -> Zoning:
        """What names say of where code in the languages of a group runs."""
        found = self._zonings.get(group)
        if found is None:
            told = (self._zones.get(of, ()) for of in (group, ANY_FAMILY))
            found = self._zonings[group] = Zoning(one for part in told for one in part)
        return found

    def made_functions(self, group: str) -> dict[str, list[str]]:
        """Types whose instances are called like functions in the languages of a group, each with
        the last names of what makes them.
        """
        found = self._made.get(group)
        if found is not None:
            return found
        called = {
            name
            for held in self.by_last.values()
            for of, entry in held
            if of == group and entry.sink is not None
            for name in expand(entry.call or "")
        }
        found = self._made[group] = {}
        for name, entries in self.calls.items():
            for type_ in called.intersection(entry.returns or "" for entry in entries) - {name}:
                found.setdefault(type_, []).append(name.rpartition(".")[2])
        return found

    def is_made_function(self, group: str, type_: str) -> bool:
        """Whether instances of a type are called like functions in the languages of a group."""
        return type_ in self.made_functions(group)

    def is_known(self, name: str) -> bool:
        """Whether models describe calling a name."""
        return bool(self.entries(name))

    def is_class(self, name: str) -> bool:
        """Whether models describe a name as a class."""
        canonical = self.canonical(name)
        return canonical in self.classes or canonical in self._bases

    def is_named(self, name: str) -> bool:
        """Whether models speak of a class or annotation of that name, or of its members."""
        canonical = self.canonical(name)
        return canonical in self._named or self.is_class(name) or self.is_known(name)

    @cached_property
    def _owners(self) -> frozenset[str]:
        """What the things belong to that models speak of: packages, modules and classes."""
        found: set[str] = set()
        for name in (*self._named, *self.calls, *self.classes, *self._bases, *self._aliases):
            cut = len(name)
            while cut > 0 and name[:cut] not in found:
                found.add(name[:cut])
                cut = name.rfind(".", 0, cut)
        return frozenset(found)

    def speaks_of(self, owner: str) -> bool:
        """Whether models may describe something that belongs to a package, module or class."""
        return owner in self._owners or self.canonical(owner) in self._owners

    def attribute_type(self, type_: str, name: str) -> str | None:
        """Type of an attribute of a library type; None when not known."""
        for base in self.lineage(type_):
            for entry in self.classes.get(base, ()):
                if name in entry.attributes:
                    return entry.attributes[name]
        return None

    def value_type(self, name: str) -> str | None:
        """Type of a module-level value; None when not known."""
        entry = self.values.get(self.canonical(name))
        if entry is None or entry.is_ is None:
            return None
        return entry.is_ if isinstance(entry.is_, str) else entry.is_[0]

    def override_type(self, base: str, method: str, index: int, name: str) -> str | None:
        """Type of a parameter (receiver not counted) of a method that a subclass overrides."""
        held = self.overrides.get(method)
        if held is None:
            return None
        lineage = self.lineage(base)
        return next(
            (
                found
                for owner, entry in held
                if owner in lineage
                for found in [_parameter(entry, index, name)]
                if found is not None
            ),
            None,
        )

    def override_sources(self, base: str, method: str) -> list[Entry]:
        """Entries that make parameters of an overridden method sources."""
        lineage = self.lineage(base)
        return [
            entry
            for owner, entry in self.overrides.get(method, ())
            if entry.source is not None and owner in lineage
        ]

    def decorated_type(self, decorator: str, index: int, name: str) -> str | None:
        """Type of a parameter (receiver not counted) of a function under a decorator."""
        for entry in self.decorated(decorator):
            found = _parameter(entry, index, name)
            if found is not None:
                return found
        return None

    def decorated(self, decorator: str) -> list[Entry]:
        """Entries about a decorator, sought on the types behind it too."""
        canonical = self.canonical(decorator)
        owner, _, last = canonical.rpartition(".")
        for base in self.lineage(owner) if owner else [""]:
            found = self.decorators.get(f"{base}.{last}" if base else last)
            if found:
                return found
        return []

    def callback_type(
        self, call: str, argument: int | str, index: int, first: object = None
    ) -> str | None:
        """Type of a parameter of a function handed to a library call.

        ``first`` is the literal that the call is given first: with ``when: {0: NAME}`` an entry
        holds for one event of an emitter.
        """
        entries = self.callback_entries(call, argument, first)
        return next((x for x in (_parameter(y, index, "") for y in entries) if x is not None), None)

    def callback_entries(self, call: str, argument: int | str, first: object = None) -> list[Entry]:
        """Entries about functions that a call is handed as an argument, the nearest type first.

        ``first`` is what names the event; without it only those that hold for every event.
        """
        owner, _, last = self.canonical(call).rpartition(".")
        return [
            entry
            for base in (self.lineage(owner) if owner else [""])
            for entry in self.callbacks.get(f"{base}.{last}" if base else last, ())
            if entry.argument == argument and _is_event(entry, first)
        ]

    def taking_objects(self) -> Iterable[tuple[str, str]]:
        """Calls by their last names, each with the property under which it takes a function."""
        return self._objects

    def heard_at(self, call: str, argument: int | str) -> list[tuple[str, int]]:
        """Channels that a function hears which is handed to a call, and its own parameters."""
        entries = self.callback_entries(call, argument)
        return [(entry.channel, len(entry.parameters)) for entry in entries if entry.channel]

    def hearing(self, channel: str) -> list[tuple[str, int | str]]:
        """Calls that hand functions over which hear a channel, and the arguments these are."""
        return self._hearing.get(channel, [])

    def sending(self, channel: str) -> list[str]:
        """Calls that send over a channel."""
        return self._sending.get(channel, [])

    def sent_over(self, call: str) -> list[str]:
        """Channels over which a call sends what it is given behind the name of an event."""
        return [entry.channel for entry in self.entries(call) if entry.channel]

    def sent_by_name(self, last: str, receiver: str) -> list[str]:
        """The same by the last name of a call and what stands before the dot in the code."""
        plain = receiver.strip("_").replace("_", "").lower()
        return [
            channel
            for channel, entry in self._senders.get(last, ())
            if any(plain == known.replace("_", "") for known in entry.receiver_names)
        ]

    def exposes(self, call: str) -> bool:
        """Whether a call makes functions global under a name that it is given."""
        return bool(self.callback_entries(call, EXPOSED))

    def may_send(self, last: str) -> bool:
        """Whether a call of a last name sends over a channel."""
        return last in self._senders

    def handler_type(self, name: str, index: int) -> str | None:
        """Type of a parameter of a function assigned to a property: ``WebSocket.onmessage``."""
        return self.callback_type(name, ASSIGNED, index)

    def field(self, type_: str, name: str) -> FieldModel | None:
        """The sensitive field of that name of a library type."""
        for base in self.lineage(type_):
            for entry in self.classes.get(base, ()):
                if name in entry.fields:
                    return entry.fields[name]
        return None

    def shown_fields(self, type_: str) -> dict[str, FieldModel]:
        """Sensitive fields that the text form of a library type shows."""
        for base in self.lineage(type_):
            for entry in self.classes.get(base, ()):
                if entry.shows != "none":
                    every = self.all_fields(type_)
                    return {
                        name: model
                        for name, model in every.items()
                        if entry.shows == "all" or name in entry.shows
                    }
        return {}

    def all_fields(self, type_: str) -> dict[str, FieldModel]:
        """All sensitive fields of a library type."""
        found: dict[str, FieldModel] = {}
        for base in self.lineage(type_):
            for entry in self.classes.get(base, ()):
                for name, model in entry.fields.items():
                    found.setdefault(name, model)
        return found


def _is_event(entry: Entry, first: object) -> bool:
    """Whether a callback model speaks of the event that a call names first."""
    wanted = entry.when.get(0, first)
    return first in wanted if isinstance(wanted, list) else first == wanted


def _parameter(entry: Entry, index: int, name: str) -> str | None:
    """The type that an entry gives a parameter by position or name."""
    if isinstance(entry.parameters, dict):
        return entry.parameters.get(name)
    return entry.parameters[index] if 0 <= index < len(entry.parameters) else None


def read_models(documents: Sequence[Document]) -> list[ModelFile]:
    """Model files from documents; raises PolicyError where one does not fit the schema."""
    return [document.convert(ModelFile) for document in documents]


def bundled_models(cache_dir: Path | None = None) -> list[ModelFile]:
    """The models that come with msgsec-lint."""
    folder = bundled_rules() / "models"
    paths = [
        path
        for language in sorted(folder.iterdir())
        if language.is_dir()
        for path in yaml_files(language)
    ]
    return read_models(load_documents(paths, cache_dir))
