"""Statements and expressions of which one of several cases is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field
from tree_sitter import Node

from msgsec_lint.syntax.control.branches import Outcome, Refused
from msgsec_lint.syntax.control.narrowing import Narrowed, narrow, narrow_name
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parts import Part, first, part
from msgsec_lint.syntax.scope import Environment


class Subject(Struct):
    """What a switch looks at."""

    value: int = -1
    """-1 where each case has a test of its own."""
    name: Node | None = None
    """The name by which it can be told of what type it is."""
    types: list[str] = field(default_factory=list)
    """The types that cases so far are for."""


class Label(Struct):
    """What leads into a case."""

    test: int = -1
    """A test of its own, or that of the subject; -1 where the subject decides."""
    condition: Node | None = None
    """The one condition that ``test`` is the value of."""
    types: list[str] = field(default_factory=list)
    """The types that the subject has here; none where other things are tested too."""
    further: list[int] = field(default_factory=list)
    """Tests that must hold as well."""
    default: bool = False


def never_falls(_case: Node, _statements: Sequence[Node]) -> bool:
    """No case goes on with the next one."""
    return False


class Switch(Struct, frozen=True):
    """``switch``, ``match``, ``when``, ``select``."""

    cases: frozenset[str]
    """Node kinds of the cases."""
    label: Callable[[Lowering, Node, Subject], Label]
    """Evaluates what leads into a case and binds the names that it takes."""
    statements: Callable[[Lowering, Node], Sequence[Node]]
    """The statements of a case."""
    subject: Part = "value"
    about: Callable[[Lowering, Node], Subject] | None = None
    """Evaluates the subject where that is more than an expression."""
    inside: Part = "body"
    """What holds the cases; ``""`` if the switch itself does."""
    begin: Part = ""
    """A statement that runs first and whose names end with the whole."""
    falls: Callable[[Node, Sequence[Node]], bool] = never_falls
    """Whether a case goes on with the next one where its end is reached."""
    left_by_break: bool = True
    complete: bool = False
    """Whether one of the cases is taken even if none is for the rest."""
    gives: bool = False
    yielding: bool = False
    """Whether ``yield`` says what a case gives."""
    one_block: bool = False
    """Whether what one case declares is known in those behind it."""

    def __call__(self, low: Lowering, node: Node) -> int:
        """Lower the whole; returns what it gives, or -1."""
        scope = low.scope
        scope.open_block()
        begin = part(node, self.begin)
        if begin is not None:
            low.statement(begin)
        subject = self._subject(low, node)
        found = Outcome(tests=[subject.value] if subject.value >= 0 else [])
        outer, entry = scope.guard, scope.env
        breaks = scope.open_exits(goes_on=False).breaks if self.left_by_break else []
        yields, scope.yields = scope.yields, [] if self.yielding else scope.yields
        complete = self._cases(low, node, subject, found, breaks)
        if self.yielding:
            scope.yields = yields
        if self.left_by_break:
            scope.loops.pop()
        if not complete:
            found.reached.append(dict(entry))
        scope.guard = outer
        scope.env = dict(entry)
        scope.merge(found.reached, node.end_byte)
        scope.close_block()
        found.behind(low)
        return found.value(low, node) if self.gives else -1

    def _subject(self, low: Lowering, node: Node) -> Subject:
        if self.about is not None:
            return self.about(low, node)
        at = part(node, self.subject)
        if at is None:
            return Subject()
        value = low.expression(at)
        while at is not None and at.type in low.language.conditions.wrapped:
            at = first(low, at)
        return Subject(value, at if at is not None and at.type == "identifier" else None)

    def _cases(
        self,
        low: Lowering,
        node: Node,
        subject: Subject,
        found: Outcome,
        breaks: list[Environment],
    ) -> bool:
        """Lower the cases one by one; whether one of them is taken in any case."""
        scope = low.scope
        entry = scope.env
        complete = self.complete
        leading = True
        fallen: Environment | None = None
        held = part(node, self.inside) or node
        for case in held.named_children:
            if case.type not in self.cases:
                continue
            scope.env, scope.exits = dict(entry), False
            guard = scope.guard
            if not self.one_block:
                scope.open_block()
            label, names = self._enter(low, case, subject, found.tests)
            complete |= label.default
            if fallen is not None:
                scope.merge([fallen, scope.env], case.start_byte)
            statements = self.statements(low, case)
            value = low.block(statements)
            if not self.one_block:
                scope.close_block()
            scope.guard = guard
            found.reached += breaks
            breaks.clear()
            if self.yielding:
                found.values += scope.yields
                scope.yields = []
            fallen = None
            reached = True
            if not scope.exits and self.falls(case, statements):
                fallen = scope.env
            else:
                reached = found.take(low, value, names)
            if subject.value < 0 and label.test >= 0:
                scope.push_guard("if", label.test, False)
                leading &= not reached
                if leading:
                    found.refused.append(Refused(label.test, False, label.condition or case))
        if fallen is not None:
            found.reached.append(fallen)
        return complete

    def _enter(
        self, low: Lowering, case: Node, subject: Subject, tests: list[int]
    ) -> tuple[Label, list[Narrowed]]:
        """What leads into a case, with the conditions that it puts over it."""
        scope = low.scope
        label = self.label(low, case, subject)
        names: list[Narrowed] = []
        if subject.name is not None and label.types:
            names = narrow_name(low, subject.name, "|".join(label.types), held=subject.value)
        if subject.value >= 0:
            # The subject seen as what it is here.
            told = scope.values[names[0].value][3] if names else subject.value
            test = label.test if label.test >= 0 else told
            scope.push_guard("match", test, not label.default)
        elif label.test >= 0:
            tests.append(label.test)
            scope.push_guard("if", label.test, True)
            names = narrow(low, label.condition, holds=True)
        for test in label.further:
            scope.push_guard("if", test, True)
        if subject.name is not None and label.default and subject.types:
            names = narrow_name(low, subject.name, "|".join(subject.types), holds=False)
        subject.types += [] if label.further else label.types
        return label, names
