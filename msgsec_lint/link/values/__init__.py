"""What the value of an expression denotes."""
