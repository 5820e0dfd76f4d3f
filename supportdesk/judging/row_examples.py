"""An invented example of every row of rules/errors: an answer that the row understands, in other words than its own.

Made of the row: slots filled with invented values, letters and blanks otherwise, in the envelope of its
layer. A row whose template says nothing by itself (a generic wording that a system's own words go before) states its
own `example`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.vocabulary import matching_rows
from supportdesk.wording_index import wordings

VALUES = {
    "allowed": "cinema, square or wide",
    "api_type": "61",
    "balance": "＄0.4200",
    "channel_id": "318",
    "found": "eleven",
    "group": "harbour",
    "key_hint": "sk-zz******9Q",
    "key_remaining_quota": "4096",
    "limit": "8192",
    "method": "PATCH",
    "minutes": "45",
    "model": "lantern-3-mini",
    "n": "17",
    "needed": "＄1.7500",
    "parameter": "shutter_angle",
    "path": "/v1/lanterns",
    "platform": "lumen",
    "task_status": "QUEUED",
    "token_name": "night-shift",
    "upstream_status": "502",
    "url": "https://pics.example/lantern.png",
}
"""An invented value of each slot of a template; OTHER stands for the rest."""
OTHER = "lantern room 42"
REQUEST_ID = "20260301080910123456789Kq3Xw8Zt"

_SLOT = re.compile(r"<([a-z_]+)>")
_WORD = re.compile(r"(?<![\w.])([a-z]+|[A-Z][a-z]*)(?![\w.]*[\w])")
"""A plain word: a name such as `ReadTimeout` or `java.lang.Error` stays as it is, for customers copy names."""
_BLANK = re.compile(r"(?<![: ]) ")
_HAN = re.compile(r"([\u4e00-\u9fff]{2})([\u4e00-\u9fff])")
_NAMED = re.compile(r"[\w.]+:|<")


class Example(NamedTuple):
    """One answer: its message, code, type and status (None: it has none), and whether a person wrote it."""

    message: str | None
    code: str | None
    type: str | None
    status: int | None
    written: bool


def examples_of(row: Mapping[str, Any]) -> Iterator[Example]:
    """Yield the example that a row states, else one for each of its wordings, else one of its code, type or status."""
    status = row.get("http")
    first = status[0] if isinstance(status, list) else status
    code, kind = (None if row.get(name) is None else str(row[name]) for name in ("code", "type"))
    stated = row.get("example")
    if stated is not None:
        yield Example(stated, code, kind, first, True)
        return
    texts = list(wordings(row.get("template")))
    for text in texts:
        yield Example(respelled(text), code, kind, first, False)
    if not texts:
        yield Example(None, code, kind, first, False)


def understood(knowledge: Any, row: Mapping[str, Any], example: Example) -> bool:
    """Tell whether a row is among those that fit its example best, told by the system that speaks in it."""
    return row["id"] in reached(knowledge, row, example)


def reached(knowledge: Any, row: Mapping[str, Any], example: Example) -> list[str]:
    """Return the ids of the rows that an example reaches."""
    return matching_rows(knowledge, example.message, example.code, example.type, example.status, row["system"])


def respelled(template: str) -> str:
    """Return a template with its slots filled and its letters and blanks otherwise than they stand."""
    pieces = _SLOT.split(template)
    done = []
    for number, piece in enumerate(pieces):
        if number % 2:
            done.append(VALUES.get(piece, OTHER))
            continue
        text = _WORD.sub(lambda word: word[0][0].swapcase() + word[0][1:], piece)
        text = _BLANK.sub("  ", text, count=1)
        done.append(_HAN.sub(r"\1 \2", text, count=1).replace("，", ", "))
    example = "".join(done)
    return f"{example} (2)" if example == template else example


def envelope(row: Mapping[str, Any], example: Example, gateways: Mapping[str, Any]) -> str:
    """Return an example as a customer would paste it: a client's own line, or a request with its answer.

    `gateways` are those of a Knowledge: the request goes to the host of the row's system, where one is known.
    """
    message = example.message or ""
    if row["layer"] == "client" and (message or example.code or example.type):
        name = example.type or example.code or ("" if _NAMED.match(message) else "Error")
        return f"{name}: {message or OTHER}\n" if name else f"{message}\n"
    error = {"message": example.message or f"[{REQUEST_ID}]", "type": example.type, "code": example.code}
    body = json.dumps(
        {"error": {name: value for name, value in error.items() if value is not None}}, ensure_ascii=False
    )
    head = f"HTTP/1.1 {example.status or 400}\nContent-Type: application/json\nX-Request-Id: {REQUEST_ID}\n\n{body}\n"
    host = next(
        (one["hosts"][0] for one in gateways["gateways"] if one["id"] == row["system"] and one.get("hosts")), ""
    )
    return f"POST /v1/lanterns HTTP/1.1\nHost: {host}\n\n{head}" if host else head
