"""supportdesk.cli."""
