from __future__ import annotations

import pytest

from supportdesk.definitions.select import path_fits, select, task_definition
from tests.definitions.known import knowledge

VIDEO = "/v1/videos/generations"


def chosen(gateway: str, model: str | None, path: str | None, fields: tuple[str, ...] = ()) -> str | None:
    info = select(knowledge(), gateway, model, method="post", path=path, fields=fields)
    return info.id if info else None


@pytest.mark.parametrize(
    ("model", "path", "fields", "identity"),
    [
        ("gemini_omni", VIDEO, (), "toapis/gemini_omni"),
        ("GEMINI_OMNI", VIDEO + "/", (), "toapis/gemini_omni"),
        ("nano-banana", "/v1/images/generations", (), "toapis/gemini-2.5-flash-image-preview"),
        ("kling-v3", VIDEO, (), "toapis/kling-v3"),
        ("kling-2-6", VIDEO, (), "toapis/kling-2-6@older"),
        ("sora-2", VIDEO, ("prompt",), "toapis/sora-2@older"),
        ("sora-2", VIDEO, ("timestamps", "url"), "toapis/sora-2#character-create"),
        ("sora-2", "/v1/videos/abc/remix", (), "toapis/sora-2#remix"),
        ("gpt-image-2", "/v1/images/generations", ("prompt",), "toapis/gpt-image-2"),
        ("gpt-image-2", "/v1/images/generations", ("prompt", "image_urls"), "toapis/gpt-image-2#edits"),
        ("seedance-2", "/v1/video/generations", (), "toapis/seedance-2@older"),
        ("gpt-4o", "/v1/chat/completions", (), "toapis/*"),
        ("claude-haiku-4-5", "/v1/chat/completions", (), "toapis/claude-haiku-4-5"),
        ("claude-opus-4-1", "/v1/messages", (), "toapis/claude-*#messages"),
        ("gemini_omni", "/v1/chat/completions", (), None),
        ("gemini_omni", "<unknown>/videos/generations", (), "toapis/gemini_omni"),
        ("gemini_omni", "<unknown>", (), None),
        ("gemini_omni", None, ("prompt",), "toapis/gemini_omni"),
        ("gemini_omni", None, ("messages",), None),
        (None, "/v1/chat/completions", (), "toapis/*"),
        (None, VIDEO, (), None),
    ],
)
def test_the_definition_that_fits_best(
    model: str | None, path: str | None, fields: tuple[str, ...], identity: str | None
) -> None:
    assert chosen("toapis", model, path, fields) == identity


def test_another_gateway_has_its_own() -> None:
    assert chosen("anyfast", "sora-2", "/v1/chat/completions") == "anyfast/sora-2#chat"
    assert chosen("toapis", "veo3_1", "/api/openapi/submit") is None


def test_a_task_is_submitted_where_its_definition_says() -> None:
    def of(gateway: str, model: str, *fields: str) -> str | None:
        info = task_definition(knowledge(), gateway, model, fields)
        return info.id if info else None

    assert of("toapis", "gemini_omni") == "toapis/gemini_omni"
    assert of("anyfast", "sora-2") == "anyfast/sora-2"
    assert of("kkiai", "sora-2") == "kkiai/sora-2"
    assert of("toapis", "gpt-image-2", "image_urls") == "toapis/gpt-image-2#edits"
    assert of("toapis", "gpt-5.4") is None
    assert of("toapis", "nobody") is None


@pytest.mark.parametrize(
    ("template", "path", "fits"),
    [
        ("/v1/videos", "/v1/videos", True),
        ("/v1/videos", "//v1//videos/", True),
        ("/v1/videos", "/v1/videos/x", False),
        ("/v1/videos", "/proxy/v1/videos", False),
        ("/v1beta/models/{model}:{method}", "/v1beta/models/gemini-2.5-pro:generateContent", True),
        ("/v1beta/models/{model}:{method}", "/v1beta/models/gemini-2.5-pro", False),
        ("/v1/videos/{video_id}/remix", "/v1/videos/<unknown>/remix", True),
    ],
)
def test_paths(template: str, path: str, fits: bool) -> None:
    assert path_fits(template, path) is fits
