"""``try`` with what catches, what follows and what happens in any case."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.control.blocks import body, own_names
from msgsec_lint.syntax.control.branches import Outcome
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, first, part


class Handler(Struct):
    """What one clause catches, and what it does with it."""

    types: list[int] = field(default_factory=list)
    """The classes that it takes, as values; none for whatever comes."""
    name: Node | None = None
    type: str | None = None
    """The type that its name is declared with."""
    bind: Callable[[Lowering, Node, int], None] | None = None
    """Gives what is caught to a name that is a pattern."""
    inside: Node | None = None


class Try(Struct, frozen=True):
    """``try``/``catch``/``else``/``finally``, with or without resources."""

    handler: Callable[[Lowering, Node], Handler]
    handlers: frozenset[str] = frozenset({"catch_clause"})
    inside: Part = "body"
    resources: Callable[[Lowering, Node], None] | None = None
    """Evaluates and binds what is closed behind the block."""
    orelse: str = ""
    """Node kind of what runs behind a block that nothing was thrown in."""
    ending: frozenset[str] = frozenset({"finally_clause"})
    ending_inside: Part = "body"
    word: int = len("catch")
    """Length of the word that a handler begins with, by which it is shown."""
    gives: bool = False

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the whole; returns what it gives, or -1."""
        scope = low.scope
        entry = dict(scope.env)
        first_value = len(scope.values)
        found = Outcome()
        children = node.named_children
        with own_names(low):
            if self.resources is not None:
                self.resources(low, node)
            value = body(low, part(node, self.inside))
        body_env, last = scope.env, len(scope.values)
        for child in children if self.orelse and not scope.exits else ():
            if child.type == self.orelse:
                body(low, part(child, self.ending_inside))
        found.take(low, value, [])
        for child in children:
            if child.type in self.handlers:
                scope.merge([entry, body_env], child.start_byte)
                self._handle(low, child, found, first_value, last)
        endings = [child for child in children if child.type in self.ending]
        leaves = not found.reached
        if leaves:
            scope.env, scope.exits = entry, not endings
        else:
            scope.merge(found.reached, node.end_byte)
        for ending in endings:
            body(low, part(ending, self.ending_inside) or first(low, ending))
        scope.exits = scope.exits or leaves
        return found.value(low, node) if self.gives else -1

    def _handle(self, low: Lowering, node: Node, found: Outcome, begin: int, last: int) -> None:
        """Lower a handler of what the values from ``begin`` to before ``last`` may throw."""
        scope = low.scope
        scope.exits = False
        start = node.start_byte
        made = self.handler(low, node)
        caught = scope.add(f.CAUGHT, start, start + self.word, made.types, begin, last)
        guard = scope.push_guard("except", caught, True)
        with own_names(low):
            if made.name is not None and made.bind is not None:
                made.bind(low, made.name, caught)
            elif made.name is not None:
                low.declare_name(made.name, low.text(made.name), caught, made.type)
            value = body(low, made.inside)
        scope.guard = guard
        found.take(low, value, [])
