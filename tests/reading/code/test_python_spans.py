"""Where values were written: the text at a span, decoded, is the value."""

from __future__ import annotations

import ast

import pytest

from supportdesk.reading.code.python.reader import read
from supportdesk.source import Source
from supportdesk.view import View
from tests.corpus_paths import records
from tests.reading.code.spans import misplaced, values

CODE = '''# 一行注释 😀
import requests, json
BASE = "https://gw.example"
KEY = 'k\\x41'
payload = {
    "model": "m",
    'n': -1, "t": 0.5, "b": True, "none": None,
    "messages": [{"role": "user", "content": """多行
text"""}],
}
payload["late"] = "值"
r = requests.post(BASE + "/v1/x", headers={"Authorization": f"Bearer {KEY}"}, json=payload, timeout=30)
r = requests.post(f"{BASE}/v1/y", data='{"a": "\\\\u4e2d", "b": [1]}')
'''


def test_literals_have_their_own_span_with_quotes():
    source = Source(CODE)
    first = read(View.whole(source)).requests[0]
    members = first.body.value.data
    for name in ("model", "n", "t", "b", "none", "late"):
        text = source.slice(members[name].span)
        assert ast.literal_eval(text) == members[name].data
    assert source.slice(first.body.value.keys["late"]) == '"late"'
    content = first.body.value.at("/messages/0/content")
    assert source.slice(content.span) == '"""多行\ntext"""'
    assert source.slice(first.options["timeout_s"].span) == "30"


def test_computed_texts_name_the_literals_they_were_made_of():
    source = Source(CODE)
    first = read(View.whole(source)).requests[0]
    assert first.url.span is None
    assert [source.slice(part) for part in first.url.parts] == ['"https://gw.example"', '"/v1/x"']
    assert [source.slice(part) for part in first.header("authorization").parts] == ["Bearer ", "'k\\x41'"]
    assert first.header("authorization").data == "Bearer kA"


def test_members_of_json_in_a_string_have_their_own_places():
    source = Source(CODE)
    second = read(View.whole(source)).requests[1]
    assert source.slice(second.body.value.at("/a").span) == '"\\\\u4e2d"'
    assert second.body.value.at("/a").data == "中"
    assert source.slice(second.body.value.at("/b/0").span) == "1"


@pytest.mark.parametrize(
    "written",
    [
        "json.loads('''{\n \"a\": \"中\", \"b\": [7]}''')",
        'json.loads("""{"a": "\\\\u4e2d", "b": [7]}""")',
        "json.loads(r'''\n{\"a\": \"中\", \"b\": [7]}\n'''.strip())",
        'json.loads(b\'{"a": "\\\\u4e2d", "b": [7]}\'.decode())',
    ],
)
def test_members_of_json_in_any_literal_have_their_own_places(written: str):
    source = Source(f"import json, requests\nrequests.post('https://gw.example/x', json={written})")
    (request,) = read(View.whole(source)).requests
    assert request.body.value.at("/a").data == "中"
    assert source.slice(request.body.value.at("/b/0").span) == "7"
    assert misplaced(request, source) == []


def test_keyword_arguments_are_the_places_of_their_names():
    code = "client.chat.completions.create(model='m', messages=[])"
    source = Source(code)
    (request,) = read(View.whole(source)).requests
    assert source.slice(request.body.value.keys["model"]) == "model"


def test_a_changed_container_is_no_literal_any_more():
    source = Source("import requests\nx = {'a': 1}\nx['b'] = 2\nrequests.post('https://gw.example', json=x)")
    (request,) = read(View.whole(source)).requests
    assert request.body.value.span is None
    assert [source.slice(part) for part in request.body.value.parts] == ["{'a': 1}"]


def test_places_behind_prompts_are_those_of_the_source():
    source = Source(">>> import requests\n>>> requests.get(\n...   'https://gw.example/x')\n200\n")
    (request,) = read(View.whole(source)).requests
    assert source.slice(request.url.span) == "'https://gw.example/x'"


def python_states(text: str, data: object) -> bool:
    try:
        return bool(ast.literal_eval(text) == data)
    except (SyntaxError, ValueError):
        return False


def test_every_located_value_of_the_corpus_is_stated_by_its_span():
    looked = 0
    for record in records("request_code_dev.jsonl"):
        if record["language"] != "python":
            continue
        source = Source(record["code"])
        for request in read(View.whole(source)).requests:
            looked += sum(1 for value in values(request) if value.span is not None)
            wrong = [(text, data) for text, data in misplaced(request, source) if not python_states(text, data)]
            assert wrong == [], record["id"]
    assert looked > 1000
