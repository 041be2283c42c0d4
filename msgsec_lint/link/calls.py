"""Which function a call reaches, which calls reach a function, and what is handed over."""

from __future__ import annotations

from typing import Any

from msgsec_lint.link import entities as e
from msgsec_lint.link.callbacks.lambdas import Lambdas
from msgsec_lint.link.calling.callers import Callers
from msgsec_lint.link.calling.dispatch import Dispatch
from msgsec_lint.link.calling.passing import CallEdge, Passed, Passing, Target
from msgsec_lint.link.linker import Linker
from msgsec_lint.link.program import CallSite


class Calls:
    """Call edges, in both directions, resolved on demand."""

    def __init__(self, linker: Linker, own: frozenset[str] = frozenset()) -> None:
        """``own`` are names under which models describe functions of the tree itself."""
        self.linker = linker
        self._own = own
        self.program = linker.program
        lambdas = Lambdas(linker)
        self._dispatch = Dispatch(linker, lambdas)
        self._calling = Callers(linker, lambdas, self.targets)
        self._passing = Passing(linker.program)
        self._targets: dict[CallSite, tuple[Target, ...]] = {}
        self._callers: dict[int, list[CallEdge]] = {}

    def targets(self, site: CallSite) -> tuple[Target, ...]:
        """The functions of the tree that a call may reach."""
        found = self._targets.get(site)
        if found is None:
            self._targets[site] = ()
            found = self._dispatch.targets(site)
            self._targets[site] = found
        return found

    def callers(self, function: int) -> list[CallEdge]:
        """Calls that may reach a function, in the order of the files."""
        found = self._callers.get(function)
        if found is None:
            self._callers[function] = []
            found = self._calling.callers(function)
            self._callers[function] = found
        return found

    def passed(
        self, site: CallSite, target: Target, index: int, path: tuple[str, ...]
    ) -> list[Passed]:
        """What a call hands over to a parameter: values of the caller with the part meant."""
        return self._passing.passed(site, target, index, path)

    def library_names(self, site: CallSite) -> tuple[str, ...]:
        """Dotted names of the things that a call may reach and models may describe."""
        function, value = site
        callee = self.program.body(function).values[value][3]
        names: list[str] = []
        for tag, payload in self.linker.value(function, callee):
            if tag == e.EXTERNAL:
                names.append(str(payload))
            elif tag == e.VALUE and self._is_made_function(function, str(payload)):
                # What a library made is called itself: `const say = debug("app"); say(x)`.
                names.append(str(payload))
            elif self._own and tag in (e.FUNCTION, e.METHOD, e.CLASS):
                names.extend(self._own_names(tag, payload))
        return tuple(dict.fromkeys(names))

    def _is_made_function(self, function: int, type_: str) -> bool:
        traits = self.program.traits(function)
        return traits.makes_functions and self.linker.library.is_made_function(traits.group, type_)

    def _own_names(self, tag: str, payload: Any) -> list[str]:
        if tag == e.CLASS:
            unit, symbol = payload[0], self.program.class_head(payload).symbol
        else:
            unit, symbol = self.program.unit_of[payload], self.program.head(payload).symbol
        forms = (symbol.rsplit(".", 1)[-1], symbol, self.linker.full_name(unit, symbol))
        return [form for form in forms if form in self._own]
