"""Names that stand alone and may be members: of an implicit receiver, of what is taken apart."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.captures import captured_by
from msgsec_lint.link.entities import Entities, Entity
from msgsec_lint.link.resolver import Resolver


class Implicit:
    """Answers for languages in which a name alone does not say whose member it is."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._program = resolver.program
        self._library = resolver.library

    def settle(self, function: int, held: f.Value) -> bool:
        """Decide, once, whether a bare name is a member of an implicit receiver.

        If it is, the value becomes the attribute read that it stands for.
        """
        name, receivers = held[3], held.pop()
        if captured_by(self._program, function, name) is not None:
            return False
        types = [self._resolver.value(function, receiver) for receiver in receivers]
        for receiver, found in zip(receivers, types, strict=True):
            if any(self._is_member(entity, name) for entity in found):
                held[0], held[3:] = f.ATTR, [receiver, name]
                return True
        denoted = self._resolver.name(function, name)
        if denoted and not any(tag == e.EXTERNAL for tag, _ in denoted):
            return False
        if denoted and any(self._library.is_known(str(x)) or self._library.is_class(str(x))
                           for _, x in denoted):  # fmt: skip
            return False
        for receiver, found in zip(receivers, types, strict=True):
            if self._may_have_more(function, receiver, found):
                held[0], held[3:] = f.ATTR, [receiver, name]
                return True
        return False

    def settle_part(self, function: int, held: f.Value) -> bool:
        """Decide, once, whether what unpacking gives is a field: of a data class or a record.

        If it is, the value becomes the attribute read that it stands for.
        """
        if held[4] < 0 or not self._program.traits(function).unpacks_fields:
            return False
        unpacked = self._resolver.value(function, held[3])
        names = {self._component(entity, held[4]) for entity in unpacked}
        if len(names) != 1 or None in names:
            return False
        held[0], held[4] = f.ATTR, names.pop()
        return True

    def _component(self, entity: Entity, index: int) -> str | None:
        tag, payload = entity
        if tag != e.INSTANCE:
            return None
        head = self._program.class_head(payload)  # type: ignore[arg-type]
        order = [x.name for x in head.fields if not x.flags & f.NOT_IN_CONSTRUCTOR]
        return order[index] if head.generated and index < len(order) else None

    def _is_member(self, entity: Entity, name: str) -> bool:
        tag, payload = entity
        if tag in (e.INSTANCE, e.CLASS):
            return bool(self._resolver.own_attribute(payload, name))  # type: ignore[arg-type]
        if tag == e.VALUE:
            type_ = str(payload)
            known = self._library.is_known(f"{type_}.{name}")
            return known or self._library.attribute_type(type_, name) is not None
        return False

    def _may_have_more(self, function: int, receiver: int, found: Entities) -> bool:
        """Whether an implicit receiver has members that nothing here declares."""
        if not found:
            # `this` of a class is always known; what `apply` is called on may not be.
            return bool(self._program.body(function).values[receiver][0] != f.NAME)
        for tag, payload in found:
            if tag == e.VALUE:
                return True
            if tag in (e.INSTANCE, e.CLASS) and self._resolver.lineage(payload)[1]:  # type: ignore[arg-type]
                return True
        return False
