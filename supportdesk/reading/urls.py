"""URLs as words: joining a query to one, and the dot segments that clients take out before they send."""

from __future__ import annotations

from supportdesk.reading.code.words import Word


def with_query(url: Word, query: Word) -> Word:
    """Return the URL with `query` (without its `?`) behind its own query."""
    if not query.text:
        return url
    text = url.text
    separator = "?" if "?" not in text else "" if text.endswith(("?", "&")) else "&"
    if not separator:
        return Word.join([url, query])
    return Word.join([url, Word.fixed(separator, query.span()), query])


def path_start(text: str) -> int:
    """Return where the path of an absolute URL begins (the end of the URL where it has none)."""
    start = text.find("://")
    start = 0 if start < 0 else start + 3
    ends = [at for at in (text.find(sign, start) for sign in "/?#") if at >= 0]
    return min(ends, default=len(text))


def without_dot_segments(url: Word) -> Word:
    """Return the URL with `/./` and `/../` of its path resolved (RFC 3986, 5.2.4)."""
    text = url.text
    start = path_start(text)
    query = text.find("?", start)
    end = len(text) if query < 0 else query
    path = text[start:end]
    if "/." not in path:
        return url
    segments = path.split("/")
    if not any(segment in (".", "..") for segment in segments):
        return url
    kept: list[tuple[int, int]] = []
    at = start
    for number, segment in enumerate(segments):
        place = (at, at + len(segment))
        at += len(segment) + 1
        is_last = number == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(place)
            continue
        if is_last:
            kept.append((place[1], place[1]))
    pieces = [url.cut(0, start)]
    for number, (left, right) in enumerate(kept):
        if number:
            pieces.append(Word.fixed("/", url.cut(left, right).span() if left < right else url.span()))
        pieces.append(url.cut(left, right))
    pieces.append(url.cut(end))
    return Word.join(pieces)
