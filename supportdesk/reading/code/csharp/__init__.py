"""C# program text."""
