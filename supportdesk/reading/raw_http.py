"""Raw HTTP requests: request line, headers and body, as a trace, a `.http` file or a page of documentation shows them.

Read are absolute and relative targets (with Host), request lines without a version, several requests in one text,
variables of `.http` files (`@name = value`, `{{name}}`), and the `> ` lines of a verbose curl trace.
"""

from __future__ import annotations

import re

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.bodies import read_body, without_returns
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.slots import filled
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Request
from supportdesk.reading.repairs import Repair
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"))
BLANK_LINE = mark("the blank line between headers and body is missing")

_REQUEST_LINE = lazy(r"^[ \t]*([A-Z]{3,12})[ \t]+(\S[^\n]*?)(?:[ \t]+(HTTP/\d(?:\.\d)?))?[ \t]*$")
_BARE = lazy(r"^[ \t]*()((?:https?://|\{\{)\S+)(?:[ \t]+(HTTP/\d(?:\.\d)?))?[ \t]*$")
_BASIC = lazy(r"(?i)basic[ \t]+([^\s:]+)(?::|[ \t]+)(\S+)[ \t]*$")
_HEADER = lazy(r"^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(?!//)[ \t]*(.*?)[ \t]*$")
_VARIABLE = lazy(r"^[ \t]*@([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(.*?)[ \t]*$")
_RESPONSE = lazy(
    r"^(?:HTTP/\d(?:\.\d)?[ \t]+\d{3}|###|> \{%|<> |```|(?:[Ss]tatus(?: ?[Cc]ode)?|状态码)\s?[:：]\s?[1-5]\d\d\b)"
)
_BODY = lazy(r"\s*(?:\{|\[\s*[\[{\"'\d\]-]|--\S|<\w|[\w.%\[\]-]{1,60}=\S)")
"""How a body begins; a log goes on with its tag, `[Forward]`, or with a time."""
_TRACE = lazy(r"^> ?", re.MULTILINE)
_LOCAL = ("localhost", "127.", "0.0.0.0", "10.", "192.168.", "[::1]", "host.docker")  # noqa: S104  names to compare


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def read(view: View) -> CodeReading:
    """Read every raw HTTP request in the text, in order."""
    if "\r" in view.text:
        view = without_returns(view)
    if _TRACE.search(view.text) and re.search(r"^> [A-Z]{3,12} \S+ HTTP/", view.text, re.MULTILINE):
        view = _trace(view)
    return _Reader(view).run()


def request_line(text: str) -> re.Match[str] | None:
    """Return the match (method, target, version or None) of a line that begins a request, or None.

    Without a version the target has to be an absolute URL, a path or a variable, with nothing behind it.
    """
    match = _REQUEST_LINE.match(text)
    if match is None:
        return None
    target = match[2]
    if match[3]:
        return match
    if match[1] not in METHODS or any(sign in target for sign in " \t\"'<>,;，。"):
        return None
    return match if target.startswith(("/", "http://", "https://", "{{")) and target != "/" else None


def _trace(view: View) -> View:
    """Return the lines that a verbose trace marks as sent (`> `), without the mark, and nothing else."""
    pieces: list[tuple[str, int, int]] = []
    at, text = 0, view.text
    for line in text.splitlines(keepends=True):
        end = at + len(line)
        if line.startswith(">"):
            mark = 2 if line.startswith("> ") else 1
            pieces.append((line[mark:], at + mark, end))
        at = end
    return view.decoded(pieces)


class _Reader:
    def __init__(self, view: View) -> None:
        self.view = view
        self.lines: list[_Line] = []
        at = 0
        for line in view.text.split("\n"):
            self.lines.append(_Line(at, at + len(line), line))
            at += len(line) + 1
        self.variables: dict[str, Word] = {}
        self.reading = CodeReading()

    def run(self) -> CodeReading:
        """Go through the lines, request by request."""
        at = 0
        fresh = False
        while at < len(self.lines):
            line = self.lines[at]
            if line.text.startswith("###"):
                fresh = True
            variable = _VARIABLE.match(line.text)
            if variable is not None:
                place = (line.start + variable.start(2), line.start + variable.end(2))
                self.variables[variable[1]] = self._word(*place)
            match = request_line(line.text) or (_BARE.match(line.text) if fresh else None)
            fresh = fresh and match is None
            at = at + 1 if match is None else self._request(at, match)
        return self.reading

    def _word(self, start: int, end: int) -> Word:
        """Return the text with the variables of the file filled in; one that the text does not set is unknown."""
        return filled(self.view.cut(start, end), self.variables)

    def _request(self, at: int, match: re.Match[str]) -> int:
        """Take the request whose line is number `at`; return the number of the line behind it."""
        first = self.lines[at]
        target = self._word(first.start + match.start(2), first.start + match.end(2))
        at, target = self._query_lines(at + 1, target)
        headers, at, has_blank = self._headers(at)
        kind = next((str(value.data) for key, value in headers if str(key.data).lower() == "content-type"), None)
        body_start = at
        while body_start < len(self.lines) and not self.lines[body_start].text.strip():
            body_start += 1
        stop = self._body_stop(body_start)
        word = self._body_word(body_start, stop, headers)
        if not match[3] and not headers and "://" not in target.text and not _BODY.match(word.text):
            return at
        if kind is not None and "urlencoded" in kind and "\n" in word.text:
            word = _on_one_line(word)
        body = read_body(word.view, kind or "text/plain", word.uses) if word.text else Body()
        last = max(first.start + match.end(), self.lines[at - 1].end if headers else 0)
        place = self.view.span(first.start + match.start(1), last)
        if word.text:
            place = Span(place.source, place.start, max(place.end, word.span().end))
        method = Value("string", match[1], self.view.span(first.start + match.start(1), first.start + match.end(1)))
        if not match[1]:
            method = Value("string", "GET", added_by="http-file")
        self.reading.requests.append(
            Request(
                method,
                _url(target, headers).value(),
                headers,
                body,
                language="http",
                client="raw-http",
                span=place,
                complete=UNKNOWN not in word.text or body.kind != "raw",
                options=_options(target, match[3], headers, place),
                repairs=[] if has_blank or body.kind == "none" else [Repair(BLANK_LINE, place)],
            )
        )
        return stop

    def _query_lines(self, at: int, target: Word) -> tuple[int, Word]:
        """Join the lines that go on with the query (`.http` files: `?a=b`, `&c=d`, indented)."""
        words = [target]
        while at < len(self.lines):
            text = self.lines[at].text
            bare = text.strip()
            if not (text[:1] in " \t" and bare[:1] in ("?", "&")):
                break
            start = self.lines[at].start + text.find(bare)
            words.append(self._word(start, start + len(bare)))
            at += 1
        return at, Word.join(words)

    def _headers(self, at: int) -> tuple[list[tuple[Value, Value]], int, bool]:
        """Return the headers from line `at` on, the number of the line behind them, and whether that line is blank."""
        headers: list[tuple[Value, Value]] = []
        while at < len(self.lines):
            line = self.lines[at]
            if not line.text.strip():
                return headers, at, True
            if _RESPONSE.match(line.text) or line.text.lstrip().startswith(("{", "[")):
                return headers, at, False
            match = _HEADER.match(line.text)
            if match is not None and not line.text.startswith(("#", "//")):
                key = self.view.span(line.start + match.start(1), line.start + match.end(1))
                word = self._word(line.start + match.start(2), line.start + match.end(2))
                headers.append((Value("string", match[1], key), _credentials(match[1], word)))
            elif not line.text.startswith(("#", "//")):
                return headers, at, False
            at += 1
        return headers, at, True

    def _body_stop(self, at: int) -> int:
        """Return the number of the line that ends the body: a separator, an answer, or the next request."""
        start = at
        while at < len(self.lines):
            text = self.lines[at].text
            if _RESPONSE.match(text):
                return at
            match = request_line(text)
            if match is not None and (match[3] or at == start or not self.lines[at - 1].text.strip()):
                return at
            at += 1
        return at

    def _body_word(self, start: int, stop: int, headers: list[tuple[Value, Value]]) -> Word:
        if start >= stop:
            return Word(self.view.cut(0, 0))
        left, right = self.lines[start].start, self.lines[stop - 1].end
        text = self.view.text[left:right]
        right = left + len(text.rstrip("\n"))
        if text.startswith("< "):
            return Word.unknown(self.view.span(left, right))
        if text[0] in "{[":
            from supportdesk.reading import json_text

            read_value = json_text.parse(self.view.cut(left, right), lenient=False)
            if read_value is not None and "\n" in text[read_value[1] :].strip(" \t")[:1]:
                return self._word(left, left + read_value[1])
        length = next((str(value.data) for key, value in headers if str(key.data).lower() == "content-length"), "")
        if length.isdigit() and len(length) < 9:
            size = int(length)
            data = text[: size + 2].encode("utf-8", "replace")
            cut = len(data[:size].decode("utf-8", "ignore"))
            if cut and text[cut : cut + 1] == "\n":  # a length that ends inside a line was not kept up to date
                right = left + cut
        return self._word(left, right)


def _credentials(name: str, word: Word) -> Value:
    """Return a header's value; `Basic user password` of a `.http` file is sent encoded."""
    match = _BASIC.match(word.text) if name.lower() == "authorization" else None
    if match is None or UNKNOWN in word.text:
        return word.value()
    import base64

    code = base64.b64encode(f"{match[1]}:{match[2]}".encode("utf-8", "replace")).decode()
    return Value("string", f"Basic {code}", parts=tuple(word.view.places(3)))


def _on_one_line(word: Word) -> Word:
    """Return a form that was written over several lines as the one line that is sent."""
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for line in word.text.split("\n"):
        pieces.append((line, at, at + len(line)))
        at += len(line) + 1
    return Word(word.view.decoded(pieces), word.uses)


def _options(target: Word, version: str | None, headers: list[tuple[Value, Value]], place: Span) -> dict[str, Value]:
    """Return proxy_url_set of a recorded request that names the whole http URL beside its Host.

    Programs send that form to a proxy alone (RFC 9112, 3.2.2); who writes a request by hand gives no Host with it.
    """
    if version is None or target.text[:7].lower() != "http://":
        return {}
    if not any(str(key.data).lower() == "host" for key, _ in headers):
        return {}
    return {"proxy_url_set": Value("boolean", True, place)}  # the fact's value


def _url(target: Word, headers: list[tuple[Value, Value]]) -> Word:
    text = target.text
    if "://" in text[:300] or text.startswith(UNKNOWN):
        return target
    host = next((value for key, value in headers if str(key.data).lower() == "host"), None)
    if host is None or not host.data:
        return target
    name = str(host.data)
    place = host.place() or target.span()
    plain = name.startswith(_LOCAL) or (":" in name and not name.endswith(":443"))
    words = [Word.fixed("http://" if plain else "https://", place), Word(View.stand_in(name, place))]
    if not text.startswith("/"):
        words.append(Word.fixed("/", target.span()))
    return Word.join([*words, target])
