"""The shared part of every front end: the walk from a syntax tree to the facts of a file.

A front end is a table from node kinds to small handlers (``Language``); this module owns the queue
of functions still to be lowered, names and positions, the indexes by name, and the limits that keep
hostile input harmless.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.scope import Scope

EXTRAS = frozenset({"comment", "line_continuation"})
"""Nodes that may stand anywhere and mean nothing."""
MAX_DEPTH = 160
"""Expressions nested deeper than this are kept as one unknown value."""
MAX_NESTED = 100
"""Functions and classes with more functions and classes around them are not read."""
MAX_SYMBOL = 400
"""Longer symbols are cut, so that names cannot grow with the square of a file."""
MAX_NAMED = 100
"""More symbols are not named where code is nested too deeply."""
FRAMES = 3000
"""What lowering may use of Python's stack; mostly ``MAX_DEPTH`` ends it long before."""
MAX_LITERAL = 120
"""Longer string literals are cut: they serve matching and messages, not reproduction."""

Expression = Callable[["Lowering", Node], int]
Statement = Callable[["Lowering", Node], object]
"""What a form of a language that gives values gives is not read where it stands as a statement."""


def own_statements(_low: Lowering, node: Node) -> Sequence[Node]:
    """The statements of a block: its named children."""
    return node.named_children


class Tested(Struct):
    """What a condition says of a name where it holds, or where it does not."""

    name: Node
    type: str
    """A type, or several with ``|`` between them."""
    holds: bool
    """Whether what the name holds is of that type, or else of none of it."""


class Conditions(Struct, frozen=True):
    """How a language writes conditions, as far as they say of what type names are."""

    both: str = "&&"
    either: str = "||"
    connected: frozenset[str] = frozenset({"binary_expression"})
    """Node kinds of what ``both`` and ``either`` connect, with fields left, operator and right."""
    wrapped: frozenset[str] = frozenset({"parenthesized_expression"})
    negated: frozenset[str] = frozenset({"unary_expression"})
    """Node kinds that may negate: their last named child, if they begin with ``negation``."""
    negation: str = "!"
    tests: dict[str, Callable[[Lowering, Node, bool], Tested | None]] = {}
    """Node kind → what it tests where it holds or not; None where it tests no name."""
    members: bool = False
    """Whether names that are not local are told of too."""


class Language(Struct, frozen=True):
    """A front end's tables."""

    name: str
    expressions: dict[str, Expression]
    statements: dict[str, Statement]
    ignored: frozenset[str]
    """Node kinds that carry nothing: comments, punctuation with a name."""
    comments: frozenset[str] = EXTRAS
    """Node kinds that may stand between any parts and mean nothing."""
    block_scoped: bool = True
    """Whether names that a block declares end with it."""
    blocks: frozenset[str] = frozenset({"block"})
    """Node kinds that hold statements; anything else in their place is a single one."""
    listed: Callable[[Lowering, Node], Sequence[Node]] = own_statements
    """The statements of a block in the order in which they take effect."""
    conditions: Conditions = Conditions()


class Pending(Struct, frozen=True):
    """A function whose body waits to be lowered, once its surroundings are known."""

    scope: Scope
    lower: Callable[[Scope], None]


class Lowering:
    """One file on its way from tree to facts."""

    def __init__(self, language: Language, source: bytes) -> None:
        self.language = language
        self.source = source
        self.expressions = language.expressions
        self.statements = language.statements
        self.functions: list[f.Function] = []
        self.classes: list[f.Class] = []
        self.imports: list[f.Import] = []
        self.calls: dict[str, list[int]] = {}
        self.stores: dict[str, list[int]] = {}
        self.globals: dict[str, list[int]] = {}
        self.aliases: dict[str, list[str]] = {}
        self.reads: dict[str, set[str]] = {}
        self.imported: dict[str, str] = {}
        """Local name → the name it has where it comes from, where the two differ."""
        self.modules: dict[str, str] = {}
        """Local name of a module that may be called itself → its name in the index of calls."""
        self.truncated: list[str] = []
        self.unknown_forms = 0
        self.depth = 0
        self.scope = Scope(0)
        self.scopes: list[Scope] = []
        self.owner = -1
        self.package = ""
        self._symbol = ""
        self.type_parameters: dict[str, str] = {}
        """Type parameter in scope → its bound, in the neutral form; replaced, never changed."""
        self.members: dict[int, frozenset[str]] = {}
        """Class → names of its fields, where fields are read without naming their object."""
        self._pending: list[Pending] = []
        self._with_nested: set[int] = set()
        self._nested: list[int] = []
        """Function → how many functions and classes are around it."""

    @property
    def symbol(self) -> str:
        """The symbol of the function or class that is being lowered."""
        return self._symbol

    @symbol.setter
    def symbol(self, symbol: str) -> None:
        if len(symbol) > MAX_SYMBOL:
            mark = hashlib.sha256(symbol.encode()).hexdigest()[:12]
            symbol = f"{symbol[: MAX_SYMBOL // 2]}…{mark}"
        self._symbol = symbol

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def expression(self, node: Node) -> int:
        """Lower an expression and return its value."""
        handler = self.expressions.get(node.type)
        if handler is None:
            return self.unknown(node)
        if self.depth > MAX_DEPTH:
            self._note_truncated()
            return self.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
        self.depth += 1
        value = handler(self, node)
        self.depth -= 1
        return value

    def statement(self, node: Node) -> None:
        """Lower a statement."""
        kind = node.type
        handler = self.statements.get(kind)
        if handler is not None:
            if self.depth > MAX_DEPTH:
                self._note_truncated()
                return
            self.depth += 1
            handler(self, node)
            self.depth -= 1
        elif kind not in self.language.ignored:
            self.expression(node)

    def block(self, nodes: Sequence[Node]) -> int:
        """Lower statements in order; conditions of early exits hold until the block's end.

        Returns the value of the last one, or -1 when it is none that gives a value.
        """
        scope = self.scope
        guard = scope.guard
        value = -1
        statements = self.statements
        ignored = self.language.ignored
        for node in nodes:
            if scope.full:
                self._note_truncated()
                break
            kind = node.type
            handler = statements.get(kind)
            if handler is None:
                if kind not in ignored:
                    value = self.expression(node)
                continue
            value = -1
            if self.depth > MAX_DEPTH:
                self._note_truncated()
            else:
                self.depth += 1
                handler(self, node)
                self.depth -= 1
        scope.guard = guard
        return value

    def unknown(self, node: Node) -> int:
        """Keep a form without a handler as a value that its parts pass through."""
        kind = node.type
        if kind in self.language.ignored:
            return self.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])
        self.unknown_forms += 1
        parts: list[int] = []
        if self.depth > MAX_DEPTH:
            self._note_truncated()
        else:
            self.depth += 1
            for child in node.named_children:
                if child.type in self.statements:
                    self.statement(child)
                elif child.type not in self.language.ignored:
                    parts.append(self.expression(child))
            self.depth -= 1
        return self.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, parts)

    def enter(self) -> bool:
        """Go one level deeper, if that is not too deep; whoever entered takes it from ``depth``."""
        if self.depth > MAX_DEPTH:
            self._note_truncated()
            return False
        self.depth += 1
        return True

    def _note_truncated(self) -> None:
        symbol = self.functions[self.scope.index].symbol
        if len(self.truncated) < MAX_NAMED and symbol not in self.truncated:
            self.truncated.append(symbol)

    def constant(self, node: Node, literal: Any) -> int:
        """A literal value."""
        if isinstance(literal, str) and len(literal) > MAX_LITERAL:
            literal = literal[:MAX_LITERAL]
        return self.scope.add(f.CONST, node.start_byte, node.end_byte, literal)

    def name(self, node: Node, name: str) -> int:
        """What a name holds here: a local value, or a name for the linker."""
        scope = self.scope
        value = scope.env.get(name)
        if value is None or name in scope.outer_names:
            if scope.receivers:
                # A copy: the list changes where receivers come into and go out of scope.
                receivers = [*scope.receivers]
                return scope.add(f.NAME, node.start_byte, node.end_byte, name, receivers)
            return scope.add(f.NAME, node.start_byte, node.end_byte, name)
        return value

    def assign_name(self, node: Node, name: str, value: int, type_: str | None = None) -> None:
        """Bind a local name, remembering the name as evidence."""
        scope = self.scope
        local = scope.add(f.LOCAL, node.start_byte, node.end_byte, value, name, type_)
        if name in scope.outer_names:
            if name in scope.globals:
                self.globals.setdefault(name, []).extend((scope.index, local))
            scope.bindings.setdefault(name, []).append(local)
        else:
            scope.bind(name, local)
            if scope.index == 0:
                self.globals.setdefault(name, []).extend((0, local))
                self._note_alias(name, value)

    def declare_name(self, node: Node, name: str, value: int, type_: str | None = None) -> None:
        """Bind a local name where it is declared: it ends with the block around it."""
        self.scope.declare(name)
        self.assign_name(node, name, value, type_)

    def note_read(self, base: int, key: object) -> None:
        """Remember that a literal key is read from what the source calls by a name."""
        held = self.scope.values[base]
        op = held[0]
        if op in (f.LOCAL, f.ATTR):
            name = held[4]
        elif op == f.NAME:
            name = held[3]
        elif op == f.PARAM:
            name = self.functions[self.scope.index].parameters[held[3]].name
        else:
            return
        if isinstance(key, str) and key:
            self.reads.setdefault(name, set()).add(key)

    def _note_alias(self, name: str, value: int) -> None:
        """``say = log.info`` and ``say = partial(log.info, …)``."""
        held = self.scope.values[value]
        if held[0] == f.CALL and held[4] and held[4][0] >= 0:
            held = self.scope.values[held[4][0]]
        last = held[4] if held[0] == f.ATTR else held[3] if held[0] == f.NAME else None
        if isinstance(last, str) and last != name:
            self.aliases.setdefault(last, []).append(name)

    def store(self, node: Node, base: int, name: str, value: int, type_: str | None = None) -> None:
        """Record ``base.name = value`` for readers of the field anywhere."""
        scope = self.scope
        span = node.start_byte, node.end_byte
        scope.stores.append(f.Store(base, name, value, type_, *span, scope.guard))
        self.stores.setdefault(name, []).extend((scope.index, len(scope.stores) - 1))

    def call(
        self,
        node: Node,
        callee: int,
        arguments: list[int],
        keywords: list[list[Any]],
        spans: list[int],
        reads: str = "",
    ) -> int:
        """A call; indexed by the last name of its callee.

        ``spans`` holds start and end byte of each argument, then of each keyword's value;
        ``reads`` is the property that a call without arguments reads.
        """
        scope = self.scope
        start, end = node.start_byte, node.end_byte
        value = scope.add(f.CALL, start, end, callee, arguments, keywords, scope.guard, spans)
        if reads:
            scope.values[value].append(reads)
        target = scope.values[callee]
        op = target[0]
        if op == f.ATTR:
            last = target[4]
        elif op == f.NAME:
            last = self.imported.get(target[3], target[3])
        elif op == f.LOCAL:
            # A function under another name: `say = log.info`.
            inner = scope.values[target[3]]
            last = inner[4] if inner[0] == f.ATTR else inner[3] if inner[0] == f.NAME else target[4]
        elif op == f.PARAM:
            last = self.functions[scope.index].parameters[target[3]].name
        elif op == f.CLASS:
            last = self.classes[target[3]].name
        elif op == f.FUNC:
            last = self.functions[target[3]].name
        else:
            last = ""
        found = self.calls.get(last)
        if found is None:
            self.calls[last] = [scope.index, value]
        else:
            found.append(scope.index)
            found.append(value)
        if op == f.NAME and self.modules.get(target[3], last) != last:
            # A module that is called itself goes by any name where it is imported.
            self.calls.setdefault(self.modules[target[3]], []).extend((scope.index, value))
        for argument in arguments:
            self._note_reference(argument, scope.index, value)
        for _, argument in keywords:
            self._note_reference(argument, scope.index, value)
        return value

    def _note_reference(self, argument: int, function: int, call: int) -> None:
        """Index a name handed to a call: it may be a function that is called back."""
        if argument < 0:
            return
        held = self.scope.values[argument]
        op = held[0]
        if op == f.ATTR:
            name = held[4]
        elif op == f.NAME:
            name = self.imported.get(held[3], held[3])
        elif op == f.FUNC:
            name = self.functions[held[3]].name or "<lambda>"
        else:
            return
        self.calls.setdefault("&" + name, []).extend((function, call))

    def open_function(self, head: f.Function, lower: Callable[[Scope], None]) -> int:
        """Register a function; its body is lowered when its surroundings are complete."""
        scope = self.open_body(head)
        if self._nested[scope.index] <= MAX_NESTED:
            self._pending.append(Pending(scope, lower))
        else:
            self._note_truncated()
        return scope.index

    def open_body(self, head: f.Function) -> Scope:
        """Register a function whose body is lowered at once, in place: a class body."""
        index = len(self.functions)
        self.functions.append(head)
        self._with_nested.add(head.parent)
        self._nested.append(self._nested[head.parent] + 1)
        scope = Scope(index)
        self.scopes.append(scope)
        return scope

    def run(self, lower_module: Callable[[Scope], None], length: int) -> None:
        """Lower the module body and then every function found on the way.

        Raises RecursionError for a tree that is too deep in spite of all limits; the facts are
        then no longer of one piece. How deep that is does not depend on the caller.
        """
        self.functions.append(
            f.Function("", "", -1, -1, [], None, [], f.MODULE_BODY, 0, length),
        )
        self.scopes.append(self.scope)
        self._nested.append(0)
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(_frames() + FRAMES)
        try:
            self._lower(Pending(self.scope, lower_module))
            done = 0
            while done < len(self._pending):
                self._lower(self._pending[done])
                done += 1
        finally:
            sys.setrecursionlimit(before)

    def _lower(self, pending: Pending) -> None:
        self.scope = pending.scope
        self.depth = 0
        pending.lower(pending.scope)

    def bodies(self) -> list[bytes]:
        """The encoded bodies, in the order of ``functions``."""
        heads = self.functions
        kept = f.MODULE_BODY | f.CLASS_BODY
        return [
            f.encode_body(
                scope.body(
                    keep_bindings=bool(heads[i].flags & kept or scope.left)
                    or i in self._with_nested
                )
            )
            for i, scope in enumerate(self.scopes)
        ]


def _frames() -> int:
    """How deep Python's stack is here."""
    frame, found = inspect.currentframe(), 0
    while frame is not None:
        frame, found = frame.f_back, found + 1
    return found
