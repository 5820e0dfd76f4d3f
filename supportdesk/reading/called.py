"""The address that a client's own words of a failure say was called, and how: `… for url: https://…`, `POST "https://…"`.

Forms of requests, httpx and reqwest (`for url`), node-fetch (`request to … failed`), Google's SDKs (`fetching from`),
Spring (`request for "…"`), Dart (`uri=`), Codex (`, url: …` behind the answer) and loggers (`Request URL: …`).
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.view import View

_ADDRESS = r"(https?://[^\s'\"()<>,，；;`|]{4,400})"
_OWN = lazy(
    rf"[,;.}}\]]\s[\"']?(?:url|URL)[\"']?\s?:\s?[\"'`]?{_ADDRESS}[\"'`]?\s*$"
    rf"|\b(?:Request|Requested|Called|Failed) (?:URL|url|URI|uri|address)\s?[:=]\s?[\"'`]?{_ADDRESS}"
    rf"|\b(?:[Ee]rror |while |when )(?:fetching|requesting|calling|posting)(?: (?:from|to))? [\"'`]?{_ADDRESS}"
    rf"|\b(?:[Ee]rror|[Rr]esponse|[Ss]tatus|HTTP)(?: (?:code )?[45][0-9]{{2}})?(?: [A-Z][A-Za-z ]{{2,24}})?"
    rf" (?:from|for|at) [\"'`]?{_ADDRESS}"
    rf"|(?<=[45][0-9]{{2}} )(?:from|for|at) [\"'`]?{_ADDRESS}"
    rf"|{_ADDRESS}[\"'`]? (?:was )?not found\b"
    rf"|{_ADDRESS}[\"'`]? (?:returned|responded with|answered with) (?:HTTP |status |code ){{0,2}}"
    r"[45][0-9]{2}\b"
)
"""What none but the caller of the address writes."""
_PASSED_ON = lazy(
    rf"\brequest to {_ADDRESS} failed|\bfor url:? \(?['\"]?{_ADDRESS}"
    rf"|\brequest for [\"']{_ADDRESS}|\buri ?= ?{_ADDRESS}|\bpath: \"{_ADDRESS}\""
)
"""What a gateway's message says as well of what it called itself."""
_ENDS = ".:!?}]"


def read_called(view: View, start: int, end: int, *, own: bool = False) -> list[Reading]:
    """Return the url that the text names as called; `own` True takes only the forms that no gateway passes on."""
    text = view.text
    if text.find("://", start, end) < 0:
        return []
    match = _OWN.search(text, start, end) or (None if own else _PASSED_ON.search(text, start, end))
    if match is None or match.lastindex is None:
        return []
    url = match[match.lastindex].rstrip(_ENDS)
    at = match.start(match.lastindex)
    return [Reading("url", url, view.span(at, at + len(url)))]
