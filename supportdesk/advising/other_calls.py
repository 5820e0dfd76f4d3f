"""The other calls of a ticket whose bodies are wrong as well: their changes go into the same diff."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.edits import UnwritableError
from supportdesk.advising.fix import Fix, correct
from supportdesk.advising.patching import write_patch
from supportdesk.source import Source

CALLS = 4
"""Other calls that are looked at."""

CAUSE = "request.invalid-value"
"""Whose repairs mend a body that its definition refuses."""


def mend_others(
    fix: Fix, number: int, rows: list[Any], checked: dict[int, Any], knowledge: Any, sources: list[Source]
) -> None:
    """Add to the diff of call `number` what mends the other calls that have errors, with the steps that say so."""
    others = [other for other, result in checked.items() if other != number and result.errors()]
    for other in others[:CALLS]:
        if other >= len(rows) or rows[other].request is None:
            continue
        also = correct(rows[other].request, rows[other], CAUSE, knowledge, checked[other], sources)
        if not also.patch:
            continue
        edits = [*fix.edits, *also.edits]
        try:
            patch = write_patch(edits, sources).text
        except UnwritableError:
            continue
        if patch:
            fix.patch, fix.edits = patch, edits
            for language, said in also.steps.items():
                fix.steps[language] += [step for step in said if step not in fix.steps[language]]
