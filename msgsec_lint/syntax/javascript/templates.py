"""Components of Vue and Svelte: what their scripts say, and what their markup shows unescaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from tree_sitter import Node, Parser, Point, Range

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import hoisted
from msgsec_lint.syntax.javascript.components import Component, Loop, Markup, Span
from msgsec_lint.syntax.javascript.exports import export
from msgsec_lint.syntax.javascript.nodes import first_part
from msgsec_lint.syntax.javascript.options import options_class, options_of
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.parsing import Work, attempt
from msgsec_lint.syntax.scope import Scope

TEMPLATE = "template"
"""The symbol of a component's markup."""
_PROPS = frozenset({"defineProps", "withDefaults"})
_GLOBALS = frozenset(
    {"Array", "BigInt", "Boolean", "Date", "Infinity", "Intl", "JSON", "Map", "Math", "NaN",
     "Number", "Object", "RegExp", "Set", "String", "console", "decodeURI", "decodeURIComponent",
     "encodeURI", "encodeURIComponent", "isFinite", "isNaN", "parseFloat", "parseInt",
     "undefined"}
)  # fmt: skip
"""What templates may name that is no member of their component."""


def lower_module(low: Lowering, root: Node, component: Component, parser: Parser) -> None:
    """Lower the scripts of a component, and then its markup as a function that uses them."""
    owner = -1
    statements: list[Node] = []
    options: tuple[Node, Node] | None = None
    for node in root.named_children:
        given = options_of(low, node) if node.type == "export_statement" else None
        if given is None or options is not None:
            statements.append(node)
        else:
            options = (node, given)
    low.block(hoisted(statements))
    if options is not None:
        made = options_class(low, options[1])
        owner = low.scope.values[made][3]
        export(low, options[0], "default", made)
    if component.markup:
        _Template(low, component, parser, Work(len(low.source)), owner).open()


Members = Callable[[str, Node], int | None]
"""What a name means in a template that is no name of its own; None for a name of the module."""


class _Template(Struct):
    """The markup of one component."""

    low: Lowering
    component: Component
    parser: Parser
    work: Work
    """What parsing all of the markup may cost."""
    owner: int
    """The class that the options of the component make, or -1."""

    def open(self) -> None:
        """Register the function that shows the markup."""
        start, end = self.component.markup[0].value[0], self.component.markup[-1].value[1]
        inside = self.owner >= 0
        this = [f.Parameter("this", None, f.POSITIONAL, -1)] if inside else []
        flags = f.METHOD if inside else 0
        symbol = TEMPLATE
        if inside:
            symbol = f"{self.low.classes[self.owner].symbol}.{TEMPLATE}"
        head = f.Function(TEMPLATE, symbol, self.owner, 0, this, None, [], flags, start, end)
        self.low.open_function(head, self._lower)

    def _lower(self, scope: Scope) -> None:
        low = self.low
        low.symbol = low.functions[scope.index].symbol
        if self.owner >= 0:
            scope.bind("this", scope.add(f.PARAM, *self.component.markup[0].value, 0))
        members = self._members()
        for markup in self.component.markup:
            self._show(scope, markup, members)

    def _show(self, scope: Scope, markup: Markup, members: Members) -> None:
        low = self.low
        outer = scope.env
        scope.env = dict(outer)
        for loop in markup.loops:
            self._bind(scope, loop, members)
        value = self._read(scope, markup.value, members)
        if value is not None:
            node, shown = value
            start, end = node.start_byte, node.end_byte
            callee = scope.add(f.NAME, start, end, f"dom:{markup.property}")
            low.call(node, callee, [shown], [], [start, end])
        scope.env = outer

    def _bind(self, scope: Scope, loop: Loop, members: Members) -> None:
        """Give the names of a loop what one turn gives them."""
        start, end = loop.over
        over = self._read(scope, loop.over, members)
        item = scope.add(f.UNKNOWN, start, end, [])
        if over is not None:
            item = scope.add(f.EACH, start, end, over[1])
        for name, property_ in loop.names:
            held = scope.add(f.ATTR, start, end, item, property_) if property_ else item
            scope.bind(name, scope.add(f.LOCAL, start, end, held, name, None))
        for name in loop.others:
            scope.bind(name, scope.add(f.UNKNOWN, start, end, []))

    def _read(self, scope: Scope, span: Span, members: Members) -> tuple[Node, int] | None:
        """The value of an expression, or None where it is none."""
        low = self.low
        start, end = span
        # Only bytes count here, so all may stand in one line.
        self.parser.included_ranges = [Range(Point(0, start), Point(0, end), start, end)]
        tree = attempt(self.parser, low.source, self.work)
        if isinstance(tree, int):
            return None
        root = tree.root_node
        statement = first_part(root)
        if root.has_error or statement is None or statement.type != "expression_statement":
            return None
        expression = first_part(statement)
        if expression is None:
            return None
        for node in _names(expression):
            name = low.text(node)
            if name not in scope.env:
                value = members(name, node)
                if value is not None:
                    scope.env[name] = value
        return expression, self._filtered(expression)

    def _filtered(self, node: Node) -> int:
        """An expression behind the filters of Vue 2: ``text | short | shown(1)``."""
        low = self.low
        filters: list[Node] = []
        while _operator(node) == "|":
            right, left = node.child_by_field_name("right"), node.child_by_field_name("left")
            if right is None or left is None:
                break
            filters.append(right)
            node = left
        value = low.expression(node)
        for right in reversed(filters):
            given = [value]
            function = right.child_by_field_name("function")
            arguments = right.child_by_field_name("arguments")
            if function is not None and arguments is not None:
                given += [low.expression(child) for child in arguments.named_children]
            spans = [right.start_byte, right.end_byte] * len(given)
            value = low.call(right, low.expression(function or right), given, [], spans)
        return value

    def _members(self) -> Members:
        low, owner = self.low, self.owner
        props = next((name for name in low.globals if self._is_props(name)), "")

        def member(name: str, node: Node) -> int | None:
            scope = low.scope
            start, end = node.start_byte, node.end_byte
            if name in _GLOBALS:
                return None
            if owner >= 0:
                return scope.add(f.ATTR, start, end, scope.env["this"], name)
            bare = scope.add(f.NAME, start, end, name)
            if self._is_held(name):
                return scope.add(f.ATTR, start, end, bare, "value")
            if props and name not in low.globals and all(x.local != name for x in low.imports):
                bare = scope.add(f.NAME, start, end, props)
                return scope.add(f.ATTR, start, end, bare, name)
            return None

        return member

    def _is_props(self, name: str) -> bool:
        """Whether a name of the script holds the properties of the component."""
        return any(
            values[held[3]][3] in _PROPS
            for values, held in self._held(name)
            if held[0] == f.CALL and values[held[3]][0] == f.NAME
        )

    def _is_held(self, name: str) -> bool:
        """Whether a name of the script holds what a template reads the value of: a ``ref``."""
        return any(
            held[0] == f.MAP and [entry[0] for entry in held[3]] == ["value"]
            for _, held in self._held(name)
        )

    def _held(self, name: str) -> Iterator[tuple[list[f.Value], f.Value]]:
        """What is bound to a name of the script, each among the values of its function."""
        flat = self.low.globals.get(name, ())
        for function, value in zip(flat[::2], flat[1::2], strict=True):
            values = self.low.scopes[function].values
            held = values[value]
            while held[0] in (f.LOCAL, f.CAST):
                held = values[held[3]]
            yield values, held


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator") if node.type == "binary_expression" else None
    return operator.type if operator is not None else ""


def _names(node: Node) -> list[Node]:
    """The names in an expression, in their order."""
    found: list[Node] = []
    pending = [node]
    while pending:
        node = pending.pop()
        if node.type in ("identifier", "shorthand_property_identifier"):
            found.append(node)
        pending.extend(reversed(node.named_children))
    return found
