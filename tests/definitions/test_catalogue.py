from __future__ import annotations

import pytest

from supportdesk.definitions.catalogue import lookup_model, model_on_endpoint, names_of
from tests.definitions.known import knowledge


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gpt-4o", "chat"), ("gpt-4o-2024-08-06", "chat"), ("openai/gpt-4o-mini", "chat"), ("gpt-4o-image", "image"),
        ("gpt-4o-audio-preview", "chat"), ("gpt-4o-realtime-preview", "realtime"), ("gpt-4o-mini-tts", "audio"),
        ("gpt-4o-transcribe", "audio"), ("gpt-image-1", "image"), ("dall-e-3", "image"), ("sora-2-pro", "video"),
        ("text-embedding-3-large", "embedding"), ("omni-moderation-latest", "moderation"), ("o3", "chat"),
        ("gpt-3.5-turbo-instruct", "completion"), ("claude-3-5-sonnet-20241022", "chat"),
        ("gemini-2.5-pro", "chat"), ("gemini-2.5-flash-image", "image"), ("gemini-embedding-001", "embedding"),
        ("gemini-2.5-flash-preview-tts", "audio"), ("imagen-4.0-generate-001", "image"),
        ("veo-3.0-fast-generate-001", "video"), ("gemini_omni", "video"), ("doubao-seed-1-6-250615", "chat"),
        ("doubao-seedream-4-0-250828", "image"), ("doubao-seedance-1-0-pro-250528", "video"), ("qwen-vl-max", "chat"),
        ("qwen-image-edit", "image"), ("wan2.5-t2v-preview", "video"), ("wan2.2-t2i-flash", "image"),
        ("text-embedding-v4", "embedding"), ("hunyuan-turbos-latest", "chat"), ("hunyuan-video", "video"),
        ("ernie-4.5-turbo-128k", "chat"), ("glm-4.6", "chat"), ("cogview-4", "image"), ("cogvideox-3", "video"),
        ("kimi-k2-0905-preview", "chat"), ("deepseek-ai/DeepSeek-V3.1", "chat"), ("MiniMax-M2", "chat"),
        ("MiniMax-Hailuo-2.3", "video"), ("speech-02-hd", "audio"), ("kling-v1-6", "video"), ("viduq1", "video"),
        ("viduq2-fast", "image"), ("gen4_turbo", "video"), ("luma-ray2", "video"), ("pika-2.2", "video"),
        ("chirp-v4-5", "music"), ("suno-v5", "music"), ("udio-130", "music"), ("mj_imagine", "image"),
        ("mj_video", "video"), ("flux-1.1-pro", "image"), ("stable-diffusion-xl", "image"), ("ideogram-v3", "image"),
        ("grok-4", "chat"), ("grok-2-image-1212", "image"), ("grok-imagine-1.0-video", "video"),
        ("mistral-large-latest", "chat"), ("mistral-embed", "embedding"), ("llama-3.3-70b-instruct", "chat"),
        ("command-r-plus", "chat"), ("embed-multilingual-v3.0", "embedding"), ("rerank-v3.5", "rerank"),
        ("jina-embeddings-v3", "embedding"), ("jina-reranker-v2-base-multilingual", "rerank"),
        ("BAAI/bge-m3", "embedding"), ("bge-reranker-v2-m3", "rerank"), ("acme-image-2.1-flash", "image"),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", "chat"),
        ("doubao-seaweed-241128", "video"), ("kling_image", "image"), ("text-davinci-003", "completion"),
    ],
)  # fmt: skip
def test_a_public_name_has_its_kind(name: str, kind: str) -> None:
    info = lookup_model(knowledge(), name, None)
    assert info is not None
    assert info.kind == kind
    assert info.source


@pytest.mark.parametrize("name", ["", "muse-glimmer", "mine", "x" * 5000, "*", "gpt", "\ud800"])
def test_a_name_that_nobody_knows_stays_unknown(name: str) -> None:
    assert lookup_model(knowledge(), name, "toapis") is None


@pytest.mark.parametrize(
    ("gateway", "model", "endpoint", "answer"),
    [
        ("toapis", "gemini_omni", "chat", "undocumented"),
        ("toapis", "gemini_omni", "video_submit", "documented"),
        ("toapis", "sora-2", "chat", "undocumented"),
        ("anyfast", "sora-2", "chat", "documented"),
        ("anyfast", "sora-2", "video_submit", "documented"),
        (None, "sora-2", "chat", None),
        (None, "gemini_omni", "chat", "undocumented"),
        (None, "gpt-5-mini", "chat", "documented"),
        ("toapis", "gpt-5-mini", "chat", "documented"),
        ("toapis", "gpt-5-mini", "messages", "undocumented"),
        ("toapis", "claude-opus-4-6", "messages", "documented"),
        (None, "gpt-5-mini", "messages", None),
        (None, "gpt-4o", "images", "undocumented"),
        (None, "dall-e-3", "chat", "undocumented"),
        (None, "gpt-5-codex", "chat", None),
        ("openai", "gpt-5-codex", "chat", "undocumented"),
        (None, "gpt-5-codex", "responses", "documented"),
        (None, "gpt-5-codex", "embeddings", "undocumented"),
        ("toapis", "gpt-5.3-codex-official", "chat", "undocumented"),
        ("toapis", "gpt-5.3-codex-official", "responses", "documented"),
        ("toapis", "gemini_omni", "task_poll", None),
        ("toapis", "muse-glimmer", "chat", None),
        (None, "text-embedding-3-small", "chat", "undocumented"),
    ],
)
def test_whether_a_gateway_documents_a_model_at_an_endpoint(
    gateway: str | None, model: str, endpoint: str, answer: str | None
) -> None:
    assert model_on_endpoint(knowledge(), gateway, model, endpoint) == answer


def test_models_that_make_media_and_are_priced_by_tokens() -> None:
    priced = {
        name: lookup_model(knowledge(), name, "toapis").tokens_priced  # type: ignore[union-attr]  # all are known
        for name in ("gpt-image-1", "gpt-image-2.5-flare-vip", "gpt-image-2.5-flare", "gemini_omni", "gpt-4o-image")
    }
    assert priced == {
        "gpt-image-1": True,
        "gpt-image-2.5-flare-vip": True,
        "gpt-image-2.5-flare": False,
        "gemini_omni": False,
        "gpt-4o-image": False,
    }


def test_a_price_list_overrides_the_catalogue_at_its_gateway_only() -> None:
    text = "gateway: own\nsource: s\nmodels: [{name: gemini_omni, endpoints: [chat], tokens_priced: true}]"
    own = knowledge(text)
    assert model_on_endpoint(own, "own", "gemini_omni", "chat") == "documented"
    assert model_on_endpoint(own, "own", "gemini_omni", "video_submit") == "undocumented"
    assert model_on_endpoint(own, "toapis", "gemini_omni", "chat") == "undocumented"
    info = lookup_model(own, "gemini_omni", "own")
    assert info is not None
    assert (info.kind, info.tokens_priced) == ("video", True)


def test_spellings_of_a_name() -> None:
    assert names_of("OpenAI/GPT-4o-2024-08-06") == [
        "openai/gpt-4o-2024-08-06", "gpt-4o-2024-08-06", "openai/gpt-4o", "gpt-4o"
    ]  # fmt: skip
    assert names_of("claude-3-5-sonnet@20241022")[-1] == "claude-3-5-sonnet"
    assert names_of("gpt-5") == ["gpt-5"]


@pytest.mark.parametrize(
    ("name", "kind"), [("blorp-video-x", "video"), ("acme-image-2.1", "image"), ("x-video", "video")]
)
def test_a_habit_of_naming_is_a_guess(name: str, kind: str) -> None:
    info = lookup_model(knowledge(), name, None)
    assert info is not None
    assert (info.kind, info.guessed) == (kind, True)


@pytest.mark.parametrize(
    "name",
    ["llava-video-7b", "acme-video-chat", "acme-video-72b-instruct", "acme-image-captioning", "m-video-vl-8x22b"],
)
def test_a_model_that_looks_at_media_and_writes_text_is_no_guess(name: str) -> None:
    assert lookup_model(knowledge(), name, None) is None


@pytest.mark.parametrize(
    ("name", "kind"), [("qwen-video-7b", "chat"), ("wan2.5-t2v-14b", "video"), ("sora-2", "video")]
)
def test_a_name_that_is_known_is_no_guess(name: str, kind: str) -> None:
    info = lookup_model(knowledge(), name, None)
    assert info is not None
    assert (info.kind, info.guessed) == (kind, False)
