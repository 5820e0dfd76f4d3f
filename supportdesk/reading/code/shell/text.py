r"""Make pasted shell text parseable: keep the commands, drop prompts, prose and output between them, mend line joins.

A statement begins on a line that looks like shell and ends where its quotes, brackets, here-documents and line
continuations end. Everything is dropped or replaced on a view, so every character keeps its place. Linear in the text.
"""

from __future__ import annotations

import re

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.code.detecting import is_command, strip_prompt
from supportdesk.reading.code.shell.scan import Scan
from supportdesk.reading.repairs import Repair, once
from supportdesk.view import View

_ASSIGNMENT = lazy(
    r"(?:export[ \t]+|local[ \t]+|declare[ \t]+|readonly[ \t]+)?[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=(?![ \t=>])"
)
_FUNCTION = lazy(r"^[ \t]*(?:function[ \t]+)?([A-Za-z_][\w-]*)[ \t]*\(\)", re.MULTILINE)
_KEYWORDS = frozenset(
    """
    curl wget http https xh export set unset echo printf cat if then else elif fi for while until do done case esac
    function local return sleep exit source eval exec read jq declare readonly trap true false test let shift break
    continue cd mkdir sudo time timeout docker kubectl ssh xargs watch env nohup command python python3 node { } ) ;; :
    [ [[ ! & alias base64 bash sh zsh date seq tee grep sed awk head tail postman xh xhs
    """.split()  # noqa: SIM905  a list of words reads better as text
)
_RESCANS = 8
"""Statements whose quotes never close before every further line is taken by itself (keeps the time linear)."""


_REPAIRS = 50
"""Repairs of one statement that are told."""


class Mended(NamedTuple):
    """The shell text, what was mended in it, and whether all of its quotes are closed."""

    view: View
    statements: list[View]
    repairs: list[Repair]
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
        self.repairs: list[Repair] = []
        self.complete = True
        self.unclosed = 0
        self.in_command = False

    def run(self) -> Mended:
        """Go through the lines; what is no shell is passed over."""
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
        return Mended(self.view.decoded(self.pieces), statements, once(self.repairs), self.complete)

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

    def _statement(self, start: int) -> int:
        """Take the statement that begins at `start` into the pieces; return the offset behind its line end."""
        text = self.text
        if self.unclosed >= _RESCANS:
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            self.pieces.append((text[start:end], start, end))
            return min(end + 1, len(text))
        scan = Scan(text, start, len(text), in_command=self.in_command, patient=False)
        end, closed = scan.run()
        if not closed:
            self.unclosed += 1
            end = self._next_command(start)
            scan = Scan(text, start, end, in_command=self.in_command, patient=True)
            self.complete = scan.run()[1] and self.complete
        self.pieces.extend(scan.pieces)
        for message, first, last, became in scan.repairs[:_REPAIRS]:
            self.repairs.append(Repair.of(message, self.view.span(first, last), text[first:last], became))
        return end

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


def _prompt(line: str) -> int:
    """Return how many characters of the line are prompt: none where no command stands behind it."""
    bare = strip_prompt(line)
    cut = len(line.rstrip()) - len(bare.rstrip())
    if cut <= 0 or not bare:
        return 0
    if line.lstrip().startswith("#") and not is_command(bare):
        return 0
    return cut if line.rstrip().endswith(bare.rstrip()) else 0
