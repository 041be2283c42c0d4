"""Which function a call reaches, which calls reach a function, and what is handed over."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.emitters import emitted
from msgsec_lint.link.lambdas import Lambdas
from msgsec_lint.link.library import Conventions
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import CallSite, ClassRef

MAX_BY_NAME = 2
"""A method name that more functions share than this does not identify one."""
MAX_OVERRIDING = 3
"""Methods that override one which does something, for each of them to count as meant."""
MAX_CALLERS = 200
"""A function called from more places is looked at from the first so many."""
RECEIVER: Final = -2
"""In ``Target.handed``: the function is given what its call's receiver stands for."""
THREAD: Final = -3
"""In ``Target.handed``: the function is given the elements of the call's ``args``."""

MAX_BEHIND = 8
"""Names and parts looked behind for the call that a receiver comes from."""
_BEHIND = frozenset({f.LOCAL, f.CAST, f.PART, f.JOIN, f.EACH, f.ITEM, f.UPDATE})

Passed = tuple[int, tuple[str, ...]]
"""``(value, path)``: a value in the caller, and the part of it that is meant."""


class Target(Struct, frozen=True):
    """A function of the tree that a call may reach."""

    function: int
    bound: bool
    """The first parameter is the receiver (or, for a constructor, the new object)."""
    constructs: bool
    sure: bool
    """Resolved by type; otherwise by its unique name."""
    handed: int = -1
    """Position from which on the call's arguments are those of the function, for functions that
    are handed over to be called later; -1 for a plain call."""


class Calls:
    """Call edges, in both directions, resolved on demand."""

    def __init__(self, linker: Linker, own: frozenset[str] = frozenset()) -> None:
        """``own`` are names under which models describe functions of the tree itself."""
        self.linker = linker
        self._own = own
        self.program = linker.program
        self._lambdas = Lambdas(linker)
        self._targets: dict[CallSite, tuple[Target, ...]] = {}
        self._callers: dict[int, list[tuple[CallSite, Target]]] = {}
        self._by_callee: dict[str, dict[int, list[tuple[CallSite, Target]]]] = {}

    def targets(self, site: CallSite) -> tuple[Target, ...]:
        """The functions of the tree that a call may reach."""
        found = self._targets.get(site)
        if found is None:
            self._targets[site] = ()
            found = self._resolve(site)
            self._targets[site] = found
        return found

    def library_names(self, site: CallSite) -> tuple[str, ...]:
        """Dotted names of the things that a call may reach and models may describe."""
        function, value = site
        callee = self.program.body(function).values[value][3]
        names: list[str] = []
        for tag, payload in self.linker.value(function, callee):
            if tag == e.EXTERNAL:
                names.append(str(payload))
            elif tag == e.VALUE and self.linker.library.is_made_function(str(payload)):
                # What a library made is called itself: `const say = debug("app"); say(x)`.
                names.append(str(payload))
            elif self._own and tag in (e.FUNCTION, e.METHOD, e.CLASS):
                names.extend(self._own_names(tag, payload))
        return tuple(dict.fromkeys(names))

    def _own_names(self, tag: str, payload: Any) -> list[str]:
        if tag == e.CLASS:
            unit, symbol = payload[0], self.program.class_head(payload).symbol
        else:
            unit, symbol = self.program.unit_of[payload], self.program.head(payload).symbol
        forms = (symbol.rsplit(".", 1)[-1], symbol, self.linker.full_name(unit, symbol))
        return [form for form in forms if form in self._own]

    def _resolve(self, site: CallSite) -> tuple[Target, ...]:
        function, value = site
        body = self.program.body(function)
        callee = body.values[value][3]
        call = body.values[value]
        denoted = self.linker.members.callee(function, call)
        held = self._lambdas.called(function, body.values[callee])
        if any(tag == e.VALUE for tag, _ in denoted):
            held.extend(self._lambdas.in_field(function, body.values[callee]))
        found = [Target(inner, False, False, True) for inner in held]
        for tag, payload in denoted:
            found.extend(self._entity_targets(tag, payload, function, call))
        named = not found and not denoted and body.values[callee][0] == f.ATTR
        if named and not self._is_container(function, body.values[callee][3]):
            found.extend(self._by_name(function, call, body.values[callee][4]))
        if body.values[callee][0] == f.ATTR and self.program.traits(function).listens_by_name:
            heard = self.linker.handlers.reached(site, body.values[callee][4])
            heard.extend((inner, 0) for inner in self.linker.handlers.exposed(site))
            found.extend(
                Target(inner, self._is_bound(inner), False, True, first) for inner, first in heard
            )
        return tuple(dict.fromkeys(found))[: e.LIMIT]

    def _is_container(self, function: int, value: int) -> bool:
        """Whether a value is known to hold others, so that its methods are none of the tree."""
        types = self.linker.value(function, value)
        return bool(types) and all(tag in e.CONTAINERS for tag, _ in types)

    def _entity_targets(
        self, tag: str, payload: object, function: int, call: f.Value
    ) -> list[Target]:
        if tag == e.FUNCTION:
            return [Target(payload, False, False, True)]  # type: ignore[arg-type]
        if tag == e.METHOD:
            return self._method_targets(payload, function, call)  # type: ignore[arg-type]
        if tag == e.CLASS:
            return self._constructors(payload, function, call)  # type: ignore[arg-type]
        if tag == e.INSTANCE:
            return [
                Target(inner, True, False, True)  # type: ignore[arg-type]
                for kind, inner in self.linker.attribute((tag, payload), "__call__", function)
                if kind == e.METHOD
            ]
        return []

    def _constructors(self, ref: ClassRef, function: int, call: f.Value) -> list[Target]:
        for owner in self.linker.lineage(ref)[0]:
            made = self.program.methods(owner, "<init>")
            if len(made) > 1:
                options = tuple((e.METHOD, method) for method in made)
                fitting = self.linker.members.fitting(function, call, options)
                return [Target(x, True, True, True) for _, x in fitting]  # type: ignore[arg-type]
            if made:
                return [Target(made[0], True, True, True)]
        return []

    def _method_targets(self, method: int, function: int, call: f.Value) -> list[Target]:
        head = self.program.head(method)
        callee = self.program.body(function).values[call[3]]
        bound = not head.flags & f.STATIC
        if head.flags & f.EXTENSION:
            return [Target(method, True, False, True)]
        if callee[0] == f.ATTR and not head.flags & (f.CLASS_METHOD | f.STATIC):
            receivers = self.linker.value(function, callee[3])
            # Class.method(instance, …): the receiver is an ordinary argument.
            bound = not receivers or any(tag != e.CLASS for tag, _ in receivers)
        found = [Target(method, bound, head.name == "<init>", True)]
        if callee[0] == f.ATTR and self._is_super(function, callee[3]):
            return found
        others = self._overriding(method, head)
        one = self.program.traits(method).one_implementer_is_meant
        sure = not one or len(others) <= MAX_OVERRIDING
        found.extend(
            Target(other, bound, False, sure)
            for other in others
            if self.linker.members.takes(other, call)
        )
        return found[: e.LIMIT]

    def _is_super(self, function: int, value: int) -> bool:
        values = self.program.body(function).values
        held = values[value]
        return bool(held[0] == f.CALL and values[held[3]][:1] == [f.NAME]
                    and values[held[3]][3] == "super")  # fmt: skip

    def _overriding(self, method: int, head: f.Function) -> list[int]:
        """Methods of descendants, where the one found is abstract or does nothing."""
        body = self.program.body(method)
        nothing = head.flags & f.ABSTRACT or (len(body.values) < 12 and not body.returns)
        traits = self.program.traits(method)
        if not nothing and not traits.overrides_concrete_methods:
            return []
        owner = self.program.owner(method)
        if owner is None:
            return []
        if traits.structural_interfaces:
            return self.linker.members.implementing(owner, head.name)
        found = [
            other
            for theirs in self.linker.descendants(owner)
            for other in self.program.methods(theirs, head.name)
            if self.linker.members.may_override(other, method)
        ]
        # Of a method that does something, few others are as likely to be meant; many are not.
        return found if nothing or len(found) <= MAX_OVERRIDING else []

    def _by_name(self, function: int, call: f.Value, name: str) -> list[Target]:
        traits = self.program.traits(function)
        methods = [m for m in self.program.methods_named(name)
                   if self.program.traits(m).group == traits.group]  # fmt: skip
        if not 0 < len(methods) <= MAX_BY_NAME or name.startswith("__"):
            return []
        if traits.untyped_are_containers and self.linker.library.gives(traits.group, name):
            # What maps and promises have is hardly meant by the one class that has it too.
            return []
        if traits.untyped_is_foreign and self._is_foreign(function, call):
            return []
        given = len(call[4])
        found = []
        for method in methods:
            parameters = self.program.head(method).parameters
            most = len(parameters) - 1
            rest = any(p.kind in (f.REST, f.KEYWORDS) for p in parameters)
            if traits.untyped_is_foreign and not (
                self.linker.sees(function, method) and (rest or given in (most, 1))
            ):
                # Types are known as a rule, so this one is of another library.
                continue
            if rest or given <= most:
                found.append(Target(method, True, False, False))
        return found

    def _is_foreign(self, function: int, call: f.Value) -> bool:
        """Whether the receiver of a call is what a function outside the tree gives."""
        values = self.program.body(function).values
        held = values[values[call[3]][3]]
        for _ in range(MAX_BEHIND):
            if held[0] not in _BEHIND:
                break
            inner = held[3][0] if held[0] == f.JOIN else held[3]
            held = values[inner]
        if held[0] != f.CALL:
            return False
        denoted = self.linker.value(function, held[3])
        return bool(denoted) and all(tag == e.EXTERNAL for tag, _ in denoted)

    def callers(self, function: int) -> list[tuple[CallSite, Target]]:
        """Calls that may reach a function, in the order of the files."""
        found = self._callers.get(function)
        if found is None:
            self._callers[function] = []
            found = self._find_callers(function)
            self._callers[function] = found
        return found

    def _find_callers(self, function: int) -> list[tuple[CallSite, Target]]:
        head = self.program.head(function)
        names = [head.name]
        owner = self.program.owner(function)
        if owner is not None and self.program.class_head(owner).constructor >= 0:
            unit = self.program.units[owner[0]]
            if unit.first + self.program.class_head(owner).constructor == function:
                names = [self.program.class_head(owner).name, *unit.traits.constructor_names]
                names.extend(self._descendants(owner))
        # Importers call it by the name under which it is exported.
        names.extend(self.program.unit(function).facts.aliases.get(head.name, ()))
        reaching = (x for name in names for x in self._reaching(name).get(function, ()))
        found = list(dict.fromkeys(reaching))
        del found[MAX_CALLERS:]
        found.extend(self._by_held_name(function))
        found.extend(self._handed_over(function))
        return found

    def _by_held_name(self, function: int) -> list[tuple[CallSite, Target]]:
        """Calls of a nameless function by the names of what holds it."""
        names, local = self._lambdas.names(function)
        if not names:
            return []
        if local:
            sites = self._lambdas.sites(function, names)
            return [(s, t) for s in sites for t in self.targets(s) if t.function == function]
        found = [x for name in sorted(names) for x in self._reaching(name).get(function, ())]
        sites = self._lambdas.sites_of_field(function)
        found.extend((s, t) for s in sites for t in self.targets(s) if t.function == function)
        return found

    def _reaching(self, name: str) -> dict[int, list[tuple[CallSite, Target]]]:
        """Function → calls under a name that reach it."""
        found = self._by_callee.get(name)
        if found is None:
            found = {}
            self._by_callee[name] = found
            for site in self.program.calls_named(name):
                for target in self.targets(site):
                    found.setdefault(target.function, []).append((site, target))
        return found

    def _descendants(self, owner: tuple[int, int]) -> list[str]:
        """Names of classes in the same file that inherit the constructor."""
        return [
            head.name
            for index, head in enumerate(self.program.units[owner[0]].facts.classes)
            if (owner[0], index) != owner
            and head.constructor < 0
            and owner in self.linker.lineage((owner[0], index))[0]
        ]

    def _handed_over(self, function: int) -> list[tuple[CallSite, Target]]:
        found: list[tuple[CallSite, Target]] = []
        traits = self.program.traits(function)
        senders = self.linker.handlers.senders(function) if traits.listens_by_name else []
        for sender, first in senders:
            found.append((sender, Target(function, self._is_bound(function), False, True, first)))
        run, given = traits.later_function, traits.later_arguments
        for site in self.program.handing(function)[:MAX_CALLERS]:
            caller, value = site
            call = self.program.body(caller).values[value]
            for position, argument in enumerate(call[4]):
                if argument >= 0 and self._denotes(caller, argument, function):
                    bound = self._is_bound(function)
                    found.extend(self._called_back(site, position, function, bound=bound))
            names = {key for key, _ in call[5]}
            for key, argument in call[5]:
                if key in run and names & given and self._denotes(caller, argument, function):
                    bound = self._is_bound(function)
                    found.append((site, Target(function, bound, False, True, THREAD)))
        return found

    def _conventions(self, function: int) -> Conventions:
        return self.linker.library.conventions(self.program.traits(function).group)

    def _denotes(self, caller: int, value: int, function: int) -> bool:
        return any(
            payload == function and tag in (e.FUNCTION, e.METHOD)
            for tag, payload in self.linker.value(caller, value)
        )

    def _is_bound(self, function: int) -> bool:
        head = self.program.head(function)
        return bool(head.flags & f.METHOD) and not head.flags & f.STATIC

    def _called_back(
        self, site: CallSite, position: int, function: int, *, bound: bool
    ) -> list[tuple[CallSite, Target]]:
        """Where a function handed over at a position of a call is called, if that is in the tree.

        Otherwise the arguments behind it are taken to be its arguments, as schedulers, threads
        and partial applications do.
        """
        found: list[tuple[CallSite, Target]] = []
        head = self.program.head(function)
        body = self.program.body(site[0])
        callee = body.values[body.values[site[1]][3]]
        traits = self.program.traits(function)
        if callee[0] == f.ATTR and callee[4] in self._conventions(function).chains:
            if position > 0:
                # The second function of addCallbacks is given the failure.
                return []
            return [(site, Target(function, bound, False, True, RECEIVER))]
        if traits.listens_by_name:
            emitting = emitted(self.linker, site, position)
            found += [(other, Target(function, bound, False, True, 1)) for other in emitting]
        for target in self.targets(site):
            parameters = self.program.head(target.function).parameters
            index = position + (1 if target.bound else 0)
            if index >= len(parameters) or parameters[index].kind != f.POSITIONAL:
                continue
            body = self.program.body(target.function)
            # What is handed over without a name has one method, so that a call of any is one of it.
            invoking = self.program.traits(target.function).invoking_methods if head.name else None
            for number, value in enumerate(body.values):
                if (
                    value[0] == f.CALL
                    and _calls_parameter(body, value, index, invoking)
                    and not _hands_on(body, value, parameters)
                ):
                    inner = (target.function, number)
                    found.append((inner, Target(function, bound, False, True)))
        if not found and (head.name or traits.nameless_are_called_later):
            call = self.program.body(site[0]).values[site[1]]
            behind = len(call[4]) - position - 1
            if behind > 0:
                handed = position + (0 if self._is_given_more(function, behind, bound=bound) else 1)
                found.append((site, Target(function, bound, False, True, handed)))
        return found

    def _is_given_more(self, function: int, behind: int, *, bound: bool) -> bool:
        """Whether a scheduler hands over one thing of its own first: a transaction, a client."""
        parameters = self.program.head(function).parameters[1 if bound else 0 :]
        if parameters and parameters[0].name in self._conventions(function).filled_in:
            return True
        return behind == self._required(function, bound=bound) - 1

    def _required(self, function: int, *, bound: bool) -> int:
        """How many arguments a call must hand over by position, the receiver not counted."""
        parameters = self.program.head(function).parameters[1 if bound else 0 :]
        return sum(1 for p in parameters if p.kind == f.POSITIONAL and p.default < 0)

    def passed(
        self, site: CallSite, target: Target, index: int, path: tuple[str, ...]
    ) -> list[tuple[int, tuple[str, ...]]]:
        """What a call hands over to a parameter: values of the caller with the part meant."""
        function, value = site
        body = self.program.body(function)
        call = body.values[value]
        parameters = self.program.head(target.function).parameters
        parameter = parameters[index]
        position = index - (1 if target.bound else 0)
        if position < 0 or (target.handed == RECEIVER and position == 0):
            if target.constructs or (position < 0 and target.handed != -1):
                return []
            callee = body.values[call[3]]
            return [(callee[3], path)] if callee[0] == f.ATTR else []
        if target.handed == RECEIVER:
            return []
        if target.handed == THREAD:
            return _from_thread(body, call, position, parameter.name, path)
        if target.handed == -1 and not target.constructs:
            position -= self._injected(target, call)
        arguments = call[4][max(target.handed, 0) :]
        if call[5] and position == 0 and self.program.traits(function).keywords_are_properties:
            return _properties(call, path)
        if parameter.kind == f.KEYWORDS:
            return self._rest_keywords(call, parameters, path)
        if parameter.kind == f.REST:
            return _rest_arguments(arguments, position, path)
        return _one_argument(call, arguments, position, parameter, path)

    def _injected(self, target: Target, call: f.Value) -> int:
        """How many leading arguments a decorator adds to a call that gives too few."""
        head = self.program.head(target.function)
        if not head.decorators or any(a < 0 for a in call[4]) or any(k is None for k, _ in call[5]):
            return 0
        missing = self._required(target.function, bound=target.bound) - len(call[4]) - len(call[5])
        return max(missing, 0)

    def _rest_keywords(
        self, call: f.Value, parameters: list[f.Parameter], path: tuple[str, ...]
    ) -> list[Passed]:
        own = {p.name for p in parameters}
        found: list[Passed] = []
        for name, argument in call[5]:
            if name is None:
                found.append((argument, path))
            elif name not in own and (not path or path[0] in (f"[{name}]", f.ANY_PART)):
                found.append((argument, path[1:]))
        return found


def _properties(call: f.Value, path: tuple[str, ...]) -> list[Passed]:
    """What a component of JSX is given: attributes are keywords, what stands inside arguments."""
    wanted = path[0][1:].rstrip("]") if path else ""
    found: list[Passed] = []
    for name, argument in call[5]:
        if name is None:
            found.append((argument, path))
        elif not path or name == wanted or path[0] == f.ANY_PART:
            found.append((argument, path[1:]))
    if wanted in ("", "children"):
        found.extend((child if child >= 0 else ~child, path[1:]) for child in call[4])
    return found


def _one_argument(
    call: f.Value,
    arguments: list[int],
    position: int,
    parameter: f.Parameter,
    path: tuple[str, ...],
) -> list[Passed]:
    """What an ordinary parameter is given: by keyword, by position, or out of what is spread."""
    for name, argument in call[5]:
        if name == parameter.name:
            return [(argument, path)]
    found: list[Passed] = []
    if parameter.kind == f.POSITIONAL:
        for at, argument in enumerate(arguments):
            if argument < 0:
                found.append((~argument, (f"[{position - at}]", *path)))
                break
            if at == position:
                return [(argument, path)]
    for name, argument in call[5]:
        if name is None:
            found.append((argument, (f"[{parameter.name}]", *path)))
    return found


def _from_thread(
    body: f.Body, call: f.Value, position: int, name: str, path: tuple[str, ...]
) -> list[Passed]:
    """The element of ``args=(…)`` or entry of ``kwargs={…}`` that a parameter is given."""
    found: list[Passed] = []
    for key, value in call[5]:
        if key == "args" and position >= 0:
            held = body.values[value]
            if held[0] == f.SEQ and position < len(held[3]) and held[3][position] >= 0:
                found.append((held[3][position], path))
            elif held[0] != f.SEQ:
                found.append((value, (f"[{position}]", *path)))
        elif key == "kwargs":
            found.append((value, (f"[{name}]", *path)))
    return found


def _is_parameter(body: f.Body, value: int, index: int) -> bool:
    """Whether a value is a parameter, perhaps by another name or round a loop."""
    for _ in range(6):
        held = body.values[value]
        if held[0] == f.PARAM:
            return bool(held[3] == index)
        if held[0] == f.LOCAL:
            value = held[3]
        elif held[0] == f.JOIN:
            value = held[3][0]
        else:
            break
    return False


def _calls_parameter(
    body: f.Body, call: f.Value, index: int, invoking: frozenset[str] | None
) -> bool:
    """Whether a call calls what a parameter holds, by itself or by some methods; None for any."""
    if _is_parameter(body, call[3], index):
        return True
    callee = body.values[call[3]]
    if callee[0] != f.ATTR or not (invoking is None or callee[4] in invoking):
        return False
    return _is_parameter(body, callee[3], index)


def _hands_on(body: f.Body, call: f.Value, parameters: list[f.Parameter]) -> bool:
    """Whether a call only hands on the ``*args`` of the function it stands in."""
    rest = [at for at, parameter in enumerate(parameters) if parameter.kind == f.REST]
    return any(a < 0 and any(_is_parameter(body, ~a, at) for at in rest) for a in call[4])


def _rest_arguments(arguments: list[int], position: int, path: tuple[str, ...]) -> list[Passed]:
    found: list[Passed] = []
    for at, argument in enumerate(arguments):
        if at < position and argument >= 0:
            continue
        if argument < 0:
            found.append((~argument, path))
        elif not path or path[0] in (f.ANY_PART, f"[{at - position}]"):
            found.append((argument, path[1:]))
    return found
