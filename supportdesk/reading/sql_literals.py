r"""Literals of SQL dumps as cells: strings by the quoting rules of MySQL, PostgreSQL and SQLite, and what COPY writes.

A backslash escapes in MySQL and in PostgreSQL's `E'…'`; elsewhere it is a sign like any other, and a quotation mark is
doubled everywhere. SQLite's dump writes line ends as `replace('…','\n',char(10))` and, of late, `unistr('…\u000a')`.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.table_cells import Cell, Pieces

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "Z": "\x1a"}
_ESCAPED = lazy(r"\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{2,3}|[\s\S])|''")
_DOUBLED = lazy(r"''")
_PLAIN = lazy(
    r"\s*(?:(?P<null>NULL)\b|(?P<number>[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][+-]?[0-9]{1,4})?)(?![0-9A-Za-z_'(])"
    r"|(?P<truth>TRUE|FALSE)\b|(?P<prefix>[EeNn]|_[A-Za-z0-9]{1,12}\s?)?(?=')|(?P<call>replace|unistr)\s*\(\s*(?='))",
    2,  # re.IGNORECASE
)
_CAST = lazy(r"(?:\s*::\s*[\w\"]+(?:\s+(?:with|without)\s+time\s+zone|\s+varying)?(?:\s*\([0-9, ]*\))?)*", 2)
_REPLACED = lazy(r"\s*,\s*'(\\[nrt])'\s*,\s*char\s*\(\s*([0-9]{1,3})\s*\)\s*\)", 2)
_STRING = lazy(r"'[^']*+(?:''[^']*+)*+'")
_STRING_ESCAPED = lazy(r"'[^'\\]*+(?:(?:''|\\[\s\S])[^'\\]*+)*+'")
_FIELD = lazy(r"\\(?:x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|[\s\S])")


def read_literal(text: str, at: int, *, escapes: bool) -> Cell | None:
    """Return the literal at an offset, its casts included in no text; None where none stands there.

    `escapes` says that a backslash escapes in plain strings.
    """
    match = _PLAIN.match(text, at)
    if match is None:
        return None
    start = match.end() if match["prefix"] is None and match["call"] is None else match.start(match.lastgroup or 0)
    if match["null"]:
        return _cast(text, Cell(None, match.start("null"), match.end()))
    if match["number"] or match["truth"]:
        place = match.span("number" if match["number"] else "truth")
        said = text[place[0] : place[1]].lower()
        return _cast(text, Cell(said, *place))
    if match["call"]:
        return _called(text, start, match)
    cell = _string(text, match.end(), start, escapes=escapes or (match["prefix"] or "").upper() == "E")
    return None if cell is None else _cast(text, cell)


def _cast(text: str, cell: Cell) -> Cell:
    """Return the cell with its end behind the casts that follow it."""
    match = _CAST.match(text, cell.end) if text.find("::", cell.end, cell.end + 4) >= 0 else None
    return cell if match is None else cell._replace(end=match.end())


def _string(text: str, at: int, start: int, *, escapes: bool) -> Cell | None:
    match = (_STRING_ESCAPED if escapes else _STRING).match(text, at)
    if match is None:
        return None
    pieces = unescaped(text, at + 1, match.end() - 1, escapes=escapes)
    return Cell("".join(piece[0] for piece in pieces), start, match.end(), pieces)


def _called(text: str, start: int, match: object) -> Cell | None:
    r"""Return what a call of SQLite's dump gives: `replace('…','\n',char(10))` or `unistr('…')`."""
    at = match.end()  # type: ignore[attr-defined]  # a match of _PLAIN
    name = match["call"].lower()  # type: ignore[index]  # the same
    cell = _string(text, at, start, escapes=name == "unistr")
    if cell is None:
        return None
    if name == "unistr":
        close = text.find(")", cell.end, cell.end + 20)
        return None if close < 0 else cell._replace(end=close + 1)
    replaced = _REPLACED.match(text, cell.end)
    if replaced is None:
        return None
    pieces: list[tuple[str, int, int]] = []
    for said, first, last in cell.pieces:
        if len(said) != last - first:
            pieces.append((said, first, last))
            continue
        here = first
        while (found := said.find(replaced[1], here - first)) >= 0:
            pieces += [
                (text[here : first + found], here, first + found),
                (chr(int(replaced[2])), first + found, first + found + 2),
            ]
            here = first + found + 2
        pieces.append((text[here:last], here, last))
    return Cell("".join(piece[0] for piece in pieces), start, replaced.end(), pieces)


def unescaped(text: str, start: int, end: int, *, escapes: bool) -> Pieces:
    """Return the decoded pieces of a string's inside `[start, end)`."""
    pieces: list[tuple[str, int, int]] = []
    at = start
    if text.find("''", start, end) < 0 and not (escapes and text.find("\\", start, end) >= 0):
        return [(text[start:end], start, end)]
    for match in (_ESCAPED if escapes else _DOUBLED).finditer(text, start, end):
        pieces += [(text[at : match.start()], at, match.start()), (_sign(match[0]), *match.span())]
        at = match.end()
    return [*pieces, (text[at:end], at, end)]


def copied(text: str, start: int, end: int) -> Cell:
    r"""Return the cell that COPY wrote at `[start, end)`: `\N` is no value, other backslashes escape."""
    if text.find("\\", start, end) < 0:
        return Cell(text[start:end], start, end)
    if text[start:end] == "\\N":
        return Cell(None, start, end)
    pieces: list[tuple[str, int, int]] = []
    at = start
    for match in _FIELD.finditer(text, start, end):
        pieces += [(text[at : match.start()], at, match.start()), (_sign(match[0]), *match.span())]
        at = match.end()
    pieces.append((text[at:end], at, end))
    return Cell("".join(piece[0] for piece in pieces), start, end, pieces)


def _sign(escape: str) -> str:
    """Return the sign that an escape stands for."""
    if escape == "''":
        return "'"
    kind, digits = escape[1], escape[2:]
    if kind in "xuU" and digits:
        return _character(int(digits, 16))
    if digits:
        return _character(int(escape[1:], 8))
    return _ESCAPES.get(kind, kind)


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
