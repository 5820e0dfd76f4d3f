"""Windows' cmd.exe: which HTTP requests the curl commands of a pasted text send.

A line goes through cmd.exe (variables, carets, operators) and then through the program's own reading of its command
line (double quotes and backslashes); both are followed here, and nothing is run. Quotes that only another shell knows
are read as they are meant, with a repair that says what cmd.exe makes of them.

https://learn.microsoft.com/windows-server/administration/windows-commands/cmd,
https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.bodies import without_returns
from supportdesk.reading.code.batch.words import Splitter, Statement
from supportdesk.reading.code.commands import PROGRAMS, Command, program_name, read_command
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.words import Word
from supportdesk.reading.repairs import once
from supportdesk.view import View

STATEMENT_LIMIT = 2000
"""Commands of a text that are looked at."""

_PROMPT = lazy(r"(?m)^[ \t]*(?:[A-Za-z]:\\[^>\n]{0,120}>|More\?[ ]?|>(?=[ ]?curl))")
_SET = lazy(r"[ \t@(]*set[ \t]+(/[paPA][ \t]+)?(\"?)([A-Za-z_][\w.()-]{0,80})[ \t]*=", 2)
_FOR = lazy(r"(?i)[ \t@(]*for[ \t]+/f\b[^\n(]{0,200}\([ \t]*['`]([^\n]{1,8000}?)['`][ \t]*\)[ \t]*do\b")
_WRAPPERS = frozenset(("call", "start", "cmd", "/c", "/b", "/wait", "do", "else", "/k", "/d", "/s"))
_SHELLS = frozenset(("powershell", "pwsh"))


def read(view: View) -> CodeReading:
    """Read every request that the commands in the text send, in the order of sending."""
    if "\r" in view.text:
        view = without_returns(view)
    view = _without_prompts(view)
    reading = CodeReading()
    splitter = Splitter(view)
    stdin: Word | None = None
    at = 0
    for _ in range(STATEMENT_LIMIT):
        if at >= len(view.text):
            return reading
        setting = _SET.match(view.text, at)
        if setting is not None:
            at = _assign(splitter, setting.end(), setting[3], quoted=bool(setting[2]), asked=bool(setting[1]))
            continue
        statement = splitter.statement(at)
        at = statement.end
        stdin = _run(reading, splitter, statement, stdin)
    reading.complete = False
    return reading


def _without_prompts(view: View) -> View:
    """Return the view without the prompts that a terminal put before its lines."""
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for match in _PROMPT.finditer(view.text):
        pieces.append((view.text[at : match.start()], at, match.start()))
        at = match.end()
    return view.decoded([*pieces, (view.text[at:], at, len(view.text))]) if pieces else view


def _assign(splitter: Splitter, start: int, name: str, *, quoted: bool, asked: bool) -> int:
    """Set a variable to the rest of its line; return the offset behind it."""
    text = splitter.view.text
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    last = end
    if quoted:
        close = text.rfind('"', start, end)
        last = close if close >= 0 else end
    else:
        cut = text.find("&", start, end)
        if cut >= 0 and text[cut - 1] != "^":
            end = last = cut
    last = start + len(text[start:last].rstrip(" \t") if not quoted else text[start:last])
    place = splitter.view.span(start, max(last, start))
    splitter.variables[name.lower()] = Word.unknown(place) if asked else splitter.expanded(start, last, quoted=quoted)
    return end + 1


def _run(reading: CodeReading, splitter: Splitter, statement: Statement, stdin: Word | None) -> Word | None:
    """Carry out one command; return what it hands to the next one where they are joined by a pipe."""
    words = statement.words
    while words and (words[0].text.strip("@(").lower() in _WRAPPERS or not words[0].text.strip("@(")):
        words = words[1:]
    if not words:
        return None
    name = program_name(words[0].text.lstrip("@(").strip('"')).lower()
    place = splitter.view.span(statement.start, max(statement.start, statement.last))
    if name == "echo" and statement.is_piped:
        return splitter.echoed(statement)
    if name == "for" and _run_inner(reading, splitter, statement):
        return None
    if name not in PROGRAMS:
        inner = next((at for at, word in enumerate(words[:12]) if program_name(word.text).lower() in PROGRAMS), None)
        if name in _SHELLS:
            _read_powershell(reading, words)
        if inner is None or name not in ("if", "for", "timeout") or not words[inner + 1 :]:
            return None
        name, words = program_name(words[inner].text).lower(), words[inner:]
    command = Command(name, words[1:], place, stdin)
    command.repairs = once(statement.repairs)
    command.complete = statement.is_closed
    found = read_command(command)
    for request in found.requests:
        request.language = "batch"
    reading.requests += found.requests
    reading.not_read += found.not_read
    return None


def _run_inner(reading: CodeReading, splitter: Splitter, statement: Statement) -> bool:
    """Carry out the command of `for /f … in ('command') do …`; return whether it is one."""
    match = _FOR.match(splitter.view.text, statement.start, statement.last)
    if match is None:
        return False
    inner = Splitter(splitter.view.cut(match.start(1), match.end(1)))
    inner.variables, inner.is_script = splitter.variables, splitter.is_script
    made = inner.statement(0)
    _run(reading, inner, made, None)
    return True


def _read_powershell(reading: CodeReading, words: list[Word]) -> None:
    """Read what `powershell -Command …` runs."""
    at = next((n for n, word in enumerate(words) if word.text.lower() in ("-command", "-c", "/c", "/command")), 0)
    if not words[at + 1 :]:
        return
    from supportdesk.reading.code.powershell import reader as powershell

    pieces: list[Word] = []
    for word in words[at + 1 :]:
        pieces += [Word.fixed(" ", word.span()), word] if pieces else [word]
    inner = powershell.read(Word.join(pieces).view)
    reading.requests += inner.requests
    reading.not_read += inner.not_read
