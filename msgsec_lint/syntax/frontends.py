"""Which front end reads which language."""

from __future__ import annotations

from collections.abc import Callable

from msgsec_lint.facts.model import FileFacts
from msgsec_lint.syntax import python

FRONT_ENDS: dict[str, Callable[[bytes], FileFacts]] = {"python": python.lower}
