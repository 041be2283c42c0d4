"""Which function a call reaches, which calls reach a function, and what they hand over."""
