"""Files that belong to a case: bounded, masked where they are text, under a name that no path can hide in."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, cast

from supportdesk.casebook.guard import guarded
from supportdesk.errors import CasebookError, CaseNotFound
from supportdesk.i18n import _
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.casebook.store import Store

MOST_BYTES = 10 * 1024 * 1024
NAME_CHARACTERS = 120

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_TEXT_TYPES = re.compile(r"text/.*|application/(?:.*\+)?(?:json|xml|yaml|x-ndjson|javascript|x-sh|toml|sql)")
_UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_SIGNATURES = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"II*\x00"),
    *(b"MM\x00*", b"\x00\x00\x00", b"OggS", b"ID3", b"\x1aE\xdf\xa3", b"\x28\xb5\x2f\xfd", b"SQLite format 3\x00"),
)
"""First bytes of files that are no text: pictures, documents, archives, media."""

_SAMPLE = 65_536
_LIST = "SELECT id, number, at, name, media_type, bytes FROM attachments WHERE number = ? ORDER BY id"
_ONE = "SELECT id, number, at, name, media_type, bytes, data FROM attachments WHERE id = ?"


class Attachment(NamedTuple):
    """A file that belongs to a case, without its data: `at` as in Event, `bytes` its size as it is kept."""

    id: int
    number: int
    at: str
    name: str
    media_type: str
    bytes: int


class AttachmentFile(NamedTuple):
    """An attachment with its data, as it is kept."""

    attachment: Attachment
    data: bytes


class Prepared(NamedTuple):
    """A file as it may be stored; `words` are the texts that find it."""

    name: str
    media_type: str
    data: bytes
    words: tuple[str, ...]


def prepared(name: str, media_type: str, data: bytes) -> Prepared:
    """Return a file as it may be stored; a text is masked and becomes UTF-8. Raises CasebookError."""
    if not data:
        raise CasebookError(_("The file is empty; nothing was attached."))
    if len(data) > MOST_BYTES:
        message = _("The file has {size:,} bytes; at most {most:,} can be attached. Nothing was attached.")
        raise CasebookError(message.format(size=len(data), most=MOST_BYTES))
    kind = media_type.strip().lower().partition(";")[0].strip()
    kind = kind if _MEDIA_TYPE.fullmatch(kind) else "application/octet-stream"
    text = _text(kind, data)
    if text is None:
        return Prepared(safe_name(name), kind, data, ())
    text = guarded(text)
    kind = kind if _TEXT_TYPES.fullmatch(kind) else "text/plain"
    return Prepared(safe_name(name), kind, text.encode(), (text,))


def safe_name(name: str) -> str:
    """Return a file's name without folders, controls, or anything that a system reads as more than a name."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    kept = guarded(_UNNAMEABLE.sub("_", kept).strip().strip(". "))
    if len(kept) > NAME_CHARACTERS:
        stem, dot, ending = kept.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 12 else ""
        kept = kept[: NAME_CHARACTERS - len(ending)].rstrip(". ") + ending
    if _DEVICE.fullmatch(kept):
        kept = f"_{kept}"
    return kept or "file"


def insert(db: Database, number: int, at: str, kept: Prepared) -> Attachment:
    """Store a file inside the transaction."""
    facts: dict[str, Any] = {"number": number, "at": at, "name": kept.name, "media_type": kept.media_type}
    facts["bytes"] = len(kept.data)
    row = db.table("attachments").insert({**facts, "data": kept.data})
    return Attachment(cast("int", row.last_pk), **facts)


def listed(store: Store, number: int) -> list[Attachment]:
    """Return a case's attachments, the oldest first."""
    return [Attachment(**row) for row in store.rows(_LIST, [number])]


def read(store: Store, attachment: int) -> AttachmentFile:
    """Return an attachment with its data. Raises CaseNotFound."""
    found = store.rows(_ONE, [attachment])
    if not found:
        raise CaseNotFound(_("There is no attachment {number}.").format(number=attachment))
    data = found[0].pop("data")
    return AttachmentFile(Attachment(**found[0]), data)


def _text(kind: str, data: bytes) -> str | None:
    """Return a text, which its type or its bytes say it is, whatever its name; None for what is no text."""
    from supportdesk.source import decode

    if data.startswith(_SIGNATURES) and not _TEXT_TYPES.fullmatch(kind):
        return None
    text = decode(data)[0]
    if _TEXT_TYPES.fullmatch(kind):
        return text
    sample = text[:_SAMPLE]
    odd = sum(sign == "\ufffd" or (sign < " " and sign not in "\t\n\r\f\x1b") for sign in sample)
    return None if odd * 100 > len(sample) else text
