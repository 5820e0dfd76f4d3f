"""The sentences of violations and notes, in English and Chinese."""

from __future__ import annotations

import json
from typing import Any

Text = dict[str, str]

SHOWN = 60
"""Characters of a value that a sentence repeats."""

TYPE_NAMES = {
    "string": "字符串", "integer": "整数", "number": "数字", "boolean": "布尔值", "array": "数组", "object": "对象",
    "null": "null", "file": "文件",
}  # fmt: skip


def shown(value: Any) -> str:
    """Return a value as a sentence repeats it: JSON, cut at SHOWN characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def field_name(pointer: str) -> str:
    """Return a pointer as people write it: `metadata.resolution`, `image_urls[0]`."""
    name = ""
    for step in pointer.split("/")[1:]:
        clean = step.replace("~1", "/").replace("~0", "~")
        name += f"[{clean}]" if clean.isdigit() else ("." if name else "") + clean
    return name or "body"


def missing(pointer: str) -> Text:
    """Say that a required field is absent or empty."""
    name = field_name(pointer)
    return {"en": f"{name} is required but absent or empty", "zh": f"缺少必填参数 {name}（未填写或为空）"}


def misplaced(pointer: str, expected: str) -> Text:
    """Say where a field stands and where it belongs."""
    here, there = field_name(pointer), field_name(expected)
    if pointer.rpartition("/")[0] == expected.rpartition("/")[0]:
        return {"en": f"{here} is not documented: {there} is meant", "zh": f"文档中没有 {here}，应写成 {there}"}
    return {"en": f"{here} stands at the wrong place: it belongs at {there}", "zh": f"{here} 位置不对，应放在 {there}"}


def doubled(pointer: str, expected: str) -> Text:
    """Say that a field stands twice."""
    here, there = field_name(pointer), field_name(expected)
    return {
        "en": f"{here} is not documented there, and {there} is filled already",
        "zh": f"文档中没有 {here}，且 {there} 已填写",
    }


def wrong_type(pointer: str, found: Any, types: list[str]) -> Text:
    """Say which JSON type a field takes."""
    name, value = field_name(pointer), shown(found)
    en = " or ".join(types)
    zh = "或".join(TYPE_NAMES.get(word, word) for word in types)
    return {"en": f"{name} must be of type {en}, found {value}", "zh": f"{name} 的类型应为{zh}，实际为 {value}"}


def wrong_value(pointer: str, found: Any, allowed: Any) -> Text:
    """Say which values a field takes."""
    name, value = field_name(pointer), shown(found)
    en, zh = _allowed(allowed)
    return {"en": f"{name} {en}, found {value}", "zh": f"{name} {zh}，实际为 {value}"}


def other_case(pointer: str, found: Any, documented: Any) -> Text:
    """Say that only the letter case differs."""
    name = field_name(pointer)
    return {
        "en": f"{name} is documented as {shown(documented)}, found {shown(found)}: only the letter case differs",
        "zh": f"{name} 文档写法为 {shown(documented)}，实际为 {shown(found)}，仅大小写不同",
    }


def undocumented(pointer: str, gateway: str, *, named: bool) -> Text:
    """Say that the definition does not name a field, and whether an answer of the ticket does."""
    name = field_name(pointer)
    en = f"{name} is not documented for this model at {gateway}"
    zh = f"{gateway} 的该模型文档中没有参数 {name}"
    if named:
        return {"en": f"{en}, and the answer names it", "zh": f"{zh}，且返回信息提到了它"}
    return {"en": en, "zh": zh}


def belongs(text: Text, expected: str) -> Text:
    """Add where the field belongs."""
    there = field_name(expected)
    return {"en": f"{text['en']}; it belongs at {there}", "zh": f"{text['zh']}；该参数应放在 {there}"}


def by_older_page(text: Text, as_of: str) -> Text:
    """Add that an older page of the documentation allows it."""
    return {
        "en": f"{text['en']} (an older page, {as_of}, allows it)",
        "zh": f"{text['zh']}（旧版文档允许，页面时间：{as_of}）",
    }


def old_definition(status: str, as_of: str) -> Text:
    """Say that no current page fits, with the date of the one that was used."""
    if status == "third-party":
        return {
            "en": f"Checked against a third party's summary ({as_of}): no page of the gateway itself was found.",
            "zh": f"仅依据第三方整理的文档核对（{as_of}），未找到网关自己的页面。",
        }
    return {
        "en": f"Checked against an older documentation page ({as_of}): no current page describes this model here.",
        "zh": f"依据旧版文档页面核对（{as_of}），当前文档中没有该模型在此接口的页面。",
    }


def _allowed(allowed: Any) -> tuple[str, str]:
    if isinstance(allowed, list):
        listed = ", ".join(str(item) if isinstance(item, str) else shown(item) for item in allowed[:20])
        return (f"must be {listed}", f"只能是 {listed}") if len(allowed) == 1 else (
            f"must be one of {listed}", f"只能取 {listed}"
        )  # fmt: skip
    if not isinstance(allowed, dict):
        return "has a value that is not documented", "的取值不在文档范围内"
    if "format" in allowed:
        return f"must be in the form {allowed['format']}", f"的格式应为 {allowed['format']}"
    words = {
        "minimum": ("at least {}", "不小于 {}"), "maximum": ("at most {}", "不大于 {}"),
        "maxLength": ("at most {} characters", "最多 {} 个字符"),
        "minLength": ("at least {} characters", "最少 {} 个字符"),
        "minItems": ("at least {} entries", "至少 {} 项"), "maxItems": ("at most {} entries", "最多 {} 项"),
    }  # fmt: skip
    en = " and ".join(words[key][0].format(number) for key, number in allowed.items() if key in words)
    zh = "、".join(words[key][1].format(number) for key, number in allowed.items() if key in words)
    return f"must have {en}" if "I" in "".join(allowed) else f"must be {en}", f"应{zh}"
