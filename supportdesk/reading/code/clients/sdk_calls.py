"""What the calls of all SDKs share: their rows of sdks.py, the arguments that become body, query and path."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import file_field, is_file
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.sdks import WRAPPERS, Row
from supportdesk.reading.code.things import Arguments, Container, FileThing, Reference, Thing
from supportdesk.reading.code.urls import quote, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

_HOLE = lazy(r"\{(\w+)\}")
_EXTRA = ("extra_headers", "extra_query", "extra_body", "timeout", "max_retries", "idempotency_key")


class SdkCall:
    """A method of an SDK that is called: SDK, the method as written, its row, and its path with the arguments in."""

    __slots__ = ("name", "path", "row", "sdk")

    def __init__(self, sdk: str, name: str, row: Row) -> None:
        self.sdk = sdk
        self.name = name
        self.row = row
        self.path = Value("string", row.path, added_by=sdk)


class SdkArguments:
    """The arguments of a call, sorted: members of the body, headers and query besides, the model."""

    __slots__ = ("body", "extra", "model", "query")

    def __init__(self, body: Container) -> None:
        self.body = body
        self.extra: dict[str, Value] = {}
        self.model: Value | None = None
        self.query: Value | None = None


def find_row(rows: dict[str, Row], path: str) -> Row | None:
    """Return the row of a method, wrappers of the answer left out of its path."""
    row = rows.get(path)
    if row is not None:
        return row
    for wrapper in WRAPPERS:
        path = path.replace(wrapper, "")
    return rows.get(path)


def is_not_given(value: Value) -> bool:
    """Say whether an argument is the SDK's sign for 'not given'."""
    return isinstance(value, Reference) and value.path.rsplit(".", 1)[-1].lower() in ("not_given", "omit", "notgiven")


def sdk_arguments(evaluator: Evaluator, call: SdkCall, arguments: Arguments) -> SdkArguments:
    """Sort the arguments of a call and fill the holes of its path."""
    members = {name: value for name, value in arguments.named.items() if not is_not_given(value)}
    made = SdkArguments(Container("object", members, is_open=arguments.is_open))
    for name in _EXTRA:
        if name in members:
            made.extra[name] = members.pop(name)
    positional = list(arguments.positional)
    pieces: list[Value] = []
    at = 0
    for match in _HOLE.finditer(call.row.path):
        pieces.append(Value("string", call.row.path[at : match.start()], added_by=call.sdk))
        at = match.end()
        value = members.pop(match[1], None)
        if value is None:
            value = positional.pop(0) if positional else Value.unknown()
        pieces.append(_segment(evaluator, value))
    if pieces:
        call.path = evaluator.text(*pieces, Value("string", call.row.path[at:], added_by=call.sdk))
    made.model = members.get("model")
    made.body.keys = {name: place for name, place in arguments.name_spans.items() if name in members}
    if call.row.body == "query":
        made.query = made.body
    return made


def _segment(evaluator: Evaluator, value: Value) -> Value:
    text = evaluator.text(value)
    if text.is_open or quote(str(text.data)) == text.data:
        return text
    return Value("string", quote(str(text.data)), None, parts=text.parts)


def finish(evaluator: Evaluator, draft: Draft, call: SdkCall, made: SdkArguments, node: ir.Node) -> Value:
    """Give the draft its body, further headers and query, and send it."""
    write = evaluator.dialect.text
    body = made.body
    for name, value in call.row.adds:
        if name not in body.data:
            body.data[name] = Value.of(value, added_by=call.sdk)
    extra = made.extra.get("extra_body")
    if extra is not None and extra.kind == "object":
        body.data.update(extra.data)
        body.keys.update(extra.keys)
        body.is_open = body.is_open or extra.is_open
    elif extra is not None and extra.kind != "null":
        body.is_open = True
    draft.url = with_query(draft.url, made.query, write)
    draft.url = with_query(draft.url, made.extra.get("extra_query"), write)
    kind = call.row.body
    if kind == "json_or_multipart":
        kind = "multipart" if any(_is_upload(body.data.get(name)) for name in call.row.files) else "json"
    if kind == "json":
        draft.body = Body("json", evaluator.copier.snapshot(body))
    elif kind == "multipart":
        draft.body = Body("multipart", None, _parts(evaluator, body, call))
    draft.add_headers(made.extra.get("extra_headers"))
    if kind == "multipart":
        draft.add_content_type()
    elif call.row.method != "GET":
        draft.add_default("content-type", Value("string", "application/json", added_by=call.sdk))
    draft.sdk_call = call.name
    draft.take_options(made.extra)
    stream = body.data.get("stream")
    if stream is not None and truth(stream) is True:
        draft.options["stream"] = stream
    return draft.send(evaluator, node)


def _is_upload(value: Value | None) -> bool:
    """Say whether an argument is uploaded: an opened file, bytes of one, or a tuple; an object is sent as it is."""
    return value is not None and value.kind not in ("object", "null", "boolean", "number")


def _parts(evaluator: Evaluator, body: Value, call: SdkCall) -> list[Field]:
    fields: list[Field] = []
    for key, value in body.data.items():
        name = Value("string", key, body.keys.get(key))
        if key in call.row.files or is_file(value):
            fields.extend(_uploads(evaluator, name, value, call))
        else:
            fields.extend(_flat(evaluator, name, value, 0))
    return fields


def _uploads(evaluator: Evaluator, name: Value, value: Value, call: SdkCall) -> list[Field]:
    made_up = Value("string", "upload", added_by=call.sdk)
    if value.kind == "array" and value.data and not _is_tuple(value):
        each = Value("string", f"{name.data}[]", None, parts=() if name.span is None else (name.span,))
        return [field for item in value.data for field in _uploads(evaluator, each, item, call)]
    if value.kind == "string":
        return [Field(name, None, FileThing(value).base_name())]
    return [file_field(evaluator, name, value, made_up)]


def _is_tuple(value: Value) -> bool:
    """Say whether an array is (file name, content, …) rather than a list of files."""
    first = value.data[0]
    if first.kind not in ("string", "null") or len(value.data) < 2:
        return False
    second = value.data[1]
    return isinstance(second, Thing) or (second.kind == "string" and "/" not in str(second.data)[:1])


def _flat(evaluator: Evaluator, name: Value, value: Value, level: int) -> list[Field]:
    """Return plain fields: a list as `name[]`, members as `name[key]`, true and false in lower case."""
    if value.kind == "array" and level < 8:
        each = Value("string", f"{name.data}[]", None, parts=() if name.span is None else (name.span,))
        return [field for item in value.data for field in _flat(evaluator, each, item, level + 1)]
    if value.kind == "object" and level < 8:
        found: list[Field] = []
        for key, item in value.data.items():
            found.extend(
                _flat(
                    evaluator,
                    Value("string", f"{name.data}[{key}]", None, parts=() if name.span is None else (name.span,)),
                    item,
                    level + 1,
                )
            )
        return found
    if value.kind == "string":
        return [Field(name, value)]
    if value.kind in ("boolean", "null"):
        text = "" if value.kind == "null" else str(value.data).lower()
        return [Field(name, Value("string", text, value.span, parts=value.parts))]
    made = evaluator.text(value)
    text_span = value.span if value.kind != "unknown" else None
    return [Field(name, Value("string", made.data, text_span, parts=made.parts, is_open=UNKNOWN in made.data))]
