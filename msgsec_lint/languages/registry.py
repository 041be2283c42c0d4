"""The records of all languages that have a front end."""

from __future__ import annotations

from typing import Final

from msgsec_lint.languages.go import GO
from msgsec_lint.languages.jvm import JAVA, KOTLIN
from msgsec_lint.languages.python import PYTHON
from msgsec_lint.languages.traits import Traits
from msgsec_lint.languages.web import JAVASCRIPT, TYPESCRIPT

LANGUAGES: Final[dict[str, Traits]] = {
    traits.name: traits for traits in (PYTHON, JAVA, KOTLIN, TYPESCRIPT, JAVASCRIPT, GO)
}
"""Name of a language, as facts carry it → its record."""
