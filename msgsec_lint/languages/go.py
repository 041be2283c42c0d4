"""Go."""

from __future__ import annotations

from msgsec_lint.languages.traits import Traits

GO = Traits(name="go", group="go")
