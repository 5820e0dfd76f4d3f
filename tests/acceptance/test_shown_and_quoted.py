"""An answer that is shown goes before an error that is quoted beside it; words behind a short status are an error's."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

REFUSED = (
    'HTTP 429\n{"error":{"code":"1113","message":"Insufficient balance or no resource package. Please recharge."}}'
)


def test_a_shown_answer_goes_before_what_a_program_made_of_it() -> None:
    found = diagnose_text(f'The assistant only says "provider rate limited". The same request by hand:\n\n{REFUSED}')
    assert found["causes"][0]["cause"].startswith("quota.")
    limited = next(one for one in found["causes"] if one["cause"] == "rate.upstream-limit")
    assert limited["certainty"] == "possible"
    alone = diagnose_text('The assistant only says "provider rate limited".')
    assert alone["verdict"]["cause"] == "rate.upstream-limit"


def test_an_answer_that_says_no_more_than_its_status_goes_before_nothing() -> None:
    quoted = "Upstream provider NIM returned HTTP 429. Provider rate limit reached. Please retry shortly."
    found = diagnose_text(f'API Error: {quoted}\n  Upstream error:\n  {{"status":429,"title":"Too Many Requests"}}')
    assert found["verdict"]["cause"] == "rate.upstream-limit"


@pytest.mark.parametrize("line", ["500 Invalid voice 'marin2'.", "Error: 500 Invalid voice 'marin2'."])
def test_words_behind_a_short_status_are_the_errors(line: str) -> None:
    found = diagnose_text(f"Speech synthesis through the relay ends with\n\n{line}")
    assert found["calls"][0]["error_message"] == "Invalid voice 'marin2'."
    assert found["verdict"]["cause"] == "request.invalid-value"


@pytest.mark.parametrize("line", ["500 Internal Server Error", "Error 403: Forbidden.", "429 Too Many Requests"])
def test_the_name_of_a_status_is_no_message(line: str) -> None:
    assert diagnose_text(line)["calls"][0].get("error_message", line) == line


def test_headers_behind_a_status_are_no_message() -> None:
    head = "HTTP/1.1 500 Internal Server Error\nserver: uvicorn\ncontent-type: text/plain; charset=utf-8\n"
    assert "uvicorn" not in diagnose_text(head)["calls"][0].get("error_message", "")
