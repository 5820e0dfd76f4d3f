"""Why the casebook refuses, in sentences: SQLite's result codes, foreign files, network folders.

Every refusal says that the file is as it was: nothing here writes.
"""

from __future__ import annotations

import os
import sqlite3
import sys

from supportdesk.errors import CasebookError
from supportdesk.i18n import _

NETWORK_FILE_SYSTEMS = frozenset(
    (
        *("9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "davfs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs"),
        *(
            "gfs2",
            "glusterfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "prl_fs",
            "smb3",
            "smbfs",
            "vboxsf",
            "webdav",
        ),
    )
)
"""Types of mounts on which SQLite's write-ahead log cannot work: it needs memory shared between the processes
(https://www.sqlite.org/wal.html, 'All processes using a database must be on the same host computer')."""


def refusal(problem: sqlite3.Error, path: str) -> CasebookError | None:
    """Return the refusal for an error of SQLite's, or None where the error is a fault of this program."""
    code = getattr(problem, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CasebookError(
            _("The casebook {path} is being written by another program; nothing was changed.").format(path=path),
            _("Try again in a moment, or close the program that holds it."),
        )
    if primary == sqlite3.SQLITE_FULL:
        return CasebookError(
            _("There is no room left for the casebook {path}; this change was not saved, all earlier ones are.").format(
                path=path
            ),
            _("Free some space on the disk, then save again."),
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CasebookError(
            _("The file {path} is damaged or no casebook; it was left as it is.").format(path=path),
            _("Copy it away, then restore a backup, or try: sqlite3 FILE .recover"),
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return CasebookError(
            _("The casebook {path} can only be read; the change was not saved.").format(path=path),
            _("Ask for the right to write the file and its folder."),
        )
    if primary == sqlite3.SQLITE_CANTOPEN:
        return CasebookError(
            _("The casebook {path} cannot be opened.").format(path=path),
            _("Look whether its folder exists and whether you may write there."),
        )
    if primary == sqlite3.SQLITE_IOERR:
        return CasebookError(
            _("The disk failed while the casebook {path} was used; this change was not saved.").format(path=path),
            _("Look at the disk, then try again."),
        )
    return None


def newer_schema(path: str) -> CasebookError:
    """Return the refusal of a casebook that a newer program has migrated."""
    return CasebookError(
        _("The casebook {path} was made by a newer version of supportdesk; it was left as it is.").format(path=path),
        _("Update supportdesk, or name another file."),
    )


def foreign_database(path: str) -> CasebookError:
    """Return the refusal of a database that is another program's."""
    return CasebookError(
        _("The file {path} is a database of another program; it was left as it is.").format(path=path),
        _("Name another file for the casebook."),
    )


def refuse_network_folder(path: str) -> None:
    """Raise CasebookError where `path` lies on a network folder, as far as this platform tells."""
    if sys.platform == "win32":
        is_network = _is_network_drive(path)
    elif sys.platform == "darwin":
        is_network = mount_type(os.path.realpath(path), _mac_mounts()) in NETWORK_FILE_SYSTEMS
    else:
        is_network = mount_type(os.path.realpath(path), _linux_mounts()) in NETWORK_FILE_SYSTEMS
    if is_network:
        raise CasebookError(
            _("The casebook {path} lies on a network folder, where SQLite loses data; it was left as it is.").format(
                path=path
            ),
            _("Put it on a local disk: the setting `database`, or SUPPORTDESK_DATABASE."),
        )


def mount_type(path: str, mounts: list[tuple[str, str]]) -> str | None:
    """Return the type of the mount that holds an absolute `path`, None for none.

    `mounts` are (mount point, type); of two on one point the later one is seen.
    """
    best, found = -1, None
    for point, kind in mounts:
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, found = len(point), kind
    return found


def parse_mounts(text: str) -> list[tuple[str, str]]:
    """Return (mount point, type) of every line of `/proc/self/mounts`, its octal escapes decoded (man 5 fstab)."""
    mounts = []
    for line in text.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            point = fields[1]
            for escaped, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
                point = point.replace(escaped, character)
            mounts.append((point, fields[2]))
    return mounts


def _linux_mounts() -> list[tuple[str, str]]:
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return parse_mounts(file.read())
    except OSError:
        return []  # a system without /proc does not tell; the file is then taken for local


def _mac_mounts() -> list[tuple[str, str]]:
    import re
    import subprocess

    listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    return re.findall(r"^.* on (.*) \((\w+)[,)]", listing, re.MULTILINE)


def _is_network_drive(path: str) -> bool:
    import ctypes

    full = os.path.abspath(path)
    if full.startswith("\\\\"):
        return True
    windll = getattr(ctypes, "windll", None)  # only Windows has it, and mypy runs elsewhere
    drive_remote = 4  # https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdrivetypew
    drive = os.path.splitdrive(full)[0] + "\\"
    return windll is not None and windll.kernel32.GetDriveTypeW(drive) == drive_remote
