"""Looking for many phrases at once finds what looking for each of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.phrases import Phrases, Spoken

SIGNS = "refund to0-$ 扣费了，"
PHRASES = ("refund", "ref", "re", "to", "refund to", "to-", "0-", "$", "-re", "扣费", "扣", "费0", "了，扣", "o 扣")


@given(st.text(SIGNS, max_size=40))
def test_only_what_stands_within_a_word_alone_may_be_left_out(text: str) -> None:
    found = Phrases(PHRASES).standing_in(Spoken(text))
    for phrase in PHRASES:
        anywhere = not (phrase[0].isascii() and phrase[0].isalpha())
        places = [at for at in range(len(text)) if text.startswith(phrase, at)]
        assert phrase not in found or places
        assert phrase in found or not any(anywhere or at == 0 or text[at - 1] not in "refundto" for at in places)


def test_a_word_of_the_text_may_go_on() -> None:
    assert Phrases(["refund", "charge twice"]).standing_in(Spoken("refunded, and charged twice")) == {"refund"}


def test_nothing_stands_in_an_empty_text() -> None:
    assert Phrases(PHRASES).standing_in(Spoken("")) == set()
