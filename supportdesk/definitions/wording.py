"""The sentences of violations and notes, in English and Chinese."""

from __future__ import annotations

import json
from typing import Any

Text = dict[str, str]

SHOWN = 60
"""Characters of a value that a sentence repeats."""

LISTED = 20
"""Allowed values that a sentence lists."""

TYPE_NAMES = {
    "string": ("a string", "字符串"), "integer": ("an integer", "整数"), "number": ("a number", "数字"),
    "boolean": ("true or false", "布尔值"), "array": ("a list", "数组"), "object": ("an object", "对象"),
    "null": ("null", "null"), "file": ("a file", "文件"),
}  # fmt: skip

FORMAT_NAMES = {
    "http-url": ("an http or https URL", "http 或 https 链接"),
    "https-url": ("an https URL", "https 链接"),
    "url": ("a URL or a data URI", "链接或 data URI"),
    "data-uri": ("a data URI", "data URI"),
    "asset-uri": ("an asset:// address", "asset:// 地址"),
    "WxH": ("WIDTHxHEIGHT, such as 1024x768", "“宽x高”形式，例如 1024x768"),
    "ratio": ("a ratio or a size, such as 16:9 or 1024*1024", "比例或尺寸，例如 16:9 或 1024*1024"),
    "start,end": ("START,END in seconds, such as 0,5.5", "“起始秒,结束秒”形式，例如 0,5.5"),
}
"""Formats of the request definitions; the validator does not know them, their `pattern` is what counts."""


def shown(value: Any) -> str:
    """Return a value as a sentence repeats it: JSON, cut at SHOWN characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def plain(value: Any) -> str:
    """Return a scalar as running text has it: a text without quotes."""
    return value if isinstance(value, str) else shown(value)


def field_name(pointer: str) -> str:
    """Return a pointer as people write it: `metadata.resolution`, `image_urls[0]`."""
    name = ""
    for step in pointer.split("/")[1:]:
        clean = step.replace("~1", "/").replace("~0", "~")
        name += f"[{clean}]" if clean.isdigit() else ("." if name else "") + clean
    return name or "body"


def either(items: list[str]) -> Text:
    """Return the items as a choice: 'a, b or c'."""
    if len(items) < 2:
        return {"en": "".join(items), "zh": "".join(items)}
    return {
        "en": f"{', '.join(items[:-1])} or {items[-1]}",
        "zh": f"{'、'.join(items[:-1])} 或 {items[-1]}",
    }


def missing(pointer: str) -> Text:
    """Say that a required field is not there."""
    name = field_name(pointer)
    return {"en": f"{name} is required, and the body has none", "zh": f"缺少必填参数 {name}"}


def empty(pointer: str, found: Any) -> Text:
    """Say that a required field holds nothing."""
    name, value = field_name(pointer), shown(found)
    return {"en": f"{name} is required, but it is empty ({value})", "zh": f"必填参数 {name} 为空（{value}）"}


def misplaced(pointer: str, expected: str) -> Text:
    """Say where a field stands and where it belongs."""
    here, there = field_name(pointer), field_name(expected)
    if pointer.rpartition("/")[0] == expected.rpartition("/")[0]:
        return {
            "en": f"{here} is not documented: the field is called {there}",
            "zh": f"文档中没有 {here}，应写成 {there}",
        }
    place = place_name(expected)
    return {
        "en": f"{here} stands at the wrong place: it belongs at {place['en']}",
        "zh": f"{here} 位置不对，应放在{place['zh']}",
    }


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
    names = [TYPE_NAMES.get(word, (word, word)) for word in types]
    en = " or ".join(one for one, _zh in names)
    zh = "或".join(one for _en, one in names)
    return {"en": f"{name} must be {en}, found {value}", "zh": f"{name} 的类型应为{zh}，实际为 {value}"}


def wrong_value(pointer: str, found: Any, allowed: Any) -> Text:
    """Say which values a field takes."""
    name, value = field_name(pointer), shown(found)
    en, zh = _allowed(allowed)
    return {"en": f"{name} {en}, found {value}", "zh": f"{name} {zh}，实际为 {value}"}


def with_found(text: Text, found: Any) -> Text:
    """Add the value that stands there to a sentence that does not name it."""
    value = shown(found)
    return {"en": f"{text['en']}, found {value}", "zh": f"{text['zh']}，实际为 {value}"}


def allowed_values(allowed: Any) -> Text:
    """Return what a field takes as a clause has it: '6 or 10', '1 to 10'; empty where it is not a list or a range."""
    if isinstance(allowed, list):
        more = ["…"] if len(allowed) > LISTED else []
        return either([shown(item) for item in allowed[:LISTED]] + more)
    if not isinstance(allowed, dict):
        return {"en": "", "zh": ""}
    low, high = allowed.get("minimum"), allowed.get("maximum")
    if low is not None and high is not None:
        return {"en": f"{low} to {high}", "zh": f"{low} 到 {high}"}
    en, zh = _bounds(allowed)
    return {"en": en, "zh": zh}


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
    there = place_name(expected)
    return {"en": f"{text['en']}; it belongs at {there['en']}", "zh": f"{text['zh']}；该参数应放在{there['zh']}"}


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


def place_name(pointer: str) -> Text:
    """Return a field's place as people say it: 'metadata.resolution', 'the top level, as prompt'."""
    there = field_name(pointer)
    if "." in there or "[" in there:
        return {"en": there, "zh": f" {there}"}
    return {"en": f"the top level, as {there}", "zh": f"最外层，即 {there}"}


def _allowed(allowed: Any) -> tuple[str, str]:
    if isinstance(allowed, list):
        listed = allowed_values(allowed)
        return f"must be {listed['en']}", f"只能是 {listed['zh']}"
    if not isinstance(allowed, dict):
        return "has a value that is not documented", "的取值不在文档范围内"
    if "format" in allowed:
        names = [FORMAT_NAMES.get(word, (word, word)) for word in str(allowed["format"]).split("|")]
        zh = "或 ".join(one for _en, one in names)
        return f"must be {' or '.join(one for one, _zh in names)}", f"应为{' ' if zh[0].isascii() else ''}{zh}"
    en, zh = _bounds(allowed)
    return f"must have {en}" if "I" in "".join(allowed) else f"must be {en}", f"应{zh}"


def _bounds(allowed: dict[str, Any]) -> tuple[str, str]:
    """Return the ends of a range in words."""
    if {"minimum", "maximum"} <= allowed.keys():
        low, high = allowed["minimum"], allowed["maximum"]
        return f"between {low} and {high}", f"在 {low} 到 {high} 之间"
    words = {
        "minimum": ("at least {}", "不小于 {}"), "maximum": ("at most {}", "不大于 {}"),
        "minLength": ("at least {} characters long", "不少于 {} 个字符"),
        "maxLength": ("at most {} characters long", "不超过 {} 个字符"),
        "minItems": ("at least {} entries", "至少有 {} 项"), "maxItems": ("at most {} entries", "最多有 {} 项"),
    }  # fmt: skip
    en = " and ".join(words[key][0].format(number) for key, number in allowed.items() if key in words)
    zh = "、".join(words[key][1].format(number) for key, number in allowed.items() if key in words)
    return en.replace("1 entries", "one entry") if en.endswith(" 1 entries") else en, zh
