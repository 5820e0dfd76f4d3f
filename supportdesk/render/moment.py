"""Times as they are shown: the agent's zone first, UTC beside it (design, Promise 6)."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def local_and_utc(at: str, zone: tzinfo | None) -> str:
    """Return '2026-11-22 18:08 (10:08 UTC)' of an ISO 8601 time in UTC; `zone` None is the system's.

    The UTC side has its date as well where that is another one; a zone that is UTC is written once.
    """
    utc = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(UTC)
    local = utc.astimezone(zone)
    if not local.utcoffset():
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    other = f"{utc:%H:%M}" if local.date() == utc.date() else f"{utc:%Y-%m-%d %H:%M}"
    return f"{local:%Y-%m-%d %H:%M} ({other} UTC)"


def local_short(at: str, zone: tzinfo | None) -> str:
    """Return '11-22 18:08' in the agent's zone, for a column of a list."""
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone(zone):%m-%d %H:%M}"
