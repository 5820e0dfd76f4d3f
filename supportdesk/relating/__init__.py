"""Relating: from pieces of evidence to four tables joined by a link key. Knows nothing of where it is shown."""
