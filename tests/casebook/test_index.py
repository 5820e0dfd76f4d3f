"""The index stays true: whatever is done to cases, it holds what one made anew would hold."""

from __future__ import annotations

import contextlib
import random
import sqlite3

import pytest

from supportdesk.casebook import Casebook, index
from supportdesk.errors import CasebookError
from supportdesk.source import Source
from tests import canned

WORDS = (
    "余额不足",
    "refund",
    "gpt-5-mini",
    "task_9xQ2Lm8Vx1Zc",
    "insufficient_quota",
    "渠道 timeout",
    "naïve ＡＰＩ",
    "x",
)


def tokens_by_case(path: str) -> dict[int, set[str]]:
    """Return the tokens of every case in the index, as the index itself lists them."""
    plain = sqlite3.connect(path)
    plain.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, 'case_index', 'instance')")
    found: dict[int, set[str]] = {}
    for term, number in plain.execute("SELECT term, doc FROM temp.vocabulary"):
        found.setdefault(number, set()).add(term)
    plain.close()
    return found


def made_anew(book: Casebook, path: str) -> dict[int, set[str]]:
    other = f"{path}-anew"
    with Casebook(other) as anew, anew._store.write() as db, book._store.write() as own:
        for row in own.query("SELECT number FROM cases"):
            document = index.document(own, row["number"])
            if document is not None:
                db.execute("INSERT INTO case_index (rowid, tokens) VALUES (?, ?)", [row["number"], document])
    return tokens_by_case(other)


def change(book: Casebook, chance: random.Random) -> None:
    """Change one of six cases somehow, or be refused."""
    number, into, text = chance.randrange(1, 7), chance.randrange(1, 7), chance.choice(WORDS)
    case = book.get(number)
    changes = (
        lambda: book.add_note(number, text, case.revision),
        lambda: book.set_details(number, case.revision, ticket_ref=text, customer=text),
        lambda: book.decide(number, case.revision, final_cause=text, refund_quota=None, note=text),
        lambda: book.refile(number, canned.diagnosis(), [Source(text)], revision=case.revision),
        lambda: book.withdraw(number, case.revision),
        lambda: book.restore(number, case.revision),
        lambda: book.merge(number, into, (case.revision, book.get(into).revision)),
        lambda: book.unmerge(number, case.revision),
        lambda: book.attach(number, case.revision, "a.txt", "text/plain", text.encode()),
        lambda: book.tag_many([(number, case.revision)], add=[text]),
    )
    with contextlib.suppress(CasebookError):
        chance.choice(changes)()


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_index_is_as_one_made_anew(book: Casebook, path: str, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(6):
        book.save(canned.diagnosis(), [Source(chance.choice(WORDS))], note=chance.choice(WORDS))
    for _ in range(80):
        change(book, chance)
    assert tokens_by_case(path) == made_anew(book, path)
