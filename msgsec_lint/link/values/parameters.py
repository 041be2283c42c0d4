"""What parameters denote: by their types, or by who calls the function."""

from __future__ import annotations

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.handlers import Handlers
from msgsec_lint.link.entities import Entities
from msgsec_lint.link.resolver import Resolver
from msgsec_lint.link.types.expressions import Annotations, library_type


class Parameters:
    """Answers for the parameters of functions of the tree."""

    def __init__(self, resolver: Resolver, annotations: Annotations, handlers: Handlers) -> None:
        self._resolver = resolver
        self._annotations = annotations
        self._handlers = handlers
        self._program = resolver.program
        self._library = resolver.library

    def parameter(self, function: int, index: int) -> Entities:
        program = self._program
        head = program.head(function)
        parameter = head.parameters[index]
        owner = program.owner(function)
        if index == 0 and owner is not None and head.flags & f.METHOD and not head.flags & f.STATIC:
            tag = e.CLASS if head.flags & f.CLASS_METHOD or head.name == "__new__" else e.INSTANCE
            return ((tag, owner),)
        if parameter.type is not None:
            found = self._resolver.annotation(function, parameter.type)
            if parameter.kind in (f.REST, f.KEYWORDS):
                return ((e.CONTAINER, found),)
            if found:
                return found
        told = self._told(function, index, parameter.name)
        if told:
            return told
        if parameter.default >= 0 and head.parent >= 0:
            unit = program.unit(function)
            made = self._resolver.value(unit.first + head.parent, parameter.default)
            return tuple(x for x in made if x != e.NULL)
        return e.NOTHING

    def _told(self, function: int, index: int, name: str) -> Entities:
        """The type that a library gives a parameter of a function that it calls."""
        head = self._program.head(function)
        owner = self._program.owner(function)
        position = index - 1 if owner is not None and not head.flags & f.STATIC else index
        found: str | None = None
        if owner is not None:
            for base in self._resolver.lineage(owner)[1]:
                found = found or self._library.override_type(base, head.name, position, name)
        if found is None and head.parent >= 0:
            scope = self._program.unit(function).first + head.parent
            for made in head.decorators:
                for tag, payload in self._annotations.dotted(scope, made.name):
                    if tag == e.EXTERNAL and found is None:
                        found = self._library.decorated_type(str(payload), position, name)
        if found is not None:
            return library_type(found)
        return self._registered(function, position) or self._handled(function, position)

    def _registered(self, function: int, position: int) -> Entities:
        """The type that a call gives to a parameter of a function handed to it."""
        for made in self._handlers.handed(function):
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
                made = self._library.callback_type(str(payload), port, position, first)
                if made is not None:
                    return library_type(made)
            elif tag in (e.FUNCTION, e.METHOD, e.CLASS):
                for function in self._functions_of(tag, payload):
                    found = self._expected(function, port, position)
                    if found:
                        return found
        return e.NOTHING

    def _functions_of(self, tag: str, payload: object) -> list[int]:
        if tag == e.CLASS:
            return self._program.methods(payload, "<init>")  # type: ignore[arg-type]
        return [payload]  # type: ignore[list-item]

    def _expected(self, function: int, port: int | str, position: int) -> Entities:
        """The type of a parameter of the function that a parameter of a function takes.

        ``Function[A,R]`` and the interfaces of libraries say it by their arguments, an interface
        of the tree by its only method.
        """
        parameters = self._program.own_parameters(function)
        if isinstance(port, str):
            declared = next((p.type for p in parameters if p.name == port), None)
        else:
            declared = parameters[port].type if port < len(parameters) else None
        parsed = e.parse_type(declared) if declared is not None else None
        if parsed is None or declared is None:
            return e.NOTHING
        for tag, payload in self._resolver.annotation(function, declared):
            if tag == e.INSTANCE:
                methods = self._program.class_head(payload).methods  # type: ignore[arg-type]
                if len(methods) == 1:
                    method = self._program.units[payload[0]].first + next(iter(methods.values()))  # type: ignore[index]
                    own = self._program.own_parameters(method)
                    type_ = own[position].type if position < len(own) else None
                    return self._resolver.annotation(method, type_) if type_ else e.NOTHING
        arguments = parsed.arguments
        if parsed.name == "Function":
            arguments = arguments[:-1]
        if position < len(arguments):
            return self._resolver.admitted(function, arguments[position])
        return e.NOTHING

    def _handled(self, function: int, position: int) -> Entities:
        """The type of a parameter of a function that is made the handler of a library object.

        ``socket.onmessage = (event) => …``: what is assigned to a property, to be called later.
        """
        unit = self._program.unit_of[function]
        listens = self._program.traits(function).listens_by_name
        for name in self._library.handlers if listens else ():
            for holder, store in self._program.stores_named(name):
                if self._program.unit_of[holder] != unit:
                    continue
                if not self._is_function(holder, store.value, function):
                    continue
                for tag, payload in self._resolver.value(holder, store.base):
                    if tag == e.VALUE:
                        made = self._library.handler_type(f"{payload}.{name}", position)
                        if made is not None:
                            return library_type(made)
        return e.NOTHING

    def _is_function(self, holder: int, value: int, function: int) -> bool:
        """Whether a value is a function of its own file, as written or by its name."""
        values = self._program.body(holder).values
        held = values[value]
        if held[0] == f.CALL:
            callee = values[held[3]]
            if callee[0] == f.ATTR and callee[4] in self._program.traits(holder).binding_methods:
                value = callee[3]
                held = values[value]
        if held[0] == f.FUNC:
            return bool(self._program.unit(holder).first + held[3] == function)
        named = held[4] if held[0] == f.ATTR else held[3] if held[0] == f.NAME else None
        if named != self._program.head(function).name:
            return False
        denoted = self._resolver.value(holder, value)
        return (e.FUNCTION, function) in denoted or (e.METHOD, function) in denoted
