"""Chinese of the constraint sentences that stay notes, and which of them are contradictions of the documentation."""

from __future__ import annotations


class _Same(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


ZH = _Same()
CONTRADICTIONS = ("zzz",)
