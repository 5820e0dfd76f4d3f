"""From pieces to tables: pairing, trust, contradictions, links."""

from supportdesk.reading.evidence import Body, Evidence, Piece, Reading, Request
from supportdesk.relating.relate import relate
from supportdesk.source import Source, Span
from supportdesk.value import Value

FACTS = {"claimed_failed": {"tables": ["ticket"]}, "model": {"tables": ["call"]}}


def at(place):
    return Span(0, place, place + 1)


def asked(place, url="https://x.example/v1/chat/completions", model="m"):
    body = Body("json", Value.of({"model": model}, at(place)))
    method = Value.of("POST", at(place))
    sent = Request(method, Value.of(url, at(place)), [], body, language="bash", client="curl", span=at(place))
    return Piece("request", "code", at(place), request=sent)


def piece(kind, origin, place, inside=None, **facts):
    return Piece(
        kind, origin, at(place), [Reading(name, value, at(place)) for name, value in facts.items()], inside=inside
    )


def tables(*pieces):
    return relate(Evidence([Source("x" * 99)], list(pieces), []), FACTS)


def test_each_request_takes_the_answer_behind_it():
    found = tables(
        asked(0), piece("error", "answer", 1, http_status=401), asked(2), piece("answer", "answer", 3, http_status=200)
    )
    assert [row.values["http_status"] for row in found.calls] == [401, 200]


def test_requests_of_one_script_share_the_answer_that_names_a_path():
    submit, poll = asked(0, "https://x.example/v1/videos"), asked(1, "https://x.example/v1/videos/t1")
    found = tables(submit, poll, piece("error", "answer", 2, http_status=404, path="/v1/videos/t1"))
    assert "http_status" not in found.calls[0].values
    assert found.calls[1].values["http_status"] == 404


def test_an_answer_before_the_only_request_is_its_own():
    found = tables(piece("error", "answer", 0, http_status=500), asked(1))
    assert len(found.calls) == 1
    assert found.calls[0].values["http_status"] == 500


def test_a_second_different_answer_is_another_exchange_of_the_same_request():
    found = tables(asked(0), piece("error", "answer", 1, http_status=429), piece("error", "answer", 2, http_status=500))
    assert [row.values["http_status"] for row in found.calls] == [429, 500]
    assert [row.values["model"] for row in found.calls] == ["m", "m"]


def test_the_innermost_error_and_the_outer_status_count():
    outer = piece("error", "answer", 0, http_status=500, error_message="outer", error_code="a")
    inner = piece("error", "answer", 1, inside=0, http_status=400, error_message="inner", error_code="b")
    values = tables(outer, inner).calls[0].values
    assert (values["http_status"], values["error_message"], values["error_code"]) == (500, "inner", "b")


def test_prose_never_overrides_what_the_code_says():
    found = tables(asked(0), piece("prose", "prose", 1, model="other", group="vip", claimed_failed=True))
    assert found.calls[0].values["model"] == "m"
    assert found.calls[0].values["group"] == "vip"
    assert found.calls[0].origin["group"] == "prose"
    assert found.ticket.values["claimed_failed"] is True


def test_readings_of_equal_trust_that_differ_are_not_known_and_counted():
    found = tables(piece("config", "code", 0, timeout_s=5), piece("config", "code", 1, timeout_s=9))
    assert "timeout_s" not in found.calls[0].values
    assert found.ticket.values["contradictions"] == 1


def test_a_charge_and_a_refund_with_one_task_id_are_one_piece_of_work():
    charge = piece("log_row", "record", 0, log_type="consume", quota=9, model="v", occurred_at=100)
    refund = piece("log_row", "record", 1, log_type="refund", quota=9, model="v", task_id="t", occurred_at=300)
    task = piece("task_row", "record", 2, task_id="t", model="v", submitted_at=99, task_status="failure")
    found = tables(charge, refund, task)
    assert len({row.link for row in (*found.calls, *found.entries, *found.tasks)}) == 1
    assert found.calls[0].values["task_status"] == "failure"


def test_equal_parallel_jobs_stay_apart():
    rows = [
        piece("log_row", "record", n, log_type="consume", quota=9, model="v", occurred_at=100 + n, request_id=f"r{n}")
        for n in (0, 1)
    ]
    tasks = [piece("task_row", "record", 2 + n, task_id=f"t{n}", model="v", submitted_at=100) for n in (0, 1)]
    found = tables(*rows, *tasks)
    assert len({row.link for row in (*found.entries, *found.tasks)}) == 4


def test_of_two_answers_of_one_task_the_last_status_counts():
    found = tables(
        piece("answer", "answer", 0, task_id="t", task_status="queued"),
        piece("answer", "answer", 1, task_id="t", task_status="failure"),
    )
    assert [row.values["task_status"] for row in found.tasks] == ["failure"]
    assert found.ticket.values["has_error"] is True
