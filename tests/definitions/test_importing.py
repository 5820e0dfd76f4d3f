from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from supportdesk.definitions.catalogue import lookup_model, model_on_endpoint
from supportdesk.definitions.importing import read_pricing, write_import
from supportdesk.errors import InputError
from tests.definitions.known import knowledge

ANSWER = {
    "success": True,
    "data": [
        {"model_name": "kling-v1-6", "quota_type": 1, "supported_endpoint_types": ["openai-video"]},
        {"model_name": "acme-film", "quota_type": 0, "supported_endpoint_types": ["openai-video", "teleport"]},
        {"model_name": "gpt-4o", "quota_type": 0, "supported_endpoint_types": ["openai", "own"]},
        {"model_name": "blorp-video-x", "quota_type": 0, "supported_endpoint_types": ["openai"]},
        {"model_name": "plain", "quota_type": 0},
        {"no": "name"},
    ],
    "supported_endpoint": {"own": {"path": "/v1/responses", "method": "POST"}},
}


def test_a_price_list_becomes_rows_that_hold_at_its_gateway(tmp_path: Path) -> None:
    imported = read_pricing(ANSWER, knowledge())
    assert imported.unknown == ["teleport"]
    path = write_import(str(tmp_path), "own", imported, "a test")
    assert Path(path) == tmp_path / "models" / "own.yaml"
    own = knowledge(Path(path).read_text(encoding="utf-8"))
    assert model_on_endpoint(own, "own", "kling-v1-6", "video_submit") == "documented"
    assert model_on_endpoint(own, "own", "gpt-4o", "responses") == "documented"
    film = lookup_model(own, "acme-film", "own")
    assert film is not None
    assert (film.kind, film.tokens_priced) == ("video", True)
    assert lookup_model(own, "acme-film", None) is None
    named = lookup_model(own, "blorp-video-x", "own")
    assert named is not None
    assert (named.kind, named.guessed) == ("chat", False)
    assert model_on_endpoint(own, "own", "plain", "chat") is None


def test_a_second_import_replaces_the_first(tmp_path: Path) -> None:
    write_import(str(tmp_path), "own", read_pricing(ANSWER, knowledge()), "a")
    path = write_import(str(tmp_path), "own", read_pricing({"data": [{"model_name": "one"}]}, knowledge()), "b")
    assert [row["name"] for row in yaml.safe_load(Path(path).read_text(encoding="utf-8"))["models"]] == ["one"]
    assert [file.name for file in (tmp_path / "models").iterdir()] == ["own.yaml"]


@pytest.mark.parametrize("data", [None, 3, [], {}, {"data": []}, {"data": [{"id": 1}]}, {"success": False}])
def test_what_is_no_price_list_is_refused(data: object) -> None:
    with pytest.raises(InputError):
        read_pricing(data, knowledge())


@pytest.mark.parametrize("gateway", ["../x", "", "a/b", "a.b"])
def test_a_gateway_id_cannot_leave_the_folder(tmp_path: Path, gateway: str) -> None:
    with pytest.raises(InputError):
        write_import(str(tmp_path), gateway, read_pricing(ANSWER, knowledge()), "s")
