"""Cutting one paste into program text and the rest, fenced or not.

A line is judged by `line_kinds`; a statement runs on while its brackets, quotes, continuation signs or here-document
are open; statements, comments and blank lines between them make a region. Where a segment has neither prose nor data
in it, the whole of it is the program.
"""

from __future__ import annotations

import re

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading import http_files
from supportdesk.reading.code.collections import is_described
from supportdesk.reading.code.command_shells import shell_of
from supportdesk.reading.code.detecting import detect
from supportdesk.reading.extents import Vain, command_end, line_end, request_end, statement_end
from supportdesk.reading.line_kinds import LineKind, is_json_start, is_request_line, is_shell, kind_of
from supportdesk.view import View


class Region(NamedTuple):
    """A piece of a view: `language` is a key of the code readers' registry, or None for text that is no program."""

    start: int
    end: int
    language: str | None


class _Item(NamedTuple):
    kind: LineKind
    start: int
    end: int


_FENCE = lazy(r"^[ \t>]{0,12}(```+|~~~+)[ \t]*([\w+#.-]{0,30})[^\n`]{0,80}$", re.MULTILINE)
_DESCRIBED = lazy(
    r"\s*\{\s*\"(?:url|method|raw_url)\"\s*:\s*\"[^\"]{1,2000}\",\s*\"(?:raw_)?(?:url|"
    r"method|headers)\"\s*:"
)
_ANSWER_HEAD = lazy(r"(?m)^HTTP/[0-9](?:\.[0-9])? [1-5][0-9]{2}\b")
_JSON_LINE = lazy(r"(?m)^[ \t]*\{")
_REQUEST_HEAD = lazy(r"(?m)^[A-Z]{3,12} \S{1,2000} HTTP/[0-9](?:\.[0-9])?[ \t]*$")
_PIPED = lazy(r"\|[ \t]{0,4}\\?\s*(?:curl|https?|xh|wget)\s")
_RECORD = lazy(
    r"\s*(?:(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)\s?:\s|At (?:line|[A-Za-z]:\\[^\n]{0,200}):\d+ char:\d+\s*$"
    r"|\+ (?:~+\s*$|CategoryInfo\s+:|FullyQualifiedErrorId\s+:|(?=\S[^\n]*\n\s*\+ ~)))"
)
"""What PowerShell prints of a failed command: the answer behind the command's name, the place and the line of it."""
_MARKS = (" ", "\t", "^", "~")
_MARKED = lazy(r"(?m)[ \t]*[~^]{2,}[~^ ]*$")
"""The line under a statement in which Python marks what failed: the statement is quoted, and most often cut off."""
_FRAME = lazy(r"[ \t]*File \"[^\"\n]{1,400}\", line \d+")
_DATA_HINTS = frozenset(
    {
        "json",
        "jsonc",
        "json5",
        "text",
        "txt",
        "log",
        "logs",
        "html",
        "xml",
        "yaml",
        "yml",
        "toml",
        "ini",
        "env",
        "output",
    }
    | {"output", "plaintext", "sql", "nginx", "markdown", "md", "csv", "diff"}
)


def split(view: View) -> list[Region]:
    """Return the regions of a view in order; they cover it but for the fence lines."""
    regions: list[Region] = []
    at, text = 0, view.text
    fences = list(_FENCE.finditer(text)) if "```" in text or "~~~" in text else []
    number = 0
    while number < len(fences):
        opening = fences[number]
        regions += _segment(view, at, opening.start(), None)
        closing = next((n for n in range(number + 1, len(fences)) if _closes(opening, fences[n])), None)
        stop = fences[closing].start() if closing is not None else len(text)
        regions += _segment(view, min(opening.end() + 1, stop), stop, opening[2].lower())
        at = fences[closing].end() if closing is not None else len(text)
        number = closing + 1 if closing is not None else len(fences)
    regions += _segment(view, at, len(text), None)
    return _merged([part for region in regions for part in _without_answer(view, region)])


def _without_answer(view: View, region: Region) -> list[Region]:
    """Return a request's region and, apart, the JSON behind its headers where that is no body but the refusal."""
    if region.language != "http":
        return [region]
    opening = _JSON_LINE.search(view.text, region.start, region.end)
    if opening is None:
        return [region]
    from supportdesk.reading import json_text
    from supportdesk.reading.envelopes import find_error
    from supportdesk.reading.members import member

    at = opening.end() - 1
    read = json_text.parse(view, at, lenient=True)
    if read is None or member(read[0], "model", "messages", "prompt", "input", "contents") or not find_error(read[0]):
        return [region]
    return [region._replace(end=at), Region(at, region.end, None)]


def _merged(regions: list[Region]) -> list[Region]:
    """Join neighbouring regions that are no program."""
    joined: list[Region] = []
    for region in regions:
        if joined and region.language is None and joined[-1].language is None and joined[-1].end >= region.start - 1:
            joined[-1] = joined[-1]._replace(end=region.end)
        else:
            joined.append(region)
    return joined


def _closes(opening: re.Match[str], fence: re.Match[str]) -> bool:
    return fence[1][0] == opening[1][0] and not fence[2]


def _segment(view: View, start: int, end: int, hint: str | None) -> list[Region]:
    """Return the regions of the text between fences, or inside one."""
    if start >= end or not view.text[start:end].strip():
        return []
    if hint in _DATA_HINTS:
        return [Region(start, end, None)]
    files = http_files.find(view.text, start, end) if hint is None else []
    if files:
        return _around_files(view, start, end, files)
    return _plain_segment(view, start, end, hint)


def _plain_segment(view: View, start: int, end: int, hint: str | None) -> list[Region]:
    """Return the regions of a stretch without `.http` files."""
    if start >= end or not view.text[start:end].strip():
        return []
    items = _items(view.text, start, end)
    programmed = any(item.kind in ("command", "code") for item in items)
    if not programmed and not hint:
        return _whole_if_program(view, start, end, items)
    if not any(item.kind in ("prose", "data") for item in items):
        language = detect(view.cut(start, end), hint)
        if language is None and _says_code(view.text, items):
            language = "generic"
        kinds = {item.kind for item in items}
        mixed = not hint and {"command", "code"} <= kinds
        if mixed and len(parts := _languages(view, items, hint)) > 1:
            return parts
        if language == "http" and not hint:
            return _exchanges(view.text, start, end)
        if language is not None or hint:
            return [Region(start, end, language)]
    if hint and not programmed:
        return [Region(start, end, detect(view.cut(start, end), hint) if _mostly_neutral(items) else None)]
    return _runs(view, start, end, items, hint)


def _exchanges(text: str, start: int, end: int) -> list[Region]:
    """Return the regions of requests with their answers between them, as they went over the wire."""
    regions: list[Region] = []
    at = start
    while at < end:
        answer = _ANSWER_HEAD.search(text, at, end)
        stop = end if answer is None else answer.start()
        if at < stop:
            regions.append(Region(at, stop, "http"))
        request = None if answer is None else _REQUEST_HEAD.search(text, stop, end)
        at = end if request is None else request.start()
        if stop < at:
            regions.append(Region(stop, at, None))
    return regions


def _around_files(view: View, start: int, end: int, files: list[tuple[int, int]]) -> list[Region]:
    """Return the regions of a segment in which `.http` files stand."""
    regions: list[Region] = []
    for first, last in files:
        regions += [*_plain_segment(view, start, first, None), Region(first, last, "http")]
        start = last
    return regions + _plain_segment(view, start, end, None)


def _whole_if_program(view: View, start: int, end: int, items: list[_Item]) -> list[Region]:
    """Take a segment of no known statement as a program where nothing in it is prose or data and its words say so."""
    if any(item.kind in ("prose", "data") for item in items) or len(items) < 2:
        return [Region(start, end, None)]
    if all(item.kind in ("weak", "blank") for item in items):
        return [Region(start, end, None)]
    return [Region(start, end, detect(view.cut(start, end)))]


def _says_code(text: str, items: list[_Item]) -> bool:
    """Whether a statement that no language claims is one all the same: it calls or assigns, and names an address."""
    return any(item.kind == "code" and text.find("://", item.start, item.end) >= 0 for item in items)


def _mostly_neutral(items: list[_Item]) -> bool:
    return sum(item.kind in ("prose", "data") for item in items) * 2 < len(items)


def _items(text: str, start: int, end: int) -> list[_Item]:
    """Cut a segment into lines and statements; what a traceback's frame quotes of a program is data."""
    items: list[_Item] = []
    at = start
    frame = -1
    vain = Vain()
    while at < end:
        stop = line_end(text, at, end)
        kind = kind_of(text, at, stop)
        quoted = frame >= 0 and kind != "blank" and _indent(text, at, stop) > frame
        if not quoted and kind in ("code", "weak") and text[stop + 1 : stop + 2] in _MARKS:
            quoted = _MARKED.match(text, stop + 1, end) is not None
        if at > start and text[at - 1] != "\n":
            kind = "prose"  # what a person says behind a command on its line
        elif quoted or _RECORD.match(text, at, stop):
            kind = "data"
        else:
            frame = _indent(text, at, stop) if _FRAME.match(text, at, stop) else -1
        if kind == "command":
            stop = command_end(text, at, stop, end, vain)
        elif kind == "code" and is_request_line(text, at, stop):
            stop = request_end(text, stop, end)
        elif kind == "data" and is_json_start(text, at):
            stop = statement_end(text, at, stop, end, vain)
            if _DESCRIBED.match(text, at, stop) and not is_described(text, at, stop):
                kind = "code"
        elif kind in ("code", "weak"):
            shell = is_shell(text, at, stop)
            stop = command_end(text, at, stop, end, vain) if shell else statement_end(text, at, stop, end, vain)
            if shell and _PIPED.search(text, at, stop):
                kind = "command"
        items.append(_Item(kind, at, stop))
        at = stop + 1
    return _between_code(items)


def _indent(text: str, start: int, end: int) -> int:
    at = start
    while at < end and text[at] in " \t":
        at += 1
    return at - start


def _between_code(items: list[_Item]) -> list[_Item]:
    """Take a single line of prose right between two statements for a part of the program (a string, a comment)."""
    program = ("command", "code", "weak")
    for number in range(1, len(items) - 1):
        if items[number].kind == "prose" and items[number - 1].kind in program and items[number + 1].kind in program:
            items[number] = items[number]._replace(kind="neutral")
    return items


def _runs(view: View, start: int, end: int, items: list[_Item], hint: str | None) -> list[Region]:
    regions: list[Region] = []
    first, at = 0, start
    while first < len(items):
        if items[first].kind not in ("command", "code", "weak"):
            first += 1
            continue
        last = _run_end(items, first)
        run = items[first : last + 1]
        if all(item.kind in ("weak", "blank", "neutral") for item in run) and not hint:
            first = last + 1
            continue
        begin = items[first].start
        if begin > at:
            regions.append(Region(at, begin, None))
        regions += _languages(view, run, hint)
        at = min(end, run[-1].end)
        first = last + 1
    if at < end:
        regions.append(Region(at, end, None))
    return regions


def _run_end(items: list[_Item], first: int) -> int:
    """Return the index of the last statement of the run that begins at `first`."""
    last = first
    for number in range(first + 1, len(items)):
        kind = items[number].kind
        if kind in ("prose", "data"):
            break
        if kind in ("command", "code", "weak") or (kind == "neutral" and number == last + 1):
            last = number
    return last


def _languages(view: View, run: list[_Item], hint: str | None) -> list[Region]:
    """Give a run its language; shell commands beside another language's statements are a region of their own."""
    commands = [item for item in run if item.kind == "command"]
    whole = Region(run[0].start, run[-1].end, None)
    if not commands or len(commands) == len([item for item in run if item.kind not in ("blank", "neutral", "weak")]):
        language = "bash" if commands else detect(view.cut(whole.start, whole.end), hint)
        strong = sum(item.kind == "code" for item in run)
        return [whole._replace(language=language or ("generic" if strong >= 2 or hint else None))]
    others = [item for item in run if item.kind in ("code", "weak")]
    language = detect(
        view.decoded((view.text[i.start : i.end + 1], i.start, min(len(view), i.end + 1)) for i in others), hint
    )
    if language in (None, "bash"):
        return [whole._replace(language="bash")]
    if language in ("generic", "powershell") and shell_of(view.text[whole.start : whole.end]) == "powershell":
        return [whole._replace(language="powershell")]
    regions: list[Region] = []
    for item in run:
        name = "bash" if item.kind == "command" else language if item.kind == "code" else None
        if regions and (name is None or regions[-1].language == name):
            regions[-1] = regions[-1]._replace(end=item.end)
        else:
            regions.append(Region(item.start, item.end, name or language))
    return regions
