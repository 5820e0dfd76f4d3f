"""Who works with the casebook, as histories and colleagues' screens name them."""

from __future__ import annotations

import getpass
import os


def agent_name() -> str:
    """Return SUPPORTDESK_AGENT, else the name of the system's user, '' where it has none."""
    chosen = os.environ.get("SUPPORTDESK_AGENT", "").strip()
    if chosen:
        return chosen
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name; Windows without a variable
        return ""
