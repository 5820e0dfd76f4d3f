"""PowerShell as text: mending what a paste changed, what closes a cut text, and the escapes of strings.

Rules of quoting: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules.
PowerShell itself takes typographic quotes for plain ones and dashes for the sign of a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading.code.trees import MOST_CLOSERS
from supportdesk.view import View

DOUBLE, SINGLE = '"“”„‟', "'‘’‚‛"
"""What PowerShell takes for a double and for a single quote."""

_SIGN = lazy(
    rf"[{DOUBLE}{SINGLE}`#(){{}}\[\]?–—－＝，；：（）｛｝\u00a0\u3000]|\n(?:[ \t]*PS [A-Z]:[^>\n]{{0,120}}>|>> )?"
)
_IN_STRING = lazy(r'[`"”“]|\$\(')
_PROMPT = lazy(r"[ \t]*PS [A-Z]:[^>\n]{0,120}>")
_HERE_HEAD = lazy(r"[ \t]*\r?\n")
_HERE_END = {'"': lazy(r'\n([ \t]*)"@'), "'": lazy(r"\n([ \t]*)'@")}
_JOIN = lazy(r"`[ \t]*\r?\n")
_PLAIN = str.maketrans("–—－＝，；：（）｛｝\u00a0\u3000", "---=,;:(){}  ")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_ESCAPE = lazy(r"`u\{([0-9A-Fa-f]{1,6})\}|`(\r\n|[\s\S])|([\"“”„‟])[\"“”„‟]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}


def soften(text: str) -> str:
    """Return the text, as long as it was, with what the grammar does not read mended.

    Lines that a backtick joins stand as one, prompts and typographic signs outside of strings are plain, `??` is
    written as the sign of a format (the lowering looks at what was written), a here-string's end stands at its line's
    start.
    """
    edits, _ = _scan(text)
    if not edits:
        return text
    pieces: list[str] = []
    at = 0
    for start, new in edits:
        pieces += (text[at:start], new)
        at = start + len(new)
    return "".join(pieces) + text[at:]


def closers(text: str) -> str:
    """Return what closes the strings, here-strings and brackets that a text leaves open at its end."""
    return "".join(reversed(_scan(text)[1][-MOST_CLOSERS:]))


def decoded(text: str) -> str:
    """Return what the inside of a double-quoted string says, its variables left alone."""
    return _ESCAPE.sub(_meaning, text) if "`" in text or '""' in text or "”" in text or "“" in text else text


def pieces(text: str) -> list[tuple[str, int, int]]:
    """Return what the inside of a double-quoted string says piece by piece, as `View.decoded` takes it."""
    made: list[tuple[str, int, int]] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        made += ((text[at : match.start()], at, match.start()), (_meaning(match), *match.span()))
        at = match.end()
    return [*made, (text[at:], at, len(text))]


def inside(view: View, start: int, end: int) -> View:
    """Return what the literal `[start, end)` says, as a view: in quotes, or the lines of a here-string without them."""
    sign = view.text[start : start + 1]
    if sign == "'":
        return view.decoded(
            (text, start + 1 + at, start + 1 + at + len(text)) for at, text in _doubled(view.text[start + 1 : end - 1])
        )
    inner = view.cut(start + 1, end - 1) if sign == '"' else view.cut(start, end)
    return inner.decoded(pieces(inner.text))


def _doubled(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a single-quoted text with their places, each doubled quote once."""
    at = 0
    while (found := text.find("''", at)) >= 0:
        yield at, text[at : found + 1]
        at = found + 2
    yield at, text[at:]


def _meaning(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return match[3] or _ESCAPES.get(match[2], match[2])


def _scan(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """Return the edits of `soften` as (start, new text of the same length), and the closers of what is open."""
    edits: list[tuple[int, str]] = []
    opened: list[str] = []
    first = _PROMPT.match(text)
    if first is not None:
        edits.append((0, " " * first.end()))
    at = first.end() if first is not None else 0
    while at < len(text):
        if opened and opened[-1] == '"':
            at = _in_string(text, at, opened, edits)
            continue
        match = _SIGN.search(text, at)
        if match is None:
            break
        at = _outside(text, match, opened, edits)
    return edits, opened


def _in_string(text: str, at: int, opened: list[str], edits: list[tuple[int, str]]) -> int:
    """Go on inside a double-quoted string; a `$(` in it opens code."""
    match = _IN_STRING.search(text, at)
    if match is None:
        return len(text)
    sign = match[0]
    if sign == "`":
        return match.end() + 1
    if sign == "$(":
        opened.append(")")
    elif sign == '"':
        if text[match.end() : match.end() + 1] == '"':
            return match.end() + 1
        opened.pop()
    elif opened[-2:-1] == ["”"]:
        edits.append((match.start(), '"'))
        del opened[-2:]
    return match.end()


def _outside(text: str, match: re.Match[str], opened: list[str], edits: list[tuple[int, str]]) -> int:
    """Take one sign outside of strings; return where to go on."""
    start, sign = match.start(), match[0]
    if sign in DOUBLE or sign in SINGLE:
        return _quote(text, start, opened, edits)
    if sign == "`":
        join = _JOIN.match(text, start)
        if join is not None:
            edits.append((start, " " * (join.end() - start)))
            return join.end()
        return start + 2
    if sign == "#":
        return _comment(text, start)
    if sign[0] == "\n":
        if len(sign) > 1:
            edits.append((start + 1, " " * (len(sign) - 1)))
        return match.end()
    if sign == "?":
        if text.startswith("?? ", start) and text[start - 1 : start] in (" ", "\n", ")"):
            edits.append((start, "-f"))
            return start + 2
        return start + 1
    plain = sign.translate(_PLAIN)
    if plain != sign:
        edits.append((start, plain))
    if plain in _PAIRS:
        opened.append(_PAIRS[plain])
    elif plain in ")]}":
        while opened and opened[-1] != '"' and opened.pop() != plain:
            pass
    return start + 1


def _comment(text: str, start: int) -> int:
    if text[start - 1 : start] == "<":
        end = text.find("#>", start)
        return len(text) if end < 0 else end + 2
    if start and text[start - 1] not in " \t\n;(){}":
        return start + 1
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _quote(text: str, start: int, opened: list[str], edits: list[tuple[int, str]]) -> int:
    """Take a string's opening quote, and of a single-quoted or here-string the whole of it."""
    sign = text[start]
    family = '"' if sign in DOUBLE else "'"
    if text[start - 1 : start] == "@" and _HERE_HEAD.match(text, start + 1):
        if sign != family:
            edits.append((start, family))
        end = _HERE_END[family].search(text, start)
        if end is None:
            opened.append("\n" + family + "@")
            return len(text)
        if end[1]:
            edits.append((end.start() + 1, family + "@" + end[1]))
        return end.end()
    if sign != family:
        edits.append((start, family))
    if family == '"':
        opened += ["”", '"'] if sign != family else ['"']
        return start + 1
    at = start + 1
    while True:
        end_at = _single_end(text, at, sign)
        if end_at < 0:
            opened.append(family)
            return len(text)
        if sign == family and text[end_at + 1 : end_at + 2] == family:
            at = end_at + 2
            continue
        if text[end_at] != family:
            edits.append((end_at, family))
        return end_at + 1


def _single_end(text: str, at: int, sign: str) -> int:
    if sign == "'":
        return text.find(sign, at)
    found = [place for place in (text.find(mark, at) for mark in "’'‘") if place >= 0]
    return min(found, default=-1)
