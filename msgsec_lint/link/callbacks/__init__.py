"""Functions that are held or handed over, to be called by others."""
