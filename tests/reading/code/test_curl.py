"""curl: defaults, options that change a request, and the table of arities."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from supportdesk.reading.code import read
from supportdesk.reading.code.curl import options as curl_options
from supportdesk.reading.evidence import Request
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View


def one(text: str) -> Request:
    found = read(View.whole(Source(text)), "bash").requests
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("command", "method", "content_type"),
    [
        ("curl a.example", "GET", None),
        ("curl -I a.example", "HEAD", None),
        ("curl -d x a.example", "POST", "application/x-www-form-urlencoded"),
        ("curl -d '' a.example", "POST", "application/x-www-form-urlencoded"),
        ("curl --json '{}' a.example", "POST", "application/json"),
        ("curl -F a=b a.example", "POST", "multipart/form-data"),
        ("curl -T f a.example/", "PUT", None),
        ("curl -G -d x=1 a.example", "GET", None),
        ("curl -X GET -d x=1 a.example", "GET", "application/x-www-form-urlencoded"),
        ("curl -X DELETE a.example", "DELETE", None),
    ],
)
def test_method_and_content_type_are_curls_own(command: str, method: str, content_type: str | None) -> None:
    request = one(command)
    assert request.method.data == method
    header = request.header("content-type")
    assert (header.data if header else None) == content_type
    assert header is None or header.added_by == "curl"


def test_a_url_without_scheme_goes_to_http() -> None:
    assert one("curl localhost:3000/v1/models").url.data == "http://localhost:3000/v1/models"


def test_what_stands_in_a_file_is_unknown() -> None:
    assert one("curl a.example -d @body.json -H 'content-type: application/json'").body.to_dict() == {
        "kind": "raw",
        "raw": UNKNOWN,
    }
    assert not one("curl a.example -K settings.txt").complete


def test_a_file_part_has_its_base_name() -> None:
    parts = one(
        "curl a.example -F 'f=@/tmp/pics/in.png;type=image/png' -F 'g=@a.txt;filename=b.txt' -F 'h=<t.txt'"
    ).body
    assert parts.to_dict()["multipart"] == [
        {"name": "f", "filename": "in.png"},
        {"name": "g", "filename": "b.txt"},
        {"name": "h", "value": UNKNOWN},
    ]


def test_credentials_become_the_header_that_is_sent() -> None:
    assert one("curl a.example -u me:secret").header("authorization").data == "Basic bWU6c2VjcmV0"
    assert one("curl a.example -u me").header("authorization").data == f"Basic {UNKNOWN}"
    assert one("curl a.example -u me:x -H 'Authorization: Bearer t'").header("authorization").data == "Bearer t"
    assert one("curl a.example -u me:x --digest").header("authorization") is None


def test_client_settings_are_located_options() -> None:
    options = one("curl a.example -m 30 --retry 2 -x http://127.0.0.1:7890").options
    assert {name: value.data for name, value in options.items()} == {
        "timeout_s": 30,
        "retries": 2,
        "proxy_url_set": "http://127.0.0.1:7890",
    }


def test_broken_json_stays_what_is_sent() -> None:
    body = one("curl a.example -H 'Content-Type: application/json' -d \"{'model': 'm',}\"").body
    assert body.to_dict() == {"kind": "raw", "raw": "{'model': 'm',}"}


def test_the_table_has_every_option_once() -> None:
    assert not curl_options.WITH_ARGUMENT & curl_options.WITHOUT_ARGUMENT
    for name in curl_options.LETTERS.values():
        plain = name.removeprefix("no-")
        assert name in curl_options.WITH_ARGUMENT or plain in curl_options.WITHOUT_ARGUMENT


@pytest.mark.parametrize(
    ("letters", "takes"), [("AbcCdDeEFHhKmoPQrtTuUwxXyYz", True), ("0123456#aBfgGiIjJklLMnNOpqRsSvVZ:", False)]
)
def test_letters_that_take_an_argument(letters: str, takes: bool) -> None:
    known = [letter for letter in letters if letter in curl_options.LETTERS]
    assert [curl_options.takes_argument(curl_options.LETTERS[letter]) for letter in known] == [takes] * len(known)
    assert len(known) >= len(letters) - 1


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_table_agrees_with_the_installed_curl() -> None:
    text = subprocess.run(["curl", "--help", "all"], capture_output=True, text=True, check=True, timeout=20).stdout
    found = re.findall(r"^ *(?:-(\S), +)?--([a-z0-9.-]+)( [<\[])?", text, re.MULTILINE)
    assert len(found) > 150
    for letter, name, argument in found:
        assert curl_options.long_name(name) == name
        if name not in ("help",):
            assert curl_options.takes_argument(name) == bool(argument), name
        if letter:
            assert curl_options.LETTERS[letter] == name


@pytest.mark.parametrize("written", ["hea", "data-url", "no-such-thing", ""])
def test_an_abbreviation_is_taken_only_where_it_is_one(written: str) -> None:
    assert curl_options.long_name(written) == {"data-url": "data-urlencode"}.get(written)


@pytest.mark.parametrize(
    ("command", "body", "repair"),
    [
        ("curl a.example -d ‘{“a”: “b”}’", {"a": "b"}, "typographic signs read as plain ones"),
        ('curl a.example -d \'{"a": {"b": "c, d', {"a": {"b": "c, d"}}, "a quote is not closed"),
    ],
)
def test_json_that_a_chat_program_or_a_cut_has_broken(command: str, body: object, repair: str) -> None:
    request = one(command)
    assert request.to_dict()["body"] == {"kind": "json", "json": body}
    assert repair in [one.message for one in request.repairs]


def test_a_trailing_comma_is_the_customers_own() -> None:
    assert one("curl a.example -d '{\"a\": 1,}'").body.kind == "raw"
