"""Flow rules in several processes: each follows what arrives at some of the sinks.

Answers of the search do not depend on what was asked before, so that neither the number of
processes nor the order of the sinks can tell.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

from msgsec_lint.checks.draft import Draft, Partial, best_drafts
from msgsec_lint.checks.flow import FlowCheck
from msgsec_lint.checks.sinks import Sink
from msgsec_lint.checks.workers import can_fork, worker_pool

MIN_SINKS = 200
"""With fewer sinks each, further processes do not pay."""
CHUNK = 25
"""Sinks that a process takes at a time."""


class Shared:
    """Sinks that several processes share: one takes from the front, the others from the end.

    Sinks that stand near each other need the same answers, and which of them need the most is not
    known beforehand.
    """

    def __init__(self, check: FlowCheck, sinks: list[Sink]) -> None:
        self._check = check
        self._sinks = sinks
        context = multiprocessing.get_context("fork")
        self._lock = context.Lock()
        self._first = context.Value("l", 0, lock=False)
        self._last = context.Value("l", len(sinks), lock=False)

    def follow(self, *, front: bool) -> tuple[list[Draft], list[Partial]]:
        """What arrives at the sinks that nobody else takes meanwhile."""
        drafts: list[Draft] = []
        while taken := self._take(front=front):
            drafts.extend(self._check.run(taken))
        return drafts, self._check.partial

    def _take(self, *, front: bool) -> list[Sink]:
        with self._lock:
            first, last = int(self._first.value), int(self._last.value)
            if front:
                middle = self._first.value = min(first + CHUNK, last)
                return self._sinks[first:middle]
            middle = self._last.value = max(first, last - CHUNK)
            return self._sinks[middle:last]


_TAKEN_OVER: list[Shared] = []
"""What forked processes take over without its being copied through a pipe."""


class Arrived(NamedTuple):
    """What arrives at some sinks."""

    drafts: list[Draft]
    """The best of each rule and call, in the order of the code."""
    partial: list[Partial]
    """Sinks at which more may arrive, since limits cut the search."""


def flow_drafts(check: FlowCheck, sinks: list[Sink], jobs: int) -> Arrived:
    """Drafts of all findings at some sinks; the order in which these are given means nothing."""
    parts = min(jobs, len(sinks) // MIN_SINKS)
    if parts < 2 or not can_fork():
        return _arrived(list(check.run(sinks)), check.partial)
    shared = Shared(check, sinks)
    _TAKEN_OVER[:] = [shared]
    try:
        with worker_pool(parts - 1) as pool:
            others = [pool.submit(_follow) for _ in range(1, parts)]
            drafts, partial = shared.follow(front=True)
            for other in others:
                more, cut = other.result()
                drafts += more
                partial += cut
            return _arrived(drafts, partial)
    except BrokenProcessPool:
        # One was killed from outside, as a system does that has no memory left.
        check.partial.clear()
        return _arrived(list(check.run(sinks)), check.partial)
    finally:
        _TAKEN_OVER.clear()


def _follow() -> tuple[list[Draft], list[Partial]]:
    return _TAKEN_OVER[0].follow(front=False)


def _arrived(drafts: list[Draft], partial: list[Partial]) -> Arrived:
    return Arrived(best_drafts(drafts), sorted(partial))
