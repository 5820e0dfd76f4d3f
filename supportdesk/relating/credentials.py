"""What a request's credentials look like: scheme and shape, read from masked text as well as from plain."""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.masking import BULLET
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading, Request
from supportdesk.value import UNKNOWN, Value

KEY_HEADERS = {"x-api-key": "x_api_key", "api-key": "x_api_key", "x-goog-api-key": "x_goog_api_key",
               "mj-api-secret": "x_api_key"}  # fmt: skip
"""Headers that carry a key without a scheme (gateway.md 4), with the value of auth_scheme."""

OTHER_KEYS = lazy(r"(?i)^(?!idempotency)(?:.*[-_])?(?:api-?key|key|token|auth(?:entication|orization)?|secret|cookie)$")
"""Names of headers that may carry a key for one service or its proxy: `x-litellm-api-key`, `cf-aig-authorization`."""

PLACEHOLDER_WORDS = ("your", "xxx", "***", "...", "<", "{", "$", "placeholder", "api_key", "apikey", "api-key")
PREFIXED_SOFTWARE_LENGTH = 48
"""Characters of a new-api key without its `sk-` (toapis.md, 'Hosts and auth')."""


def read_credentials(request: Request) -> list[Reading]:
    """Return auth_scheme and key_shape; 'none' only where the request was read to its end and says it all."""
    return list(_read(request))


def _read(request: Request) -> Iterator[Reading]:
    header = request.header("authorization")
    if header is not None:
        yield from _authorization(header, request)
        return
    for name, scheme in KEY_HEADERS.items():
        value = request.header(name)
        if value is not None:
            place = value.place() or request.span
            yield Reading("auth_scheme", scheme, place)
            shape = _shape(str(value.data)) if value.kind == "string" else None
            if shape:
                yield Reading("key_shape", shape, place)
            return
    url = str(request.url.data)
    if "?" in url and any(pair.split("=")[0] in ("key", "api_key") for pair in url.split("?", 1)[1].split("&")):
        yield Reading("auth_scheme", "query", request.url.place() or request.span)
    elif request.language == "http" and not request.headers:
        return  # a request line alone: whoever quotes it left the headers out
    elif request.complete and url and not any(_may_be_key(name) for name, _ in request.headers):
        yield Reading("auth_scheme", "none", request.span)


def _may_be_key(name: Value) -> bool:
    return not name.known or OTHER_KEYS.search(str(name.data)) is not None


def _authorization(header: Value, request: Request) -> Iterator[Reading]:
    place = header.place() or request.span
    if header.kind != "string":
        return
    text = str(header.data)
    scheme, _, rest = text.strip().partition(" ")
    known = {"bearer": "bearer", "basic": "basic"}.get(scheme.lower())
    if known is None and text.startswith(UNKNOWN):
        return
    if known is None:
        yield Reading("auth_scheme", "raw", place)
        rest = text
    else:
        yield Reading("auth_scheme", known, place)
    shape = _shape(rest)
    if shape and known != "basic":
        yield Reading("key_shape", shape, place)


def _shape(key: str) -> str | None:
    """Return the value of key_shape, or None where an unknown part hides it."""
    bare = key.strip()
    if UNKNOWN in bare:
        return None
    lower = bare.lower()
    shape = "ok"
    if not bare:
        shape = "empty"
    elif lower.startswith("bearer "):
        shape = "doubled_bearer"
    elif bare[0] in "\"'“”‘’" or bare[-1] in "\"'“”‘’":
        shape = "quoted"
    elif any(ord(sign) > 126 and sign != BULLET for sign in bare):
        shape = "non_ascii"
    elif any(sign.isspace() for sign in bare) or bare != key:
        shape = "whitespace"
    elif BULLET not in bare and any(word in lower for word in PLACEHOLDER_WORDS):
        shape = "placeholder"
    elif len(bare) == PREFIXED_SOFTWARE_LENGTH and "-" not in bare and "_" not in bare:
        shape = "no_prefix"
    elif len(bare) < 8:
        shape = "short"
    return shape
