"""Cutting a paste into program text and the rest."""

from __future__ import annotations

import pytest

from supportdesk.reading.regions import split
from supportdesk.source import Source
from supportdesk.view import View
from tests.corpus_paths import records


def programs(text: str) -> list[tuple[str | None, str]]:
    return [
        (region.language, text[region.start : region.end].strip())
        for region in split(View.whole(Source(text)))
        if region.language is not None
    ]


CURL = (
    "curl https://gw.example.com/v1/videos \\\n  -H 'Authorization: Beare"
    'r sk-x\' \\\n  -d \'{\n    "model": "m",\n    "prompt": "it is"\n  }\''
)
PYTHON = (
    'import requests\n\nurl = "https://gw.example.com/v1/videos"\nbody = {\n    '
    '"model": "m",  # 模型\n}\n\nr = requests.post(url, json=body)\nprint(r.json())'
)


@pytest.mark.parametrize("before", ["", "你好，帮忙看下：\n", "Hello, what is wrong here?\n\n"])
@pytest.mark.parametrize("after", ["", '\n{"error":{"message":"no"}}', "\n\n返回 404，怎么回事"])
@pytest.mark.parametrize(("code", "language"), [(CURL, "bash"), (PYTHON, "python")])
def test_unfenced_code_between_prose_and_answer(before: str, after: str, code: str, language: str) -> None:
    assert programs(before + code + after) == [(language, code)]


@pytest.mark.parametrize("fence", ["```", "~~~", "```python", "```py title"])
def test_a_fence_bounds_its_code(fence: str) -> None:
    closing = fence[:3]
    assert programs(f"看这个\n{fence}\n{PYTHON}\n{closing}\n不行") == [("python", PYTHON)]


def test_a_fence_that_is_never_closed_reaches_to_the_end() -> None:
    assert programs(f"so\n```python\n{PYTHON}") == [("python", PYTHON)]


def test_a_command_and_a_program_are_two_regions() -> None:
    assert [language for language, _ in programs(f"{CURL}\n\n{PYTHON}")] == ["bash", "python"]


def test_a_raw_request_keeps_its_headers_and_body() -> None:
    text = 'POST /v1/videos HTTP/1.1\nHost: gw.example.com\nContent-Type: application/json\n\n{\n  "model": "m"\n}'
    assert programs(f"请求如下\n{text}\n\n返回 400") == [("http", text)]


@pytest.mark.parametrize(
    "text",
    [
        '{\n  "error": {\n    "message": "no"\n  }\n}',
        "2026-01-02 03:04:05 ERROR something failed",
        "Error: it failed (code 7);",
        "请问这个模型怎么用？谢谢",
        "OPENAI_BASE_URL=https://gw.example.com/v1",
        'HTTP Request: POST http://gw.example.com/v1/embeddings "HTTP/1.1 413 Too Large"',
    ],
)
def test_what_is_no_program(text: str) -> None:
    assert programs(text) == []


def test_code_alone_stays_in_one_piece() -> None:
    cases = [case for case in records("request_code_dev.jsonl") if not case.get("paste")]
    whole = 0
    for case in cases:
        regions = [r for r in split(View.whole(Source(case["code"]))) if r.language is not None]
        whole += len(regions) == 1 and regions[0].end - regions[0].start >= 0.95 * len(case["code"].strip())
    assert whole / len(cases) >= 0.95


def test_a_raw_string_with_json_in_it_stays_in_its_program() -> None:
    text = 'string body = $$"""\n{\n  "prompt": "{{p}} x",\n  "n": 1\n}\n""";\nvar m = new HttpRequestMessage();\n'
    assert len(programs(text)) == 1


def test_what_powershell_prints_of_a_failed_command_is_no_program() -> None:
    command = "Invoke-RestMethod -Uri https://gw.example.com/v1/videos -Method Post -Body $body"
    record = (
        'Invoke-RestMethod : {"error": {"message": "no"}}\nAt C:\\work\\send.ps1:12 char:8\n'
        f"+ $r = {command}\n+      ~~~~~~~~\n    + CategoryInfo          : InvalidOperation: (x:y) [z], WebException"
    )
    assert programs(record) == []
    assert [text for _, text in programs(f"PS C:\\> {command}\n\n{record}")] == [f"PS C:\\> {command}"]
