"""Reading beside writing: a search is interrupted, does not wait for a write, and sees one state."""

from __future__ import annotations

import threading

from supportdesk.casebook import Casebook, CaseFilter
from supportdesk.casebook.finder import Interrupted
from supportdesk.source import Source
from tests import canned

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n"


def test_a_running_search_and_those_that_wait_are_stopped(book: Casebook) -> None:
    ended: list[type[BaseException]] = []
    begun = threading.Event()

    def ask() -> None:
        begun.set()
        try:
            book._store.finding.rows(ENDLESS)
        except Interrupted as problem:
            ended.append(type(problem))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    while any(thread.is_alive() for thread in threads):
        book.interrupt()
        threads[0].join(0.01)
    assert ended == [Interrupted] * 3
    assert book.find(CaseFilter()) == []


def test_an_interrupt_without_a_search_stops_none(book: Casebook) -> None:
    book.interrupt()
    book.save(canned.diagnosis(), [Source("x")])
    book.interrupt()
    assert [row.number for row in book.search("x")] == [1]


def test_a_list_is_read_while_another_thread_writes(book: Casebook) -> None:
    book.save(canned.diagnosis(), [Source("x")])
    seen: list[int] = []
    with book._store.write() as db:
        db.execute("UPDATE cases SET status = 'waiting'")
        reader = threading.Thread(target=lambda: seen.append(book.count(CaseFilter(statuses=("open",)))))
        reader.start()
        reader.join(20)
        assert seen == [1]
    assert book.count(CaseFilter(statuses=("waiting",))) == 1


def test_a_closed_casebook_is_closed_twice(path: str) -> None:
    book = Casebook(path)
    book.change_token()
    book.list()
    book.close()
    book.close()
