"""Lines in which a gateway logs what it booked."""

from __future__ import annotations

from tests.reading.samples import read, values

LINE = (
    "[INFO] 2026/01/02 - 03:04:05 | 202601020304056789012AbCdEfGh | record consume log: userId=7, channelId=3, "
    "promptTokens=21, completionTokens=4, modelName=gpt-4o-mini, tokenName=a, b, quota=16, content=模型倍率 0.08"
)


def test_a_booked_line_is_a_row_of_the_log() -> None:
    (row,) = [piece for piece in read(LINE).pieces if piece.kind == "log_row"]
    assert row.first("log_type") == "consume"
    assert (row.first("quota"), row.first("prompt_tokens"), row.first("completion_tokens")) == (16, 21, 4)
    assert row.first("model") == "gpt-4o-mini"
    assert row.first("request_id") == "202601020304056789012AbCdEfGh"


def test_who_speaks_of_such_a_line_books_nothing() -> None:
    assert values("where does it record the consume log: quota=16 is wrong", "quota") == []


def test_a_usage_row_of_pairs_is_a_charge() -> None:
    text = "Row: model=flux-1.1-pro type=consume prompt_tokens=512 completion_tokens=730 quota=46575"
    (row,) = [piece for piece in read(text).pieces if piece.kind == "log_row"]
    assert (row.first("model"), row.first("log_type")) == ("flux-1.1-pro", "consume")
    assert (row.first("prompt_tokens"), row.first("quota")) == (512, 46575)


def test_pairs_without_a_cost_are_no_row() -> None:
    pieces = read("model=flux-1.1-pro prompt_tokens=512 completion_tokens=730").pieces
    assert not [piece for piece in pieces if piece.kind == "log_row"]
