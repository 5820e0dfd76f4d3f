"""Bodies from the characters that are sent."""

from __future__ import annotations

import pytest

from supportdesk.reading.bodies import percent_decoded, percent_encoded, read_body, read_form
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View


def view(text: str) -> View:
    return View.whole(Source(text))


@pytest.mark.parametrize(
    ("text", "content_type", "kind"),
    [
        ('{"a": 1}', None, "json"),
        ('{"a": 1}', "text/plain", "json"),
        ("5", "application/json", "json"),
        ("5", None, "raw"),
        ("a=1&b", None, "form"),
        ("a=1", "text/plain", "raw"),
        ("{'a': 1}", "application/json", "raw"),
        ("[1, 2", "application/json", "raw"),
        ('{"a": 01}', "application/json", "raw"),
        ("", "application/json", "none"),
        ("--x\nContent-Disposition: form-data; name=a\n\n1\n--x--", "multipart/form-data; boundary=x", "multipart"),
    ],
)
def test_kind(text: str, content_type: str | None, kind: str) -> None:
    assert read_body(view(text), content_type).to_dict()["kind"] == kind


def test_form_fields_are_decoded_and_placed() -> None:
    source = Source("x=%E4%BD%A0%E5%A5%BD+a&y=&z")
    fields = read_form(View.whole(source))
    assert [(field.name.data, field.value.data if field.value else None) for field in fields] == [
        ("x", "你好 a"),
        ("y", ""),
        ("z", None),
    ]
    assert source.slice(fields[0].value.span) == "%E4%BD%A0%E5%A5%BD+a"


@pytest.mark.parametrize("text", ["a b&c=d/é?", "100%", "~-._", UNKNOWN + " x", "<b>"])
def test_encoding_is_undone_by_decoding(text: str) -> None:
    encoded = percent_encoded(view(text))
    assert percent_decoded(encoded).text == text
    assert " " not in encoded.text
