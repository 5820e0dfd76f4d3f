"""Reading: from pasted text to typed evidence, each piece with its place. Knows nothing of rules."""
