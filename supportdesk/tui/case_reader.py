"""One thread that reads the casebook for a screen: the newest wish of a kind wins, an older one is interrupted.

It has a connection of its own, so that a search that is broken off never breaks off a change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from supportdesk.casebook import Casebook

Work = Callable[[Casebook], Any]
"""What is read, in the thread."""

Taken = Callable[[Any], object]
"""Takes the result, or the exception that ended it; called in the thread."""


class CaseReader:
    """Runs wishes one after another on the casebook that `open_book` opens; begins with the first wish."""

    def __init__(self, open_book: Callable[[], Casebook]) -> None:
        self._open_book = open_book
        self._book: Casebook | None = None
        self._changed = threading.Condition()
        self._wishes: dict[str, tuple[Work, Taken]] = {}
        self._running: str | None = None
        self._dropped = False
        self._ended = False
        self._thread: threading.Thread | None = None

    def ask(self, kind: str, work: Work, taken: Taken) -> None:
        """Wish for something, in place of every wish of this kind that is not answered yet."""
        with self._changed:
            self._wishes[kind] = (work, taken)
            if self._running == kind and self._book is not None:
                self._book.interrupt()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="case-reader", daemon=True)
                self._thread.start()
            self._changed.notify()

    def drop(self, *kinds: str) -> None:
        """Forget the wishes whose kind begins with one of these words."""
        with self._changed:
            for kind in [one for one in self._wishes if one.startswith(kinds)]:
                del self._wishes[kind]
            if self._running is not None and self._running.startswith(kinds):
                self._dropped = True
                if self._book is not None:
                    self._book.interrupt()

    def end(self) -> None:
        """Break off what is read, and close."""
        with self._changed:
            self._ended = True
            self._wishes.clear()
            if self._running is not None and self._book is not None:
                self._book.interrupt()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._running = None
                self._changed.wait_for(lambda: self._wishes or self._ended)
                if self._ended:
                    break
                kind = next(iter(self._wishes))
                work, taken = self._wishes.pop(kind)
                self._running, self._dropped = kind, False
            result = self._result(work)
            with self._changed:
                is_wanted = kind not in self._wishes and not self._dropped and not self._ended
            if is_wanted:
                taken(result)
        if self._book is not None:
            self._book.close()

    def _result(self, work: Work) -> Any:
        """Return what was read, or the exception that ended it, which is given to whoever asked."""
        try:
            if self._book is None:
                self._book = self._open_book()
            return work(self._book)
        except Exception as problem:
            return problem
