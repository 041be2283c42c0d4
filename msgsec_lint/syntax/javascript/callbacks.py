"""Function literals that a chain of calls evaluates in place: ``items.map(x => x.body)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.javascript.blocks import declared, hoisted
from msgsec_lint.syntax.javascript.functions import function_value
from msgsec_lint.syntax.javascript.nodes import (
    EXTRAS,
    LITERAL_FUNCTIONS,
    first_part,
    parts,
)
from msgsec_lint.syntax.javascript.targets import assign, declare_names
from msgsec_lint.syntax.javascript.types import type_of
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Environment

_DECLARE = frozenset({"lexical_declaration", "variable_declaration"})
_INDEXES = frozenset({"i", "j", "n", "idx", "_i", "ix", "pos"})
"""Names by which the second parameter of a loop's body is seen to count."""


_NAMED = frozenset({"map", "flatMap", "forEach", "then", "catch"})
"""Methods that call a function handed over by its name, where it is all that is handed over."""
_REFERENCES = frozenset({"identifier", "member_expression"})


class InlineReturns(list[int]):
    """What a function literal returns that is evaluated in place, and where control goes then."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[Environment] = []


class Chain(Struct):
    """A call of a chain whose arguments are function literals."""

    node: Node
    receiver: int
    first: int
    """Where the receiver's values begin."""
    literals: list[Node | None]
    """The function literals (or names of functions) among the arguments, in their places."""
    others: list[int]
    """The values of the other arguments, in their places; -1 for literals."""
    call: int
    """The call itself."""


def chained(low: Lowering, node: Node, function: Node, name: str, arguments: Node) -> int | None:
    """The value of a call that evaluates a function literal in place; None if it is none."""
    lower = _CHAINED.get(name)
    if lower is None:
        return None
    given = [child for child in arguments.named_children if child.type not in EXTRAS]
    wanted = given[:2] if name == "then" else given[:1]
    literals = [_literal(child) for child in wanted]
    if len(given) == 1 and name in _NAMED and given[0].type in _REFERENCES:
        literals = [given[0]]
    receiver_node = function.child_by_field_name("object")
    if not any(literals) or receiver_node is None or receiver_node.type == "super":
        return None
    scope = low.scope
    first = len(scope.values)
    receiver = low.expression(receiver_node)
    callee = scope.add(f.ATTR, function.start_byte, function.end_byte, receiver, name)
    literals += [None] * (len(given) - len(literals))
    others: list[int] = []
    values: list[int] = []
    for child, literal in zip(given, literals, strict=True):
        if literal is not None:
            others.append(-1)
            values.append(scope.add(f.UNKNOWN, child.start_byte, child.end_byte, []))
        elif child.type == "spread_element":
            inner = first_part(child)
            others.append(low.expression(inner) if inner is not None else -1)
            values.append(~others[-1])
        else:
            others.append(low.expression(child))
            values.append(others[-1])
    spans = [at for c in given for at in (c.start_byte, c.end_byte)]
    made = low.call(node, callee, values, [], spans)
    return lower(low, Chain(node, receiver, first, literals, others, made))


_RUNS = {"useMemo": "", "computed": "value"}
"""Functions of React and Vue that keep what a function without parameters gives, and under which
property."""
_KEEPS = {
    "memo": "",
    "forwardRef": "",
    "useCallback": "",
    "useRef": "current",
    "ref": "value",
    "shallowRef": "value",
}
"""Those that keep what they are given."""
_FRAMEWORKS = frozenset({"react", "preact/hooks", "vue", "@vue/composition-api", "#imports"})


def kept(low: Lowering, node: Node, function: Node, arguments: Node) -> int | None:
    """The value of a call of a hook that keeps one: ``useMemo``, ``ref``; None for other calls."""
    base = function.child_by_field_name("object")
    name = function if base is None else function.child_by_field_name("property")
    own = low.text(name) if name is not None else ""
    if base is None:
        own = low.imported.get(own, own)
    if own not in _RUNS and own not in _KEEPS:
        return None
    local = low.text(function).partition(".")[0]
    if all(made.local != local or made.module not in _FRAMEWORKS for made in low.imports):
        return None
    given = parts(arguments)
    first = _literal(given[0]) if given else None
    if own in _KEEPS and given:
        value = (
            function_value(low, given[0], _place(low, node))
            if first is not None
            else (low.expression(given[0]))
        )
    elif own in _RUNS and first is not None and not _parameters(first):
        value = _evaluate(low, first, [], None, loops=False)
    else:
        return None
    for other in given[1:]:
        low.expression(other)
    key = _RUNS.get(own) or _KEEPS.get(own)
    if not key:
        return value
    return low.scope.add(f.MAP, node.start_byte, node.end_byte, [[key, -1, value]])


def _place(low: Lowering, node: Node) -> str:
    """The name that a value is declared under."""
    name = node.parent.child_by_field_name("name") if node.parent is not None else None
    return low.text(name) if name is not None and name.type == "identifier" else ""


def _literal(node: Node) -> Node | None:
    if node.type in LITERAL_FUNCTIONS and node.child_by_field_name("body") is not None:
        return node
    return None


def _parameters(node: Node) -> list[tuple[Node, Node | None]]:
    """Pattern and annotation of each parameter of a function literal."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        return [(single, None)]
    listed = node.child_by_field_name("parameters")
    found: list[tuple[Node, Node | None]] = []
    for child in parts(listed) if listed is not None else ():
        pattern = child.child_by_field_name("pattern")
        found.append((child if pattern is None else pattern, child.child_by_field_name("type")))
    return found


def _evaluate(
    low: Lowering, literal: Node, given: list[int], guard: tuple[str, int] | None, *, loops: bool
) -> int:
    """Evaluate a function literal in place and return what it gives."""
    scope = low.scope
    body = literal.child_by_field_name("body")
    if body is None:
        # A function under a name: it is given the value, what else it takes says nothing.
        spans = [literal.start_byte, literal.end_byte]
        return low.call(literal, low.expression(literal), given[:1], [], spans)
    before = dict(scope.env)
    blocked = body.type == "statement_block"
    joins = scope.open_loop(literal.start_byte) if loops and blocked else {}
    outer_guard = scope.guard
    scope.open_block()
    if guard is not None:
        scope.push_guard(*guard, True)
    for at, (pattern, annotation) in enumerate(_parameters(literal)):
        declare_names(low, pattern)
        value = given[at] if at < len(given) else _nothing(low, pattern)
        assign(low, pattern, value, type_of(low, annotation), declares=True)
    result = _block(low, literal, body) if blocked else low.expression(body)
    scope.guard = outer_guard
    scope.close_block()
    if loops and blocked:
        scope.close_loop(joins, literal.end_byte)
        scope.exits = False
    elif scope.env != before:
        # The function may not have been called, or not yet.
        scope.merge([before, scope.env], literal.end_byte)
    return result


def _block(low: Lowering, literal: Node, body: Node) -> int:
    """Evaluate a body with statements; its returns do not leave the function round it."""
    scope = low.scope
    outer = scope.returns
    exits = scope.exits
    loops = scope.loops
    returns = InlineReturns()
    scope.returns = returns
    scope.exits = False
    scope.loops = []
    scope.open_block()
    for child in body.named_children:
        # Whatever word declares them, its names are its own.
        for pattern in declared(child) if child.type in _DECLARE else ():
            declare_names(low, pattern)
    low.block(hoisted(body.named_children))
    ends = returns.ends if scope.exits else [*returns.ends, scope.env]
    if ends:
        scope.merge(ends, literal.end_byte)
    scope.close_block()
    scope.returns, scope.exits, scope.loops = outer, exits, loops
    if len(returns) == 1:
        return returns[0]
    start, end = literal.start_byte, literal.end_byte
    if returns:
        return scope.add(f.JOIN, start, end, list(returns))
    return scope.add(f.CONST, start, end, None)


def _nothing(low: Lowering, node: Node) -> int:
    return low.scope.add(f.UNKNOWN, node.start_byte, node.end_byte, [])


def _element(low: Lowering, chain: Chain) -> int:
    return _add(low, chain, f.EACH, chain.receiver)


def _add(low: Lowering, chain: Chain, op: int, *operands: Any) -> int:
    return low.scope.add(op, chain.node.start_byte, chain.node.end_byte, *operands)


def _loop(low: Lowering, chain: Chain, given: list[int]) -> int:
    literal = chain.literals[0]
    if literal is None:
        return chain.others[0]
    return _evaluate(low, literal, given, ("loop", chain.receiver), loops=True)


def _map(low: Lowering, chain: Chain) -> int:
    return _add(low, chain, f.SEQ, [_each(low, chain)])


def _flat_map(low: Lowering, chain: Chain) -> int:
    return _add(low, chain, f.SEQ, [~_each(low, chain)])


def _each(low: Lowering, chain: Chain) -> int:
    """The result of a literal for an element; a mapping's ``forEach`` gives value and key."""
    element = _element(low, chain)
    literal = chain.literals[0]
    patterns = _parameters(literal) if literal is not None else []
    second = low.text(patterns[1][0]) if len(patterns) > 1 else "i"
    if second in _INDEXES or "ndex" in second:
        index = _add(low, chain, f.UNKNOWN, [])
        return _loop(low, chain, [element, index, chain.receiver])
    value = _add(low, chain, f.PART, chain.receiver, -1)
    return _loop(low, chain, [value, element, chain.receiver])


def _for_each(low: Lowering, chain: Chain) -> int:
    _each(low, chain)
    return _add(low, chain, f.CONST, None)


def _filter(low: Lowering, chain: Chain) -> int:
    _each(low, chain)
    return chain.receiver


def _find(low: Lowering, chain: Chain) -> int:
    element = _element(low, chain)
    _loop(low, chain, [element])
    return element


def _test(low: Lowering, chain: Chain) -> int:
    return _add(low, chain, f.TEST, "some", [_each(low, chain)])


def _sort(low: Lowering, chain: Chain) -> int:
    element = _element(low, chain)
    _loop(low, chain, [element, element])
    return chain.receiver


def _reduce(low: Lowering, chain: Chain) -> int:
    element = _element(low, chain)
    start = chain.others[1] if len(chain.others) > 1 and chain.others[1] >= 0 else element
    so_far = _add(low, chain, f.JOIN, [start])
    result = _loop(low, chain, [so_far, element])
    low.scope.values[so_far][3].append(result)
    return so_far


def _then(low: Lowering, chain: Chain) -> int:
    last = len(low.scope.values)
    found: list[int] = []
    done, failed = (*chain.literals, None)[:2]
    if done is not None:
        found.append(_evaluate(low, done, [chain.receiver], None, loops=False))
    else:
        # A function under a name, as in then(parse, error => …): the call stands for its result.
        found.append(chain.call)
    if failed is not None:
        found.append(_caught(low, chain, failed, last))
    return found[0] if len(found) == 1 else _add(low, chain, f.JOIN, found)


def _catch(low: Lowering, chain: Chain) -> int:
    literal = chain.literals[0]
    if literal is None:
        return chain.receiver
    result = _caught(low, chain, literal, len(low.scope.values))
    return _add(low, chain, f.JOIN, [chain.receiver, result])


def anything(low: Lowering, start: int) -> int:
    """The type of what may be thrown: handlers take whatever comes."""
    return low.scope.add(f.NAME, start, start, "Exception")


def _caught(low: Lowering, chain: Chain, literal: Node, last: int) -> int:
    start = literal.start_byte
    types = [anything(low, start)]
    caught = low.scope.add(f.CAUGHT, start, start + 1, types, chain.first, last)
    return _evaluate(low, literal, [caught], ("except", caught), loops=False)


def _finally(low: Lowering, chain: Chain) -> int:
    literal = chain.literals[0]
    if literal is not None:
        _evaluate(low, literal, [], None, loops=False)
    return chain.receiver


_CHAINED: dict[str, Callable[[Lowering, Chain], int]] = {
    "map": _map,
    "flatMap": _flat_map,
    "filter": _filter,
    "forEach": _for_each,
    "find": _find,
    "findLast": _find,
    "findIndex": _test,
    "some": _test,
    "every": _test,
    "sort": _sort,
    "reduce": _reduce,
    "then": _then,
    "catch": _catch,
    "finally": _finally,
}
