"""How values are written where the customer wrote his: in JSON, in JSON inside a string, or in the code's own literals.

Nothing here knows whether what it writes is right in every language: the patched text is read again before it is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from supportdesk.advising.edits import UnwritableError
from supportdesk.patterns import lazy
from supportdesk.source import Source, Span
from supportdesk.value import UNKNOWN, Value

QUOTES = "'\"`"
PLAIN_COMMANDS = ("bash", "batch", "http")
"""Languages in which a body is written as JSON, whatever stands before it."""

SHELLS = ("bash", "sh", "zsh", "fish")
LONGEST_EXPRESSION = 20_000
_OPENING = lazy(r"`\"|\\*[\"'`]")
_SAYS = lazy(r"[\s\])]*(?:=>|:=|=|:)\s*")
_JSON = {"words": {"true": "true", "false": "false", "null": "null"}}


class Style:
    """How one body is written: its quotes, its escapes, its words and its brackets.

    `dialect` is the language's entry of rules/fixes.yaml ('dialects'); `known` the customer's own words for values
    that stand in the body already, which are taken over as he wrote them.
    """

    __slots__ = ("dialect", "host", "known", "language", "quote", "within")

    def __init__(self, source: Source, body: Value, language: str, dialects: dict[str, Any]) -> None:
        text = source.text
        first = body.span.start if body.span is not None else _first_place(body)
        before = text[:first].rstrip()[-1:] if first is not None else ""
        self.language = language
        self.host = before if before in QUOTES else ""
        self.within = bool(self.host) or language in PLAIN_COMMANDS
        self.dialect: dict[str, Any] = _JSON if self.within else {**_JSON, **dialects.get(language, {})}
        self.quote = next((found for raw in _raws(source, body) if (found := opening(raw))), '"')
        self.known: dict[str, str | None] = {}
        for raw, value in _written(source, body, within=self.within):
            key = json.dumps(value.plain(), sort_keys=True)
            self.known[key] = raw if self.known.get(key, raw) == raw else None

    def write(self, value: Any, quote: str | None = None) -> str:
        """Return a plain value as it is written here; raises UnwritableError for what only running code would tell."""
        raw = self.known.get(json.dumps(value, sort_keys=True))
        if raw is not None and not isinstance(value, bool | int | float | None):
            return raw
        if isinstance(value, str):
            return self.text(value, quote or self.quote)
        if isinstance(value, list):
            return self._joined("list", "[", "]", [self.write(item) for item in value])
        if isinstance(value, dict):
            member = self.dialect.get("member", ": ")
            members = [f"{self.text(key, self.quote)}{member}{self.write(item)}" for key, item in value.items()]
            return self._joined("object", "{", "}", members)
        if value is None or isinstance(value, bool):
            word: str = {**_JSON["words"], **self.dialect.get("words", {})}[json.dumps(value)]
            return word
        return json.dumps(value)

    def whole(self, value: Any, literal: str) -> str:
        """Return a body as it takes the place of the whole `literal`: in JSON over several lines where that was."""
        if self.dialect is not _JSON or "\n" not in literal or self.quote != '"' or not isinstance(value, dict):
            return self.write(value)
        end = "\r\n" if "\r\n" in literal else "\n"
        outer = literal[literal.rfind("\n") + 1 :]
        indent = outer[: len(outer) - len(outer.lstrip(" \t"))]
        inner = indent + "  "
        members = (f"{inner}{self.text(key, self.quote)}: {self.write(item)}" for key, item in value.items())
        return "{" + end + ("," + end).join(members) + end + indent + "}"

    def text(self, text: str, quote: str) -> str:
        """Return a string in its quotes and with the escapes of the place."""
        if UNKNOWN in text:
            raise UnwritableError
        if not self.within:
            sign = quote[-1]
            escaped = text.replace("\\", "\\\\").replace(sign, "\\" + sign).replace("\n", "\\n").replace("\r", "\\r")
            return quote + escaped + quote
        escaped = json.dumps(text, ensure_ascii=False)[1:-1]
        if quote.startswith("\\"):
            escaped = escaped.replace("\\", "\\\\").replace('"', '\\"')
            if self.language in SHELLS:
                escaped = escaped.replace("$", "\\$").replace("`", "\\`")
        elif quote.startswith("`") and len(quote) > 1:  # PowerShell
            escaped = escaped.replace("`", "``").replace('"', '`"').replace("$", "`$")
        elif self.host == "'" or (self.language in SHELLS and not self.host):
            escaped = escaped.replace("'", "'\\''") if self.language in SHELLS else _single(escaped)
        return quote + escaped + quote

    def _joined(self, kind: str, opens: str, closes: str, items: list[str]) -> str:
        opens, closes = self.dialect.get(kind, (opens, closes))
        between = self.dialect.get("between", ", ") if kind == "object" else ", "
        return opens + between.join(items) + closes


def opening(raw: str) -> str:
    r"""Return the quotes that a literal begins with, backslashes before them included; '' for none."""
    found = _OPENING.match(raw)
    return found.group() if found is not None else ""


def rewritten(literal: str, old: str, new: str) -> str:
    r"""Return a literal with another text in it, its quotes and the rest kept; raises UnwritableError.

    That is where the old text does not stand in it once as it is, or the new one needs escapes.
    """
    if not old or literal.count(old) != 1 or any(sign in new for sign in "'\"\\\r\n`"):
        raise UnwritableError
    return literal.replace(old, new)


def member_end(text: str, key_end: int, value: Value, *, within: bool) -> int:
    """Return where the expression of a member ends; raises UnwritableError where that cannot be told."""
    if value.span is not None and stands_beside(text, key_end, value.span.start):
        behind = text[value.span.end : value.span.end + 200].lstrip(" \t")
        if not behind or behind[0] in ",;)]}\\\r\n'\"`#/":
            return value.span.end
    if within:
        raise UnwritableError
    says = _SAYS.match(text, key_end)
    if says is None:
        raise UnwritableError
    return expression_end(text, says.end())


def stands_beside(text: str, key_end: int, start: int) -> bool:
    """Whether a literal stands right behind its key, and is not that of a variable which stands elsewhere."""
    between = text[key_end:start].strip()
    if not key_end <= start <= key_end + 60:
        return False
    return between == "," or not any(sign in between for sign in "\n{};,+" + QUOTES[1:])


def value_start(text: str, key_end: int) -> int:
    """Return where the expression behind a key begins; raises UnwritableError where nothing says so."""
    says = _SAYS.match(text, key_end)
    if says is None:
        raise UnwritableError
    return says.end()


def expression_end(text: str, start: int) -> int:
    """Return where the expression that begins at `start` ends: at a comma, a closing bracket or a line's end."""
    depth, at, stop = 0, start, min(len(text), start + LONGEST_EXPRESSION)
    while at < stop:
        sign = text[at]
        if sign in QUOTES:
            at = _string_end(text, at, stop)
            continue
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            if not depth:
                break
            depth -= 1
        elif sign in ",;\n" and not depth:
            break
        at += 1
    else:
        if depth or at < len(text):
            raise UnwritableError
    return start + len(text[start:at].rstrip())


def balanced(text: str) -> bool:
    """Whether every bracket of a text is closed in it."""
    return all(text.count(one) == text.count(other) for one, other in ("()", "[]", "{}"))


def _string_end(text: str, at: int, stop: int) -> int:
    quote = text[at]
    if text.startswith(quote * 3, at):
        end = text.find(quote * 3, at + 3, stop)
        if end < 0:
            raise UnwritableError
        return end + 3
    at += 1
    while at < stop:
        if text[at] == "\\":
            at += 1
        elif text[at] == quote:
            return at + 1
        at += 1
    raise UnwritableError


def _single(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _first_place(body: Value) -> int | None:
    return min((key.start for key in body.keys.values()), default=None)


def _raws(source: Source, body: Value) -> Iterator[str]:
    """Yield the literals of a body: its strings, then its keys."""
    for value, _span in _inside(body):
        if value.kind == "string" and value.span is not None and value.span.source == source.index:
            yield source.slice(value.span)
    for key in body.keys.values():
        yield source.slice(key)


def _inside(value: Value) -> Iterator[tuple[Value, Span | None]]:
    """Yield the values in a body with the places of their keys, the outer ones first."""
    queue: list[tuple[Value, Span | None]] = [(value, None)]
    for here, key in queue:
        yield here, key
        if here.kind == "object":
            queue += [(member, here.keys.get(name)) for name, member in here.data.items()]
        elif here.kind == "array":
            queue += [(item, None) for item in here.data]


def _written(source: Source, body: Value, *, within: bool) -> Iterator[tuple[str, Value]]:
    """Yield the values of a body with their characters, as far as these stand together."""
    for value, key in _inside(body):
        if value is body or value.added_by is not None:
            continue
        own = value.span if value.span is not None and value.span.source == source.index else None
        if key is None or key.source != source.index:
            if own is not None:
                yield source.slice(own), value
            continue
        try:
            beside = own is not None and stands_beside(source.text, key.end, own.start)
            start = own.start if own is not None and beside else value_start(source.text, key.end)
            yield source.text[start : member_end(source.text, key.end, value, within=within)], value
        except UnwritableError:
            continue
