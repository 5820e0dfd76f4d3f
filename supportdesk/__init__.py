"""supportdesk: from a pasted support ticket to a verdict.

Its functions are resolved on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "diagnose_files", "diagnose_text", "extract_requests"]


def __getattr__(name: str) -> Any:
    """Resolve the library's functions on first use."""
    if name in ("diagnose_files", "diagnose_text", "extract_requests"):
        from supportdesk import diagnosing

        return getattr(diagnosing, name)
    raise AttributeError(f"module 'supportdesk' has no attribute {name!r}")
