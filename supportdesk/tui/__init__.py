"""supportdesk.tui."""
