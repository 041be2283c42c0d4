"""Which classes derive from which, and what is of which type."""

from __future__ import annotations

from msgsec_lint.link import entities as e
from msgsec_lint.link.entities import Entities, Entity
from msgsec_lint.link.program import ClassRef
from msgsec_lint.link.resolver import Resolver


class Classes:
    """Ancestors, descendants and the types between them."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._library = resolver.library
        self._descendants: dict[ClassRef, list[ClassRef]] = {}
        self._direct: dict[ClassRef, list[ClassRef]] = {}

    def lineage(self, ref: ClassRef) -> tuple[list[ClassRef], list[str]]:
        """A class and its ancestors, nearest first, and the names of ancestors outside the tree."""
        classes: dict[ClassRef, None] = {ref: None}
        outside: dict[str, None] = {}
        head = self._program.class_head(ref)
        scope = self._program.units[ref[0]].first + head.parent
        for base in head.bases:
            for tag, payload in self._resolver.annotation(scope, base):
                if tag == e.INSTANCE:
                    inner, beyond = self._resolver.lineage(payload)  # type: ignore[arg-type]
                    classes.update(dict.fromkeys(inner))
                    outside.update(dict.fromkeys(beyond))
                elif tag == e.VALUE:
                    outside[str(payload)] = None
        return list(classes), list(outside)

    def descendants(self, ref: ClassRef) -> list[ClassRef]:
        """Classes of the tree that derive from one, in the order of the files."""
        found = self._descendants.get(ref)
        if found is None:
            below: dict[ClassRef, None] = {}
            pending = [ref]
            while pending:
                direct = [d for d in self._children(pending.pop()) if d != ref and d not in below]
                below.update(dict.fromkeys(direct))
                pending.extend(reversed(direct))
            found = self._descendants[ref] = list(below)
        return found

    def _children(self, ref: ClassRef) -> list[ClassRef]:
        """Classes that name one as their base."""
        found = self._direct.get(ref)
        if found is None:
            lineage = self._resolver.lineage
            named = self._program.classes_based_on(self._program.class_head(ref).name)
            found = [other for other in named if other != ref and ref in lineage(other)[0]]
            self._direct[ref] = found
        return found

    def but(self, options: Entities, others: Entities) -> Entities:
        """What something may still be that is none of some classes of the tree."""
        barred = {payload for tag, payload in others if tag == e.INSTANCE}
        if not barred:
            return options
        found: list[Entity] = []
        for option in options:
            if option[0] == e.INSTANCE:
                found.extend(self._left_of(option[1], barred))  # type: ignore[arg-type]
            else:
                found.append(option)
        return tuple(found)

    def _left_of(self, ref: ClassRef, barred: set[object]) -> list[Entity]:
        """What an instance of a class may be whose class is not among those that are barred."""
        below = self.descendants(ref)
        made = [c for c in below if self._program.calls_named(self._program.class_head(c).name)]
        left = [c for c in (ref, *made) if barred.isdisjoint(self._resolver.lineage(c)[0])]
        if barred.isdisjoint((ref, *below)) or len(left) > e.LIMIT:
            return [(e.INSTANCE, ref)]
        # The class itself goes on only if nothing else is left that it may be.
        return [(e.INSTANCE, kind) for kind in (left[1:] or left)]

    def admits(self, wanted: Entity, given: Entity) -> bool:
        """Whether a thing is of a declared type; containers are not looked into."""
        tag, payload = given
        if wanted == given:
            return True
        if wanted[0] == e.INSTANCE and tag in (e.INSTANCE, e.CLASS):
            return bool(wanted[1] in self._resolver.lineage(payload)[0])  # type: ignore[arg-type]
        if wanted[0] == e.VALUE:
            if tag == e.INSTANCE:
                return wanted[1] in self._resolver.lineage(payload)[1]  # type: ignore[arg-type]
            return tag == e.VALUE and wanted[1] in self._library.lineage(str(payload))
        alike = (wanted[0] == e.MAPPING) == (tag == e.MAPPING)
        return wanted[0] in e.CONTAINERS and tag in e.CONTAINERS and alike

    def distance(self, wanted: Entity, given: Entity) -> int:
        """How far up among the ancestors of a thing the type stands that is wanted."""
        tag, payload = given
        if tag not in (e.INSTANCE, e.CLASS):
            return 1
        classes, outside = self._resolver.lineage(payload)  # type: ignore[arg-type]
        if wanted[0] == e.INSTANCE:
            return 1 + classes.index(wanted[1])  # type: ignore[arg-type]
        return 1 + len(classes) + len(outside)
