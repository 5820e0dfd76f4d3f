"""The corrected request as a diff of the customer's own text, which is read and checked again before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from supportdesk.advising.body_edits import same
from supportdesk.advising.edits import Edit, UnwritableError, patched
from supportdesk.advising.patching import Patch, write_patch
from supportdesk.advising.repair import Sheet
from supportdesk.reading.evidence import Request
from supportdesk.source import Source, Span
from supportdesk.value import UNKNOWN, Value

ATTEMPTS = 8
"""How many ways to write the change are tried; each is read again."""

LONGEST = 200_000
"""Characters of all sources beyond which nothing is read a second time."""

UNPROVEN = "unproven"
"""Why there is no diff: no edit of the text was read back as the corrected request."""

Ways = Iterator[list[Edit]]


def make_patch(sheet: Sheet, request: Request | Value, is_clean: Callable[[Request], bool]) -> Patch:
    """Return the diff that turns the located request into the one on the sheet.

    `is_clean` checks the request that is read from the patched text; what is not read back as corrected, or not clean,
    is no diff. `why` says what stood in the way (for all but UNPROVEN with a sentence in rules/fixes.yaml, 'no_patch').
    """
    if sum(len(source.text) for source in sheet.sources) > LONGEST:
        return Patch("", UNPROVEN)
    refused = ""
    for edits in islice(_written(sheet, request), ATTEMPTS):
        try:
            patch = write_patch(edits, sheet.sources)
            if not patch.text:
                refused = refused or patch.why
            elif _proves(sheet, request, edits, is_clean):
                return patch
        except UnwritableError:
            continue
    return Patch("", refused or UNPROVEN)


def _written(sheet: Sheet, request: Request | Value) -> Ways:
    """Yield the ways to write the change, as far as there are any."""
    try:
        yield from _ways(sheet, request)
    except UnwritableError:
        return


def _ways(sheet: Sheet, request: Request | Value) -> Ways:
    """Yield the ways to write the change, the smallest first; raises UnwritableError where there is none."""
    if isinstance(request, Value):
        yield from _body_ways(sheet, request, "generic")
        return
    wanted, sent = sheet.request, request.to_dict()
    edits: list[Edit] = []
    addressed = is_addressed(request)
    body = request.body.value
    if addressed and sent["method"] != wanted["method"]:
        from supportdesk.advising.address_edits import edit_method

        edits += edit_method(sheet.sources, request, str(wanted["method"]))
    called: list[Edit] = []
    if addressed and sent["url"] != wanted["url"]:
        from supportdesk.advising.address_edits import edit_call, edit_url

        try:
            edits += edit_url(sheet.sources, request, str(wanted["url"]))
        except UnwritableError:
            base = request.options.get("base_url")
            if base is None or not isinstance(base.data, str):
                raise
            path = str(wanted["url"]).removeprefix(base.data.rstrip("/"))
            called = edit_call(sheet.sources, request, path, wanted["body"].get("json") or {}, sheet.words)
    for heads in _head_ways(sheet, request):
        if called:
            yield [*edits, *heads, *called]
        elif sheet.body_edits is not None:
            yield [*edits, *heads, *sheet.body_edits]
        elif same(sent["body"], wanted["body"]):
            yield [*edits, *heads]
        elif sent["body"]["kind"] in ("form", "multipart") and wanted["body"]["kind"] == "json":
            from supportdesk.advising.form_edits import edit_form

            yield [*edits, *heads, *edit_form(sheet.sources, request, wanted["body"]["json"])]
        elif body is not None and wanted["body"]["kind"] == "json":
            for changes in _body_ways(sheet, body, request.language):
                yield [*edits, *heads, *changes]


def _body_ways(sheet: Sheet, body: Value, language: str) -> Ways:
    from supportdesk.advising.body_edits import edit_body
    from supportdesk.advising.writing import Style

    new = sheet.request["body"]["json"]
    source = _source_of(sheet, body)
    style = Style(source, body, language, sheet.words["dialects"])
    try:
        yield edit_body(source, style, body, new)
    except UnwritableError:
        if body.span is None:
            raise
    if body.span is not None:
        yield [Edit(body.span, style.whole(new, source.slice(body.span)))]


def _head_ways(sheet: Sheet, request: Request) -> Ways:
    """Yield the ways to write the headers that change; one way without any where none does."""
    headers = request.to_dict()["headers"]
    changed = [(name, value) for name, value in sheet.headers.items() if headers.get(name) != value]
    if not changed:
        yield []
        return
    from supportdesk.advising.header_edits import edit_header, rename_header

    given = [(name, value) for name, value in changed if value is not None]
    gone = [name for name, value in changed if value is None]
    if len(given) != 1 or len(gone) > 1:
        raise UnwritableError
    name, value = given[0]
    if gone:
        yield from rename_header(sheet.sources, request, gone[0], name, value)
        return
    yield from edit_header(sheet.sources, request, name, str(value), sheet.words["header_places"])


def _source_of(sheet: Sheet, body: Value) -> Source:
    place = body.place() or next(iter(body.keys.values()), None)
    if place is None or place.source >= len(sheet.sources):
        raise UnwritableError
    return sheet.sources[place.source]


def _proves(sheet: Sheet, request: Request | Value, edits: list[Edit], is_clean: Callable[[Request], bool]) -> bool:
    """Whether the patched text is read as the corrected request, and that one is clean."""
    span = request.span if isinstance(request, Request) else request.place()
    if span is None:
        return False
    for again in read_again(sheet.sources, edits, span):
        if isinstance(request, Request) and is_addressed(again):
            wanted = _is_wanted(sheet, request, again)
        else:
            wanted = same(again.body.to_dict(), sheet.request["body"])
        if wanted and is_clean(again):
            return not _breaks(sheet.sources, edits, again.language)
    return False


def _breaks(sources: list[Source], edits: list[Edit], language: str) -> bool:
    """Whether a program of the sources is broken by the edits."""
    from supportdesk.advising.soundness import breaks

    made = patched(sources, edits)
    return any(old is not new and breaks(language, old.text, new.text) for old, new in zip(sources, made, strict=True))


def read_again(sources: list[Source], edits: list[Edit], span: Span) -> Iterator[Request]:
    """Return the requests and bare bodies that are read of the patched text where `span` was; raises UnwritableError.

    First those of the program text around it, which is read alone; the sources are read as a whole only for who looks
    behind them.
    """
    at = span.start + sum(
        len(edit.new) - (edit.span.end - edit.span.start)
        for edit in set(edits)
        if edit.span.source == span.source and edit.span.end <= span.start and edit.span.start < span.start
    )
    found = _requests_of(patched(sources, edits), span.source, at)
    return (one for one in found if one.span.source == span.source and one.span.start <= at <= one.span.end)


def _requests_of(sources: list[Source], number: int, at: int) -> Iterator[Request]:
    from supportdesk.reading.paste import read_program_at, read_ticket

    for source in sources:
        if source.index == number:
            yield from read_program_at(source, at)
    for piece in read_ticket(sources).pieces:
        if piece.request is not None:
            yield piece.request
        elif piece.kind == "body" and piece.body is not None:
            yield _bare(piece.body, piece.span)


def is_addressed(request: Request) -> bool:
    """Whether anything is known of where a request goes: of a bare body nothing is."""
    return request.url.kind == "string" and str(request.url.data) != UNKNOWN


def reads_worse(request: Request, again: Request) -> bool:
    """Whether the patched text was read less well: not to its end, or with something new to mend."""
    return (request.complete and not again.complete) or not _mended(again) <= _mended(request)


def _is_wanted(sheet: Sheet, request: Request, again: Request) -> bool:
    """Whether a request that was read is the corrected one, read as well as the customer's."""
    got, wanted, sent = again.to_dict(), sheet.request, request.to_dict()
    if reads_worse(request, again):
        return False
    if is_addressed(request) and (got["method"] != wanted["method"] or got["url"] != wanted["url"]):
        return False
    if not same(got["body"], wanted["body"]):
        return False
    kept = {name: value for name, value in sent["headers"].items() if name not in sheet.headers}
    heads = {**kept, **{name: value for name, value in sheet.headers.items() if value is not None}}
    own = {str(key.data).lower() for key, _value in (*request.headers, *again.headers) if key.added_by is not None}
    names = heads.keys() | got["headers"].keys()
    return all(
        heads.get(name) == got["headers"].get(name) for name in names if name not in own or name in sheet.headers
    )


def _mended(request: Request) -> set[str]:
    return {repair.message for repair in request.repairs}


def _bare(body: Value, span: Span) -> Request:
    from supportdesk.reading.evidence import Body

    return Request(
        Value.of("POST"), Value.unknown(), [], Body("json", body), language="generic", client="", span=span
    )  # fmt: skip
