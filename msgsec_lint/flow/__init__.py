"""Following sensitive data from where it is to where it may not arrive."""
