"""Program text of any language as tokens: strings decoded into words, names, numbers and signs. Linear in the text."""

from __future__ import annotations

import re

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.code.dialects import Dialect
from supportdesk.reading.code.words import Word
from supportdesk.view import View


class Token(NamedTuple):
    """`kind` is string, number, name, flag or sign; `[start, end)` its place in the view.

    `parts` are a string's contents: words, each with the expression it stands for (None for what is written out).
    """

    kind: str
    text: str
    start: int
    end: int
    parts: tuple[tuple[Word, str | None], ...] = ()


_NAME = lazy(r"[$@]?[A-Za-z_\u00c0-\uffff][\w\u00c0-\uffff]*(?:-(?=[A-Za-z])\w+)*[?!]?(?=\()|[$@]{0,2}[A-Za-z_]\w*")
_VERB_NAME = lazy(r"[$@]?[A-Za-z_]\w*(?:-[A-Za-z]\w*)*")
_LISP_NAME = lazy(r"[A-Za-z_][\w.*+!?/<>-]*")
_FLAG = lazy(r"-[A-Za-z]\w*(?:-\w+)*")
_NUMBER = lazy(r"-?(?:0[xX][0-9A-Fa-f]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)[fLlUuNmd]{0,3}")
_SIGN = lazy(r"\?\.|->|=>|::|:=|<-|==|!=|\+\+|<>|\|\||\|>|\.\.\.|\.\.|\+=|\.=|&&|.", re.DOTALL)
_RAW = lazy(r"(r#*|@|R|~[sS]|\$@|@\$|\$+|f|b|u|rb)?(\"\"\"|'''|\"|'|`|\[\[|\{\|)")
_ESCAPE = lazy(r"(?:u\{[0-9A-Fa-f]{1,6}\}|u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
                     r"|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[0-7]{3}|\r?\n|.)", re.DOTALL)  # fmt: skip
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0", "e": "\x1b"}
_HEREDOC = lazy(r"<<[<~-]?[ \t]*(['\"]?)([A-Z_][A-Z0-9_]*)\1[^\n]*\n")
_FILL_CURLY = lazy(r"[^{}\n]{0,200}+(?:\{[^{}\n]{0,200}+\}[^{}\n]{0,200}+){0,8}+\}")
_FILL_ROUND = lazy(r"[^()\n]{0,200}+(?:\([^()\n]{0,200}+\)[^()\n]{0,200}+){0,8}+\)")
_SHOWN = lazy(r"\$\{\s*(?:'([^'\\])'|\"([^\"\\]{1,20})\")\s*\}")
_FILL_NAME = lazy(r"[A-Za-z_][\w.]*")


def tokenize(view: View, dialect: Dialect, name: str) -> list[Token]:
    """Return the tokens of the view, comments and white space left out, line ends as signs."""
    return _Tokenizer(view, dialect, name).run()


class _Tokenizer:
    def __init__(self, view: View, dialect: Dialect, name: str) -> None:
        self.view = view
        self.text = view.text
        self.dialect = dialect
        self.name = name
        self.tokens: list[Token] = []
        self.unclosed: set[str] = set()

    def run(self) -> list[Token]:
        """Cut the whole text."""
        text, at = self.text, 0
        while at < len(text):
            sign = text[at]
            if sign in " \t\r\f\v\u00a0":
                at += 1
            elif sign == "`" and self.name == "powershell" and text[at + 1 : at + 2] == "\n":
                at += 2
            elif sign == "\n":
                self._add("sign", "\n", at, at + 1)
                at += 1
            else:
                at = self._comment(at) or self._string(at) or self._plain(at)
        return self.tokens

    def _add(self, kind: str, text: str, start: int, end: int, parts: tuple[tuple[Word, str | None], ...] = ()) -> None:
        self.tokens.append(Token(kind, text, start, end, parts))

    def _comment(self, at: int) -> int:
        text = self.text
        for opening, closing in self.dialect.block:
            if text.startswith(opening, at):
                end = text.find(closing, at + len(opening))
                return len(text) if end < 0 else end + len(closing)
        for mark in self.dialect.line:
            if text.startswith(mark, at):
                if mark == "#" and text.startswith(("#{", "#import", "#include", "#["), at):
                    continue
                end = text.find("\n", at)
                return len(text) if end < 0 else end
        return 0

    def _plain(self, at: int) -> int:
        text = self.text
        if self.name == "powershell" and text[at] == "-":
            flag = _FLAG.match(text, at)
            if flag is not None:
                self._add("flag", flag[0][1:], at, flag.end())
                return flag.end()
        name = {"clojure": _LISP_NAME, "powershell": _VERB_NAME}.get(self.name, _NAME).match(text, at)
        if name is not None:
            self._add("name", name[0].lstrip("$@"), at, name.end())
            return name.end()
        if text[at].isdigit() or (text[at] == "-" and text[at + 1 : at + 2].isdigit()):
            number = _NUMBER.match(text, at)
            if number is not None:
                self._add("number", number[0], at, number.end())
                return number.end()
        sign = _SIGN.match(text, at)
        end = sign.end() if sign else at + 1
        self._add("sign", text[at:end], at, end)
        return end

    def _string(self, at: int) -> int:
        """Take the string literal at `at`; 0 where none begins there."""
        text = self.text
        if text[at] == "<" and self.name in ("php", "ruby", "perl"):
            return self._heredoc(at)
        match = _RAW.match(text, at)
        if match is None or (match[1] and at and (text[at - 1].isalnum() or text[at - 1] == "_")):
            return self._tilde(at)
        prefix, quote = match[1] or "", match[2]
        start = match.end()
        if quote in ("[[", "{|"):
            if (quote == "[[") != (self.name == "lua") or (quote == "{|" and self.name != "ocaml"):
                return 0
            return self._until(at, start, "]]" if quote == "[[" else "|}", raw=True)
        if prefix.startswith("r#"):
            return self._until(at, start, quote + "#" * (len(prefix) - 1), raw=True)
        if len(quote) == 3 and self.name == "kotlin":
            return self._until(at, start, quote, raw=True, filled=True)
        if len(quote) == 3:
            return self._until(at, start, quote, raw=self.name == "csharp" or prefix == "r")
        if prefix == "@" and self.name == "powershell":
            return self._until(at, start, quote + "@", raw=quote == "'")
        if quote == '"' and prefix in ("@", "$@", "@$") and self.name == "csharp":
            return self._doubled(at, start, '"')
        return self._quoted(at, start, prefix, quote)

    def _quoted(self, at: int, start: int, prefix: str, quote: str) -> int:
        mode = {"'": self.dialect.single, "`": self.dialect.backtick}.get(quote, "full")
        if prefix in ("r", "R") and self.name in ("dart", "r", "julia"):
            mode = "raw"
        if mode == "none":
            return 0
        if mode == "char":
            return self._char(at, start)
        if mode in ("raw", "name"):
            return self._until(at, start, quote, raw=True)
        if mode == "doubled" or not self.dialect.escape:
            return self._doubled(at, start, quote)
        fills = self.dialect.fills if quote == '"' or mode == "filled" else ("${",) if mode == "template" else ()
        if self.name == "csharp" and "$" in prefix:
            fills = ("{",)
        end = self._end(start, quote, self.dialect.escape)
        if end < 0:
            line = self.text.find("\n", start)
            end = len(self.text) if line < 0 else line
        self._word(at, start, end, min(end + 1, len(self.text)), fills, bare=mode == "bare")
        return max(min(end + 1, len(self.text)), at + 1)

    def _char(self, at: int, start: int) -> int:
        end = self.text.find("'", start + 1, start + 12)
        if end < 0 or (end > start + 1 and self.text[start] != "\\"):
            return 0
        self._add("number", self.text[at : end + 1], at, end + 1)
        return end + 1

    def _end(self, start: int, quote: str, escape: str) -> int:
        """Return the offset of the closing quote, escapes passed over; -1 where it never comes."""
        text, at = self.text, start
        while quote not in self.unclosed:
            end = text.find(quote, at)
            if end < 0:
                break
            signs = end
            while signs > start and text[signs - 1] == escape:
                signs -= 1
            if (end - signs) % 2 == 0:
                return end
            at = end + 1
        self.unclosed.add(quote)  # nothing behind closes it either: looking again would cost a square
        return -1

    def _until(self, at: int, start: int, closing: str, *, raw: bool, filled: bool = False) -> int:
        end = self.text.find(closing, start) if raw else self._end(start, closing, "\\")
        end = len(self.text) if end < 0 else end
        stop = min(end + len(closing), len(self.text))
        if len(closing) == 3 and self.text[start : start + 1] == "\n":
            start += 1
        if filled:
            parts = self._decoded(start, end, self.dialect.fills, bare=False, escape="")
            self._add("string", self.text[at:start], at, stop, parts)
        else:
            self._word(at, start, end, stop, () if raw else self.dialect.fills, literal=raw)
        return stop

    def _doubled(self, at: int, start: int, quote: str) -> int:
        text, here = self.text, start
        pieces: list[tuple[str, int, int]] = []
        while True:
            end = text.find(quote, here)
            if end < 0:
                end = len(text)
                break
            if text[end + 1 : end + 2] != quote:
                break
            pieces.append((text[here : end + 1], here, end + 1))
            here = end + 2
        pieces.append((text[here:end], here, end))
        self._add("string", text[at : at + 1], at, min(end + 1, len(text)), ((Word(self.view.decoded(pieces)), None),))
        return min(end + 1, len(text))

    def _heredoc(self, at: int) -> int:
        match = _HEREDOC.match(self.text, at)
        if match is None:
            return 0
        text, start = self.text, match.end()
        closing = re.compile(rf"^[ \t]*{match[2]}\b", re.MULTILINE).search(text, start)
        end = closing.start() if closing else len(text)
        stop = closing.end() if closing else len(text)
        self._word(at, start, max(start, end - 1), stop, self.dialect.fills if match[1] != "'" else ())
        return stop

    def _tilde(self, at: int) -> int:
        """Take Elixir's `~s|…|`, and Perl's and Ruby's `q{…}`."""
        if self.name != "elixir" or not self.text.startswith(("~s", "~S"), at):
            return 0
        opening = self.text[at + 2 : at + 3]
        closing = {"(": ")", "[": "]", "{": "}", "<": ">"}.get(opening, opening)
        if not closing or closing.isalnum():
            return 0
        return self._until(at, at + 3, closing, raw=self.text[at + 1] == "S")

    def _word(
        self,
        at: int,
        start: int,
        end: int,
        stop: int,
        fills: tuple[str, ...],
        *,
        bare: bool = False,
        literal: bool = False,
    ) -> None:
        plain: tuple[tuple[Word, str | None], ...] = ((Word(self.view.cut(start, end)), None),)
        parts = plain if literal else self._decoded(start, end, fills, bare=bare)
        self._add("string", self.text[at:start], at, stop, parts)

    def _decoded(
        self, start: int, end: int, fills: tuple[str, ...], *, bare: bool, escape: str | None = None
    ) -> tuple[tuple[Word, str | None], ...]:
        text, escape = self.text, (self.dialect.escape or "\0") if escape is None else (escape or "\0")
        has_fill = any(fill[:1] in text[start:end] for fill in fills)
        if escape not in text[start:end] and not has_fill:
            return ((Word(self.view.cut(start, end)), None),)
        parts: list[tuple[Word, str | None]] = []
        pieces: list[tuple[str, int, int]] = []
        at = kept = start
        while at < end:
            sign = text[at]
            fill = next((opening for opening in fills if text.startswith(opening, at)), None) if has_fill else None
            stop = self._fill_end(at, fill, end) if fill else 0
            shown = _SHOWN.fullmatch(text, at, stop) if stop else None
            if shown is not None:
                pieces += [(text[kept:at], kept, at), (shown[1] or shown[2], at, stop)]
                at = kept = stop
            elif stop:
                pieces.append((text[kept:at], kept, at))
                parts.append((Word(self.view.decoded(pieces)), None))
                parts.append((Word.unknown(self.view.span(at, stop)), text[at:stop].strip("$#@\\{}() \t")))
                pieces, at, kept = [], stop, stop
            elif sign == escape and at + 1 < end:
                plain, width = _unescaped(text, at + 1, escape, bare=bare)
                pieces += [(text[kept:at], kept, at), (plain, at, at + 1 + width)]
                at = kept = at + 1 + width
            else:
                at += 1
        pieces.append((text[kept:end], kept, end))
        parts.append((Word(self.view.decoded(pieces)), None))
        return tuple(parts)

    def _fill_end(self, at: int, fill: str, end: int) -> int:
        """Return the end of the interpolation that opens with `fill` at `at`, or 0 where it is none."""
        text = self.text
        start = at + len(fill)
        if fill in ("$", "@"):
            name = _FILL_NAME.match(text, start, end)
            return name.end() if name else 0
        inner = (_FILL_ROUND if fill.endswith("(") else _FILL_CURLY).match(text, start, end)
        return inner.end() if inner else 0


def _unescaped(text: str, at: int, escape: str, *, bare: bool) -> tuple[str, int]:
    """Return what the escape whose sign stands before `at` says, and how many characters behind the sign it takes."""
    sign = text[at]
    if bare:
        return (sign, 1) if sign in "'\\" else (escape + sign, 1)
    if escape == "`":
        return _SIMPLE.get(sign, sign), 1
    match = _ESCAPE.match(text, at)
    found = match[0] if match else sign
    head = found[0]
    if head in "uUx" and len(found) > 1:
        digits = found[1:].strip("{}")
        if "\\" in digits:
            high, low = int(digits[:4], 16), int(digits[-4:], 16)
            return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), len(found)
        number = int(digits, 16)
        return chr(number) if number < 0x110000 else "\ufffd", len(found)
    if len(found) == 3 and found.isdigit():
        return chr(int(found, 8) & 0xFF), 3
    if head in "\r\n":
        return "", len(found)
    return _SIMPLE.get(head, head), 1
