"""What types admit and what classes have."""
