r"""String literals of JSON and of the languages that print JSON: where one ends, and what it says.

Read are the quotes ``"``, ``'``, `````, and the curly ones that word processors make of them; a Python prefix
(``b''``, ``r''``); escapes of JSON, Python and JavaScript. Everything is linear in the length of the literal.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.view import View

CLOSING = {'"': '"', "'": "'", "`": "`", "“": "”", "”": "”", "‘": "’", "’": "’"}
"""Opening quote to closing quote; a curly pair may also be closed by its opening sign."""

_BODY = {quote: lazy(rf"[^{re.escape(quote)}\\]*+(?:\\.[^{re.escape(quote)}\\]*+)*+", re.DOTALL) for quote in "\"'`”’"}
_OPENED = lazy(r"\{(?:\s|\\[nrt]){0,80}\\\"")
_ESCAPE = lazy(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}"
    r"|x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|\r\n|.)",
    re.DOTALL,
)
_STRICT = lazy(r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"')
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\n": "", "\r\n": "", "a": "\a", "v": "\v"}
_KEPT = "\"'`\\/“”‘’$"
_PREFIX = lazy(r"[\w.$]{0,2}(?=[\"'`“”‘’])")
_INNER_QUOTES = 16
"""How many unescaped quotes inside one literal are looked past for the quote that really ends it."""

AFTER_KEY = lazy(r"[ \t]*(?::|=>)")
AFTER_MEMBER = lazy(
    r"[ \t]*(?:[}\])\r\n;]|$|=>|//|#|/\*|\+|\.[a-zA-Z]\w*\(|,\s*(?:[\"'`“}\])]|[\w$-]+\s*[:=]|//|#|/\*|\.{3}|…|$))"
)
AFTER_ITEM = lazy(r"[ \t]*(?:[}\])\r\n;,]|$|//|#|/\*|\+|\.[a-zA-Z]\w*\()")


def strict_end(text: str, start: int) -> int:
    """Return the end of the JSON string whose opening quote is at `start`, or -1 where it is no valid JSON string."""
    match = _STRICT.match(text, start + 1)
    return match.end() if match else -1


def literal_end(text: str, start: int, after: re.Pattern[str]) -> tuple[int, bool]:
    """Return the end of the literal that begins at `start` (its prefix or quote), and whether it was closed.

    `after` says what may follow a closing quote. A quote that something else follows is taken as part of the text
    if a better one stands on the same line; otherwise the first one ends the literal. An unclosed literal ends with
    its line.
    """
    match = _PREFIX.match(text, start)
    at = (match.end() if match else start) + 1
    quote = CLOSING[text[at - 1]]
    body = _BODY[quote]
    first = body.match(text, at).end()  # type: ignore[union-attr]  # every part of the pattern may be empty
    if first >= len(text):
        return _line_end(text, at), False
    if "\n" in text[at:first] and not after.match(text, first + 1):
        line = _line_end(text, at)
        return line, False
    end = first
    for _ in range(_INNER_QUOTES):
        if after.match(text, end + 1):
            return end + 1, True
        following = body.match(text, end + 1).end()  # type: ignore[union-attr]  # same
        if following >= len(text) or "\n" in text[end:following]:
            break
        end = following
    return first + 1, True


def decode(text: str, start: int, end: int, *, closed: bool) -> tuple[str, bool]:
    """Return what the literal `[start, end)` says, and whether a template left something open (`${…}`)."""
    prefix, quote, stop = _inner(text, start, end, closed=closed)
    raw = text[prefix:stop]
    is_template = quote == "`" and "${" in raw
    if "\\" not in raw or "r" in text[start:prefix].lower():
        return raw, is_template
    return _ESCAPE.sub(lambda match: unescape(match[0]), raw), is_template


def unescape(escape: str) -> str:
    """Return the characters of one escape (backslash included); an unknown escape stays as it is written."""
    sign = escape[1:2]
    if sign == "u" and len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if sign in "uUx" and len(escape) > 2:
        code = int(escape[2:].strip("{}"), 16)
        return chr(code) if code <= 0x10FFFF else escape
    if sign in _KEPT:
        return sign
    return _SIMPLE.get(escape[1:], escape)


def string_view(view: View, start: int, end: int) -> View:
    """Return the decoded content of the string literal `[start, end)` of `view` as a view.

    Each escape is one atomic run, so that a value found inside has the span of its characters as they are written.
    The closing quote may be missing.
    """
    text = view.text
    closed = _is_closed(text, start, end)
    first, _, stop = _inner(text, start, end, closed=closed)
    if text.find("\\", first, stop) < 0 or "r" in text[start:first].lower():
        return view.cut(first, stop)
    return unescaped_view(view, first, stop)


def is_escaped(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether JSON stands in the text with its quotes escaped, be its lines real or escaped as well."""
    end = len(text) if end is None else end
    return text.find('\\"', start, end) >= 0 and _OPENED.search(text, start, end) is not None


def unescaped_view(view: View, start: int = 0, end: int | None = None) -> View:
    """Return the view's characters `[start, end)` with their escapes decoded (text that was cut out of a literal)."""
    text = view.text
    end = len(text) if end is None else end
    pieces: list[tuple[str, int, int]] = []
    at = start
    for match in _ESCAPE.finditer(text, start, end):
        if match.start() > at:
            pieces.append((text[at : match.start()], at, match.start()))
        plain = unescape(match[0])
        pieces.append((plain, match.start(), match.end()))
        at = match.end()
    if at < end:
        pieces.append((text[at:end], at, end))
    return view.decoded(pieces)


def _inner(text: str, start: int, end: int, *, closed: bool) -> tuple[int, str, int]:
    match = _PREFIX.match(text, start)
    at = match.end() if match else start
    size = _quote_size(text, at, end)
    return at + size, text[at : at + 1], max(at + size, end - size if closed else end)


def _quote_size(text: str, at: int, end: int) -> int:
    """Return 3 for a literal in triple quotes, else 1."""
    triple = text[at : at + 1] * 3
    is_triple = (
        triple in ('"""', "'''") and end - at >= 6 and text.startswith(triple, at) and text.endswith(triple, 0, end)
    )
    return 3 if is_triple else 1


def _is_closed(text: str, start: int, end: int) -> bool:
    match = _PREFIX.match(text, start)
    at = match.end() if match else start
    if end - at < 2 or text[end - 1] not in (text[at], CLOSING.get(text[at])):
        return False
    slashes = end - 2
    while slashes > at and text[slashes] == "\\":
        slashes -= 1
    return (end - 2 - slashes) % 2 == 0


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1] == "\r" else end
