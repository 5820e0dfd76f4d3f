"""Python program text."""
