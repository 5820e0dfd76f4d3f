"""Settings of clients in a paste: environment lines, ini, YAML, TOML, JSON: base URL, model, proxy, timeout."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.members import reading
from supportdesk.value import Value
from supportdesk.view import View

_LINE = lazy(
    r"[ \t>|*-]{0,12}(?:(?:export|set|setx|SET|ENV|env)\s+|\$env:|"
    r"-[eD]\s?)?[\"'`]?([A-Za-z_\u4e00-\u9fff][A-Za-z0-9_.\- \u4e00-\u9fff]{1,60}?)[\"'`]?"
    r"[ \t]{0,4}(?:=|:|：|=>)[ \t]{0,4}(?![=>/])([^\r\n]{1,2000})"
)
_NAME_VALUE = lazy(r"[ \t]*-\s*name:\s*[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?\s*\n[ \t]*value:\s*([^\r\n]{1,2000})")
_QUOTED = lazy(r"([\"'`])(.*?)\1")
_BARE = lazy(r"[^\s,，;；。#\"'`]+")
_URL = lazy(r"https?://(?:<[\w-]{1,40}>)?[^\s,，;；。\"'`<>()（）]+")
_NEXT_PAIR = lazy(r"\s{2,}(?=[A-Z][A-Za-z ]{1,30}:\s)|(?<=\S)\s(?=[a-z][a-z_]{2,20}=\S)")
_NAMED_URL = lazy(
    r"(?:base[ _-]?url|api[ _-]?base|api[ _-]?host|endpoint|接口地址|代理地址|请求地址|中转地址|渠道地址|api ?地址|"
    r"接口|代理|渠道|地址)"
    r"[\"'`]?\s?(?:填写?的?|填了|是|为|用|设置?为|配置为|改[为成]|to|is|as|set to|=>|[:：=])?\s{0,2}[\"'`]?(https?://(?:<[\w-]{1,40}>)?[^\s,，;；。\"'`<>()（）]+)",
    re.IGNORECASE,
)
WORDS = 3
"""Spaces from which on what stands behind a name is a sentence and no value."""
LINE_LIMIT = 4000
"""Characters of one line that are looked at."""

_BASE_URL = lazy(
    r"(?:.*_)?(?:base_?url|api_?base|api_?host|base_?path|api_?url|api_?endpoint|endpoint|proxy_?base|"
    r"server_?url|host|"
    r"azure_?endpoint|(?<=_)proxy_url|api_?address|基础_?url|api_?域名|域名|接口地址|代理地址|请求地址|api地址|中转地址|地址)(?:_url)?",
    re.IGNORECASE,
)
_CALLED = lazy(r"(?:http_?)?request_?(?:url|uri|path|address)|请求_?(?:路径|url|uri|接口)", re.IGNORECASE)
"""Labels of the address that was called, in what clients show of a failed call."""
_PROXY = lazy(
    r"(?:(?:enable|use)_?)?(?:(?:https?|all|socks5?)_)?prox(?:y|ies)(?:_(?:url|server|host|address|enabled?))?|代理|启用代理|使用代理",
    re.IGNORECASE,
)
_MODEL = lazy(r"(?:.*_)?(?:model|model_?name|deployment_?name|default_?model|模型|模型名|模型名称)", re.IGNORECASE)
_TIMEOUT = lazy(r"(?:.*_)?timeout(?:_s|_sec|_seconds|_ms)?", re.IGNORECASE)
_RETRIES = lazy(r"(?:.*_)?(?:max_?)?retries|retry_?(?:times|count)?|max_?retry", re.IGNORECASE)
_VERSION = lazy(r"(?:.*_)?api_?ver(?:sion)?", re.IGNORECASE)


def read_lines(view: View, start: int, end: int) -> list[Reading]:
    """Return the settings of one line (or a `name:`/`value:` pair of lines) at the view's `[start, end)`.

    base_url, model, proxy_url_set, timeout_s, retries and api_version; nothing where the line sets none of them. Pairs
    stand apart by two spaces or more; a base URL is also found inside a sentence that names it as such.
    """
    text = view.text
    readings: list[Reading] = []
    stop = min(end, start + LINE_LIMIT)
    pair = _NAME_VALUE.match(text, start, stop)
    if pair is not None:
        return _setting(view, pair)
    at = start
    while (match := _LINE.match(text, at, _pair_end(text, at, stop))) is not None:
        found = _setting(view, match)
        if not found and not readings and match[2].count(" ") > WORDS:
            break  # a sentence behind a name and a colon, which may quote a setting
        readings += found
        at = match.end()
        if at >= stop:
            break
    if not readings:
        named = _NAMED_URL.search(text, start, stop)
        readings += [Reading("base_url", named[1], view.span(*named.span(1)))] if named is not None else []
    return readings


def _pair_end(text: str, start: int, end: int) -> int:
    """Return where the next pair of the line begins: behind two spaces, before a capital word and its colon."""
    match = _NEXT_PAIR.search(text, start + 1, end)
    return match.start() if match is not None else end


def _setting(view: View, match: re.Match[str]) -> list[Reading]:
    text = view.text
    first, last = _value_place(text, match.start(2), match.end(2))
    fact = _fact_of(match[1].strip().replace("-", "_").replace(".", "_").replace(" ", "_"), text[first:last])
    if fact is None or first >= last:
        return []
    value = _typed(fact, match[1], text[first:last])
    return [] if value is None else [Reading(fact, value, view.span(first, last))]


def read_settings(value: Value) -> list[Reading]:
    """Return the settings of a JSON object; nothing where it sets no base URL (a model alone is no configuration)."""
    readings: list[Reading] = []
    if value.kind != "object":
        return readings
    for name, item in value.data.items():
        fact = _fact_of(_snake(name), str(item.data) if item.kind == "string" else "")
        if fact is None or item.kind not in ("string", "number", "boolean"):
            continue
        plain = _typed(fact, name, str(item.data))
        if plain is not None and item.span is not None:
            readings += [Reading(fact, plain, item.span)] if plain != item.data else reading(fact, item)
    return readings if any(item.fact in ("base_url", "proxy_url_set") for item in readings) else []


def to_piece(view: View, start: int, end: int, readings: list[Reading]) -> Piece:
    """Return the piece of settings that stand at the view's `[start, end)`."""
    return Piece("config", "code", view.span(start, end), readings)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).replace("-", "_").replace(".", "_")


def _fact_of(name: str, value: str) -> str | None:
    snake = _snake(name) if not name.isupper() else name
    if _PROXY.fullmatch(snake):
        return "base_url" if "代理" in snake and _URL.match(value) else "proxy_url_set"
    if _CALLED.fullmatch(snake):
        return "url" if _URL.match(value) else None
    if _BASE_URL.fullmatch(snake):
        return "base_url" if _URL.search(value) else None
    for fact, pattern in (("model", _MODEL), ("timeout_s", _TIMEOUT), ("retries", _RETRIES), ("api_version", _VERSION)):
        if pattern.fullmatch(snake):
            return fact
    return None


def _typed(fact: str, name: str, text: str) -> str | int | float | bool | None:
    if fact == "proxy_url_set":
        return bool(text) and text.lower() not in ("null", "none", "false", "0", "no", "-", "off")
    if fact in ("timeout_s", "retries"):
        digits = text.rstrip("smSM ")
        if not digits.replace(".", "", 1).isdigit() or not digits.isascii() or len(digits) > 12:
            return None
        number = float(digits) if "." in digits else int(digits)
        is_ms = name.lower().endswith("ms") or text.endswith("ms") or (fact == "timeout_s" and number >= 5000)
        return number / 1000 if is_ms else number
    if fact == "model":
        named = re.fullmatch(r"(?![0-9]+$)[./:@+\-\[\]]{0,9}\w[\w./:@+\-\[\]]{1,99}", text)
        return text if named and not text.startswith(("http", "os.")) else None
    return text


def _value_place(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t":
        start += 1
    quoted = _QUOTED.match(text, start, end)
    if quoted is not None:
        return quoted.start(2), quoted.end(2)
    url = _URL.search(text, start, end)
    if url is not None:
        return url.start(), url.end()
    bare = _BARE.match(text, start, end)
    return (bare.start(), bare.end()) if bare is not None else (start, start)
