"""Local names that functions share with those nested in them."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link.program import Program


def captured_by(program: Program, function: int, name: str) -> tuple[int, list[int]] | None:
    """The enclosing function that binds a free name, with the values bound; None if none."""
    unit = program.unit(function)
    heads = unit.facts.functions
    inner = function - unit.first
    around = heads[inner].parent
    while around > 0:
        # Names of a class body are not visible in its methods.
        if not heads[around].flags & f.CLASS_BODY:
            bindings = program.body(unit.first + around).bindings
            bound = bindings.get(f.seen_in(name, inner)) or bindings.get(name)
            if bound:
                return unit.first + around, bound
        inner, around = around, heads[around].parent
    return None


def left_by(program: Program, function: int, held: f.Value) -> tuple[int, list[int]]:
    """The nested function of a ``LEFT``, with the values that it leaves in the name."""
    nested = program.unit(function).first + held[3]
    return nested, program.body(nested).bindings.get(f.left_in(held[4]), [])
