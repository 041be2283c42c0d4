"""The value graph of one function while it is being built.

Shared by all front ends: value creation, the environment of local names with flow order, the
merging of branches and loops, and the guards that stand over each value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from msgsec_lint.facts import model as f

Environment = dict[str, int]

MAX_JOINED = 120
"""With more local names than this, what a loop carries round is not followed."""

MAX_MERGED = 20_000_000
"""After so many names have come together behind branches, the rest of a function is not read."""


class Exits(NamedTuple):
    """Ways out of a loop or switch that is open."""

    breaks: list[Environment]
    """What names hold where control leaves it."""
    continues: list[Environment]
    """The same where it goes on with the next round; for a switch, that of the loop around it."""
    label: str = ""
    named: bool = False
    """Left by its label only: a block and no loop."""


class Block:
    """The names that an open block declares, with what they meant outside of it."""

    __slots__ = ("captures", "hidden", "marks")

    def __init__(self, loops: Sequence[Exits]) -> None:
        self.hidden: dict[str, int | None] = {}
        self.captures: dict[str, list[list[int]]] = {}
        self.marks = [(len(exits.breaks), len(exits.continues)) for exits in loops]

    def restore(self, env: Environment) -> None:
        """Give back to the names what they held outside."""
        for name, value in self.hidden.items():
            if value is None:
                env.pop(name, None)
            else:
                env[name] = value


class Scope:
    """One function body, module body or class body under construction.

    ``env`` maps each local name to the value it holds at this point of the evaluation; it is None
    where control cannot come (behind a return), and what is evaluated there is kept but binds
    nothing that a later point can read.
    """

    __slots__ = (
        "bindings",
        "blocks",
        "captures",
        "env",
        "exits",
        "full",
        "globals",
        "guard",
        "guards",
        "hidden",
        "index",
        "label",
        "left",
        "loops",
        "merged",
        "outer_names",
        "raises",
        "receivers",
        "recovers",
        "returns",
        "stores",
        "values",
        "yields",
    )

    def __init__(self, index: int) -> None:
        self.index = index
        self.values: list[f.Value] = []
        self.env: Environment = {}
        self.returns: list[int] = []
        self.yields: list[int] = []
        self.raises: list[int] = []
        self.stores: list[f.Store] = []
        self.bindings: dict[str, list[int]] = {}
        self.globals: set[str] = set()
        self.outer_names: set[str] = set()
        self.guards: list[f.Guard] = []
        self.guard = -1
        self.loops: list[Exits] = []
        self.label = ""
        """The label of the statement that comes next."""
        self.blocks: list[Block | None] = []
        """The blocks that are open, innermost last; None while one has declared nothing."""
        self.exits = False
        self.merged = 0
        """How many names have come together behind branches."""
        self.full = False
        """Whether that is more than is followed."""
        self.receivers: list[int] = []
        """Values whose members a bare name may mean here, innermost first."""
        self.captures: dict[str, list[list[int]]] = {}
        """Name → what each nested function that shares it sees there, kept up by ``bind``."""
        self.left: dict[str, list[int]] = {}
        """Names of functions around that are changed here → what they hold where control leaves."""
        self.hidden: dict[str, list[int | None]] = {}
        """What such names hold while others of the same spelling are declared."""
        self.recovers: list[tuple[int, int, int]] = []
        """Nested function that asks for what went wrong here, its place, and the first value that
        can go wrong."""

    def add(self, op: int, start: int, end: int, *operands: Any) -> int:
        """Append a value and return its index."""
        values = self.values
        values.append([op, start, end, *operands])
        return len(values) - 1

    def bind(self, name: str, value: int) -> None:
        """Let a local name hold a value from here on."""
        self.env[name] = value
        for seen in self.captures.get(name, ()):
            seen.append(value)
        held = self.bindings.get(name)
        if held is None:
            self.bindings[name] = [value]
        else:
            held.append(value)

    def rebind(self, name: str, value: int) -> None:
        """Let a name hold an updated form of what it held; not a new binding for other scopes."""
        if name in self.env:
            self.env[name] = value

    def open_block(self) -> None:
        """Begin a block: the names that it declares end with it."""
        self.blocks.append(None)

    def declare(self, name: str) -> None:
        """Say that a name is declared here; until the block ends it hides the one outside."""
        if not self.blocks:
            self.hide(name)
            return
        block = self.blocks[-1]
        if block is None:
            block = self.blocks[-1] = Block(self.loops)
        if name in block.hidden:
            return
        block.hidden[name] = self.env.get(name)
        block.captures[name] = self.captures.pop(name, [])
        self.hide(name)

    def hide(self, name: str) -> None:
        """Keep what a name of a function around holds, as another of its spelling is declared."""
        if name in self.left:
            self.hidden.setdefault(name, []).append(self.env.get(name))

    def close_block(self) -> None:
        """End a block, also on the ways that leave it for a loop around it."""
        block = self.blocks.pop()
        if block is None:
            return
        for name in block.hidden:
            self.captures[name] = block.captures[name]
            if name in self.left:
                self.hidden[name].pop()
        block.restore(self.env)
        for exits, (first, second) in zip(self.loops, block.marks, strict=False):
            for env in (*exits.breaks[first:], *exits.continues[second:]):
                block.restore(env)

    def leave(self) -> None:
        """Control does not come past this point: return, raise, continue, break."""
        self.exits = True

    def push_guard(self, kind: str, test: int, holds: bool) -> int:
        """Enter a condition; returns the guard to restore afterwards."""
        before = self.guard
        self.guards.append(f.Guard(before, kind, test, holds))
        self.guard = len(self.guards) - 1
        return before

    def merge(self, branches: Sequence[Environment], at: int) -> None:
        """Continue with whatever the branches that reach this point agree or differ on."""
        if not branches:
            self.exits = True
            return
        self.exits = False
        first, *others = branches
        self.merged += len(first) * len(others)
        self.full = self.merged > MAX_MERGED
        merged = dict(first)
        # Only names that differ are looked at one by one: most of many never do.
        differing: set[str] = set()
        for other in others:
            if other != first:
                differing.update([name for name, _ in first.items() ^ other.items()])
        for name in _ordered(differing, branches):
            held = list(dict.fromkeys(b[name] for b in branches if name in b))
            merged[name] = held[0] if len(held) == 1 else self.add(f.JOIN, at, at, held)
        self.env = merged

    def open_loop(self, at: int) -> dict[str, int]:
        """Begin a loop: every local name becomes a join that the loop's end closes."""
        joins: dict[str, int] = {}
        if len(self.env) <= MAX_JOINED:
            for name, value in self.env.items():
                joins[name] = self.add(f.JOIN, at, at, [value])
            self.env = dict(joins)
        self.open_exits()
        return joins

    def open_exits(self, *, goes_on: bool = True, named: bool = False) -> Exits:
        """Begin a statement that can be left; ``goes_on`` if it has further rounds of its own."""
        outer = [] if goes_on or not self.loops else self.loops[-1].continues
        exits = Exits([], outer, self.label, named)
        self.label = ""
        self.loops.append(exits)
        return exits

    def close_loop(self, joins: dict[str, int], at: int) -> None:
        """End a loop: what the body left in each name flows to the loop's head and behind it."""
        breaks, continues, _, _ = self.loops.pop()
        ends = list(continues)
        if not self.exits:
            ends.append(self.env)
        for end in ends:
            for name, join in joins.items():
                value = end.get(name, join)
                held = self.values[join][3]
                if value != join and value not in held:
                    held.append(value)
        added: Environment = {}
        for end in (*ends, *breaks):
            for name, value in end.items():
                if name not in joins:
                    added.setdefault(name, value)
        after: list[Environment] = [{**(self.env if not joins else {}), **added, **joins}]
        after.extend(breaks)
        self.merge(after, at)
        for name, join in joins.items():
            held = self.values[join][3]
            if len(held) == 1 and self.env.get(name) == join:
                # The loop does not change it.
                self.env[name] = held[0]

    def jump(self, *, out: bool, label: str = "") -> None:
        """Leave the innermost loop, or that of a label: ``break`` (out) or ``continue``."""
        for exits in reversed(self.loops) if not self.exits else ():
            if exits.label == label if label else not exits.named:
                (exits.breaks if out else exits.continues).append(dict(self.env))
                break
        self.leave()

    def body(self, *, keep_bindings: bool) -> f.Body:
        """The finished body."""
        return f.Body(
            self.values,
            self.returns,
            self.yields,
            self.raises,
            self.stores,
            self.bindings if keep_bindings else {},
            self.guards,
        )


def _ordered(names: set[str], branches: Sequence[Environment]) -> Iterable[str]:
    """Names in the order in which branches hold them."""
    if len(names) < 2:
        return names
    return dict.fromkeys(chain.from_iterable(filter(names.__contains__, b) for b in branches))
