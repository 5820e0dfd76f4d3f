"""One transfer of curl: what its options add up to, and the requests that follow from it."""

from __future__ import annotations

from supportdesk.reading.bodies import mended_json, percent_encoded, read_body
from supportdesk.reading.code.commands import Command
from supportdesk.reading.code.shell.scan import UNCLOSED
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.reading.repairs import once
from supportdesk.reading.urls import with_query, without_dot_segments
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

_FORM = "application/x-www-form-urlencoded"


class Transfer:
    """The options between two `--next`: what curl's option parser keeps of them.

    The readers of curl's relatives fill it too; `body`, where it is set, is the body as they read it.
    """

    def __init__(self, command: Command) -> None:
        self.command = command
        self.urls: list[Word] = []
        self.method: Word | None = None
        self.headers: list[tuple[Value, Value]] = []
        self.removed: set[str] = set()
        self.payload: list[Word] = []
        self.fields: list[Field] = []
        self.cookies: list[Word] = []
        self.query: list[Word] = []
        self.user: Word | None = None
        self.bearer: Word | None = None
        self.upload: Word | None = None
        self.target: Word | None = None
        self.switches: dict[str, bool] = {"basic": True}
        self.options: dict[str, Value] = {}
        self.is_json = False
        self.body: Body | None = None
        self.complete = command.complete
        self.repairs = list(command.repairs)

    def file(self, name: Word, *, without_line_ends: bool = False) -> Word:
        """Return what `@name` stands for: standard input where it is `-` and known, else unknown."""
        if name.text == "/dev/null":
            return name.cut(0, 0)
        if name.text != "-" or self.command.stdin is None:
            return Word.unknown(name.span())
        word = self.command.stdin
        if not without_line_ends or not ("\n" in word.text or "\r" in word.text):
            return word
        text, at = word.text, 0
        pieces: list[tuple[str, int, int]] = []
        for line in text.splitlines(keepends=True):
            pieces.append((line.strip("\r\n"), at, at + len(line.rstrip("\r\n"))))
            at += len(line)
        return Word(word.view.decoded(pieces), word.uses)

    def data(self, word: Word, separator: str) -> None:
        """Add a piece of the body, joined to the one before by `separator`."""
        if self.payload and separator:
            self.payload.append(Word.fixed(separator, word.span()))
        self.payload.append(word)

    def encoded(self, word: Word) -> Word:
        """Return the argument of --data-urlencode as curl sends it: `content`, `name=content`, `@file`, `name@file`."""
        text = word.text
        name, sign, _ = text.partition("=")
        if not sign:
            name, sign, _ = text.partition("@")
        if not sign:
            return Word(percent_encoded(word.view, space="+"), word.uses)
        content = word.cut(len(name) + 1)
        if sign == "@":
            content = self.file(content)
        content = Word(percent_encoded(content.view, space="+"), content.uses)
        return Word.join([word.cut(0, len(name)), Word.fixed("=", content.span()), content]) if name else content

    def header(self, word: Word) -> None:
        """Take -H: `Name: value`, `Name;` (sent empty), `Name:` (curl's own is left out), `@file` (not read)."""
        text = word.text
        if text.startswith("@"):
            self.complete = False
            return
        name, sign, rest = text.partition(":")
        if sign and rest.strip():
            start = len(name) + 1 + len(rest) - len(rest.lstrip())
            value = word.cut(start, len(text.rstrip("\r\n"))).value()
        elif not sign and text.rstrip().endswith(";"):
            name = text.rstrip()[:-1]
            value = Value("string", "", word.cut(len(name)).span())
        else:
            self.removed.add(name.strip().lower())
            return
        left = len(name) - len(name.lstrip())
        self.headers.append((word.cut(left, left + len(name.strip())).value(), value))

    def stated(self, name: str, word: Word) -> None:
        """Add a header that the customer wrote as an option of its own."""
        self.headers.append((Value.of(name, added_by=self.command.name), word.value()))

    def added(self, name: str, value: str) -> None:
        """Add a header that curl adds by itself."""
        self.headers.append((Value.of(name, added_by=self.command.name), Value.of(value, added_by=self.command.name)))

    def requests(self) -> list[Request]:
        """Return the request of each URL."""
        if not self.urls:
            return []
        body = self._body()
        headers = self._headers(body)
        method = self._method(body)
        return [
            Request(
                method,
                self._url(url).value(),
                list(headers),
                body,
                language="bash",
                client=self.command.name,
                span=self.command.span,
                complete=self.complete and not (self.upload is not None and UNKNOWN in self.upload.text),
                repairs=once(self.repairs),
                options=dict(self.options),
            )
            for url in self.urls
        ]

    def _has(self, name: str) -> bool:
        return name in self.removed or any(str(key.data).lower() == name for key, _ in self.headers)

    def _content_type(self) -> str | None:
        for key, value in reversed(self.headers):
            if str(key.data).lower() == "content-type":
                return str(value.data)
        return "application/json" if self.is_json else None

    def _body(self) -> Body:
        if self.body is not None:
            return self.body
        if self.upload is not None:
            word = self.file(self.upload) if self.upload.text == "-" else Word.unknown(self.upload.span())
            return read_body(word.view, self._content_type() or "application/octet-stream", word.uses)
        if self.payload and not self.switches.get("get"):
            word = Word.join(self.payload)
            if not word.text:
                return Body()
            body = read_body(word.view, self._content_type(), word.uses)
            mended = mended_json(word.view, word.uses, is_cut=self._is_cut()) if body.kind == "raw" else None
            if mended is not None:
                self.repairs += mended[1]
                body = Body("json", mended[0])
            return body
        if self.fields:
            return Body("multipart", fields=self.fields)
        return Body()

    def _is_cut(self) -> bool:
        return any(repair.message == UNCLOSED for repair in self.repairs)

    def _method(self, body: Body) -> Value:
        if self.method is not None:
            return self.method.value()
        name = "GET"
        if self.switches.get("head"):
            name = "HEAD"
        elif self.upload is not None:
            name = "PUT"
        elif body.kind != "none" or (self.payload and not self.switches.get("get")):
            name = "POST"
        return Value.of(name, added_by=self.command.name)

    def _headers(self, body: Body) -> list[tuple[Value, Value]]:
        headers = self.headers
        if self.cookies:
            words = [self.cookies[0]]
            for cookie in self.cookies[1:]:
                words += [Word.fixed(";", cookie.span()), cookie]
            self.stated("cookie", Word.join(words))
        if self.is_json:
            for name in ("content-type", "accept"):
                if not self._has(name):
                    self.added(name, "application/json")
        if self.payload and not self.switches.get("get") and not self._has("content-type"):
            self.added("content-type", _FORM)
        if body.kind == "multipart" and not self._has("content-type"):
            self.added("content-type", "multipart/form-data")
        if self.bearer is not None and not self._has("authorization"):
            self.stated("authorization", Word.join([Word.fixed("Bearer ", self.bearer.span()), self.bearer]))
        elif self.user is not None and self.switches["basic"] and not self._has("authorization"):
            headers.append((Value.of("authorization", added_by=self.command.name), _basic(self.user)))
        return headers

    def _url(self, word: Word) -> Word:
        text = word.text
        fragment = text.find("#")
        if fragment >= 0:
            word = word.cut(0, fragment)
        if "://" not in text and not text.startswith(UNKNOWN):
            word = Word.join([Word.fixed("http://", word.span()), word])
        if self.target is not None:
            start = word.text.find("/", word.text.find("://") + 3)
            word = Word.join([word.cut(0, start) if start >= 0 else word, self.target])
        elif not self.switches.get("path-as-is"):
            word = without_dot_segments(word)
        pieces = list(self.query)
        if self.payload and self.switches.get("get"):
            pieces.append(Word.join(self.payload))
        for piece in pieces:
            word = with_query(word, piece)
        if self.upload is not None and word.text.endswith("/") and self.upload.text not in ("-", "."):
            base = self.upload.text.replace("\\", "/").rpartition("/")[2]
            word = Word.join([word, self.upload.cut(len(self.upload.text) - len(base))])
        return word


def _basic(user: Word) -> Value:
    """Return `Basic …` of `user:password`; unknown where a part is, or where curl would ask for the password."""
    place: Span = user.span()
    if UNKNOWN in user.text or ":" not in user.text:
        return Value("string", f"Basic {UNKNOWN}", parts=(place,), is_open=True)
    import binascii

    encoded = binascii.b2a_base64(user.text.encode("utf-8", "replace"), newline=False).decode("ascii")
    return Value("string", f"Basic {encoded}", parts=(place,))
