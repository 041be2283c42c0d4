"""The checks: what the rules ask, answered from the linked program."""

from __future__ import annotations
