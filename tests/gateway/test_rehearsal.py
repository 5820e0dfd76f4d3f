"""Plans, forms and modes of every definition; what is typed is read back; help stands in both languages."""

from __future__ import annotations

import pytest

from supportdesk.definitions.library import load_definition
from supportdesk.gateway.rehearsal import advised_mode, form_of, help_of, plan, read_value, value_at, written_value
from supportdesk.judging.compile import load_knowledge

ROWS = [row for row in load_knowledge().requests if row["status"] == "current"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_definition_has_a_form(row: dict[str, str]) -> None:
    definition = load_definition(row["file"])
    fields = form_of(definition)
    assert {field.name.partition(".")[0] for field in fields} <= set(definition["body"]["properties"])
    for field in fields:
        texts = help_of(field, load_knowledge())
        assert bool(texts["en"]) == bool(texts["zh"])
        assert not texts["en"] or texts["en"] != texts["zh"] or texts["en"].isascii()
        value = value_at(definition["minimal_request"], field.name)
        if value is not None:
            assert read_value(written_value(value, field), field) == value
    assert advised_mode(definition, definition["minimal_request"]) in [*definition["modes"], None]


def test_every_help_text_has_its_chinese() -> None:
    knowledge = load_knowledge()
    said = {field.help for row in knowledge.requests for field in form_of(load_definition(row["file"])) if field.help}
    assert said - set(knowledge.words["field_help"]) == set()


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        ({}, "text-to-video"),
        ({"image_urls": ["https://e.com/a.png"]}, "image-to-video"),
        ({"image_urls": ["https://e.com/a.png", "https://e.com/b.png"]}, "reference-to-video"),
        ({"video_list": [{"video_url": "https://e.com/a.mp4"}]}, "video-edit"),
        ({"mode": "video-edit"}, "video-edit"),
    ],
)
def test_the_mode_is_advised_from_what_is_given(values: dict[str, object], mode: str) -> None:
    assert plan(load_knowledge(), "toapis", "gemini_omni", {"prompt": "x", **values}).mode == mode


def test_dotted_names_and_typed_values() -> None:
    made = plan(load_knowledge(), "toapis", "gemini_omni", {"prompt": "x", "duration": 6})
    fields = {field.name: field for field in form_of(made.envelope)}
    assert read_value("10", fields["duration"]) == 10
    assert read_value("ten", fields["duration"]) == "ten"
    assert read_value("10", fields["prompt"]) == "10"
    assert read_value("https://a https://b", fields["image_urls"]) == ["https://a", "https://b"]
    assert read_value("https://a", fields["video_list"]) == [{"video_url": "https://a"}]
    assert read_value('["https://a"]', fields["image_urls"]) == ["https://a"]
