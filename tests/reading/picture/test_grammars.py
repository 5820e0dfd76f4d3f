"""Corrections only where a grammar leaves one reading; what was read is kept; keys and random ids are left alone."""

from __future__ import annotations

import pytest

from supportdesk.reading.picture.correcting import corrected
from supportdesk.reading.picture.layout import Part
from supportdesk.reading.picture.runs import Run, Sign


def parts(text: str, confidence: float = 0.9, step: int = 10) -> list[Part]:
    """Lay a text out: each line one run, ten pixels a character."""
    made: list[Part] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(Part("\n", None))
        bare = line.lstrip(" ")
        at = (len(line) - len(bare)) * step
        if at:
            made.append(Part(" " * (at // step), None))
        if bare:
            signs = tuple(Sign(sign, at + step * n, at + step * (n + 1), confidence) for n, sign in enumerate(bare))
            made.append(Part(bare, Run(signs, (at, 30 * number, at + step * len(bare), 30 * number + 20))))
    return made


def mended(text: str, confidence: float = 0.9) -> str:
    return "".join(part.text for part in corrected(parts(text, confidence)))


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("2O26-O4-l8 17:OO:00", "2026-04-18 17:00:00"),
        ("2026-04-1817:00:00", "2026-04-18 17:00:00"),
        ("cost $O.0O2826", "cost $0.002826"),
        ("HTTP429", "HTTP 429"),
        ("4O1 Unauthorized", "401 Unauthorized"),
        ("https://toapis.com/vl/videos", "https://toapis.com/v1/videos"),
        ("POST/v1/chat/completions", "POST /v1/chat/completions"),
        ("from openai import OpenAl", "from openai import OpenAI"),
        ('"model": "gemini_omn i"', '"model": "gemini_omni"'),
        ('"code": "insufficient user_quota"', '"code": "insufficient_user_quota"'),
        ("id 6baT0cOf-8b1e-4a6b-9d0e-2f1a3b4c5d6e", "id 6baT0cOf-8b1e-4a6b-9d0e-2f1a3b4c5d6e"),
        ("id 6bal0cOf-8b1e-4a6b-9d0e-2f1a3b4c5d6e", "id 6ba10c0f-8b1e-4a6b-9d0e-2f1a3b4c5d6e"),
        ('{"a"："b"，"c": 1}', '{"a":"b","c": 1}'),
        ("{'a': 'b', 'param': \", 'code': 'c'}", "{'a': 'b', 'param': '', 'code': 'c'}"),
        ('{"m": [{"role": "user"]}', '{"m": [{"role": "user"}]}'),
        ('New( {"a": 6}`)', 'New(`{"a": 6}`)'),
        ('New({"a": 6}`)', 'New(`{"a": 6}`)'),
        ('New(`{"a": 6} )', 'New(`{"a": 6}`)'),
        ("call(\n    a,\n1", "call(\n    a,\n)"),
        ("call(\n    a,\n）", "call(\n    a,\n)"),
        ("x = [\n    1,\n1,\n", "x = [\n    1,\n],\n"),
    ],
)
def test_one_reading_is_left(read: str, written: str) -> None:
    assert mended(read) == written


@pytest.mark.parametrize(
    "text",
    [
        "任务失败了，请退款（谢谢）：好的",
        "task_QlOI7h2T",
        "request id: 20260418093015O23l567AbCdEfGh",
        "It's 10 o'clock and I'm lost",
        "values:\n1\n2\n1",
        "gpt-5-mini and gpt-5",
        "I think it is 400 dollars",
        "open (\nsomething else\n    1",
    ],
)
def test_what_has_several_readings_stays(text: str) -> None:
    assert mended(text, 0.99) == text


@pytest.mark.parametrize("key", ["sk-2O26-O4-l8xOpenAlQ7vl", "sk-OpenAlOpenAlOpenAl0l1I7", "sk-abc/vl/defOpenAl99xx"])
def test_a_key_is_never_corrected(key: str) -> None:
    for text in (f"Bearer {key}", f"api_key='{key}', OpenAl", f"key: {key}"):
        assert key in mended(text)


def test_what_was_read_is_kept_with_the_reason() -> None:
    (part,) = corrected(parts("at 2O26-04-1817:00:00 x"))
    assert part.run is not None
    assert (
        "".join(sign.sign if sign.read is None else sign.read for sign in part.run.signs) == "at 2O26-04-1817:00:00 x"
    )
    assert {sign.reason for sign in part.run.signs if sign.read is not None} == {
        "A date and a time have digits, and a blank between them."
    }
    edges = [sign.left for sign in part.run.signs]
    assert edges == sorted(edges)
