"""The Java front end."""

from __future__ import annotations

from msgsec_lint.syntax.java.frontend import lower

__all__ = ["lower"]
