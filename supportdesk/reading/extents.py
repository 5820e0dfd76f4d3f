"""Where a statement, a command or a raw request of a paste ends, seen from its first line.

A statement runs on while its brackets and quotes are open, a command with its continuation signs, quotes and
here-document, a request with its headers and the body that they announce.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.line_kinds import kind_of

_HEREDOC = lazy(r"<<-?\s?[\"']?([A-Za-z_]\w{0,40})[\"']?")
_DOCUMENT = lazy(r"<<<[ \t]?[\"']?([A-Za-z_]\w{0,40})[\"']?\r?")
_HEADER = lazy(r"[A-Za-z][\w-]{0,80}\s?:(?!//)")
_BOUNDARY = lazy(r"boundary=\"?([^\s\";]{1,80})")
_OPEN, _BRACKETS = "([{", "([{)]}"
_OPTION = lazy(r"[ \t]*(?:--?[a-zA-Z][\w-]*(?:[ =\t]|\s*$)|\|\s?jq)")
_SCAN = lazy(r"[\"'`()\[\]{}\\\n#/]")
_STATEMENT_LINES = 600
_BODILESS = lazy(r"[ \t>]*(?:GET|HEAD|DELETE|OPTIONS)\b")
_ANSWERED = lazy(
    r"[\[{]\s*[\"'](?:error|code|message|msg|detail|success|choices|object|id|task_id|created|status)[\"']"
)
"""How JSON right behind a request line begins where it is the answer and not the body."""

VAIN_LIMIT = 1_000_000
"""Characters of a text that are scanned for the ends of statements that it never closes."""
_PARAGRAPHS = 60
_COMMAND_SIZE = 400_000


class Vain:
    """How many characters of a text were scanned for statements and commands that are never closed."""

    __slots__ = ("size",)

    def __init__(self) -> None:
        self.size = 0


def line_end(text: str, at: int, end: int) -> int:
    """Return where the line ends that `at` stands on, at most `end`."""
    stop = text.find("\n", at, end)
    return end if stop < 0 else stop


_TOLD_ANSWER = lazy(
    r"[ \t\uff0c,](?=(?:然后|会|就|直接|一直)?(?:返回|得到|报错|报|提示|结果|响应|显示|输出|returns?|returned|gives?"
    r"|gave|answers?|answered|says?|said|prints?|fails with|ends with|[-=]>|[\u2192\u21d2])"
    r"(?: ?(?:me|了|的?是|为|就是|如下))?[ \t]{0,3}[:\uff1a]?[ \t]{0,3}(?:[{<]|[1-5]\d\d\b|HTTP|[Ee]rror|ERROR))"
)
"""Where a person goes on behind a command on its own line, with what was answered."""
_TOLD_RESULT = lazy(
    r";?[ \t](?=(?:returns?|returned|gives|gave|answers|says|返回|报错|报|[\u2192\u21d2])[ \t]{0,3}[:\uff1a]?[ \t]{0,3}"
    r"(?:[{<]|[1-5]\d\d\b|HTTP|[Ee]rror))"
)
"""The same behind a statement, where `=>` and `->` are signs of many languages."""


def command_end(text: str, at: int, stop: int, end: int, vain: Vain) -> int:
    """Return where a shell command ends: continuation signs, open quotes, options on the next line, a here-document."""
    if vain.size > VAIN_LIMIT:
        return stop
    scanned = at
    quote = ""
    limit = min(end, at + _COMMAND_SIZE)
    while True:
        told = _TOLD_ANSWER.search(text, scanned, stop)
        if told is not None and not _shell_quote(text, scanned, told.start(), quote):
            return told.start()
        quote = _shell_quote(text, scanned, stop, quote)
        if quote:
            if stop >= limit:
                vain.size += stop - at
                return line_end(text, at, end)
        else:
            heredoc = _HEREDOC.search(text, scanned, stop)
            if heredoc is not None:
                return _heredoc_end(text, heredoc[1], stop, end)
            line = text[scanned:stop].rstrip()
            next_start = stop + 1
            continued = line.endswith(("\\", "^", "`", "|"))
            if next_start >= limit or not (
                continued or _OPTION.match(text, next_start, line_end(text, next_start, end))
            ):
                return stop
        scanned = stop + 1
        stop = line_end(text, min(scanned, end), end)


def _shell_quote(text: str, start: int, end: int, quote: str) -> str:
    at = start
    while at < end:
        sign = text[at]
        if quote == "'":
            close = text.find("'", at, end)
            if close < 0:
                return quote
            at, quote = close, ""
        elif sign == "\\":
            at += 1
        elif quote == '"':
            quote = "" if sign == '"' else quote
        elif sign in "\"'":
            quote = sign
        at += 1
    return quote


def request_end(text: str, stop: int, end: int) -> int:
    """Return where a raw HTTP request ends: behind its header lines, or behind the body that they announce."""
    at, headers = stop + 1, stop
    while at < end:
        stop_here = line_end(text, at, end)
        if _HEADER.match(text, at, stop_here) is None:
            break
        headers = stop_here
        at = stop_here + 1
    if text[at : at + 1] in ("{", "[") and at < end:
        is_body = _BODILESS.match(text, text.rfind("\n", 0, stop) + 1) is None and _ANSWERED.match(text, at) is None
        return statement_end(text, at, line_end(text, at, end), end, Vain()) if is_body else headers
    if headers == stop or at >= end or text[at : line_end(text, at, end)].strip():
        return headers
    body = line_end(text, at, end) + 1
    if text[body : body + 1] in ("{", "["):
        return statement_end(text, body, line_end(text, body, end), end, Vain())
    boundary = _BOUNDARY.search(text, stop, headers)
    if boundary is not None:
        close = text.find(f"--{boundary[1]}--", body, end)
        return line_end(text, close, end) if close >= 0 else end
    if text.find("urlencoded", stop, headers) >= 0 and body < end:
        return line_end(text, body, end)
    return headers


def _heredoc_end(text: str, word: str, stop: int, end: int) -> int:
    at = stop + 1
    while at < end:
        stop_here = line_end(text, at, end)
        if text[at:stop_here].strip() == word:
            return stop_here
        at = stop_here + 1
    return end


def statement_end(text: str, at: int, stop: int, end: int, vain: Vain) -> int:
    """Return the end of the line on which every bracket and quote that the statement opened is closed again.

    After VAIN_LIMIT characters that were scanned for nothing a statement ends with its line.
    """
    if vain.size > VAIN_LIMIT:
        return stop
    depth, lines, scan, first = 0, 0, at, stop
    while True:
        match = _SCAN.search(text, scan, end)
        if match is None:
            return _unclosed_end(text, first, end) if depth > 0 else end
        sign, scan = match[0], match.end()
        if sign == "\n":
            close = _document_end(text, at, match.start(), end, vain)
            if close:
                scan = close
                continue
            lines += 1
            if depth <= 0 and match.start() >= first:
                return match.start()
            if lines > _STATEMENT_LINES:
                vain.size += match.start() - at
                return first
        elif sign in _BRACKETS:
            depth += 1 if sign in _OPEN else -1
            if depth == 0 and _TOLD_RESULT.match(text, scan, end):
                return scan + (text[scan] == ";")
        elif sign == "\\":
            scan += 1
        elif sign == "`" and text[match.end() : match.end() + 1] in ("\n", "\r"):
            scan = text.find("\n", match.end()) + 1
        elif sign in "\"'`":
            scan = _here_end(text, match.start(), end) or _literal_end(text, match.start(), end)
        elif (sign == "#" and text[match.start() - 1 : match.start()] in (" ", "\n", "")) or text.startswith(
            "//", match.start()
        ):
            scan = line_end(text, scan, end)


def _document_end(text: str, at: int, stop: int, end: int, vain: Vain) -> int:
    """Return the end of the text in a program (`<<<WORD`) that the line which ends at `stop` opens, 0 without one."""
    start = text.rfind("<<<", max(at, stop - 60), stop)
    opened = _DOCUMENT.fullmatch(text, start, stop) if start >= 0 else None
    if opened is None or vain.size > VAIN_LIMIT:
        return 0
    for _ in range(_STATEMENT_LINES):
        if not 0 <= stop < end:
            break
        line = text[stop + 1 : min(end, stop + 400)].lstrip(" \t")
        if line.startswith(opened[1]) and not line[len(opened[1]) : len(opened[1]) + 1].isalnum():
            return text.find(opened[1], stop) + len(opened[1])
        vain.size += len(line)
        stop = text.find("\n", stop + 1, end)
    return 0


def _unclosed_end(text: str, first: int, end: int) -> int:
    """Return where a statement that is never closed gives way to prose or data: at a blank line before them."""
    at = first
    for _ in range(_PARAGRAPHS):
        blank = text.find("\n\n", at, end)
        if blank < 0:
            break
        at = blank + 2
        if kind_of(text, at, line_end(text, at, end)) in ("prose", "data"):
            return blank
    return end


def _here_end(text: str, at: int, end: int) -> int:
    """Return the end of PowerShell's here-string whose quote stands at `at`, 0 where none begins there."""
    if text[at - 1 : at] != "@" or text[at + 1 : line_end(text, at, end)].strip():
        return 0
    close = text.find(f"\n{text[at]}@", at, end)
    return close + 3 if close >= 0 else 0


def _literal_end(text: str, at: int, end: int) -> int:
    sign = text[at]
    if text.startswith(sign * 3, at) and sign != "`":
        close = text.find(sign * 3, at + 3, end)
        return close + 3 if close >= 0 else at + 3
    multiline = sign == "`"
    place = at + 1
    while place < end:
        here = text[place]
        if here == "\\" or (here == "`" and sign == '"' and place > at + 1 and text[place + 1 : place + 2] == '"'):
            place += 1
        elif here == sign:
            return place + 1
        elif here == "\n" and not multiline:
            return at + 1
        place += 1
    return at + 1
