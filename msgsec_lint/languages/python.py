"""Python."""

from __future__ import annotations

from msgsec_lint.languages.traits import Traits

PYTHON = Traits(name="python", group="python")
