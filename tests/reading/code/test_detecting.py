"""Which language a text is written in."""

from __future__ import annotations

import time

import pytest

from supportdesk.reading.code import LANGUAGES, detect, read
from supportdesk.reading.code.detecting import strip_prompt
from supportdesk.source import Source
from supportdesk.view import View
from tests.corpus_paths import records


def told(text: str, hint: str | None = None) -> str | None:
    return detect(View.whole(Source(text)), hint)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("curl https://a.example/v1/models", "bash"),
        ("$ curl -s a.example", "bash"),
        ("root@h:~# curl -X POST a.example", "bash"),
        ("[root@h ~]# curl -X POST a.example", "bash"),
        ("import requests\nr = requests.get('https://a.example')\nprint(r.json())", "python"),
        ("from openai import OpenAI\nclient = OpenAI()\nclient.models.list()\nprint(1)", "python"),
        ("POST /v1/x HTTP/1.1\nHost: a.example\n", "http"),
        ("GET https://a.example/v1/models\nAuthorization: Bearer k\n", "http"),
        ("const r = await fetch('https://a.example');", "generic"),
        ("<?php\n$ch = curl_init('https://a.example');", "generic"),
        ('{"error": {"message": "no", "code": 401}}', None),
        ("我用 curl 调用接口一直报错,请帮忙看看", None),
        ("The curl command does not work for me.", None),
        ("2025-01-02 10:00:00 | 401 | POST /v1/chat/completions", None),
        ("client.chat.completions.create(model='m', messages=[])", "python"),
        ("from openai import OpenAI; OpenAI(base_url='https://a.example').images.generate(prompt='x')", "python"),
        ("r = client.responses.create(\n    model='m',\n    input='x',\n)", "python"),
        ("c.messages.create(**body)", "python"),
        ("client.chat.completions.create({model: 'm', messages: []})", "generic"),
        ("new OpenAI({baseURL: 'https://a.example'})", "generic"),
        ("chat.completions.create was called", None),
        ("", None),
    ],
)
def test_detect(text: str, language: str | None) -> None:
    assert told(text) == language


def test_a_fence_decides_where_its_word_is_known() -> None:
    assert told("x = 1", "python") == "python"
    assert told("x = 1", "ts") == "typescript"
    assert told('{"a": 1}', "json") is None
    assert told("import requests\nprint(requests.get('x'))\ndef f(x):\n  pass", "bash") == "python"


def test_prompts_come_off() -> None:
    for line in ("$ x y", "root@h:~# x y", "[root@h ~]# x y", "(venv) me@h:~/a$ x y", "PS C:\\me> x y", "C:\\me> x y"):
        assert strip_prompt(line) == "x y"
    assert strip_prompt("x y # comment") == "x y # comment"


def test_no_code_reads_as_nothing() -> None:
    assert read(View.whole(Source("hello"))).requests == []
    assert set(LANGUAGES) >= {"python", "bash", "http", "generic"}


def test_a_two_megabyte_line_is_told_at_once() -> None:
    started = time.perf_counter()
    told("x" * 2_000_000)
    told("a\n" * 1_000_000)
    assert time.perf_counter() - started < 2


@pytest.mark.slow
def test_the_corpus_is_told_apart() -> None:
    names = {"bash": "bash", "python": "python", "http": "http"}
    checked = [record for record in records("request_code_dev.jsonl") if not record.get("unfair")]
    right = sum(told(record["code"]) == names.get(record["language"], "generic") for record in checked)
    assert right / len(checked) > 0.95
