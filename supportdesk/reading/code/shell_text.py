r"""Make pasted shell text parseable: keep the commands, drop prompts, prose and output between them, mend line joins.

A statement begins on a line that looks like shell and ends where its quotes, brackets, here-documents and line
continuations end. Everything is dropped or replaced on a view, so every character keeps its place. Linear in the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from supportdesk.reading.code.detecting import is_command, strip_prompt
from supportdesk.view import View

TRAILING = "spaces behind a line continuation"
MISSING = "a line continuation is missing"
FLATTENED = "line continuations were flattened into one line"
CARET = "the command is written for the Windows command prompt"
BACKTICK = "the line continuations are PowerShell's"
CURLY = "curly quotes stand where straight ones belong"
APOSTROPHE = "an apostrophe stands inside single quotes"
UNCLOSED = "a quote is not closed"

_SIGN = re.compile(r"['\"\\\n#`()<$^“”‘’\u00a0]")
_HEREDOC = re.compile(r"<<(-?)[ \t]*(?:'([^'\n]+)'|\"([^\"\n]+)\"|\\?([\w.-]+))")
_ANSI = re.compile(r"[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL)
_OPTION_LINE = re.compile(
    r"[ \t]*(?:-[A-Za-z](?:[ \t'\"=]|[A-Z])|--[a-z][a-z0-9-]+[ \t='\"]|--[a-z-]+$|https?://|['\"]https?://)"
)
_ASSIGNMENT = re.compile(
    r"(?:export[ \t]+|local[ \t]+|declare[ \t]+|readonly[ \t]+)?[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=(?![ \t=>])"
)
_FUNCTION = re.compile(r"^[ \t]*(?:function[ \t]+)?([A-Za-z_][\w-]*)[ \t]*\(\)", re.MULTILINE)
_FLAT = re.compile(r"\\[ \t]+(?=-{1,2}[A-Za-z])")
_KEYWORDS = frozenset(
    """
    curl wget http https xh export set unset echo printf cat if then else elif fi for while until do done case esac
    function local return sleep exit source eval exec read jq declare readonly trap true false test let shift break
    continue cd mkdir sudo time timeout docker kubectl ssh xargs watch env nohup command python python3 node { } ) ;; :
    [ [[ ! & alias base64 date seq tee grep sed awk head tail postman
    """.split()  # noqa: SIM905  a list of words reads better as text
)
_RESCANS = 8
"""Statements whose quotes never close before every further line is taken by itself (keeps the time linear)."""


class Mended(NamedTuple):
    """The shell text, what was mended in it (English message ids), and whether all of its quotes are closed."""

    view: View
    statements: list[View]
    repairs: list[str]
    complete: bool


def mend(view: View) -> Mended:
    """Return the shell statements of a pasted text as one view and each by itself."""
    return _Mender(view).run()


class _Mender:
    def __init__(self, view: View) -> None:
        self.view = view
        self.text = view.text
        self.functions = set(_FUNCTION.findall(self.text)) if "()" in self.text else set()
        self.pieces: list[tuple[str, int, int]] = []
        self.repairs: list[str] = []
        self.complete = True
        self.unclosed = 0
        self.in_command = False

    def run(self) -> Mended:
        text, at = self.text, 0
        statements: list[View] = []
        last = ""
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text[at:end]
            start = at + _prompt(line)
            if not self._is_shell(text[start:end], last):
                at = end + 1
                continue
            last = text[start:end].strip()
            first = len(self.pieces)
            at = self._statement(start)
            self.pieces.append(("\n", max(at - 1, start), at) if text[at - 1 : at] == "\n" else ("\n", at, at))
            statements.append(self.view.decoded(self.pieces[first:]))
        return Mended(self.view.decoded(self.pieces), statements, list(dict.fromkeys(self.repairs)), self.complete)

    def _is_shell(self, line: str, last: str) -> bool:
        bare = line.strip()
        if not bare:
            return False
        self.in_command = is_command(bare)
        if self.in_command or _ASSIGNMENT.match(bare):
            return True
        word = bare.split(None, 1)[0].rstrip(";")
        if word == "{":
            return last.endswith((")", "{"))
        if word.startswith("$("):
            return True
        if word in _KEYWORDS or word in self.functions or word.partition("(")[0] in self.functions:
            return True
        return bare.startswith(("|", "&&", "$(", '"$', "$")) and len(bare) > 1 and not bare[1:2].isdigit()

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self.pieces.append((self.text[start:end], start, end))

    def _mend(self, repair: str, new: str, start: int, end: int) -> None:
        self.repairs.append(repair)
        self.pieces.append((new, start, end))

    def _statement(self, start: int) -> int:
        """Take the statement that begins at `start` into the pieces; return the offset behind its line end."""
        if self.unclosed >= _RESCANS:
            end = self.text.find("\n", start)
            end = len(self.text) if end < 0 else end
            self._keep(start, end)
            return min(end + 1, len(self.text))
        mark, notes = len(self.pieces), len(self.repairs)
        end, closed = self._scan(start, len(self.text), patient=False)
        if closed:
            return end
        self.unclosed += 1
        del self.pieces[mark:], self.repairs[notes:]
        limit = self._next_command(start)
        end, closed = self._scan(start, limit, patient=True)
        self.complete = self.complete and closed
        return limit

    def _next_command(self, start: int) -> int:
        text = self.text
        at = text.find("\n", start)
        while at >= 0:
            end = text.find("\n", at + 1)
            line = text[at + 1 : end if end >= 0 else len(text)]
            if is_command(line) or line.startswith("```"):
                return at + 1
            at = end
        return len(text)

    def _scan(self, start: int, limit: int, *, patient: bool) -> tuple[int, bool]:
        """Read one statement up to `limit`; with `patient`, what does not close is mended. Return its end, closed."""
        scan = _Scan(self, start, limit, patient=patient)
        return scan.run()


class _Scan:
    """The state of reading one statement: position, start of the piece not yet kept, open brackets, here-documents."""

    def __init__(self, mender: _Mender, start: int, limit: int, *, patient: bool) -> None:
        self.mender = mender
        self.text = mender.text
        self.at = self.kept = start
        self.limit = limit
        self.patient = patient
        self.stack: list[str] = []
        self.heredocs: list[tuple[str, bool]] = []
        self.closed = True
        self.start = start

    def run(self) -> tuple[int, bool]:
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
                self.mender.repairs.append(UNCLOSED)
                closing = "".join({"dq": '"', "(": ")"}[mode] for mode in reversed(self.stack))
                tail = "".join(f"\n{word}" for word, _ in self.heredocs)
                self.mender.pieces.append((tail + closing, self.limit, self.limit))
            return self.limit, False
        return self.limit, True

    def _keep(self, end: int) -> None:
        self.mender._keep(self.kept, end)  # noqa: SLF001  one algorithm in two classes
        self.kept = end

    def _replace(self, repair: str, new: str, end: int) -> None:
        self._keep(self.at)
        self.mender._mend(repair, new, self.at, end)  # noqa: SLF001  one algorithm in two classes
        self.at = self.kept = end

    def _sign(self, sign: str) -> bool:
        """Deal with the sign at the position; True where the statement ends with it."""
        quoted = bool(self.stack) and self.stack[-1] == "dq"
        if sign == "\n":
            return self._newline(quoted=quoted)
        if sign == "\\":
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
        elif sign in "^`" and self.mender.in_command and text[at + 1 : at + 3].strip(" \t\r")[:1] in ("\n", ""):
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
                    self.mender.repairs.pop()
            else:
                self.at = end + 1
            self._skip_blank_line()
            return
        if not quoted and self.mender.in_command and _FLAT.match(text, at):
            self._replace(FLATTENED, " ", at + 1)
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
            self.mender.pieces.append(("'", self.limit, self.limit))
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
        if self.mender.in_command and _OPTION_LINE.match(text, self.at) and self.at < self.limit:
            self.at -= 1
            self._replace(MISSING, " \\\n", self.at + 1)
            return False
        self._keep(self.at - 1)
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


def _prompt(line: str) -> int:
    """Return how many characters of the line are prompt: none where no command stands behind it."""
    bare = strip_prompt(line)
    cut = len(line.rstrip()) - len(bare.rstrip())
    if cut <= 0 or not bare:
        return 0
    if line.lstrip().startswith("#") and not is_command(bare):
        return 0
    return cut if line.rstrip().endswith(bare.rstrip()) else 0
