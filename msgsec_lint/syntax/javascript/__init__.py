"""The front end of TypeScript, TSX, JavaScript and JSX."""

from __future__ import annotations

from msgsec_lint.syntax.javascript.frontend import (
    lower_component,
    lower_javascript,
    lower_tsx,
    lower_typescript,
)

__all__ = ["lower_component", "lower_javascript", "lower_tsx", "lower_typescript"]
