"""What containers hold and give: by iterating, by a key, by unpacking, by their methods."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.containers import as_entries, given
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.resolver import Resolver


class Elements:
    """Answers for what containers are made of, and for what is taken out of them."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._library = resolver.library

    def entries(self, function: int, held: f.Value) -> Entities:
        """What the entries of a mapping hold, those that are spread into it too."""
        found: list[Entities] = []
        for _, key, value in held[3][:8]:
            made = self._resolver.value(function, value)
            if key == -2:
                found.extend(payload for tag, payload in made if tag == e.MAPPING)  # type: ignore[misc]
            else:
                found.append(made)
        return e.union(found)

    def item(self, function: int, held: f.Value) -> Entities:
        if held[0] == f.ITEM and held[5] >= 0:
            alias = self._alias(function, held)
            if alias:
                return alias
        containers = self._resolver.value(function, held[3])
        if held[0] == f.EACH and self._program.traits(function).mappings_iterate_entries:
            containers = tuple(as_entries(entity) for entity in containers)
        return self.taken(containers, held)

    def _alias(self, function: int, held: f.Value) -> Entities:
        """``Union[A, B]`` as a value: the classes it admits."""
        names = {
            str(payload).rsplit(".", 1)[-1]
            for tag, payload in self._resolver.value(function, held[3])
            if tag == e.EXTERNAL
        }
        known = self._library.conventions(self._program.traits(function).group).generics
        if not any(known.get(name) in ("itself", "first") for name in names):
            return e.NOTHING
        key = self._program.body(function).values[held[5]]
        if key[0] == f.SEQ:
            return e.union(self._resolver.value(function, v) for v in key[3] if v >= 0)
        return self._resolver.value(function, held[5])

    def entered(self, function: int, held: f.Value) -> Entities:
        found: list[Entities] = []
        for entity in self._resolver.value(function, held[3]):
            made: Entities = (entity,)
            if entity[0] == e.INSTANCE:
                for name in self._program.traits(function).entering_methods:
                    for method in self._resolver.attribute(entity, name, function):
                        if method[0] == e.METHOD:
                            made = self._resolver.result(method[1]) or made  # type: ignore[arg-type]
            found.append(made)
        return e.union(found)

    def taken(self, containers: Entities, held: f.Value) -> Entities:
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

    def part(self, containers: Entities, index: int, *, several: bool) -> Entities:
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

    def from_container(self, function: int, method: str, containers: Entities) -> Entities:
        """What a method of a list or mapping gives."""
        traits = self._program.traits(function)
        gives = self._library.gives(traits.group, method)
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
