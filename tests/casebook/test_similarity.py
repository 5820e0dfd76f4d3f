"""Cases that are alike, with the reason, and outages; on diagnoses that the program makes of the samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk import diagnose_text
from supportdesk.casebook import Casebook, fingerprint
from supportdesk.source import Source
from tests import canned

SAMPLES = Path(__file__).resolve().parents[2] / "sample_logs"
NOON = 1_795_348_800.0


def answer(message: str, kind: str = "new_api_error", code: str = "null") -> str:
    error = f'{{"error": {{"message": "{message}", "type": "{kind}", "code": "{code}"}}}}'
    return f"HTTP/1.1 503 Service Unavailable\ncontent-type: application/json\n\n{error}"


def call(**facts: object) -> dict[str, object]:
    return canned.diagnosis(calls=[facts], causes=[])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rate limit exceeded, retry after 12 seconds", "Rate limit exceeded, retry after 7 seconds"),
        (
            "upstream 10.0.0.7:8080 refused (request id: 20261122093000aB3dE5fG)",
            "upstream 10.0.0.9:8081 refused (request id: 20261122101500Zz9yX8w)",
        ),
        (
            "预扣费额度失败, 用户剩余额度: ＄0.012000, 需要预扣费额度: ＄0.300000",
            "预扣费额度失败，用户剩余额度：＄1.5，需要预扣费额度：＄2",
        ),
        ("cannot reach https://a.example.com/v1/x?y=1", "cannot reach https://b.example.org/other"),
        ('model "gpt-5-mini" is overloaded', "model 'sora-2' is overloaded"),
        ("task task_9xQ2Lm8Vx1Zc failed", "task task_AAAA1111BBBB failed"),
        ("Overloaded.", "overloaded"),
    ],
)
def test_what_differs_from_ticket_to_ticket_is_a_slot(one: str, other: str) -> None:
    assert fingerprint.template(one) == fingerprint.template(other)


def test_what_says_another_thing_is_another_template() -> None:
    messages = [
        "Invalid token",
        "Rate limit exceeded",
        "余额不足",
        "渠道不可用",
        "Overloaded",
        "field model is required",
    ]
    assert len({fingerprint.template(message) for message in messages}) == len(messages)


def test_the_calls_own_model_is_a_slot() -> None:
    made = [
        fingerprint.facts_of(call(model=model, error_message=f"当前分组 default 下对于模型 {model} 无可用渠道"))
        for model in ("gpt-5-mini", "gpt-4o")
    ]
    assert made[0].error == made[1].error
    assert made[0].model_family == made[1].model_family == "gpt"


@pytest.mark.parametrize(
    ("model", "kind", "family"),
    [
        ("gpt-5-mini", "chat", "gpt chat"),
        ("gpt-image-1", "image", "gpt image"),
        ("anthropic/claude-sonnet-4", None, "claude"),
        ("gemini_omni", "video", "gemini video"),
        ("123", None, None),
        ("", None, None),
    ],
)
def test_the_family_of_a_model(model: str, kind: str | None, family: str | None) -> None:
    assert fingerprint.family(model, kind) == family


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".http")))
def test_a_sample_is_like_itself_with_other_ids(sample: str) -> None:
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    print_ = fingerprint.fingerprint(diagnose_text(text))
    assert print_ == fingerprint.fingerprint(diagnose_text(text))
    if print_ is not None:
        assert len(print_) == 35
        assert fingerprint.agreeing(print_, print_) == tuple(fingerprint.parts(print_))


def test_samples_of_different_errors_differ() -> None:
    names = ("09-unauthorized.txt", "10-rate-limit.txt", "11-internal-error.txt", "14-balance-exhausted.txt")
    made = [fingerprint.fingerprint(diagnose_text((SAMPLES / name).read_text(encoding="utf-8"))) for name in names]
    assert len(set(made)) == len(names)


def test_nothing_to_compare_is_no_fingerprint() -> None:
    assert fingerprint.fingerprint(call()) is None
    assert fingerprint.fingerprint({}) is None
    assert fingerprint.agreeing("-" * 8 + "|a|b|c", "-" * 8 + "|a|b|d") == ("endpoint", "model_family")


def test_similar_cases_come_with_their_reasons_best_first(book: Casebook) -> None:
    facts = {"error_message": "Overloaded", "endpoint": "chat", "model": "gpt-5", "error_layer": "upstream"}
    for changes in (
        {},
        {"error_message": "Overloaded!"},
        {"endpoint": "images", "model": "sora-2"},
        {"error_message": "Bad gateway"},
        {"error_message": "Invalid token", "endpoint": "files", "model": "suno", "error_layer": "gateway"},
    ):
        book.save(call(**{**facts, **changes}), [Source("x")])
    found = book.similar(1)
    assert [(one.row.number, one.reasons) for one in found] == [
        (2, ("error", "endpoint", "model_family", "layer")),
        (3, ("error", "layer")),
        (4, ("endpoint", "model_family", "layer")),
    ]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert [one.row.number for one in book.similar(1, limit=1)] == [2]
    book.withdraw(2, 1)
    assert [one.row.number for one in book.similar(1)] == [3, 4]


def test_nine_tickets_of_one_upstream_are_one_cluster(path: str) -> None:
    now = [NOON - 10 * 3600]
    with Casebook(path, clock=lambda: now[0]) as book:
        old = answer("Upstream saturated, request 20261121000000aaaa1111")
        book.save(diagnose_text(old), [Source(old)])
        now[0] = NOON - 3600
        for number in range(9):
            text = answer(f"upstream_7 overloaded after {number} s (request id: 2026112211{number:04}aB3dE5fG)")
            book.save(diagnose_text(text), [Source(text)])
            now[0] += 60
        other = answer("Invalid token")
        for _ in range(2):
            book.save(diagnose_text(other), [Source(other)])
        (cluster,) = book.clusters(NOON)
        assert (cluster.count, cluster.since) == (9, "2026-11-22T11:00:00Z")
        assert cluster.numbers == list(range(10, 1, -1))
        assert cluster.label.error is not None
        assert "overloaded" in cluster.label.error
        assert [one.count for one in book.clusters(NOON, least=2)] == [9, 2]
        assert book.clusters(NOON + 48 * 3600) == []
        assert book.clusters(NOON, window_h=1, least=10) == []
        book.merge(3, 2, (1, 1))
        assert book.clusters(NOON)[0].count == 8


def test_cases_without_an_error_are_no_outage(book: Casebook) -> None:
    for _ in range(5):
        book.save(call(model="gpt-5", endpoint="chat"), [Source("x")])
    assert book.clusters(NOON) == []


def test_a_hostile_message_takes_time_in_proportion() -> None:
    for piece in ('"', "'a", "a.", "1.", "sk-1", "(request id ", "http://", "\u202e", "é" * 3):
        assert isinstance(fingerprint.template(piece * 200_000), str)
