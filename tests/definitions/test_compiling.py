from __future__ import annotations

from typing import Any

import pytest

from supportdesk.definitions.compiling import compile_models, compile_request_index
from supportdesk.errors import RulesError
from tests.definitions.known import files

KINDS = {"chat": {"endpoints": ["chat"], "tokens_priced": True}, "video": {"endpoints": ["video_submit"]}}


def catalogue(*models: dict[str, Any]) -> dict[str, Any]:
    return compile_models({"kinds": KINDS, "groups": [{"provider": "p", "source": "s", "models": list(models)}]})


def test_longer_patterns_come_first() -> None:
    made = catalogue({"patterns": ["gpt-*", "gpt-4o-image*", "*-image"], "kind": "chat"})
    assert ["*".join(pattern["parts"]) for pattern in made["patterns"]] == ["gpt-4o-image*", "*-image", "gpt-*"]


def test_a_row_takes_what_it_does_not_say_from_its_kind_and_group() -> None:
    row = catalogue({"name": "GPT-4o", "kind": "chat"})["names"]["gpt-4o"]
    assert (row["endpoints"], row["tokens_priced"], row["provider"], row["source"]) == (["chat"], True, "p", "s")


@pytest.mark.parametrize("models", [[{"name": "a"}], [{"name": "a", "kind": "chat"}, {"name": "A", "kind": "video"}]])
def test_a_row_without_a_kind_and_a_name_given_twice_are_refused(models: list[dict[str, Any]]) -> None:
    with pytest.raises(RulesError, match=r"models\.yaml"):
        catalogue(*models)


def test_the_index_names_every_definition_and_its_file() -> None:
    index = compile_request_index([*files(), ("requests/envelope.schema.json", {})])
    assert len(index) == len(files())
    row = next(row for row in index if row["id"] == "toapis/gemini_omni")
    assert row["file"] == "requests/toapis/gemini_omni.json"
    assert row["required"] == ["model", "prompt"]
    assert "body" not in row


def test_an_incomplete_or_repeated_definition_is_refused() -> None:
    path, definition = files()[0]
    with pytest.raises(RulesError, match="needs body"):
        compile_request_index([(path, {key: value for key, value in definition.items() if key != "body"})])
    with pytest.raises(RulesError, match="is taken by"):
        compile_request_index([(path, definition), ("requests/other.json", definition)])


def test_lists_that_a_file_does_not_state_are_left_out() -> None:
    assert "complete" not in catalogue({"name": "a", "kind": "chat"})
    assert compile_models({"complete": ["toapis"]})["complete"] == ["toapis"]
