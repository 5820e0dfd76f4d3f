"""What words decide where nothing is proved: the order of weak causes, and what leads when no rule holds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from supportdesk.advising.by_words import AHEAD, DECAY, LEAD, LEAD_BY_LOOKS, TOUCHED, by_words
from supportdesk.advising.candidates import Candidate
from supportdesk.diagnosing import diagnose
from supportdesk.relating.tables import Row
from supportdesk.source import Source


def candidate(
    cause: str, level: int, *, facts: tuple[str, ...] = ("error_kind",), looks: bool = False, **rule: Any
) -> Candidate:
    """Return a candidate whose facts were read from an answer; facts of prose begin with `told`."""
    row = Row("L")
    row.origin = {fact: "prose" if fact.startswith("told") else "answer" for fact in facts}
    finding: Any = SimpleNamespace(
        rule={"cause": cause, **rule}, facts=list(facts), answer=True if level else None, true_comparisons=1
    )
    return Candidate(finding, row, level, by_looks=looks)


class Open:
    """A ticket of which nothing is ruled out but the causes in `refuted`, and which names no further cause."""

    def __init__(self, refuted: tuple[str, ...] = (), **ticket: Any) -> None:
        self.refuted = refuted
        self.tables = SimpleNamespace(ticket=SimpleNamespace(values=ticket))

    def candidates(self, wanted: list[str]) -> list[Candidate]:
        return []

    def is_refuted(self, cause: str) -> bool:
        return cause in self.refuted


def order(
    found: list[Candidate],
    open_ones: list[Candidate],
    likeness: dict[str, float],
    still_open: Any = None,
    *,
    told: bool | None = True,
) -> list[tuple[str, str]]:
    named = {one.cause for one in found}
    ordered = by_words(found, open_ones, named, likeness, still_open or Open(), told)
    return [(one.cause, one.certainty) for one in ordered]


SECOND = 1 / (1 + DECAY)
"""What is left of the second's being ahead."""


def test_of_what_is_only_possible_the_likest_leads() -> None:
    found = [candidate("auth.invalid-key", 1), candidate("network.proxy", 1)]
    least = AHEAD[1] - AHEAD[1] * SECOND
    near = {"auth.invalid-key": 0.1 - least, "network.proxy": 0.0}
    far = {"auth.invalid-key": -0.1 - least, "network.proxy": 0.0}
    assert order(found, [], near)[0][0] == "auth.invalid-key"
    assert order(found, [], far)[0][0] == "network.proxy"
    assert order(found, [], {})[0][0] == "auth.invalid-key"


def test_what_is_likely_gives_way_to_what_the_words_are_much_more_like_and_is_possible_then() -> None:
    found, rest = [candidate("auth.invalid-key", 2)], [candidate("model.retired", 0)]
    found[0].row.values["error_system"] = "generic"
    found[0].explains.append("auth.forbidden")
    near = {"auth.invalid-key": 0.1 + TOUCHED - AHEAD[2], "model.retired": 0.0}
    far = {"auth.invalid-key": -0.1 + TOUCHED - AHEAD[2], "model.retired": 0.0}
    assert order(found, rest, near)[0] == ("auth.invalid-key", "likely")
    assert order(found, rest, far) == [("model.retired", "possible"), ("auth.invalid-key", "possible")]
    named, still_open = {"auth.invalid-key", "auth.forbidden"}, cast("Any", Open())
    assert by_words(found, rest, named, far, still_open, True)[1].explains == ["auth.forbidden"]


@pytest.mark.parametrize(
    ("facts", "system"), [(("error_kind",), "openai"), (("error_kind", "tokens_charged"), "generic"), (("model",), "")]
)
def test_what_is_likely_by_more_than_what_anybody_says_stays_first(facts: tuple[str, ...], system: str) -> None:
    found, rest = [candidate("auth.invalid-key", 2, facts=facts)], [candidate("model.retired", 0)]
    found[0].row.values["error_system"] = system
    likeness = {"auth.invalid-key": -50.0, "model.retired": 0.0}
    assert order(found, rest, likeness)[0] == ("auth.invalid-key", "likely")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (candidate("auth.upstream-key", 1, supersedes=["auth.invalid-key"]), candidate("auth.invalid-key", 1)),
        (candidate("auth.upstream-key", 1, facts=("error_kind", "symptoms")), candidate("auth.invalid-key", 1)),
        (candidate("auth.upstream-key", 1, doubts=["auth.key"]), candidate("auth.invalid-key", 1, id="auth.key")),
        (candidate("billing.price-mismatch", 1), candidate("endpoint.no-polling", 1)),
    ],
    ids=["a rule says which comes first", "it rests on more", "a rule doubts the other", "money is disputed"],
)
def test_words_do_not_turn_what_is_settled(first: Candidate, second: Candidate) -> None:
    likeness = {first.cause: -30.0, second.cause: 0.0}
    assert order([first, second], [], likeness)[0][0] == first.cause
    unbound = candidate("auth.upstream-key", 1)
    assert order([unbound, second], [], {unbound.cause: -30.0, second.cause: 0.0})[0][0] == second.cause


def test_an_open_cause_that_the_words_are_much_more_like_leads_as_possible() -> None:
    found, rest = [candidate("upstream.error", 1)], [candidate("request.context-too-long", 0)]
    far = {"upstream.error": -0.1 + TOUCHED - AHEAD[1], "request.context-too-long": 0.0}
    assert order(found, rest, far)[:2] == [("request.context-too-long", "possible"), ("upstream.error", "possible")]
    assert order(found, rest, far, Open(("request.context-too-long",)))[0][0] == "upstream.error"


def test_no_words_make_a_charge() -> None:
    found, rest = [candidate("upstream.error", 1)], [candidate("billing.failed-not-refunded", 0)]
    likeness = {"upstream.error": -40.0, "billing.failed-not-refunded": 0.0}
    assert order(found, rest, likeness)[0][0] == "upstream.error"


def test_where_no_rule_holds_the_likest_cause_is_possible_if_somebody_tells_of_trouble() -> None:
    rest = [candidate("client.stream-handling", 0), candidate("gateway.defect", 0)]
    likeness = {"client.stream-handling": 0.0, "gateway.defect": -0.1 - LEAD}
    assert order([], rest, likeness)[0] == ("client.stream-handling", "possible")
    assert order([], rest, likeness, told=False)[0] == ("client.stream-handling", "undetermined")
    assert order([], rest, likeness, Open(("client.stream-handling",)))[0][0] == "gateway.defect"
    assert order([], rest[:1], {**likeness, "gateway.defect": 0.0, "client.stream-handling": -0.1})[0][1] == (
        "undetermined"
    )


def test_prose_of_which_nothing_is_understood_has_to_be_clearer() -> None:
    rest = [candidate("client.stream-handling", 0), candidate("gateway.defect", 0)]
    little = {"client.stream-handling": 0.0, "gateway.defect": 0.1 - LEAD_BY_LOOKS}
    enough = {"client.stream-handling": 0.0, "gateway.defect": -0.1 - LEAD_BY_LOOKS}
    assert order([], rest, little, told=None)[0][1] == "undetermined"
    assert order([], rest, enough, told=None)[0] == ("client.stream-handling", "possible")


@pytest.mark.parametrize(
    "question",
    [
        "How do I set up the base URL in Cherry Studio?",
        "Which models do you offer for image editing, and do you support reference images?",
        "Can I use your API with LangChain? Do you have an example in Python?",
        "请问 seedance 支持多长的视频，首尾帧都可以吗？",
        "我想充值，支持支付宝吗？开发票怎么弄？",
    ],
)
def test_a_question_is_no_trouble(question: str) -> None:
    assert diagnose([Source(question)]).data["verdict"]["certainty"] == "undetermined"


def test_by_looks_alone_a_cause_leads_only_with_a_lead() -> None:
    rest = [candidate("client.stream-handling", 0, looks=True)]
    little = {"client.stream-handling": 0.0, "gateway.defect": 0.1 - LEAD_BY_LOOKS}
    enough = {"client.stream-handling": 0.0, "gateway.defect": -0.1 - LEAD_BY_LOOKS}
    assert order([], rest, little)[0][1] == "undetermined"
    assert order([], rest, enough)[0][1] == "possible"
    money = [candidate("billing.price-mismatch", 0, looks=True)]
    likeness = {"billing.price-mismatch": 0.0, "gateway.defect": -5.0}
    assert order([], money, likeness)[0][1] == "possible"
    assert order([], money, likeness, Open(claimed_charged=False))[0][1] == "undetermined"


def test_a_cause_that_words_alone_speak_for_says_nothing_that_its_rules_would_say() -> None:
    text = (
        "Part of an answer disappears in our chat window while it streams. This is the raw line of the stream:\n\n"
        'data: {"choices":[{"delta":{"content":"the words that are missing afterwards"}}]}\n\n'
        "The consumer of the lines leaves the loop as soon as a chunk holds its end marker somewhere inside."
    )
    data = diagnose([Source(text)]).data
    verdict = data["verdict"]
    assert (verdict["cause"], verdict["certainty"]) == ("client.stream-handling", "possible")
    assert verdict["who"] == "customer"
    assert "{" not in verdict["why"]["en"]
    assert data["money"]["decision"] == "not-applicable"


def test_a_clean_request_alone_shows_no_trouble() -> None:
    text = (
        "curl https://api.openai.com/v1/chat/completions -H 'Authorization: Bearer sk-EXAMPLEEXAMPLEEXAMPLEEXAMPLE' "
        "-H 'Content-Type: application/json' "
        '-d \'{"model": "gpt-4o", "messages": [{"role": "user", "content": "why does it fail and cost twice?"}]}\'\n'
    )
    assert diagnose([Source(text)]).data["verdict"]["certainty"] == "undetermined"
