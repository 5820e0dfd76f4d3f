"""Which of the customer's literals a mended URL changes: the whole URL, one part of it, or the client's base URL."""

from __future__ import annotations

from supportdesk.advising.repair import Sheet
from supportdesk.reading.evidence import Request
from supportdesk.source import Span

QUOTES = "'\"`"


def replace_url(sheet: Sheet, request: Request, mended: str, *, old_path: str, new_path: str) -> None:
    """Add the step and the change of characters that make the request's URL `mended`.

    Of a client that adds the path itself the base URL is set. Where no single literal can be changed the step stands
    alone and no patch can be made.
    """
    url = str(request.url.data)
    base = request.options.get("base_url")
    if base is not None and base.known and isinstance(base.data, str) and base.place() is not None:
        old = base.data.rstrip("/")
        tail = url[len(old) :] if url.startswith(old) else ""
        if tail.startswith("/") and mended.endswith(tail):
            new = mended[: -len(tail)]
            sheet.step("base_url", base.place(), old=base.data, new=new, tail=tail)
            sheet.replace(base.place(), base.data, new)
            return
    place = request.url.place()
    changed: tuple[Span | None, str, str] = (place, url, mended)
    if request.url.span is None and len(request.url.parts) > 1:
        found = _part(sheet, request.url.parts, url, mended)
        changed = found or changed
        sheet.only_replacements = sheet.only_replacements and found is not None
    sheet.step("path", changed[0], old=old_path, new=new_path)
    sheet.replace(*changed)


def _part(sheet: Sheet, parts: tuple[Span, ...], url: str, mended: str) -> tuple[Span, str, str] | None:
    """Return the one literal among `parts` that the change lies in, as (place, old text, new text), or None.

    The literals must make up the whole URL in order; what is inserted between two goes to the later one.
    """
    places = [part for part in parts if part.end > part.start and part.source < len(sheet.sources)]
    texts = [sheet.sources[part.source].slice(part).strip(QUOTES) for part in places]
    if "".join(texts) != url:
        return None
    start = _shared(url, mended)
    most = min(len(url), len(mended)) - start
    end = len(url) - min(most, _shared(url[::-1], mended[::-1]))
    at = 0
    for place, text in zip(places, texts, strict=True):
        if at <= start and end <= at + len(text) and not (start == end == at + len(text) < len(url)):
            new = mended[at : len(mended) - (len(url) - at - len(text))]
            return place, text, new
        at += len(text)
    return None


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts share from their beginning."""
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count
