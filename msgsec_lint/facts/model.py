"""The facts of one source file, the same for every language.

A file is a *head* (imports, classes, function signatures, indexes by name) that the linker reads
for every file, and one encoded *body* per function that is decoded only when a flow passes through
it. A body is a value graph in evaluation order: each value is a small list ``[op, start, end, …]``
whose operands are indexes of earlier values (joins of loops may point forward). Local names are
folded away with flow order respected; what a name was remains as a ``LOCAL`` value, because names
are evidence.

Facts hold no policy: nothing here knows what is sensitive.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

Value = list[Any]
"""``[op, start byte, end byte, operand…]``."""

CONST: Final = 0
"""``literal``: str, int, float, bool or None; long strings are cut.

An integer of more than 64 bits is the nearest float, with a further operand: its exact digits,
hexadecimal and without prefix, behind ``-`` if it is negative."""
PARAM: Final = 1
"""``index`` into the function's parameters."""
NAME: Final = 2
"""``name`` that is not local: module-level, captured from an enclosing function, or built in.

Where members are in scope without a receiver (Java, Kotlin, Swift), ``name, receivers``: values
that the name may be a member of, innermost first. The linker decides, once, which it is."""
ATTR: Final = 3
"""``base, name``: an attribute read."""
ITEM: Final = 4
"""``base, key literal or None, key value``: a subscript read."""
CALL: Final = 5
"""``callee, arguments, keywords, guard, spans``. An argument is a value, or ``~value`` when spread;
a keyword is ``[name, value]``, with name None when spread; spans are start and end byte of each
argument and then of each keyword's value, as written at the call.

A method call without arguments that reads a property by the habits of its language has a further
operand ``reads``, the name of the property: ``body`` for ``m.getBody()`` and ``m.body()``."""
TEXT: Final = 6
"""``parts, lead``: text built from parts ``[value, form, before]``, form ``""`` (as text) or
``"r"`` (as repr), before the end of the literal text right before it; lead is the literal text
before the first part."""
BINARY: Final = 7
"""``operator, left, right``: a number, bytes or text computed from both sides.

Operators have one name for one meaning: ``+ - * / %``, ``**`` (power), ``//`` (division without
rest), ``@`` (product of matrices), ``& | ^`` and ``&^`` (bits of the left side without those of the
right), ``<< >>`` and ``>>>`` (which fills up with zeros). Sums where one side is known to be text
are ``TEXT``. Rotations and what else a language does by a method are calls."""
SEQ: Final = 8
"""``items``: a tuple, list or set; ``~value`` when spread."""
MAP: Final = 9
"""``entries``: a dict; each ``[key literal or None, key value or -1, value]``; a spread has
key value -2."""
JOIN: Final = 10
"""``values``: one of them, whichever way control came."""
EACH: Final = 11
"""``base``: an element got by iterating."""
PART: Final = 12
"""``base, index``: an element got by unpacking; index -1 when unknown."""
TEST: Final = 13
"""``operator, operands``: a comparison or negation; carries none of its operands' data.

Operators have one name for one meaning: ``not``; ``and`` and ``or`` where they give true or false
and never what one of their sides is, else they are a ``CHOICE``; ``== != < <= > >=``; ``===`` and
``!==`` (the same without conversion, or the same object); ``is`` and ``is not`` (the same object);
``in`` and ``not in``; ``instanceof`` and ``not instanceof``, whose type is an operand only where it
is a value; ``..`` and the like for a range of numbers; ``literal`` for a value that nobody reads.

A regular expression is one with the operator ``literal``, no operands and, where it is written as a
literal, a further operand: its text."""
FUNC: Final = 14
"""``index`` of a function of this file."""
CLASS: Final = 15
"""``index`` of a class of this file."""
CAUGHT: Final = 16
"""``types, first, last``: the exception caught from the calls among values first…last - 1."""
UNKNOWN: Final = 17
"""``operands``: a form that the front end does not know; operands pass through."""
LOCAL: Final = 18
"""``value, name, type``: value bound to a local name; type is a type expression or None."""
UPDATE: Final = 19
"""``base, accessor, value``: base after one of its parts was set; accessor as in access paths."""
ENTER: Final = 20
"""``base``: what a context manager gives."""
CHOICE: Final = 21
"""``values, tests``: the value of a conditional or short-circuit expression."""
CAST: Final = 22
"""``value, type``: the value, known (or claimed) to be of a type, or not of one behind `NOT`."""
LEFT: Final = 23
"""``function, name``: what a function of this file that is nested here leaves in a name of the
one around it."""
UNARY: Final = 24
"""``operator, value``: a number or bytes computed from one: ``-``, ``~`` (all bits the other way
round), ``+`` where it makes a number of what was none. A literal with a sign is a ``CONST``."""
NOT: Final = "!"
"""What stands before the type of a ``CAST`` that the value is known not to be of."""


def seen_in(name: str, function: int) -> str:
    """Among a body's bindings: what a nested function of the file sees under a name."""
    return f"{name}@{function}"


def left_in(name: str) -> str:
    """Among the bindings of a nested function: what it leaves in a name of the one around it."""
    return f"{name}="


def whole_module(module: str) -> str:
    """The name, in the index of calls, of a module that is called itself."""
    return f"import:{module}"


ANY_PART: Final = "[]"
"""The accessor for an unknown key or index. ``.x`` is an attribute, ``[k]`` a literal key."""
ELEMENT: Final = "[*]"
"""The accessor for what iterating gives: the elements of a list, but the keys of a mapping."""

# Function flags
METHOD: Final = 1
STATIC: Final = 2
CLASS_METHOD: Final = 4
PROPERTY: Final = 8
ASYNC: Final = 16
LAMBDA: Final = 64
MODULE_BODY: Final = 128
CLASS_BODY: Final = 256
ABSTRACT: Final = 512
EXTENSION: Final = 1024
"""A function outside a class that is called like a method: parameter 0 is the receiver."""
OVERRIDE: Final = 2048
"""Says of itself that it overrides a method of an ancestor."""

# Parameter kinds
POSITIONAL: Final = 0
KEYWORD_ONLY: Final = 1
REST: Final = 2
"""Collects further positional arguments."""
KEYWORDS: Final = 3
"""Collects further keyword arguments."""

# Field flags
HIDDEN: Final = 1
"""Left out of the generated text form."""
NOT_IN_CONSTRUCTOR: Final = 2
BY_ADDRESS: Final = 8
"""Printing shows where it is and not what it holds, unless that has a text form of its own."""
NOT_ENCODED: Final = 4
"""Left out by encoders of JSON, but not by the text form."""
NOT_IN_YAML: Final = 16
"""Left out by encoders of YAML."""
NOT_KEPT: Final = 32
"""Left out by what keeps a record as it is, such as mappers to databases."""


class Decorator(Struct, array_like=True, frozen=True):
    """A decorator or annotation: dotted name as written, and its literal keyword arguments."""

    name: str
    arguments: list[Any]
    keywords: dict[str, Any]


class Parameter(Struct, array_like=True, frozen=True):
    """One parameter of a function."""

    name: str
    type: str | None
    """Type expression in the neutral form of ``msgsec_lint.link.entities``."""
    kind: int
    default: int
    """Value in the enclosing function's body, or -1."""
    decorators: list[Decorator] = []


class Function(Struct, array_like=True, frozen=True):
    """The head of a function, method, lambda, class body or module body."""

    name: str
    symbol: str
    """Dotted path in the file: ``Relay.forward``; empty for the module body."""
    owner: int
    """Index of the class whose body holds it, or -1."""
    parent: int
    """Index of the enclosing function; -1 for the module body, which is function 0."""
    parameters: list[Parameter]
    returns: str | None
    decorators: list[Decorator]
    flags: int
    start: int
    end: int
    """Byte span of the whole definition."""


class Field(Struct, array_like=True, frozen=True):
    """A declared field of a class."""

    name: str
    type: str | None
    flags: int
    default: int
    """Value in the class body, or -1."""


class Class(Struct, array_like=True, frozen=True):
    """The head of a class."""

    name: str
    symbol: str
    parent: int
    """Index of the function in whose body it stands."""
    body: int
    """Index of the function that holds its body."""
    bases: list[str]
    """Dotted names as written; type arguments kept in the neutral form."""
    decorators: list[Decorator]
    fields: list[Field]
    methods: dict[str, int]
    constructor: int
    """Index of the constructor, or -1 when it has none of its own."""
    generated: bool
    """The constructor and the text form are generated from the fields."""
    text: int
    """Function that makes its text (str) form, or -1."""
    repr: int
    """Function that makes its debug (repr) form, or -1."""
    start: int
    end: int
    overloads: dict[str, list[int]] = {}
    """Further methods that share a name with one of ``methods``; constructors as ``<init>``."""
    serialized: bool = False
    """What encoders take apart although its text form is not generated."""


class Import(Struct, array_like=True, frozen=True):
    """One imported name."""

    local: str
    """Name in this file; ``*`` for a star import."""
    module: str
    """Module as written, without leading dots."""
    name: str | None
    """Name in that module; None when the module itself is meant."""
    level: int
    """Number of leading dots; 0 when absolute."""


class Comment(Struct, array_like=True, frozen=True):
    """A comment that may be a suppression."""

    line: int
    column: int
    text: str


class FileFacts(Struct, array_like=True, frozen=True):
    """The head of a file and its encoded bodies."""

    language: str
    lines: int
    error_lines: int
    """Lines that the grammar could not read."""
    unknown_forms: int
    """Nodes that the front end has no handler for."""
    truncated: list[str]
    """Symbols whose body was nested too deeply, or too large, to be read in full."""
    imports: list[Import]
    functions: list[Function]
    classes: list[Class]
    calls: dict[str, list[int]]
    """Last name of the callee → alternating function and value index of each call."""
    stores: dict[str, list[int]]
    """Attribute name → alternating function index and index into the body's stores."""
    globals: dict[str, list[int]]
    """Module-level name → alternating function and value index of each binding."""
    reads: dict[str, list[str]]
    """Name of a mapping → literal keys that this file reads from what it calls so."""
    aliases: dict[str, list[str]]
    """Last name of a function → module-level names that it was given besides."""
    comments: list[Comment]
    bodies: list[bytes]
    package: str = ""
    """The package that a file says it belongs to, where files of one package see each other."""


class Store(Struct, array_like=True, frozen=True):
    """``base.name = value`` (or an element put into ``base.name``)."""

    base: int
    name: str
    value: int
    type: str | None
    start: int
    end: int
    guard: int = -1
    """The condition that it stands under, or -1."""


class Guard(Struct, array_like=True, frozen=True):
    """A condition that holds where a call stands; conditions form a tree by ``outer``."""

    outer: int
    """Index of the enclosing guard, or -1."""
    kind: str
    """``if``, ``loop``, ``except``, ``match`` or ``after`` (behind an early exit)."""
    test: int
    """The value tested, iterated or caught."""
    holds: bool


class Body(Struct, array_like=True, frozen=True):
    """The value graph of one function."""

    values: list[Value]
    returns: list[int]
    yields: list[int]
    raises: list[int]
    stores: list[Store]
    bindings: dict[str, list[int]]
    """Names that nested scopes, importers or class users may read → all values bound to them; and
    what ``seen_in`` and ``left_in`` say."""
    guards: list[Guard]


_body_decoder = msgspec.msgpack.Decoder(Body)
_file_decoder = msgspec.msgpack.Decoder(FileFacts)
_encoder = msgspec.msgpack.Encoder()


def encode_body(body: Body) -> bytes:
    """Encode a function body for the facts of its file."""
    return _encoder.encode(body)


def decode_body(data: bytes) -> Body:
    """Decode what ``encode_body`` wrote. Raises msgspec.DecodeError when it did not."""
    return _body_decoder.decode(data)


def encode_file(facts: FileFacts) -> bytes:
    """Encode the facts of a file for the cache or another process."""
    return _encoder.encode(facts)


def decode_file(data: bytes) -> FileFacts:
    """Decode what ``encode_file`` wrote. Raises msgspec.DecodeError when it did not."""
    return _file_decoder.decode(data)
