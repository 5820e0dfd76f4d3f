"""PowerShell program text."""
