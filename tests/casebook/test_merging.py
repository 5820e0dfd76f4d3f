"""Duplicates: merged, found through the other, and parted as they were."""

from __future__ import annotations

import pytest

from supportdesk.casebook import Casebook, CaseFilter
from supportdesk.errors import CasebookError, StaleRevision
from supportdesk.source import Source
from tests import canned

TEXTS = ("余额不足 alpha_word", "渠道暂无 beta_word task_BBBB2222cccc", "退款 gamma_word")


@pytest.fixture
def three(book: Casebook) -> Casebook:
    for text in TEXTS:
        book.save(canned.diagnosis(calls=[], causes=[]), [Source(text)])
    return book


def found(book: Casebook, text: str) -> list[int]:
    return [row.number for row in book.search(text)]


def everything(book: Casebook) -> dict[str, list[int]]:
    return {word: found(book, word) for text in TEXTS for word in text.split()}


def test_a_merged_case_is_found_through_the_other_and_leaves_lists(three: Casebook) -> None:
    target = three.merge(2, 1, (1, 1))
    assert target.number == 1
    assert found(three, "beta") == [1]
    assert found(three, "BBBB2222") == [1]
    assert found(three, "余额不足 渠道") == [1]
    assert [row.number for row in three.list()] == [3, 1]
    assert three.count(CaseFilter()) == 2
    assert [(one.row.number, [event.kind for event in one.events]) for one in target.merged] == [
        (2, ["filed", "merged"])
    ]
    assert three.get(2).row.merged_into == 1
    assert three.get(1).to_dict()["merged"][0]["number"] == 2


def test_parting_restores_what_was(three: Casebook) -> None:
    before = everything(three)
    three.merge(2, 1, (1, 1))
    assert everything(three) != before
    case = three.unmerge(2, 2)
    assert (case.number, case.row.merged_into, case.revision) == (2, None, 3)
    assert everything(three) == before
    assert three.get(1).merged == ()
    assert [event.kind for event in three.get(1).events] == ["filed", "took", "gave"]


def test_a_way_of_two_merges_ends_at_the_last(three: Casebook) -> None:
    before = everything(three)
    three.merge(3, 2, (1, 1))
    three.merge(2, 1, (2, 1))
    assert found(three, "gamma") == [1]
    assert [one.row.number for one in three.get(1).merged] == [2, 3]
    three.unmerge(3, 2)
    assert (found(three, "gamma"), found(three, "beta")) == ([3], [1])
    three.unmerge(2, 4)
    assert everything(three) == before


def test_words_added_to_a_merged_case_find_the_other(three: Casebook) -> None:
    three.merge(2, 1, (1, 1))
    three.add_note(2, "delta_word", 2)
    assert found(three, "delta_word") == [1]
    three.unmerge(2, 3)
    assert found(three, "delta_word") == [2]


def test_a_withdrawn_target_takes_its_duplicates_along(three: Casebook) -> None:
    three.merge(2, 1, (1, 1))
    three.withdraw(1, 2)
    assert found(three, "beta") == []
    three.restore(1, 3)
    assert found(three, "beta") == [1]


def test_what_cannot_be_merged_is_refused(three: Casebook) -> None:
    with pytest.raises(CasebookError, match="into itself"):
        three.merge(1, 1, (1, 1))
    with pytest.raises(StaleRevision):
        three.merge(1, 2, (1, 7))
    three.merge(2, 1, (1, 1))
    with pytest.raises(CasebookError, match="Case 2 is merged into case 1"):
        three.merge(3, 2, (1, 2))
    with pytest.raises(CasebookError, match="Case 2 is merged into case 1"):
        three.merge(2, 3, (2, 1))
    with pytest.raises(CasebookError, match="not merged"):
        three.unmerge(3, 1)
    three.withdraw(3, 1)
    with pytest.raises(CasebookError, match="undone"):
        three.merge(3, 1, (2, 2))
    assert three.get(3).revision == 2
