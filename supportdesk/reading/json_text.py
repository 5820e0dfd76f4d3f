"""JSON and what is printed like it, read into located values.

`parse` reads one value, `find_all` the outermost ones in prose or logs, `parse_exact` strict JSON only. Lenient
reading takes what Python, JavaScript, Ruby and Rust print for an object, JSON with comments and trailing commas, and
text that was cut off. Nothing is executed; the reader keeps its own stack and stops at 200 levels; time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading import json_strings as strings
from supportdesk.reading.json_strings import is_escaped, string_view, unescaped_view
from supportdesk.reading.written import Written
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

__all__ = [
    "DEPTH_LIMIT", "content", "find_all", "is_escaped", "parse", "parse_exact", "string_view", "unescaped_view",
]  # fmt: skip

DEPTH_LIMIT = 200
"""Levels of nesting that are read; a value deeper than this is given up to there and is not complete."""

_SPACE = lazy(r"(?:[ \t\r\n\f\v\ufeff\xa0\u3000]++|//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/|#[^\n]*+|\.\.\.+|…)*+")
_STRICT_SPACE = lazy(r"[ \t\r\n]*+")
_NUMBER = lazy(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
_LENIENT_NUMBER = lazy(r"[-+]?(?:[0-9][0-9_]*+(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?n?")
_AFTER_SCALAR = lazy(r"[ \t]*+(?:[,}\])\r\n;#]|//|/\*|$)")
_WORD = lazy(r"[A-Za-z_$][\w$.]*+")
_NAMED_OBJECT = lazy(r"(?:\[[\w$]+(?:: null prototype)?\]|<ref \*\d+>|[A-Za-z_$][\w$.]*+)\s?(?=\{|\([A-Za-z_]\w*+=)")
_WRAPPED = lazy(r"(?:Some|Decimal|HttpUrl|Url|SecretStr|ObjectId)\(")
_KEY = lazy(r"(?:[A-Za-z_$][\w$-]*+|-?\d++|\[[^\]\n]{1,80}\])[ \t]*+(?=:(?!//)|=)")
_SHORTHAND = lazy(r"([A-Za-z_$][\w$]*+)[ \t]*+(?=[,}]|\r?\n\s*+[}\w])")
_SEPARATOR = lazy(r"\s*+(?::|=>|=)")
_EXPRESSION = lazy(r"[^,\[\](){}\"'`\n]++")
_CLOSE = {"{": "}", "[": "]", "(": ")"}
_WORDS: dict[str, bool | None] = {
    "true": True, "false": False, "null": None, "True": True, "False": False, "None": None, "nil": None,
    "undefined": None, "TRUE": True, "FALSE": False, "NULL": None,
}  # fmt: skip
_QUOTES = frozenset(strings.CLOSING)
MOST_OPENINGS = 2000
"""Brackets opened one behind the other that no value begins with; such a run is passed over whole."""
_OPENINGS = lazy(r"[\[{][\[{ \t\r\n]*")
_SIGN = lazy(r"[{\[]|\b[A-Z][A-Za-z]{1,60}\((?=[a-z_])")
_CANDIDATE = lazy(
    r"\{(?=\s{0,200}(?:[\"'`“}]|[A-Za-z_$][\w$-]{0,80}\s{0,20}(?::(?!//)|=>)))"
    r"|\[(?=\s{0,200}(?:[{\[\"]|'[^'\n]*+'\s*+[,\]]))|\b[A-Z][A-Za-z]{1,60}\((?=[a-z_]{1,40}=)"
)


_SENTENCE = lazy(
    r"(?:[A-Z](?=\S{0,40}(?: \S{1,200}){3})|[\u4e00-\u9fff])(?:[^\s=(){}\[\]<>&|?]|(?<=\S) (?![=<>&|?+*])){2,2000}"
    r"(?:\s\([^()\n]{1,200}\)\S{0,2})?$"
)
"""A text without quotes, as Dart and Java print a map: words behind one another, which are no expression."""


def parse(view: View, start: int = 0, *, lenient: bool = True) -> tuple[Value, int, bool] | None:
    """Read one value at `start`: the value, the view offset behind it, and whether it was read to its end.

    Space before it is skipped; None where no value begins. Lenient: Python and Ruby literals, tuples, printed
    objects (`Name(key=…)`, `Name {…}`), trailing and missing commas, unquoted keys, comments, `…` for what was left
    out, unescaped inner quotes, and a cut end; containers that may hold more are `is_open`, expressions are unknown
    values. Not lenient: JSON of RFC 8259 or None; what follows it is not looked at.
    """
    parser = _Parser(view, lenient=lenient)
    return parser.run(start)


def parse_exact(view: View) -> Value | None:
    """Return the value when the whole view is valid JSON (RFC 8259, at most 200 levels), else None."""
    read = parse(view, lenient=False)
    if read is None or _STRICT_SPACE.match(view.text, read[1]).end() != len(view.text):  # type: ignore[union-attr]  # may be empty
        return None
    return read[0]


def find_all(view: View, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Value, bool]]:
    """Yield `(start, end, value, complete)` of the outermost objects and arrays in the view's `[start, end)`.

    What only looks like one (a bracketed word of prose, an empty pair) is passed over. A value is read past `end`
    if it begins before it.
    """
    text, at = view.text, start
    stop = len(text) if end is None else end
    while (sign := _SIGN.search(text, at, stop)) is not None:
        at = sign.start() + 1
        match = _CANDIDATE.match(text, sign.start())
        if match is None:
            continue
        run = _OPENINGS.match(text, sign.start())
        if run is not None and run.end() - run.start() > MOST_OPENINGS:
            at = run.end()
            continue
        read = parse(view, match.start())
        if read is None:
            continue
        value, after, complete = read
        at = max(after, at)
        if value.data and (complete or _says_something(value)):
            yield match.start(), after, value, complete


def content(view: View, value: Value) -> View:
    """Return what a string value of this view says as a view, to read further into it.

    `value` must have been read from `view`; a string without a place gives an empty view.
    """
    if isinstance(value, Written):
        return value.said
    if value.span is None or value.kind != "string":
        return view.cut(0, 0)
    return string_view(view, *view.offsets(value.span))


def _says_something(value: Value) -> bool:
    items = value.data.values() if value.kind == "object" else value.data
    return any(item.kind not in ("array", "object") or item.data for item in items)


class _Frame:
    __slots__ = ("close", "container", "key", "start")

    def __init__(self, container: Value, start: int, close: str) -> None:
        self.container = container
        self.start = start
        self.close = close
        self.key: str | None = None


class _Parser:
    """One reading of one value: the text, the position, and the open containers."""

    __slots__ = ("at", "complete", "last", "lenient", "root", "space", "stack", "text", "view")

    def __init__(self, view: View, *, lenient: bool) -> None:
        self.view = view
        self.text = view.text
        self.lenient = lenient
        self.space = _SPACE if lenient else _STRICT_SPACE
        self.stack: list[_Frame] = []
        self.root: Value | None = None
        self.complete = True
        self.at = 0
        self.last = 0

    def run(self, start: int) -> tuple[Value, int, bool] | None:
        """Read the value at `start`; see `parse`."""
        self.at = self.last = start
        self._skip()
        if not self._value() or self.root is None:
            return None
        while self.stack:
            if not self._step():
                if not self.lenient:
                    return None
                self._leave_open()
        return self.root, self.last, self.complete

    def _skip(self) -> None:
        end = self.space.match(self.text, self.at).end()  # type: ignore[union-attr]  # the pattern may be empty
        if self.stack and end > self.at and ("..." in (gap := self.text[self.at : end]) or "…" in gap):
            self.stack[-1].container.is_open = True
        self.at = end

    def _step(self) -> bool:
        """Read the next member, item or closing bracket of the innermost container; False where that fails."""
        frame = self.stack[-1]
        self._skip()
        text, at = self.text, self.at
        sign = text[at : at + 1]
        if sign == frame.close:
            return self._close(frame)
        if sign and sign in "}])" and self.lenient:
            return self._close_mismatched(sign)
        if frame.container.data and not self._comma(frame, sign):
            return False
        if self.at != at:
            self._skip()
            if self.text[self.at : self.at + 1] == frame.close:
                return self.lenient and self._close(frame)
        if frame.container.kind == "object":
            if self.lenient and self._shorthand(frame):
                return True
            if not self._key(frame):
                return False
        return self._value()

    def _comma(self, frame: _Frame, sign: str) -> bool:
        if sign == ",":
            self.at += 1
            return True
        if not self.lenient or not sign:
            return False
        starts_key = sign in _QUOTES or _KEY.match(self.text, self.at) is not None
        on_new_line = "\n" in self.text[self.last : self.at]
        return starts_key if frame.container.kind == "object" else on_new_line and (sign in _QUOTES or sign in "{[")

    def _key(self, frame: _Frame) -> bool:
        text, at = self.text, self.at
        sign = text[at : at + 1]
        if not self.lenient:
            end = strings.strict_end(text, at) if sign == '"' else -1
            if end < 0:
                return False
            name, stop = strings.decode(text, at, end, closed=True)[0], end
        elif sign in _QUOTES or (sign in "bu" and text[at + 1 : at + 2] in _QUOTES and sign):
            end, closed = strings.literal_end(text, at, strings.AFTER_KEY)
            if not closed:
                return False
            name, stop = strings.decode(text, at, end, closed=True)[0], end
        else:
            match = _KEY.match(text, at)
            if match is None:
                return False
            name, stop = match[0].strip(" \t[]"), match.end()
        separator = _SEPARATOR.match(text, stop)
        if separator is None or not (self.lenient or separator[0].endswith(":")):
            return False
        frame.key = name
        frame.container.keys[name] = self.view.span(at, stop)
        self.at = self.last = separator.end()
        self._skip()
        return True

    def _shorthand(self, frame: _Frame) -> bool:
        """Take `{model, ...rest}` of program text: a name without a value, which may stand for anything."""
        match = _SHORTHAND.match(self.text, self.at)
        if match is None:
            return False
        frame.key = match[1]
        frame.container.keys[match[1]] = self.view.span(match.start(), match.end(1))
        return self._attach(Value.unknown(), match.start(), match.end(1))

    def _value(self) -> bool:
        text, at = self.text, self.at
        sign = text[at : at + 1]
        if sign in ("{", "[") or (sign == "(" and self.lenient):
            return self._open(at, sign)
        if sign == '"' and not self.lenient:
            end = strings.strict_end(text, at)
            return end >= 0 and self._string(at, end, closed=True)
        if sign in _QUOTES and self.lenient:
            return self._quoted(at)
        number = (_LENIENT_NUMBER if self.lenient else _NUMBER).match(text, at)
        if number is not None and (not self.lenient or _AFTER_SCALAR.match(text, number.end())):
            return self._number(number[0], number.end())
        word = _WORD.match(text, at)
        if word is not None and word[0] in _WORDS and (self.lenient or word[0] in ("true", "false", "null")):
            plain = _WORDS[word[0]]
            return self._attach(Value("null" if plain is None else "boolean", plain), at, word.end())
        return self.lenient and bool(sign) and self._program_text(at, word)

    def _program_text(self, at: int, word: re.Match[str] | None) -> bool:
        text = self.text
        named = _NAMED_OBJECT.match(text, at)
        if named is not None:
            return self._open(at, text[named.end()], named.end())
        if word is not None and text[word.end() : word.end() + 1] in _QUOTES and len(word[0]) <= 2:
            return self._quoted(at)
        wrapped = _WRAPPED.match(text, at)
        if wrapped is not None and text[wrapped.end() : wrapped.end() + 1] in _QUOTES:
            done = self._quoted(wrapped.end())
            if self.text[self.at : self.at + 1] == ")":
                self.at = self.last = self.at + 1
            return done
        if not self.stack:
            return False
        end = self._expression_end(at)
        if end == at:
            return False
        if _SENTENCE.match(text, at, end):
            return self._attach(Written(text[at:end], self.view.span(at, end), self.view.cut(at, end)), at, end)
        return self._attach(Value.unknown(), at, end)

    def _expression_end(self, at: int) -> int:
        """Return the end of an expression of program text: the next comma or bracket that closes around it."""
        text, depth, end = self.text, 0, at
        limit = min(len(text), at + 2000)
        while at < limit:
            sign = text[at]
            if sign in "([{":
                depth += 1
            elif sign in ")]}":
                if depth == 0:
                    break
                depth -= 1
            elif (sign == "," and depth == 0) or sign == "\n":
                break
            elif sign in "\"'`":
                at = strings.literal_end(text, at, strings.AFTER_ITEM)[0]
                end = at
                continue
            else:
                plain = _EXPRESSION.match(text, at)
                at = plain.end() if plain else at + 1
                end = at
                continue
            at += 1
            end = at
        while end > at and text[end - 1] in " \t\r":
            end -= 1
        return end

    def _open(self, start: int, sign: str, bracket: int | None = None) -> bool:
        if len(self.stack) >= DEPTH_LIMIT:
            return False
        bracket = start if bracket is None else bracket
        named = sign == "(" and bracket > start
        container = Value("object", {}) if sign == "{" or named else Value("array", [])
        self._attach(container, start, bracket + 1)
        self.stack.append(_Frame(container, start, _CLOSE[sign]))
        return True

    def _close(self, frame: _Frame) -> bool:
        self.at += 1
        self.last = self.at
        frame.container.span = self.view.span(frame.start, self.at)
        self.stack.pop()
        return True

    def _close_mismatched(self, sign: str) -> bool:
        if not any(frame.close == sign for frame in self.stack):
            return False
        self.complete = False
        while self.stack[-1].close != sign:
            frame = self.stack.pop()
            frame.container.is_open = True
            frame.container.span = self.view.span(frame.start, self.last)
        return self._close(self.stack[-1])

    def _leave_open(self) -> None:
        self.complete = False
        while self.stack:
            frame = self.stack.pop()
            frame.container.is_open = True
            frame.container.span = self.view.span(frame.start, self.last)

    def _quoted(self, at: int) -> bool:
        in_object = bool(self.stack) and self.stack[-1].container.kind == "object"
        end, closed = strings.literal_end(self.text, at, strings.AFTER_MEMBER if in_object else strings.AFTER_ITEM)
        self.complete = self.complete and closed
        sign = self.text[end : end + 2].lstrip(" ")[:1]
        if self.stack and sign in ("+", ".") and not self.text.startswith("...", end):
            stop = self._expression_end(at)
            if stop > end:
                return self._attach(Value.unknown(), at, stop)
        return self._string(at, end, closed=closed)

    def _string(self, start: int, end: int, *, closed: bool) -> bool:
        plain, is_template = strings.decode(self.text, start, end, closed=closed)
        if is_template:
            plain = _fill_template(plain)
        return self._attach(Value("string", plain, is_open=is_template or not closed), start, end)

    def _number(self, literal: str, end: int) -> bool:
        digits = literal.replace("_", "").rstrip("n")
        if len(digits) > 400:
            return self._attach(Value.unknown(), self.at, end)
        number: int | float
        try:
            number = int(digits)
        except ValueError:
            number = float(digits)
        if number in (float("inf"), float("-inf")):
            return self._attach(Value.unknown(), self.at, end)
        return self._attach(Value("number", number), self.at, end)

    def _attach(self, value: Value, start: int, end: int) -> bool:
        value.span = self.view.span(start, end)
        self.at = self.last = end
        if not self.stack:
            self.root = value
            return True
        frame = self.stack[-1]
        if frame.container.kind == "object":
            if frame.key is not None:
                frame.container.data[frame.key] = value
        else:
            frame.container.data.append(value)
        return True


def _fill_template(plain: str) -> str:
    """Return the text of a template literal with what only the program knows as UNKNOWN (`${…}`, 200 at most each)."""
    return re.sub(r"\$\{[^{}]{0,200}\}", UNKNOWN, plain)
