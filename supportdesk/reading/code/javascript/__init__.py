"""JavaScript and TypeScript program text."""
