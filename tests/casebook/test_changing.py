"""Assignee, tags, and many cases changed at once."""

from __future__ import annotations

import pytest

from supportdesk.casebook import Casebook, CaseFilter
from supportdesk.casebook.changing import MOST_TAGS, clean_tags
from supportdesk.errors import CasebookError, CaseNotFound, StaleRevision
from tests.casebook.conftest import Filing


def test_who_works_on_a_case_is_set_and_emptied(book: Casebook, file: Filing) -> None:
    case = book.assign(file().number, 1, "  Li   Wei ")
    assert (case.row.assignee, case.revision) == ("Li Wei", 2)
    case = book.assign(case.number, 2, " ")
    assert case.row.assignee is None
    assert [(event.kind, event.text, event.data) for event in case.events[1:]] == [
        ("assigned", "Li Wei", {"was": None}),
        ("assigned", "", {"was": "Li Wei"}),
    ]


def test_tags_are_cleaned_and_replace_those_before(book: Casebook, file: Filing) -> None:
    case = book.set_tags(file().number, 1, ["#VIP", "needs reply", "vip", "", "退款"])
    assert case.row.tags == ("needs-reply", "VIP", "退款")
    case = book.set_tags(case.number, 2, ["later"])
    assert book.find(CaseFilter(tag="VIP")) == []
    assert [row.number for row in book.find(CaseFilter(tag="later"))] == [1]
    assert case.events[-1].data == {"tags": ["later"], "was": ["needs-reply", "VIP", "退款"]}


def test_too_many_tags_are_refused(book: Casebook, file: Filing) -> None:
    with pytest.raises(CasebookError, match=f"at most {MOST_TAGS} tags"):
        book.set_tags(file().number, 1, map(str, range(MOST_TAGS + 1)))
    assert book.get(1).revision == 1


def test_a_key_in_a_tag_or_a_name_is_masked(book: Casebook, file: Filing) -> None:
    key = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
    case = book.set_tags(file().number, 1, [key])
    case = book.assign(case.number, 2, key)
    assert key not in str(case.to_dict())
    assert clean_tags([key])[0].startswith("sk-•")


def test_many_are_changed_in_one_transaction_and_the_stale_are_named(book: Casebook, file: Filing) -> None:
    for _ in range(4):
        file()
    book.add_note(2, "meanwhile", 1)
    result = book.set_status_many([(1, 1), (2, 1), (3, 1), (99, 1)], "resolved")
    assert result.done == [1, 3]
    assert [type(problem) for problem in result.refused] == [StaleRevision, CaseNotFound]
    assert "note: meanwhile" in result.refused[0].message
    assert [book.get(number).status for number in (1, 2, 3, 4)] == ["resolved", "open", "resolved", "open"]


def test_what_is_so_already_is_done_without_an_event(book: Casebook, file: Filing) -> None:
    file()
    assert book.set_status_many([(1, 1)], "open").done == [1]
    assert book.assign_many([(1, 1)], None).done == [1]
    assert book.tag_many([(1, 1)], remove=["x"]).done == [1]
    assert book.get(1).revision == 1


def test_tags_are_added_and_taken_from_many(book: Casebook, file: Filing) -> None:
    for _ in range(3):
        file()
    book.set_tags(2, 1, ["old", "Kept"])
    result = book.tag_many([(1, 1), (2, 2)], add=["new", "kept"], remove=["old"])
    assert result.done == [1, 2]
    assert book.get(1).row.tags == ("kept", "new")
    assert [tag.casefold() for tag in book.get(2).row.tags] == ["kept", "new"]
    assert dict(book.values("tag"))["new"] == 2


def test_an_exception_in_the_middle_changes_none(book: Casebook, file: Filing) -> None:
    for _ in range(2):
        file()
    book.set_tags(2, 1, map(str, range(MOST_TAGS)))
    with pytest.raises(CasebookError):
        book.tag_many([(1, 1), (2, 2)], add=["one more"])
    assert book.get(1).row.tags == ()


def test_who_did_it_stands_in_the_timeline(path: str, file: Filing) -> None:
    file()
    with Casebook(path, by="Ana") as other:
        case = other.assign(1, 1, "Li")
    assert [event.by for event in case.events] == [None, "Ana"]
    assert case.to_dict()["timeline"][1]["by"] == "Ana"
