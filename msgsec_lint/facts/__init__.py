"""What later stages know of a source file: policy-free, compact, cacheable by content."""
