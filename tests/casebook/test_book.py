"""Cases are filed, read again, changed and decided; updates name the revision that they read."""

from __future__ import annotations

import pytest

from supportdesk import __version__
from supportdesk.casebook import Casebook
from supportdesk.errors import CasebookError, CaseNotFound, StaleRevision
from supportdesk.source import Source
from tests import canned
from tests.casebook.conftest import Filing


def test_a_saved_case_comes_back_whole(book: Casebook) -> None:
    sources = [Source(canned.PASTE), Source("a,b\r\n1,2", 1, "log.csv")]
    saved = book.save(
        canned.diagnosis(), sources, ticket_ref="ZD-1042", customer="Acme", note="first", rules_version="7"
    )
    case = book.get(saved.number)
    assert case.diagnosis == canned.diagnosis()
    assert case.sources == [("paste", canned.PASTE), ("log.csv", "a,b\r\n1,2")]
    assert (case.number, case.revision, case.status) == (1, 1, "open")
    assert (case.row.ticket_ref, case.row.customer) == ("ZD-1042", "Acme")
    assert (case.row.cause, case.row.certainty, case.row.who) == ("endpoint.chat-for-media", "confirmed", "customer")
    assert (case.row.model, case.row.gateway) == ("gemini_omni", "toapis")
    assert case.row.title == {"en": "Video model called through chat", "zh": "用聊天接口调用了视频模型"}
    assert (case.rules_version, case.program_version) == ("7", __version__)
    assert [(event.kind, event.text, event.at) for event in case.events] == [
        ("filed", "", "2026-11-22T10:08:15Z"),
        ("note", "first", "2026-11-22T10:08:15Z"),
    ]


def test_numbers_go_up_from_one(file: Filing) -> None:
    assert [file().number for _ in range(3)] == [1, 2, 3]


def test_an_undetermined_diagnosis_without_calls_is_filed(book: Casebook) -> None:
    verdict = {"cause": "unknown", "certainty": "undetermined", "who": None, "title": {"en": "", "zh": ""}}
    case = book.save(canned.diagnosis(verdict=verdict, calls=[]), [Source("")])
    assert (case.row.cause, case.row.who, case.row.model) == ("unknown", None, None)
    assert case.row.title == {"en": "unknown", "zh": "unknown"}


def test_the_list_is_newest_first_in_pages_and_by_status(book: Casebook, file: Filing) -> None:
    for _ in range(5):
        file()
    book.set_status(2, "waiting", 1)
    assert [row.number for row in book.list()] == [5, 4, 3, 2, 1]
    assert [row.number for row in book.list(limit=2, offset=2)] == [3, 2]
    assert [row.number for row in book.list("waiting")] == [2]
    assert book.list("resolved") == []


def test_every_change_is_one_revision_and_one_event(book: Casebook, file: Filing) -> None:
    case = file()
    case = book.add_note(case.number, "asked for the url", case.revision)
    case = book.set_status(case.number, "waiting", case.revision)
    case = book.set_details(case.number, case.revision, ticket_ref="ZD-7", customer=None)
    case = book.decide(case.number, case.revision, final_cause="auth.missing", refund_quota=31_499, note="goodwill")
    assert case.revision == 5
    assert [(event.revision, event.kind, event.text) for event in case.events] == [
        (1, "filed", ""),
        (2, "note", "asked for the url"),
        (3, "status", "waiting"),
        (4, "details", "ZD-7"),
        (5, "decision", "auth.missing"),
    ]
    assert case.events[2].data == {"was": "open"}


def test_a_decision_stands_beside_the_verdict(book: Casebook, file: Filing) -> None:
    case = book.decide(file().number, 1, final_cause="auth.missing", refund_quota=0)
    assert (case.row.cause, case.row.final_cause, case.row.refund_quota) == (
        "endpoint.chat-for-media",
        "auth.missing",
        0,
    )
    assert case.row.to_dict()["decision"] == {
        "final_cause": "auth.missing",
        "refund_quota": 0,
        "note": None,
        "decided_at": "2026-11-22T10:08:15Z",
    }


def test_a_stale_update_is_refused_with_what_changed_and_changes_nothing(book: Casebook, file: Filing) -> None:
    read = file()
    book.set_status(read.number, "waiting", read.revision)
    book.add_note(read.number, "the customer wrote again", read.revision + 1)
    with pytest.raises(StaleRevision) as refusal:
        book.set_status(read.number, "resolved", read.revision)
    assert "revision 1, now 3" in refusal.value.message
    assert "status: open → waiting" in refusal.value.message
    assert "note: the customer wrote again" in refusal.value.message
    case = book.get(read.number)
    assert (case.status, case.revision, len(case.events)) == ("waiting", 3, 3)


@pytest.mark.parametrize(
    "change",
    [
        lambda book, number, revision: book.add_note(number, "n", revision),
        lambda book, number, revision: book.set_details(number, revision, ticket_ref="a", customer="b"),
        lambda book, number, revision: book.decide(number, revision, final_cause="a", refund_quota=1),
        lambda book, number, revision: book.withdraw(number, revision),
        lambda book, number, revision: book.restore(number, revision),
        lambda book, number, revision: book.refile(
            number, canned.diagnosis(), [Source("x")], revision=revision
        ),
    ],
)  # fmt: skip
def test_every_update_checks_revision_and_number(book: Casebook, file: Filing, change: object) -> None:
    case = file()
    with pytest.raises(StaleRevision):
        change(book, case.number, case.revision + 1)  # type: ignore[operator]
    with pytest.raises(CaseNotFound):
        change(book, 99, 1)  # type: ignore[operator]
    assert book.get(case.number).revision == 1
    assert book.search("x") == []


def test_a_newer_diagnosis_keeps_the_earlier_one(book: Casebook, file: Filing) -> None:
    case = file()
    verdict = {**canned.diagnosis()["verdict"], "cause": "auth.missing"}
    case = book.refile(case.number, canned.diagnosis(verdict=verdict), [Source("second paste")], revision=1)
    assert (case.row.cause, case.verdicts, case.sources) == ("auth.missing", 2, [("paste", "second paste")])
    assert case.events[-1].data == {"was": {"cause": "endpoint.chat-for-media", "certainty": "confirmed"}}
    assert [row.number for row in book.search("second")] == [1]
    assert [row.number for row in book.search("gemini_omni")] == [1]


def test_a_withdrawn_case_leaves_the_list_and_keeps_its_number(book: Casebook, file: Filing) -> None:
    case = file()
    gone = book.withdraw(case.number, case.revision)
    assert gone.row.withdrawn_at == "2026-11-22T10:08:15Z"
    assert book.list() == []
    assert book.search("gemini") == []
    assert file().number == 2
    back = book.restore(case.number, gone.revision)
    assert back.row.withdrawn_at is None
    assert [row.number for row in book.list()] == [2, 1]


def test_an_unknown_status_and_number_are_refused(book: Casebook, file: Filing) -> None:
    file()
    with pytest.raises(CasebookError, match="no status 'closed'"):
        book.set_status(1, "closed", 1)
    with pytest.raises(CasebookError, match="no status 'closed'"):
        book.list("closed")
    with pytest.raises(CaseNotFound, match="no case 7"):
        book.get(7)


def test_odd_characters_are_stored_and_come_back(book: Casebook, file: Filing) -> None:
    text = "nul \x00 esc \x1b[31m 😀 \u202e\ufeff 你好 'quote' \"double\" \r\n"
    assert book.get(file(text).number).sources == [("paste", text)]


def test_a_lone_surrogate_becomes_one_replacement_character(book: Casebook, file: Filing) -> None:
    assert book.get(file("a\ud800b").number).sources == [("paste", "a\ufffdb")]
    case = book.save(canned.diagnosis(not_read=[{"reason": "\udc80"}]), [Source("x")])
    assert book.get(case.number).diagnosis["not_read"] == [{"reason": "\ufffd"}]
