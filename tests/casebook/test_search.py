"""Cases are found by two-character Chinese words, by words as they are typed, and by any part of an id."""

from __future__ import annotations

import time

import pytest

from supportdesk.casebook import Casebook, search
from supportdesk.source import Source
from tests import canned
from tests.casebook.conftest import Filing


@pytest.fixture
def cases(book: Casebook) -> Casebook:
    def file(text: str, **details: str) -> None:
        book.save(canned.diagnosis(calls=[], causes=[]), [Source(text)], **details)

    file("客户说余额不足，请求退款。", ticket_ref="ZD-1042", customer="Müller GmbH")
    file("Insufficient_quota on model gpt-5-mini; task_9xQ2Lm8Vx1Zc failed")
    file("request id: 20261122093000aB3dE5fG，渠道暂无可用", ticket_ref="TICKET/88-B")
    return book


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("余额", [1]),
        ("额不", [1]),
        ("不足", [1]),
        ("余额不足", [1]),
        ("退款", [1]),
        ("足", [1]),
        ("款", [1]),
        ("渠道", [3]),
        ("无可", [3]),
        ("余足", []),
        ("客户 退款", [1]),
        ("客户 渠道", []),
        ("insuff", [2]),
        ("INSUFFICIENT_QUO", [2]),
        ("quota insufficient", [2]),
        ("quota_insufficient", []),
        ("muller", [1]),
        ("zd-1042", [1]),
        ("ZD-10", [1]),
        ("1042", [1]),
        ("d-104", [1]),
        ("ticket/88", [3]),
        ("88-b", [3]),
        ("20261122093000aB3dE5fG", [3]),
        ("20261122", [3]),
        ("3dE5", [3]),
        ("task_9xQ2Lm8Vx1Zc", [2]),
        ("Lm8Vx", [2]),
        ("#2", [2]),
        ("#2 渠道", []),
        ("gpt-5-mini insuff", [2]),
        ("", [3, 2, 1]),
        ("   ", [3, 2, 1]),
        ("nothing-like-that", []),
        ('"', []),
        ("***", []),
        ("NEAR(", []),
        ("余额 OR 渠道", []),
        ("a\x00b", []),
    ],
)
def test_what_is_typed_finds(cases: Casebook, typed: str, numbers: list[int]) -> None:
    assert [row.number for row in cases.search(typed)] == numbers


def test_ids_of_the_diagnosis_find_the_case(book: Casebook, file: Filing) -> None:
    book.save(canned.diagnosis(), [Source("nothing in the text")])
    for typed in ("20261122093000aB3dE5fG", "093000ab3", "task_9xQ2Lm8Vx1Zc", "Q2Lm"):
        assert [row.number for row in book.search(typed)] == [1], typed


def test_a_search_keeps_to_a_status(cases: Casebook) -> None:
    cases.set_status(1, "resolved", 1)
    assert [row.number for row in cases.search("余额", status="resolved")] == [1]
    assert cases.search("余额", status="open") == []


def test_notes_and_later_references_are_found(cases: Casebook) -> None:
    cases.add_note(2, "已联系上游核对账单", 1)
    cases.set_details(2, 2, ticket_ref="JIRA-ÄB-555", customer="Globex")
    assert [row.number for row in cases.search("账单")] == [2]
    assert [row.number for row in cases.search("globex")] == [2]
    assert [row.number for row in cases.search("b-555")] == [2]


def test_full_width_and_accents_fold() -> None:
    assert search.tokens("ＧＰＴ４ 余额") == "gpt4 余额 额"


def test_ids_have_a_digit_and_eight_characters() -> None:
    text = "req-abc1234 short1 nodigitshere a1b2c3d4-e5f6-7890-abcd-ef0123456789 (id:20261122xyz)"
    assert list(search.ids_in(text)) == ["req-abc1234", "a1b2c3d4-e5f6-7890-abcd-ef0123456789", "20261122xyz"]


@pytest.mark.parametrize(
    "text", ["a" * 2_000_000, "a_" * 1_000_000, "a-1" * 700_000, "余" * 2_000_000, "1" * 2_000_000]
)
def test_indexing_takes_time_in_proportion_to_the_text(text: str) -> None:
    start = time.process_time()
    search.ids_of({}, [text], None)
    search.tokens(text[: search.INDEXED_CHARACTERS])
    assert time.process_time() - start < 5


def test_a_case_of_two_megabytes_is_saved_and_found(book: Casebook) -> None:
    text = "退款 task_AAAA1111BBBB\n" + "log row with 余额 and 123456\n" * 70_000 + "task_ZZZZ9999YYYY\n"
    book.save(canned.diagnosis(), [Source(text)])
    assert [row.number for row in book.search("退款")] == [1]
    assert [row.number for row in book.search("zzz9999yy")] == [1]
