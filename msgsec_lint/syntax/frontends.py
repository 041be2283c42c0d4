"""Which front end reads which language."""

from __future__ import annotations

from collections.abc import Callable

from msgsec_lint.facts.model import FileFacts
from msgsec_lint.syntax import go, java, javascript, kotlin, python

FRONT_ENDS: dict[str, Callable[[bytes], FileFacts]] = {
    "go": go.lower,
    "java": java.lower,
    "javascript": javascript.lower_javascript,
    "kotlin": kotlin.lower,
    "python": python.lower,
    "svelte": javascript.lower_svelte,
    "tsx": javascript.lower_tsx,
    "typescript": javascript.lower_typescript,
    "vue": javascript.lower_vue,
}
