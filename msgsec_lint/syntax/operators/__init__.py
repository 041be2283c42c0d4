"""What operators and literals mean, written once: languages say where their parts stand."""
