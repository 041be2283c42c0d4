"""Types and small services that both sides use."""
