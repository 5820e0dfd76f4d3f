"""rules/threads/*.jsonl: public threads restated as tickets, one JSON object a line, with their established cause.

A row has `source` (the thread's address), `cause`, `also` (causes that an expert would accept as well, may be left out)
and `text`, in our own words but for what programs and services printed. An operator's file of another name adds its
threads, or solved tickets of its own; one of the same name stands in the place of ours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.nearest import nearest
from supportdesk.judging.sources import File, laid_over, read_text

LONGEST = 4000
"""Characters of a row's text."""

_NEEDED = ("source", "cause", "text")


def threads(files: list[File], causes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of all files in their order. Raises RulesError, with file and line, for a row that is wrong."""
    found: list[dict[str, Any]] = []
    for file in laid_over(files, "threads/", ".jsonl"):
        seen: set[str] = set()
        for number, line in enumerate(read_text(file).split("\n"), 1):
            if line.strip():
                found.append(_row(line, file.relative, number, causes, seen))
    return found


def _row(line: str, relative: str, number: int, causes: Mapping[str, Any], seen: set[str]) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise RulesError(gettext("is no JSON: {problem}").format(problem=problem), relative, number) from problem
    also = row.get("also", []) if isinstance(row, dict) else None
    if not isinstance(also, list) or any(not isinstance(row.get(name), str) for name in _NEEDED):
        raise RulesError(gettext("a thread needs source, cause and text, each a text"), relative, number)
    for cause in (row["cause"], *also):
        if not isinstance(cause, str) or cause not in causes:
            hint = nearest(str(cause), causes)
            raise RulesError(
                gettext("{cause!r} is no cause of causes.yaml{hint}").format(cause=cause, hint=hint), relative, number
            )
    if not 0 < len(row["text"].strip()) <= LONGEST:
        raise RulesError(
            gettext("the text of a thread has 1 to {most} characters").format(most=LONGEST), relative, number
        )
    if row["source"] in seen:
        raise RulesError(
            gettext("the thread {source} stands here twice").format(source=row["source"]), relative, number
        )
    seen.add(row["source"])
    return row
