"""Which files of a tree are read, in what order, and why the others are not."""

from __future__ import annotations
