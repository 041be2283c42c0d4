"""Errors of file discovery that a user can do something about."""

from __future__ import annotations


class FilesError(Exception):
    """A path that was asked for cannot be scanned; the text says why and what to do."""


class UnreadableError(Exception):
    """A file was there when the tree was listed, and cannot be read; the text says why."""
