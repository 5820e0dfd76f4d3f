"""What the constraint sentences of models.json say, as JSON Schema: the table behind import_definitions.py.

A sentence that allows it without guessing became one or more cross-field rules; a rule is a member of the body's
`allOf` with `x-at` (the pointer that is reported), `x-kind` (missing or value) and `x-message`. A sentence that is not
here stays a note. A default counts as sent only where the page makes the rule depend on it (`audio=true requires
mode=pro`, where mode defaults to std).
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

FRAME_ROLES = ["first_frame", "last_frame"]
REFERENCE_ROLES = ["reference", "reference_image"]
WIDE_RATIOS = ["16:9", "9:16", "2:1", "1:2", "21:9", "9:21"]
MEDIA = ["image_urls", "image_with_roles", "reference_images", "video_with_roles", "audio_with_roles"]


def has(path: str, schema: Schema | bool = True) -> Schema:
    """Return the schema of an object in which the dotted `path` is there and fits `schema`."""
    head, _, rest = path.partition(".")
    inner = has(rest, schema) if rest else schema
    return {"required": [head], "properties": {head: inner}}


def where(path: str, schema: Schema) -> Schema:
    """Return the schema of an object in which the dotted `path`, if it is there, fits `schema`."""
    head, _, rest = path.partition(".")
    return {"properties": {head: where(rest, schema) if rest else schema}}


def rule(at: str, en: str, zh: str, schema: Schema, kind: str = "value") -> Schema:
    """Return one cross-field rule; `at` is a dotted path."""
    return {"x-at": "/" + at.replace(".", "/"), "x-kind": kind, "x-message": {"en": en, "zh": zh}, **schema}


def exclusive(one: str, other: str) -> Schema:
    """Return the rule that two fields are never sent together."""
    return rule(
        other, f"{one} and {other} cannot be sent together", f"{one} 与 {other} 不能同时发送",
        {"not": {"allOf": [has(one), has(other)]}},
    )  # fmt: skip


def needs(field: str, other: str) -> Schema:
    """Return the rule that a field is sent only together with another."""
    return rule(
        other, f"{field} requires {other}", f"使用 {field} 时必须提供 {other}",
        {"if": has(field), "then": has(other)}, "missing",
    )  # fmt: skip


def one_of(fields: list[str], *, exactly: bool = False) -> Schema:
    """Return the rule that at least (or exactly) one of some fields is sent; the first is the one reported."""
    en, zh = (
        ("exactly one of", "必须且只能提供其中一个：") if exactly else ("at least one of", "至少需要提供其中一个：")
    )
    listed = ", ".join(fields)
    word = "oneOf" if exactly else "anyOf"
    return rule(fields[0], f"{en} {listed} is required", f"{zh}{listed}", {word: [has(f) for f in fields]}, "missing")


def only_with(when: str, value: Any, then: str, allowed: list[Any]) -> Schema:
    """Return the rule that a value of one field admits only some values of another."""
    shown = ", ".join(str(item) for item in allowed)
    return rule(
        then, f"{when} {value} allows only {then} {shown}", f"{when} 为 {value} 时，{then} 只能是 {shown}",
        {"if": has(when, {"const": value}), "then": where(then, {"enum": allowed})},
    )  # fmt: skip


def never_both(when: str, value: Any, then: str, refused: list[Any]) -> Schema:
    """Return the rule that two values exclude each other."""
    shown = ", ".join(str(item).lower() if isinstance(item, bool) else str(item) for item in refused)
    word = str(value).lower() if isinstance(value, bool) else value
    return rule(
        then, f"{when}={word} cannot be combined with {then} {shown}", f"{when}={word} 不能与 {then} {shown} 同时使用",
        {"not": {"allOf": [has(when, {"const": value}), has(then, {"enum": refused})]}},
    )  # fmt: skip


def roles(names: list[str]) -> Schema:
    """Return the schema of a list in which one entry has one of the roles."""
    return {"contains": has("role", {"enum": names})}


def at_most(role: str, count: int) -> Schema:
    """Return the rule that image_with_roles has at most `count` entries of a role."""
    many = {"contains": has("role", {"const": role}), "minContains": 0, "maxContains": count}
    return rule(
        "image_with_roles", f"at most {count} entries of role {role}", f"角色 {role} 最多 {count} 个",
        where("image_with_roles", many),
    )  # fmt: skip


PRO_AUDIO = rule(
    "audio", "audio=true requires mode=pro (mode is std when left out)",
    "audio=true 要求 mode=pro（不填时 mode 为 std）",
    {"if": has("audio", {"const": True}), "then": has("mode", {"const": "pro"})},
)  # fmt: skip
PRO_PAIR = rule(
    "image_urls", "two images require mode=pro", "两张图片要求 mode=pro",
    {"if": has("image_urls", {"minItems": 2}), "then": has("mode", {"const": "pro"})},
)  # fmt: skip
PAIR_OR_AUDIO = rule(
    "image_urls", "two images and audio=true exclude each other", "两张图片与 audio=true 不能同时使用",
    {"not": {"allOf": [has("image_urls", {"minItems": 2}), has("audio", {"const": True})]}},
)  # fmt: skip
ROLES_APART = rule(
    "image_with_roles", "frame roles and reference roles cannot be mixed", "首尾帧角色与参考角色不能混用",
    {"not": has("image_with_roles", {"allOf": [roles(FRAME_ROLES), roles(REFERENCE_ROLES)]})},
)  # fmt: skip
AUDIO_NEEDS_PICTURE = rule(
    "audio_with_roles", "reference audio needs at least one reference image or video",
    "参考音频必须同时带至少一张参考图片或一段参考视频",
    {"if": has("audio_with_roles", {"minItems": 1}),
     "then": {"anyOf": [has(f) for f in ("image_urls", "image_with_roles", "video_with_roles")]}},
)  # fmt: skip
TOOLS_TEXT_ONLY = rule(
    "tools", "tools works only for text-to-video, without any media", "tools 仅支持纯文生视频，不能带任何素材",
    {"if": has("tools", {"minItems": 1}), "then": {"not": {"anyOf": [has(f, {"minItems": 1}) for f in MEDIA]}}},
)  # fmt: skip
NO_TWO_IMAGES = rule(
    "image_urls", "exactly two images are not supported: only 0, 1 or 3", "不支持恰好两张图片，只能是 0、1 或 3 张",
    where("image_urls", {"not": {"minItems": 2, "maxItems": 2}}),
)  # fmt: skip
TEXT_ONLY = rule(
    "messages", "the model takes text only: image_url blocks are not supported",
    "该模型仅支持文本，不支持 image_url 内容块",
    where("messages", {"items": where("content", {"items": where("type", {"not": {"const": "image_url"}})})}),
)  # fmt: skip
WIDE_4K = only_with("resolution", "4k", "size", WIDE_RATIOS)
FRAME_FIRST = rule(
    "metadata.image_list", "an end_frame requires a first_frame", "使用 end_frame 时必须同时提供 first_frame",
    where("metadata", where("image_list", {
        "if": {"contains": has("type", {"const": "end_frame"})},
        "then": {"contains": has("type", {"const": "first_frame"})}})),
)  # fmt: skip
SUNO_SIMPLE = rule(
    "prompt", "with custom_mode=false the prompt has at most 500 characters",
    "custom_mode=false 时 prompt 最多 500 字符",
    {"if": has("custom_mode", {"const": False}), "then": where("prompt", {"maxLength": 500})},
)  # fmt: skip

RULES: dict[str, list[Schema]] = {
    "resolution=1080p requires aspect_ratio 16:9.": [only_with("resolution", "1080p", "aspect_ratio", ["16:9"])],
    "1080p only with aspect_ratio 16:9.": [only_with("resolution", "1080p", "aspect_ratio", ["16:9"])],
    "Exactly 2 images is not supported: only 0, 1 or 3.": [NO_TWO_IMAGES],
    "image_urls and video_list are mutually exclusive.": [exclusive("image_urls", "video_list")],
    "metadata.enable_gif=true cannot be combined with metadata.resolution 1080p or 4k.": [
        never_both("metadata.enable_gif", True, "metadata.resolution", ["1080p", "4k"])
    ],
    "GIF cannot be combined with 1080p or 4k.": [never_both("enable_gif", True, "resolution", ["1080p", "4k"])],
    "Exactly one source: url or from_task must be given.": [one_of(["url", "from_task"], exactly=True)],
    "image plus reference_images together: at most 8 images.": [
        rule("reference_images", "image and reference_images together: at most 8",
             "image 与 reference_images 合计最多 8 张",
             {"if": has("image"), "then": where("reference_images", {"maxItems": 7})})
    ],
    "image_urls and image_with_roles must not be sent together.": [exclusive("image_urls", "image_with_roles")],
    "image_urls and image_with_roles not together.": [exclusive("image_urls", "image_with_roles")],
    "image_urls and image_with_roles not together; frame roles and reference_image not together.": [
        exclusive("image_urls", "image_with_roles"), ROLES_APART
    ],
    "At most 1 first_frame, 1 last_frame, 9 reference_image.": [
        at_most("first_frame", 1), at_most("last_frame", 1), at_most("reference_image", 9)
    ],
    "Frame roles and reference roles cannot be mixed (three exclusive modes: first frame, first+last frame, "
    "multimodal reference).": [ROLES_APART],
    "Frame roles cannot be mixed with reference roles.": [ROLES_APART],
    "audio_with_roles needs at least one image or video reference.": [AUDIO_NEEDS_PICTURE],
    "Reference audio needs at least one reference image or video.": [AUDIO_NEEDS_PICTURE],
    "tools works only for pure text-to-video.": [TOOLS_TEXT_ONLY],
    "tools only for text-to-video.": [TOOLS_TEXT_ONLY],
    "Role reference with resolution 1080p is not supported.": [
        rule("resolution", "role reference does not support resolution 1080p", "角色 reference 不支持 1080p",
             {"not": {"allOf": [has("image_with_roles", roles(["reference"])), has("resolution", {"const": "1080p"})]}})
    ],
    "audio=true requires mode=pro.": [PRO_AUDIO],
    "2 images require mode=pro.": [PRO_PAIR],
    "2 images and audio=true are mutually exclusive.": [PAIR_OR_AUDIO],
    "audio=true and two images each require mode=pro and exclude each other.": [PRO_AUDIO, PRO_PAIR, PAIR_OR_AUDIO],
    "Older page: duration only 5, 10 or 15, and 15 is text-to-video only (10 at most with images).": [
        rule("duration", "with images the duration is at most 10", "带图片时 duration 最大为 10",
             {"if": has("image_urls", {"minItems": 1}), "then": where("duration", {"maximum": 10})})
    ],
    "audio=true and video_list are mutually exclusive.": [
        rule("video_list", "audio=true and video_list exclude each other", "audio=true 与 video_list 不能同时使用",
             {"not": {"allOf": [has("audio", {"const": True}), has("video_list", {"minItems": 1})]}})
    ],
    "end_frame requires first_frame (the name is end_frame here, last_frame on other pages).": [FRAME_FIRST],
    "image_urls and metadata.reference_urls are mutually exclusive.": [
        exclusive("image_urls", "metadata.reference_urls")
    ],
    "prompt is marked required, but its text says optional for image and reference modes.": [
        one_of(["prompt", "image_urls", "metadata.reference_urls"])
    ],
    "prompt is required except for image-to-video.": [
        one_of(["prompt", "image_urls", "input_reference", "images", "image", "image_with_roles"])
    ],
    "prompt may be empty when multi_shot=true and shot_type=customize.": [
        rule("prompt", "prompt is required unless multi_shot=true and shot_type=customize",
             "除非 multi_shot=true 且 shot_type=customize，否则必须提供 prompt",
             {"anyOf": [has("prompt"), {"allOf": [has("multi_shot", {"const": True}),
                                                  has("shot_type", {"const": "customize"})]}]}, "missing")
    ],
    "A prompt alone fails upstream with InvalidParameter: Missing required field 'subjects' in request body; give a "
    "reference video (url or video_list) and a reference image.": [
        one_of(["url", "video_list", "image_urls", "input_reference", "reference_images", "images", "image",
                "metadata"])
    ],
    "Exactly one of image_urls or metadata.reference_urls is required; a prompt-only request is an error.": [
        one_of(["image_urls", "metadata.reference_urls"], exactly=True)
    ],
    "aspect_ratio=adaptive is not allowed for text-to-video.": [
        rule("aspect_ratio", "adaptive is not allowed for text-to-video", "文生视频不支持 adaptive",
             {"if": has("aspect_ratio", {"const": "adaptive"}), "then": {"anyOf": [has(f) for f in MEDIA]}})
    ],
    "1080P allows only duration 6.": [only_with("resolution", "1080P", "duration", [6])],
    "1080p only with duration 6.": [only_with("resolution", "1080p", "duration", [6])],
    "prompt is required when image_urls is absent.": [one_of(["prompt", "image_urls"])],
    "First-last-frame mode does not support 512P and needs image_urls as first frame.": [
        needs("metadata.last_frame_image", "image_urls"),
        rule("resolution", "512P is not supported with a last frame", "首尾帧模式不支持 512P",
             {"if": has("metadata.last_frame_image"), "then": where("resolution", {"not": {"const": "512P"}})}),
    ],
    "reference-to-video needs 1-9 reference_images; video-edit allows up to 5.": [
        rule("reference_images", "action reference-to-video requires reference_images",
             "action 为 reference-to-video 时必须提供 reference_images",
             {"if": has("action", {"const": "reference-to-video"}), "then": has("reference_images", {"minItems": 1})},
             "missing"),
        rule("reference_images", "action video-edit takes at most 5 reference_images",
             "action 为 video-edit 时 reference_images 最多 5 张",
             {"if": has("action", {"const": "video-edit"}), "then": where("reference_images", {"maxItems": 5})}),
    ],
    "url is required when action=video-edit.": [
        rule("url", "action video-edit requires url", "action 为 video-edit 时必须提供 url",
             {"if": has("action", {"const": "video-edit"}), "then": has("url")}, "missing")
    ],
    "4k only with 16:9, 9:16, 2:1, 1:2, 21:9, 9:21.": [WIDE_4K],
    "mask_url requires image_urls.": [needs("mask_url", "image_urls")],
    "Use one of reference_images and image_urls.": [exclusive("reference_images", "image_urls")],
    "google_image_search needs google_search=true.": [
        rule("metadata.google_search", "google_image_search needs google_search=true",
             "google_image_search 需要 google_search=true",
             {"if": has("metadata.google_image_search", {"const": True}),
              "then": has("metadata.google_search", {"const": True})})
    ],
    "match_input_image only with image_urls.": [
        rule("size", "match_input_image needs image_urls", "match_input_image 需要同时提供 image_urls",
             {"if": has("size", {"const": "match_input_image"}), "then": has("image_urls")})
    ],
    "size=auto needs image_urls.": [
        rule("size", "size auto needs image_urls", "size 为 auto 时需要提供 image_urls",
             {"if": has("size", {"const": "auto"}), "then": has("image_urls")})
    ],
    "With layer_decomposition=true, size must be 1K or 2K (not a ratio, not pixels).": [
        only_with("layer_decomposition", True, "size", ["1K", "2K"])
    ],
    "Text only: image_url blocks are not supported.": [TEXT_ONLY],
    "max_tokens: claude-sonnet-4-6 at most 64000, claude-opus-4-6 at most 32000.": [
        rule("max_tokens", f"{model} allows max_tokens up to {most}", f"{model} 的 max_tokens 最大为 {most}",
             {"if": has("model", {"const": model}), "then": where("max_tokens", {"maximum": most})})
        for model, most in (("claude-sonnet-4-6", 64000), ("claude-opus-4-6", 32000))
    ],
    "At least one of prompt and reference media.": [one_of(["prompt", "image_urls", "video_urls"])],
    "duration and aspect_ratio are not accepted; the output follows the input video.": [
        rule(field, f"{field} is not accepted: the output follows the input video", f"不接受 {field}，输出跟随输入视频",
             {"not": has(field)})
        for field in ("duration", "aspect_ratio")
    ],
    "image_end requires image_start; not with more than 2 images in total.": [needs("image_end", "image_start")],
    "custom_mode=false: prompt at most 500 characters.": [SUNO_SIMPLE],
    "custom_mode=true: style and title are required.": [
        rule(field, f"custom_mode=true requires {field}", f"custom_mode=true 时必须提供 {field}",
             {"if": has("custom_mode", {"const": True}), "then": has(field)}, "missing")
        for field in ("style", "title")
    ],
    "params.end_image_url requires params.image_url.": [needs("params.end_image_url", "params.image_url")],
    "duration and video_urls cannot be sent together.": [exclusive("duration", "video_urls")],
    "frame mode takes exactly 1 image, reference mode 1 or 3.": [
        rule("image_urls", "frame mode takes exactly one image", "frame 模式只能带一张图片",
             {"if": has("generation_type", {"const": "frame"}), "then": where("image_urls", {"maxItems": 1})}),
        rule("image_urls", "reference mode takes one or three images", "reference 模式只能带一张或三张图片",
             {"if": has("generation_type", {"const": "reference"}),
              "then": where("image_urls", {"not": {"minItems": 2, "maxItems": 2}, "maxItems": 3})}),
    ],
    "edit and extend need at least one video_with_roles; the page says extend needs a positive duration, and also "
    "that edit, extend and first/last-frame tasks use -1 where upstream requires it.": [
        rule("video_with_roles", "edit and extend need at least one entry of video_with_roles",
             "edit 与 extend 至少需要一个 video_with_roles",
             {"if": has("video_operation", {"enum": ["edit", "extend"]}),
              "then": has("video_with_roles", {"minItems": 1})}, "missing")
    ],
    "aspect_ratio must be adaptive for edit, extend and first/last-frame tasks; a bad combination may be accepted at "
    "submit and fail later with InvalidParameter.TaskTypeConstraint.": [
        rule("aspect_ratio", "edit, extend and frame tasks take only aspect_ratio adaptive",
             "edit、extend 与首尾帧任务的 aspect_ratio 只能是 adaptive",
             {"if": {"anyOf": [has("video_operation", {"enum": ["edit", "extend"]}),
                               has("image_with_roles", roles(FRAME_ROLES))]},
              "then": where("aspect_ratio", {"const": "adaptive"})})
    ],
}  # fmt: skip
"""Constraint sentence → its cross-field rules."""

OPTIONAL_AFTER_ALL = (
    "prompt is marked required", "prompt is required except", "prompt may be empty when",
)  # fmt: skip
"""Beginnings of sentences by which a prompt marked as required is not always: their rule takes its place."""

KEPT = (
    "edit and extend need", "aspect_ratio must be adaptive", "Older page: duration", "image_end requires",
    "prompt is marked required", "prompt is required except", "A prompt alone fails",
)  # fmt: skip
"""Beginnings of sentences that say more than their rules, and so stay as notes as well."""
