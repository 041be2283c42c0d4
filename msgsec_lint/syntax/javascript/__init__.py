"""The front end of TypeScript, TSX, JavaScript and JSX, and of components of Vue and Svelte."""

from __future__ import annotations

from msgsec_lint.syntax.javascript.frontend import (
    lower_javascript,
    lower_svelte,
    lower_tsx,
    lower_typescript,
    lower_vue,
)

__all__ = [
    "lower_javascript",
    "lower_svelte",
    "lower_tsx",
    "lower_typescript",
    "lower_vue",
]
