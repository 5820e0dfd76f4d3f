"""The files of rules/: found, told apart from their last state, and read, an operator's folder laid over ours."""

from __future__ import annotations

import os

from supportdesk.i18n import gettext
from supportdesk.named import NamedTuple

ENDINGS = (".yaml", ".json", ".jsonl")
COMPILERS = (
    "judging/answering.py", "judging/cause_file.py", "judging/compiling.py", "judging/condition.py",
    "judging/condition_rows.py", "judging/dialects.py", "judging/expressions.py", "judging/fact_file.py",
    "judging/literals.py", "judging/proof_file.py",
    "judging/rule_checks.py", "judging/rule_file.py", "judging/shapes.py", "judging/tables.py", "judging/views.py",
    "judging/thread_file.py", "judging/yaml_text.py", "definitions/compiling.py", "wording_index.py", "folding.py",
    "concepts.py", "likeness.py", "phrases.py", "symptom_index.py", "threads.py",
)  # fmt: skip
"""Modules, below the package, whose change makes a cache of the same rules stale."""


class File(NamedTuple):
    """One file: its path below its folder (with `/`), the folder's number (0 is ours), its place, size, and time."""

    relative: str
    folder: int
    path: str
    size: int
    changed_ns: int


def scan(folders: list[str]) -> list[File]:
    """Return every file of the folders that rules are made of, ours first, each folder in the order of its names."""
    found: list[File] = []
    for number, folder in enumerate(folders):
        waiting = [("", folder)]
        inside: list[File] = []
        while waiting:
            prefix, place = waiting.pop()
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir():
                        waiting.append((f"{prefix}{entry.name}/", entry.path))
                    elif entry.name.endswith(ENDINGS):
                        state = entry.stat()
                        inside.append(File(prefix + entry.name, number, entry.path, state.st_size, state.st_mtime_ns))
        found += sorted(inside)
    return found


def compilers() -> list[File]:
    """Return the program's own files that decide what becomes of the rules; their folder has the number -1."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = []
    for relative in COMPILERS:
        path = os.path.join(package, *relative.split("/"))
        state = os.stat(path)
        found.append(File(relative, -1, path, state.st_size, state.st_mtime_ns))
    return found


def signature(files: list[File]) -> str:
    """Return a text that changes when a file comes, goes, or is written; nothing is opened for it."""
    return "\n".join(f"{file.folder}:{file.relative}:{file.size}:{file.changed_ns}" for file in files)


def sizes(files: list[File]) -> str:
    """Return the signature without the times: what an installation leaves as it was built."""
    return "\n".join(f"{file.folder}:{file.relative}:{file.size}" for file in files)


def digest(files: list[File], *extra: str) -> str:
    """Return a SHA-256 over the names and contents of the files and `extra`; the same wherever the files lie."""
    import hashlib

    total = hashlib.sha256("\0".join(extra).encode())
    for file in files:
        with open(file.path, "rb") as stream:
            content = stream.read()
        total.update(f"\0{file.folder}:{file.relative}:{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def laid_over(files: list[File], prefix: str, ending: str) -> list[File]:
    """Return the files below `prefix` in the order of their names, the last folder's where several have one."""
    chosen = {
        file.relative: file for file in files if file.relative.startswith(prefix) and file.relative.endswith(ending)
    }
    return [chosen[name] for name in sorted(chosen)]


def all_of(files: list[File], relative: str) -> list[File]:
    """Return every folder's file of that path, ours first."""
    return [file for file in files if file.relative == relative]


def read_text(file: File) -> str:
    """Return a file's text; raises RulesError where it cannot be read or is no UTF-8."""
    from supportdesk.errors import RulesError

    try:
        with open(file.path, encoding="utf-8-sig") as stream:
            return stream.read()
    except OSError as problem:
        raise RulesError(
            gettext("cannot be read: {strerror}").format(strerror=problem.strerror), file.relative
        ) from problem
    except UnicodeDecodeError as problem:
        raise RulesError(gettext("is no UTF-8 (byte {start})").format(start=problem.start), file.relative) from problem
