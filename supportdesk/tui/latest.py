"""One thread that diagnoses the newest text: what came in between is left out, not queued."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from supportdesk.tui.diagnoser import Diagnoser, Outcome

    Answered = Callable[[int, Outcome | Exception], None]
    """Called in the thread with the number of the request and its outcome, or the exception that ended it."""


class LatestDiagnoser:
    """Runs a diagnoser in a thread of its own, which lives as long as the screen: a judge is kept per thread.

    `make` gives the diagnoser, in that thread, when it is first needed: its modules are none of the first frame's. Each
    `ask` replaces one that has not begun; answers come in order to `answered`.
    """

    def __init__(self, make: Callable[[], Diagnoser], answered: Answered) -> None:
        self._make = make
        self._diagnose: Diagnoser | None = None
        self._answered = answered
        self._changed = threading.Condition()
        self._wanted: tuple[int, str] | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="diagnoser", daemon=True)
        self._thread.start()

    def ask(self, number: int, text: str) -> None:
        """Diagnose `text` as request `number`, in place of one that still waits."""
        with self._changed:
            self._wanted = (number, text)
            self._changed.notify()

    def cancel(self) -> bool:
        """End a diagnosis that runs elsewhere, where the diagnoser can; return whether one ran."""
        cancel = getattr(self._diagnose, "cancel", None)
        return bool(cancel is not None and cancel())

    def end(self) -> None:
        """Let the thread end behind what it does now."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._ended)
                if self._ended or self._wanted is None:
                    return
                number, text = self._wanted
                self._wanted = None
            outcome: Outcome | Exception
            try:
                if self._diagnose is None:
                    self._diagnose = self._make()
                outcome = self._diagnose(text)
            except Exception as problem:
                outcome = problem
            self._answered(number, outcome)
