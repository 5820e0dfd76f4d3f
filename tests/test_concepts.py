"""What a text speaks of, whatever its words and language."""

from __future__ import annotations

from supportdesk.concepts import Concepts, concepts_of, index_concepts, is_pair, without_rare
from supportdesk.judging.compile import load_knowledge
from supportdesk.threads import features_of, index_threads

ROWS = [
    {"id": "refund", "words": ["refund", "given back", "退还"]},
    {"id": "stream", "words": ["stream", "流式"]},
    {"id": "update", "words": ["upgrad", "升级"]},
]
INDEX = index_concepts(ROWS)


def test_one_concept_has_words_of_both_languages() -> None:
    concepts = Concepts(INDEX)
    for text in ("is it refunded?", "was it given back?", "会退还吗"):
        assert concepts.features_of(text) == {"+0"}, text
    assert concepts.features_of("nothing of the kind") == set()


def test_concepts_of_one_text_stand_together() -> None:
    found = Concepts(INDEX).features_of("流式 answers stop since i upgraded, and no refund")
    assert found == {"+0", "+1", "+2", "0+1", "0+2", "1+2"}
    assert {one for one in found if is_pair(one)} == {"0+1", "0+2", "1+2"}
    assert not is_pair("token refund")


def test_a_row_without_words_and_no_rows_are_no_concepts() -> None:
    assert Concepts(index_concepts([{"id": "empty"}, ROWS[0]])).features_of("refund") == {"+0"}
    assert Concepts(index_concepts(None)).features_of("refund") == set()


def test_concepts_that_stand_together_need_more_texts_than_a_word() -> None:
    assert set(without_rare({"word": 2, "+0": 2, "0+1": 3, "0+2": 4, "one": 1}, 2, 4)) == {"word", "+0", "0+2"}


def test_threads_teach_a_concept_that_a_ticket_names_in_the_other_language() -> None:
    threads = [{"cause": "a", "text": "refund since the upgrade"}] * 4 + [{"cause": "b", "text": "stream stops"}] * 4
    index = index_threads(["a", "b"], threads, INDEX)
    assert {"+0", "0+2", "+1"} <= set(index["words"])
    assert features_of("升级后退还", index["concepts"]) >= {"+0", "+2", "0+2"}
    assert concepts_of(index["concepts"]) is concepts_of(index["concepts"])


def test_shipped_concepts_are_heard_in_both_languages() -> None:
    data = load_knowledge().words["threads"]["concepts"]
    english, chinese = (concepts_of(data).features_of(text) for text in ("a refund after the upgrade", "升级之后退款"))
    assert len([one for one in english & chinese if is_pair(one)]) >= 1
