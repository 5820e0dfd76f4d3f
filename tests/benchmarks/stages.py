"""Where the time of a ticket goes: `python tests/benchmarks/stages.py [TICKETS.jsonl] [REPEATS]`.

Prints, for each stage of a diagnosis in a warm process, the mean over the tickets of the shortest of some repeats, and
that of the whole. Stages lie within each other (advise holds ask and gate). Without a file the shipped samples are
used. Figures, no verdict: minima of one run compare with those of another on the same machine, and with nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from in_process import texts

from supportdesk import diagnose_text

STAGES = (
    ("supportdesk.diagnosing", "admit"),
    ("supportdesk.reading.paste", "read_ticket"),
    ("supportdesk.said", "add_said"),
    ("supportdesk.relating.relate", "relate"),
    ("supportdesk.symptoms", "add_symptoms"),
    ("supportdesk.diagnosing", "_check"),
    ("supportdesk.judging.engine", "judge"),
    ("supportdesk.advising.diagnosis", "advise"),
    ("supportdesk.advising.diagnosis", "rank"),
    ("supportdesk.advising.diagnosis", "ask"),
    ("supportdesk.advising.fixing", "add_fix"),
    ("supportdesk.advising.diagnosis", "write_reply"),
    ("supportdesk.advising.diagnosis", "gate_replies"),
    ("supportdesk.advising.diagnosis", "prove"),
)
"""Module and name of the functions that are timed, in the order of the way; callers look them up there."""


def timed(name: str, function: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    """Return the function with the seconds of its calls added to `spent`."""

    def _call(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - started

    return _call


def main() -> None:
    """Print the table."""
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    tickets = texts()
    spent: dict[str, float] = {}
    for module, name in STAGES:
        place = import_module(module)
        setattr(place, name, timed(name, getattr(place, name), spent))
    whole = timed("the whole ticket", diagnose_text, spent)
    shortest: dict[tuple[str, int], float] = {}
    for repeat in range(repeats + 1):
        for number, text in enumerate(tickets):
            spent.clear()
            whole(text)
            for name, seconds in spent.items() if repeat else ():  # the first pass warms what a program has warm
                shortest[name, number] = min(seconds, shortest.get((name, number), seconds))
    for name in (*(name for _, name in STAGES), "the whole ticket"):
        total = sum(seconds for (stage, _), seconds in shortest.items() if stage == name)
        print(f"{name:24}{total / len(tickets) * 1000:8.3f} ms a ticket")


if __name__ == "__main__":
    main()
