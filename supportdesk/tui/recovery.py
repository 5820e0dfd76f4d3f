"""An unsaved ticket outlives its process: kept in a file of the data folder, and offered at the next start.

Each running desk has a file of its own, `unsaved-….json` with a lock beside it; the lock is free when the desk is gone,
however it went. What is kept is what the screen shows: masked.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from typing import IO

from supportdesk.masking import mask
from supportdesk.named import NamedTuple
from supportdesk.source import READ_LIMIT
from supportdesk.tui.ticket import Draft

PREFIX = "unsaved-"
LARGEST = READ_LIMIT * 8
"""Bytes of a kept ticket; a larger file is none of ours."""


class Kept(NamedTuple):
    """A ticket that another desk left unsaved: its draft, when it was kept (Unix seconds), and its file."""

    draft: Draft
    at: float
    path: str


class Recovery:
    """The recovery files of one data folder; every method may wait for the disk, so they run in threads.

    Raises OSError where the folder cannot be written.
    """

    def __init__(self, folder: str) -> None:
        import secrets  # which loads hashing: 3 ms of the first paint

        self._folder = folder
        self._name = f"{PREFIX}{secrets.token_hex(6)}"
        self._lock: IO[bytes] | None = None

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the one before; an empty one removes it."""
        if not draft.text.strip():
            self.drop()
            return
        if self._lock is None:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            self._lock = _locked(self._path(".lock"))
        told = {"at": time.time(), **draft._asdict(), "text": mask(draft.text)[0]}
        path = self._path(".tmp")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path, self._path(".json"))

    def drop(self) -> None:
        """Forget what this desk keeps: it is saved, or gone by its owner's will."""
        with contextlib.suppress(FileNotFoundError):
            os.remove(self._path(".json"))
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            with contextlib.suppress(FileNotFoundError):
                os.remove(self._path(".lock"))

    def find(self) -> Kept | None:
        """Return the newest ticket that a desk which is gone left unsaved."""
        found = []
        for name in os.listdir(self._folder) if os.path.isdir(self._folder) else ():
            if name.startswith(PREFIX) and name.endswith(".json") and not name.startswith(self._name):
                path = os.path.join(self._folder, name)
                kept = _read(path)
                if kept is not None and _is_free(path.removesuffix(".json") + ".lock"):
                    found.append(kept)
        return max(found, key=lambda kept: kept.at, default=None)

    @staticmethod
    def forget(kept: Kept) -> None:
        """Remove another desk's ticket: it is on the screen now, or was refused."""
        for path in (kept.path, kept.path.removesuffix(".json") + ".lock"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(path)

    def _path(self, ending: str) -> str:
        return os.path.join(self._folder, self._name + ending)


def _read(path: str) -> Kept | None:
    """Return what a file keeps; None for one that is none of ours, or is gone by now."""
    try:
        if os.path.getsize(path) > LARGEST:
            return None
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        replies = tuple((str(language), str(text)) for language, text in told["replies"])
        draft = Draft(str(told["text"]), str(told["ticket_ref"]), str(told["customer"]), replies)
        return Kept(draft, float(told["at"]), path)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _locked(path: str) -> IO[bytes]:
    file = open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b")  # noqa: SIM115 - held as long as the desk runs
    _lock(file)
    return file


def _is_free(path: str) -> bool:
    """Whether nobody holds a lock; a lock file that is gone is free."""
    try:
        with open(path, "r+b") as file:
            _lock(file)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _lock(file: IO[bytes]) -> None:
    """Take the lock of an open file without waiting; raises OSError where somebody else holds it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore] # Windows only
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
