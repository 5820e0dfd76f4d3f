"""supportdesk.render."""
