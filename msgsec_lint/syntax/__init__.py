"""Front ends: one per language, from tree-sitter trees to facts."""
