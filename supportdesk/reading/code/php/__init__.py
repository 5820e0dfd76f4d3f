"""PHP program text."""
