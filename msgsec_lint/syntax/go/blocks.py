"""Blocks of Go: a name declared in a block hides the one outside until the block ends."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment, Scope

_DECLARING = frozenset({"short_var_declaration", "var_declaration", "const_declaration"})


class Block:
    """A block that is open; ``close`` gives back to names what they held outside."""

    __slots__ = ("_captures", "_hidden", "_marks", "_scope")

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._hidden: dict[str, int | None] = {}
        self._captures: dict[str, list[list[int]]] = {}
        self._marks = [(len(breaks), len(continues)) for breaks, continues, _, _ in scope.loops]

    def declare(self, name: str) -> None:
        """Say that a name is about to be declared in this block."""
        scope = self._scope
        if name not in self._hidden:
            self._hidden[name] = scope.env.get(name)
            self._captures[name] = scope.captures.pop(name, [])
            hide(scope, name)

    def statement(self, low: Lowering, node: Node) -> None:
        """Lower a statement of the block."""
        if node.type in _DECLARING:
            for name in _declared(low, node):
                self.declare(name)
        low.statement(node)

    def close(self) -> None:
        """End the block, also on the ways that leave it for a loop around it."""
        if not self._hidden:
            return
        scope = self._scope
        for name in self._hidden:
            scope.captures[name] = self._captures[name]
            if name in scope.left:
                scope.hidden[name].pop()
        self._restore(scope.env)
        for (breaks, continues, _, _), (first, second) in zip(
            self._scope.loops, self._marks, strict=False
        ):
            for env in (*breaks[first:], *continues[second:]):
                self._restore(env)

    def _restore(self, env: Environment) -> None:
        for name, value in self._hidden.items():
            if value is None:
                env.pop(name, None)
            else:
                env[name] = value


def hide(scope: Scope, name: str) -> None:
    """Keep what a name of a function around holds, as another of its spelling is declared."""
    if name in scope.left:
        scope.hidden.setdefault(name, []).append(scope.env.get(name))


def _declared(low: Lowering, node: Node) -> Iterable[str]:
    if node.type == "short_var_declaration":
        left = node.child_by_field_name("left")
        return [low.text(c) for c in left.named_children] if left is not None else []
    found: list[str] = []
    for child in node.named_children:
        specs = child.named_children if child.type == "var_spec_list" else (child,)
        for spec in specs:
            found.extend(low.text(name) for name in spec.children_by_field_name("name"))
    return found


def statements(low: Lowering, node: Node | None) -> None:
    """Lower a block of its own, or the statements of a case."""
    if node is None:
        return
    scope = low.scope
    guard = scope.guard
    block = Block(scope)
    for child in listed(node):
        block.statement(low, child)
    block.close()
    scope.guard = guard


def body(low: Lowering, node: Node) -> None:
    """Lower the body of a function; nothing comes behind its end."""
    for child in listed(node):
        if low.scope.left and child.type in _DECLARING:
            for name in _declared(low, child):
                hide(low.scope, name)
        low.statement(child)


def listed(node: Node) -> list[Node]:
    """The statements of a block, a statement list or a case."""
    found: list[Node] = []
    for child in node.named_children:
        if child.type == "statement_list":
            found.extend(child.named_children)
        elif node.type in ("block", "statement_list"):
            found.append(child)
    return found
