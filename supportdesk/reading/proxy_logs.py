"""Lines of a log that a proxy program wrote, or a client of one: Clash and mihomo, V2Ray, sing-box, Squid, reqwest.

Such a line proves that the call went through a proxy, and names where the proxy sent it.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.view import View

_NAME = r"\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9][A-Za-z0-9.-]{1,100}"
_LINE = lazy(
    rf"proxy/(?:http|socks|mixed|dokodemo)\b[^\n]{{0,80}}?\bHost \[(?P<core>{_NAME}):[0-9]{{1,5}}"
    rf"|\bfrom \S{{3,60}} accepted (?:tcp:|udp:|http:)?/{{0,2}}(?P<accepted>{_NAME}):[0-9]{{1,5}}"
    rf"|\[(?:TCP|UDP)\] [^\n]{{3,80}}? --> (?P<clash>{_NAME}):[0-9]{{1,5}}"
    rf"|\boutbound/\w{{2,20}}\[[^\]\n]{{1,40}}\]: outbound connection to (?P<box>{_NAME}):[0-9]{{1,5}}"
    rf"|\bTCP_(?:MISS|TUNNEL|DENIED|HIT)(?:_\w{{1,20}})?/[0-9]{{3}} [0-9]{{1,12}} CONNECT "
    rf"(?P<squid>{_NAME}):[0-9]{{1,5}}"
    rf"|\bproxy\(\w{{2,8}}://[^)\s]{{3,80}}\) intercepts '?(?:https?://)?(?P<rust>{_NAME}):?[0-9]{{0,5}}"
)
WIDTH = 600
"""Characters of a line that are looked at."""


def read_line(view: View, start: int, end: int) -> list[Reading]:
    """Return proxy_url_set and host of a line that a proxy program logged; nothing for other lines."""
    match = _LINE.search(view.text, start, min(end, start + WIDTH))
    if match is None or match.lastgroup is None:
        return []
    place = view.span(*match.span(match.lastgroup))
    return [
        Reading("proxy_url_set", True, view.span(*match.span())),
        Reading("host", match[match.lastgroup].strip("[]").lower(), place),
    ]
