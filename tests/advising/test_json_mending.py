"""Nearly JSON becomes JSON with as little changed as can be, or is left alone."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.advising.json_mending import mend_json


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('{"a": 1,}', '{"a": 1}'),
        ('{"a": [1, 2,\n], }', '{"a": [1, 2\n] }'),
        ("{\u201cmodel\u201d: \u201cgpt\u201d, 'n': 1}", '{"model": "gpt", "n": 1}'),
        ("{model: gpt-5-mini, n: 2}", '{"model": "gpt-5-mini", "n": 2}'),
        ('{"a": True, "b": None, "c": undefined}', '{"a": true, "b": null, "c": null}'),
        ('{"a": "x" "b": 2}', '{"a": "x", "b": 2}'),
        ('{"a": 1,, "b": 2}', '{"a": 1, "b": 2}'),
        ('{"a": "one\ntwo"}', '{"a": "one\\ntwo"}'),
        ('{"a": 1, // why\n "b": 2 /* so */}', '{"a": 1,\n "b": 2 }'),
        ('{\uff02a\uff02\uff1a 1\uff0c "b": 2}', '{"a": 1, "b": 2}'),
        ("{'a': 'it\\'s \"q\"'}", '{"a": "it\'s \\"q\\""}'),
        ('{"a": \u201che said \u201chi\u201d twice\u201d}', '{"a": "he said \u201chi\u201d twice"}'),
        ('{1: "x"}', '{"1": "x"}'),
    ],
)
def test_what_is_meant_is_written_as_json(text: str, mended: str) -> None:
    assert mend_json(text) == mended


@pytest.mark.parametrize(
    "text", ["", "x", '"a"', "{", '{"a": 1', '{"a" 1}', '{"a":}', "[1 2", "{]", '{"a": 1} b', "{'a: 1}", '{"a": NaN}']
)
def test_what_is_meant_is_not_guessed(text: str) -> None:
    assert mend_json(text) is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab\"'\\\n\u201c\u2019,:{}[]/#", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab ", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    value=st.dictionaries(st.text("ab", min_size=1, max_size=3), VALUES, max_size=3), indent=st.sampled_from([None, 2])
)
@settings(max_examples=200, deadline=None)
def test_json_stays_as_it_is(value: object, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    assert mend_json(text) == text


@pytest.mark.parametrize(
    "text", ["[" * 50_000, '{"a": "' + "\\" * 40_000, "{" + "'a' " * 12_000 + "}", "#" * 50_000, "[1 " * 16_000]
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    mend_json(text)
    assert time.perf_counter() - started < 2
