"""One line of the doctor's report."""

from __future__ import annotations

from typing import Literal

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple

State = Literal["ok", "note", "missing", "fault", "unknown"]

STATES: dict[State, str] = {
    "ok": mark("ok"),
    "note": mark("note"),
    "missing": mark("not there"),
    "fault": mark("FAULT"),
    "unknown": mark("unknown"),
}
"""How each state is called: `note` and `missing` are no faults, `unknown` is what a program cannot find out."""

AREAS = {
    "installed": mark("What is installed"),
    "places": mark("Where things lie"),
    "terminal": mark("Terminal and clipboard"),
    "rules": mark("Rules"),
    "casebook": mark("Casebook"),
    "gateways": mark("Gateways"),
}
"""The parts of a report, in order, with their headings."""


class Check(NamedTuple):
    """What was looked at (`area` of AREAS, `name`), what was found, how that is, and what to do ('' nothing)."""

    area: str
    name: str
    value: str
    state: State = "ok"
    hint: str = ""
