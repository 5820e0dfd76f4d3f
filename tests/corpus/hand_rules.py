"""When an answer about a hand-written snippet is right: the rules of `hand/README.md`, and no more."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

HOLE = "<unknown>"
UNSAID = {"user-agent", "accept", "accept-encoding", "host", "connection", "content-length"}
BARE = ("text/plain", "application/octet-stream")  # what clients add to a string of which nothing is said
IMPLIED = {"json": ("application/json",), "form": (), "multipart": ("multipart/form-data",), "none": BARE, "raw": BARE}


def is_right(record: dict[str, Any], got: list[dict[str, Any]]) -> bool:
    """Tell whether `got` is the truth of the record, or another that it allows."""
    return any(_all_same(want, got, record) for want in [record["expected"], *record.get("expected_alternatives", [])])


def _all_same(want: Any, got: list[dict[str, Any]], record: dict[str, Any]) -> bool:
    if isinstance(want, dict):  # the same request twice is no mistake
        want = [want] * max(1, len(got))
    optional = set(record.get("optional_headers", ()))
    return len(want) == len(got) and all(_same(a, b, optional) for a, b in zip(want, got, strict=True))


def _same(want: dict[str, Any], got: dict[str, Any], optional: set[str]) -> bool:
    if want["method"] != str(got["method"]).upper() or not _same_url(want["url"], str(got["url"])):
        return False
    expected, found = _headers(want, want), _headers(got, want)
    for name in optional & (expected.keys() ^ found.keys()):
        expected.pop(name, None), found.pop(name, None)
    return (
        expected.keys() == found.keys()
        and all(_filled(expected[name], found[name]) for name in expected)
        and _same_body(want["body"], got.get("body") or {"kind": "none"})
    )


def _filled(want: Any, got: Any) -> bool:
    """Compare JSON values by value; a hole in a text of the truth stands for any text there."""
    if isinstance(want, str):
        pattern = ".*".join(map(re.escape, want.split(HOLE)))
        return want == HOLE or (isinstance(got, str) and bool(re.fullmatch(pattern, got, re.DOTALL)))
    if isinstance(want, bool) or isinstance(got, bool) or want is None:
        return want is got
    if isinstance(want, dict):
        return isinstance(got, dict) and want.keys() == got.keys() and all(_filled(want[key], got[key]) for key in want)
    if isinstance(want, list):
        return isinstance(got, list) and len(want) == len(got) and all(map(_filled, want, got))
    return bool(want == got)


def _same_url(want: str, got: str) -> bool:
    here, there = urlsplit(want), urlsplit(got)
    paths = [_root(url) + (unquote(url.path) or "/") for url in (here, there)]
    queries = [[list(pair) for pair in parse_qsl(url.query, keep_blank_values=True)] for url in (here, there)]
    known = paths[0].removeprefix(HOLE)  # a hole is a segment of the path, or the whole base before it
    pattern = ("" if known == paths[0] else r"[^?]*") + r"[^/?]*".join(map(re.escape, known.split(HOLE)))
    return re.fullmatch(pattern, paths[1]) is not None and _filled(queries[0], queries[1])


def _root(url: SplitResult) -> str:
    root = f"{url.scheme}://{url.netloc.rpartition('@')[2].lower()}" if url.netloc else ""
    return re.sub(r"^(https:.*):443$|^(http:.*):80$", r"\1\2", root)


def _headers(request: dict[str, Any], truth: dict[str, Any]) -> dict[str, str]:
    """Return what has to be said: no client's defaults, no type that the kind of body implies."""
    body = truth["body"]
    implied = (*IMPLIED[body["kind"]], "application/x-www-form-urlencoded")
    if body["kind"] == "raw" and _value(body) != body["raw"]:
        implied += ("application/json",)
    said = {str(name).lower(): str(value).strip() for name, value in request["headers"].items()}
    if said.get("content-type", "").split(";")[0].strip().lower() in implied:
        del said["content-type"]
    return {
        name: "; ".join(sorted(re.split(r";\s*", value))) if name == "cookie" else _named_scheme(value)
        for name, value in said.items()
        if name not in UNSAID and not name.startswith("x-stainless-")
    }


def _named_scheme(value: str) -> str:
    scheme, _, secret = value.partition(" ")
    return f"{scheme.lower()} {secret}" if scheme.lower() in ("basic", "bearer") else value


def _same_body(want: dict[str, Any], got: dict[str, Any]) -> bool:
    if want.get("raw") == HOLE:
        return bool(got["kind"] != "none")
    if "json" in (want["kind"], got["kind"]) or "raw" in (want["kind"], got["kind"]):
        values = [_value(body) for body in (want, got)]
        return bool(values[0] is not None and _filled(*values))
    if want["kind"] != got["kind"]:
        return False
    sides = [sorted((_part(part) for part in body.get(body["kind"], ())), key=str) for body in (want, got)]
    found = all(any(_filled(part, other) for other in sides[1]) for part in sides[0])
    return _filled(*sides) or (len(sides[0]) == len(sides[1]) and found)


def _value(body: dict[str, Any]) -> Any:
    """Return the JSON value of a body, or its text where it is none."""
    if body["kind"] != "raw":
        return body.get("json")
    try:
        return json.loads(body["raw"])
    except ValueError:
        return body["raw"]


def _part(part: Any) -> list[Any]:
    if not isinstance(part, dict):
        return [str(piece) for piece in part]
    file = part.get("filename")
    if file:
        return [part["name"], "file", re.split(r"[/\\]", file)[-1]]
    return [part["name"], "value", str(part.get("value"))]
