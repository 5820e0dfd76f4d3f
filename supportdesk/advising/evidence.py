"""Evidence in the shape of the contract: a place only where the text at it states the value.

A fact that was looked up, derived or counted stands nowhere as such: it is listed without a place, and beside it the
fact that it rests on, with the place where that one was read (design, 'The one idea').
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.relating.tables import Row
    from supportdesk.source import Source, Span

NESTING = 6
"""How many levels of escapes are undone to find a value in the text at its span."""

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "\n": ""}
TRUE_WORDS = ("true", "1", "yes", "!0")
FALSE_WORDS = ("false", "0", "no", "!1")
ADDRESSES = ("path", "url", "host", "base_url")


def list_evidence(candidate: Candidate, sources: list[Source], computed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the evidence of a candidate: `{"fact", "value", "call", "span"}`, without repeats.

    `computed` says by table what each fact that the views compute is made of (knowledge.views).
    """
    row, found = candidate.row, candidate.finding
    made_of = computed.get(found.table) or {}
    listed: dict[str, dict[str, Any]] = {}
    for fact in found.facts:
        for name in (fact, *_rests_on(fact, row, made_of)):
            if name in listed or name not in row.values:
                continue
            span = place_of(name, row, sources)
            if span is None and name != fact:
                continue
            place = sources[span.source].place(span) if span is not None else None
            listed[name] = {"fact": name, "value": row.values[name], "call": found.index, "span": place}
    return list(listed.values())


def place_of(fact: str, row: Row, sources: list[Source]) -> Span | None:
    """Return the first place of a fact whose text, decoded, is its value; None where none states it."""
    value = row.values.get(fact)
    for span in row.spans.get(fact) or ():
        if span.source < len(sources) and states(sources[span.source].slice(span), value):
            return span
    return None


def states(text: str, value: object) -> bool:
    """Whether a text, with quotes, escapes and percent signs undone as often as needed, is a value.

    Texts compare without case; numbers by value; true and false in any language's spelling.
    """
    if isinstance(value, bool):
        return text.strip().strip("\"'@").lower() in (
            ("true", "1", "yes", "!0") if value else ("false", "0", "no", "!1")
        )
    if isinstance(value, int | float):
        return _is_number(text, value)
    wanted = str(value).casefold().split()
    seen = {text.strip()}
    for _ in range(NESTING):
        if any(one.casefold().split() == wanted or _bare(one).casefold().split() == wanted for one in seen):
            return True
        decoded = {undo(one).strip() for one in seen for undo in UNDO} - seen
        if not decoded:
            return False
        seen = decoded
    return False


def _bare(text: str) -> str:
    return text.strip("\"'`")


def unescape(text: str) -> str:
    """Return the text with one level of backslash escapes undone, those of JSON, Python and C alike."""
    if "\\" not in text:
        return text
    done: list[str] = []
    at = 0
    while at < len(text):
        sign, after = text[at], text[at + 1 : at + 2]
        if sign != "\\" or not after:
            done.append(sign)
            at += 1
        elif after in "ux":
            size = 4 if after == "u" else 2
            digits = text[at + 2 : at + 2 + size]
            try:
                done.append(chr(int(digits, 16)))
                at += 2 + size
            except ValueError:
                done.append(sign)
                at += 1
        else:
            done.append(ESCAPES.get(after, after))
            at += 2
    return "".join(done).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _rests_on(fact: str, row: Row, made_of: dict[str, Any]) -> list[str]:
    """Return the facts behind one that stands nowhere as such, down to those that were read."""
    behind: list[str] = []
    waiting = [fact]
    while waiting:
        name = waiting.pop(0)
        inputs = [row.basis[name]] if name in row.basis else list((made_of.get(name) or {}).get("inputs") or ())
        waiting += [one for one in inputs if one not in behind]
        behind += [one for one in inputs if one not in behind]
    if any(name in ADDRESSES for name in behind):
        behind += [name for name in ADDRESSES if name not in behind]
    return behind


def _unquoted(text: str) -> str:
    for quote in ('"', "'", "`"):
        if len(text) >= 2 and text[0] == text[-1] == quote:
            return text[1:-1]
    return text


def _percent(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def _shell(text: str) -> str:
    """Undo what a quote needs inside a shell's single quotes."""
    return text.replace("'\\''", "'")


def _backtick(text: str) -> str:
    """Undo the escapes of PowerShell."""
    return "".join(_after_backtick(text)) if "`" in text else text


def _after_backtick(text: str) -> Iterator[str]:
    escaped = False
    for sign in text:
        if sign == "`" and not escaped:
            escaped = True
            continue
        escaped = False
        yield sign


def _prefixed(text: str) -> str:
    """Take the sign off that makes a literal a string of a language: `@"…"`, `$"…"`, `b'…'`, `L"…"`."""
    return text[1:] if len(text) > 2 and text[0] in "@$bfruBFRUL" and text[1] in "\"'`" else text


def _is_number(text: str, value: float) -> bool:
    bare = _unquoted(unescape(_prefixed(text.strip()))).strip().strip("\"'").strip().replace(",", "").replace("_", "")
    try:
        return float(bare) == float(value)
    except ValueError:
        return False


UNDO = (unescape, _unquoted, _percent, _shell, _backtick, _prefixed)
"""Ways in which a text may be written; each undoes one level of one of them."""
