"""Names, types and attributes across files."""

from __future__ import annotations

from collections.abc import Sequence

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import captured_by, left_by
from msgsec_lint.link.containers import NEUTRAL, as_entries, given, is_held, nested
from msgsec_lint.link.entities import Entities, Entity, TypeExpression
from msgsec_lint.link.folders import FolderNaming, PackageRoots
from msgsec_lint.link.handlers import Handlers
from msgsec_lint.link.library import Conventions, Holding, LibraryTypes
from msgsec_lint.link.members import Members
from msgsec_lint.link.naming import ModuleNaming, Naming
from msgsec_lint.link.packages import PackageNaming
from msgsec_lint.link.program import ClassRef, Program
from msgsec_lint.link.scripts import ScriptImports, ScriptNaming

MAX_DEPTH = 24
"""Nested questions (a type that needs a type …) beyond this are answered with nothing."""


class Linker:
    """Answers what a value denotes; every answer is computed once, on demand."""

    def __init__(
        self,
        program: Program,
        library: LibraryTypes,
        folders: Sequence[PackageRoots] = (),
        imports: ScriptImports | None = None,
    ) -> None:
        self.program = program
        self.library = library
        self._values: dict[tuple[int, int], Entities] = {}
        self._names: dict[tuple[int, str], Entities] = {}
        self._globals: dict[tuple[int, str], Entities] = {}
        self._lineage: dict[ClassRef, tuple[list[ClassRef], list[str]]] = {}
        self._attributes: dict[tuple[ClassRef, str], Entities] = {}
        self._field_stores: dict[tuple[ClassRef, str], list[tuple[int, f.Store]]] = {}
        self._typed_stores: dict[str, list[tuple[int, f.Store, frozenset[ClassRef]]]] = {}
        self._descendants: dict[ClassRef, list[ClassRef]] = {}
        self._annotations: dict[tuple[int, int, str], Entities] = {}
        self._depth = 0
        self.members = Members(self)
        self.handlers = Handlers(self)
        self.scripts = ScriptNaming(self, program.units_named_by("script"), imports)
        self._namings: dict[str, Naming] = {
            "module": ModuleNaming(self, program.units_named_by("module")),
            "package": PackageNaming(self, program.units_named_by("package")),
            "script": self.scripts,
            "folder": FolderNaming(self, program.units_named_by("folder"), folders),
        }

    # Names

    def name(self, function: int, name: str) -> Entities:
        """What a free name denotes in a function."""
        key = (function, name)
        found = self._names.get(key)
        if found is None:
            self._names[key] = e.NOTHING
            found = self._name(function, name)
            self._names[key] = found
        return found

    def global_values(self, unit: int, name: str) -> list[tuple[int, int]]:
        """Function and value of every binding of a module-level name."""
        facts = self.program.units[unit].facts
        flat = facts.globals.get(name, [])
        first = self.program.units[unit].first
        return [(first + flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]

    def shared_values(self, unit: int, name: str) -> list[tuple[int, int]]:
        """Bindings of a module-level name, by other files too that share names with a file."""
        own = self.global_values(unit, name)
        others = () if own else self.naming(unit).sharing(unit, name)
        return own or [found for other in others for found in self.global_values(other, name)]

    def package_values(self, package: str, name: str) -> list[tuple[int, int]]:
        """Bindings of a name in a package of several files, by the package's entity."""
        units = self._namings["folder"].binding(package, name)
        return [found for unit in units for found in self.global_values(unit, name)]

    def sees(self, function: int, other: int) -> bool:
        """Whether the file of a function can know what the file of another one declares."""
        unit = self.program.unit_of[function]
        return self.naming(unit).sees(unit, self.program.unit_of[other])

    def naming(self, unit: int) -> Naming:
        """How names are found in a file."""
        return self._namings[self.program.units[unit].traits.naming]

    def full_name(self, unit: int, symbol: str) -> str:
        """The dotted name of something in a file: its module or package, and its path there."""
        module = self.naming(unit).name(unit)
        return f"{module}.{symbol}" if module else symbol

    def _name(self, function: int, name: str) -> Entities:
        captured = captured_by(self.program, function, name)
        if captured is not None:
            return e.union(self.value(captured[0], v) for v in captured[1])
        return self.naming(self.program.unit_of[function]).free(function, name)

    def outside(self, dotted: str) -> Entities:
        """Something outside the tree by its full name."""
        known = self.library.value_type(dotted)
        return self.library_type(known) if known is not None else ((e.EXTERNAL, dotted),)

    def global_name(self, unit: int, name: str) -> Entities:
        """What a module-level name of a file denotes."""
        key = (unit, name)
        found = self._globals.get(key)
        if found is None:
            if self._depth > MAX_DEPTH:
                return e.NOTHING
            self._globals[key] = e.NOTHING
            self._depth += 1
            found = self.naming(unit).global_name(unit, name)
            self._depth -= 1
            self._globals[key] = found
        return found

    # Values

    def value(self, function: int, value: int) -> Entities:
        """What a value denotes: modules, functions, classes, instances."""
        key = (function, value)
        found = self._values.get(key)
        if found is None:
            if self._depth > MAX_DEPTH:
                return e.NOTHING
            self._values[key] = e.NOTHING
            self._depth += 1
            found = self._value(function, value)
            self._depth -= 1
            self._values[key] = found
        return found

    def _value(self, function: int, value: int) -> Entities:
        held = self.program.body(function).values[value]
        op = held[0]
        if op == f.NAME:
            if len(held) > 4 and self.members.settle(function, held):
                return self._read(function, held)
            return self.name(function, held[3])
        if op == f.ATTR:
            return self._read(function, held)
        if op == f.CALL:
            return self._call(function, held)
        if op == f.LOCAL:
            declared = self.annotation(function, held[5]) if held[5] is not None else e.NOTHING
            return declared or self.value(function, held[3])
        if op == f.PARAM:
            return self._parameter(function, held[3])
        if op == f.CONST:
            return _LITERAL_TYPES.get(type(held[3]), e.NOTHING)
        if op == f.TEXT:
            return _STRING
        if op in (f.JOIN, f.CHOICE):
            return e.either([self.value(function, v) for v in held[3]])
        if op == f.CAST:
            return self._cast(function, held)
        if op in (f.UPDATE, f.ENTER):
            return self._entered(function, held) if op == f.ENTER else self.value(function, held[3])
        if op in (f.EACH, f.ITEM):
            return self._item(function, held)
        if op == f.PART:
            if self.members.settle_part(function, held):
                return self._read(function, held)
            several = self.program.traits(function).several_results
            return self._part(self.value(function, held[3]), held[4], several=several)
        return self._made(function, held, op)

    def _read(self, function: int, held: f.Value) -> Entities:
        base = self.value(function, held[3])
        found = e.union(self.attribute(entity, held[4], function) for entity in base)
        if not found or all(tag == e.EXTERNAL for tag, _ in found):
            extension = self.members.extension(function, base, held[4])
            if extension >= 0 and self.program.head(extension).flags & f.PROPERTY:
                return self.result(extension)
        if not found and held[4] in self.program.traits(function).container_properties:
            return self._from_container(function, held[4], base)
        return found or self.members.of_object(function, held, base)

    def _made(self, function: int, held: f.Value, op: int) -> Entities:
        unit = self.program.unit(function)
        if op == f.FUNC:
            return ((e.FUNCTION, unit.first + held[3]),)
        if op == f.CLASS:
            return ((e.CLASS, (self.program.unit_of[function], held[3])),)
        if op == f.SEQ:
            if held[3] and all(i < 0 for i in held[3]):
                spread = (self.value(function, ~i) for i in held[3][:8])
                return nested(e.CONTAINER, e.union(self._elements(x, _EACH) for x in spread))
            items = [i for i in held[3] if i >= 0][:8]
            return nested(e.TUPLE, tuple(self.value(function, i) for i in items))
        if op == f.MAP:
            return nested(e.MAPPING, self._entries(function, held))
        if op == f.TEST:
            return ((e.VALUE, "builtins.bool"),) if held[3] != "literal" else e.NOTHING
        if op == f.BINARY:
            left = self.value(function, held[4])
            if held[3] == "%" and _STRING[0] in left:
                return _STRING
            return left or self.value(function, held[5])
        if op == f.CAUGHT:
            return e.union(self._caught(function, type_) for type_ in held[3])
        if op == f.LEFT:
            nested_in, values = left_by(self.program, function, held)
            return e.union(self.value(nested_in, v) for v in values)
        if op == f.UNKNOWN and len(held[3]) == 1:
            return self.value(function, held[3][0])
        return e.NOTHING

    def _entries(self, function: int, held: f.Value) -> Entities:
        """What the entries of a mapping hold, those that are spread into it too."""
        found: list[Entities] = []
        for _, key, value in held[3][:8]:
            made = self.value(function, value)
            if key == -2:
                found.extend(payload for tag, payload in made if tag == e.MAPPING)  # type: ignore[misc]
            else:
                found.append(made)
        return e.union(found)

    def _caught(self, function: int, types: int) -> Entities:
        found: list[Entities] = []
        for tag, payload in self.value(function, types):
            if tag == e.TUPLE and isinstance(payload, tuple):
                found.extend(self.instances(option) for option in payload)
            else:
                found.append(self.instances(((tag, payload),)))
        return e.union(found)

    def _item(self, function: int, held: f.Value) -> Entities:
        if held[0] == f.ITEM and held[5] >= 0:
            alias = self._alias(function, held)
            if alias:
                return alias
        containers = self.value(function, held[3])
        if held[0] == f.EACH and self.program.traits(function).mappings_iterate_entries:
            containers = tuple(as_entries(entity) for entity in containers)
        return self._elements(containers, held)

    def _alias(self, function: int, held: f.Value) -> Entities:
        """``Union[A, B]`` as a value: the classes it admits."""
        names = {
            str(payload).rsplit(".", 1)[-1]
            for tag, payload in self.value(function, held[3])
            if tag == e.EXTERNAL
        }
        known = self._conventions(function).generics
        if not any(known.get(name) in ("itself", "first") for name in names):
            return e.NOTHING
        key = self.program.body(function).values[held[5]]
        if key[0] == f.SEQ:
            return e.union(self.value(function, v) for v in key[3] if v >= 0)
        return self.value(function, held[5])

    def _entered(self, function: int, held: f.Value) -> Entities:
        found: list[Entities] = []
        for entity in self.value(function, held[3]):
            made: Entities = (entity,)
            if entity[0] == e.INSTANCE:
                for name in self.program.traits(function).entering_methods:
                    for method in self.attribute(entity, name, function):
                        if method[0] == e.METHOD:
                            made = self.result(method[1]) or made  # type: ignore[arg-type]
            found.append(made)
        return e.union(found)

    def _elements(self, containers: Entities, held: f.Value) -> Entities:
        found: list[Entities] = []
        for tag, payload in containers:
            if tag == e.CONTAINER or (tag == e.MAPPING and held[0] == f.ITEM):
                found.append(payload)  # type: ignore[arg-type]
            elif tag == e.TUPLE and isinstance(payload, tuple):
                key = held[4] if held[0] == f.ITEM else None
                if isinstance(key, int) and -len(payload) <= key < len(payload):
                    found.append(payload[key])
                else:
                    found.extend(payload)
            elif tag == e.VALUE and payload in ("builtins.str", "builtins.bytes"):
                found.append(((tag, payload),))
        return e.union(found)

    def _part(self, containers: Entities, index: int, *, several: bool) -> Entities:
        """What unpacking gives; of several results models may name the type of the first alone."""
        found: list[Entities] = []
        for tag, payload in containers:
            if tag == e.TUPLE and isinstance(payload, tuple) and -1 < index < len(payload):
                found.append(payload[index])
            elif several:
                found.append(((tag, payload),) if index == 0 else e.NOTHING)
            elif tag == e.CONTAINER:
                found.append(payload)  # type: ignore[arg-type]
        return e.union(found)

    def _parameter(self, function: int, index: int) -> Entities:
        program = self.program
        head = program.head(function)
        parameter = head.parameters[index]
        owner = program.owner(function)
        if index == 0 and owner is not None and head.flags & f.METHOD and not head.flags & f.STATIC:
            tag = e.CLASS if head.flags & f.CLASS_METHOD or head.name == "__new__" else e.INSTANCE
            return ((tag, owner),)
        if parameter.type is not None:
            found = self.annotation(function, parameter.type)
            if parameter.kind in (f.REST, f.KEYWORDS):
                return ((e.CONTAINER, found),)
            if found:
                return found
        told = self._told(function, index, parameter.name)
        if told:
            return told
        if parameter.default >= 0 and head.parent >= 0:
            unit = program.unit(function)
            made = self.value(unit.first + head.parent, parameter.default)
            return tuple(x for x in made if x != _NONE)
        return e.NOTHING

    def _told(self, function: int, index: int, name: str) -> Entities:
        """The type that a library gives a parameter of a function that it calls."""
        head = self.program.head(function)
        owner = self.program.owner(function)
        position = index - 1 if owner is not None and not head.flags & f.STATIC else index
        found: str | None = None
        if owner is not None:
            for base in self.lineage(owner)[1]:
                found = found or self.library.override_type(base, head.name, position, name)
        if found is None and head.parent >= 0:
            scope = self.program.unit(function).first + head.parent
            for made in head.decorators:
                for tag, payload in self.dotted(scope, made.name):
                    if tag == e.EXTERNAL and found is None:
                        found = self.library.decorated_type(str(payload), position, name)
        if found is not None:
            return self.library_type(found)
        return self._registered(function, position) or self.members.handled(function, position)

    def _registered(self, function: int, position: int) -> Entities:
        """The type that a call gives to a parameter of a function handed to it."""
        for made in self.handlers.handed(function):
            found = self._callback_type(made.called, made.port, position, made.event)
            if found:
                return found
        return e.NOTHING

    def _callback_type(
        self, called: Entities, port: int | str, position: int, first: object
    ) -> Entities:
        """The type of a parameter of what is handed over at a port of a call."""
        for tag, payload in called:
            if tag == e.EXTERNAL:
                made = self.library.callback_type(str(payload), port, position, first)
                if made is not None:
                    return self.library_type(made)
            elif tag in (e.FUNCTION, e.METHOD, e.CLASS):
                for function in self._functions_of(tag, payload):
                    found = self.members.expected(function, port, position)
                    if found:
                        return found
        return e.NOTHING

    def _functions_of(self, tag: str, payload: object) -> list[int]:
        if tag == e.CLASS:
            return self.program.methods(payload, "<init>")  # type: ignore[arg-type]
        return [payload]  # type: ignore[list-item]

    def _call(self, function: int, held: f.Value) -> Entities:
        callee = self.program.body(function).values[held[3]]
        if callee[0] == f.NAME and callee[3] == "super":
            return self._super(function)
        if callee[0] == f.ATTR:
            base = self.value(function, callee[3])
            if self.members.is_container(function, callee, base):
                made = self._from_container(function, callee[4], base)
                extension = -1 if made else self.members.extension(function, base, callee[4])
                return self.result(extension) if extension >= 0 else made
        denoted = self.members.callee(function, held)
        if not denoted and len(held) > 8:
            return e.union(
                self.attribute(entity, held[8], function)
                for entity in self.value(function, callee[3])
            )
        if held[4] and held[4][0] >= 0:
            known = self._conventions(function)
            if any(x[0] == e.EXTERNAL and x[1] in known.partials for x in denoted):
                inner = self.value(function, held[4][0])
                # With arguments filled in, positions of functions of the tree would be off.
                return inner if len(held[4]) == 1 else tuple(x for x in inner if x[0] == e.EXTERNAL)
            if any(x[1] in known.copies for x in denoted):
                return self.value(function, held[4][0])
        traits = self.program.traits(function)
        if traits.makers:
            return e.union(self._called_by_maker(entity, traits.makers) for entity in denoted)
        found = e.union(self.called(entity) for entity in denoted)
        if not found and len(held) > 8:
            # A getter, or the accessor of a record, denotes what the property holds.
            is_read = callee[4] != held[8] or traits.methods_read_properties
            read = tuple(entity for entity in denoted if is_held(entity))
            return read if read and is_read else self._modelled(function, callee[3], held[8])
        return found

    def _modelled(self, function: int, base: int, name: str) -> Entities:
        """The type that models give to what a getter of a library type reads."""
        types = [str(x) for tag, x in self.value(function, base) if tag == e.VALUE]
        made = (self.library.attribute_type(type_, name) for type_ in types)
        return e.union(self.library_type(text) for text in made if text is not None)

    def _conventions(self, function: int) -> Conventions:
        return self.library.conventions(self.program.traits(function).group)

    def _called_by_maker(self, entity: Entity, makers: tuple[str, ...]) -> Entities:
        """What calling a thing gives where functions outside the tree are written like classes."""
        tag, payload = entity
        if tag != e.EXTERNAL or self.library.result_type(str(payload)) is not None:
            return self.called(entity)
        made = made_by(str(payload), makers)
        return ((e.VALUE, made),) if made else e.NOTHING

    def _from_container(self, function: int, method: str, containers: Entities) -> Entities:
        """What a method of a list or mapping gives."""
        traits = self.program.traits(function)
        gives = self.library.gives(traits.group, method)
        gives = gives or traits.container_properties.get(method, "")
        at = traits.components.get(method, -1)
        found: list[Entities] = []
        for tag, payload in containers:
            if tag == e.TUPLE and at >= 0:
                found.extend(payload[at : at + 1])  # type: ignore[index]
            elif tag == e.TUPLE:
                found.append(given(gives, e.CONTAINER, e.union(payload)))  # type: ignore[arg-type]
            elif tag in (e.CONTAINER, e.MAPPING):
                found.append(given(gives, tag, payload))  # type: ignore[arg-type]
        return e.union(found)

    def _super(self, function: int) -> Entities:
        owner = self.program.enclosing_class(function)
        if owner is None:
            return e.NOTHING
        lineage, outside = self.lineage(owner)
        if len(lineage) > 1:
            return ((e.INSTANCE, lineage[1]),)
        return tuple((e.VALUE, name) for name in outside[:1])

    def called(self, entity: Entity) -> Entities:
        """What calling a thing gives."""
        tag, payload = entity
        if tag == e.CLASS:
            return ((e.INSTANCE, payload),)
        if tag in (e.FUNCTION, e.METHOD):
            return self.result(payload)  # type: ignore[arg-type]
        if tag in (e.EXTERNAL, e.VALUE):
            name = str(payload) if tag == e.EXTERNAL else f"{payload}.__call__"
            made = self.library.result_type(name)
            if made is not None:
                return self.library_type(made)
            last = name.rsplit(".", 1)[-1]
            if self.library.is_class(name) or last[:1].isupper():
                return ((e.VALUE, name),)
        if tag == e.INSTANCE:
            return e.union(self.called(method) for method in self.attribute(entity, "__call__", 0))
        return e.NOTHING

    def library_type(self, text: str) -> Entities:
        """Entities for a type named in a model: dotted, ``list[…]`` and ``|`` allowed."""
        parsed = e.parse_type("".join(text.split()))
        return self._model_type(parsed) if parsed is not None else e.NOTHING

    def _model_type(self, parsed: TypeExpression) -> Entities:
        if parsed.name == "|":
            return e.union(self._model_type(a) for a in parsed.arguments)
        if parsed.name in ("list", "dict", "builtins.list") and parsed.arguments:
            return ((e.CONTAINER, self._model_type(parsed.arguments[-1])),)
        if parsed.name == "tuple" and parsed.arguments:
            return ((e.TUPLE, tuple(self._model_type(a) for a in parsed.arguments)),)
        # Classes that are global have no module in front: `Response`.
        whole = "." in parsed.name or parsed.name[:1].isupper()
        return ((e.VALUE, parsed.name if whole else "builtins." + parsed.name),)

    def result(self, function: int) -> Entities:
        """What a function of the tree returns."""
        head = self.program.head(function)
        if head.returns is not None:
            return self.annotation(function, head.returns)
        body = self.program.body(function)
        if body.yields and not body.returns:
            given = e.union(self.value(function, value) for value in body.yields[: e.LIMIT])
            endings = self.program.traits(function).generator_managers
            manages = any(d.name.endswith(endings) for d in head.decorators)
            return given if manages else nested(e.CONTAINER, given)
        if len(body.returns) > e.LIMIT:
            return e.NOTHING
        made = e.union(self.value(function, value) for value in body.returns)
        return tuple(entity for entity in made if entity != _NONE)

    # Attributes and classes

    def attribute(self, entity: Entity, name: str, function: int) -> Entities:
        """What an attribute of a thing denotes."""
        tag, payload = entity
        if tag in (e.INSTANCE, e.CLASS):
            return self._class_attribute(payload, name)  # type: ignore[arg-type]
        if tag == e.MODULE:
            unit = self.program.unit_of[function]
            return self.naming(unit).member(str(payload), name, unit)
        if tag == e.EXTERNAL:
            dotted = f"{payload}.{name}"
            unit = self.program.unit_of[function]
            inside = self.naming(unit).qualified(dotted, unit)
            return inside or self.outside(dotted)
        if tag == e.VALUE:
            made = self.library.attribute_type(str(payload), name)
            if made is not None:
                return self.library_type(made)
            return ((e.EXTERNAL, f"{payload}.{name}"),)
        return e.NOTHING

    def lineage(self, ref: ClassRef) -> tuple[list[ClassRef], list[str]]:
        """A class and its ancestors, nearest first, and the names of ancestors outside the tree."""
        found = self._lineage.get(ref)
        if found is not None:
            return found
        if self._depth > MAX_DEPTH:
            return [ref], []
        self._lineage[ref] = ([ref], [])
        self._depth += 1
        classes: list[ClassRef] = [ref]
        outside: list[str] = []
        head = self.program.class_head(ref)
        scope = self.program.units[ref[0]].first + head.parent
        for base in head.bases:
            for tag, payload in self.annotation(scope, base):
                if tag == e.INSTANCE:
                    inner, beyond = self.lineage(payload)  # type: ignore[arg-type]
                    classes.extend(c for c in inner if c not in classes)
                    outside.extend(b for b in beyond if b not in outside)
                elif tag == e.VALUE and payload not in outside:
                    outside.append(str(payload))
        self._depth -= 1
        self._lineage[ref] = (classes, outside)
        return classes, outside

    def _cast(self, function: int, held: f.Value) -> Entities:
        if held[4].startswith(f.NOT):
            return self._but(self.value(function, held[3]), self.annotation(function, held[4][1:]))
        return self.annotation(function, held[4]) or self.value(function, held[3])

    def _but(self, options: Entities, others: Entities) -> Entities:
        """What something may still be that is none of some classes of the tree."""
        barred = {payload for tag, payload in others if tag == e.INSTANCE}
        if not barred:
            return options
        found: list[Entity] = []
        for option in options:
            if option[0] != e.INSTANCE:
                found.append(option)
                continue
            below = self.descendants(option[1])  # type: ignore[arg-type]
            made = [c for c in below if self.program.calls_named(self.program.class_head(c).name)]
            left = [c for c in (option[1], *made) if barred.isdisjoint(self.lineage(c)[0])]  # type: ignore[arg-type]
            if barred.isdisjoint((option[1], *below)) or len(left) > e.LIMIT:
                found.append(option)
            else:
                # The class itself goes on only if nothing else is left that it may be.
                found.extend((e.INSTANCE, kind) for kind in (left[1:] or left))
        return tuple(found)

    def descendants(self, ref: ClassRef) -> list[ClassRef]:
        """Classes of the tree that derive from one, in the order of the files."""
        found = self._descendants.get(ref)
        if found is None:
            named = self.program.classes_based_on(self.program.class_head(ref).name)
            direct = [other for other in named if other != ref and ref in self.lineage(other)[0]]
            found = list(direct)
            self._descendants[ref] = found
            for other in direct:
                found.extend(d for d in self.descendants(other) if d not in found and d != ref)
        return found

    def instances(self, found: Entities) -> Entities:
        """Instances of the classes among some entities."""
        made: list[Entity] = []
        for tag, payload in found:
            if tag == e.CLASS:
                made.append((e.INSTANCE, payload))
            elif tag == e.EXTERNAL:
                made.append((e.VALUE, payload))
            elif tag in (e.CONTAINER, e.MAPPING, e.TUPLE):
                made.append((tag, payload))
        return tuple(made)

    def _class_attribute(self, ref: ClassRef, name: str) -> Entities:
        found = self.own_attribute(ref, name)
        if found:
            return found
        outside = self.lineage(ref)[1]
        for base in outside:
            type_ = self.library.attribute_type(base, name)
            if type_ is not None:
                return self.library_type(type_)
        return tuple((e.EXTERNAL, f"{base}.{name}") for base in outside[:3])

    def own_attribute(self, ref: ClassRef, name: str) -> Entities:
        """What an attribute denotes that the class or an ancestor in the tree declares."""
        key = (ref, name)
        found = self._attributes.get(key)
        if found is None:
            self._attributes[key] = e.NOTHING
            found = self._find_attribute(ref, name)
            if not found:
                for other in self.program.other_names(ref, name):
                    made = self._find_attribute(ref, other)
                    found = tuple(
                        entity
                        for tag, payload in made
                        for entity in (
                            self.result(payload)  # type: ignore[arg-type]
                            if tag == e.METHOD
                            else ((tag, payload),)
                        )
                    )
                    if made:
                        break
            self._attributes[key] = found
        return found

    def _find_attribute(self, ref: ClassRef, name: str) -> Entities:
        program = self.program
        classes, _ = self.lineage(ref)
        methods: Entities = e.NOTHING
        for owner in classes:
            overloads = program.methods(owner, name)
            if overloads:
                if program.head(overloads[0]).flags & f.PROPERTY:
                    return self.result(overloads[0])
                methods = tuple((e.METHOD, method) for method in overloads)
                if not program.shares_names(ref):
                    return methods
            head = program.class_head(owner)
            scope = program.units[owner[0]].first
            for field in head.fields:
                if field.name == name and field.type is not None:
                    return (*self.annotation(scope + head.body, field.type), *methods)
            if methods:
                break
        return (*self._stored(ref, classes, name), *methods)[: e.LIMIT]

    def _stored(self, ref: ClassRef, classes: list[ClassRef], name: str) -> Entities:
        """What assignments, in methods and in the class body, put under a name."""
        made: list[Entities] = []
        for function, store in self.field_stores(ref, name):
            if store.type is not None:
                return self.annotation(function, store.type)
            if len(made) < e.LIMIT:
                entities = self.value(function, store.value)
                made.append(tuple(x for x in entities if x != _NONE))
        for owner in classes:
            head = self.program.class_head(owner)
            body = self.program.units[owner[0]].first + head.body
            bound = self.program.body(body).bindings.get(name, ())[:2]
            made.extend(self.value(body, value) for value in bound)
        return tuple(x for x in e.union(made) if x != _NONE)

    def field_stores(self, ref: ClassRef, name: str) -> list[tuple[int, f.Store]]:
        """Assignments to a field of a class, in it, its ancestors and descendants."""
        key = (ref, name)
        found = self._field_stores.get(key)
        if found is not None:
            return found
        classes, _ = self.lineage(ref)
        found = []
        for function, store, owners in self._stores_by_class(name):
            if any(owner in classes for owner in owners) or any(
                ref in self.lineage(owner)[0] for owner in owners
            ):
                found.append((function, store))
        self._field_stores[key] = found
        return found

    def _stores_by_class(self, name: str) -> list[tuple[int, f.Store, frozenset[ClassRef]]]:
        found = self._typed_stores.get(name)
        if found is None:
            found = []
            self._typed_stores[name] = found
            for function, store in self.program.stores_named(name):
                owners = frozenset(
                    payload
                    for tag, payload in self.value(function, store.base)
                    if tag in (e.INSTANCE, e.CLASS)
                )
                if owners:
                    found.append((function, store, owners))  # type: ignore[arg-type]
        return found

    # Annotations

    def annotation(self, function: int, text: str) -> Entities:
        """Instances that a type expression admits, read in the scope of a function."""
        unit = self.program.unit(function)
        head = unit.facts.functions[function - unit.first]
        # Methods of a class see the same types; local classes are seen by their function only.
        owner = head.owner if head.owner >= 0 else ~(function - unit.first)
        key = (unit.first, owner, text)
        found = self._annotations.get(key)
        if found is None:
            if self._depth > MAX_DEPTH:
                return e.NOTHING
            self._annotations[key] = e.NOTHING
            parsed = e.parse_type(text)
            found = self.admitted(function, parsed) if parsed is not None else e.NOTHING
            self._annotations[key] = found
        return found

    def admitted(self, function: int, parsed: TypeExpression) -> Entities:
        """Instances that a parsed type expression admits, read in the scope of a function."""
        name = parsed.name
        if parsed.arguments:
            last = name.rsplit(".", 1)[-1]
            holding = NEUTRAL.get(last) or self._conventions(function).generics.get(last)
            if holding is not None:
                return self._generic(function, holding, parsed.arguments)
        if name in ("None", "Any", "object", ""):
            return e.NOTHING
        if name.startswith("builtins."):
            return ((e.VALUE, name),)
        found = self.dotted(function, name)
        return self.instances(found)

    def _generic(
        self, function: int, holding: Holding, arguments: tuple[TypeExpression, ...]
    ) -> Entities:
        """Instances of a generic type, by what its arguments say of them."""
        if holding == "itself":
            return e.union(self.admitted(function, a) for a in arguments)
        if holding == "class":
            return tuple(
                (e.CLASS if tag == e.INSTANCE else e.EXTERNAL, payload)
                for tag, payload in self.admitted(function, arguments[0])
                if tag in (e.INSTANCE, e.VALUE)
            )
        repeated = len(arguments) == 2 and arguments[1].name == "..."
        if holding == "positions" and not repeated:
            return ((e.TUPLE, tuple(self.admitted(function, a) for a in arguments)),)
        if holding in ("elements", "positions"):
            return ((e.CONTAINER, self.admitted(function, arguments[0])),)
        inner = self.admitted(function, arguments[0 if holding == "first" else -1])
        return nested(e.MAPPING, inner) if holding == "values" else inner

    def dotted(self, function: int, dotted: str) -> Entities:
        """What a dotted name denotes, read in the scope of a function."""
        first, *rest = dotted.split(".")
        found = self.name(function, first)
        for part in rest:
            found = e.union(self.attribute(entity, part, function) for entity in found)
        return found


def made_by(name: str, makers: tuple[str, ...]) -> str:
    """The type that a function makes by its name: ``pkg.NewClient`` a ``pkg.Client``."""
    owner, _, last = name.rpartition(".")
    made = next((last[len(maker) :] for maker in makers if last.startswith(maker)), "")
    return f"{owner}.{made}" if owner and "A" <= made[:1] <= "Z" else ""


_EACH: f.Value = [f.EACH, 0, 0, 0]
_STRING: Entities = ((e.VALUE, "builtins.str"),)
_NONE = e.NULL
_LITERAL_TYPES: dict[type, Entities] = {
    str: _STRING,
    bool: ((e.VALUE, "builtins.bool"),),
    int: ((e.VALUE, "builtins.int"),),
    float: ((e.VALUE, "builtins.float"),),
    type(None): (_NONE,),
}
