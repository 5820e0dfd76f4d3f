"""Lists by a filter: each restriction alone, all of them together with words, against a plain reading of the rows."""

from __future__ import annotations

import itertools
import random

import pytest

from supportdesk.casebook import Casebook, CaseFilter, CaseRow
from supportdesk.errors import CasebookError
from supportdesk.source import Source
from tests import canned

CAUSES = ("quota.user-exhausted", "quota.token-exhausted", "auth.missing")
MODELS = ("gpt-5", "sora-2", "gemini_omni")
WORDS = ("余额不足 refund", "渠道暂无可用 timeout", "insufficient_quota please")
AT = 1_795_342_095.0


@pytest.fixture
def many(path: str) -> Casebook:
    """60 cases of all kinds, one an hour."""
    chance = random.Random(7)
    now = [AT]
    book = Casebook(path, clock=lambda: now[0])
    for number in range(1, 61):
        now[0] += 3600
        verdict = {**canned.diagnosis()["verdict"], "cause": chance.choice(CAUSES)}
        call = {"model": chance.choice(MODELS), "gateway": chance.choice(("toapis", "anyfast"))}
        text = chance.choice(WORDS)
        case = book.save(
            canned.diagnosis(verdict=verdict, calls=[call], causes=[]),
            [Source(text)],
            f"ZD-{number}",
            chance.choice("AB"),
        )
        revision = case.revision
        if chance.random() < 0.5:
            revision = book.set_status(number, chance.choice(("waiting", "resolved")), revision).revision
        if chance.random() < 0.3:
            revision = book.decide(number, revision, final_cause="auth.missing", refund_quota=5).revision
        if chance.random() < 0.5:
            revision = book.assign(number, revision, "Li").revision
        if chance.random() < 0.5:
            revision = book.set_tags(number, revision, ["vip"]).revision
        if chance.random() < 0.1:
            book.withdraw(number, revision)
    return book


def shows(wanted: CaseFilter, row: CaseRow, text: str) -> bool:
    """Whether a filter shows a case, read plainly."""
    families = [cause[:-1] for cause in wanted.causes if cause.endswith(".*")]
    return (
        row.withdrawn_at is None
        and all(word in text for word in wanted.text.split())
        and (not wanted.statuses or row.status in wanted.statuses)
        and (not wanted.causes or row.shown_cause in wanted.causes or row.shown_cause.startswith(tuple(families)))
        and (not wanted.models or row.model in wanted.models)
        and (not wanted.customers or row.customer in wanted.customers)
        and (not wanted.gateways or row.gateway in wanted.gateways)
        and (wanted.assignee is None or (row.assignee or "") == wanted.assignee)
        and (wanted.tag is None or wanted.tag in row.tags)
        and (wanted.since is None or row.created_at >= wanted.since)
        and (wanted.until is None or row.created_at < wanted.until)
    )


def test_every_filter_shows_what_it_says(many: Casebook) -> None:
    cases = [many.get(number) for number in range(60, 0, -1)]
    choices = {
        "text": ("", "refund", "余额", "insufficient"),
        "statuses": ((), ("open",), ("open", "waiting")),
        "causes": ((), ("quota.*",), ("auth.missing", "quota.user-exhausted")),
        "models": ((), ("sora-2", "gpt-5")),
        "customers": ((), ("A",)),
        "gateways": ((), ("toapis",)),
        "assignee": (None, "", "Li"),
        "tag": (None, "vip"),
        "since": (None, cases[40].row.created_at),
        "until": (None, cases[10].row.created_at),
    }
    chance = random.Random(2)
    pairs = itertools.combinations(choices, 2)
    filters = [CaseFilter(**{name: choices[name][-1] for name in pair}) for pair in pairs]
    filters += [CaseFilter(**{name: chance.choice(values) for name, values in choices.items()}) for _ in range(150)]
    found_any = 0
    for wanted in filters:
        expected = [case.number for case in cases if shows(wanted, case.row, case.sources[0][1])]
        assert [row.number for row in many.find(wanted, limit=100)] == expected, wanted
        assert many.count(wanted) == len(expected), wanted
        found_any += bool(expected)
        if len(expected) > 3:
            assert [row.number for row in many.find(wanted, limit=2, offset=1)] == expected[1:3]
            assert many.position(wanted, expected[2]) == 2
    assert found_any > len(filters) / 4


def test_a_fingerprint_is_a_filter(many: Casebook) -> None:
    row = many.get(60).row
    assert row.fingerprint is not None
    found = many.find(CaseFilter(fingerprint=row.fingerprint), limit=100)
    assert row.number in [one.number for one in found]
    assert {one.fingerprint for one in found} == {row.fingerprint}


@pytest.mark.parametrize("column", ["status", "cause", "model", "customer", "gateway", "assignee", "tag"])
def test_values_are_counted_most_frequent_first(many: Casebook, column: str) -> None:
    rows = many.find(CaseFilter(), limit=100)
    name = {"cause": "shown_cause", "tag": "tags"}.get(column, column)
    seen: dict[str, int] = {}
    for row in rows:
        value = getattr(row, name)
        for one in value if column == "tag" else [value]:
            if one is not None:
                seen[one] = seen.get(one, 0) + 1
    assert list(many.values(column)) == sorted(seen.items(), key=lambda item: (-item[1], item[0]))


def test_another_column_has_no_values(many: Casebook) -> None:
    with pytest.raises(KeyError):
        many.values("note")


def test_an_unknown_status_is_refused(many: Casebook) -> None:
    with pytest.raises(CasebookError, match="no status 'closed'"):
        many.find(CaseFilter(statuses=("closed",)))


def test_hostile_values_are_only_values(many: Casebook) -> None:
    for value in ("' OR 1=1 --", '"', "*", "%", "\x00", "quota.user' OR '1"):
        assert many.find(CaseFilter(models=(value,))) == []
        assert many.find(CaseFilter(text="refund", customers=(value,))) == []
        assert many.find(CaseFilter(tag=value, assignee=value, causes=(value,), fingerprint=value)) == []
