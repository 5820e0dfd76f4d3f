r"""Words of a cmd.exe command line: carets, percent signs, double quotes, backslashes, and quotes of other shells.

Two readers follow each other: cmd.exe (a caret outside of double quotes takes the next sign's meaning away, `%NAME%` is
filled in everywhere, `& | < >` end a command outside of double quotes) and the program's start-up code (double quotes
hold a word together, `\"` and a doubled quote inside of quotes are one quote).
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code.batch.repairs import (
    AMPERSAND,
    BACKSLASH,
    CARET_SPACES,
    INNER_QUOTES,
    LINE_ENDS,
    SINGLE_QUOTES,
    is_json,
)
from supportdesk.reading.code.words import Use, Word
from supportdesk.reading.repairs import Repair
from supportdesk.view import View

_PLAIN = lazy(r"[^\^\"%&|<>\s\\'!]+")
_NAME = lazy(r"%([A-Za-z_][\w.()-]{0,80})(?::[^%\n]{1,80})?%|%~?(\d|\*)|!([A-Za-z_]\w{0,80})!")
_CARET = lazy(r"\^([ \t]*)\n")
_SINGLE_END = lazy(r"'(?=[ \t\n^)]|\Z)")
_SLASH = lazy(r"\\[ \t]*\n")
_QUERY = lazy(r"&[\w.\[\]%-]{1,80}=")
_TARGET = lazy(r"(?:>>?|<)[ \t]*(?:&\d|\"[^\"\n]{0,400}\"|[^\s&|<>\"]{0,400})")
_HEX = frozenset("0123456789abcdefABCDEF")
SIGN_LIMIT = 60_000
"""Signs with a meaning (quotes, carets, spaces) that are gone through in one text."""
EXPANSION_LIMIT = 1_000_000
"""Characters that the variables of one text are filled in with."""
TRIES = 60
"""Words of one text that are looked at for quotes inside of quotes."""
REACH = 200_000
"""Characters from a word's beginning to the last of its inner quotes."""


class Statement:
    """One command: its words, where it stands (`[start, last)`) and where the next begins (`end`)."""

    __slots__ = ("end", "is_closed", "is_piped", "last", "repairs", "start", "words")

    def __init__(self, start: int) -> None:
        self.start = self.last = self.end = start
        self.words: list[Word] = []
        self.repairs: list[Repair] = []
        self.is_piped = False
        self.is_closed = True


class Splitter:
    """Takes a text apart into commands and words; `variables` are what `set` told, by lower-case name."""

    __slots__ = ("budget", "close", "goes_on", "is_script", "last_single", "signs", "tries", "variables", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.variables: dict[str, Word] = {}
        self.budget = EXPANSION_LIMIT
        self.tries = TRIES
        self.signs = SIGN_LIMIT
        self.close = -1
        self.goes_on = False
        self.last_single = len(view.text)
        head = view.text[:4000].lower()
        self.is_script = "@echo" in head or "%~1" in head or "setlocal" in head

    def statement(self, start: int) -> Statement:
        """Return the command that begins at `start`."""
        made = _Reader(self, start).run()
        return made if made.end > start else _passed(made, start)

    def variable(self, at: int) -> tuple[Word, int] | None:
        """Return what a variable at `at` says and the offset behind it; None where none stands there."""
        match = _NAME.match(self.view.text, at)
        if match is None:
            return None
        name = match[1] or match[3]
        known = self.variables.get(name.lower()) if name else None
        place = self.view.span(*match.span())
        if known is not None and len(known.text) <= self.budget:
            self.budget -= len(known.text)
            return Word(known.view, (*known.uses, Use(place, tuple(known.view.places(3))))), match.end()
        if match[3] or (match[1] and self._is_encoding(match[1], match.end())) or (match[2] and not self.is_script):
            return None
        return Word.unknown(place), match.end()

    def _is_encoding(self, name: str, end: int) -> bool:
        """Whether `%NAME%` is two percent-encoded bytes (`%E5%A5`) and no variable."""
        behind = self.view.text[end : end + 2]
        return set(name[:2]) <= _HEX and len(name) >= 2 and (len(name) == 2 or set(behind) <= _HEX) and bool(behind)

    def expanded(self, start: int, end: int, *, quoted: bool) -> Word:
        """Return a stretch of text with its variables filled in and, outside of quotes, its carets taken away."""
        words: list[Word] = []
        at = first = start
        text = self.view.text
        while at < end:
            sign = text[at]
            if sign == "%":
                found = self.variable(at)
                if found is not None and found[1] <= end:
                    words += [Word(self.view.cut(first, at)), found[0]]
                    at = first = found[1]
                    continue
            elif sign == "^" and not quoted:
                words.append(Word(self.view.cut(first, at)))
                first = at + 1
                at += 1
            at += 1
        words.append(Word(self.view.cut(first, end)))
        return Word.join(words, self.view.source)

    def echoed(self, statement: Statement) -> Word:
        """Return what an `echo` prints."""
        text = self.view.text[statement.start : statement.last]
        cut = text.lower().find("echo") + 5
        return self.expanded(min(statement.start + cut, statement.last), statement.last, quoted=False)


def _passed(made: Statement, start: int) -> Statement:
    made.end = start + 1
    return made


class _Reader:
    """Goes through one command sign by sign."""

    def __init__(self, splitter: Splitter, start: int) -> None:
        self.splitter = splitter
        self.view = splitter.view
        self.text = splitter.view.text
        self.at = start
        self.made = Statement(start)
        self.in_cmd = self.in_word = False
        self.parts: list[Word] = []
        self.pieces: list[tuple[str, int, int]] = []
        self.begun = -1

    def run(self) -> Statement:
        """Read to the end of the command."""
        text = self.text
        while self.at < len(text):
            self.splitter.signs -= 1
            if self.splitter.signs < 0:
                self.at, self.in_word = len(text), True
                break
            plain = _PLAIN.match(text, self.at)
            if plain is not None:
                self._add(plain[0], self.at, plain.end())
                self.at = plain.end()
                continue
            if self._sign(text[self.at]):
                break
        self.made.is_closed = not self.in_word
        self._finish_word()
        self.made.end = max(self.at, self.made.last)
        return self.made

    def _sign(self, sign: str) -> bool:
        """Take one sign that means something; return whether the command ends with it."""
        if sign == "^" and not self.in_cmd:
            self._caret()
        elif sign == '"':
            self.in_cmd = not self.in_cmd
            self._quote(self.at, self.at + 1)
        elif sign in "%!":
            self._variable()
        elif sign == "\\":
            self._backslash()
        elif sign == "'" and self.begun < 0:
            self._single()
        elif sign == "\n":
            return self._line_end()
        elif sign in "&|<>" and not self.in_cmd and not self.in_word:
            return self._operator(sign)
        else:
            self._take(sign, self.at, self.at + 1)
        return False

    def _take(self, sign: str, start: int, end: int) -> None:
        """Take a sign that cmd.exe hands on: white space ends a word outside of quotes."""
        self.at = end
        if sign.isspace() and not self.in_word:
            self._finish_word()
        else:
            self._add(sign, start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        if self.begun < 0:
            self.begun = start
        self.pieces.append((text, start, end))
        self.made.last = end

    def _finish_word(self) -> None:
        if self.begun < 0:
            return
        self._flush()
        word = Word.join(self.parts, self.view.source) if self.parts else Word(self.view.cut(self.begun, self.begun))
        self.made.words.append(self._mended(word))
        self.parts, self.begun = [], -1

    def _flush(self) -> None:
        if self.pieces:
            self.parts.append(Word(self.view.decoded(self.pieces)))
            self.pieces = []

    def _caret(self) -> None:
        join = _CARET.match(self.text, self.at)
        if join is not None:
            if join[1]:
                self._repaired(CARET_SPACES, self.at, join.end())
            self.at = join.end()
            if self.text[self.at : self.at + 1] == "\n":
                self._add("\n", self.at, self.at + 1)
                self.at += 1
            return
        sign = self.text[self.at + 1 : self.at + 2]
        if sign == '"':
            self._quote(self.at, self.at + 2)
        elif sign == "\\":
            self.at += 1
            self._backslash()
        elif sign:
            self._take(sign, self.at, self.at + 2)
        else:
            self.at += 1

    def _quote(self, start: int, end: int) -> None:
        """Take a double quote as the program does: doubled inside of quotes it is one sign."""
        doubled = (
            1 if self.text.startswith('"', end) else 2 if self.text.startswith('^"', end) and not self.in_cmd else 0
        )
        if self.begun < 0:
            self.begun = start
        if self.in_word and doubled:
            if doubled == 1:
                self.in_cmd = not self.in_cmd
            self._add('"', start, end + doubled)
            self.at = end + doubled
            return
        self.in_word = not self.in_word
        self.made.last = end
        self.at = end

    def _backslash(self) -> None:
        r"""Take backslashes: before a quote each pair is one, and an odd one makes the quote a sign."""
        start = self.at
        count = 0
        at = start
        while True:
            if self.text.startswith("\\", at):
                count, at = count + 1, at + 1
            elif self.text.startswith("^\\", at) and not self.in_cmd:
                count, at = count + 1, at + 2
            else:
                break
        width = 1 if self.text.startswith('"', at) else 2 if self.text.startswith('^"', at) and not self.in_cmd else 0
        if not width:
            if _SLASH.match(self.text, at - 1) and not self.in_word:
                self._repaired(BACKSLASH, self.at, at, "^")
                self.at = self.text.find("\n", at) + 1
                self._finish_word()
                return
            self._add("\\" * count, start, at)
            self.at = at
            return
        if count > 1:
            self._add("\\" * (count // 2), start, at - count % 2)
        self.at = at
        if count % 2:
            if width == 1:
                self.in_cmd = not self.in_cmd
            self._add('"', at - 1, at + width)
            self.at = at + width

    def _variable(self) -> None:
        found = self.splitter.variable(self.at)
        if found is None:
            doubled = self.text.startswith("%%", self.at) and not self.in_cmd
            self._take(self.text[self.at], self.at, self.at + 1 + doubled)
            return
        if self.begun < 0:
            self.begun = self.at
        self._flush()
        self.parts.append(found[0])
        self.at = self.made.last = found[1]

    def _single(self) -> None:
        """Take an argument that another shell's single quotes hold together; a lone one is a sign like any."""
        end = _SINGLE_END.search(self.text, self.at + 1) if self.at < self.splitter.last_single else None
        if end is None:
            self.splitter.last_single = min(self.splitter.last_single, self.at)
            self._add("'", self.at, self.at + 1)
            self.at += 1
            return
        first, last = self.at + 1, end.start()
        inside = self.text[first:last]
        self.begun = self.at
        self._repaired(SINGLE_QUOTES, self.at, end.end(), f"'{inside.replace(chr(34), '')}'")
        self._add(inside, first, last)
        self.at = end.end()
        self.made.last = end.end()
        self._finish_word()

    def _line_end(self) -> bool:
        """Take a line end: it ends the command but where a quoted text goes on behind it."""
        if self.in_word and self._goes_on():
            self._repaired(LINE_ENDS, self.at, self.at + 1)
            self._add("\n", self.at, self.at + 1)
            self.at += 1
            return False
        self.at += 1
        return True

    def _goes_on(self) -> bool:
        """Whether the next lines are more of a quoted text: no line before its quote begins a command."""
        known = self.splitter
        if known.close < self.at:
            close = self.text.find('"', self.at)
            known.goes_on = close >= 0 and "\ncurl" not in self.text[self.at : close + 1].lower()
            known.close = close if close >= 0 else len(self.text)
        return known.goes_on

    def _operator(self, sign: str) -> bool:
        if sign == "&" and self.begun >= 0 and _QUERY.match(self.text, self.at):
            begun = self.text[self.begun : self.begun + 4].lower()
            if begun.startswith(("http", '"htt', "'htt")):
                self._repaired(AMPERSAND, self.at, self.at + 1)
                self._add(sign, self.at, self.at + 1)
                self.at += 1
                return False
        if sign in "<>":
            self._redirection()
            return False
        before = self.at
        self.at += 1
        self._finish_word()
        if self.at != before + 1:
            return False
        self.made.is_piped = sign == "|" and not self.text.startswith("|", self.at)
        while self.text.startswith(("&", "|"), self.at):
            self.at += 1
        return True

    def _redirection(self) -> None:
        """Leave out a redirection: the number before its sign, and the file or stream behind it."""
        if self.begun >= 0 and self.text[self.begun : self.at].isdigit():
            self.parts, self.pieces, self.begun = [], [], -1
        target = _TARGET.match(self.text, self.at)
        end = target.end() if target is not None else self.at + 1
        self._finish_word()
        self.at = self.made.last = end

    def _repaired(self, message: str, start: int, end: int, became: str = "") -> None:
        self.made.repairs.append(Repair.of(message, self.view.span(start, end), self.text[start:end], became))

    def _mended(self, word: Word) -> Word:
        r"""Return the JSON that a word was meant to be, where quotes and backslashes of another shell are in it."""
        text = word.text
        if text[:1] not in ("{", "[") or is_json(text):
            return word
        if '\\"' in text:
            pieces: list[tuple[str, int, int]] = []
            at = 0
            while (found := text.find('\\"', at)) >= 0:
                pieces += [(text[at:found], at, found), ('"', found, found + 2)]
                at = found + 2
            made = Word(word.view.decoded([*pieces, (text[at:], at, len(text))]), word.uses)
            if is_json(made.text):
                return made
        return self._with_inner_quotes() or word

    def _with_inner_quotes(self) -> Word | None:
        """Return the text between the outermost quotes of a word where that is JSON."""
        start = self.begun
        self.splitter.tries -= 1
        if self.splitter.tries < 0 or self.text[start : start + 2] not in ('"{', '"['):
            return None
        stop = self.text.find("\n", start, start + REACH)
        stop = min(len(self.text), start + REACH) if stop < 0 else stop
        close = max(self.text.rfind('}"', start, stop), self.text.rfind(']"', start, stop))
        if close < 0 or not is_json(self.text[start + 1 : close + 1]):
            return None
        self._repaired(INNER_QUOTES, start, close + 2, self.text[start + 1 : close + 1].replace('"', ""))
        self.at = close + 2
        self.in_cmd = self.in_word = False
        self.made.last = close + 2
        return Word(self.view.cut(start + 1, close + 1))
