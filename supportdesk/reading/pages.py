"""HTML that came instead of JSON: the console's page, a login, a CDN's or proxy's error page."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.statuses import read_access, read_status
from supportdesk.view import View

START = lazy(
    r"<!doctype\s+html|<html[\s>]|<head>\s*<title>|<(?:form|div) id=\\{0,2}[\"'](?:challenge-form|cf-)", re.IGNORECASE
)
_FRAGMENT = lazy(r"<[^<>\n]{0,300}(?:\bcf-[a-z]{3,12}|/cloudflare-[145]xx-errors?/)")
"""A tag of Cloudflare's own error pages, whose beginning was cut off."""
_CODE_LINK = lazy(r"(?:/cloudflare-[145]xx-errors?/error-|cf-error-code\">\s?)([145][0-9]{2})(?![0-9])")
"""The article that such a page links to names the status
(developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/)."""
_SHOWN = lazy(r"(?:^|\n)[ \t]*(?:>+ ?|=> ?|Out\[\d{1,4}\]: ?|string\(\d{1,9}\) ?)?[rb]?[\"'`](?:\s|\\r|\\n)*$")
"""A quote that opens a line, or what a shell of a language prints before a value: the value itself is shown."""
_DOCTYPE = lazy(r"<!doctype[^>]{0,200}>\s*$", re.IGNORECASE)
_END = lazy(r"</html\s*>", re.IGNORECASE)
_TITLE = lazy(r"<title[^>]{0,200}>\s*([^<]{1,300}?)\s*</title>", re.IGNORECASE)
_HEADING = lazy(r"<h1[^>]{0,200}>\s*(?:<[^>]{1,100}>\s*)?([^<]{1,300}?)\s*<", re.IGNORECASE)
_PRE = lazy(r"<pre>([^\0]{1,4000}?)(?:</pre>|\Z)", re.IGNORECASE)
"""What Express' own error page says (github.com/pillarjs/finalhandler)."""
_TAG = lazy(r"<[^<>]{0,200}>")
_LEADING_STATUS = lazy(r"(?:[^<\n]{0,80}[|:]\s?|\s*)([45][0-9]{2})\b")
# What proves who wrote the page: servers sign their own error pages, CDNs have their own words.
_LAYERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("cdn", lazy(r"cloudflare|cf-ray|Just a moment\.\.\.|cf-error|Attention Required!|challenge-platform|_cf_chl_opt|"
        r"akamai|AkamaiGHost|"
                       r"CloudFront|EdgeOne|incapsula|ddos-guard|Fastly error", re.IGNORECASE)),
    ("proxy", lazy(r"<center>\s*(?:nginx|openresty|tengine|apisix)|<hr>\s*<center>|<address>Apache|"
        r"Microsoft-IIS|"
                         r"Squid|Varnish|HAProxy|Traefik|Caddy", re.IGNORECASE)),
)  # fmt: skip


def find_pages(view: View, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the places of HTML pages: doctype or `<html>` to `</html>` (a blank line where it is cut off)."""
    text = view.text
    stop = len(text) if end is None else end
    places: list[tuple[int, int]] = []
    at = start
    closing = True
    while (match := START.search(text, at, stop)) is not None:
        if _in_literal(text, max(0, match.start() - 200), match.start()):
            close = _END.search(text, match.end(), stop)
            at = stop if close is None else close.end()
            continue
        close = _END.search(text, match.end(), stop) if closing else None
        closing = close is not None
        blank = text.find("\n\n", match.end(), stop) if close is None else -1
        last = close.end() if close is not None else (blank if blank >= 0 else stop)
        places.append((match.start(), last))
        at = last
    return places or _fragments(text, start, stop)


def _fragments(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the place of an error page without its beginning: the lines of markup around a tag of Cloudflare's."""
    if text.find("cf-", start, stop) < 0 and text.find("/cloudflare-", start, stop) < 0:
        return []
    match = _FRAGMENT.search(text, start, stop)
    if match is None:
        return []
    first = text.rfind("\n", start, match.start()) + 1 or start
    if not text[first : match.start()].lstrip().startswith("<") and text[first : match.start()].strip():
        return []
    while first > start:
        before = text.rfind("\n", start, first - 1) + 1 or start
        if not text[before:first].lstrip().startswith("<"):
            break
        first = before
    last = text.find("\n", match.end(), stop)
    while 0 <= last < stop and text[last : last + 300].lstrip().startswith("<"):
        last = text.find("\n", last + 1, stop)
    return [(first, stop if last < 0 else last)]


def read_page(view: View, start: int, end: int, lead: list[Reading] | None = None) -> Piece:
    """Return the piece of an HTML page: page_title, http_status, and error_layer where its form proves it.

    `lead` are readings of the text before it (a status line).
    """
    text = view.text
    readings = list(lead or [])
    place = view.span(start, end)
    readings.append(Reading("response_kind", "html", place))
    title = _TITLE.search(text, start, end)
    known = any(item.fact == "http_status" for item in readings)
    heading = _HEADING.search(text, start, end)
    for match in (title, heading):
        if match is None:
            continue
        status = _LEADING_STATUS.match(text, match.start(1), match.end(1))
        if status is not None and not known and int(status[1]) >= 400:
            readings.append(Reading("http_status", int(status[1]), view.span(*status.span(1))))
            known = True
        code = None if known else _status_of_phrase(match[1])
        if code is not None:
            readings.append(Reading("http_status", code, view.span(*match.span(1))))
            known = True
    link = None if known else _CODE_LINK.search(text, start, end)
    if link is not None:
        readings.append(Reading("http_status", int(link[1]), view.span(*link.span(1))))
        known = True
    if not known:
        found = read_status(view, start, min(end, start + 4000))
        readings += [found] if found is not None else []
    if title is not None:
        readings.append(Reading("page_title", title[1], view.span(*title.span(1))))
    for layer, pattern in _LAYERS:
        proof = pattern.search(text, start, min(end, start + 200_000))
        if proof is not None:
            readings.append(Reading("error_layer", layer, view.span(*proof.span())))
            break
    message = heading or title
    said = _PRE.search(text, start, end)
    if said is not None and (title is None or title[1].strip().lower() == "error"):
        readings.append(Reading("error_message", _plain(said[1]), view.span(*said.span(1))))
        if said[1].startswith("Cannot "):  # what finalhandler says where no route answers, with status 404
            stated = {item.fact for item in readings}
            named = [*read_access(view, *said.span(1)), Reading("http_status", 404, view.span(*said.span(1)))]
            readings += [item for item in named if item.fact not in stated]
    elif message is not None and (known or any(item.value == "cdn" for item in readings)):
        readings.append(Reading("error_message", message[1], view.span(*message.span(1))))
    return Piece("page", "answer", place, readings, complete=_END.search(text, max(start, end - 10), end) is not None)


def _plain(markup: str) -> str:
    """Return the words of a piece of a page, without tags and with its entities as signs."""
    from html import unescape

    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _in_literal(text: str, first: int, start: int) -> bool:
    """Whether a page is what a string of program text says: a quote opens before it, be it on the line before."""
    before = _DOCTYPE.sub("", text[first:start])
    bare = before.rstrip()
    if before and before[-1] in "\"'`":
        return _SHOWN.search(text, max(0, first - 1), start) is None
    return bare.endswith(("`", '"""', "'''")) and not bare.endswith("```")


def _status_of_phrase(said: str) -> int | None:
    """Return the status of a title or heading that is its reason phrase and nothing else ('Bad Gateway')."""
    from http import HTTPStatus

    plain = said.strip().rstrip("!.").replace("-", "").replace(" ", "").lower()
    for status in HTTPStatus:
        if status >= 400 and status.phrase.replace("-", "").replace(" ", "").lower() == plain:
            return int(status)
    return None
