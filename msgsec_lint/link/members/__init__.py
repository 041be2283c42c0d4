"""Whose member a name is, and which of several of one name."""
