"""Why a value is held to be sensitive: its type, its field, its name, the call it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgsec_lint.facts import model as f
from msgsec_lint.flow import kinds as k
from msgsec_lint.flow.keyed import Keyed
from msgsec_lint.flow.lexicon import Judgement, Lexicon, words
from msgsec_lint.flow.textform import NOTHING as NO_TEXT
from msgsec_lint.flow.textform import text_form
from msgsec_lint.link import entities as e
from msgsec_lint.link.calls import Calls
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import ClassRef, simple_type
from msgsec_lint.policy.models import ANY_FAMILY, Entry, FieldModel, Library


class Clue(NamedTuple):
    """One reason to hold a value to be of a kind."""

    kind: int
    confidence: int
    why: str


_TEXT_TYPES = frozenset(
    "builtins." + name
    for name in ("str", "bytes", "bytearray", "dict", "list", "tuple", "set", "object", "unicode",
                 "memoryview", "frozenset", "None")
)  # fmt: skip
_WRITTEN = frozenset({"builtins.str", "builtins.bytes"})
_ADDRESSES = ("URL", "Url", "URI", "Uri", "SplitResult", "ParseResult")
"""Library types whose text is an address with all that stands in it."""
_PUBLIC = frozenset({"public", "pub", "pubkey", "pubkeys"})
_WHOLE_FIELDS = frozenset(
    {
        "body", "POST", "form", "forms", "json", "data", "params", "values", "content",
        "arguments", "body_arguments",
    }
)  # fmt: skip
"""Fields of requests that hold all that somebody sent."""
_ANSWERS = (("response",), ("resp",), ("reply",))
_RECEIVERS = frozenset({"self", "cls", "this"})
"""Names of the object that a method is called on."""
MAX_ASKED = 6
"""Callers looked at to tell what a parameter is given."""
MAX_COMPOSED = 4
"""Functions that hand a text on, looked through to tell that it was put together."""
_NUMBERS = ("builtins.int", "builtins.float")
_PLAIN_CONTAINERS = (e.CONTAINER, e.MAPPING, e.TUPLE)


_WHOLE_BODIES = frozenset({"body", "rawbody", "messagebody", "payload"})
"""Decorators, in lower case, by which a parameter is all that a peer sent."""


def is_request(library: Library, type_: str) -> bool:
    """Whether a library type is, or behaves like, what a server is asked, by its name."""
    return any("Request" in base.rsplit(".", 1)[-1] for base in library.lineage(type_))


def _elements(types: Entities) -> Entities:
    """Types, with those of the elements in the place of containers of objects."""
    found: list[e.Entity] = []
    for entity in types:
        inner = entity[1] if entity[0] in (e.CONTAINER, e.MAPPING) else ()
        objects = bool(inner) and all(tag == e.INSTANCE for tag, _ in inner)  # type: ignore[attr-defined]
        found.extend(inner if objects else (entity,))  # type: ignore[arg-type]
    return tuple(found)


class Evidence:
    """Judges values of a program."""

    def __init__(self, linker: Linker, calls: Calls, library: Library, lexicon: Lexicon) -> None:
        self.linker = linker
        self.calls = calls
        self.program = linker.program
        self.library = library
        self.lexicon = lexicon
        self.keyed = Keyed(self.program, self.root)
        self._places: dict[int, tuple[str, ...]] = {}
        self._surroundings: dict[int, tuple[str, ...]] = {}
        self._handed: dict[int, list[Entry]] = {}
        self._named: dict[tuple[int, int], tuple[list[Clue], bool]] = {}

    def carries_text(self, found: Entities) -> bool:
        """Whether a value of these types can hold text; true when nothing is known of it."""
        if not found:
            return True
        return any(
            tag in _PLAIN_CONTAINERS
            or (tag == e.VALUE and (payload in _TEXT_TYPES or str(payload).endswith(_ADDRESSES)))
            or (tag == e.INSTANCE and self._is_named_text(payload))  # type: ignore[arg-type]
            for tag, payload in found
        )

    def _is_named_text(self, ref: ClassRef) -> bool:
        """Whether a type of Go is text under another name, with no text form of its own."""
        return (
            self.program.units[ref[0]].family == "go"
            and not self.program.class_head(ref).generated
            and not _WRITTEN.isdisjoint(self.linker.lineage(ref)[1])
            and text_form(self.linker, ref, "text") == NO_TEXT
        )

    def named(self, function: int, value: int) -> tuple[list[Clue], bool]:
        """What the names at a value say, and whether they say that it is harmless."""
        key = (function, value)
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = self._find_named(function, value)
        return found

    def _find_named(self, function: int, value: int) -> tuple[list[Clue], bool]:
        held = self.program.body(function).values[value]
        op = held[0]
        if op == f.LOCAL:
            return self._judged(function, value, held[4], self.surroundings(function), 1)
        if op == f.PARAM:
            head = self.program.head(function)
            name = head.parameters[held[3]].name
            if held[3] == 0 and name in _RECEIVERS:
                return [], False
            if self.lexicon.sets_harmless(head.name):
                return [], True
            return self._judged(function, value, name, self.surroundings(function), 1)
        read = self.read(function, held)
        if read is not None:
            base, name = read
            family = self.program.unit(function).family
            constant = family in ("jvm", "web") or self._is_class(function, base)
            if name.isupper() and constant:
                return [], False
            types = self.linker.value(function, value)
            if types and all(tag in (e.METHOD, e.FUNCTION) for tag, _ in types):
                # A function that is handed on, not what it gives.
                return [], False
            if held[0] != f.ITEM and self.lexicon.is_flag(name):
                return [], False
            if self._is_excepted_by_name(function, base, name):
                return [], False
            return self._judged(function, value, name, self._holders(function, base, name), 0)
        if op == f.NAME and not held[3].isupper():
            return self._judged(function, value, held[3], (), 1)
        return [], False

    def read(self, function: int, held: f.Value) -> tuple[int, str] | None:
        """What is read by name, and from what: ``m.body``, ``m["body"]``, ``m.getBody()``."""
        if held[0] == f.ATTR or (held[0] == f.ITEM and isinstance(held[4], str)):
            return held[3], held[4]
        if held[0] == f.CALL and len(held) > 8:
            return self.program.body(function).values[held[3]][3], held[8]
        return None

    def _shows_something(self, types: Entities) -> bool:
        """Whether all types are classes of the tree with a text form."""
        return all(
            tag == e.INSTANCE and text_form(self.linker, payload, "text") != NO_TEXT  # type: ignore[arg-type]
            for tag, payload in types
        )

    def is_unknown(self, types: Entities) -> bool:
        """Whether all types are classes outside the tree of which no model says anything."""
        return all(
            tag == e.VALUE
            and not str(payload).startswith("builtins.")
            and not self.library.is_class(str(payload))
            for tag, payload in types
        )

    def _is_class(self, function: int, value: int) -> bool:
        return any(tag == e.CLASS for tag, _ in self.linker.value(function, value))

    def _judged(
        self, function: int, value: int, name: str, context: tuple[str, ...], loss: int
    ) -> tuple[list[Clue], bool]:
        held = self.program.body(function).values[value]
        around = self._around(function)
        if held[0] == f.PARAM and (type_ := self.program.head(function).parameters[held[3]].type):
            around = (*around, simple_type(type_))
        judged = self.lexicon.judge(name, context, around=around, parameter=held[0] == f.PARAM)
        if not judged.kinds:
            return [], judged.harmless
        types = self.linker.value(function, value)
        if self.program.unit(function).family == "go":
            types = _elements(types)
        outside = held[0] != f.NAME and all(tag == e.EXTERNAL for tag, _ in types)
        if not outside and not self.carries_text(types):
            numbers = all(tag == e.VALUE and payload in _NUMBERS for tag, payload in types)
            measured = [x for x in judged.kinds if x[0] == k.METADATA] if numbers else []
            if self.is_unknown(types) or self._shows_something(types):
                # What is called a message's text shows one, whatever class holds it.
                measured = [(bit, 2, why) for bit, sure, why in judged.kinds
                            if bit == k.CONTENT and sure == 3]  # fmt: skip
            return [Clue(bit, sure, f"`{name}`: {why}") for bit, sure, why in measured], False
        plain = self.lexicon.judge(name)
        read = self.read(function, held)
        public = read is not None and not _PUBLIC.isdisjoint(
            words(self.own_name(function, read[0]))
        )
        clues: list[Clue] = []
        for kind, sure, why in judged.kinds:
            if kind == k.KEY and (public or self.is_composed(function, value)):
                continue
            if kind == k.KEY and types and all(tag == e.MAPPING for tag, _ in types):
                # Keys are text or bytes; a mapping of that name is the record of a public one.
                sure -= 1  # noqa: PLW2901 - said of this value, not of the name
            from_context = all(bit != kind or level < sure for bit, level, _ in plain.kinds)
            confidence = sure - loss if from_context and loss else sure
            if confidence > 0:
                clues.append(Clue(kind, confidence, f"`{name}`: {why}"))
        return clues, False

    def is_composed(self, function: int, value: int, depth: int = 0) -> bool:
        """Whether a value is text that was put together: the key of a map, no secret.

        What a function gives is if all that it returns is; a parameter, if all who call the
        function hand over such text.
        """
        if depth > MAX_COMPOSED:
            return False
        at = self.root(function, value)
        root = self.program.body(function).values[at]
        if root[0] == f.PARAM:
            origins = [
                (site[0], handed) if not path else (function, at)
                for site, target in self.calls.callers(function)[:MAX_ASKED]
                for handed, path in self.calls.passed(site, target, root[3], ())
            ]
        elif root[0] == f.CALL:
            origins = [
                (target.function, made)
                for target in self.calls.targets((function, at))
                for made in self.program.body(target.function).returns or [0]
            ]
        else:
            return bool(root[0] == f.TEXT)
        return bool(origins) and all(self.is_composed(*made, depth + 1) for made in origins)

    def _around(self, function: int) -> tuple[str, ...]:
        """Names of the function, class, file and folders that a name stands in."""
        found = self._places.get(function)
        if found is None:
            folders = self.program.unit(function).path.split("/")[:-1]
            found = self._places[function] = (*self.surroundings(function), *folders[-3:])
        return found

    def surroundings(self, function: int) -> tuple[str, ...]:
        """Names of the function and class around a local name."""
        found = self._surroundings.get(function)
        if found is None:
            found = self._surroundings[function] = self._find_surroundings(function)
        return found

    def _find_surroundings(self, function: int) -> tuple[str, ...]:
        head = self.program.head(function)
        owner = self.program.enclosing_class(function)
        names = [head.name] if head.name else []
        if owner is not None:
            names.append(self.program.class_head(owner).name)
        elif head.flags & f.EXTENSION and "." in head.symbol:
            names.append(head.symbol.rsplit(".", 2)[-2])
        names.append(self.program.unit(function).path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        return tuple(names)

    def _holders(self, function: int, base: int, name: str) -> tuple[str, ...]:
        """Names of what a field or key is read from: its types and its own name."""
        own = self.own_name(function, base)
        held = self.program.body(function).values[base]
        if held[0] == f.ATTR and words(self.own_name(function, held[3]))[-1:] in _ANSWERS:
            # The request that a response answers is one that this program made.
            return ()
        names = [own] if own and own not in _RECEIVERS else []
        if own in ("self", "this"):
            names.extend(self.surroundings(function)[-1:])
        types = self.linker.value(function, base)
        if any(tag == e.INSTANCE for tag, _ in types):
            # The class says better what it is than the variable does.
            names = []
        for tag, payload in types:
            if tag == e.INSTANCE:
                names.append(self.program.class_head(payload).name)  # type: ignore[arg-type]
                names.extend(self._embedded(payload, name))  # type: ignore[arg-type]
            elif tag == e.VALUE:
                names.append(str(payload).rsplit(".", 1)[-1])
        return tuple(dict.fromkeys(names))

    def _embedded(self, ref: ClassRef, name: str) -> Iterator[str]:
        """Names of the structs embedded in one of Go from which it has a field."""
        if self.program.units[ref[0]].family == "go":
            for owner in self.linker.lineage(ref)[0]:
                head = self.program.class_head(owner)
                if any(field.name == name for field in head.fields):
                    yield head.name
                    return

    def own_name(self, function: int, value: int) -> str:
        """The name by which the source calls a value; empty when it has none."""
        body = self.program.body(function)
        for _ in range(8):
            held = body.values[value]
            op = held[0]
            if op in (f.LOCAL, f.ATTR):
                return str(held[4])
            if op == f.PARAM:
                return self.program.head(function).parameters[held[3]].name
            if op == f.NAME:
                return str(held[3])
            if op == f.ITEM and isinstance(held[4], str):
                return held[4]
            if op == f.CALL and len(held) > 8:
                return str(held[8])
            if op in (f.UPDATE, f.EACH, f.ENTER, f.PART, f.CAST):
                value = held[3]
            elif op == f.JOIN or (op == f.UNKNOWN and len(held[3]) == 1):
                value = held[3][0]
            elif op == f.CALL:
                value = held[3]
            else:
                break
        return ""

    def fields(self, function: int, value: int) -> list[Clue]:
        """What library models say of a field or key read from a typed base."""
        held = self.program.body(function).values[value]
        read = self.read(function, held)
        if read is None:
            return []
        base, name = read
        clues: list[Clue] = []
        for type_ in self._library_types(self.linker.value(function, base)):
            model = self.library.field(type_, name)
            if model is not None and not self._is_excepted(function, base, model):
                bit = k.BITS[model.kind]
                clues.append(Clue(bit, k.CONFIDENCE[model.confidence], model.why))
                if bit == k.WIRE and name in _WHOLE_FIELDS and is_request(self.library, type_):
                    clues.append(Clue(k.BODY, 2, model.why))
                break
        return clues

    def _is_excepted_by_name(self, function: int, base: int, name: str) -> bool:
        """Whether what models say of a field does not hold here, so that its name says no more."""
        if self.program.head(function).name not in self.library.excepting:
            return False
        types = self._library_types(self.linker.value(function, base))
        models = (self.library.field(type_, name) for type_ in types)
        return any(m is not None and self._is_excepted(function, base, m) for m in models)

    def _is_excepted(self, function: int, base: int, model: FieldModel) -> bool:
        """Whether a value is a parameter of a function in which the model does not hold."""
        if self.program.head(function).name not in model.except_in:
            return False
        return bool(self.program.body(function).values[self.root(function, base)][0] == f.PARAM)

    def given(self, function: int, index: int) -> list[Clue]:
        """What models say of a parameter of a function that a library calls."""
        head = self.program.head(function)
        owner = self.program.owner(function)
        position = index - 1 if owner is not None and not head.flags & f.STATIC else index
        name = head.parameters[index].name
        entries: list[Entry] = []
        if owner is not None:
            for base in self.linker.lineage(owner)[1]:
                entries.extend(self.library.override_sources(base, head.name))
        own = head.parameters[index].decorators
        if (head.decorators or own) and head.parent >= 0:
            scope = self.program.unit(function).first + head.parent
            for made in (*own, *head.decorators):
                for tag, payload in self.linker.dotted(scope, made.name):
                    if tag == e.EXTERNAL:
                        found = self.library.decorated(str(payload))
                        entries.extend(entry for entry in found if entry.source is not None)
        entries.extend(self._handed_by(function))
        clues: list[Clue] = []
        for entry in entries if position >= 0 else ():
            if entry.arguments != "all" and (
                entry.arguments == "none"
                or (position not in entry.arguments and name not in entry.arguments)
            ):
                continue
            kinds = [entry.source] if isinstance(entry.source, str) else entry.source or []
            confidence = k.CONFIDENCE[entry.confidence or "high"]
            why = entry.why or f"given by the library that calls {head.name}()"
            clues.extend(Clue(k.BITS[kind], confidence, why) for kind in kinds)
        if clues and self.program.unit(function).family == "web":
            for made in own:
                clues.extend(self._of_request(made))
        return clues

    def _handed_by(self, function: int) -> list[Entry]:
        """What models say of the parameters of a function by the calls that it is handed to."""
        family = self.program.unit(function).family
        if family not in self.library.giving and ANY_FAMILY not in self.library.giving:
            return []
        found = self._handed.get(function)
        if found is None:
            found = self._handed[function] = [
                entry
                for made in self.linker.handlers.handed(function)
                for tag, payload in made.called
                if tag == e.EXTERNAL
                for entry in self.library.callback_entries(str(payload), made.port, made.event)
                if entry.source is not None
            ]
        return found

    def _of_request(self, made: f.Decorator) -> list[Clue]:
        """What a decorator with which a web framework fills a parameter says of what it fills in:
        all of the body, all headers, or the part of some name.
        """
        last = made.name.rsplit(".", 1)[-1].lower()
        part = made.arguments[0] if made.arguments else None
        if isinstance(part, str):
            return [
                Clue(bit, min(sure, 2), why)
                for bit, sure, why in self.lexicon.judge(part, (last,)).kinds
            ]
        if last in _WHOLE_BODIES and not made.arguments:
            return [Clue(k.BODY, 2, "the body of a request")]
        if last == "headers":
            return [Clue(k.BITS["credential"], 2, "headers of requests carry credentials")]
        return []

    def _library_types(self, found: Entities) -> list[str]:
        types: list[str] = []
        for tag, payload in found:
            if tag == e.VALUE:
                types.append(str(payload))
            elif tag == e.INSTANCE:
                head = self.program.class_head(payload)  # type: ignore[arg-type]
                full = self.linker.full_name(payload[0], head.symbol)  # type: ignore[index]
                types.extend((head.name, full))
                types.extend(self.linker.lineage(payload)[1])  # type: ignore[arg-type]
        return types

    def is_impersonal(self, function: int, held: f.Value) -> bool:
        """Whether a value is called after a group, a room or the like."""
        if held[0] in (f.LOCAL, f.ATTR):
            return self.lexicon.is_impersonal(str(held[4]))
        if held[0] == f.PARAM:
            name = self.program.head(function).parameters[held[3]].name
            return self.lexicon.is_impersonal(name)
        return False

    def tells(self, function: int, base: int, name: str) -> bool:
        """Whether a part of that name of a value would be of some kind by its name."""
        return bool(self.lexicon.judge(name, self._holders(function, base, name)).kinds)

    def field_of(self, ref: ClassRef, name: str, type_: str | None) -> Judgement:
        """What the name of a declared field says inside its class."""
        head = self.program.class_head(ref)
        if type_ == "None":
            # `password?: never` keeps others from giving one.
            return Judgement(())
        if type_ is not None:
            scope = self.program.units[ref[0]].first + head.body
            if not self.carries_text(self.linker.annotation(scope, type_)):
                measured = self.lexicon.judge(name).kinds if type_ in ("float", "int") else ()
                return Judgement(tuple(x for x in measured if x[0] == k.METADATA))
        judged = self.lexicon.judge(name, (head.name,))
        secret = any(kind == k.CREDENTIAL for kind, _, _ in judged.kinds)
        if secret and any("salt" in words(other.name) for other in head.fields):
            # What is kept beside its salt is a hash.
            return Judgement((), harmless=True)
        return judged

    def shown(self, type_: str, mode: str) -> list[tuple[str, Clue]]:
        """Fields that the text (or whole value) of a library type carries."""
        every = mode in ("json", "yaml", "value", "fields")
        models = self.library.all_fields(type_) if every else self.library.shown_fields(type_)
        return [
            (name, Clue(k.BITS[m.kind], k.CONFIDENCE[m.confidence], m.why))
            for name, m in models.items()
        ]

    def holds(self, entry: Entry, function: int, call: f.Value) -> bool:
        """Whether the conditions of a model entry hold for a call."""
        if entry.within and not self.is_within(entry.within, function):
            return False
        if entry.when and not all(
            self._matches(function, call, port, wanted) for port, wanted in entry.when.items()
        ):
            return False
        return not any(
            self._matches(function, call, port, wanted) for port, wanted in entry.unless.items()
        )

    def is_within(self, wanted: Iterable[str], function: int) -> bool:
        """Whether a function, its class or its file is called after what something is about."""
        file = self.program.unit(function).path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        named = words(f"{self.program.head(function).symbol} {file}")
        return not set(wanted).isdisjoint(named)

    def argument(self, call: f.Value, port: int | str, function: int = -1) -> int:
        """The value at a position or keyword of a call, or -1.

        Given the function around, a keyword is also sought in the objects that the call is given.
        """
        if isinstance(port, str) and port.isdigit():
            port = int(port)
        if isinstance(port, int):
            found = call[4][port] if port < len(call[4]) else -1
            return int(found) if found >= 0 else -1
        for name, value in call[5]:
            if name == port:
                return int(value)
        if function >= 0:
            for name, value, _ in self.keyed.properties(function, call):
                if name == port:
                    return value
        return -1

    def _matches(self, function: int, call: f.Value, port: int | str, wanted: object) -> bool:
        value = self.argument(call, port, function)
        if port == "receiver":
            callee = self.program.body(function).values[call[3]]
            value = callee[3] if callee[0] == f.ATTR else -1
        if value < 0:
            return False
        if isinstance(wanted, dict) and "called" in wanted:
            name = self.own_name(function, value)
            return re.search(str(wanted["called"]), " ".join(words(name))) is not None
        if isinstance(wanted, dict) and "given" in wanted:
            return bool(wanted["given"])
        if isinstance(wanted, dict):
            pattern = re.compile(str(wanted.get("matches", "")))
            return any(
                isinstance(text, str | int) and pattern.search(str(text)) is not None
                for text in self.literals(function, value)
            )
        options = wanted if isinstance(wanted, list) else [wanted]
        for literal in self.literals(function, value):
            if any(type(o) is type(literal) and o == literal for o in options):
                return True
        names = [
            str(payload)
            for tag, payload in self.linker.value(function, value)
            if tag in (e.EXTERNAL, e.VALUE)
        ]
        return any(name in options or self.library.canonical(name) in options for name in names)

    def literals(self, function: int, value: int, depth: int = 0) -> list[object]:
        """The literals that a value may be, or (of text) begin with, through names and choices."""
        held = self.program.body(function).values[value]
        op = held[0]
        if op == f.CONST:
            return [held[3]]
        if op == f.TEXT:
            return [held[4]] if held[4] else []
        if depth > 6:
            return []
        if op == f.BINARY and held[3] in ("%", "+"):
            return self.literals(function, held[4], depth + 1)
        if op in (f.LOCAL, f.CAST):
            return self.literals(function, held[3], depth + 1)
        if op == f.ATTR:
            return [
                x
                for inner, v in self.constants(function, held)
                for x in self.literals(inner, v, depth + 1)
            ]
        if op in (f.JOIN, f.CHOICE):
            return [x for v in held[3][:6] for x in self.literals(function, v, depth + 1)]
        if op == f.NAME:
            unit = self.program.unit_of[function]
            return [
                x
                for inner, v in self.linker.shared_values(unit, held[3])[:3]
                for x in self.literals(inner, v, depth + 1)
            ]
        return []

    def constants(self, function: int, held: f.Value) -> list[tuple[int, int]]:
        """Values that a class body binds to an attribute of the class."""
        found: list[tuple[int, int]] = []
        for tag, payload in self.linker.value(function, held[3]):
            if tag in (e.CLASS, e.INSTANCE):
                for owner in self.linker.lineage(payload)[0]:  # type: ignore[arg-type]
                    body = self.program.units[owner[0]].first + self.program.class_head(owner).body
                    bound = self.program.body(body).bindings.get(held[4], ())
                    found.extend((body, value) for value in bound[:3])
        return found[:3]

    def root(self, function: int, value: int) -> int:
        """The value behind names, updates and loop joins."""
        values = self.program.body(function).values
        for _ in range(12):
            held = values[value]
            if held[0] in (f.LOCAL, f.UPDATE, f.CAST) or (held[0] == f.JOIN and held[3][0] < value):
                value = held[3] if held[0] != f.JOIN else held[3][0]
            else:
                break
        return value
