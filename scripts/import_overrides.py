"""What import_definitions.py adds to the tables, each with its reason."""

from __future__ import annotations

from typing import Any

ENDPOINTS = {
    "/v1/chat/completions": "chat", "/v1/responses": "responses", "/v1/messages": "messages",
    "/v1beta/models/{model}:{method}": "gemini", "/v1/images/generations": "images", "/v1/images/edits": "images_edits",
    "/v1/audio/speech": "audio_speech", "/v1/audio/transcriptions": "audio_transcriptions",
    "/v1/audios/generations": "suno", "/v1/videos/generations": "video_submit", "/v1/video/generations": "video_submit",
    "/v1/videos/{video_id}/remix": "video_submit", "/v1/videos/{video_id}/extend": "video_submit",
    "/v1/videos": "video_submit", "/v1/video/create": "video_submit", "/api/openapi/submit": "video_submit",
    "/api/generate": "video_submit",
}  # fmt: skip
"""Path of a definition → the value of the fact `endpoint` (rules/facts.yaml)."""

CHOSEN_BY = {
    "toapis/sora-2#character-create": ["timestamps", "from_task"],
    "toapis/gpt-image-2#edits": ["mask_url", "image_urls"],
}
"""Definitions that share model and path with another: the fields of a body that choose them."""

PARTIAL = {
    "toapis/doubao-seedance-2-0", "toapis/doubao-seedance-2-0-fast", "apimart/gemini-omni-flash-preview",
    "evolink/veo3.1-pro", "anyfast/sora-2", "anyfast/sora-2#chat", "jimmyai/Gemini-Omini",
}  # fmt: skip
"""Pages whose stored text ends early or was not seen: a field that they do not name is no finding there."""

OPEN_VALUES = {"messages[].role", "messages[].content[].type", "messages[].content[].source.type"}
"""Closed lists of the chat pages that the same pages say are incomplete (tool and developer messages are accepted)."""

VALUE_LISTS: dict[tuple[str, str], dict[str, Any]] = {
    **{
        (identity, "duration"): {"enum": [-1, 0, *range(4, 16)]}
        for identity in ("toapis/seedance-2", "toapis/seedance-2-fast")
    },
    ("toapis/seedance-2-5", "duration"): {"enum": [-1, *range(4, 31)]},
    **{
        (f"toapis/{model}", "size"): {"pattern": "^[1-9][0-9]*([:x*])[1-9][0-9]*$"}
        for model in ("vidu-image", "viduq3-fast", "viduq2-pro", "viduq2-fast")
    },
    **{
        (f"toapis/gpt-image-2.5-{model}", "resolution"): {"enum": ["1K", "2K", "4K", "1k", "2k", "4k"]}
        for model in ("flare", "sunburst")
    },
    **{
        (f"toapis/grok-imagine-1.0{suffix}", "n"): {"minimum": 1}
        for suffix in ("-edit",)
    },
}  # fmt: skip
"""Where the description says more about the values than the table: 4-15 or -1, pixels besides ratios, either case."""

ALIAS_FIELDS: dict[str, dict[str, list[str]]] = {
    **{
        f"toapis/viduq3-{model}": {"image_urls": ["input_reference", "reference_images", "images", "image"]}
        for model in ("pro-fast", "ad", "drama", "mix")
    },
    "toapis/happyhorse-1.1": {
        "image_urls": ["input_reference", "images", "image", "image_with_roles"], "aspect_ratio": ["size"]
    },
}  # fmt: skip
"""Other names that the description of a field accepts."""

FLASH = "https://docs.toapis.com/docs/en/api-reference/videos/gemini-omni-flash/generation"
PREVIEW = "https://docs.toapis.com/docs/en/api-reference/videos/gemini-omni-flash-preview-official/generation"
GUIDE = "the model guide of gemini_omni at toapis.com"

EXTRA_FIELDS: dict[str, dict[str, Any]] = {
    "toapis/gemini_omni": {
        "mode": {
            "type": "string",
            "x-known-values": ["text-to-video", "image-to-video", "reference-to-video", "video-edit"],
            "description": "Named by the model guide's example; the generation page does not list it.",
            "x-source": GUIDE,
        }
    }
}
"""Fields that another page of the same model documents."""

ASSUMED: dict[str, dict[str, Any]] = {
    "toapis/gemini_omni": {
        "image_urls": {
            "type": "array", "maxItems": 3,
            "items": {"type": "string", "format": "http-url", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
            "description": "Reference images.",
            "x-assumed": {"from": "toapis/gemini-omni-flash", "source": FLASH},
        },
        "video_list": {
            "type": "array", "maxItems": 3,
            "items": {
                "type": "object", "required": ["video_url"],
                "properties": {"video_url": {"type": "string", "format": "url",
                                             "pattern": "^([Hh][Tt][Tt][Pp][Ss]?://|data:)"}},
            },
            "description": "Input videos for editing.",
            "x-assumed": {"from": "toapis/gemini-omni-flash-preview-official", "source": PREVIEW},
        },
    }
}  # fmt: skip
"""Fields taken over from a sibling's page: accepted without a violation, never the reason of a verdict."""

EXTRA_NOTES: dict[str, list[dict[str, Any]]] = {
    "toapis/gemini_omni": [
        {
            "en": "The model guide's own minimal example is at fault: it nests prompt and duration in `input`, sends "
            "duration 5, while its table allows 6 or 10 and the generation page takes both at the top level.",
            "zh": "模型指南自带的最小示例有误：它把 prompt 和 duration 放进 `input`，且 duration 写成 5；"
            "而同页参数表只允许 6 或 10，生成接口页要求两者都在顶层。",
            "when": {"required": ["input"], "properties": {"input": {"type": "object"}}},
            "source": GUIDE,
        }
    ]
}
"""Contradictions that the tables do not carry; `when` is a schema of the bodies that they explain."""

GENERIC_TASK = {
    "id": "task_01JZEXAMPLE",
    "object": "generation.task",
    "model": "",
    "status": "queued",
    "progress": 0,
    "created_at": 1779247407,
}
"""The submit answer of every ToAPIs task (toapis.md, 'Task workflow')."""
