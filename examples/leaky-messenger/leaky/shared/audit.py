"""The project's own logger."""

from __future__ import annotations

import logging

log = logging.getLogger("relay.audit")


class Audit:
    def __init__(self, part: str) -> None:
        self.part = part

    def note(self, fmt: str, *args: object) -> None:
        log.info(self.part + ": " + fmt, *args)
