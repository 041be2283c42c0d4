"""Functions, classes and imports of Python."""

from __future__ import annotations

from tree_sitter import Node

from msgsec_lint.facts import model as f
from msgsec_lint.syntax.lowering import Lowering
from msgsec_lint.syntax.python.signature import (
    bind_parameters,
    decorator,
    parameters,
    type_text,
)
from msgsec_lint.syntax.scope import Scope

_GENERATING_DECORATORS = frozenset(
    {"dataclass", "attrs", "attributes", "define", "frozen", "mutable", "attrib", "s"}
)
_GENERATING_BASES = frozenset(
    {"NamedTuple", "BaseModel", "TypedDict", "Struct", "SerializableAttrs", "SQLModel"}
)
_PROPERTIES = frozenset({"property", "cached_property", "lazy_property", "hybrid_property"})


def decorated_definition(low: Lowering, node: Node) -> None:
    """A definition under decorators."""
    found = [
        made
        for child in node.named_children
        if child.type == "decorator"
        for made in [decorator(low, child)]
        if made is not None
    ]
    definition = node.child_by_field_name("definition")
    if definition is None:
        return
    if definition.type == "class_definition":
        class_definition(low, definition, found)
    else:
        function_definition(low, definition, found)


def _flags(low: Lowering, node: Node, decorators: list[f.Decorator]) -> int:
    flags = 0
    if low.owner >= 0:
        flags |= f.METHOD
    if node.children and node.children[0].type == "async":
        flags |= f.ASYNC
    for made in decorators:
        last = made.name.rsplit(".", 1)[-1]
        if last == "staticmethod":
            flags |= f.STATIC
        elif last in ("classmethod", "validator"):
            flags |= f.CLASS_METHOD
        elif last in _PROPERTIES or made.name.endswith(".getter"):
            flags |= f.PROPERTY
        elif last == "abstractmethod":
            flags |= f.ABSTRACT
    return flags


def function_definition(
    low: Lowering, node: Node, decorators: list[f.Decorator] | None = None
) -> None:
    """A function or method; its body waits until the enclosing body is complete."""
    name_node = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    signature = node.child_by_field_name("parameters")
    if name_node is None:
        return
    name = low.text(name_node)
    returns = node.child_by_field_name("return_type")
    found = parameters(low, signature)
    symbol = f"{low.symbol}.{name}" if low.symbol else name
    owner = low.owner
    head = f.Function(
        name,
        symbol,
        owner,
        low.scope.index,
        found,
        type_text(low, returns) if returns is not None else None,
        decorators or [],
        _flags(low, node, decorators or []),
        node.start_byte,
        node.end_byte,
    )

    def lower(scope: Scope) -> None:
        low.owner = -1
        low.symbol = symbol
        if signature is not None:
            bind_parameters(scope, found, signature)
        if body is not None:
            low.block(body.named_children)

    index = low.open_function(head, lower)
    value = low.scope.add(f.FUNC, name_node.start_byte, name_node.end_byte, index)
    low.scope.bind(name, value)
    if low.scope.index == 0:
        low.globals.setdefault(name, []).extend((0, value))


def class_definition(
    low: Lowering, node: Node, decorators: list[f.Decorator] | None = None
) -> None:
    """A class; its body is lowered in place, its methods later."""
    name_node = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name_node is None:
        return
    name = low.text(name_node)
    bases, generated = _bases(low, node.child_by_field_name("superclasses"))
    marks = decorators or []
    settings = {}
    for made in marks:
        if made.name.rsplit(".", 1)[-1] in _GENERATING_DECORATORS:
            generated = True
            settings = made.keywords
    outer = (low.scope, low.owner, low.symbol)
    symbol = f"{low.symbol}.{name}" if low.symbol else name
    index = len(low.classes)
    low.classes.append(_placeholder(name, symbol, outer[0].index))
    scope = low.open_body(
        f.Function(
            name,
            symbol,
            index,
            outer[0].index,
            [],
            None,
            [],
            f.CLASS_BODY,
            node.start_byte,
            node.end_byte,
        )
    )
    # The body is evaluated in place, so it sees the names bound so far in the enclosing scope.
    low.scope, low.owner, low.symbol = scope, index, symbol
    if body is not None:
        low.block(body.named_children)
    low.scope, low.owner, low.symbol = outer
    methods = {
        head.name: number
        for number, head in enumerate(low.functions[scope.index :], scope.index)
        if head.owner == index and head.flags & f.METHOD and not _is_setter(head)
    }
    shows_fields = generated and settings.get("repr", True) is not False
    low.classes[index] = f.Class(
        name,
        symbol,
        outer[0].index,
        scope.index,
        bases,
        marks,
        _fields(scope, generated=generated),
        methods,
        methods.get("__init__", -1),
        shows_fields,
        methods.get("__str__", methods.get("__format__", -1)),
        methods.get("__repr__", -1),
        node.start_byte,
        node.end_byte,
    )
    value = low.scope.add(f.CLASS, name_node.start_byte, name_node.end_byte, index)
    low.scope.bind(name, value)
    if low.scope.index == 0:
        low.globals.setdefault(name, []).extend((0, value))


def _is_setter(head: f.Function) -> bool:
    """Whether a function is the writing half of a property that another function reads."""
    return any(made.name.endswith((".setter", ".deleter")) for made in head.decorators)


def _placeholder(name: str, symbol: str, parent: int) -> f.Class:
    return f.Class(name, symbol, parent, -1, [], [], [], {}, -1, False, -1, -1, 0, 0)


def _bases(low: Lowering, node: Node | None) -> tuple[list[str], bool]:
    bases: list[str] = []
    generated = False
    for child in node.named_children if node is not None else ():
        if child.type in ("identifier", "attribute", "subscript"):
            text = type_text(low, child)
            bases.append(text)
            generated |= text.split("[")[0].rsplit(".", 1)[-1] in _GENERATING_BASES
        elif child.type == "call":
            low.expression(child)
    return bases, generated


def _fields(scope: Scope, *, generated: bool) -> list[f.Field]:
    """Declared fields: annotated names, and names bound to a field factory."""
    found: list[f.Field] = []
    for name, held in scope.bindings.items():
        value = scope.values[held[0]]
        if value[0] != f.LOCAL:
            continue
        type_ = value[5]
        inner = scope.values[value[3]]
        keywords = {k: v for k, v in inner[5] if k} if inner[0] == f.CALL else {}
        factory = _callee_name(scope, inner) if inner[0] == f.CALL else ""
        is_factory = factory in ("ib", "attrib", "field", "Field", "attr")
        if type_ is None and not (generated and is_factory):
            continue
        if type_ is not None and type_.startswith(("ClassVar", "typing.ClassVar")):
            continue
        flags = 0
        if is_factory:
            if _is_false(scope, keywords.get("repr", -1)):
                flags |= f.HIDDEN
            if _is_false(scope, keywords.get("init", -1)):
                flags |= f.NOT_IN_CONSTRUCTOR
        found.append(f.Field(name, type_, flags, value[3] if inner[0] != f.UNKNOWN else -1))
    return found


def _callee_name(scope: Scope, call: f.Value) -> str:
    callee = scope.values[call[3]]
    if callee[0] == f.ATTR:
        return str(callee[4])
    if callee[0] == f.NAME:
        return str(callee[3])
    return ""


def _is_false(scope: Scope, value: int) -> bool:
    return value >= 0 and scope.values[value][0] == f.CONST and scope.values[value][3] is False


def import_statement(low: Lowering, node: Node) -> None:
    """``import a.b as c``."""
    for child in node.named_children:
        if child.type == "aliased_import":
            module, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if module is not None and alias is not None:
                _note_import(low, f.Import(low.text(alias), low.text(module), None, 0), node)
        elif child.type == "dotted_name":
            _note_import(low, f.Import(low.text(child), low.text(child), None, 0), node)


def import_from_statement(low: Lowering, node: Node) -> None:
    """``from .a import b as c``."""
    source = node.child_by_field_name("module_name")
    if source is None:
        return
    text = low.text(source)
    module = text.lstrip(".")
    level = len(text) - len(module)
    module = "".join(module.split())
    for child in node.named_children:
        if child.type == "wildcard_import":
            _note_import(low, f.Import("*", module, None, level), node)
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                _note_import(low, f.Import(low.text(alias), module, low.text(name), level), node)
        else:
            _note_import(low, f.Import(low.text(child), module, low.text(child), level), node)


def _note_import(low: Lowering, found: f.Import, node: Node) -> None:
    # An import inside a function binds there only, but names are hardly ever reused for two
    # things in one file, so one table per file serves.
    low.imports.append(found)
    local = found.local if found.name is not None else found.local.split(".", 1)[0]
    if found.name is not None and found.name != local:
        low.imported[local] = found.name
    if local != "*":
        scope = low.scope
        scope.env[local] = scope.add(f.NAME, node.start_byte, node.end_byte, local)
