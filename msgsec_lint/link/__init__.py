"""Joining the facts of all files: names, types, call targets, callers."""
