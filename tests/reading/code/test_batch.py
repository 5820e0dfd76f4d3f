"""cmd.exe: carets, variables, quotes that it knows, and quotes that it does not know."""

from __future__ import annotations

import time
from typing import Any

import pytest

from supportdesk import extract_requests
from supportdesk.reading.code.batch import reader as batch
from supportdesk.reading.code.batch import repairs as batch_repairs
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View

URL = "https://gw.test/v1/chat"
BODY = {"model": "m 1", "n": [1, "a & b"]}


def read(text: str) -> CodeReading:
    """Return the reading of a text."""
    return batch.read(View.whole(Source(text)))


def sent(text: str) -> list[dict[str, Any]]:
    """Return the requests of a text as plain data."""
    return [request.to_dict() for request in read(text).requests]


QUOTED = (
    (r'-d "{\"model\":\"m 1\",\"n\":[1,\"a & b\"]}"', ()),
    ('-d "{""model"":""m 1"",""n"":[1,""a & b""]}"', ()),
    (r'--data-raw ^"^{^\^"model^\^":^\^"m 1^\^",^\^"n^\^":^[1,^\^"a ^& b^\^"^]^}^"', ()),
    (r"""-d '{"model":"m 1","n":[1,"a & b"]}'""", (batch_repairs.SINGLE_QUOTES,)),
    (r"""-d '{\"model\":\"m 1\",\"n\":[1,\"a & b\"]}'""", (batch_repairs.SINGLE_QUOTES,)),
    (r'-d "{"model":"m 1","n":[1,"a & b"]}"', (batch_repairs.INNER_QUOTES,)),
    ('-d "{\n  \\"model\\": \\"m 1\\",\n  \\"n\\": [1, \\"a & b\\"]\n}"', (batch_repairs.LINE_ENDS,)),
)


@pytest.mark.parametrize(("body", "repairs"), QUOTED)
def test_bodies(body: str, repairs: tuple[str, ...]) -> None:
    """A body arrives whole however it is quoted; what cmd.exe would have broken is said."""
    (request,) = read(f'curl -X POST "{URL}" -H "A: b" {body}').requests
    assert request.to_dict()["body"] == {"kind": "json", "json": BODY}
    assert request.to_dict()["headers"]["a"] == "b"
    assert set(repairs) == {repair.message for repair in request.repairs}


def test_what_became_what() -> None:
    """The repair of a quoting fault shows the text and what is left of it."""
    (request,) = read(f'curl {URL} -d \'{{"a": "b"}}\'').requests
    assert [(one.was, one.became) for one in request.repairs] == [('\'{"a": "b"}\'', "'{a: b}'")]


def test_lines_joined_by_carets() -> None:
    """A caret joins lines; one with spaces behind it and a backslash are mended."""
    for join, repair in (("^", None), ("^  ", batch_repairs.CARET_SPACES), ("\\", batch_repairs.BACKSLASH)):
        (request,) = read(f'C:\\work>curl "{URL}" {join}\n  -H "A: b" {join}\n  -X DELETE\n').requests
        assert (request.to_dict()["method"], request.to_dict()["headers"]) == ("DELETE", {"a": "b"})
        assert (repair in [one.message for one in request.repairs]) if repair else not request.repairs


def test_variables() -> None:
    """`set` tells a variable, anything else of one is unknown; percent-encoded bytes are none."""
    text = (
        '@echo off\nset KEY=sk-1\nset "BASE=https://gw.test"\nset /p WHO=name?\n'
        'curl "%BASE%/v1/%E5%A5%BD" -H "Authorization: Bearer %KEY%" -H "X-A: %NONE_SET%" -H "X-B: %who%"'
    )
    (request,) = sent(text)
    assert request["url"] == "https://gw.test/v1/%E5%A5%BD"
    assert request["headers"] == {"authorization": "Bearer sk-1", "x-a": "<unknown>", "x-b": "<unknown>"}


def test_operators() -> None:
    """`&` and `|` end a command outside of quotes; an address that it would cut is read whole, with a repair."""
    assert [request["url"] for request in sent(f'curl {URL}/1 & curl "{URL}?a=1&b=2" && curl {URL}/3')] == [
        f"{URL}/1",
        f"{URL}?a=1&b=2",
        f"{URL}/3",
    ]
    (request,) = read(f"curl {URL}?a=1&b=2").requests
    assert (request.to_dict()["url"], [one.message for one in request.repairs]) == (
        f"{URL}?a=1&b=2",
        [batch_repairs.AMPERSAND],
    )
    assert sent(f'echo {{"a": 1}} | curl -d @- {URL}')[0]["body"] == {"kind": "json", "json": {"a": 1}}


def test_redirections_are_no_words() -> None:
    """The file that an answer is written to is no address."""
    (request,) = sent(f'curl {URL} >out.json 2>nul -H "A: b" >> "my log.txt" 2>&1')
    assert (request["url"], request["headers"]) == (URL, {"a": "b"})


def test_browsers_percent_and_line_ends() -> None:
    """`^%^` is a percent sign and an empty line behind a caret a line end, as browsers copy them."""
    (request,) = sent(f'curl ^"{URL}?q=a^%^20b^" ^\n  --data-raw ^"a^\n\nb^"')
    assert (request["url"], request["body"]) == (f"{URL}?q=a%20b", {"kind": "raw", "raw": "a\nb"})


def test_a_script_among_sentences() -> None:
    """A batch file is one program: what `set` tells holds in its commands, also in that of a `for /f`."""
    text = r"""My script fails with 401, what is wrong?

@echo off
setlocal enabledelayedexpansion
set KEY=%1
set URL=https://gw.test/v1
set BODY={\"a\":\"b\"}
if "%KEY%"=="" (
  echo Usage: run KEY
  exit /b 1
)
curl -s "%URL%/x" -H "A: %KEY%" -d "%BODY%" > out.json
for /f "delims=" %%i in ('curl -s "!URL!/y"') do set ANSWER=%%i
"""
    first, second = extract_requests(text)["requests"]
    assert (first["url"], first["headers"]["a"]) == ("https://gw.test/v1/x", "<unknown>")
    assert first["body"] == {"kind": "json", "json": {"a": "b"}}
    assert second["url"] == "https://gw.test/v1/y"


def test_powershell_inside() -> None:
    """What `powershell -Command` runs is read as PowerShell."""
    assert sent(f"powershell -Command \"Invoke-RestMethod -Method Put '{URL}'\"")[0]["method"] == "PUT"


def test_spans() -> None:
    """Values have the place of the customer's own characters."""
    text = f'curl "{URL}" -d "{{\\"a\\":\\"text\\"}}"'
    (request,) = read(text).requests
    value = request.body.value
    assert value is not None
    inner = value.at("/a")
    assert inner is not None
    assert inner.span is not None
    assert "text" in text[inner.span.start : inner.span.end]


HOSTILE = (
    "", "^", '"', "'", "curl", "curl ^", 'curl "', "curl '", "%", "set a=", "set a=%a%%a%\n" * 400 + "curl %a%",
    'curl "' + "\n" * 300_000 + '"', "curl " + "'a " * 200_000, 'curl "{ ' * 100_000, "curl " + "^\n" * 200_000,
    "curl " + "\\" * 500_000 + '"', "%a" * 300_000, "curl & " * 100_000,
    "set a=" + "x" * 200_000 + "\ncurl " + "%a%" * 99_999,
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text(number: int) -> None:
    """Any text ends in a reading, in bounded time."""
    start = time.process_time()
    for request in read(HOSTILE[number]).requests:
        request.to_dict()
    assert time.process_time() - start < 3
