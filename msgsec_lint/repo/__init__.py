"""What build files say about a project: its modules and what release builds leave out."""
