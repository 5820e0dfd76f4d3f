"""Several programs on one casebook: nobody overwrites another, everybody sees what others did, a kill loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook, CaseFilter
from supportdesk.errors import StaleRevision
from supportdesk.source import Source
from tests import canned

ROOT = Path(__file__).resolve().parents[2]
OTHER = """
import sys
from supportdesk.casebook import Casebook
from supportdesk.errors import StaleRevision
with Casebook(sys.argv[1], by="Ana") as book:
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "status":
            try:
                print("saved", book.set_status(int(words[1]), words[2], int(words[3])).revision, flush=True)
            except StaleRevision as refused:
                print("refused", refused.message, flush=True)
        elif words[0] == "many":
            cases = [(number, 1) for number in range(1, 41)]
            result = book.set_status_many(cases, words[1])
            print(len(result.done), len(result.refused), flush=True)
        elif words[0] == "forever":
            revision = {number: book.get(number).revision for number in range(1, 41)}
            for turn in range(10_000):
                tag = f"t{turn}"
                result = book.tag_many(list(revision.items()), add=[tag], remove=[f"t{turn - 1}"])
                revision = {number: revision[number] + 1 for number in result.done}
                print(turn, flush=True)
"""


class Other:
    """Another program at the same casebook."""

    def __init__(self, path: str) -> None:
        command = [sys.executable, "-c", OTHER, path]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.answer() == "ready"

    def ask(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.communicate(timeout=30)


def cases(book: Casebook, count: int) -> None:
    for _ in range(count):
        book.save(canned.diagnosis(), [Source("x")])


def test_of_two_changes_at_once_one_is_refused_with_what_changed(book: Casebook, path: str) -> None:
    cases(book, 20)
    others = [Other(path), Other(path)]
    for number in range(1, 21):
        for other, status in zip(others, ("waiting", "resolved"), strict=True):
            other.ask(f"status {number} {status} 1")
        answers = [other.answer() for other in others]
        assert sorted(answer.split()[0] for answer in answers) == ["refused", "saved"]
        refusal = next(answer for answer in answers if answer.startswith("refused"))
        kept = book.get(number)
        assert kept.revision == 2
        assert f"status: open → {kept.status}" in refusal
        assert "revision 1, now 2" in refusal
    for other in others:
        other.end()


def test_the_token_changes_with_every_commit_by_anyone_and_with_nothing_else(book: Casebook, path: str) -> None:
    cases(book, 2)
    seen = [book.change_token()]
    assert book.change_token() == seen[0]
    book.list()
    book.get(1)
    assert book.change_token() == seen[0]
    book.add_note(1, "own", 1)
    seen.append(book.change_token())
    other = Other(path)
    assert book.change_token() == seen[-1]
    for revision, status in ((1, "waiting"), (2, "open")):
        other.ask(f"status 2 {status} {revision}")
        assert other.answer().startswith("saved")
        seen.append(book.change_token())
    assert len(set(seen)) == 4
    with pytest.raises(StaleRevision):
        book.add_note(2, "stale", 1)
    assert book.change_token() == seen[-1]
    other.end()


def test_news_are_what_others_did(book: Casebook, path: str) -> None:
    cases(book, 2)
    newest, news = book.news()
    assert news == []
    other = Other(path)
    other.ask("status 2 waiting 1")
    other.answer()
    book.add_note(1, "own", 1)
    newest, news = book.news(newest)
    assert [(one.number, one.event.kind, one.event.text, one.event.by) for one in news] == [
        (2, "status", "waiting", "Ana")
    ]
    assert book.news(newest) == (newest, [])
    other.end()


def test_many_at_once_beside_another_reports_each_refusal(book: Casebook, path: str) -> None:
    cases(book, 40)
    others = [Other(path), Other(path)]
    for other, status in zip(others, ("waiting", "resolved"), strict=True):
        other.ask(f"many {status}")
    answers = [other.answer() for other in others]
    assert sorted(answers) == ["0 40", "40 0"]
    statuses = {row.status for row in book.find(CaseFilter(), limit=100)}
    assert statuses == {("waiting", "resolved")[answers.index("40 0")]}
    assert {row.revision for row in book.find(CaseFilter(), limit=100)} == {2}
    for other in others:
        other.end()


@pytest.mark.parametrize("answers", [1, 4, 9])
def test_a_kill_amid_a_change_of_many_leaves_all_or_none(book: Casebook, path: str, answers: int) -> None:
    cases(book, 40)
    other = Other(path)
    other.ask("forever")
    turn = [int(other.answer()) for _ in range(answers)][-1]
    other.process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    acknowledged = [int(line) for line in other.process.communicate()[0].splitlines() if line.isdigit()]
    turn = max([turn, *acknowledged])
    with Casebook(path) as again:
        assert again._store.rows("PRAGMA integrity_check")[0] == {"integrity_check": "ok"}
        rows = again.find(CaseFilter(), limit=100)
        assert len({row.tags for row in rows}) == 1
        newest = int(rows[0].tags[0][1:])
        assert newest in (turn, turn + 1)  # what was written and not yet acknowledged may be there, whole
        assert len(again.find(CaseFilter(tag=f"t{newest}"), limit=100)) == 40
        assert again.count(CaseFilter(text="x")) == 40
