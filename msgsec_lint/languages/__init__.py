"""What tells one language from another beyond its syntax, as data."""
