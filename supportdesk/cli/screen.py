"""`supportdesk` alone opens the screen: the one door from the command line to the TUI."""

from __future__ import annotations


def open_screen() -> None:
    """Open the screen until it is quit. Raises SettingsError, and whatever fault ended it."""
    from supportdesk.tui.app import open_app

    open_app()
