"""Postman collections 2.0 and 2.1, whole or in part (https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/)."""

from __future__ import annotations

import base64

from supportdesk.patterns import lazy
from supportdesk.reading import json_text
from supportdesk.reading.bodies import read_body
from supportdesk.reading.code.har import LIMIT, pairs, with_query
from supportdesk.reading.code.slots import filled
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.reading.members import member, text_member
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

DEPTH_LIMIT = 20
"""Folders inside each other that are opened."""

_LANGUAGES = {"json": "application/json", "xml": "application/xml", "html": "text/html", "text": "text/plain"}
_PATH_NAME = lazy(r"(?<=/):([A-Za-z_]\w{0,60})")
Headers = list[tuple[Value, Value]]


def read(view: View, value: Value) -> list[Request]:
    """Return the requests of a collection, a folder, an item, or of one request, in the order of the tree."""
    return _Collection(view).run(value)


class _Collection:
    """Goes through the items with the variables and the authorization that hold for them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.variables: dict[str, Word] = {}
        self.found: list[Request] = []

    def run(self, value: Value) -> list[Request]:
        """Return the requests below a value."""
        pending: list[tuple[Value, Value | None, int]] = [(value, None, 0)]
        while pending and len(self.found) < LIMIT:
            here, inherited, depth = pending.pop()
            if here.kind != "object":
                continue
            self._take_variables(here)
            auth = member(here, "auth") or inherited
            items = member(here, "item")
            if items is not None and items.kind == "array":
                if depth < DEPTH_LIMIT:
                    pending += [(item, auth, depth + 1) for item in reversed(items.data)]
                continue
            request = self._request(member(here, "request") or here, auth)
            if request is not None:
                self.found.append(request)
        return self.found

    def _take_variables(self, value: Value) -> None:
        for name, item in (*pairs(value, "variable", "key"), *pairs(value, "values", "key")):
            if item.kind == "string" and item.data:
                self.variables[str(name.data)] = filled(json_text.content(self.view, item), self.variables)

    def text(self, value: Value | None) -> Word:
        """Return what a value says, its variables filled in."""
        if value is None or value.kind == "null":
            return Word(self.view.cut(0, 0))
        if value.kind == "string":
            return filled(json_text.content(self.view, value), self.variables)
        place = value.span or Span(self.view.source, 0, 0)
        return Word(View.stand_in(str(value.data).lower() if value.kind == "boolean" else str(value.data), place))

    def _request(self, value: Value, inherited: Value | None) -> Request | None:
        if value.kind == "string":
            value = Value("object", {"url": value}, value.span)
        if value.kind != "object":
            return None
        url = self._url(value.data.get("url"))
        if url is None:
            return None
        method = text_member(value, "method")
        headers: Headers = self._headers(value.data.get("header"))
        url, credentials = self._authorized(url, member(value, "auth") or inherited)
        headers += [pair for pair in credentials if pair[0].data not in _names(headers)]
        body = self._body(member(value, "body"), headers)
        return Request(
            Value("string", "GET", added_by="postman") if method is None else self.text(method).value(),
            url.value(),
            headers,
            body,
            language="json",
            client="postman",
            span=value.span or Span(self.view.source, 0, 0),
            complete=not value.is_open,
        )

    def _url(self, value: Value | None) -> Word | None:
        if value is None or value.kind not in ("string", "object"):
            return None
        if value.kind == "string":
            return self._with_scheme(self.text(value))
        raw = text_member(value, "raw")
        if raw is not None:
            return self._with_scheme(self._with_path(self.text(raw), value))
        words: list[Word] = (
            [self.text(value.data.get("protocol")), self._fixed("://", value)] if "protocol" in value.data else []
        )
        for name, sign in (("host", "."), ("path", "/")):
            part = member(value, name)
            pieces = part.data if part is not None and part.kind == "array" else [part] if part is not None else []
            for number, piece in enumerate(pieces):
                if number or name == "path":
                    words.append(self._fixed(sign, value))
                words.append(self.text(piece))
        if not words:
            return None
        made = self._with_path(Word.join(words, self.view.source), value)
        query = [(self.text(name), self.text(item)) for name, item in pairs(value, "query", "key")]
        return self._with_scheme(with_query(self.view, made, query))

    def _fixed(self, text: str, value: Value) -> Word:
        return Word.fixed(text, value.span or Span(self.view.source, 0, 0))

    def _with_scheme(self, url: Word) -> Word:
        """Return an address; Postman adds `http://` to one without a scheme."""
        text = url.text
        if not text or "://" in text or text.startswith(UNKNOWN):
            return url
        return Word.join([Word.fixed("http://", url.span()), url], self.view.source)

    def _with_path(self, url: Word, value: Value) -> Word:
        """Return an address with its `:name` parts filled in."""
        known = {str(name.data): item for name, item in pairs(value, "variable", "key")}
        words: list[Word] = []
        at = 0
        for match in _PATH_NAME.finditer(url.text) if known else ():
            item = known.get(match[1])
            if item is not None:
                words += [url.cut(at, match.start()), self.text(item)]
                at = match.end()
        return Word.join([*words, url.cut(at)], self.view.source) if words else url

    def _headers(self, value: Value | None) -> Headers:
        if value is None:
            return []
        if value.kind == "string":
            made: Headers = []
            for line in str(value.data).splitlines():
                name, colon, text = line.partition(":")
                if colon:
                    parts = (value.span,) if value.span is not None else ()
                    made.append(
                        (Value("string", name.strip(), parts=parts), Value("string", text.strip(), parts=parts))
                    )
            return made
        holder = Value("object", {"header": value})
        return [(self.text(name).value(), self.text(item).value()) for name, item in pairs(holder, "header", "key")]

    def _authorized(self, url: Word, auth: Value | None) -> tuple[Word, Headers]:
        """Return the address and the headers that an authorization adds."""
        kind = text_member(auth, "type")
        given = auth.data.get(str(kind.data)) if auth is not None and kind is not None else None
        if kind is None or given is None:
            return url, []
        settings = self._settings(given)
        if kind.data in ("bearer", "oauth2"):
            token = settings.get("token") or settings.get("accessToken") or Word.unknown(kind.span or url.span())
            if settings.get("addTokenTo", url).text == "queryParams":
                return with_query(self.view, url, [(self._fixed("access_token", given), token)]), []
            return url, [_header("authorization", Word.join([self._fixed("Bearer ", given), token]).value())]
        if kind.data == "basic":
            words = [settings.get(name, Word(self.view.cut(0, 0))) for name in ("username", "password")]
            plain = ":".join(word.text for word in words)
            code = UNKNOWN if UNKNOWN in plain else base64.b64encode(plain.encode("utf-8", "replace")).decode()
            parts = tuple(place for word in words for place in word.view.places(3))
            return url, [
                _header("authorization", Value("string", f"Basic {code}", parts=parts, is_open=code == UNKNOWN))
            ]
        if kind.data == "apikey" and "key" in settings:
            value = settings.get("value", Word(self.view.cut(0, 0)))
            if settings.get("in", value).text == "query":
                return with_query(self.view, url, [(settings["key"], value)]), []
            return url, [(settings["key"].value(), value.value())]
        return url, []

    def _settings(self, given: Value) -> dict[str, Word]:
        """Return the settings of an authorization: a list of pairs in 2.1, an object in 2.0."""
        if given.kind == "object":
            return {name: self.text(item) for name, item in given.data.items()}
        holder = Value("object", {"given": given})
        return {str(name.data): self.text(item) for name, item in pairs(holder, "given", "key")}

    def _body(self, body: Value | None, headers: Headers) -> Body:
        mode = text_member(body, "mode")
        if body is None or mode is None or member(body, "disabled") is not None:
            return Body()
        given = body.data.get(str(mode.data))
        if mode.data == "raw" and given is not None:
            word = self.text(given)
            language = text_member(member(member(body, "options"), "raw"), "language")
            stated = _LANGUAGES.get(str(language.data)) if language is not None else None
            if stated is not None and word.text:
                _add_type(headers, stated)
            return read_body(word.view, _type_of(headers) or "text/plain", word.uses) if word.text else Body()
        if mode.data in ("urlencoded", "formdata"):
            fields = self._fields(given)
            kind = "application/x-www-form-urlencoded" if mode.data == "urlencoded" else "multipart/form-data"
            _add_type(headers, kind)
            return Body("form" if mode.data == "urlencoded" else "multipart", None, fields)
        if mode.data == "graphql" and given is not None:
            _add_type(headers, "application/json")
            return Body("json", self._graphql(given))
        return Body("raw", Value.unknown(mode.span)) if mode.data == "file" else Body()

    def _fields(self, given: Value | None) -> list[Field]:
        fields: list[Field] = []
        for item in given.data if given is not None and given.kind == "array" else ():
            disabled, name = member(item, "disabled"), text_member(item, "key")
            if name is None or (disabled is not None and disabled.data is True):
                continue
            kind, source = text_member(item, "type"), member(item, "src")
            if kind is not None and kind.data == "file":
                files = source.data if source is not None and source.kind == "array" else [source]
                fields += [Field(self.text(name).value(), None, _base_name(file)) for file in files]
            else:
                fields.append(Field(self.text(name).value(), self.text(item.data.get("value")).value()))
        return fields

    def _graphql(self, given: Value) -> Value:
        members: dict[str, Value] = {}
        for name in ("query", "operationName"):
            text = text_member(given, name)
            if text is not None:
                members[name] = self.text(text).value()
        variables = text_member(given, "variables")
        if variables is not None:
            word = self.text(variables)
            read_value = read_body(word.view, "application/json", word.uses)
            members["variables"] = read_value.value or word.value()
        elif (known := member(given, "variables")) is not None and known.kind == "object":
            members["variables"] = known
        return Value("object", members, given.span)


def _header(name: str, value: Value) -> tuple[Value, Value]:
    return Value("string", name, added_by="postman"), value


def _names(headers: Headers) -> set[str]:
    return {str(name.data).lower() for name, _ in headers}


def _type_of(headers: Headers) -> str | None:
    return next((str(value.data) for name, value in headers if str(name.data).lower() == "content-type"), None)


def _add_type(headers: Headers, kind: str) -> None:
    if _type_of(headers) is None:
        headers.append(_header("content-type", Value("string", kind, added_by="postman")))


def _base_name(value: Value | None) -> Value:
    if value is None or value.kind != "string":
        return Value.unknown(value.span if value is not None else None)
    base = str(value.data).replace("\\", "/").rpartition("/")[2]
    return value if base == value.data else Value("string", base, parts=(value.span,) if value.span is not None else ())
