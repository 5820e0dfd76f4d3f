"""How a program takes a stream of events apart, by its own words in any language, be the request shown or not.

Looked for are the habits that the specification of server-sent events forbids: the end mark `[DONE]` parsed as JSON,
text cut at `data:` wherever it stands, a piece from the network taken for whole lines, the whole stream read as one
JSON text (https://html.spec.whatwg.org/multipage/server-sent-events.html, 'Parsing an event stream').
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.view import View

LIMIT = 40_000
"""Characters of a program that are looked at."""
_HINTS = ("stream", "data:", "event", "chunk", "getReader", "onmessage", "Stream")

_PARSE = (
    r"(?:JSON\.parse|json\.loads|json\.Unmarshal|json_decode|JsonConvert\.DeserializeObject|JsonDocument\.Parse|"
    r"JSON\.parseObject|objectMapper\.readValue|gson\.fromJson|serde_json::from_str|JsonSerializer\.Deserialize|"
    r"jsonDecode|orjson\.loads|simdjson\.loads|JSONSerialization\.jsonObject)\s?(?:<[^<>\n]{0,60}>)?\("
)
_PARSES = lazy(_PARSE)
_EVENTS = lazy(
    r"data: ?[\"'`]|event\.data|\bevt\.data|\be\.data\b|\bmsg\.data\b|\.on[Mm]essage|addEventListener\([\"']message|"
    r"text/event-stream|EventSource|createParser\(|onParse|iter_lines\(|iter_sse\(|iter_any\(|iter_chunks\(|"
    r"aiter_lines\(|aiter_text\(|getReader\(|bufio\.NewScanner\(|bufio\.NewReader\(|readLine\(|ReadLineAsync\(|"
    r"CURLOPT_WRITEFUNCTION|responseType:\s?[\"']stream|\.on\([\"']data[\"']"
)
_DONE = lazy(r"\[DONE\]|\[done\]|DONE\b")
_CUT = lazy(
    r"\.split\(\s?(?:[rb]{0,2}[\"'`]|/)(?:\\n)?data:|re\.split\(\s?r?[\"']data:|strings\.Split\([^,\n]{1,80},\s?\"data:|"
    r"explode\(\s?[\"']data:|\.Split\((?:new\[\] ?\{ ?)?\"data:"
)
_PIECE = lazy(
    r"(?:iter_any\(\)|iter_content\(|iter_chunked\(|iter_bytes\(|aiter_bytes\(|aiter_text\(|iter_text\(|iter_raw\(|"
    r"\.on\([\"']data[\"']|\.read\(\)|reader\.read\(|resp\.Body\.Read\(|Body\.Read\(|CURLOPT_WRITEFUNCTION)"
)
_KEPT = lazy(r"\+=|buffer|buf\b|remain|leftover|pending|carry|\.pop\(\)|partial|incomplete|Buffer\b", re.IGNORECASE)
_ASKS = lazy(
    r"[\"']?\bstream[\"']?\]?\s?(?::|=>|=|,)\s?(?:true|True|TRUE)\b|\.stream\(true\)|Stream\s?[:=]\s?true\b|"
    r"\\\"stream\\\":\s?true"
)
_WHOLE = lazy(
    r"json\.NewDecoder\(\s?\w{1,40}\.Body\s?\)\.Decode|\.json\(\)|ReadFromJsonAsync|ReadAsAsync<|"
    r"\.getBody\(\)->getContents\(\)|json_decode\(\s?\$(?:response|result|body|res)\b|"
    r"JSON\.parse\(\s?(?:body|text|data|res(?:ponse|ult)?(?:\.(?:data|body|text))?)\s?\)|"
    r"json\.loads\(\s?(?:r|resp|response|res)\.(?:text|content|read\(\))|json\.Unmarshal\(\s?body\b|"
    r"objectMapper\.readValue\(\s?(?:response|body)|\.as_json\b|JSONDecoder\(\)\.decode\(|JSON\.parse\(\s?response\.body"
)


def read_streaming(view: View, start: int, end: int) -> list[Reading]:
    """Return parses_stream_as_json and splits_stream_by_hand (only TRUE) as the program at `[start, end)` shows."""
    text, end = view.text, min(end, start + LIMIT)
    if not any(text.find(hint, start, end) >= 0 for hint in _HINTS):
        return []
    whole = _WHOLE.search(text, start, end) if _ASKS.search(text, start, end) else None
    if whole is not None and _EVENTS.search(text, start, end) is None:
        return [Reading("parses_stream_as_json", True, view.span(*whole.span()))]  # the fact's value
    fault = _fault(text, start, end)
    return [] if fault is None else [Reading("splits_stream_by_hand", True, view.span(*fault.span()))]  # its value


def _fault(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the place of the first forbidden habit of a program that reads events, or None."""
    parsed = _PARSES.search(text, start, end)
    if parsed is None:
        return None
    cut = _CUT.search(text, start, end)
    if cut is not None:
        return cut
    events = _EVENTS.search(text, start, end)
    if events is None:
        return None
    if _DONE.search(text, start, end) is None:
        return parsed
    piece = _PIECE.search(text, start, end)
    return piece if piece is not None and _KEPT.search(text, start, end) is None else None
