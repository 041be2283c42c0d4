"""Flow rules in several processes: each follows what arrives at some of the sinks.

Answers of the search do not depend on what was asked before, so that neither the number of
processes nor the order of the sinks can tell.
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

from msgsec_lint.checks.draft import Draft, Partial, best_drafts
from msgsec_lint.checks.flow import FlowCheck
from msgsec_lint.checks.sinks import Sink
from msgsec_lint.checks.workers import can_fork, worker_pool

MIN_SINKS = 200
"""With fewer sinks each, further processes do not pay."""

_TAKEN_OVER: list[tuple[FlowCheck, list[list[Sink]]]] = []
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
    bounds = [len(sinks) * part // parts for part in range(parts + 1)]
    shares = [sinks[bounds[part] : bounds[part + 1]] for part in range(parts)]
    _TAKEN_OVER[:] = [(check, shares)]
    try:
        with worker_pool(parts - 1) as pool:
            others = [pool.submit(_follow, part) for part in range(1, parts)]
            drafts, partial = _follow(0)
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


def _follow(part: int) -> tuple[list[Draft], list[Partial]]:
    ((check, shares),) = _TAKEN_OVER
    return list(check.run(shares[part])), check.partial


def _arrived(drafts: list[Draft], partial: list[Partial]) -> Arrived:
    return Arrived(best_drafts(drafts), sorted(partial))
