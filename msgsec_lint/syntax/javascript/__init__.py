"""The front end of TypeScript, TSX, JavaScript and JSX."""

from __future__ import annotations

from msgsec_lint.syntax.javascript.frontend import (
    lower_javascript,
    lower_tsx,
    lower_typescript,
    script_blocks,
)

__all__ = ["lower_javascript", "lower_tsx", "lower_typescript", "script_blocks"]
