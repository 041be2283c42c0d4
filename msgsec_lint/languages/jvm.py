"""Java and Kotlin, which compile to one machine and see each other's classes."""

from __future__ import annotations

from msgspec import structs

from msgsec_lint.languages.traits import Traits

JAVA = Traits(name="java", group="jvm")
KOTLIN = structs.replace(JAVA, name="kotlin")
