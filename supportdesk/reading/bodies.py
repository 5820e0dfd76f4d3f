"""The body of a request from the characters that are sent: JSON, a form, multipart or raw text, all located."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.words import QUOTE_GAP, Use, settle_expansions, string_value, within_literals
from supportdesk.reading.evidence import Body, Field
from supportdesk.reading.repairs import Repair, first_difference
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

_ESCAPED = lazy(r"\+|(?:%[0-9A-Fa-f]{2})+")
_RESERVED = lazy(rf"{re.escape(UNKNOWN)}|[^A-Za-z0-9._~<-]{{1,64}}|<")
_PAIR_END = lazy(r"&|\Z")
_DISPOSITION = lazy(r"(?i)content-disposition:[^\n]*")
_FORM = "application/x-www-form-urlencoded"


def read_body(view: View, content_type: str | None, uses: tuple[Use, ...] = ()) -> Body:
    """Return the body that sends exactly these characters.

    JSON is what parses as an object or array, whatever the content type says; a form is `name=value` text under the
    form content type (also where `content_type` is None: clients add it); what is neither stays raw, so that broken
    JSON is seen as what it is. Expansions in `uses` are settled in the values.
    """
    text = view.text
    if not text.strip():
        return Body("raw", string_value(view)) if text else Body()
    kind = (content_type or _FORM).lower()
    value = read_json(view, uses)
    if value is not None and (value.kind in ("object", "array") or "json" in kind):
        return Body("json", value)
    if kind.startswith("multipart/"):
        fields = read_multipart(view)
        if fields is not None:
            return Body("multipart", fields=fields)
    if _FORM in kind and "=" in text and not text.lstrip().startswith(("{", "[", "<")):
        return Body("form", fields=read_form(view))
    return Body("raw", string_value(view))


def read_json(view: View, uses: tuple[Use, ...] = ()) -> Value | None:
    """Return the JSON value that the whole view is, or None; unquoted expansions in it are unknown values."""
    from supportdesk.reading import json_text

    value = json_text.parse_exact(view)
    if value is None and UNKNOWN in view.text:
        read = json_text.parse(view)
        if read is not None and read[2] and not view.text[read[1] :].strip():
            value = read[0]
    if value is not None:
        settle_expansions(value, uses)
        within_literals(value, view.places(QUOTE_GAP))
    return value


def mended_json(view: View, uses: tuple[Use, ...] = (), *, is_cut: bool = False) -> tuple[Value, list[Repair]] | None:
    """Return the JSON that a chat program's quotes or the end of a paste have broken, and what was mended; else None.

    Only what the customer cannot have sent is mended: his own trailing comma stays his fault.
    """
    from supportdesk.reading import json_text
    from supportdesk.reading.code.signs import STRAIGHTENED, straightened

    text = view.text
    if not text.lstrip().startswith(("{", "[")):
        return None
    straight = straightened(text)
    repairs: list[Repair] = []
    if straight != text:
        at = first_difference(text, straight)
        repairs = [Repair(STRAIGHTENED, view.span(at, at + 1), text[at], straight[at])]
        view = view.decoded([(straight, 0, len(text))])
        value = read_json(view, uses)
        if value is not None:
            return value, repairs
    found = json_text.parse(view) if is_cut else None
    return None if found is None or found[2] else (found[0], repairs)


def read_form(view: View) -> list[Field]:
    """Return the pairs of form-encoded text, percent-decoded; a pair without `=` has an empty value."""
    fields: list[Field] = []
    at, text = 0, view.text
    while at <= len(text):
        match = _PAIR_END.search(text, at)
        end = match.start() if match else len(text)
        piece = view.cut(at, end)
        if piece.text.strip("\r\n"):
            name, sign, _ = piece.text.partition("=")
            value = string_value(percent_decoded(piece.cut(len(name) + 1))) if sign else None
            fields.append(Field(string_value(percent_decoded(piece.cut(0, len(name)))), value))
        at = end + 1
    return fields


def percent_decoded(view: View) -> View:
    """Return the view with `%XX` and `+` of a form or query decoded; invalid UTF-8 becomes U+FFFD."""
    text = view.text
    if "%" not in text and "+" not in text:
        return view
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for match in _ESCAPED.finditer(text):
        start, end = match.span()
        pieces.append((text[at:start], at, start))
        escape = match[0]
        plain = " " if escape == "+" else bytes.fromhex(escape.replace("%", "")).decode("utf-8", "replace")
        pieces.append((plain, start, end))
        at = end
    pieces.append((text[at:], at, len(text)))
    return view.decoded(pieces)


def percent_encoded(view: View, *, space: str = "%20") -> View:
    """Return the view with all but RFC 3986's unreserved signs percent-encoded, a space as `space`; UNKNOWN stays."""
    pieces: list[tuple[str, int, int]] = []
    text, at = view.text, 0
    for match in _RESERVED.finditer(text):
        start, end = match.span()
        pieces.append((text[at:start], at, start))
        sign = match[0]
        encoded = sign
        if sign != UNKNOWN:
            encoded = "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace")).replace("%20", space)
        pieces.append((encoded, start, end))
        at = end
    pieces.append((text[at:], at, len(text)))
    return view.decoded(pieces)


def read_multipart(view: View) -> list[Field] | None:
    """Return the parts of a multipart body written out, or None where it is none."""
    text = view.text
    start = len(text) - len(text.lstrip())
    line_end = text.find("\n", start)
    boundary = text[start : line_end if line_end >= 0 else len(text)].strip()
    if not boundary.startswith("--") or len(boundary) < 3 or len(boundary) > 200:
        return None
    fields: list[Field] = []
    at = line_end + 1 if line_end >= 0 else len(text)
    while at < len(text):
        end = text.find("\n" + boundary, at)
        stop = len(text) if end < 0 else end - (text[end - 1] == "\r")
        field = _part(view.cut(at, stop))
        if field is not None:
            fields.append(field)
        if end < 0 or text.startswith("--", end + 1 + len(boundary)):
            break
        following = text.find("\n", end + 1)
        at = len(text) if following < 0 else following + 1
    return fields


def _part(view: View) -> Field | None:
    text = view.text.replace("\r\n", "\n")
    if len(text) != len(view.text):
        view = without_returns(view)
    head, _, _ = text.partition("\n\n")
    disposition = _DISPOSITION.search(head)
    if disposition is None:
        return None
    name = _parameter(view, disposition, "name")
    if name is None:
        return None
    filename = _parameter(view, disposition, "filename")
    body = view.cut(min(len(head) + 2, len(text)))
    return Field(string_value(name), string_value(body), None if filename is None else string_value(filename))


def without_returns(view: View) -> View:
    """Return the view with every CRLF as LF."""
    pieces: list[tuple[str, int, int]] = []
    text, at = view.text, 0
    while True:
        cut = text.find("\r\n", at)
        if cut < 0:
            pieces.append((text[at:], at, len(text)))
            return view.decoded(pieces)
        pieces.append((text[at:cut], at, cut))
        at = cut + 1


def _parameter(view: View, line: re.Match[str], name: str) -> View | None:
    match = re.search(rf"[;\s]{name}=(?:\"([^\"\n]*)\"|([^;\s]*))", line[0])
    if match is None:
        return None
    group = 1 if match[1] is not None else 2
    return view.cut(line.start() + match.start(group), line.start() + match.end(group))
