"""Implicit receivers: which object a bare name may be a member of.

Every function of a class has as receivers, innermost first, its own ``this`` and then one
``this@Outer`` for each further class around it. Scopes of a language may put more in front.
"""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.scope import Scope


def enclosing_classes(low: Lowering, function: int) -> list[int]:
    """Indexes of the classes around a function, innermost first."""
    found: list[int] = []
    while function > 0:
        head = low.functions[function]
        if head.flags & f.CLASS_BODY:
            found.append(head.owner)
        function = head.parent
    return found


def bind_receivers(low: Lowering, scope: Scope, node: Node, this: int = -1) -> None:
    """Give a function of a class its receivers; ``this`` is its own, if it has one.

    A lambda passes none: it captures the ``this`` of the function around it. What is static has
    none either, and reaches the static members of its class through ``this@Class``.
    """
    classes = enclosing_classes(low, scope.index)
    at = node.start_byte
    scope.receivers = []
    if this < 0 and classes and _captures_this(low, scope.index):
        this = scope.add(f.NAME, at, at, "this")
    if this >= 0:
        scope.receivers.append(this)
    for made in classes[1:] if this >= 0 else classes:
        name = f"this@{low.classes[made].name}"
        scope.receivers.append(scope.add(f.NAME, at, at, name))


def _captures_this(low: Lowering, function: int) -> bool:
    """Whether a lambda stands in a function that has a ``this``."""
    head = low.functions[function]
    while head.flags & f.LAMBDA and head.parent > 0:
        head = low.functions[head.parent]
        if head.flags & f.METHOD and not head.flags & f.STATIC:
            return True
    return False


def field_owner(low: Lowering, name: str) -> int:
    """The receiver whose field a bare name is, when it is not local; -1 when it is no field.

    A class of this file that declares it decides; a captured local name is no field; anything else
    is taken to be inherited by the innermost class.
    """
    found = declaring_receiver(low, name)
    receivers = low.scope.receivers
    if found is not None or not receivers or (name[:1].isupper() and not name.isupper()):
        return -1 if found is None else found
    return receivers[0]


def declaring_receiver(low: Lowering, name: str) -> int | None:
    """The receiver whose class in this file declares a field of that name.

    -1 where the name is a captured local name, None where no class declares it.
    """
    scope = low.scope
    if not scope.receivers:
        return None
    functions = low.functions
    function = scope.index
    while function > 0:
        head = functions[function]
        if head.flags & f.CLASS_BODY:
            if _declares(low, head.owner, function, name):
                further = len(enclosing_classes(low, head.parent))
                return scope.receivers[max(len(scope.receivers) - further - 1, 0)]
        elif function != scope.index and name in low.scopes[function].bindings:
            return -1
        function = head.parent
    return None


def _declares(low: Lowering, made: int, body: int, name: str) -> bool:
    members = low.members.get(made)
    if members is not None:
        return name in members
    return name in low.scopes[body].bindings or any(
        field.name == name for field in low.classes[made].fields
    )
