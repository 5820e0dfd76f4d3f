"""Go program text."""
