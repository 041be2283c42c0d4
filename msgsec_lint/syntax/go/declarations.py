"""Functions, methods, function literals and type declarations of Go."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.go.captures import catch, leave, share, shared_names
from msgsec_lint.syntax.go.control import listed
from msgsec_lint.syntax.go.targets import is_captured
from msgsec_lint.syntax.go.types import (
    PLAIN,
    declare_class,
    last_name,
    parameters,
    result_type,
    type_parameters,
    type_text,
)
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope

RESULTS = "return"
"""Where a scope keeps its named results: no name in Go is spelled so."""

_FORMATTER = ("Format", ["fmt.State", PLAIN["rune"]])
"""The method by which a type prints itself: it writes into what it is given."""

Parameters = list[tuple[f.Parameter, Node]]


def function_declaration(low: Lowering, node: Node) -> None:
    """A function of the package."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = low.text(name_node)
    index = _open(low, node, name, name, 0, [], _bounds(low, node))
    value = low.scope.add(f.FUNC, name_node.start_byte, name_node.end_byte, index)
    if name not in ("_", "init"):
        low.scope.bindings.setdefault(name, []).append(value)
        low.globals.setdefault(name, []).extend((low.scope.index, value))


def method_declaration(low: Lowering, node: Node) -> None:
    """A method: a function of the package whose parameter 0 is the receiver."""
    name_node = node.child_by_field_name("name")
    listed = node.child_by_field_name("receiver")
    if name_node is None or listed is None:
        return
    found = parameters(low, listed)[:1]
    if not found:
        return
    written, at = found[0]
    type_ = last_name(written.type or "Any")
    receiver = f.Parameter(written.name, type_, f.POSITIONAL, -1)
    bounds = dict.fromkeys(_arguments(written.type or ""), "Any")
    name = low.text(name_node)
    flags = f.METHOD | f.EXTENSION
    _open(low, node, name, f"{type_}.{name}", flags, [(receiver, at)], bounds)


def _bounds(low: Lowering, node: Node) -> dict[str, str]:
    return type_parameters(low, node.child_by_field_name("type_parameters"))


def _arguments(text: str) -> list[str]:
    """The type parameters of a receiver ``Pair[K,V]``."""
    return text.partition("[")[2].rstrip("]").split(",") if "[" in text else []


def function_literal(low: Lowering, node: Node) -> int:
    """A function without a name."""
    outer = low.functions[low.scope.index].symbol
    symbol = outer
    if not outer.endswith("<lambda>"):
        symbol = f"{outer}.<lambda>" if outer else "<lambda>"
    names = shared_names(low, node)
    index = _open(low, node, "", symbol, f.LAMBDA, [], {}, names.changed)
    share(low.scope, node, index, names)
    return low.scope.add(f.FUNC, node.start_byte, node.end_byte, index)


def _open(
    low: Lowering,
    node: Node,
    name: str,
    symbol: str,
    flags: int,
    receiver: Parameters,
    bounds: dict[str, str],
    changed: Iterable[str] = (),
) -> int:
    """Register a function; ``changed`` are the names of functions around that it may change."""
    outside = low.type_parameters
    inside = {**outside, **bounds} if bounds else outside
    low.type_parameters = inside
    found = [*receiver, *parameters(low, node.child_by_field_name("parameters"))]
    result = node.child_by_field_name("result")
    returns = result_type(low, result)
    named = _named_results(low, result)
    low.type_parameters = outside
    block = node.child_by_field_name("body")
    start, end = node.start_byte, node.end_byte
    heads = [made for made, _ in found]
    head = f.Function(
        name, symbol, -1, low.scope.index, heads, returns, [], flags, start, end
    )  # fmt: skip

    def lower(scope: Scope) -> None:
        low.symbol = symbol
        low.type_parameters = inside
        for index, (made, at) in enumerate(found):
            value = scope.add(f.PARAM, at.start_byte, at.end_byte, index)
            if made.name != "_":
                scope.bind(made.name, value)
        _bind_results(low, scope, named)
        formats = (name, [made.type for made in heads[1:]]) == _FORMATTER
        if formats and heads[1].name != "_":
            # It gives nothing back; what it writes is what it makes of its receiver.
            low.assign_name(found[1][1], heads[1].name, scope.env[heads[1].name])
            scope.bindings[RESULTS] = [scope.env[heads[1].name]]
        for outer in sorted(changed):
            if is_captured(low, outer):
                scope.left[outer] = scope.bindings[f.left_in(outer)] = []
        if block is not None:
            low.block(listed(low, block))
        leave(scope)
        catch(scope)
        if formats and not scope.exits:
            scope.returns.extend(named_results(low))
        scope.bindings.pop(RESULTS, None)

    return low.open_function(head, lower)


def _named_results(low: Lowering, node: Node | None) -> Parameters:
    if node is None or node.type != "parameter_list":
        return []
    found = parameters(low, node)
    return found if any(at.type == "identifier" for _, at in found) else []


def _bind_results(low: Lowering, scope: Scope, named: Parameters) -> None:
    held: list[int] = []
    for made, at in named:
        empty = scope.add(f.UNKNOWN, at.start_byte, at.end_byte, [])
        if made.name == "_":
            held.append(empty)
        else:
            low.assign_name(at, made.name, empty, made.type)
            held.append(scope.env[made.name])
    if held:
        scope.bindings[RESULTS] = held


def named_results(low: Lowering) -> list[int]:
    """What the named results of the current function hold here."""
    scope = low.scope
    found: list[int] = []
    for value in scope.bindings.get(RESULTS, ()):
        held = scope.values[value]
        found.append(scope.env.get(held[4], value) if held[0] == f.LOCAL else value)
    return found


def give_back(low: Lowering, node: Node, values: list[int]) -> None:
    """Let deferred functions see in the named results what is returned."""
    scope = low.scope
    held = [scope.values[value] for value in scope.bindings.get(RESULTS, ())]
    if len(values) == 1 and len(held) > 1:
        start, end = node.start_byte, node.end_byte
        values = [scope.add(f.PART, start, end, values[0], at) for at in range(len(held))]
    for made, value in zip(held, values, strict=False):
        for seen in scope.captures.get(made[4], ()) if made[0] == f.LOCAL else ():
            seen.append(value)


def type_declaration(low: Lowering, node: Node) -> None:
    """``type A struct { … }``, ``type A B`` and ``type A = B``."""
    for child in node.named_children:
        if child.type in ("type_spec", "type_alias"):
            _type_spec(low, child)


def _type_spec(low: Lowering, node: Node) -> None:
    name_node, type_ = node.child_by_field_name("name"), node.child_by_field_name("type")
    if name_node is None or type_ is None:
        return
    name = low.text(name_node)
    outside = low.type_parameters
    bounds = _bounds(low, node)
    if bounds:
        low.type_parameters = {**outside, **bounds}
    target = bare_type(type_)
    written = low.text(target)
    renames = target.type == "qualified_type" or (
        target.type == "type_identifier" and written not in PLAIN and written != "error"
    )
    if renames and written != name:
        _bind_name(low, name_node, name, type_named(low, target))
    else:
        declare_class(low, node, type_, name)
    low.type_parameters = outside


def bare_type(node: Node) -> Node:
    """The type without parentheses, pointers and type arguments."""
    while node.type in ("generic_type", "parenthesized_type", "pointer_type"):
        inner = [child for child in node.named_children if child.type != "comment"]
        if not inner:
            break
        node = inner[0]
    return node


def _bind_name(low: Lowering, node: Node, name: str, value: int) -> None:
    scope = low.scope
    local = scope.add(f.LOCAL, node.start_byte, node.end_byte, value, name, None)
    scope.bindings.setdefault(name, []).append(local)
    low.globals.setdefault(name, []).extend((scope.index, local))
    if scope.index:
        scope.env[name] = local


def type_named(low: Lowering, node: Node) -> int:
    """The value that a type's name denotes: what constructing one calls."""
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    package = node.child_by_field_name("package")
    name = node.child_by_field_name("name")
    if node.type == "qualified_type" and package is not None and name is not None:
        base = low.name(package, low.text(package))
        return scope.add(f.ATTR, start, end, base, low.text(name))
    if node.type in ("type_identifier", "identifier"):
        return low.name(node, low.text(node))
    return scope.add(f.NAME, start, end, last_name(type_text(low, node)))
