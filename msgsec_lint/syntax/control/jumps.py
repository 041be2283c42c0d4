"""What leaves where it stands: ``return``, ``throw``, ``break``, ``continue``, and labels."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.syntax.control.blocks import contents, labelled, own_names
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, first, meaningful, part


def return_(low: Lowering, node: Node) -> None:
    """``return value``."""
    given = first(low, node)
    if given is not None:
        low.scope.returns.append(low.expression(given))
    low.scope.leave()


def throw(low: Lowering, node: Node) -> None:
    """``throw exception``, perhaps with the cause behind it."""
    for child in meaningful(low, node):
        low.scope.raises.append(low.expression(child))
    low.scope.leave()


class Jump(Struct, frozen=True):
    """``break`` (``out``) and ``continue``, with or without a label."""

    out: bool
    label: Part = ""

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the jump."""
        low.scope.jump(out=self.out, label=labelled(low, node, self.label))


class Labeled(Struct, frozen=True):
    """``label: statement``."""

    loops: frozenset[str]
    """Node kinds of the statements that take the label as theirs: loops and switches."""
    label: Part = "label"
    inside: Part = "body"

    def __call__(self, low: Lowering, node: Node) -> None:
        """Lower the statement under the label."""
        inside = part(node, self.inside)
        if inside is None:
            return
        scope = low.scope
        scope.label = labelled(low, node, self.label)
        if inside.type in self.loops:
            low.statement(inside)
            scope.label = ""
            return
        # Anything else can be left by the label alone, and a jump may come here from anywhere.
        scope.exits = False
        exits = scope.open_exits(named=True)
        with own_names(low):
            contents(low, inside)
        scope.loops.pop()
        if exits.breaks:
            reached = [*exits.breaks, *([] if scope.exits else [scope.env])]
            scope.merge(reached, node.end_byte)
