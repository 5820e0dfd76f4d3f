"""bash: variables, arrays, functions, here-documents, damaged pastes, and the places of what was read."""

from __future__ import annotations

import time

import pytest

from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.shell.reader import read
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.reading.code.spans import misplaced


def reading(text: str) -> CodeReading:
    return read(View.whole(Source(text)))


def requests(text: str) -> list[dict[str, object]]:
    return [request.to_dict() for request in reading(text).requests]


PLACED = [
    """curl https://a.example/v1/x -H 'Authorization: Bearer k' -d '{"model": "m-1", "n": 2, "t": "a\\nb"}'""",
    """curl "https://a.example/v1/x" -H "X-A: b" -d "{\\"model\\": \\"m-1\\", \\"q\\": \\"it's\\"}" """,
    'curl https://a.example -d $\'{"model": "m\\\'1"}\' -d x',
    'curl https://a.example -d @- <<EOF\n{"model": "m", "list": [1, true, null, 2.5]}\nEOF\n',
    "curl https://a.example -F 'model=m' -F 'image=@./in.png;type=image/png' -F 'p=\"quoted\"'",
    "curl https://a.example -d 'a=b%20c&d=e+f'",
    "curl https://a.example -X PUT -u user:pass --max-time 20 --retry 3 -x http://proxy.example:1",
    'B=\'{"model": "m"}\'\ncurl https://a.example -d "$B"',
    "root@host:~# curl https://a.example \\ \n  -H 'A: b'",
    'M=abc\ncurl https://a.example/$M -d "{\\"model\\": \\"$M\\", \\"x\\": \\"in-$M-side\\", \\"k\\": $KEY}"',
]


@pytest.mark.parametrize("text", PLACED)
def test_the_text_at_every_span_is_the_value(text: str) -> None:
    source = Source(text)
    found = read(View.whole(source)).requests
    assert found
    assert [misplaced(request, source) for request in found] == [[] for _ in found]


def test_json_inside_quotes_is_underlined_where_it_was_typed() -> None:
    text = 'curl https://a.example/v1/x -d "{\\"model\\": \\"中文\\", \\"n\\": 7}"'
    source = Source(text)
    body = read(View.whole(source)).requests[0].body.value
    assert body is not None
    assert source.slice(body.at("/n").span) == "7"
    assert source.slice(body.at("/model").span) == '\\"中文\\"'
    assert source.slice(body.keys["model"]) == '\\"model\\"'


def test_a_computed_value_has_the_parts_it_was_made_of() -> None:
    text = 'H=https://a.example\ncurl "$H/v1/x" -H "Authorization: Bearer $KEY"'
    source = Source(text)
    request = read(View.whole(source)).requests[0]
    assert request.url.data == "https://a.example/v1/x"
    assert [source.slice(part) for part in request.url.parts] == ["https://a.example", "/v1/x"]
    assert request.header("authorization").is_open
    assert source.slice(request.header("authorization").place()) == "Bearer $KEY"


def test_an_expansion_inside_json_has_the_literal_it_came_from() -> None:
    text = 'M=gpt-x\ncurl https://a.example -d "{\\"model\\": \\"$M\\"}"'
    source = Source(text)
    model = read(View.whole(source)).requests[0].body.value.at("/model")
    assert (model.data, model.span) == ("gpt-x", None)
    assert [source.slice(part) for part in model.parts] == ["gpt-x"]


def test_an_unquoted_unknown_in_json_is_an_unknown_value() -> None:
    body = reading('curl https://a.example -d "{\\"n\\": $N, \\"s\\": \\"x$S\\"}"').requests[0].body
    assert body.kind == "json"
    assert body.value.at("/n").kind == "unknown"
    assert body.value.at("/s").data == f"x{UNKNOWN}"
    assert not body.value.at("/s").known


def test_functions_arrays_and_loops() -> None:
    text = """
H=(-H "Authorization: Bearer k1")
call() {
  local path=$1
  shift 2>/dev/null
  curl -s "${H[@]}" "https://a.example$path"
}
for p in /v1/a /v1/b; do
  call "$p"
done
"""
    assert [request["url"] for request in requests(text)] == ["https://a.example/v1/a", "https://a.example/v1/b"]
    assert requests(text)[0]["headers"] == {"authorization": "Bearer k1"}


def test_a_function_that_is_not_called_still_shows_its_request() -> None:
    assert requests('ask() {\n  curl "https://a.example/v1/x/$1"\n}\n')[0]["url"] == f"https://a.example/v1/x/{UNKNOWN}"


def test_submit_then_poll_with_the_id_from_the_answer() -> None:
    text = """
ID=$(curl -s -X POST https://a.example/v1/videos -d '{"model": "m"}' | jq -r .id)
while true; do
  curl -s "https://a.example/v1/videos/$ID"
  sleep 5
done
"""
    assert [(request["method"], request["url"]) for request in requests(text)] == [
        ("POST", "https://a.example/v1/videos"),
        ("GET", f"https://a.example/v1/videos/{UNKNOWN}"),
    ]


def test_prompts_output_and_prose_are_no_commands() -> None:
    text = """您好,一直报错:
[root@vm-1 ~]# export K=k1
[root@vm-1 ~]# curl https://a.example/v1/models -H "Authorization: Bearer $K"
{"error":{"message":"Don't know it","type":"x"}}
root@vm-1:/opt# curl https://a.example/v1/b
ok
谢谢
"""
    assert [request["url"] for request in requests(text)] == ["https://a.example/v1/models", "https://a.example/v1/b"]
    assert requests(text)[0]["headers"] == {"authorization": "Bearer k1"}


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("curl https://a.example/x \\  \n -H 'A: b'", "spaces behind a line continuation"),
        ("curl https://a.example/x\n -H 'A: b'", "a line continuation is missing"),
        ("curl https://a.example/x \\\n\n -H 'A: b'", "a line continuation is missing"),
        ("curl https://a.example/x \\ -H 'A: b'", "line continuations were flattened into one line"),
        ('curl https://a.example/x ^\n -H "A: b"', "the command is written for the Windows command prompt"),
        ("curl.exe https://a.example/x `\n -H 'A: b'", "the line continuations are PowerShell's"),
        ("curl https://a.example/x -H “A: b”", "curly quotes stand where straight ones belong"),
        (
            "curl https://a.example/x --header='A: b'",
            "an option was written with an equals sign, which curl does not take",
        ),
    ],
)
def test_damaged_commands_are_mended_and_say_so(text: str, repair: str) -> None:
    found = reading(text).requests
    assert [request.to_dict()["headers"] for request in found] == [{"a": "b"}]
    assert found[0].url.data == "https://a.example/x"
    assert repair in [one.message for one in found[0].repairs]


def test_windows_chrome_copy() -> None:
    text = (
        'curl ^"https://a.example/v1/x^" ^\n'
        '  -H ^"content-type: application/json^" ^\n'
        '  --data-raw ^"^{^\\^"model^\\^":^\\^"m^\\^"^}^"'
    )
    assert requests(text) == [
        {
            "method": "POST",
            "url": "https://a.example/v1/x",
            "headers": {"content-type": "application/json"},
            "body": {"kind": "json", "json": {"model": "m"}},
        }
    ]


def test_an_apostrophe_in_single_quoted_json_is_mended() -> None:
    found = reading('curl https://a.example -d \'{"q": "what\'s up"}\'\n').requests[0]
    assert found.body.to_dict() == {"kind": "json", "json": {"q": "what's up"}}
    assert [one.message for one in found.repairs] == ["an apostrophe stands inside single quotes"]


def test_a_cut_off_command_shows_what_it_shows() -> None:
    found = reading('curl https://a.example/v1/x -H \'A: b\' -d \'{"model": "m", "messages": [{"ro')
    assert found.requests[0].header("a").data == "b"
    assert found.requests[0].method.data == "POST"
    assert not found.requests[0].complete
    assert not found.complete


def test_broken_quotes_leave_one_request_and_name_the_stray_words() -> None:
    found = reading('curl https://a.example/v1/x -d "{"model": "m", "text": "two words"}"')
    assert [request.url.data for request in found.requests] == ["https://a.example/v1/x"]
    assert found.requests[0].body.kind == "raw"
    assert found.not_read


def test_wrappers_are_looked_through() -> None:
    text = "sudo docker exec -it web curl -s http://127.0.0.1:3000/api/status\ntime timeout 5 curl https://a.example/x"
    assert [request["url"] for request in requests(text)] == ["http://127.0.0.1:3000/api/status", "https://a.example/x"]


def test_a_variable_that_doubles_itself_ends_as_unknown() -> None:
    started = time.perf_counter()
    found = requests("A=x\n" + "A=$A$A\n" * 60 + "curl https://a.example/$A\n")
    assert str(found[0]["url"]).endswith(UNKNOWN)
    assert time.perf_counter() - started < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "curl " + "(" * 100_000,
        "curl -d '" + "[" * 100_000 + "' https://a.example",
        "curl " + '"' * 100_001,
        "curl " + "'" * 100_001,
        'curl -d "' + "a" * 2_000_000 + '" https://a.example',
        "curl -d @- https://a.example <<EOF\n" + '{"a": 1}\n' * 100_000,
        "curl $(\n" * 20_000,
        'curl -d \'{"a":\n' * 10_000,
        "f() { f; f; }\nf\n",
        "curl " + "\\\n" * 100_000,
    ],
    ids=[
        "brackets",
        "json",
        "quotes",
        "apostrophes",
        "line",
        "heredoc",
        "substitution",
        "unclosed",
        "recursion",
        "continued",
    ],
)
def test_hostile_text_ends_in_bounded_time(text: str) -> None:
    started = time.perf_counter()
    reading(text)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("end", ["EOF", "EOF\n", "EOF  ", "EOF\n\n", "EOF\r\n"])
@pytest.mark.parametrize("head", ["", "echo hi\n", "export K=1\n"])
def test_a_here_document_ends_with_the_text(head: str, end: str) -> None:
    text = head + 'curl https://a.example/v1/x -d @- <<EOF\n{"model":"m"}\n' + end
    assert [request["body"] for request in requests(text)] == [{"kind": "json", "json": {"model": "m"}}]


def test_a_body_that_jq_builds() -> None:
    text = """PROMPT="It's \\"quoted\\" & fun"
BODY=$(jq -nc --arg m "m-1" --arg p "$PROMPT" --argjson t 256 --argjson stop '["a"]' \\
  '{model: $m, $stop, "max_tokens": $t, on: true, messages: [{role: "user", content: $p}]}')
curl https://a.example/v1/messages -d "$BODY"
curl https://a.example/v1/messages -d "$(jq -n '{a: now}')"
"""
    first, second = read(View.whole(Source(text))).requests
    assert first.to_dict()["body"] == {
        "kind": "json",
        "json": {
            "model": "m-1",
            "stop": ["a"],
            "max_tokens": 256,
            "on": True,
            "messages": [{"role": "user", "content": 'It\'s "quoted" & fun'}],
        },
    }
    assert second.to_dict()["body"] == {"kind": "raw", "raw": "<unknown>"}


def test_shift_takes_arguments_away() -> None:
    text = """API=https://a.example
call() {
  local method="$1" path="$2"; shift 2
  curl -X "$method" "$API$path" "$@"
}
call POST /v1/videos -d '{"a":1}'
call GET "/v1/videos/$ID"
"""
    found = [(request["method"], request["url"], request["body"]["kind"]) for request in requests(text)]
    assert found == [
        ("POST", "https://a.example/v1/videos", "json"),
        ("GET", "https://a.example/v1/videos/<unknown>", "none"),
    ]
