"""What makes two cases alike: the error's template, the endpoint, the model's family and the layer that failed.

A fingerprint is the text `error|endpoint|family|layer`, each part eight hexadecimal digits of its hash, or eight
hyphens where the material does not show it; a part that is not shown agrees with nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from supportdesk.named import NamedTuple

PARTS = ("error", "endpoint", "model_family", "layer")
"""Names of the parts, in their order."""

WEIGHTS = {"error": 8, "endpoint": 2, "model_family": 2, "layer": 1}
"""What each part that agrees adds to the score of a similar case: none outweighs the error."""

NOT_SHOWN = "-" * 8
PART_CHARACTERS = 8
TEMPLATE_CHARACTERS = 300
"""Of an error's message so much is compared; what follows is mostly a quoted body."""

_OWN = ("model", "group", "url", "host", "path", "request_id", "task_id", "upstream_request_id")
_SLOTS = (
    (re.compile(r"\(?\b(?:request|trace|req)[ _-]?id\b[:：= ]*[^\s)）,，;]*\)?", re.IGNORECASE), " "),
    (re.compile(r"[a-z][a-z0-9+.-]{1,12}://[^\s\"'<>)）]+", re.IGNORECASE), "<url>"),
    (re.compile(r"\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|`[^`\n]{1,200}`|“[^”\n]{1,200}”|「[^」\n]{1,200}」"), "<quoted>"),
    (re.compile(r"\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?\b"), "<host>"),
    (re.compile(r"\b(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,12}(?::[0-9]{1,5})?\b", re.IGNORECASE), "<host>"),
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9_\-•…]*[0-9•][A-Za-z0-9_\-•…]{7,}"), "<id>"),
    (re.compile(r"[-+]?[0-9][0-9.,:]*"), "<n>"),
)
_SIGNS = re.compile(r"[\s!\"#$%&'()*+,\-./:;=?@\[\\\]^_`{|}~＄，。；：！？（）【】、]+")


class Facts(NamedTuple):
    """What a fingerprint is made of, to be read by a person; None where it is not shown.

    `error` is the template of the message (`<n>`, `<id>`, `<host>`, `<url>`, `<quoted>` for what differs), else the
    code, kind or exception that stands for it.
    """

    error: str | None
    endpoint: str | None
    model_family: str | None
    layer: str | None


def facts_of(diagnosis: Mapping[str, Any]) -> Facts:
    """Return the facts of the call that shows an error, else of the first call."""
    calls = [call for call in diagnosis.get("calls") or () if isinstance(call, Mapping)]
    failed = [call for call in calls if _error(call)]
    call: Mapping[str, Any] = (failed or calls or [{}])[0]
    endpoint = _first(call, calls, "endpoint")
    return Facts(
        _error(call), endpoint, family(_first(call, calls, "model"), _first(call, calls, "model_kind")),
        _text(call, "error_layer"),
    )  # fmt: skip


def fingerprint(diagnosis: Mapping[str, Any]) -> str | None:
    """Return the fingerprint of a diagnosis; None where neither an error nor an endpoint nor a model is shown."""
    facts = facts_of(diagnosis)
    if facts[:3] == (None, None, None):
        return None
    return "|".join(NOT_SHOWN if part is None else _hashed(name, part) for name, part in zip(PARTS, facts, strict=True))


def parts(print_: str) -> dict[str, str]:
    """Return the parts of a fingerprint that are shown, by name."""
    return {name: part for name, part in zip(PARTS, print_.split("|"), strict=True) if part != NOT_SHOWN}


def agreeing(one: str, other: str) -> tuple[str, ...]:
    """Return the names of the parts in which two fingerprints agree."""
    others = parts(other)
    return tuple(name for name, part in parts(one).items() if others.get(name) == part)


def template(message: str, own: Mapping[str, Any] | None = None) -> str:
    """Return a message with slots for what differs from ticket to ticket; `own` are the facts of its call."""
    text = message[: 4 * TEMPLATE_CHARACTERS]
    for name in _OWN:
        value = (own or {}).get(name)
        if isinstance(value, str) and len(value) > 2:
            text = text.replace(value, f"<{name}>")
    for pattern, slot in _SLOTS:
        text = pattern.sub(slot, text)
    return _SIGNS.sub(" ", text).strip().casefold()[:TEMPLATE_CHARACTERS]


def family(model: str | None, kind: str | None = None) -> str | None:
    """Return the family of a model's name, its first word, with what it makes where that is known: 'gpt chat'."""
    if not model:
        return None
    found = re.search(r"[^\W\d_]+", model.rpartition("/")[2])
    if found is None:
        return None
    return " ".join(part for part in (found.group().casefold(), kind) if part)


def _error(call: Mapping[str, Any]) -> str | None:
    message = _text(call, "error_message")
    if message:
        return template(message, call) or None
    for name in ("fail_reason", "error_kind", "error_code", "exception_type", "error_type"):
        value = _text(call, name)
        if value:
            return f"{name} {template(value, call)}"
    status = call.get("http_status")
    return f"http_status {status}" if isinstance(status, int) and status >= 400 else None


def _first(call: Mapping[str, Any], calls: list[Mapping[str, Any]], name: str) -> str | None:
    """Return a fact of the call, else of the first that has it: an error often stands apart from its request."""
    return next((value for one in (call, *calls) if (value := _text(one, name))), None)


def _text(call: Mapping[str, Any], name: str) -> str | None:
    value = call.get(name)
    return value if isinstance(value, str) and value else None


def _hashed(name: str, value: str) -> str:
    return hashlib.blake2b(f"{name}:{value}".encode("utf-8", "replace"), digest_size=4).hexdigest()
