"""C# text before it is parsed: what a cut-off one needs behind its end, and what is too dense to be a program."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code.signs import plain_spaces

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_SIGNS = lazy(r"//[^\n]*|/\*|'(?:\\.[0-9A-Fa-f]{0,8}|[^'\\\n])'|(?:\$+@?|@\$?)?\"+|[(\[{)\]}]")
_HOLE_LIMIT = 4000
"""Characters of a hole of an interpolated string that are looked through for its end."""
MOST_CLOSERS = 400
DENSE_LIMIT = 20_000
"""Characters that are read of a text that mostly opens strings and holes: the grammar is slow on such a text."""


def softened(text: str) -> str:
    """Return the text with odd spaces as spaces, as long as before; of one that is no program only its beginning."""
    text = plain_spaces(text)
    if len(text) > DENSE_LIMIT and sum(map(text.count, '"{$')) * 2 > len(text):
        return text[:DENSE_LIMIT] + " " * (len(text) - DENSE_LIMIT)
    return text


def closers(text: str) -> str:
    """Return what a text needs behind its end: the quote of its last string, then its brackets, the inner first."""
    opened: list[str] = []
    at = 0
    while True:
        match = _SIGNS.search(text, at)
        if match is None:
            return _finished("", opened)
        sign, at = match[0], match.end()
        if sign == "/*":
            end = text.find("*/", at)
            at = len(text) if end < 0 else end + 2
        elif sign[-1] == '"':
            at, quote = _behind(text, match.start(), sign)
            if quote:
                return _finished(quote, opened)
        elif sign in _PAIRS:
            opened.append(_PAIRS[sign])
        elif sign in ")]}":
            while opened and opened.pop() != sign:
                pass


def _finished(quote: str, opened: list[str]) -> str:
    """Return the closers in order, with the `;` that ends the statement before the blocks around it are closed."""
    tail = "".join(reversed(opened[-MOST_CLOSERS:]))
    end = max(tail.rfind(")"), tail.rfind("]")) + 1
    mark = ";" if quote or end else ""
    return quote + tail[:end] + mark + tail[end:]


def _behind(text: str, start: int, sign: str) -> tuple[int, str]:
    """Return where a string ends, and what closes it where it does not."""
    prefix = sign.rstrip('"')
    size = len(sign) - len(prefix)
    inner = start + len(prefix)
    if "@" in prefix:
        return _verbatim_end(text, inner + 1)
    if size >= 3:
        end = text.find('"' * size, start + len(sign))
        if end >= 0:
            return end + size, ""
        is_long = not text[start + len(sign) :].partition("\n")[0].strip() and "\n" in text[start:]
        return len(text), ("\n" if is_long else "") + '"' * size
    if size == 2:
        return inner + 2, ""
    return _regular_end(text, inner + 1, has_holes="$" in prefix)


def _verbatim_end(text: str, at: int) -> tuple[int, str]:
    while True:
        at = text.find('"', at)
        if at < 0:
            return len(text), '"'
        if not text.startswith('""', at):
            return at + 1, ""
        at += 2


def _regular_end(text: str, at: int, *, has_holes: bool) -> tuple[int, str]:
    while at < len(text):
        sign = text[at]
        if sign == '"':
            return at + 1, ""
        if sign == "\n":
            return at, ""
        if sign == "{" and has_holes and not text.startswith("{{", at):
            end = _hole_end(text, at + 1)
            if end < 0:
                return len(text), '}"'
            at = end
            continue
        at += 2 if sign in "\\{" else 1
    return len(text), '\\"' if text.endswith("\\") and not text.endswith("\\\\") else '"'


def _hole_end(text: str, at: int) -> int:
    """Return the place behind the `}` of a hole; -1 where the text ends before it."""
    depth, quoted = 1, False
    end = min(len(text), at + _HOLE_LIMIT)
    while at < end:
        sign = text[at]
        if sign == '"':
            quoted = not quoted
        elif sign == "\n":
            return at
        elif not quoted and sign in "{}":
            depth += 1 if sign == "{" else -1
            if not depth:
                return at + 1
        at += 2 if sign == "\\" else 1
    return -1 if end == len(text) else end
