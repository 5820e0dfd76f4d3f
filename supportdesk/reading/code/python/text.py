r"""Making Python text readable: prompts, magics, typographic signs, and brackets that a cut text leaves open.

`prepared` drops prompts, all other repairs keep the number of characters, so that offsets stay what they are; what is
appended to close a cut text lies behind its end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supportdesk.patterns import lazy
from supportdesk.reading.code.signs import plain_spaces
from supportdesk.view import View

if TYPE_CHECKING:
    from supportdesk.reading.code.ir import Plain

_PROMPT = lazy(r"[ \t]{0,12}(?:>>> ?|\.\.\.(?: |$)|In \[\d{0,5}\]: ?|[ ]{2,12}\.\.\.: ?)")
_FIRST_PROMPT = lazy(r"(?m)^[ \t]{0,12}(?:>>> |In \[\d{0,5}\]: )")
_MAGIC = lazy(r"(?m)^[ \t]{0,40}[!%](?=[a-zA-Z%])|^[ \t]{0,40}\$(?= )")
_TOKEN = lazy(
    r"""(?P<comment>\#[^\n]*+)|(?P<quote>[A-Za-z]{0,2}(?:\"\"\"|'''|\"|'))|(?P<open>[(\[{])|(?P<close>[)\]}])"""
)
_ENDS = {
    '"': lazy(r'[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+'),
    "'": lazy(r"[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+"),
    '"""': lazy(r'[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*+'),
    "'''": lazy(r"[^'\\]*+(?:(?:\\[\s\S]|'(?!''))[^'\\]*+)*+"),
}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ESCAPE = lazy(r"\\(\r\n|\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]{1,80}\}|[0-7]{1,3}|[\s\S])")
_SIMPLE = {
    "\n": "", "\r\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
    "t": "\t", "v": "\v",
}  # fmt: skip


def prepared(view: View) -> View:
    """Return the view without interpreter prompts and, where it has prompts, without the lines that were printed."""
    text = view.text
    if not _FIRST_PROMPT.search(text):
        return view
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        match = _PROMPT.match(line)
        if match:
            start = at + match.end()
            pieces.append((text[start : at + len(line)], start, at + len(line)))
        at += len(line)
    return view.decoded(pieces)


def softened(text: str) -> str:
    """Return the text with odd spaces as spaces and shell or notebook lines as comments, as long as before."""
    text = plain_spaces(text)
    if "!" in text or "%" in text or "$" in text:
        text = _MAGIC.sub(lambda match: match[0][:-1] + "#", text)
    return text


def closers(text: str) -> str:
    """Return what closes the strings and brackets that are open at the text's end ('' when none are)."""
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
            while opened and opened[-1] != match["close"]:
                opened.pop()
            if opened:
                opened.pop()
        elif match["quote"]:
            prefix = match["quote"].rstrip("\"'")
            quote = match["quote"][len(prefix) :]
            start = at
            at = _ENDS[quote].match(text, at).end()  # type: ignore[union-attr]  # every part may be empty
            if at >= len(text):
                hole = closing_hole(text, start) if "f" in prefix.lower() else ""
                slash = "\\" if text.endswith("\\") and not text.endswith("\\\\") else ""
                return slash + hole + quote + "".join(reversed(opened[-400:]))
            at += len(quote) if text.startswith(quote, at) else 0
    return "".join(reversed(opened[-400:]))


def closing_hole(text: str, start: int) -> str:
    """Return what closes a hole of a format string that begins at `start` and is cut at the text's end."""
    last = text.rfind("{", start)
    if last < 0 or text.find("}", last) >= 0 or text[last - 1 : last] == "{":
        return ""
    if text.endswith((".", "{", "(", "[")):
        return "x}"
    return "}"


def string_value(written: str) -> str:
    """Return what a string literal says, prefix and quotes included in `written`; bytes are read as UTF-8."""
    start = 0
    while start < len(written) and written[start] not in "\"'":
        start += 1
    prefix = written[:start].lower()
    size = 3 if written[start : start + 3] in ('"""', "'''") else 1
    end = len(written) - size if len(written) >= start + 2 * size and written.endswith(written[start]) else len(written)
    raw = written[start + size : end]
    return decoded(raw, prefix, many_lines=size == 3)


def decoded(raw: str, prefix: str, *, many_lines: bool = False) -> str:
    """Return the characters that the inside of a literal stands for."""
    if many_lines and "\r" in raw:
        raw = raw.replace("\r\n", "\n")
    if "\\" not in raw or "r" in prefix:
        return raw
    text = _ESCAPE.sub(_unescape, raw)
    if "b" in prefix and "\\x" in raw:
        try:
            return text.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return text
    return text


def number_value(written: str) -> Plain:
    """Return the value of a number literal; None for one that is no JSON number (complex, or too long)."""
    text = written.replace("_", "").rstrip("lL") if written[:2].lower() != "0x" else written.replace("_", "")
    if len(text) > 400:
        return None
    for convert in (_integer, float):
        try:
            value: int | float = convert(text)
        except ValueError:
            continue
        return value if abs(value) != float("inf") else None
    return None


def _integer(text: str) -> int:
    return int(text, 0)


def _unescape(match: re.Match[str]) -> str:
    sign = match[1]
    simple = _SIMPLE.get(sign)
    if simple is not None:
        return simple
    if sign[0] in "xuU" and len(sign) > 1:
        code = int(sign[1:], 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    if sign[0] in "01234567":
        return chr(int(sign, 8))
    if sign[0] == "N" and len(sign) > 1:
        import unicodedata

        return unicodedata.lookup(sign[2:-1]) if _is_named(sign[2:-1]) else match[0]
    return match[0]


def _is_named(name: str) -> bool:
    import unicodedata

    try:
        unicodedata.lookup(name)
    except KeyError:
        return False
    return True
