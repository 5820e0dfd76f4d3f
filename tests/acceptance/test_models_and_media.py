"""What servers say of a model that does not fit, of media that cannot be fetched or read, and of empty messages."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import verdict

UNREACHABLE = "request.media-unreachable"
MEDIA = "request.media-invalid"
KIND = "endpoint.wrong-kind"
UNKNOWN = "model.not-found"
RETIRED = "model.retired"
MISSING = "request.missing-parameter"
ORDER = "request.message-order"
LONG = "request.context-too-long"
UNSUPPORTED = "request.unsupported-parameter"
VALUE = "request.invalid-value"
CHAT = "endpoint.chat-for-media"
TYPE = "request.invalid-type"
CASES = [
    ("DNS lookup 172.20.0.9(family:4, host:oss.lan) is not allowed. Because, It is private IP address.", UNREACHABLE),
    ("referenceImages: Failed to fetch asset", UNREACHABLE),
    ("download form url error", UNREACHABLE),
    ("Could not read file from url https://cdn.example.com/v.mp4", UNREACHABLE),
    ("Error fetching image_url: getaddrinfo ENOTFOUND storage", UNREACHABLE),
    ("unable to fetch the image: dial tcp 10.8.0.4:9000: i/o timeout", UNREACHABLE),
    ("cannot load video from the provided url: 403 Forbidden", UNREACHABLE),
    ("audio host resolves to a private address", UNREACHABLE),
    ("reference_audio must be provided as a web url", MEDIA),
    (
        "The parameter `content` specified in the request is not valid: reference_audio must be provided as a web url",
        MEDIA,
    ),
    ("image_tail: base64 is not supported, send a url", MEDIA),
    ("image: unknown format", MEDIA),
    ("no human face detected in the first frame", MEDIA),
    ("embedding models do not support chat", KIND),
    ('"bge-large" does not support rerank', KIND),
    ("This server does not support reranking. Start it with `--reranking`", KIND),
    ("You are not allowed to request embeddings from this model", KIND),
    ("Model Qwen/Qwen3-Embedding-8B is not supported for task text-generation and provider nebius.", KIND),
    ("model rerank-v3 is not supported by the chat API", KIND),
    ("The kimi-k9 model does not support the coding plan feature.", KIND),
    ("model voice-2 does not support image generation", KIND),
    ("The request targeted an endpoint that does not exist or is invalid. Request id: 0217", UNKNOWN),
    ("invalid params, unknown model 'speech-99'", UNKNOWN),
    ("Unsupported managed speech model", UNKNOWN),
    ("The requested model is not supported.", UNKNOWN),
    ("Model 'sdxl-9' is not supported. Supported models: sdxl-1, sdxl-2", UNKNOWN),
    ("Requested model 'qwen-x' is not among the available models", UNKNOWN),
    ("Version does not exist, or you do not have permission to access it", UNKNOWN),
    ("Invalid model. The sonar-small models have been sunset.", RETIRED),
    ("model claude-1.3 was deprecated and reached its end-of-life", RETIRED),
    ("An empty assistant message was provided.", MISSING),
    ("Empty text content is not allowed", MISSING),
    ("image-to-video requires image_url", MISSING),
    ("缺少首帧图片", MISSING),
    ("image generation models are not supported on the chat completions endpoint", CHAT),
    ("cogview-4 是绘图模型，请使用图像接口", CHAT),
    ("dall-e-3 is not supported in the v1/chat/completions endpoint", CHAT),
    ("chat-x does not support successive user or assistant messages (messages[3] and messages[4])", ORDER),
    ("Item with id 'fc_9' not found. Items are not persisted when `store` is set to false.", ORDER),
    ("inputs tokens + max_new_tokens must be <= 4097", LONG),
    ("Input length 7000 exceeds the maximum allowed length 4096", LONG),
    ("This model does not support enable_search.", UNSUPPORTED),
    ("service_tier is not available for this model", UNSUPPORTED),
    ("Thinking may not be enabled when tool_choice forces tool use.", UNSUPPORTED),
    ("该模型不支持首尾帧", UNSUPPORTED),
    ("prompt is too short", VALUE),
    ("Unsupported output video duration 12 seconds, supported durations are [4,6,8].", VALUE),
    ("Please enter callBackUrl.", MISSING),
    ("Invalid value at 'contents' (type.googleapis.com/google.ai.Content), \"hi\"", TYPE),
]


@pytest.mark.parametrize(("words", "cause"), CASES)
def test_words_of_a_server(words: str, cause: str) -> None:
    envelope = json.dumps({"error": {"message": words}}, ensure_ascii=False)
    for text in (f"Error: {words}", envelope):
        assert verdict(text)[0] == cause, text


@pytest.mark.parametrize(("words", "cause"), CASES)
def test_words_of_a_server_that_a_person_repeats(words: str, cause: str) -> None:
    causes = diagnose_text(f"今天调用接口报错，提示“{words}”，昨天还是好的，请帮忙看看。")["causes"]
    first = 2 if words == "image-to-video requires image_url" else 1  # the name of the field is like media out of reach
    assert cause in [one["cause"] for one in causes[:first]]


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("dial tcp 10.8.0.4:9000: i/o timeout", "network.unreachable"),
        ("image_url must be provided", MISSING),
        ("TypeError: Failed to fetch", "network.unreachable"),
    ],
)
def test_words_of_another_sense(words: str, cause: str) -> None:
    assert verdict(f"Error: {words}")[0] == cause


@pytest.mark.parametrize(
    ("issue", "cause"),
    [
        ({"code": "invalid_type", "expected": "string", "received": "undefined", "message": "Required"}, MISSING),
        ({"code": "invalid_type", "expected": "number", "received": "string", "message": "Expected number"}, TYPE),
        ({"code": "too_big", "maximum": 10, "message": "Number must be less than or equal to 10"}, VALUE),
    ],
)
def test_issues_under_words_that_the_body_failed(issue: dict[str, object], cause: str) -> None:
    body = {"error": "Validation of body failed", "issues": [{**issue, "path": ["duration"]}]}
    assert verdict(json.dumps(body))[0] == cause
