"""What editors and chat clients put before lines of code is cut off, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.reading.decoration import undecorated
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.samples import read

CODE = ['url = "https://x.example/v1"', "", "body = {", '    "n": 1,', "}", "print(url, body)"]


def plain(text: str) -> str:
    return undecorated(View.whole(Source(text))).text


@pytest.mark.parametrize(
    "decorate",
    [
        lambda number, line: f"{number} | {line}".rstrip(),
        lambda number, line: f"{number}\t{line}",
        lambda number, line: f"{number:>4}  {line}".rstrip(),
        lambda number, line: f"{number:02}| {line}".rstrip(),
        lambda number, line: f"{number}: {line}".rstrip(),
        lambda number, line: f"> {line}".rstrip(),
        lambda number, line: f"> > {line}".rstrip(),
        lambda number, line: f"In [{number}]: {line}".rstrip(),
        lambda number, line: f"+{line}",
    ],
    ids=["bar", "tab", "aligned", "zero", "colon", "quote", "quote-twice", "ipython", "diff"],
)
def test_a_decorated_text_reads_as_its_code(decorate):
    text = "\n".join(decorate(number, line) for number, line in enumerate(CODE, 1))
    assert plain(text) == "\n".join(CODE)


def test_removed_lines_of_a_diff_are_gone():
    assert plain("+a\n-b\n+c\n d\n+e") == "a\nc\nd\ne"


def test_spans_still_land_on_the_paste():
    source = Source("1 | a = 1\n2 | b = 'x'\n3 | c = 3\n")
    view = undecorated(View.whole(source))
    at = view.text.index("'x'")
    assert source.slice(view.span(at, at + 3)) == "'x'"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(CODE),
        "1. first\n2. second\n3. third",
        "2026-04-18 17:00:00  x\n2026-04-18 17:00:01  y\n2026-04-18 17:00:02  z",
        ">>> a = 1\n>>> b = 2\n>>> c = 3",
        "429 Too Many Requests\n500 Internal Server Error\n502 Bad Gateway",
        "- one\n- two\n- three",
    ],
    ids=["code", "list", "times", "prompts", "statuses", "bullets"],
)
def test_other_texts_stay_as_they_are(text):
    assert plain(text) == text


@given(st.text(alphabet="12 >+-|:\ta\n", max_size=80))
def test_any_text_gives_a_part_of_itself(text):
    rest = iter(text)
    assert all(sign in rest for sign in plain(text))


SENT = 'requests.post("https://gw.example/v1/videos", json={"model": "m-9", "prompt": "a < b"})'


@pytest.mark.parametrize(
    "text",
    [
        f"$ python3 -c 'import requests; {SENT}'\n{{\"error\": 1}}\n",
        "python -c \"import requests; " + SENT.replace('"', '\\"') + '"',
        f"/usr/bin/python3.11 -u -c 'import requests\n{SENT}\n'",
        "import requests\n" + SENT.replace("<", "&lt;").replace('"', "&quot;"),
        "import requests\n" + SENT.replace("<", "&lt;").replace('"', "&#34;"),
    ],
)  # fmt: skip
def test_a_program_in_a_command_or_in_a_pages_source(text: str) -> None:
    (request,) = read(text).requests()
    assert request.url.data == "https://gw.example/v1/videos"
    assert request.body.to_dict() == {"kind": "json", "json": {"model": "m-9", "prompt": "a < b"}}


@pytest.mark.parametrize(
    "text", ["python -c 'import requests", "gcc -c main.c", 'a "&quot;" and "&quot;" &quot; &quot;']
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert undecorated(View.whole(Source(text))).text == text


def test_the_service_that_a_container_log_puts_before_each_line_is_taken_off() -> None:
    text = "gw-1 | Traceback (most recent call last):\ngw-1 |   File \"a.py\", line 1, in f\ngw-1 | KeyError: 'id'\n"
    assert undecorated(View.whole(Source(text))).text.startswith("Traceback (most recent call last):\n  File")


def test_the_first_column_of_a_table_is_no_service() -> None:
    text = "model-1 | 12 | 30\nmodel-1 | 13 | 31\nmodel-1 | 14 | 32\n"
    assert undecorated(View.whole(Source(text))).text == text
