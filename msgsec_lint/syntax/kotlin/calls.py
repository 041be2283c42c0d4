"""Chains of calls, members and indexes in Kotlin."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.jvm.calls import Invocation, effect, is_builder, method_call
from msgsec_lint.syntax.jvm.habits import BUILDERS, BUILT, written_property
from msgsec_lint.syntax.kotlin import operations as o
from msgsec_lint.syntax.kotlin.blocks import Lambda, read_lambda, run_block
from msgsec_lint.syntax.kotlin.elements import component, rearranged
from msgsec_lint.syntax.kotlin.inlining import Call, applied, inlined, is_reference
from msgsec_lint.syntax.kotlin.lambdas import function_value
from msgsec_lint.syntax.kotlin.literals import MAKERS, copied, typed
from msgsec_lint.syntax.kotlin.names import is_exception, this_value
from msgsec_lint.syntax.kotlin.operators import UNARY
from msgsec_lint.syntax.kotlin.types import COMMENTS, name_text
from msgsec_lint.syntax.lowering import Lowering

_LOCALS = ("identifier", "this_expression")
_LAMBDAS = ("annotated_lambda", "lambda_literal")
_CLASS = ("class", "javaClass")
_OF_CLASS = frozenset({"java", "javaObjectType", "javaPrimitiveType", "kotlin"})
_SAFE = "?."
_BUILDERS = BUILDERS | {"Builder"}
_POSITION = "#"
_OF_EXCEPTIONS = {
    "message": "getMessage",
    "localizedMessage": "getLocalizedMessage",
    "cause": "getCause",
}
_IT = re.compile(rb"\bit\b")


class Link(Struct):
    """One step of a chain."""

    node: Node
    name: str = ""
    """The member that is read; empty for calls and indexes."""
    operator: str = ""
    arguments: Node | None = None
    function: Node | None = None
    """A lambda behind the parentheses."""
    types: Node | None = None
    calls: bool = False


class Walk(Struct):
    """A chain so far."""

    value: int
    first: int
    """The first value evaluated for it."""
    local: str = ""
    """The local name that the chain began with, as long as it still means the same thing."""
    member: bool = False
    """The last step read a member of ``receiver``."""
    receiver: int = -1
    safe: bool = False
    builds: bool = False


def chain(low: Lowering, node: Node) -> int:
    """``a.b(c)[d]!!.e``, walked without recursion."""
    links: list[Link] = []
    base = node
    built = -1
    before: list[Node] = []
    signs: list[str] = []
    while True:
        kind = base.type
        if kind == "navigation_expression":
            children = base.children
            link = _member_link(low, base, children)
            if built < 0 and link.name in BUILT:
                built = len(links)
        elif kind == "call_expression":
            children = base.named_children
            link = _call_link(low, base, children)
            if link.arguments is None and children and children[0].type == "call_expression":
                children = _merged(low, link, children)
        elif kind == "index_expression":
            children = base.named_children
            link = Link(base)
        elif kind == "unary_expression" and (links or _is_assertion(base)):
            signs += [child.type for child in base.children[:1] if not child.is_named]
            base = base.named_children[0]
            continue
        elif links and _is_elvis(base):
            # `a ?: b.c<T>(x)` is read as a call of what `?:` gives.
            before.append(base.named_children[0])
            base = base.named_children[1]
            continue
        else:
            break
        if not children:
            return low.unknown(node)
        links.append(link)
        base = children[0]
    others = [low.expression(other) for other in before]
    walk = Walk(-1, len(low.scope.values))
    walk.value = low.expression(base)
    if base.type in _LOCALS:
        name = low.text(base)
        walk.local = name if name in low.scope.env else ""
    for at in range(len(links) - 1, -1, -1):
        walk.builds = -1 < built < at
        _step(low, walk, links[at])
        made = _built(low, base, links) if at == built - 1 else ""
        if made:
            start, end = links[at].node.start_byte, links[at].node.end_byte
            walk.value = low.scope.add(f.CAST, start, end, walk.value, made)
    return _around(low, node, walk.value, signs, others)


def _around(low: Lowering, node: Node, value: int, signs: list[str], others: list[int]) -> int:
    """What is made of a chain by what is read as its beginning: ``!a.b`` as a part of ``!a``."""
    for sign in reversed(signs):
        value = UNARY.applied(low, node, sign, value)
    if others:
        start, end = node.start_byte, node.end_byte
        return low.scope.add(f.CHOICE, start, end, [*others, value], [])
    return value


def _is_elvis(node: Node) -> bool:
    if node.type != "binary_expression" or len(node.named_children) != 2:
        return False
    return any(child.type == "?:" for child in node.children)


def _built(low: Lowering, base: Node, links: list[Link]) -> str:
    """What ``Foo.builder()….build()`` and ``Foo.Builder()….build()`` build."""
    if base.type != "identifier":
        return ""
    parts = [name_text(low, base)]
    for link in reversed(links):
        if link.calls:
            break
        parts.append(link.name)
    if parts.pop() not in _BUILDERS:
        return ""
    return ".".join(parts) if parts and parts[-1][:1].isupper() and all(parts) else ""


def _merged(low: Lowering, link: Link, children: list[Node]) -> list[Node]:
    """``f(a) { b }`` is read as a call of ``f(a)``; returns the parts of the latter."""
    inner = children[0].named_children
    first = _call_link(low, children[0], inner)
    if first.arguments is None or first.function is not None:
        return children
    link.arguments, link.types = first.arguments, first.types
    return inner


def _is_assertion(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return operator is not None and operator.type == "!!"


def _call_link(low: Lowering, node: Node, children: list[Node]) -> Link:
    link = Link(node, calls=True)
    for child in children[1:]:
        kind = child.type
        if kind == "value_arguments":
            link.arguments = child
        elif kind in _LAMBDAS:
            link.function = child
        elif kind == "type_arguments":
            link.types = child
        elif kind not in COMMENTS:
            low.unknown_forms += kind != "ERROR"
    return link


def _member_link(low: Lowering, node: Node, children: list[Node]) -> Link:
    link = Link(node)
    for child in children[1:]:
        kind = child.type
        if kind == "identifier":
            link.name = name_text(low, child)
        elif not child.is_named:
            link.operator = kind
        elif kind == "parenthesized_expression":
            low.expression(child)
    return link


def _step(low: Lowering, walk: Walk, link: Link) -> None:
    scope = low.scope
    if link.calls:
        walk.value = _call(low, walk, link)
        if scope.values[walk.value][0] != f.UPDATE:
            walk.local = ""
        walk.member = False
    elif link.name or link.operator:
        _member(low, walk, link)
    else:
        walk.value = index(low, link.node, walk.value)
        walk.member, walk.local = False, ""


def _member(low: Lowering, walk: Walk, link: Link) -> None:
    scope = low.scope
    start, end = link.node.start_byte, link.node.end_byte
    if walk.member:
        walk.local = ""
    base, name = walk.value, link.name
    walk.safe |= link.operator == _SAFE
    walk.member, walk.receiver = True, base
    held = scope.values[base]
    if name in _CLASS:
        # What class something is of tells nothing of what it holds.
        if held[0] != f.NAME or not held[3][:1].isupper():
            walk.value = scope.add(f.TEST, start, end, "class", [base])
        walk.member = False
    elif not name or (name in _OF_CLASS and not walk.local and held[0] in (f.NAME, f.ATTR, f.TEST)):
        walk.member = False
    elif name in _OF_EXCEPTIONS and is_exception(low, base):
        # What Java has a getter for, and models describe by it.
        callee = scope.add(f.ATTR, start, end, base, _OF_EXCEPTIONS[name])
        walk.value = low.call(link.node, callee, [], [], [], name)
        walk.member = False
    else:
        walk.value = scope.add(f.ATTR, start, end, base, name)


def index(low: Lowering, node: Node, base: int) -> int:
    """``base[key]``."""
    keys = [low.expression(c) for c in node.named_children[1:] if c.type not in COMMENTS]
    scope = low.scope
    start, end = node.start_byte, node.end_byte
    key = keys[0] if len(keys) == 1 else scope.add(f.SEQ, start, end, keys)
    held = scope.values[key]
    literal = held[3] if held[0] == f.CONST else None
    low.note_read(base, literal)
    return scope.add(f.ITEM, start, end, base, literal, key)


class Given(Struct):
    """The arguments of a call."""

    values: list[int] = []
    keywords: list[list[Any]] = []
    spans: list[int] = []
    keyword_spans: list[int] = []
    function: Lambda | None = None
    """A lambda given last, without a name."""
    reference: Node | None = None
    """A reference to a function given last."""
    named: dict[str, Lambda] = {}
    """Lambdas given by name, or before the last argument under their position."""

    def all_spans(self) -> list[int]:
        """Spans in the order that calls record them."""
        return self.spans + self.keyword_spans


def arguments(low: Lowering, node: Node | None, *, keep: bool) -> Given:
    """Lower the arguments in parentheses; ``keep`` leaves lambdas for the caller to lower."""
    given = Given([], [], [], [], None, None, {})
    nodes = [c for c in node.named_children if c.type == "value_argument"] if node else []
    for at, argument in enumerate(nodes):
        parts = argument.named_children
        if len(parts) != 1:
            parts = [c for c in parts if c.type not in COMMENTS]
        if not parts:
            continue
        inner = parts[-1]
        named = len(parts) > 1 and parts[0].type == "identifier"
        if keep and inner.type == "lambda_literal":
            made = read_lambda(low, inner)
            if named and made is not None:
                given.named[name_text(low, parts[0])] = made
                continue
            if made is not None and at == len(nodes) - 1:
                given.function = made
                continue
            if made is not None:
                given.named[f"{_POSITION}{at}"] = made
                continue
        applies = not named or name_text(low, parts[0]) == o.TRANSFORM
        if keep and applies and at == len(nodes) - 1 and is_reference(inner):
            given.reference = inner
            continue
        spans = given.keyword_spans if named else given.spans
        spans += (inner.start_byte, inner.end_byte)
        if named:
            given.keywords.append([name_text(low, parts[0]), low.expression(inner)])
        elif inner.type == "spread_expression":
            given.values.append(~low.expression(inner.named_children[-1]))
        else:
            given.values.append(low.expression(inner))
    return given


def _call(low: Lowering, walk: Walk, link: Link) -> int:
    scope = low.scope
    callee = scope.values[walk.value]
    receiver = walk.receiver if walk.member and callee[0] == f.ATTR else -1
    name = callee[4] if receiver >= 0 else callee[3] if callee[0] == f.NAME else ""
    operation = o.METHODS.get(name) if receiver >= 0 else None
    if operation is None:
        operation = o.FUNCTIONS.get(name)
    if operation is None and receiver < 0 and name in o.ONE_TIME:
        operation = o.METHODS.get(name)
    takes_text = name in o.LOGGING or name in o.THROWING
    given = arguments(low, link.arguments, keep=operation is not None or takes_text)
    function = read_lambda(low, link.function) if link.function is not None else given.function
    if operation is not None and name == "fold" and not given.values:
        found = _fold_result(low, walk, link, given, function)
        if found is not None:
            return found
    if operation is not None:
        if function is None and len(given.named) == 1 and name.startswith("join"):
            _, function = given.named.popitem()
        # subscribe({ … }, { … }): the first is for what comes, the second for errors.
        first = given.named.pop(f"{_POSITION}0", None)
        if first is not None and function is not None:
            given.named[f"{_POSITION}1"] = function
        function = first or function
        _named_lambdas(low, given)
        taken: Lambda | Node | None = function or given.reference
        if operation.this == o.CALL and not _is_receiver_lambda(low, function):
            taken = None
        if taken is not None:
            return _in_place(low, walk, link, given, taken, operation, name, receiver)
    elif takes_text:
        _named_lambdas(low, given)
        if given.reference is not None:
            given.values.append(low.expression(given.reference))
            given.spans += (given.reference.start_byte, given.reference.end_byte)
        if function is not None and not function.parameters:
            _text_argument(low, given, function, name)
            function = None
    if function is not None:
        given.values.append(function_value(low, function))
        given.spans += (function.node.start_byte, function.node.end_byte)
    return _plain(low, walk, link, given, name, receiver)


def _is_receiver_lambda(low: Lowering, made: Lambda | None) -> bool:
    """Whether a lambda does without a parameter, so that its receiver is all it is given."""
    if made is None:
        return False
    node = made.node
    return made.parameters is None and not _IT.search(low.source, node.start_byte, node.end_byte)


def _named_lambdas(low: Lowering, given: Given) -> None:
    """Lambdas given by name that are not run in place after all."""
    for name, made in given.named.items():
        span = (made.node.start_byte, made.node.end_byte)
        if name.startswith(_POSITION):
            given.values.append(function_value(low, made))
            given.spans += span
        else:
            given.keywords.append([name, function_value(low, made)])
            given.keyword_spans += span
    given.named = {}


def _text_argument(low: Lowering, given: Given, function: Lambda, name: str) -> None:
    """``log.d { "text" }``: what the lambda gives is the argument."""
    scope = low.scope
    ran = run_block(low, function, name, [], maybe=True, repeats=False)
    start, end = function.node.start_byte, function.node.end_byte
    value = ran.value
    if value < 0:
        value = scope.add(f.CONST, start, end, None)
    given.values.append(value)
    given.spans += (start, end)
    if name in o.THROWING:
        _fail(low, function.node, "IllegalArgumentException", value, [start, end])


def _fail(low: Lowering, node: Node, type_: str, message: int, spans: list[int]) -> None:
    """An exception that a function of the library throws."""
    scope = low.scope
    callee = scope.add(f.NAME, node.start_byte, node.start_byte, type_)
    scope.raises.append(low.call(node, callee, [message], [], spans))


def _in_place(
    low: Lowering,
    walk: Walk,
    link: Link,
    given: Given,
    function: Lambda | Node,
    operation: o.Operation,
    name: str,
    receiver: int,
) -> int:
    value = low.call(link.node, walk.value, given.values, given.keywords, given.all_spans())
    call = Call(
        link.node, name, receiver, value, given.values, walk.local if receiver >= 0 else "",
        walk.first, walk.safe and receiver >= 0,
    )  # fmt: skip
    if isinstance(function, Lambda):
        return inlined(low, call, function, operation)
    return applied(low, call, function, operation)


def _fold_result(
    low: Lowering, walk: Walk, link: Link, given: Given, function: Lambda | None
) -> int | None:
    """``result.fold({ … }, { … })``: what one or the other gives."""
    branches: list[Lambda] = []
    if len(given.named) == 2:
        branches = [*given.named.values()]
        names = [*given.named]
        if names[0] in ("onFailure", "ifLeft", "fnL", "error"):
            branches.reverse()
    elif function is not None and len(given.named) == 1:
        branches = [*given.named.values(), function]
    if not branches:
        return None
    scope = low.scope
    value = low.call(link.node, walk.value, [], [], [])
    values: list[int] = []
    for branch, kind in zip(branches, (o.EACH, o.CAUGHT), strict=True):
        call = Call(link.node, "fold", walk.receiver, value, [], "", walk.first, safe=True)
        values.append(inlined(low, call, branch, o.Operation(o.BODY, (kind,))))
    given.named = {}
    return scope.add(f.CHOICE, link.node.start_byte, link.node.end_byte, values, [walk.receiver])


def _plain(low: Lowering, walk: Walk, link: Link, given: Given, name: str, receiver: int) -> int:
    scope = low.scope
    node = link.node
    if name == "toString" and receiver >= 0 and not given.values and not _of_super(low, receiver):
        return scope.add(f.TEXT, node.start_byte, node.end_byte, [[receiver, "", ""]], "")
    if receiver < 0:
        value = low.call(node, walk.value, given.values, given.keywords, given.all_spans())
        _into_this(low, node, name, given.values)
        if name == o.FAILING and len(given.values) == 1 and given.values[0] >= 0:
            _fail(low, node, "IllegalStateException", given.values[0], given.spans)
        found = MAKERS.made(low, node, name, given.values)
        return typed(low, link.types, node, name, value if found < 0 else found)
    part = component(low, node, name, receiver) if not given.values else -1
    if part >= 0:
        return part
    made = Invocation(
        walk.value, given.values, given.keywords, given.all_spans(), walk.local, True, walk.builds
    )
    value = method_call(low, node, made)
    found = rearranged(low, node, name, receiver, given.values)
    if found >= 0:
        return found
    if walk.local == "this":
        _into_this(low, node, name, given.values)
    if name == "copy" and given.keywords:
        return copied(low, node, receiver, given.keywords)
    return typed(low, link.types, node, name, value)


def _of_super(low: Lowering, value: int) -> bool:
    held = low.scope.values[value]
    return bool(held[0] == f.CALL and low.scope.values[held[3]][3] == "super")


def _into_this(low: Lowering, node: Node, method: str, given: list[int]) -> None:
    """``append(x)`` in ``buildString { … }``, ``putExtra(k, v)`` in ``apply { … }``."""
    scope = low.scope
    this = scope.env.get("this")
    if not given or this is None or not method or this in scope.bindings.get("this", ()):
        return
    held = scope.values[this]
    if held[0] == f.NAME:
        return
    start, end = node.start_byte, node.end_byte
    if method in ("yield", "appendln", "sendBlocking"):
        found: tuple[str, int] | None = (f.ANY_PART, given[-1] if given[-1] >= 0 else ~given[-1])
    else:
        found = effect(low, node, method, given, builds=is_builder(low, this))
    if found is None:
        return
    written = written_property(method)
    if written and len(given) == 1:
        low.store(node, this_value(low, start, end), written, found[1])
    scope.env["this"] = scope.add(f.UPDATE, start, end, this, *found)
