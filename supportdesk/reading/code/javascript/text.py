r"""JavaScript's literals as text: escapes and numbers, and what closes a text that was cut off.

ECMA-262, 12.9 (literals).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supportdesk.patterns import lazy
from supportdesk.reading.code.signs import plain_spaces

if TYPE_CHECKING:
    from supportdesk.reading.code.ir import Plain

_ESCAPE = lazy(r"\\(\r\n|u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])")
_PAIR = lazy("[\ud800-\udbff][\udc00-\udfff]")
_SIMPLE = {
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": "",
}  # fmt: skip
_TOKEN = lazy(
    r"""(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)|(?P<quote>["'])|(?P<tick>`)|(?P<open>[(\[{])"""
    r"""|(?P<close>[)\]}])"""
)
_ENDS = {
    '"': lazy(r'[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+'),
    "'": lazy(r"[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+"),
    "`": lazy(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*+"),
}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SCRIPT = lazy(r"<script[^<>]{0,300}>([^<]*+(?:<(?!/script)[^<]*+)*+)")
_HOLE = "`}"
MOST_CLOSERS = 400


def decoded(raw: str) -> str:
    """Return the characters that the inside of a string or template stands for."""
    if "\\" not in raw:
        return raw
    text = _ESCAPE.sub(_unescape, raw)
    return _PAIR.sub(_joined, text) if "\\u" in raw else text


def number_value(written: str) -> Plain:
    """Return the value of a number literal; None for one that cannot be read."""
    text = written.replace("_", "").rstrip("n")
    if len(text) > 400:
        return None
    head = text[:2].lower()
    try:
        if head in ("0x", "0o", "0b"):
            return int(text, 0)
        if text.isdigit():
            return int(text)
        value = float(text)
    except ValueError:
        return None
    if abs(value) == float("inf"):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def closers(text: str) -> str:
    """Return what closes the strings, templates and brackets that are open at the text's end."""
    opened: list[str] = []
    at = 0
    while True:
        match = _TOKEN.search(text, at)
        if match is None:
            break
        at = match.end()
        if match["open"]:
            opened.append(_CLOSING[match["open"]])
        elif match["close"]:
            sign = match["close"]
            if sign == "}" and opened and opened[-1] == _HOLE:
                at = _in_template(text, at, opened)
            else:
                _close(opened, sign)
        elif match["quote"]:
            at = _ENDS[match["quote"]].match(text, at).end()  # type: ignore[union-attr]  # every part may be empty
            if at >= len(text):
                return _slash(text) + match["quote"] + _rest(opened)
            at += 1
        elif match["tick"]:
            at = _in_template(text, at, opened)
        if opened and opened[-1] == "`" and at >= len(text):
            return _slash(text) + _rest(opened)
    hole = "x" if text.endswith(("${", ".")) and _HOLE in opened else ""
    return hole + _rest(opened)


def soften(text: str) -> str:
    """Return the text with odd spaces as spaces, and of a page only its scripts, as long as before."""
    text = plain_spaces(text)
    if "<script" not in text:
        return text
    pieces: list[str] = []
    at = 0
    for match in _SCRIPT.finditer(text):
        pieces.extend((_blank(text[at : match.start(1)]), match[1]))
        at = match.end(1)
    return "".join(pieces) + _blank(text[at:]) if pieces else text


def _blank(text: str) -> str:
    return "".join(sign if sign == "\n" else " " for sign in text)


def _in_template(text: str, at: int, opened: list[str]) -> int:
    """Go on inside a template up to its end or its next hole; say in `opened` which it was."""
    if opened and opened[-1] == _HOLE:
        opened.pop()
    at = _ENDS["`"].match(text, at).end()  # type: ignore[union-attr]  # every part may be empty
    if at >= len(text):
        opened.append("`")
    elif text[at] == "`":
        at += 1
    elif text[at] == "$":
        opened.append(_HOLE)
        at += 2
    else:
        at += 1
        opened.append("`")
    return at


def _close(opened: list[str], sign: str) -> None:
    depth = len(opened) - 1
    while depth >= 0 and opened[depth] != sign and opened[depth] != _HOLE:
        depth -= 1
    if depth >= 0 and opened[depth] == sign:
        del opened[depth:]


def _rest(opened: list[str]) -> str:
    return "".join("}`" if sign == _HOLE else sign for sign in reversed(opened[-MOST_CLOSERS:]))


def _slash(text: str) -> str:
    """Return what makes a text's last backslash stand for itself."""
    return "\\" if (len(text) - len(text.rstrip("\\"))) % 2 else ""


def _unescape(match: re.Match[str]) -> str:
    sign = match[1]
    simple = _SIMPLE.get(sign)
    if simple is not None:
        return simple
    if len(sign) > 1 and sign[0] in "xu":
        code = int(sign[1:].strip("{}"), 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    return sign


def _joined(match: re.Match[str]) -> str:
    return chr(0x10000 + ((ord(match[0][0]) - 0xD800) << 10) + (ord(match[0][1]) - 0xDC00))
