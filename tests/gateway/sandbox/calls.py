"""Calls to a sandbox without a network: what the tests of its books and answers are written with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from supportdesk.gateway.sandbox.desk import Sandbox
from supportdesk.gateway.sandbox.exchange import Answer, Call
from supportdesk.gateway.sandbox.relay import new_request_id
from supportdesk.gateway.sandbox.settings import SandboxSettings
from supportdesk.judging.compile import load_knowledge

KEY = "sk-inventedForTests0001"
BASE = "http://127.0.0.1:1"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


def sandbox(**settings: Any) -> Sandbox:
    return Sandbox(SandboxSettings(**{"clock": Clock(), **settings}), load_knowledge())


def ask(
    box: Sandbox,
    method: str,
    target: str,
    body: object = None,
    *,
    key: str | None = KEY,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Make a call; `body` is sent as JSON, bytes as they are."""
    path, _mark, query = target.partition("?")
    sent = dict(headers or {})
    if key is not None:
        sent.setdefault("authorization", f"Bearer {key}")
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    at = box.settings.clock()
    pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    return box.answer(Call(method, path, pairs, sent, data, None, BASE, new_request_id(at), at))


def read(answer: Answer) -> Any:
    return json.loads(b"".join(answer.pieces))
