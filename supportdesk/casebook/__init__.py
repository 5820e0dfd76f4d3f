"""supportdesk.casebook."""
