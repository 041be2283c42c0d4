"""What attributes of things denote: by declaration, by models, by what is assigned to them."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities, Entity
from msgsec_lint.link.program import ClassRef
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.expressions import library_type, outside


class Attributes:
    """Answers what things have."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._library = resolver.library
        self._field_stores: dict[tuple[ClassRef, str], list[tuple[int, f.Store]]] = {}
        self._typed_stores: dict[str, list[tuple[int, f.Store, frozenset[ClassRef]]]] = {}

    def attribute(self, entity: Entity, name: str, function: int) -> Entities:
        """What an attribute of a thing denotes."""
        tag, payload = entity
        if tag in (e.INSTANCE, e.CLASS):
            return self._of_class(payload, name)  # type: ignore[arg-type]
        if tag == e.MODULE:
            unit = self._program.unit_of[function]
            return self._resolver.naming(unit).member(str(payload), name, unit)
        if tag == e.EXTERNAL:
            dotted = f"{payload}.{name}"
            unit = self._program.unit_of[function]
            inside = self._resolver.naming(unit).qualified(dotted, unit)
            return inside or outside(self._library, dotted)
        if tag == e.VALUE:
            made = self._library.attribute_type(str(payload), name)
            if made is not None:
                return library_type(made)
            return ((e.EXTERNAL, f"{payload}.{name}"),)
        return e.NOTHING

    def _of_class(self, ref: ClassRef, name: str) -> Entities:
        found = self._resolver.own_attribute(ref, name)
        if found:
            return found
        beyond = self._resolver.lineage(ref)[1]
        for base in beyond:
            type_ = self._library.attribute_type(base, name)
            if type_ is not None:
                return library_type(type_)
        return tuple((e.EXTERNAL, f"{base}.{name}") for base in beyond[:3])

    def own(self, ref: ClassRef, name: str) -> Entities:
        """What an attribute denotes that the class or an ancestor in the tree declares."""
        found = self._declared(ref, name)
        for other in () if found else self._program.other_names(ref, name):
            made = self._declared(ref, other)
            if made:
                return tuple(entity for held in made for entity in self._as_property(held))
        return found

    def _as_property(self, held: Entity) -> Entities:
        """What reading a property denotes that another language knows as a method."""
        return self._resolver.result(held[1]) if held[0] == e.METHOD else (held,)  # type: ignore[arg-type]

    def _declared(self, ref: ClassRef, name: str) -> Entities:
        program = self._program
        classes, _ = self._resolver.lineage(ref)
        methods: Entities = e.NOTHING
        for owner in classes:
            overloads = program.methods(owner, name)
            if overloads:
                if program.head(overloads[0]).flags & f.PROPERTY:
                    return self._resolver.result(overloads[0])
                methods = tuple((e.METHOD, method) for method in overloads)
                if not program.shares_names(ref):
                    return methods
            head = program.class_head(owner)
            scope = program.units[owner[0]].first
            for field in head.fields:
                if field.name == name and field.type is not None:
                    return (*self._resolver.annotation(scope + head.body, field.type), *methods)
            if methods:
                break
        return (*self._stored(ref, classes, name), *methods)[: e.LIMIT]

    def _stored(self, ref: ClassRef, classes: list[ClassRef], name: str) -> Entities:
        """What assignments, in methods and in the class body, put under a name."""
        value = self._resolver.value
        made: list[Entities] = []
        for function, store in self.field_stores(ref, name):
            if self._resolver.hides(ref[0], self._program.unit_of[function]):
                continue
            if store.type is not None:
                return self._resolver.annotation(function, store.type)
            if len(made) < e.LIMIT:
                entities = value(function, store.value)
                made.append(tuple(x for x in entities if x != e.NULL))
        for owner in classes:
            head = self._program.class_head(owner)
            body = self._program.units[owner[0]].first + head.body
            bound = self._program.body(body).bindings.get(name, ())[:2]
            made.extend(value(body, held) for held in bound)
        return tuple(x for x in e.union(made) if x != e.NULL)

    def field_stores(self, ref: ClassRef, name: str) -> list[tuple[int, f.Store]]:
        """Assignments to a field of a class, in it, its ancestors and descendants."""
        key = (ref, name)
        found = self._field_stores.get(key)
        if found is not None:
            return found
        lineage = self._resolver.lineage
        classes, _ = lineage(ref)
        found = []
        for function, store, owners in self._stores_by_class(name):
            if any(owner in classes for owner in owners) or any(
                ref in lineage(owner)[0] for owner in owners
            ):
                found.append((function, store))
        self._field_stores[key] = found
        return found

    def _stores_by_class(self, name: str) -> list[tuple[int, f.Store, frozenset[ClassRef]]]:
        found = self._typed_stores.get(name)
        if found is None:
            found = []
            self._typed_stores[name] = found
            for function, store in self._program.stores_named(name):
                owners = frozenset(
                    payload
                    for tag, payload in self._resolver.value(function, store.base)
                    if tag in (e.INSTANCE, e.CLASS)
                )
                if owners:
                    found.append((function, store, owners))  # type: ignore[arg-type]
        return found
