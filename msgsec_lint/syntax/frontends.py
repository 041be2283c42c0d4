"""Which front end reads which language."""

from __future__ import annotations

from collections.abc import Callable

from msgsec_lint.facts.model import FileFacts
from msgsec_lint.syntax import java, kotlin, python

FRONT_ENDS: dict[str, Callable[[bytes], FileFacts]] = {
    "java": java.lower,
    "kotlin": kotlin.lower,
    "python": python.lower,
}
