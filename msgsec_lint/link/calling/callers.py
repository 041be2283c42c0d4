"""Which calls reach a function: by its name, by what holds it, by whom it is handed to."""

from __future__ import annotations

from collections.abc import Callable

from msgsec_lint.facts import model as f
from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.emitters import emitted
from msgsec_lint.link.callbacks.lambdas import Lambdas
from msgsec_lint.link.calling.passing import RECEIVER, THREAD, CallEdge, Target, is_bound, required
from msgsec_lint.link.library import Conventions
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import CallSite

MAX_CALLERS = 200
"""A function called from more places is looked at from the first so many."""


class Callers:
    """Goes from a function to the calls that may reach it."""

    def __init__(
        self, linker: Linker, lambdas: Lambdas, targets: Callable[[CallSite], tuple[Target, ...]]
    ) -> None:
        """``targets`` gives the functions that a call may reach."""
        self._linker = linker
        self._lambdas = lambdas
        self._targets = targets
        self._program = linker.program
        self._by_callee: dict[str, dict[int, list[CallEdge]]] = {}

    def callers(self, function: int) -> list[CallEdge]:
        """Calls that may reach a function, in the order of the files."""
        head = self._program.head(function)
        names = [head.name]
        owner = self._program.owner(function)
        if owner is not None and self._program.class_head(owner).constructor >= 0:
            unit = self._program.units[owner[0]]
            if unit.first + self._program.class_head(owner).constructor == function:
                names = [self._program.class_head(owner).name, *unit.traits.constructor_names]
                names.extend(self._descendants(owner))
        # Importers call it by the name under which it is exported.
        names.extend(self._program.unit(function).facts.aliases.get(head.name, ()))
        reaching = (x for name in names for x in self._reaching(name).get(function, ()))
        found = list(dict.fromkeys(reaching))
        if len(found) > MAX_CALLERS:
            here, units = self._program.unit_of[function], self._program.unit_of
            # Those of tests, which tell least of what ships, are the first to be left out.
            found.sort(key=lambda edge: self._linker.hides(here, units[edge[0][0]]))
            del found[MAX_CALLERS:]
        found.extend(self._by_held_name(function))
        found.extend(self._handed_over(function))
        return found

    def _by_held_name(self, function: int) -> list[CallEdge]:
        """Calls of a nameless function by the names of what holds it."""
        names, local = self._lambdas.names(function)
        if not names:
            return []
        if local:
            sites = self._lambdas.sites(function, names)
            return [(s, t) for s in sites for t in self._targets(s) if t.function == function]
        found = [x for name in sorted(names) for x in self._reaching(name).get(function, ())]
        sites = self._lambdas.sites_of_field(function)
        found.extend((s, t) for s in sites for t in self._targets(s) if t.function == function)
        return found

    def _reaching(self, name: str) -> dict[int, list[CallEdge]]:
        """Function → calls under a name that reach it."""
        found = self._by_callee.get(name)
        if found is None:
            found = {}
            self._by_callee[name] = found
            for site in self._program.calls_named(name):
                for target in self._targets(site):
                    found.setdefault(target.function, []).append((site, target))
        return found

    def _descendants(self, owner: tuple[int, int]) -> list[str]:
        """Names of classes in the same file that inherit the constructor."""
        return [
            head.name
            for index, head in enumerate(self._program.units[owner[0]].facts.classes)
            if (owner[0], index) != owner
            and head.constructor < 0
            and owner in self._linker.lineage((owner[0], index))[0]
        ]

    def _handed_over(self, function: int) -> list[CallEdge]:
        found: list[CallEdge] = []
        traits = self._program.traits(function)
        senders = self._linker.handlers.senders(function) if traits.listens_by_name else []
        for sender, first in senders:
            found.append(
                (sender, Target(function, is_bound(self._program, function), False, True, first))
            )
        run, given = traits.later_function, traits.later_arguments
        for site in self._program.handing(function)[:MAX_CALLERS]:
            caller, value = site
            call = self._program.body(caller).values[value]
            for position, argument in enumerate(call[4]):
                if argument >= 0 and self._denotes(caller, argument, function):
                    bound = is_bound(self._program, function)
                    found.extend(self._called_back(site, position, function, bound=bound))
            names = {key for key, _ in call[5]}
            for key, argument in call[5]:
                if key in run and names & given and self._denotes(caller, argument, function):
                    bound = is_bound(self._program, function)
                    found.append((site, Target(function, bound, False, True, THREAD)))
        return found

    def _denotes(self, caller: int, value: int, function: int) -> bool:
        return any(
            payload == function and tag in (e.FUNCTION, e.METHOD)
            for tag, payload in self._linker.value(caller, value)
        )

    def _called_back(
        self, site: CallSite, position: int, function: int, *, bound: bool
    ) -> list[CallEdge]:
        """Where a function handed over at a position of a call is called, if that is in the tree.

        Otherwise the arguments behind it are taken to be its arguments, as schedulers, threads
        and partial applications do.
        """
        found: list[CallEdge] = []
        head = self._program.head(function)
        body = self._program.body(site[0])
        callee = body.values[body.values[site[1]][3]]
        traits = self._program.traits(function)
        if callee[0] == f.ATTR and callee[4] in self._conventions(function).chains:
            if position > 0:
                # The second function of addCallbacks is given the failure.
                return []
            return [(site, Target(function, bound, False, True, RECEIVER))]
        if traits.listens_by_name:
            emitting = emitted(self._linker, site, position)
            found += [(other, Target(function, bound, False, True, 1)) for other in emitting]
        for target in self._targets(site):
            parameters = self._program.head(target.function).parameters
            index = position + (1 if target.bound else 0)
            if index >= len(parameters) or parameters[index].kind != f.POSITIONAL:
                continue
            body = self._program.body(target.function)
            # What is handed over without a name has one method, so that a call of any is one of it.
            invoking = self._program.traits(target.function).invoking_methods if head.name else None
            for number, value in enumerate(body.values):
                if (
                    value[0] == f.CALL
                    and _calls_parameter(body, value, index, invoking)
                    and not _hands_on(body, value, parameters)
                ):
                    inner = (target.function, number)
                    found.append((inner, Target(function, bound, False, True)))
        if not found and (head.name or traits.nameless_are_called_later):
            call = self._program.body(site[0]).values[site[1]]
            behind = len(call[4]) - position - 1
            if behind > 0:
                handed = position + (0 if self._is_given_more(function, behind, bound=bound) else 1)
                found.append((site, Target(function, bound, False, True, handed)))
        return found

    def _is_given_more(self, function: int, behind: int, *, bound: bool) -> bool:
        """Whether a scheduler hands over one thing of its own first: a transaction, a client."""
        parameters = self._program.head(function).parameters[1 if bound else 0 :]
        if parameters and parameters[0].name in self._conventions(function).filled_in:
            return True
        return behind == required(self._program, function, bound=bound) - 1

    def _conventions(self, function: int) -> Conventions:
        return self._linker.library.conventions(self._program.traits(function).group)


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
