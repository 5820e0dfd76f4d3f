"""The fix as a unified diff against the customer's own text, where it only replaces characters."""

from __future__ import annotations

import difflib
import json
from typing import Any

from supportdesk.advising.repair import Replacement
from supportdesk.source import Source

CONTEXT = 2
"""Lines around a change."""


def write_patch(replacements: list[Replacement], sources: list[Source]) -> str:
    """Return a unified diff, or '' where a change has no single place or its literal cannot be rewritten safely."""
    edits: dict[int, list[tuple[int, int, str]]] = {}
    for change in replacements:
        if change.span is None or change.span.source >= len(sources):
            return ""
        literal = sources[change.span.source].slice(change.span)
        new = rewritten(literal, change.old, change.new)
        if new is None:
            return ""
        edits.setdefault(change.span.source, []).append((change.span.start, change.span.end, new))
    return "".join(_diff(sources[number], changes) for number, changes in sorted(edits.items()))


def rewritten(literal: str, old: Any, new: Any) -> str | None:
    """Return the literal with the new value in it, or None where it is not plainly the old value.

    A text stays in its own quotes; a number or boolean takes its literal's place as JSON, quotes of a converted one
    included.
    """
    if "\\" in literal:
        return None
    if isinstance(old, str) and isinstance(new, str):
        if any(sign in new for sign in "'\"\\\n") or literal.count(old) != 1 or not old:
            return None
        return literal.replace(old, new)
    written = old if isinstance(old, str) else json.dumps(old)
    if literal.strip("'\"") != written or isinstance(new, list | dict):
        return None
    return json.dumps(new, ensure_ascii=False)


def _diff(source: Source, changes: list[tuple[int, int, str]]) -> str:
    text = source.text
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    before, after = _lines(source.text), _lines(text)
    lines = difflib.unified_diff(before, after, source.name, source.name, n=CONTEXT, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
