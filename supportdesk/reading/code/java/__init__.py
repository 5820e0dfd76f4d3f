"""Java program text."""
