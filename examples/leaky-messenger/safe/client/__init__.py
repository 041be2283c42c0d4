"""Runs on a person's device."""
