"""One line on standard error that says how far a scan is, for people who wait."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

_FIRST_SECONDS = 0.5
_EVERY_SECONDS = 0.1
_WIDTH = 60


def wanted(*, no_progress: bool) -> bool:
    """Tell whether somebody watches: a terminal, and neither CI nor a hook."""
    quiet = no_progress or os.environ.get("CI") or os.environ.get("PRE_COMMIT")
    return not quiet and sys.stderr.isatty()


class ProgressLine:
    """Shows progress after half a second, and leaves no trace when it is closed."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _FIRST_SECONDS
        self._shown = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY_SECONDS
        amount = f" {done}/{total}" if total else ""
        self._write(f"\r{stage}{amount}"[:_WIDTH].ljust(_WIDTH))
        self._shown = True

    def close(self) -> None:
        if self._shown:
            self._write("\r" + " " * _WIDTH + "\r")

    @staticmethod
    def _write(text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
