"""Questions that ask each other, answered once and alike whatever the order of asking.

Every sort of question has a table. Where questions ask each other in a circle, the circle is found
while they are asked, in the manner of Tarjan (1972), and its answers are their least fixed point:
all begin with nothing and are made again from those of the round before, until none changes. What
is kept is therefore a function of the program alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, cast

K = TypeVar("K", bound=Hashable)
A = TypeVar("A")

MAX_NESTED = 32
"""Questions that wait for each other on Python's own stack; beyond that they wait in a list."""
LARGE = 50
"""Circles of more questions are completed before they are answered."""
MAX_ROUNDS = 60
"""From this round on, answers of a circle only grow, so that it surely comes to an end."""


class Cut(NamedTuple):
    """A limit that left something out of an answer, and where."""

    limit: str
    """Name of the constant."""
    function: int
    start: int
    """Where in the file of the function the first thing that was left out stands."""


NO_CUTS: frozenset[Cut] = frozenset()


class _Deferred(BaseException):
    """Unwinds Python's stack so that a question is answered from its bottom."""


class Open:
    """A question whose answer is not final yet."""

    __slots__ = ("answer", "askers", "cuts", "key", "low", "place", "settled", "table")

    def __init__(self, table: AnyTable, key: Hashable, place: int) -> None:
        self.table = table
        self.key = key
        self.answer: object = table.nothing
        self.place = place
        self.low = place
        """The deepest question of the stack that this one leads to."""
        self.askers: dict[Open, object] | None = None
        """Who used an answer that was not final, and which."""
        self.cuts: frozenset[Cut] = NO_CUTS
        self.settled = False


class Table(Generic[K, A]):
    """Answers to one sort of question, by what is asked about."""

    def __init__(
        self,
        tabulation: Tabulation,
        compute: Callable[[K], A],
        nothing: A,
        join: Callable[[A, A], A],
    ) -> None:
        """``compute`` asks other questions through their tables only; ``join`` is for answers of
        one question of which neither is wrong.
        """
        self._tabulation = tabulation
        self.compute = compute
        self.nothing = nothing
        self.join = join
        self.whole: dict[K, A] = {}
        """Final answers that no limit has cut."""
        self.partial: dict[K, tuple[A, frozenset[Cut]]] = {}
        """Final answers that rest on something that a limit has cut."""
        self.open: dict[K, Open] = {}

    def __call__(self, key: K) -> A:
        """The answer, final but while the question is itself in a circle with the one who asks."""
        found = self.whole.get(key)
        if found is not None:
            return found
        return cast("A", self._tabulation.ask(self, key))


AnyTable: TypeAlias = "Table[Any, Any]"


class Tabulation:
    """What all tables of one analysis share: the questions that are open."""

    def __init__(self) -> None:
        self.struck: set[Cut] = set()
        """Limits that cut what was answered to the outside; whoever wants to know empties it."""
        self._stack: list[Open] = []
        """Open questions in the order in which they came up."""
        self._active: list[Open] = []
        """Of these, those that are being computed on Python's stack, each for the one before."""

    def cut(self, limit: str, function: int, start: int) -> None:
        """Note that a limit leaves something out of the answer that is being computed."""
        self._strike(frozenset({Cut(limit, function, start)}))

    def ask(self, table: AnyTable, key: Hashable) -> object:
        """The answer to a question that has no final and whole one."""
        if key in table.partial:
            answer, cuts = table.partial[key]
            self._strike(cuts)
            return answer
        entry = table.open.get(key)
        if entry is None:
            entry = table.open[key] = Open(table, key, len(self._stack))
            self._stack.append(entry)
            if not self._active:
                self._run(entry)
            elif len(self._active) < MAX_NESTED:
                self._compute(entry)
            else:
                self._active.append(entry)
                raise _Deferred
        if entry.cuts:
            self._strike(entry.cuts)
        if not entry.settled:
            asker = self._active[-1]
            asker.low = min(asker.low, entry.low)
            if entry.askers is None:
                entry.askers = {}
            entry.askers[asker] = entry.answer
        return entry.answer

    def _strike(self, cuts: frozenset[Cut]) -> None:
        if self._active:
            self._active[-1].cuts |= cuts
        else:
            self.struck |= cuts

    def _run(self, entry: Open) -> None:
        """Answer a question from outside, however deep those are that it leads to."""
        waiting = [entry]
        try:
            while waiting:
                try:
                    self._compute(waiting[-1])
                    waiting.pop()
                except _Deferred:
                    waiting.extend(self._active[1:])
                    self._active.clear()
        except BaseException:
            for left in self._stack:
                left.table.open.pop(left.key, None)
            self._stack.clear()
            self._active.clear()
            raise

    def _compute(self, entry: Open) -> None:
        table = entry.table
        self._active.append(entry)
        entry.cuts = NO_CUTS
        entry.answer = table.compute(entry.key)
        if entry.askers is None and entry.low == entry.place and entry is self._stack[-1]:
            # It needs no answer that is not final, as nearly all do.
            self._stack.pop()
            self._keep(entry)
        elif entry.low == entry.place:
            self._settle(entry)
        self._active.pop()

    def _again(self, entry: Open) -> object:
        self._active.append(entry)
        entry.cuts = NO_CUTS
        answer = entry.table.compute(entry.key)
        self._active.pop()
        return answer

    def _keep(self, entry: Open) -> None:
        entry.settled = True
        del entry.table.open[entry.key]
        if entry.cuts:
            entry.table.partial[entry.key] = entry.answer, entry.cuts
        else:
            entry.table.whole[entry.key] = entry.answer

    def _settle(self, head: Open) -> None:
        """Make final the answers to a question and to those that came up since, if none of them
        leads to one from before.
        """
        whole = False
        if len(self._stack) > head.place + LARGE:
            self._complete(head.place)
        while not whole and self._is_closed(head):
            whole = self._rounds(head.place)
        if not self._is_closed(head):
            return
        members = self._stack[head.place :]
        del self._stack[head.place :]
        # In a circle, what is cut from one answer is missing from all.
        cuts = NO_CUTS.union(*(entry.cuts for entry in members))
        for entry in members:
            entry.cuts = cuts
            self._keep(entry)

    def _complete(self, first: int) -> None:
        """Find what else belongs to a circle, which is cheaper where it need not be in rounds."""
        for _ in range(MAX_ROUNDS):
            due = {
                asker: None
                for entry in self._stack[first:]
                for asker, used in (entry.askers or {}).items()
                if used != entry.answer
            }
            if not due:
                return
            for entry in due:
                entry.answer = self._again(entry)

    def _is_closed(self, head: Open) -> bool:
        """Whether no question that came up since one leads to one from before."""
        head.low = min(entry.low for entry in self._stack[head.place :])
        return head.low == head.place

    def _rounds(self, first: int) -> bool:
        """Answer the questions of a circle together; false if others turned out to belong to it.

        A round sees the answers of the round before and no others, so that it does not matter
        which question comes first.
        """
        members = self._stack[first:]
        for entry in members:
            entry.low = first
            entry.answer = entry.table.nothing
            entry.askers = None
        due, rounds = members, 0
        while due:
            rounds += 1
            made = [(entry, self._again(entry)) for entry in due]
            changed: list[Open] = []
            for entry, answer in made:
                kept = answer if rounds < MAX_ROUNDS else entry.table.join(entry.answer, answer)
                if kept != entry.answer:
                    entry.answer = kept
                    changed.append(entry)
            due = list(dict.fromkeys(asker for entry in changed for asker in entry.askers or ()))
        return len(self._stack) == first + len(members)
