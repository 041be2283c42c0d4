"""The Python front end."""

from __future__ import annotations

from msgsec_lint.syntax.python.frontend import lower

__all__ = ["lower"]
