"""Shell commands and scripts."""
