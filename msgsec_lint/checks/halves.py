"""Flow rules in two processes: each follows what arrives at half of the sinks.

What is found out on the way is kept, so that the order of questions could tell in rare cases. Both
halves begin with the same knowledge, whether they run side by side or one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures.process import BrokenProcessPool

from msgsec_lint.checks.draft import Draft
from msgsec_lint.checks.flow import FlowCheck
from msgsec_lint.checks.sinks import Sink
from msgsec_lint.checks.workers import can_fork, worker_pool

MIN_SINKS = 400
"""Fewer than this are followed faster in one process."""

_SECOND: list[tuple[FlowCheck, list[Sink]]] = []
"""What a forked process takes over without its being copied through a pipe."""


def flow_drafts(check: FlowCheck, jobs: int) -> list[Draft]:
    """Drafts of all findings, the best one per rule and call."""
    sinks = check.sinks()
    if len(sinks) < MIN_SINKS or not can_fork():
        return _best(check.run(sinks))
    middle = len(sinks) // 2
    _SECOND[:] = [(check, sinks[middle:])]
    try:
        with worker_pool(1) as pool:
            second = pool.submit(_follow_second)
            if jobs == 1:
                second.result()
            first = list(check.run(sinks[:middle]))
            return _best((*first, *second.result()))
    except BrokenProcessPool:
        # It was killed from outside, as a system does that has no memory left.
        return _best(check.run(sinks))
    finally:
        _SECOND.clear()


def _follow_second() -> list[Draft]:
    ((check, sinks),) = _SECOND
    return list(check.run(sinks))


def _best(drafts: Iterable[Draft]) -> list[Draft]:
    best: dict[tuple[str, int, int], Draft] = {}
    for draft in drafts:
        key = (draft.rule_id, draft.function, draft.start)
        before = best.get(key)
        if before is None or draft.confidence > before.confidence:
            best[key] = draft
    return list(best.values())
