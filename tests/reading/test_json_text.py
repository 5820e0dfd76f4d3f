"""Lenient JSON: every value at its place, whatever language printed it, in bounded time."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.reading import json_text
from supportdesk.source import Source
from supportdesk.value import Value
from supportdesk.view import View


def whole(text: str) -> View:
    return View.whole(Source(text))


def read(text: str) -> tuple[object, bool]:
    result = json_text.parse(whole(text))
    assert result is not None
    return result[0].plain(), result[2]


def scalars(value: Value) -> list[Value]:
    if value.kind == "object":
        return [found for item in value.data.values() for found in scalars(item)]
    if value.kind == "array":
        return [found for item in value.data for found in scalars(item)]
    return [value]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.booleans(), st.sampled_from([None, 2]))
def test_reads_what_json_writes_strictly_and_leniently(data: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    exact = json_text.parse_exact(whole(text))
    assert exact is not None
    assert exact.plain() == data
    lenient = json_text.parse(whole(text))
    assert lenient is not None
    assert lenient[2]
    if isinstance(data, dict | list):
        assert lenient[0].plain() == data


@given(JSON.filter(lambda data: isinstance(data, dict | list)))
def test_every_scalar_stands_at_its_span(data: object) -> None:
    text = "前 " + json.dumps(data)
    source = Source(text)
    result = json_text.parse(View.whole(source), 2)
    assert result is not None
    for scalar in scalars(result[0]):
        assert scalar.span is not None
        assert json.loads(source.slice(scalar.span)) == scalar.data


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), st.text(alphabet="ab'\"\n\\ é", max_size=8)))
def test_reads_a_python_repr(data: dict[str, str]) -> None:
    assert read(repr(data)) == (data, True)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{'a': True, 'b': None, 'c': ('x', 1)}", {"a": True, "b": None, "c": ["x", 1]}),
        ("{model: 'm', n: 1,}", {"model": "m", "n": 1}),
        ('{"a" => nil, "b"=>"c"}', {"a": None, "b": "c"}),
        ('{"a": 1, // why\n "b": /* no */ 2 # end\n}', {"a": 1, "b": 2}),
        ("{“a”: “b”}", {"a": "b"}),
        ("{'message': 'No field 'x', try 'y'', 'code': 3}", {"message": "No field 'x', try 'y'", "code": 3}),
        ("{\n  status: 400,\n  h: { a: 'b' },\n  [Symbol(k)]: 1 }", {"status": 400, "h": {"a": "b"}, "Symbol(k)": 1}),
        ("Usage(total=3, detail=Detail(cached=1))", {"total": 3, "detail": {"cached": 1}}),
        ("ApiError { code: Some(\"x\"), at: None }", {"code": "x", "at": None}),
        ('{"a": 1\n "b": 2}', {"a": 1, "b": 2}),
        ('{"a": "x" + y, "b": 1}', {"a": "<unknown>", "b": 1}),
        ("{a: f(1, 2), model}", {"a": "<unknown>", "model": "<unknown>"}),
        ("{u: `${BASE}/v1`}", {"u": "<unknown>/v1"}),
        ('{"a": "C:\\temp\\x41"}', {"a": "C:\temp\x41"}),
    ],
)  # fmt: skip
def test_reads_what_other_languages_print(text: str, data: object) -> None:
    result = json_text.parse(whole(text))
    assert result is not None
    assert result[0].plain() == data
    assert result[1] == len(text)
    assert result[2]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"a": {"b": [1, 2', {"a": {"b": [1, 2]}}),
        ('{"a": "cut of', {"a": "cut of"}),
        ('{"a": [1, 2}', {"a": [1, 2]}),
        ('{"a": 1, "b', {"a": 1}),
        ('{"a": 1 and then prose', {"a": "<unknown>"}),
    ],
)
def test_a_cut_or_broken_value_is_open_and_not_complete(text: str, data: object) -> None:
    result = json_text.parse(whole(text))
    assert result is not None
    assert result[0].plain() == data
    assert not result[2] or data == {"a": "<unknown>"}


def test_left_out_members_leave_the_object_open() -> None:
    result = json_text.parse(whole('{"a": 1, ... }'))
    assert result is not None
    assert result[0].is_open
    assert result[2]


@pytest.mark.parametrize(
    "text", ["{'a': 1}", '{"a": 1,}', '{"a": 01}', '{"a"=1}', "[1 2]", '{"a": "\n"}', "{a: 1}", "[tru]"]
)
def test_strict_reading_refuses_what_json_refuses(text: str) -> None:
    assert json_text.parse(whole(text), lenient=False) is None


def test_finds_objects_in_prose_and_passes_over_brackets_of_prose() -> None:
    text = "见 [图1] (see {this}) got: {\"a\": 1} then [2024-01-01] {'b': [2]} and {} 好"
    found = [(text[start:end], value.plain()) for start, end, value, _ in json_text.find_all(whole(text))]
    assert found == [('{"a": 1}', {"a": 1}), ("{'b': [2]}", {"b": [2]})]


def test_json_in_a_string_in_a_string_keeps_its_places() -> None:
    inner = json.dumps({"message": "无\t效", "code": 7})
    text = "log: " + json.dumps({"body": json.dumps({"error": inner})})
    source = Source(text)
    view = View.whole(source)
    value = next(json_text.find_all(view))[2]
    for name in ("body", "error"):
        view = json_text.content(view, value.data[name])
        parsed = json_text.parse(view)
        assert parsed is not None
        value = parsed[0]
    code = value.data["code"]
    assert value.data["message"].data == "无\t效"
    assert source.slice(code.span) == "7"
    message = value.data["message"]
    literal = source.slice(message.span)
    assert literal.startswith('\\\\\\"')
    assert "u65e0" in literal


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "{'a " * 100_000,
        '{"a" x ' * 100_000,
        '{"' + "\\" * 1_000_000,
        "{a: " + "(" * 500_000,
        '"' * 500_000,
        "[" + "1," * 300_000,
        "{'a': '" + "x' y " * 100_000,
        '{"a": f(\'' * 50_000,
        "A(b=" * 100_000,
        '{"a\n' * 100_000,
        '\ud800{"a": "\udfff\x00"}' * 20_000,
    ],
    ids=range(13),
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    begun = time.process_time()
    for start, end, value, _ in json_text.find_all(whole(text)):
        assert 0 <= start < end <= len(text)
        value.plain()
    assert time.process_time() - begun < 6


def test_depth_is_limited() -> None:
    result = json_text.parse(whole("[" * 300 + "]" * 300))
    assert result is not None
    assert not result[2]


def test_a_map_printed_without_quotes_says_what_its_sentences_say() -> None:
    text = "{error: {code: bad_size, message: The size is not offered by this model., param: null}}"
    value = json_text.parse(View.whole(Source(text)))[0].data["error"].data["message"]
    assert (value.kind, value.data) == ("string", "The size is not offered by this model.")
    for program in ("{a: Foo, b: new Bar(), c: x ? A : B, d: Some.thing, e: await Go.run()}", "{a: Model as Other}"):
        assert all(item.kind != "string" for item in json_text.parse(View.whole(Source(program)))[0].data.values()), (
            program
        )
