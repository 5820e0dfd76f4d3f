"""The fix as a unified diff against the customer's own text, where it only replaces characters."""

from __future__ import annotations

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
    """Return the hunks of one source; '' where a change takes a line end away. Linear, which difflib is not."""
    pieces: list[str] = []
    at = 0
    for start, end, new in sorted(changes):
        if start < at:
            return ""
        pieces += [source.text[at:start], new]
        at = end
    before, after = _lines(source.text), _lines("".join([*pieces, source.text[at:]]))
    if len(before) != len(after):
        return ""
    changed = [number for number, line in enumerate(before) if line != after[number]]
    hunks: list[tuple[int, int]] = []
    for number in changed:
        start, end = max(0, number - CONTEXT), min(len(before), number + CONTEXT + 1)
        if hunks and start <= hunks[-1][1]:
            hunks[-1] = (hunks[-1][0], end)
        else:
            hunks.append((start, end))
    lines = [f"--- {source.name}", f"+++ {source.name}"]
    for start, end in hunks:
        lines.append(f"@@ -{start + 1},{end - start} +{start + 1},{end - start} @@")
        lines += _hunk(before, after, start, end)
    return "".join(f"{line}\n" for line in lines) if hunks else ""


def _hunk(before: list[str], after: list[str], start: int, end: int) -> list[str]:
    """Return the lines of a hunk; changed lines that follow each other stand as a block, removed ones first."""
    lines: list[str] = []
    added: list[str] = []
    for number in range(start, end):
        if before[number] != after[number]:
            lines.append("-" + before[number])
            added.append("+" + after[number])
        else:
            lines += [*added, " " + before[number]]
            added = []
    return lines + added


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
