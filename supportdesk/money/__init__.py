"""supportdesk.money."""
