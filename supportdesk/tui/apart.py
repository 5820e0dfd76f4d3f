"""The diagnosis of a long text in a process of its own: no frame waits for it, and Esc ends it at once.

The other side is `python -m supportdesk.tui.apart`, which reads one object of JSON and writes one in pieces.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.named import NamedTuple
from supportdesk.source import Source
from supportdesk.tui.answer_pieces import read_pieces, write_pieces
from supportdesk.tui.diagnoser import Material, Outcome, RuleAnswer, diagnose_paste

if TYPE_CHECKING:
    from supportdesk.advising.charge_keys import Charge, Earlier, Lookup

LONG = 60_000
"""Characters from which on a text is diagnosed in another process."""

MOST_S = 180
"""Seconds after which a diagnosis is given up."""


class Cancelled(InputError):
    """The operator has ended the diagnosis."""


class Cases(NamedTuple):
    """Where the other process looks up what cases give back: the casebook's path, and a case that does not count."""

    path: str
    but: int


class PasteDiagnoser:
    """Diagnoses a text, a long one in another process. Called in one thread; `cancel` in any.

    `advised` says what other cases give back of a charge; `cases` tells where another process looks that up; `keep` is
    called when a long answer is read, before Python looks for garbage in it.
    """

    def __init__(
        self,
        advised: Lookup | None = None,
        cases: Callable[[], Cases] | None = None,
        keep: Callable[[], None] | None = None,
    ) -> None:
        self._keep = keep
        self._cases = cases
        self._advised = advised
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cancelled = False

    def __call__(self, text: str) -> Outcome:
        """Return the outcome; raises Cancelled, and InputError where it takes longer than MOST_S."""
        if len(text) < LONG:
            return diagnose_paste(text, self._advised)
        return self._apart(text)

    def cancel(self) -> bool:
        """End the diagnosis in the other process; return whether there was one."""
        with self._lock:
            if self._process is None:
                return False
            self._is_cancelled = True
            self._process.kill()
            return True

    def _apart(self, text: str) -> Outcome:
        material = text if isinstance(text, Material) else Material(text)
        cases = self._cases() if self._cases else None
        asked = {"text": str(material), "length": material.length, "name": material.name, "cases": cases}
        command = [sys.executable, "-P", "-m", "supportdesk.tui.apart"]
        with self._lock:
            self._is_cancelled = False
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        try:
            told = json.dumps(asked, ensure_ascii=False).encode("utf-8", "surrogatepass")
            answer, _none = self._process.communicate(told, timeout=MOST_S)
        except subprocess.TimeoutExpired as problem:
            self._process.kill()
            self._process.communicate()
            raise InputError(
                _("The diagnosis took longer than {seconds} s and was given up.").format(seconds=MOST_S),
                _("Cut the part around the failing call; F12 and the ledger read whole exports."),
            ) from problem
        finally:
            with self._lock:
                status, self._process = self._process.returncode, None
        if self._is_cancelled:
            raise Cancelled(_("The diagnosis was ended."), _("F10 begins it again."))
        if status != 0:
            raise InputError(_("The diagnosis ended with a fault; the paste is kept."))
        return self._read(answer, text)

    def _read(self, answer: bytes, text: str) -> Outcome:
        """Read an answer; looking for garbage in what is being read would stop the screen each time."""
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            outcome = read_outcome(read_pieces(answer), text)
            if self._keep is not None:
                self._keep()
        finally:
            if was_enabled:
                gc.enable()
        return outcome


def write_outcome(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as JSON; without the text that was asked about."""
    return {
        "data": outcome.data,
        "sources": [(source.text, source.name, list(source.notes), source.length) for source in outcome.sources],
        "answers": outcome.answers,
        "untouched": outcome.untouched,
        "rules_version": outcome.rules_version,
        "requests": outcome.requests,
        "repairs": outcome.repairs,
    }


def read_outcome(told: dict[str, Any], text: str) -> Outcome:
    """Return the outcome for `text` of which `write_outcome` made the JSON."""
    sources = [
        Source(own, number, name, tuple(notes), length)
        for number, (own, name, notes, length) in enumerate(told["sources"])
    ]
    answers = []
    for rule, cause, title, answer, facts, missing, values in told["answers"]:
        pairs = tuple((name, value) for name, value in values)
        answers.append(RuleAnswer(rule, cause, title, answer, tuple(facts), tuple(missing), pairs))
    return Outcome(
        text, told["data"], sources, answers, told["untouched"], told["rules_version"],
        tuple(told["requests"]), tuple(told["repairs"]),
    )  # fmt: skip


def main() -> None:
    """Diagnose what stands on stdin, as the other side of PasteDiagnoser."""
    asked = json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogatepass"))
    text = Material(asked["text"], asked["length"], asked["name"])
    outcome = diagnose_paste(text, _lookup(asked["cases"]))
    sys.stdout.buffer.writelines(write_pieces(write_outcome(outcome)))


def _lookup(cases: Sequence[Any] | None) -> Lookup | None:
    """Return what looks a charge up in the casebook, where there is one."""
    if cases is None or not os.path.exists(cases[0]):
        return None
    from supportdesk.casebook import Casebook

    book = Casebook(cases[0])

    def _advised(charge: Charge) -> Sequence[Earlier]:
        return book.advised(charge, but=cases[1])

    return _advised


if __name__ == "__main__":
    main()
