"""What the desk remembers from one start to the next: split, theme, language, tab, filters; never a ticket.

It lies in a file of its own in the platform's state folder (SUPPORTDESK_STATE names another one), never in the settings
that a person edits. The file is replaced as a whole; what another desk wrote meanwhile under other names is kept.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from supportdesk.i18n import _
from supportdesk.paths import user_folder

LARGEST = 1_000_000
"""Bytes of a state file; a larger one is none of ours."""

WRITE_AFTER_S = 0.3
"""Seconds after the first change in which further ones join the same write."""

SHARES = range(2, 9)
"""Tenths of the width that the paste may have beside the answer."""

HALF = 5

T = TypeVar("T")


def state_path() -> str:
    """Return where the state lies: SUPPORTDESK_STATE, else `state.json` in the platform's state folder."""
    return os.environ.get("SUPPORTDESK_STATE") or os.path.join(user_folder("state"), "state.json")


class Memory:
    """Values of JSON by name; `path` None keeps them for this run only.

    `problems` holds sentences about a state file that was set aside or cannot be written: never a reason to stop.
    """

    def __init__(self, path: str | None = None) -> None:
        self.path = path
        self.problems: list[str] = []
        self._changed: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._timer: threading.Timer | None = None
        self._values = {} if path is None else self._read(path)

    def get(self, name: str, default: T) -> T:
        """Return what is remembered under a name; the default where that is nothing or of another type."""
        value = self._values.get(name, default)
        return value if type(value) is type(default) else default

    def put(self, name: str, value: Any) -> None:
        """Remember a value of JSON; it is written in a thread, a moment later."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        if self.path is None:
            return
        with self._lock:
            self._changed[name] = value
            if self._timer is None:
                self._timer = threading.Timer(WRITE_AFTER_S, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what has changed, now; a write that is under way is waited for."""
        with self._writing:
            with self._lock:
                changed, self._changed = self._changed, {}
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            if changed and self.path is not None:
                self._write(self.path, changed)

    def chosen(self, name: str, setting: str | None) -> str | None:
        """Return a choice made at the screen, as long as the setting is still what it was made over."""
        made = self.get(f"{name}.over", "")
        value = self.get(name, "")
        return value if value and made == (setting or "") else None

    def choose(self, name: str, setting: str | None, value: str) -> None:
        """Remember a choice made at the screen over a setting; a later edit of the setting undoes it."""
        self.put(name, value)
        self.put(f"{name}.over", setting or "")

    def _read(self, path: str) -> dict[str, Any]:
        try:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            return {}
        except OSError as problem:
            self._tell_unread(path, problem)
            return {}
        values = _parsed(data)
        if values is None:
            self._set_aside(path)
        return values or {}

    def _set_aside(self, path: str) -> None:
        aside = f"{path}.broken"
        try:
            os.replace(path, aside)
        except OSError as problem:
            self._tell_unread(path, problem)
            return
        message = _("The remembered layout could not be read; it lies in {path} now, and the desk begins anew.")
        self.problems.append(message.format(path=aside))

    def _tell_unread(self, path: str, problem: OSError) -> None:
        message = _("The remembered layout cannot be read ({reason}): {path}")
        self.problems.append(message.format(reason=problem.strerror or type(problem).__name__, path=path))

    def _write(self, path: str, changed: dict[str, Any]) -> None:
        aside = f"{path}.{os.getpid()}.new"
        try:
            os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
            import json

            values = _present(path) | changed
            with open(aside, "w", encoding="utf-8", newline="\n") as file:
                json.dump(values, file, ensure_ascii=False, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)
        except OSError as problem:
            message = _("The layout cannot be remembered ({reason}): {path}")
            self.problems.append(message.format(reason=problem.strerror or type(problem).__name__, path=path))


def _present(path: str) -> dict[str, Any]:
    """Return what the file holds at this moment, nothing where it is not there or broken."""
    if not os.path.isfile(path):
        return {}
    with open(path, "rb") as file:
        return _parsed(file.read(LARGEST + 1)) or {}


def _parsed(data: bytes) -> dict[str, Any] | None:
    if len(data) > LARGEST:
        return None
    import json

    try:
        values = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def moved_share(share: int, step: int, told: Callable[[str], None]) -> int:
    """Return the share of the paste, in tenths, moved by a step; say where it cannot move any more."""
    moved = share + step
    if moved in SHARES:
        return moved
    told(_("The paste is as narrow as it can be.") if step < 0 else _("The paste is as wide as it can be."))
    return share
