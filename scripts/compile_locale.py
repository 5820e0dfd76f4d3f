"""Compile the interface's translations: every `locale/*/LC_MESSAGES/*.po` to the `.mo` beside it.

Run it after a change of a .po file; `--check` only says whether a .mo is out of date (exit 1), and `--missing` prints
the message ids of the source code that have no text yet, as entries to append. Needs nothing but the standard library.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE_CALL = re.compile(r'(?<![A-Za-z0-9_])_\("([^"\\]+)"\)')
"""A message id in a template of documents."""

CALLS = {"_": (0,), "gettext": (0,), "mark": (0,), "ngettext": (0, 1), "NotRead": (1,)}
"""Functions whose literal arguments at these positions are message ids (a reason of NotRead is one, too)."""


def read_po(text: str) -> dict[str, str]:
    r"""Return the messages of a .po file; a plural is `one\0many` → its only form; entries without a text are left out.

    Read are msgid, msgid_plural, msgstr and msgstr[0] with continued lines and the escapes of C strings; 'fuzzy'
    entries and contexts are not used here and end in a ValueError that names the line.
    """
    messages: dict[str, str] = {}
    fields: dict[str, str] = {}
    field = ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith(("#, fuzzy", "msgctxt")):
            raise ValueError(f"line {number}: fuzzy entries and contexts are not used")
        if line.startswith("msg"):
            field, _, rest = line.partition(" ")
            if field == "msgid":
                _keep(messages, fields)
                fields = {}
            fields[field] = ast.literal_eval(rest)
        elif line.startswith('"'):
            fields[field] += ast.literal_eval(line)
    _keep(messages, fields)
    return messages


def _keep(messages: dict[str, str], fields: dict[str, str]) -> None:
    if "msgid" not in fields:
        return
    text = fields.get("msgstr", fields.get("msgstr[0]", ""))
    if text:
        plural = fields.get("msgid_plural")
        key = fields["msgid"] if plural is None else f"{fields['msgid']}\0{plural}"
        if key in messages:
            raise ValueError(f"message id {key!r} is there twice")
        messages[key] = text


def write_mo(messages: dict[str, str]) -> bytes:
    """Return the bytes of a GNU .mo file (version 0, little-endian, sorted by message id, no hash table)."""
    keys = sorted(messages, key=lambda key: key.encode())
    ids = b"".join(key.encode() + b"\0" for key in keys)
    texts = b"".join(messages[key].encode() + b"\0" for key in keys)
    start_ids = 28 + 16 * len(keys)
    start_texts = start_ids + len(ids)
    id_rows, text_rows = b"", b""
    for key in keys:
        size, text_size = len(key.encode()), len(messages[key].encode())
        id_rows += struct.pack("<II", size, start_ids)
        text_rows += struct.pack("<II", text_size, start_texts)
        start_ids += size + 1
        start_texts += text_size + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys))
    return head + id_rows + text_rows + ids + texts


def used_ids(folder: Path) -> Iterator[tuple[str, str, int]]:
    r"""Yield every message id of the source code as (id, file, line); the id of a plural is `one\0many`."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            places = CALLS.get(name, ())
            given = [node.args[place] for place in places if place < len(node.args)]
            literals = [item.value for item in given if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            if literals and len(literals) == len(places) and literals[0]:
                yield "\0".join(literals), str(path.relative_to(folder.parent)), node.lineno
    for path in sorted(folder.rglob("*.j2")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for found in TEMPLATE_CALL.finditer(line):
                yield found[1], str(path.relative_to(folder.parent)), number


def main(arguments: list[str]) -> int:
    """Compile, check or list; return the exit status."""
    stale = 0
    for path in sorted((ROOT / "supportdesk" / "locale").glob("*/LC_MESSAGES/*.po")):
        messages = read_po(path.read_text(encoding="utf-8"))
        if "--missing" in arguments:
            for key in dict.fromkeys(key for key, _, _ in used_ids(ROOT / "supportdesk") if key not in messages):
                one, _, many = key.partition("\0")
                sys.stdout.write(f'msgid "{_escape(one)}"\n')
                sys.stdout.write(f'msgid_plural "{_escape(many)}"\nmsgstr[0] ""\n\n' if many else 'msgstr ""\n\n')
            continue
        data = write_mo(messages)
        target = path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != data:
            stale = 1
            if "--check" not in arguments:
                target.write_bytes(data)
    return stale if "--check" in arguments else 0


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
