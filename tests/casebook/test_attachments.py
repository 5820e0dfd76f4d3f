"""Attachments: masked where they are text, bounded, with names that are only names."""

from __future__ import annotations

import sqlite3

import pytest

from supportdesk.casebook import Casebook, attachments
from supportdesk.errors import CasebookError, CaseNotFound, StaleRevision
from tests.casebook.conftest import Filing

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) + KEY.encode()


def test_a_file_is_kept_listed_and_given_back(book: Casebook, file: Filing) -> None:
    kept = book.attach(file().number, 1, "screen.png", "image/png", PNG)
    assert (kept.id, kept.number, kept.name, kept.media_type, kept.bytes) == (1, 1, "screen.png", "image/png", len(PNG))
    assert list(book.attachments(1)) == [kept]
    assert book.attachment(1) == (kept, PNG)
    event = book.get(1).events[-1]
    assert (event.kind, event.text, event.revision) == ("attached", "screen.png", 2)
    assert [row.number for row in book.search("screen")] == [1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "application/octet-stream", "nonsense", "image/png"]
)
def test_keys_of_texts_are_masked_whatever_they_are_called(
    book: Casebook, file: Filing, encoding: str, kind: str
) -> None:
    text = f"余额不足 Authorization: Bearer {KEY}\nunicorn_word\n"
    kept = book.attach(file().number, 1, "log.txt", kind, text.encode(encoding))
    data = book.attachment(kept.id).data
    assert KEY.encode() not in data
    assert KEY not in data.decode("utf-8")
    assert [row.number for row in book.search("unicorn_word")] == [1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/abs/olute.txt", "olute.txt"),
        ("C:evil.txt", "C_evil.txt"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("a/", "file"),
        (".bashrc", "bashrc"),
        ("nul", "_nul"),
        ("CON.txt", "_CON.txt"),
        ("a\x00b\nc\x1b[31m.txt", "abc[31m.txt"),
        ("\u202egnp.exe", "gnp.exe"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
        ("a<b>|c?.txt", "a_b__c_.txt"),
        ("报错 截图.png", "报错 截图.png"),
        ("trailing. . ", "trailing"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert attachments.safe_name(given) == kept


def test_a_key_in_a_name_is_masked(book: Casebook, file: Filing) -> None:
    assert KEY not in book.attach(file().number, 1, f"{KEY}.txt", "text/plain", b"x").name


def test_too_large_empty_and_stale_are_refused(book: Casebook, file: Filing) -> None:
    file()
    with pytest.raises(CasebookError, match="at most 10,485,760"):
        book.attach(1, 1, "a", "image/png", bytes(attachments.MOST_BYTES + 1))
    with pytest.raises(CasebookError, match="empty"):
        book.attach(1, 1, "a", "image/png", b"")
    with pytest.raises(StaleRevision):
        book.attach(1, 9, "a", "image/png", PNG)
    with pytest.raises(CaseNotFound):
        book.attachment(1)
    assert book.get(1).revision == 1


def test_attachments_are_never_changed(book: Casebook, file: Filing) -> None:
    book.attach(file().number, 1, "a.png", "image/png", PNG)
    for change in ("DELETE FROM attachments", "UPDATE attachments SET name = 'b'"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"), book._store.write() as db:
            db.execute(change)
