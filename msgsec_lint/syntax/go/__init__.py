"""The Go front end."""

from __future__ import annotations

from msgsec_lint.syntax.go.frontend import lower

__all__ = ["lower"]
