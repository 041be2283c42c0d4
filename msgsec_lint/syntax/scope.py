"""The value graph of one function while it is being built.

Shared by all front ends: value creation, the environment of local names with flow order, the
merging of branches and loops, and the guards that stand over each value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgsec_lint.facts import model as f

Environment = dict[str, int]

MAX_JOINED = 120
"""With more local names than this, what a loop carries round is not followed."""


class Scope:
    """One function body, module body or class body under construction.

    ``env`` maps each local name to the value it holds at this point of the evaluation; it is None
    where control cannot come (behind a return), and what is evaluated there is kept but binds
    nothing that a later point can read.
    """

    __slots__ = (
        "bindings",
        "captures",
        "env",
        "exits",
        "globals",
        "guard",
        "guards",
        "hidden",
        "index",
        "left",
        "loops",
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
        self.loops: list[tuple[list[Environment], list[Environment]]] = []
        self.exits = False
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
        first = branches[0]
        if len(branches) == 1:
            self.env = dict(first)
            return
        merged: Environment = {}
        names = dict.fromkeys(name for branch in branches for name in branch)
        for name in names:
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
        self.loops.append(([], []))
        return joins

    def close_loop(self, joins: dict[str, int], at: int) -> None:
        """End a loop: what the body left in each name flows to the loop's head and behind it."""
        breaks, continues = self.loops.pop()
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

    def jump(self, *, out: bool) -> None:
        """Leave the loop's body by ``break`` (out) or ``continue``."""
        if self.loops and not self.exits:
            self.loops[-1][0 if out else 1].append(dict(self.env))
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
