"""What control flow means, written once: languages say where its parts stand."""
