"""Questions that ask each other, answered once and alike whatever the order of asking.

Every sort of question has a table. Where questions ask each other in a circle, the circle is found
while they are asked, in the manner of Tarjan (1972), and its answers are their least fixed point:
all begin with nothing and are made again from those of the round before, until none changes. What
is kept is therefore a function of the program alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, cast

K = TypeVar("K", bound=Hashable)
A = TypeVar("A")

MAX_NESTED = 32
"""Questions that wait for each other on Python's own stack; beyond that they wait in a list."""
MAX_ROUNDS = 60
"""From this round on, answers of a circle only grow, so that it surely comes to an end."""


class Cut(NamedTuple):
    """A limit that left something out of an answer, and where."""

    limit: str
    """Name of the constant."""
    function: int
    start: int
    """Where in the file of the function the first thing that was left out stands."""


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
        self.askers: dict[Open, None] = {}
        """Who used an answer that was not final."""
        self.cuts: set[Cut] = set()
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
        (self._active[-1].cuts if self._active else self.struck).add(Cut(limit, function, start))

    def ask(self, table: AnyTable, key: Hashable) -> object:
        """The answer to a question that has no final and whole one."""
        if key in table.partial:
            answer, cuts = table.partial[key]
            self._strike(cuts)
            return answer
        entry = table.open.get(key)
        if entry is None:
            entry = self._open(table, key)
            if not self._active:
                self._run(entry)
            elif len(self._active) < MAX_NESTED:
                self._compute(entry)
            else:
                self._active.append(entry)
                raise _Deferred
        self._strike(entry.cuts)
        if not entry.settled:
            asker = self._active[-1]
            asker.low = min(asker.low, entry.low)
            entry.askers[asker] = None
        return entry.answer

    def _open(self, table: AnyTable, key: Hashable) -> Open:
        entry = table.open[key] = Open(table, key, len(self._stack))
        self._stack.append(entry)
        return entry

    def _strike(self, cuts: Iterable[Cut]) -> None:
        (self._active[-1].cuts if self._active else self.struck).update(cuts)

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
                del left.table.open[left.key]
            self._stack.clear()
            self._active.clear()
            raise

    def _compute(self, entry: Open) -> None:
        self._active.append(entry)
        entry.cuts.clear()
        entry.answer = entry.table.compute(entry.key)
        if entry.low == entry.place:
            self._settle(entry)
        self._active.pop()

    def _again(self, entry: Open) -> object:
        self._active.append(entry)
        entry.cuts.clear()
        answer = entry.table.compute(entry.key)
        self._active.pop()
        return answer

    def _settle(self, head: Open) -> None:
        """Make final the answers to a question and to those that came up since, if none of them
        leads to one from before.
        """
        if head.askers or len(self._stack) > head.place + 1:
            whole = False
            while not whole and self._is_closed(head):
                whole = self._rounds(head.place)
            if not self._is_closed(head):
                return
        members = self._stack[head.place :]
        # In a circle, what is cut from one answer is missing from all.
        cuts = frozenset().union(*(entry.cuts for entry in members))
        for entry in members:
            entry.settled = True
            del entry.table.open[entry.key]
            if cuts:
                entry.cuts.update(cuts)
                entry.table.partial[entry.key] = entry.answer, cuts
            else:
                entry.table.whole[entry.key] = entry.answer
        del self._stack[head.place :]

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
            entry.askers.clear()
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
            due = list(dict.fromkeys(asker for entry in changed for asker in entry.askers))
        return len(self._stack) == first + len(members)
