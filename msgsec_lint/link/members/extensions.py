"""Functions that are declared outside of a class and called like its methods."""

from __future__ import annotations

from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.program import ClassRef
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.classes import Classes


class Extensions:
    """Finds them by receiver and name, and so the types that have all methods of an interface."""

    def __init__(self, resolver: Resolver, classes: Classes) -> None:
        self._resolver = resolver
        self._classes = classes
        self._program = resolver.program
        self._library = resolver.library
        self._implementations: dict[ClassRef, list[ClassRef]] = {}

    def named(self, function: int, receivers: Entities, name: str) -> int:
        """The function declared outside a class for receivers of a type, or -1.

        Of several it is the one of the type itself, before those of what the type has or is.
        """
        if not receivers or not self._program.extensions_named(name):
            return -1
        group = self._program.traits(function).group
        named = self._simple_names(receivers)
        nearest = (-1, -1)
        for candidate in self._program.extensions_of(group, name, named):
            declared = self._receiver_type(candidate)
            for given in receivers:
                for wanted in declared:
                    if wanted == given:
                        return candidate
                    if self._classes.admits(wanted, given):
                        away = self._classes.distance(wanted, given)
                        nearest = min(nearest, (away, candidate)) if nearest[0] > 0 else (
                            away, candidate)  # fmt: skip
        return nearest[1]

    def _simple_names(self, receivers: Entities) -> set[str]:
        """The last parts of the names of all types that some things are of."""
        named: set[str] = set()
        for tag, payload in receivers:
            if tag in (e.INSTANCE, e.CLASS):
                classes, outside = self._resolver.lineage(payload)  # type: ignore[arg-type]
                named.update(self._program.class_head(c).name for c in classes)
                named.update(base.rsplit(".", 1)[-1] for base in outside)
            elif tag == e.VALUE:
                named.update(b.rsplit(".", 1)[-1] for b in self._library.lineage(str(payload)))
            elif tag in e.CONTAINERS:
                named |= {"list", "dict", "tuple"}
        return named

    def _receiver_type(self, extension: int) -> Entities:
        declared = self._program.head(extension).parameters[0].type
        return self._resolver.annotation(extension, declared) if declared is not None else e.NOTHING

    def implementing(self, interface: ClassRef, name: str) -> list[int]:
        """The methods of a name of all types that implement an interface.

        Types that do not name the interfaces that they implement have all of their methods.
        """
        made = self._implementations.get(interface)
        if made is None:
            made = self._implementations[interface] = self._find_implementations(interface)
        first = self._program.units[interface[0]].first
        found = [self.named(first, ((e.INSTANCE, ref),), name) for ref in made]
        return list(dict.fromkeys(method for method in found if method >= 0))

    def _find_implementations(self, interface: ClassRef) -> list[ClassRef]:
        program = self._program
        owners = self._resolver.lineage(interface)[0]
        names = sorted({name for owner in owners for name in program.class_head(owner).methods},
                       key=lambda name: len(program.extensions_named(name)))  # fmt: skip
        candidates: dict[ClassRef, None] = {}
        for method in program.extensions_named(names[0]) if names else ():
            for tag, ref in self._receiver_type(method):
                if tag == e.INSTANCE:
                    derived = self._resolver.descendants(ref)  # type: ignore[arg-type]
                    candidates.update(dict.fromkeys((ref, *derived)))  # type: ignore[arg-type]
        first = program.units[interface[0]].first
        return [
            ref
            for ref in candidates
            if all(self.named(first, ((e.INSTANCE, ref),), name) >= 0 for name in names)
        ]
