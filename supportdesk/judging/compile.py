"""load_knowledge(): rules/ compiled once into one cache file, and from then on only read (design, Promise 7).

A start looks at the names, sizes and times of the files. Where they are what the cache says, the cache is the
knowledge, and neither PyYAML nor sqlglot is imported. Else the contents are hashed; where only times have changed the
cache is kept, otherwise everything is compiled. A cache that cannot be read or written costs time, never the answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from typing import Any, BinaryIO
from zlib import crc32

from supportdesk import __version__
from supportdesk.judging.sources import File, compilers, digest, scan, signature, sizes
from supportdesk.knowledge import SECTIONS, Knowledge
from supportdesk.named import NamedTuple
from supportdesk.packing import pack
from supportdesk.paths import cache_folder, rules_folders, shipped_cache

FORMAT = "7"
"""Raised when the compiled form changes while the version of the program does not."""

LOOK_AGAIN_S = 2.0
"""Seconds for which a running program trusts its last look at the files."""

ENVIRONMENT = ("SUPPORTDESK_RULES", "SUPPORTDESK_CACHE", "SUPPORTDESK_CONFIG", "XDG_CONFIG_HOME")
"""Variables that say where rules lie."""

SETTLING_S = 120
"""How much later than the shipped cache an installer may have written a rule file. A later file has been edited."""


HEAD = ("format", "program", "digest", "sizes", "signature", "warnings")
"""What a cache file says of itself: made by which program, of which files, and what was noticed on the way."""


class Kept(NamedTuple):
    """A cache file's content: its HEAD and the packed text of each section of a Knowledge."""

    head: dict[str, Any]
    sections: dict[str, bytes]


class _Last:
    """What this process loaded last: under which settings of the environment, when looked at, and the knowledge."""

    key: tuple[str | None, ...] = ()
    seen_at = 0.0
    signature = ""
    knowledge: Knowledge | None = None


def load_knowledge() -> Knowledge:
    """Return the compiled rules; the same object while no file has changed, which is looked at every LOOK_AGAIN_S.

    Raises RulesError, with file, line and reason, when a file of rules/ is wrong.
    """
    key = tuple(os.environ.get(name) for name in ENVIRONMENT)
    now = time.monotonic()
    if _Last.knowledge is not None and _Last.key == key and now - _Last.seen_at < LOOK_AGAIN_S:
        return _Last.knowledge
    folders = rules_folders()
    files = scan(folders)
    seen = "\n".join([*folders, signature([*compilers(), *files])])
    if _Last.knowledge is None or _Last.signature != seen:
        _Last.knowledge = load_from(folders, cache_folder(), shipped_cache(), files)
    _Last.key, _Last.seen_at, _Last.signature = key, now, seen
    return _Last.knowledge


def load_from(folders: list[str], cache: str, shipped: str | None = None, files: list[File] | None = None) -> Knowledge:
    """Return the knowledge of `folders` (ours first), kept in the folder `cache`.

    `shipped` is the ready-made cache file of a wheel, there or not; None looks for none. `files` are the folders' own,
    where they have just been looked for.
    """
    if files is None:
        files = scan(folders)
    code = compilers()
    seen = signature([*code, *files])
    place = os.path.join(cache, f"rules-{_name(folders)}.json")
    kept = _read(place)
    if kept is not None and kept.head["signature"] == seen:
        return _knowledge(kept)
    ready = _read(shipped) if shipped is not None else None
    if shipped is not None and ready is not None and _untouched(files, shipped, ready):
        return _knowledge(ready)
    content = digest([*code, *files], FORMAT, __version__)
    for known in (kept, ready):
        if known is not None and known.head["digest"] == content:
            break
    else:
        known = compile_files(files, content)
    known = Kept({**known.head, "signature": seen}, known.sections)
    _write(place, known)
    return _knowledge(known)


def compile_files(files: list[File], content: str | None = None) -> Kept:
    """Compile the files and return what a cache file holds. Raises RulesError."""
    from supportdesk.judging.compiling import compile_rules

    data, warnings = compile_rules(files)
    for rule in data["rules"]:
        del rule["examples"]
    head = {
        "format": FORMAT,
        "program": __version__,
        "digest": content or digest([*compilers(), *files], FORMAT, __version__),
        "sizes": sizes(files),
        "signature": "",
        "warnings": warnings,
    }
    return Kept(head, {name: pack(name, data[name]) for name in SECTIONS})


def write_shipped(rules: str, target: str) -> None:
    """Write the ready-made cache of a wheel from the folder `rules` to the file `target` (the build hook's part)."""
    with open(target, "wb") as stream:
        stream.write(_packed(compile_files(scan([rules]))))


def _knowledge(kept: Kept) -> Knowledge:
    return Knowledge(kept.sections, kept.head["digest"], kept.head["warnings"])


def _name(folders: list[str]) -> str:
    """Return a short name for a set of folders, so that two checkouts do not take turns with one file."""
    joined = "\0".join(os.path.abspath(folder) for folder in folders)
    return f"{crc32(joined.encode('utf-8', 'surrogateescape')):08x}"


def _untouched(files: list[File], shipped: str, ready: Kept) -> bool:
    """Whether the installed rules are those that the shipped cache was made of, by sizes and times alone."""
    if ready.head["sizes"] != sizes(files):
        return False
    latest = max((file.changed_ns for file in files), default=0)
    return latest <= os.stat(shipped).st_mtime_ns + SETTLING_S * 1_000_000_000


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(kept: Kept) -> bytes:
    """Return the file: a line of JSON with sizes and sums of what follows, then the sections (packing.pack)."""
    lines = [kept.sections[name] for name in SECTIONS]
    head = {**kept.head, "sums": [[len(line), crc32(line)] for line in lines]}
    return b"\n".join([_json(head), *lines])


def _read(path: str) -> Kept | None:
    """Return a cache file's content; None where there is none, or one that is damaged or of another program."""
    try:
        with open(path, "rb") as stream:
            head = json.loads(stream.readline())
            if (head["format"], head["program"]) != (FORMAT, __version__):
                return None
            lines = [_line(stream, length) for length, _sum in head["sums"]]
        if head["sums"] != [[len(line), crc32(line)] for line in lines] or len(lines) != len(SECTIONS):
            return None
        kept = Kept({name: head[name] for name in HEAD}, dict(zip(SECTIONS, lines, strict=True)))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None  # a damaged cache is no cache: it is made again
    return kept


def _line(stream: BinaryIO, length: int) -> bytes:
    """Read one section and the line feed behind it; cutting up the whole file would take its memory twice."""
    line = stream.read(length)
    stream.read(1)
    return line


def _write(path: str, kept: Kept) -> bool:
    """Write the cache aside and rename it into place; return whether that was possible (a read-only home: no)."""
    from tempfile import mkstemp

    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, exist_ok=True)
        handle, aside = mkstemp(prefix="rules-", suffix=".part", dir=folder)
    except OSError:
        return False
    try:
        with open(handle, "wb") as stream:
            stream.write(_packed(kept))
        os.replace(aside, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        return False
    return True
