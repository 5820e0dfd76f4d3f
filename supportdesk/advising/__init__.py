"""supportdesk.advising."""
