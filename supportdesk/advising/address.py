"""Mend where a request goes and how it signs in: path, base URL, Authorization header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from supportdesk.advising.repair import Sheet
from supportdesk.masking import mask
from supportdesk.reading.evidence import Request
from supportdesk.source import Span
from supportdesk.value import UNKNOWN

CLOSE_ENOUGH = 0.88
"""Likeness (difflib's ratio) from which a path counts as a mistyped one."""

LONGEST_PATH = 200
"""Characters of a path beyond which nothing is guessed."""

BEARER = "Bearer "
NO_KEY = "Bearer <API_KEY>"

KEY_PARAMETERS = ("key", "api_key", "apikey", "api-key", "token", "access_token")
"""Query parameters that carry a key."""

KEY_HEADERS = ("authorization", "x-api-key", "api-key", "x-goog-api-key", "mj-api-secret")
"""Headers that carry a key (gateway.md 4)."""


def mend_path(path: str, known: Iterable[str]) -> str | None:
    """Return the path that was meant, None where the path is known, or nothing known is near.

    Tried are: steps that stand twice (`/v1/v1`, a path completed twice), a missing `/v1`, a typing error. What stands
    before the version, as a proxy puts it there, is kept.
    """
    paths = list(known)
    if len(path) > LONGEST_PATH:
        return None
    steps = [step for step in path.split("/") if step]
    clean = "/" + "/".join(steps)
    if _is_known(clean, paths):
        return clean if clean != path.rstrip("/") else None
    single = "/" + "/".join(_once(steps))
    for candidate in (single, "/v1" + single, "/v1" + clean):
        if _is_known(candidate, paths):
            return candidate
    head, version, tail = single.rpartition("/v1/")
    if version and head and _is_known("/v1/" + tail, paths):
        return None if single == clean else single
    import difflib

    near = difflib.get_close_matches(single, [p for p in paths if "{" not in p], 1, CLOSE_ENOUGH)
    return near[0] if near else None


def with_path(url: str, path: str, known: Iterable[str] = ()) -> str:
    """Return the URL with another path: scheme, host and what a proxy puts before `/v1` are kept, the query goes."""
    bare = url.split("#", 1)[0].split("?", 1)[0]
    scheme, separator, rest = bare.partition("://")
    host, _, old = rest.partition("/") if separator else ("", "", bare)
    if not separator and UNKNOWN in bare:
        return bare[: bare.rindex(UNKNOWN) + len(UNKNOWN)] + path
    head = ""
    steps = [step for step in old.split("/") if step]
    if "v1" in steps[1:] and path.startswith("/v1/"):
        head = "/" + "/".join(steps[: steps.index("v1")])
    if not separator:
        return path
    return f"{scheme}://{host}{'' if _is_known(head, known) else head}{path}"


def mend_credentials(sheet: Sheet, request: Request | None, *, required: bool) -> None:
    """Give the request one well-formed Authorization header; the key stays masked.

    `required`: a header is added where the code was read to its end and shows none, and a key that another header
    carries is moved into it.
    """
    headers = sheet.request["headers"]
    raw = headers.get("authorization")
    span = _header_span(request, "authorization")
    if raw is None:
        other = next((name for name in ("x-api-key", "api-key") if name in headers), None)
        if required and other is not None and "/messages" not in sheet.request["url"]:
            headers["authorization"] = BEARER + str(headers.pop(other))
            sheet.headers |= {"authorization": headers["authorization"], other: None}
            sheet.step("bearer_form", _header_span(request, other))
            sheet.changed = True
        elif required and other is None and (request is None or request.complete):
            headers["authorization"] = sheet.headers["authorization"] = NO_KEY
            sheet.request["url"] = _without_key(str(sheet.request["url"]))
            sheet.step("bearer_added", request.span if request is not None else None)
            sheet.changed = True
        return
    if not isinstance(raw, str) or raw.startswith(UNKNOWN):
        return
    key = raw.strip()
    while key.lower().startswith("bearer"):
        key = key[len("bearer") :].lstrip(" :")
    key = key.strip("'\"")
    if key.lower().startswith("basic ") or not key:
        return
    if raw != BEARER + key:
        headers["authorization"] = sheet.headers["authorization"] = BEARER + key
        sheet.step("bearer_form", span)
        sheet.changed = True


def hide_keys(headers: dict[str, Any]) -> dict[str, Any]:
    """Return the headers with every secret masked; what is masked already stays."""
    hidden = {}
    for name, value in headers.items():
        line = f"{name}: {value}"
        hidden[name] = mask(line)[0][len(name) + 2 :] if isinstance(value, str) else value
    return hidden


def has_key(url: str) -> bool:
    """Whether the query of a URL carries a key."""
    pairs = url.partition("?")[2].split("&")
    return any(pair.partition("=")[0].lower() in KEY_PARAMETERS for pair in pairs)


def _without_key(url: str) -> str:
    """Return the URL without a key in its query."""
    head, mark, query = url.partition("?")
    kept = [pair for pair in query.split("&") if pair.partition("=")[0].lower() not in KEY_PARAMETERS]
    return head + mark + "&".join(kept) if any(kept) else head


def _header_span(request: Request | None, name: str) -> Span | None:
    value = request.header(name) if request is not None else None
    return value.place() if value is not None else None


def _is_known(path: str, known: Iterable[str]) -> bool:
    from supportdesk.definitions.select import path_fits

    return any(path_fits(template, path) for template in known)


def _once(steps: list[str]) -> list[str]:
    """Return the steps with every run that stands twice in a row kept once; runs of up to three steps."""
    result = list(steps)
    for size in (3, 2, 1):
        at = 0
        while at + 2 * size <= len(result):
            if result[at : at + size] == result[at + size : at + 2 * size]:
                del result[at + size : at + 2 * size]
            else:
                at += 1
    return result
