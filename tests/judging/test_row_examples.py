"""Every row of rules/errors is reached by an invented example, by the matcher and as a customer would paste it."""

from __future__ import annotations

from functools import cache

from supportdesk.diagnosing import admit
from supportdesk.folding import fold
from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.row_examples import Example, envelope, examples_of, reached, respelled, understood
from supportdesk.lookups import Lookups
from supportdesk.reading.paste import read_ticket
from supportdesk.relating.relate import relate
from supportdesk.source import Source
from supportdesk.wording_index import wordings
from tests.rules.error_rows import rows


@cache
def example_of(identity: str) -> Example | None:
    row = next(row for row in rows() if row["id"] == identity)
    return next((one for one in examples_of(row) if understood(load_knowledge(), row, one)), None)


def test_each_rows_example_reaches_that_row() -> None:
    assert [row["id"] for row in rows() if example_of(row["id"]) is None] == []


def test_an_example_is_in_other_words_than_its_template() -> None:
    made = [(row["id"], text, respelled(text)) for row in rows() for text in wordings(row.get("template"))]
    assert [(identity, text) for identity, text, example in made if text == example] == []
    assert respelled("The model <model> is: java.lang.Error") == "the  Model lantern-3-mini  Is: java.lang.Error"
    assert respelled("余额不足，请充值") == "余额 不足, 请充值"
    assert respelled("ReadTimeout") == "ReadTimeout (2)"
    assert fold(respelled("Key <n> is off")).lower() == fold("Key 17 is off").lower()


def test_as_a_customer_pastes_it_an_example_reaches_its_row() -> None:
    knowledge = load_knowledge()
    missed = []
    for row in rows():
        example = example_of(row["id"])
        assert example is not None
        masked, _ = admit([Source(envelope(row, example, knowledge.gateways))])
        tables = relate(read_ticket(masked, 0), knowledge.facts)
        lookups = Lookups(knowledge)
        for one in (*tables.calls, *tables.tasks):
            lookups.fill(one)
        if row["id"] not in lookups.rows():
            missed.append(row["id"])
    answers = {row["id"] for row in rows() if row["layer"] != "client"}
    assert len(set(missed) & answers) < 0.01 * len(answers)  # some words only their own system says alone
    assert len(missed) < 0.1 * (len(rows()) - len(answers))  # a client's line may need what stands around it


def test_a_stated_example_takes_the_place_of_made_ones() -> None:
    row = {"id": "x", "system": "s", "layer": "upstream", "http": [402, 403], "template": {"en": "a <n>"}, "code": 7}
    (made,) = examples_of(row)
    assert made == Example("A  17", "7", None, 402, False)
    (stated,) = examples_of({**row, "example": "in my own words"})
    assert stated == Example("in my own words", "7", None, 402, True)
    assert reached(load_knowledge(), row, stated) != ["x"]
