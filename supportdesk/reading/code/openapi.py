"""OpenAPI 3 and Swagger 2: a request of every operation that shows an example (https://spec.openapis.org/oas/v3.1.1)."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.bodies import percent_encoded
from supportdesk.reading.code.har import LIMIT
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.reading.members import member, text_member
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_NAMED = lazy(r"\{([^{}\n]{1,80})\}")
DEPTH_LIMIT = 12
"""Levels of schemas and references that are followed."""


def read(view: View, value: Value) -> list[Request]:
    """Return the request of every operation with an example, in the order of the paths."""
    return _Description(view, value).run()


class _Description:
    def __init__(self, view: View, root: Value) -> None:
        self.view = view
        self.root = root
        self.left = 5000

    def run(self) -> list[Request]:
        """Return the requests."""
        found: list[Request] = []
        paths = self.root.data["paths"]
        for path, item in paths.data.items():
            if item.kind != "object":
                continue
            for method in _METHODS:
                operation = item.data.get(method)
                if operation is None or operation.kind != "object" or len(found) >= LIMIT:
                    continue
                request = self._request(path, paths.keys.get(path), method, item, operation)
                if request is not None:
                    found.append(request)
        return found

    def _request(self, path: str, place: Span | None, method: str, item: Value, operation: Value) -> Request | None:
        given = self._parameters(item) + self._parameters(operation)
        kind, example = self._body_example(operation, given)
        examples = {id(parameter): self._example(parameter) for parameter in given}
        if example is None and not any(found is not None for found in examples.values()):
            return None
        url, headers = self._address(path, place, operation, given, examples)
        if kind is not None and example is not None:
            headers.append((Value("string", "content-type", added_by="openapi"), kind))
        return Request(
            Value("string", method.upper(), item.keys.get(method)),
            url,
            headers,
            _body(str(kind.data) if kind is not None else "", example),
            language="json",
            client="openapi",
            span=operation.span or Span(self.view.source, 0, 0),
            complete=not operation.is_open,
        )

    def _address(
        self, path: str, place: Span | None, operation: Value, given: list[Value], examples: dict[int, Value | None]
    ) -> tuple[Value, list[tuple[Value, Value]]]:
        """Return the address with its parameters filled in, and the headers."""
        server, parts = self._server(operation)
        places = [*parts, *([place] if place is not None else [])]
        values: dict[str, str] = {}
        query: list[str] = []
        headers: list[tuple[Value, Value]] = []
        for parameter in given:
            name, where, example = text_member(parameter, "name"), text_member(parameter, "in"), examples[id(parameter)]
            if name is None or where is None:
                continue
            text = UNKNOWN if example is None else _text(example)
            if where.data == "path":
                values[str(name.data)] = text
            elif example is not None and where.data == "query":
                query.append(f"{_encoded(self.view, str(name.data))}={_encoded(self.view, text)}")
            elif example is not None and where.data == "header":
                headers.append((name, Value("string", text, example.span)))
            if example is not None and example.span is not None and where.data in ("path", "query"):
                places.append(example.span)
        filled = _NAMED.sub(lambda match: values.get(match[1], UNKNOWN), path)
        address, credentials = server.rstrip("/") + filled, self._credentials(operation)
        query += [f"{key}={UNKNOWN}" for place_of, key, _ in credentials if place_of == "query"]
        for place_of, key, text in credentials:
            if place_of == "header" and not any(str(pair[0].data).lower() == key.lower() for pair in headers):
                headers.append((Value("string", key, added_by="openapi"), Value("string", text, is_open=True)))
        address += "?" + "&".join(query) if query else ""
        return Value("string", address, parts=tuple(places), is_open=UNKNOWN in address), headers

    def _server(self, operation: Value) -> tuple[str, list[Span]]:
        """Return the address of the first server, and its place; unknown where none is described."""
        for holder in (operation, self.root):
            servers = member(holder, "servers")
            server = servers.data[0] if servers is not None and servers.kind == "array" else None
            url = text_member(server, "url")
            if url is None:
                continue
            known = member(server, "variables")
            text = _with_defaults(str(url.data), known)
            text = UNKNOWN + text if text.startswith("/") else text
            return text, [url.span] if url.span is not None else []
        host, base = text_member(self.root, "host"), text_member(self.root, "basePath")
        if host is None:
            return UNKNOWN + (str(base.data) if base is not None else ""), []
        schemes = member(self.root, "schemes")
        scheme = str(schemes.data[0].data) if schemes is not None and schemes.kind == "array" else "https"
        places = [value.span for value in (host, base) if value is not None and value.span is not None]
        return f"{scheme}://{host.data}{base.data if base is not None else ''}", places

    def _credentials(self, operation: Value) -> list[tuple[str, str, str]]:
        """Return (where, name, text) of what the first security requirement asks for; its keys are unknown."""
        required = operation.data.get("security") or self.root.data.get("security")
        schemes = member(member(self.root, "components"), "securitySchemes") or member(self.root, "securityDefinitions")
        if required is None or required.kind != "array" or not required.data:
            return []
        if schemes is None or schemes.kind != "object":
            return []
        found: list[tuple[str, str, str]] = []
        for name in required.data[0].data if required.data[0].kind == "object" else ():
            scheme = self._resolved(schemes.data.get(name))
            kind, way = text_member(scheme, "type"), text_member(scheme, "scheme")
            if kind is None:
                continue
            if kind.data == "apiKey":
                where, key = text_member(scheme, "in"), text_member(scheme, "name")
                if where is not None and key is not None:
                    found.append((str(where.data), str(key.data), UNKNOWN))
            else:
                word = "Basic" if "basic" in (kind.data, str(way.data).lower() if way is not None else "") else "Bearer"
                found.append(("header", "authorization", f"{word} {UNKNOWN}"))
        return found

    def _parameters(self, holder: Value) -> list[Value]:
        listed = member(holder, "parameters")
        if listed is None or listed.kind != "array":
            return []
        return [found for item in listed.data if (found := self._resolved(item)) is not None]

    def _resolved(self, value: Value | None) -> Value | None:
        """Return what a local reference names; anything else is itself."""
        for _ in range(DEPTH_LIMIT):
            reference = text_member(value, "$ref")
            if reference is None:
                return value
            value = self.root.at(str(reference.data)[1:]) if str(reference.data).startswith("#/") else None
        return None

    def _body_example(self, operation: Value, given: list[Value]) -> tuple[Value | None, Value | None]:
        """Return the content type and the example of an operation's body."""
        content = member(self._resolved(member(operation, "requestBody")), "content")
        for kind, media in content.data.items() if content is not None and content.kind == "object" else ():
            found = self._example(media)
            if found is not None:
                return Value("string", kind, content.keys.get(kind) if content is not None else None), found
        for parameter in given:
            where = text_member(parameter, "in")
            if where is not None and where.data == "body":
                found = self._example(parameter)
                return (
                    (Value("string", "application/json", added_by="openapi"), found)
                    if found is not None
                    else (None, None)
                )
        return None, None

    def _example(self, holder: Value | None) -> Value | None:
        """Return the example of a media type or parameter: its own, its first one, or that of its schema."""
        if holder is None or holder.kind != "object":
            return None
        own: Value | None = holder.data.get("example")
        if own is not None:
            return own
        several = member(holder, "examples")
        if several is not None and several.kind == "object":
            first = self._resolved(next(iter(several.data.values())))
            if first is not None:
                inner: Value | None = first.data.get("value") if first.kind == "object" else None
                return inner if inner is not None else first
        return self._of_schema(member(holder, "schema"), 0)

    def _of_schema(self, schema: Value | None, depth: int) -> Value | None:
        """Return the example of a schema, that of an object from those of its properties; None where it shows none."""
        schema = self._resolved(schema)
        self.left -= 1
        if schema is None or schema.kind != "object" or depth > DEPTH_LIMIT or self.left < 0:
            return None
        for name in ("example", "const"):
            stated: Value | None = schema.data.get(name)
            if stated is not None:
                return stated
        listed = member(schema, "examples")
        if listed is not None and listed.kind == "array":
            first: Value = listed.data[0]
            return first
        properties = member(schema, "properties")
        if properties is not None and properties.kind == "object":
            made = Value("object", {}, None)
            for name, inner in properties.data.items():
                found = self._of_schema(inner, depth + 1)
                if found is not None:
                    made.data[name] = found
            return made if made.data else None
        item = self._of_schema(member(schema, "items"), depth + 1)
        return Value("array", [item]) if item is not None else None


def _with_defaults(url: str, variables: Value | None) -> str:
    """Return a server's address with the defaults of its variables."""

    def _default(match: re.Match[str]) -> str:
        default = text_member(member(variables, match[1]), "default")
        return str(default.data) if default is not None else UNKNOWN

    return _NAMED.sub(_default, url)


def _text(value: Value) -> str:
    if value.kind == "boolean":
        return str(value.data).lower()
    return str(value.data) if value.kind in ("string", "number") else UNKNOWN


def _encoded(view: View, text: str) -> str:
    return percent_encoded(View.stand_in(text, view.span(0, 0))).text


def _body(kind: str, example: Value | None) -> Body:
    if example is None:
        return Body()
    if example.kind == "object" and ("multipart/" in kind or "urlencoded" in kind):
        fields = [
            Field(Value("string", name, example.keys.get(name)), Value("string", _text(item), item.span))
            for name, item in example.data.items()
        ]
        return Body("multipart" if "multipart/" in kind else "form", None, fields)
    return Body("json", example) if "json" in kind or example.kind != "string" else Body("raw", example)
