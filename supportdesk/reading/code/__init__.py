"""supportdesk.reading.code."""
