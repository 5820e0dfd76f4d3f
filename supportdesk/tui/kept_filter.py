"""The filter of the cases from one start to the next: states, causes, models, gateways, who and which tag.

Customers, words, times and fingerprints are left out: they belong to a ticket, and no ticket is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.casebook.filtering import CaseFilter

if TYPE_CHECKING:
    from supportdesk.tui.layout import Memory

MANY = ("statuses", "causes", "models", "gateways")
ONE = ("assignee", "tag")
NAME = "cases.filter"


def keep_filter(memory: Memory, wanted: CaseFilter) -> None:
    """Remember what of a filter may be remembered."""
    values = wanted._asdict()
    memory.put(NAME, {name: values[name] for name in (*MANY, *ONE) if values[name] not in ((), None)})


def kept_filter(memory: Memory) -> CaseFilter:
    """Return the filter that is remembered; what is no filter restricts nothing."""
    values = memory.get(NAME, dict[str, object]())
    kept: dict[str, Any] = {name: values[name] for name in ONE if isinstance(values.get(name), str)}
    for name in MANY:
        value = values.get(name)
        if isinstance(value, list | tuple):
            kept[name] = tuple(map(str, value))
    return CaseFilter(**kept)
