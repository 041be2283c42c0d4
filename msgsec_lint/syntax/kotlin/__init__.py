"""The Kotlin front end."""

from __future__ import annotations

from msgsec_lint.syntax.kotlin.frontend import lower

__all__ = ["lower"]
