r"""One shell statement of a pasted text: where it ends, and what has to be mended so that it parses.

Quotes, brackets, here-documents and line continuations are followed; damaged line joins, prompts of other systems and
curly quotes are replaced piece by piece, so that every character keeps its place. Linear in the statement.
"""

from __future__ import annotations

import re

from supportdesk.i18n import mark
from supportdesk.patterns import lazy

TRAILING = mark("spaces behind a line continuation")
MISSING = mark("a line continuation is missing")
FLATTENED = mark("line continuations were flattened into one line")
CARET = mark("the command is written for the Windows command prompt")
BACKTICK = mark("the line continuations are PowerShell's")
CURLY = mark("curly quotes stand where straight ones belong")
APOSTROPHE = mark("an apostrophe stands inside single quotes")
UNCLOSED = mark("a quote is not closed")

_SIGN = lazy(r"['\"\\\n#`()<$^“”‘’\u00a0]")
_HEREDOC = lazy(r"<<(-?)[ \t]*(?:'([^'\n]+)'|\"([^\"\n]+)\"|\\?([\w.-]+))")
_ANSI = lazy(r"[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL)
_OPTION_LINE = lazy(
    r"[ \t]*(?:-[A-Za-z](?:[ \t'\"=]|[A-Z])|--[a-z][a-z0-9-]+[ \t='\"]|--[a-z-]+$|https?://|['\"]https?://)"
)
_FLAT = lazy(r"\\[ \t]+(?=-{1,2}[A-Za-z])")


class Scan:
    """The state of reading one statement: position, start of the piece not yet kept, open brackets, here-documents."""

    def __init__(self, text: str, start: int, limit: int, *, in_command: bool, patient: bool) -> None:
        self.text = text
        self.at = self.kept = self.start = start
        self.limit = limit
        self.in_command = in_command
        self.patient = patient
        self.pieces: list[tuple[str, int, int]] = []
        self.repairs: list[tuple[str, int, int, str]] = []
        self.stack: list[str] = []
        self.heredocs: list[tuple[str, bool]] = []
        self.closed = True
        line = text.find("\n", start)
        self.carets = in_command and '^"' in text[start : line if line >= 0 else limit]

    def run(self) -> tuple[int, bool]:
        """Read the statement into `pieces`; return the offset behind it, and whether all in it was closed."""
        text = self.text
        while self.at < self.limit:
            match = _SIGN.search(text, self.at, self.limit)
            if match is None:
                self.at = self.limit
                break
            self.at = match.start()
            if self._sign(match[0]):
                return self.at, True
            if not self.closed:
                break
        self._keep(self.limit)
        if self.stack or not self.closed or self.heredocs:
            if self.patient:
                self.repairs.append((UNCLOSED, min(self.at, self.limit - 1), self.limit, ""))
                closing = "".join({"dq": '"', "(": ")"}[mode] for mode in reversed(self.stack))
                tail = "".join(f"\n{word}" for word, _ in self.heredocs)
                self.pieces.append((tail + closing, self.limit, self.limit))
            return self.limit, False
        return self.limit, True

    def _keep(self, end: int) -> None:
        if self.kept < end:
            self.pieces.append((self.text[self.kept : end], self.kept, end))
        self.kept = end

    def _replace(self, repair: str, new: str, end: int) -> None:
        self._keep(self.at)
        self.repairs.append((repair, self.at, end, new))
        self.pieces.append((new, self.at, end))
        self.at = self.kept = end

    def _sign(self, sign: str) -> bool:
        """Deal with the sign at the position; True where the statement ends with it."""
        quoted = bool(self.stack) and self.stack[-1] == "dq"
        if sign == "\n":
            return self._newline(quoted=quoted)
        if sign == "^" and self.carets and self.text[self.at + 1 : self.at + 2] not in ("", "\n", " "):
            self._caret()
        elif sign == "\\":
            self._backslash(quoted=quoted)
        elif sign == '"':
            if quoted:
                self.stack.pop()
            else:
                self.stack.append("dq")
            self.at += 1
        elif sign == "$" and self.text.startswith("$(", self.at):
            self.stack.append("(")
            self.at += 2
        elif quoted:
            self.at += 1
        else:
            self._unquoted(sign)
        return False

    def _unquoted(self, sign: str) -> None:
        """Deal with a sign outside double quotes."""
        text, at = self.text, self.at
        if sign == "'":
            self._single()
        elif sign == "#" and (at == self.start or text[at - 1] in " \t\n;"):
            end = text.find("\n", at)
            self.at = self.limit if end < 0 else min(end, self.limit)
        elif sign == "(":
            self.stack.append("(")
            self.at += 1
        elif sign == ")":
            if self.stack:
                self.stack.pop()
            self.at += 1
        elif sign == "<":
            self._redirect()
        elif sign in "^`" and self.in_command and text[at + 1 : at + 3].strip(" \t\r")[:1] in ("\n", ""):
            end = text.find("\n", at)
            self._replace(CARET if sign == "^" else BACKTICK, " \\\n", self.limit if end < 0 else end + 1)
        elif sign == "^" and text[at + 1 : at + 2] in ('"', "%", "&", "^", "{", "}", "\\", "<", ">", "|", "\n"):
            self._replace(CARET, "", at + 1)
        elif sign in "“”‘’":
            self._replace(CURLY, '"' if sign in "“”" else "'", at + 1)
            self._after_curly(sign)
        elif sign == "\u00a0":
            self._replace(TRAILING, " ", at + 1)
        else:
            self.at += 1

    def _caret(self) -> None:
        """Take the command prompt's escape off the sign behind it; a quote escaped so is still the program's quote."""
        self._replace(CARET, "", self.at + 1)

    def _after_curly(self, sign: str) -> None:
        close = {"“": "”", "”": "”", "‘": "’", "’": "’"}[sign]
        end = self.text.find(close, self.at, self.limit)
        line = self.text.find("\n\n", self.at, self.limit)
        if end < 0 or (0 <= line < end):
            self.closed = False
            return
        self._keep(end)
        self.at = end
        self._replace(CURLY, '"' if close == "”" else "'", end + 1)

    def _backslash(self, *, quoted: bool) -> None:
        text, at = self.text, self.at
        end = at + 1
        while end < self.limit and text[end] in " \t\r":
            end += 1
        if end < len(text) and text[end] == "\n" and end < self.limit:
            if end > at + 1 and not quoted:
                carriage = text[at + 1 : end] == "\r"
                self._replace("" if carriage else TRAILING, "\\\n", end + 1)
                if carriage:
                    self.repairs.pop()
            else:
                self.at = end + 1
            self._skip_blank_line()
            return
        if not quoted and self.in_command and _FLAT.match(text, at):
            self._replace(FLATTENED, " ", at + 1)
            return
        if self.carets and text[at + 1 : at + 2] == "^":
            self.at = at + 1
            self._caret()
            self.at = min(self.at + 1, self.limit)
            return
        self.at = min(at + 2, self.limit)

    def _skip_blank_line(self) -> None:
        """Drop a blank line behind a continuation where the command goes on: web pages double them."""
        end = self.text.find("\n", self.at, self.limit)
        if end < 0 or self.text[self.at : end].strip() or self.stack:
            return
        if _OPTION_LINE.match(self.text, end + 1):
            self._replace(MISSING, "", end + 1)

    def _single(self) -> None:
        text, at = self.text, self.at
        if at and text[at - 1] == "$":
            match = _ANSI.match(text, at + 1, self.limit)
            if match is None:
                self._open_single()
            else:
                self.at = match.end()
            return
        end = text.find("'", at + 1, self.limit)
        if end < 0:
            self._open_single()
        elif self.patient and text[at + 1 : at + 40].lstrip()[:1] in ("{", "["):
            self._json_quote(end)
        else:
            self.at = end + 1

    def _open_single(self) -> None:
        self.closed = False
        if self.patient:
            self._keep(self.limit)
            self.pieces.append(("'", self.limit, self.limit))
            self.at = self.limit

    def _json_quote(self, end: int) -> None:
        """Find the closing quote of JSON text in single quotes in which apostrophes stand, and escape those."""
        text, last = self.text, -1
        here = self.at + 1
        while here >= 0:
            here = text.find("'", here, self.limit)
            if here < 0:
                break
            if text[here + 1 : here + 2] in ("", "\n", " ", "\r") and text[self.at : here].rstrip()[-1:] in ("}", "]"):
                last = here
                break
            here += 1
        if last < 0:
            self.at = end + 1
            return
        while 0 <= end < last:
            self.at = end
            self._replace(APOSTROPHE, "'\\''", end + 1)
            end = text.find("'", self.at, self.limit)
        self.at = last + 1

    def _redirect(self) -> None:
        text, at = self.text, self.at
        if text.startswith("<<<", at):
            self.at += 3
            return
        match = _HEREDOC.match(text, at)
        if match is None:
            self.at += 1
            return
        self.heredocs.append((match[2] or match[3] or match[4], match[1] == "-"))
        self.at = match.end()

    def _newline(self, *, quoted: bool) -> bool:
        text = self.text
        self.at += 1
        if quoted:
            return False
        for word, _ in self.heredocs:
            self._heredoc(word)
        self.heredocs = [] if self.closed else self.heredocs
        if self.stack or not self.closed:
            return False
        line = text[text.rfind("\n", 0, self.at - 1) + 1 : self.at - 1].rstrip(" \t\r")
        if line.endswith(("|", "&&")) and self.at < self.limit:
            return False
        following = text[self.at : self.at + 3].lstrip()
        if following.startswith(("| ", "|\n")):
            return False
        if self.in_command and _OPTION_LINE.match(text, self.at) and self.at < self.limit:
            self.at -= 1
            self._replace(MISSING, " \\\n", self.at + 1)
            return False
        self._keep(self.at - (text[self.at - 1] == "\n"))
        return True

    def _heredoc(self, word: str) -> None:
        """Go behind the here-document that ends with a line of `word`; an endless one makes the statement unclosed."""
        at = self.at
        while at < self.limit:
            end = self.text.find("\n", at, self.limit)
            end = self.limit if end < 0 else end
            line = self.text[at:end].strip(" \t\r")
            if line == word or (self.patient and line.rstrip(")\"' ") == word):
                self.at = end if self.stack else min(end + 1, self.limit)
                if line != self.text[at:end]:
                    self.at = at
                    self._replace(TRAILING, word, at + len(self.text[at:end].rstrip()))
                    self.at = end if self.stack else min(end + 1, self.limit)
                return
            at = end + 1
        self.at = self.limit
        self.closed = False
