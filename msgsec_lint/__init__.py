"""msgsec-lint: static analysis of messengers against security principles."""

from __future__ import annotations

__version__ = "0.1.0"
