"""Small questions of the walk: what a name, a call or a class says by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgsec_lint.facts import model as f
from msgsec_lint.flow.evidence import Evidence
from msgsec_lint.flow.lexicon import Lexicon, words
from msgsec_lint.flow.made import Made
from msgsec_lint.flow.textform import is_exception_class
from msgsec_lint.flow.tracing import Tracer
from msgsec_lint.link import entities as e
from msgsec_lint.link.calls import Calls
from msgsec_lint.link.captures import captured_by, left_by
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import ClassRef
from msgsec_lint.policy.models import Library

MAX_GIVEN = 4
"""Values handed to a parameter, or kept under a name, that are looked at to tell what they are."""
MAX_STORES = 40
"""A field written in more places is looked at in the first so many."""
MAX_HANDED = 3
"""What is handed from function to function is followed so far."""
MAX_HANDED_OVER = 12
"""More parameters of one function are not looked at for it."""
MAX_ASKED = 60
"""Values looked at to tell whether one is innocent; more is as good as not known."""
_KEYED = frozenset({"property", "properties", "setting", "settings", "option", "preference", "pref",
                    "config", "configuration", "string", "attribute", "parameter"})  # fmt: skip
"""Words in the names of functions that look a value up by its name."""
_KEYS = frozenset({"key", "name", "property", "setting", "option", "attribute"})
"""Last words of the parameters that take such a name."""
REDACTING = frozenset(
    [
        "redact",
        "redacted",
        "scrub",
        "sanitize",
        "sanitise",
        "mask",
        "masked",
        "obfuscate",
        "censor",
        "anonymize",
        "anonymise",
        "hide",
        "blur",
        "conceal",
        "elide",
    ]
)
_MASKING = frozenset(
    [
        "sub",
        "subn",
        "replace",
        "with_query",
        "with_password",
        "with_user",
        "_replace",
        "Replace",
        "ReplaceAll",
    ]
)
_HIDING = frozenset({("redact",), ("mask",), ("obfuscate",), ("anonymize",), ("anonymise",),
                     ("pseudonymize",), ("censor",)})  # fmt: skip
"""First words of the names of functions whose result shows less than they are given."""
_MARKS = re.compile(r"[?*#xX.\u2026\u2022_-]{2,}|\u2026|\u2022")
_MAPPING = frozenset({"map", "let", "transform", "mapNotNull", "flatMap", "thenApply", "also"})
"""Methods that give what a function makes of what they hold."""
_ERRORS = (("e",), ("err",), ("error",), ("ex",), ("exception",), ("reason",))
_PATTERNS = frozenset({"regex", "regexp", "pattern", "re", "rx"})
_SECRET_PATTERN = re.compile(r"(?i)://.*@|passw|token|secret|api_?key|bearer|authorization")
_BY_PATTERN = frozenset({"ReplaceAllString", "ReplaceAllLiteralString", "ReplaceAllStringFunc",
                         "ReplaceAllFunc", "ReplaceAllLiteral"})  # fmt: skip
"""Methods of a pattern of Go that replace what it finds."""
_TAGS = "a|b|br|code|del|div|em|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|s|span|strong|sub|sup|u|ul"
_MARK = re.compile(
    r"(?i)redact|\*\*|\*\w+\*|xxx|hidden|removed|filtered|censored|masked|scrubbed|\[\w+\]$"
    rf"|<(?!(?:{_TAGS})>)\w+>"
)
_CLEANING = REDACTING | frozenset(
    [
        "hash",
        "hashed",
        "digest",
        "encrypt",
        "encrypted",
        "seal",
        "sign",
        "fingerprint",
        "truncate",
        "shorten",
        "len",
        "type",
    ]
)


class Questions:
    """What can be said of values, functions and classes without a search."""

    tracer: Tracer | None = None
    """Who is told what keeps data from being followed or believed, if anybody is."""

    def __init__(
        self,
        linker: Linker,
        calls: Calls,
        library: Library,
        lexicon: Lexicon,
        left_out: frozenset[int] = frozenset(),
    ) -> None:
        """``left_out`` are files that no data comes from: what a test hands over is made up."""
        self.linker = linker
        self.left_out = left_out
        self.program = linker.program
        self.calls = calls
        self.library = library
        self.lexicon = lexicon
        self.evidence = Evidence(linker, calls, library, lexicon)
        self.made = Made(self)
        self._innocent: dict[tuple[int, int], bool] = {}
        self._calls_given: dict[int, dict[int, list[int]]] = {}
        self._decrypted: dict[tuple[int, int, int], bool] = {}
        self._made_by: dict[ClassRef, list[tuple[int, f.Value]]] = {}
        self._orders: dict[ClassRef, dict[str, int]] = {}
        self._own_text: frozenset[str] | None = None

    def hides(self, function: int) -> bool:
        """Whether a function says that it hides what it is given, and puts marks in its place."""
        if words(self.program.head(function).name)[:1] not in _HIDING:
            return False
        return any(
            held[0] == f.CONST and isinstance(held[3], str) and _MARKS.fullmatch(held[3])
            for held in self.program.body(function).values
        )

    def _generated_sites(self, ref: ClassRef, field: str) -> Iterator[tuple[int, f.Value, int]]:
        for function, call in self._generated_calls(ref):
            for value in self.generated_argument(ref, call, field):
                yield function, call, value

    def _generated_calls(self, ref: ClassRef) -> list[tuple[int, f.Value]]:
        """The calls that make objects of a class without a constructor of its own."""
        found = self._made_by.get(ref)
        if found is None:
            found = self._made_by[ref] = []
            head = self.program.class_head(ref)
            sites = self.program.calls_named(head.name) if head.fields else []
            for function, number in sites[:MAX_STORES] if head.constructor < 0 else ():
                if self.program.unit_of[function] in self.left_out:
                    continue
                call = self.program.body(function).values[number]
                if (e.CLASS, ref) in self.linker.value(function, call[3]):
                    found.append((function, call))
        return found

    def generated_argument(self, ref: ClassRef, call: f.Value, field: str) -> list[int]:
        """The argument that a generated constructor keeps in a field."""
        for name, value in call[5]:
            if name == field:
                return [value]
        order = self._orders.get(ref)
        if order is None:
            fields = (
                declared.name
                for owner in reversed(self.linker.lineage(ref)[0])
                for declared in self.program.class_head(owner).fields
                if not declared.flags & f.NOT_IN_CONSTRUCTOR
            )
            order = {name: at for at, name in enumerate(dict.fromkeys(fields))}
            self._orders[ref] = order
        position = order.get(field, len(call[4]))
        if position < len(call[4]) and call[4][position] >= 0:
            return [call[4][position]]
        return []

    def is_exception(self, function: int, value: int) -> bool:
        """Whether a value is an exception of a class of the tree."""
        return any(
            tag == e.INSTANCE
            and any(is_exception_class(base) for base in self.linker.lineage(payload)[1])  # type: ignore[arg-type]
            for tag, payload in self.linker.value(function, value)
        )

    def is_made(self, ref: ClassRef) -> bool:
        """Whether objects of a class are made by name anywhere in the tree, tests left out."""
        return any(
            self.program.unit_of[function] not in self.left_out
            for function, _ in self.program.calls_named(self.program.class_head(ref).name)
        )

    def is_bag(self, function: int, ref: object, field: str) -> bool:
        """Whether a field maps names to plain values: settings and properties of all kinds.

        What one of them holds says little about what another name stands for.
        """
        return any(
            tag == e.MAPPING
            and all(kind == e.VALUE and str(made).startswith("builtins.") for kind, made in inner)  # type: ignore[attr-defined]
            for tag, inner in self.linker.attribute((e.INSTANCE, ref), field, function)
        )

    def is_keyed(self, function: int) -> bool:
        """Whether a function gives the value that is kept under a name: ``getProperty(key)``."""
        head = self.program.head(function)
        if _KEYED.isdisjoint(words(head.name)) and head.name != "get":
            return False
        return any(not _KEYS.isdisjoint(words(p.name)[-1:]) for p in head.parameters)

    def has_own_text(self, type_: str) -> bool:
        """Whether a class of the tree gives a library type another text form.

        Values declared with the library's type are then objects of that class more often than not.
        """
        if self._own_text is None:
            self._own_text = frozenset(
                name
                for unit, made in enumerate(self.program.units)
                if unit not in self.left_out
                for number, head in enumerate(made.facts.classes)
                if head.bases and (head.text >= 0 or head.repr >= 0)
                for base in self.linker.lineage((unit, number))[1]
                for name in self.library.lineage(base)
            )
        return type_ in self._own_text

    def property_method(self, function: int, base: int, name: str) -> int:
        """The function behind a computed property of a value, or -1."""
        receivers = self.linker.value(function, base)
        for tag, payload in receivers:
            if tag in (e.INSTANCE, e.CLASS):
                for owner in self.linker.lineage(payload)[0]:  # type: ignore[arg-type]
                    method = self.program.method(owner, name)
                    if method >= 0:
                        is_property = self.program.head(method).flags & f.PROPERTY
                        return method if is_property else -1
                    if any(x.name == name for x in self.program.class_head(owner).fields):
                        # Read as a field: its getter would only read it again.
                        return -1
                    for other in self.program.other_names(owner, name):
                        method = self.program.method(owner, other)
                        if method >= 0:
                            return method
        extension = self.linker.members.extensions.named(function, receivers, name)
        if extension >= 0 and self.program.head(extension).flags & f.PROPERTY:
            return extension
        return -1

    def is_still_encrypted(self, function: int, value: int, depth: int = 0) -> bool:
        """Whether a function, or one that it hands a value to, takes encryption off that value."""
        key = (function, self.evidence.root(function, value), depth)
        found = self._decrypted.get(key)
        if found is None:
            found = self._decrypted[key] = self._takes_encryption_off(*key)
        return found

    def _takes_encryption_off(self, function: int, at: int, depth: int) -> bool:
        root = self.evidence.root
        values = self.program.body(function).values
        for number in self._handed_to(function).get(at, ()):
            callee = values[values[number][3]]
            named = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
            if self.lexicon.decrypts(str(named)):
                return True
            for target in self.calls.targets((function, number)) if depth < MAX_HANDED else ():
                inner = self.program.body(target.function).values
                for index, parameter in enumerate(inner[:MAX_HANDED_OVER]):
                    if parameter[0] != f.PARAM:
                        break
                    given = self.calls.passed((function, number), target, parameter[3], ())
                    if any(not part and root(function, x) == at for x, part in given) and (
                        self.is_still_encrypted(target.function, index, depth + 1)
                    ):
                        return True
        return False

    def _handed_to(self, function: int) -> dict[int, list[int]]:
        """What stands behind names → the calls that it is handed to."""
        found = self._calls_given.get(function)
        if found is None:
            found = self._calls_given[function] = {}
            for number, held in enumerate(self.program.body(function).values):
                if held[0] == f.CALL:
                    for at in {self.evidence.root(function, x) for x in held[4] if x >= 0}:
                        found.setdefault(at, []).append(number)
        return found

    def rewrites(self, function: int, call: f.Value) -> bool:
        """Whether a call inside a redactor takes text out: substitution, replacement, masking."""
        callee = self.program.body(function).values[call[3]]
        name = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
        if name == "replace" and call[4] and call[4][0] >= 0:
            # Replacing fixed text, such as line ends, hides nothing.
            return bool(self.program.body(function).values[call[4][0]][0] != f.CONST)
        if name in ("Replace", "ReplaceAll") and len(call[4]) > 2 and call[4][1] >= 0:
            return bool(self.program.body(function).values[call[4][1]][0] != f.CONST)
        if name in ("sub", "subn", "translate") or name in _BY_PATTERN:
            return True
        return not REDACTING.isdisjoint(words(str(name)))

    def masks(self, function: int, call: f.Value) -> bool:
        """Whether a call puts a mark such as ``<redacted>`` or ``***`` in the place of text."""
        body = self.program.body(function)
        callee = body.values[call[3]]
        if callee[0] != f.ATTR:
            return False
        if callee[4] in _MAPPING and any(
            not REDACTING.isdisjoint(words(self.evidence.own_name(function, argument)))
            for argument in call[4]
            if argument >= 0
        ):
            return True
        if callee[4] not in _MASKING and callee[4] not in _BY_PATTERN:
            return False
        web = self.program.unit(function).family == "web"
        if web and call[4] and call[4][0] >= 0 and self._finds_secrets(function, call[4][0]):
            return True
        if callee[4] in _BY_PATTERN and (
            self._finds_secrets(function, callee[3]) or self._cuts_logins(function, callee[3])
        ):
            return True
        return any(
            isinstance(literal, str) and _MARK.search(literal)
            for argument in call[4]
            if argument >= 0
            for literal in self.evidence.literals(function, argument)
        )

    def _cuts_logins(self, function: int, pattern: int) -> bool:
        """Whether a pattern finds the login in an address, or what stands under a secret's name."""
        return any(_SECRET_PATTERN.search(text) for text in self._patterns(function, pattern))

    def _patterns(self, function: int, pattern: int) -> Iterator[str]:
        """The texts of a regular expression, through the names that it has."""
        places = [(function, self.evidence.root(function, pattern))]
        held = self.program.body(function).values[places[0][1]]
        if held[0] == f.NAME:
            captured = captured_by(self.program, function, held[3])
            unit = self.program.unit_of[function]
            bound = (
                [(captured[0], value) for value in captured[1]]
                if captured is not None
                else self.linker.shared_values(unit, held[3])
            )
            places = [(fn, self.evidence.root(fn, value)) for fn, value in bound[:2]]
        for fn, value in places:
            made = self.program.body(fn).values[value]
            if made[0] == f.TEST and len(made) > 5:
                yield made[5]
            elif made[0] == f.CALL and made[4] and made[4][0] >= 0:
                literals = self.evidence.literals(fn, made[4][0])
                yield from (literal for literal in literals if isinstance(literal, str))

    def leaves_address(self, function: int, call: f.Value) -> bool:
        """Whether a call replaces what stands behind the ``#`` of an address, and that only."""
        callee = self.program.body(function).values[call[3]]
        if callee[0] != f.ATTR or callee[4] not in ("replace", "replaceAll") or not call[4]:
            return False
        found = list(self._patterns(function, call[4][0])) if call[4][0] >= 0 else []
        return bool(found) and all(text.lstrip("\\").startswith("#") for text in found)

    def _finds_secrets(self, function: int, pattern: int) -> bool:
        """Whether a pattern is one for secrets, by its name or its text: ``accessTokenRegex``."""
        name = words(self.evidence.own_name(function, pattern))
        judged = self.lexicon.judge(" ".join(name[:-1])) if name[-1:] else None
        called_so = (
            judged is not None
            and name[-1] in _PATTERNS
            and any(sure > 1 for _, sure, _ in judged.kinds)
        )
        return called_so or self._cuts_logins(function, pattern)

    def unmasked(self, function: int, alternatives: list[int]) -> list[int]:
        """Alternatives of a join without those that another one is the masked form of.

        ``if url.password: url = url.with_password("***")``: what is not masked had no need to be.
        """
        values = self.program.body(function).values
        masked: set[str] = set()
        for value in alternatives:
            if self._is_mark(function, value):
                # The other branch holds what somebody decided may be shown.
                return []
            held = values[value]
            if held[0] != f.LOCAL:
                continue
            made = values[held[3]]
            if made[0] == f.CALL and self._masks_or_redacts(function, made):
                masked.add(str(held[4]))
        if not masked:
            return alternatives
        return [
            v
            for v in alternatives
            if self.evidence.own_name(function, v) not in masked
            or (values[v][0] == f.LOCAL and values[values[v][3]][0] == f.CALL)
        ]

    def _is_mark(self, function: int, value: int) -> bool:
        """Whether a value is text that stands in the place of something: ``*sensitive*``."""
        held = self.program.body(function).values[self.evidence.root(function, value)]
        return bool(
            held[0] == f.CONST and isinstance(held[3], str) and _MARK.search(held[3]) is not None
        )

    def _masks_or_redacts(self, function: int, call: f.Value) -> bool:
        callee = self.program.body(function).values[call[3]]
        name = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
        redacts = not REDACTING.isdisjoint(words(str(name)))
        return redacts or self.masks(function, call)

    def says_error(self, function: int, value: int) -> bool:
        """Whether a value is an exception, by its type, where it was caught, or by its name."""
        root = self.program.body(function).values[self.evidence.root(function, value)]
        if root[0] == f.CAUGHT or words(self.evidence.own_name(function, value))[-1:] in _ERRORS:
            return True
        return self.is_exception(function, value) or any(
            tag == e.VALUE and is_exception_class(str(payload))
            for tag, payload in self.linker.value(function, value)
        )

    def rewrites_itself(self, function: int, call: f.Value, name: str) -> bool:
        """Whether a name is assigned what a call makes of the same name: ``x = redact(x)``."""
        body = self.program.body(function)
        callee = body.values[call[3]]
        given = [*call[4], *(v for _, v in call[5])]
        if callee[0] == f.ATTR:
            given.append(callee[3])
        if not any(self.evidence.own_name(function, a) == name for a in given if a >= 0):
            return False
        if self.masks(function, call):
            return True
        last = callee[4] if callee[0] == f.ATTR else callee[3] if callee[0] == f.NAME else ""
        if not _CLEANING.isdisjoint(words(str(last))):
            return True
        number = next((n for n, v in enumerate(body.values) if v is call), -1)
        return number >= 0 and any(t.sure for t in self.calls.targets((function, number)))

    def is_innocent(self, function: int, value: int) -> bool:
        """Whether a value is known to be empty, a constant, a test or a cleaned form.

        A telling name over such a value is no evidence: ``password = bool(password)``.
        """
        key = (function, value)
        found = self._innocent.get(key)
        if found is None:
            found = self._find_innocent(function, value, {})
            self._innocent[key] = found
        return found

    def _find_innocent(self, function: int, value: int, asked: dict[tuple[int, int], bool]) -> bool:
        """``asked`` holds what this question has come by: a loop over itself adds nothing."""
        key = (function, value)
        if key in asked:
            return asked[key]
        if len(asked) > MAX_ASKED:
            return False
        asked[key] = True
        asked[key] = self._innocent_form(function, value, asked)
        return asked[key]

    def _innocent_form(self, function: int, value: int, asked: dict[tuple[int, int], bool]) -> bool:
        held = self.program.body(function).values[value]
        op = held[0]
        if op in (f.CONST, f.TEST, f.FUNC, f.CLASS):
            return True
        if op in (f.LOCAL, f.CAST, f.UNARY):
            return self._find_innocent(function, held[4 if op == f.UNARY else 3], asked)
        if op in (f.JOIN, f.CHOICE):
            return all(self._find_innocent(function, v, asked) for v in held[3])
        if op == f.PART:
            return self.program.body(function).values[held[3]][0] == f.CALL and (
                self._find_innocent(function, held[3], asked)
            )
        if op == f.PARAM:
            return self._innocent_parameter(function, held[3], asked)
        if op == f.LEFT:
            nested, made = left_by(self.program, function, held)
            return all(self._find_innocent(nested, v, asked) for v in made)
        if op == f.BINARY:
            operands = held[4:6] if held[3] in ("%", "+") else held[5:6]
            return held[3] in ("%", "+", "*") and all(
                self._find_innocent(function, v, asked) for v in operands
            )
        if op == f.CALL:
            return self._innocent_call(function, value, held, asked)
        if op == f.TEXT and held[3]:
            return all(
                self._find_innocent(function, part, asked)
                or self.lexicon.judge(self.evidence.own_name(function, part)).harmless
                for part, _, _ in held[3]
            )
        if op == f.ATTR and self._is_constant(function, held):
            return True
        if op == f.ATTR:
            put = self._put_into(function, held)
            return bool(put) and all(self._find_innocent(fn, v, asked) for fn, v in put)
        if op == f.NAME:
            unit = self.program.unit_of[function]
            values = self.linker.shared_values(unit, held[3])
            return bool(values) and all(self._find_innocent(fn, v, asked) for fn, v in values[:6])
        return False

    def _innocent_parameter(
        self, function: int, parameter: int, asked: dict[tuple[int, int], bool]
    ) -> bool:
        """Whether all who call a function of Go hand over something innocent."""
        if self.program.unit(function).family != "go":
            return False
        given: list[tuple[int, int]] = []
        for site, target in self.calls.callers(function):
            if self.program.unit_of[site[0]] in self.left_out:
                continue
            for value, part in self.calls.passed(site, target, parameter, ()):
                if part or len(given) >= MAX_GIVEN:
                    return False
                given.append((site[0], value))
        return bool(given) and all(self._find_innocent(fn, v, asked) for fn, v in given)

    def _put_into(self, function: int, held: f.Value) -> list[tuple[int, int]]:
        """Some of what is ever put into the field that is read; nothing if it is not all seen."""
        if self.program.unit(function).family == "go" and held[4][:1].isupper():
            for tag, payload in self.linker.value(function, held[3]):
                if tag == e.MODULE:
                    return self.linker.package_values(str(payload), held[4])[:MAX_GIVEN]
            # Decoders fill exported fields.
            return []
        found: list[tuple[int, int]] = []
        for tag, payload in self.linker.value(function, held[3]):
            if tag == e.INSTANCE:
                stores = self.linker.field_stores(payload, held[4])[:6]  # type: ignore[arg-type]
                found.extend((fn, store.value) for fn, store in stores)
                sites = self._generated_sites(payload, held[4])  # type: ignore[arg-type]
                found.extend((fn, value) for fn, _, value in islice(sites, 6))
        return found

    def _is_constant(self, function: int, held: f.Value) -> bool:
        """Whether an attribute is one of a class that is bound to constants alone: of an enum."""
        if not any(tag == e.CLASS for tag, _ in self.linker.value(function, held[3])):
            return False
        bound = self.evidence.constants(function, held)
        return bool(bound) and all(
            self.program.body(body).values[self.evidence.root(body, value)][0] == f.CONST
            for body, value in bound
        )

    def _innocent_call(
        self, function: int, value: int, held: f.Value, asked: dict[tuple[int, int], bool]
    ) -> bool:
        site = (function, value)
        for name in self.calls.library_names(site):
            for entry in self.library.entries(name):
                if entry.cleans == "all" and self.evidence.holds(entry, function, held):
                    return True
            if name in ("builtins._", "gettext.gettext"):
                return True
            if name.startswith(("re.", "random.")):
                # What a pattern finds, or a generator draws, is named for its form.
                return True
        targets = self.calls.targets(site)
        if not targets:
            return False
        for target in targets:
            head = self.program.head(target.function)
            if target.constructs or head.flags & f.ABSTRACT:
                return False
            body = self.program.body(target.function)
            if not body.returns or not all(
                self._find_innocent(target.function, v, asked) for v in body.returns
            ):
                return False
        return True
