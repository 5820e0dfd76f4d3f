"""supportdesk.judging."""
