"""Which of the customer's literals a mended URL changes: the whole URL, one part of it, or the client's base URL."""

from __future__ import annotations

from supportdesk.advising.edits import UnwritableError
from supportdesk.advising.repair import Sheet
from supportdesk.reading.evidence import Request
from supportdesk.source import Source, Span

QUOTES = "'\"`"


def replace_url(sheet: Sheet, request: Request, mended: str, *, old_path: str, new_path: str) -> None:
    """Add the step that makes the request's URL `mended`, with the literal that changes.

    Of a client that adds the path itself the base URL is set. Where no single literal can be changed the step stands
    alone.
    """
    sheet.changed = True
    based = _of_base(request, mended)
    if based is not None:
        place, old, new = based
        tail = mended[len(new) :]
        sheet.step("base_url", place, old=old, new=new, tail=tail)
        return
    try:
        span: Span | None = locate_url(sheet.sources, request, mended)[0]
    except UnwritableError:
        span = request.url.place()
    sheet.step("path", span, old=old_path, new=new_path)


def locate_url(sources: list[Source], request: Request, mended: str) -> tuple[Span, str, str]:
    """Return the one literal whose text has to change as (place, old text, new text).

    Raises UnwritableError where the change lies in no single literal.
    """
    based = _of_base(request, mended)
    if based is not None:
        return based
    url = str(request.url.data)
    place = request.url.span
    if place is not None and place.source < len(sources) and url in sources[place.source].slice(place):
        return place, url, mended
    parts = request.url.parts or ((place,) if place is not None else ())
    found = _part(sources, parts, url, mended)
    if found is None:
        raise UnwritableError
    return found


def _of_base(request: Request, mended: str) -> tuple[Span, str, str] | None:
    """Return the change of the client's base URL, None where it is not that which changes."""
    url, base = str(request.url.data), request.options.get("base_url")
    place = base.place() if base is not None else None
    if base is None or not base.known or not isinstance(base.data, str) or place is None:
        return None
    old = base.data.rstrip("/")
    tail = url[len(old) :] if url.startswith(old) else ""
    if tail.startswith("/") and mended.endswith(tail):
        return place, base.data, mended[: -len(tail)]
    return None


def _part(sources: list[Source], parts: tuple[Span, ...], url: str, mended: str) -> tuple[Span, str, str] | None:
    """Return the one literal among `parts` that the change lies in, as (place, old text, new text), or None.

    The literals stand in the URL in their order; what is inserted between two goes to the later one.
    """
    start = _shared(url, mended)
    most = min(len(url), len(mended)) - start
    end = len(url) - min(most, _shared(url[::-1], mended[::-1]))
    at = 0
    for place in parts:
        if place.end <= place.start or place.source >= len(sources):
            continue
        text = sources[place.source].slice(place).strip(QUOTES)
        # code that joins two literals may take a slash of one away
        here = url.find(text, max(0, at - text.startswith("/"))) if text else -1
        if here < 0:
            continue
        at = here + len(text)
        if here <= start and end <= at and not (start == end == at < len(url)):
            return place, text, mended[here : len(mended) - (len(url) - at)]
    return None


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts share from their beginning."""
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count
