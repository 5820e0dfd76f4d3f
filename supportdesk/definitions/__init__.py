"""supportdesk.definitions."""
