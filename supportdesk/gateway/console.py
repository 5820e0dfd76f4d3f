"""Reads of a gateway's console: log rows, task records, keys, balance, prices (gateway.md 4), chosen by its release.

Only GET is used, and never the call that rotates an access token. Answers are given back as texts, because that is what
a case keeps: the same readers take them as if they had been pasted.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from supportdesk.gateway.client import failure_of
from supportdesk.gateway.failures import BadAnswer, Refused
from supportdesk.gateway.retries import Step, Waiting, repeat
from supportdesk.gateway.wire import Reply, Wire
from supportdesk.i18n import _
from supportdesk.masking import mask
from supportdesk.named import NamedTuple

PAGE_SIZE = 100
MOST_PAGES = 20
BEFORE_S, BEHIND_S = 120, 900
"""Seconds around a task in which its log rows are looked for: a refund may come 15 minutes after the end (design)."""
UNFINISHED_S = 25 * 3600
KEY_IN_HEADER = (0, 10, 8, 0)
"""Release from which /api/log/token takes the key in a header (gateway.md 4: 2026-02-06)."""


class Status(NamedTuple):
    """What /api/status says: `version` as written, `number` to compare by (None where it is none that is known)."""

    version: str
    number: tuple[int, ...] | None
    text: str


class Fetched(NamedTuple):
    """What was fetched for a case: `texts` to add as sources, how many rows and tasks, `complete` with no page left."""

    texts: tuple[str, ...]
    rows: int
    tasks: int
    complete: bool


class Console:
    """Reads a gateway's console for one user: `access` is his access token, `user` his id (older releases want it)."""

    def __init__(self, wire: Wire, access: str, user: str | None = None, waiting: Waiting | None = None) -> None:
        self.wire = wire
        self.steps: list[Step] = []
        self._access = access
        self._user = user
        self._waiting = waiting or Waiting(asyncio.sleep)

    async def status(self) -> Status:
        """Return version, unit and currency. Raises GatewayFailure."""
        reply = await self._get("/api/status", {}, signed=False)
        data = reply.json().get("data") if isinstance(reply.json(), dict) else None
        version = str(data.get("version", "")) if isinstance(data, dict) else ""
        return Status(version, number_of(version), mask(reply.text)[0])

    async def pricing(self) -> str:
        """Return the answer of /api/pricing as text. Raises GatewayFailure."""
        return mask((await self._get("/api/pricing", {}, signed=False)).text)[0]

    async def balance(self) -> dict[str, Any]:
        """Return quota, used_quota and group of the user. Raises GatewayFailure."""
        return self._data(await self._get("/api/user/self", {}))

    async def keys(self) -> dict[str, Any]:
        """Return the first page of the user's keys, which releases before v0.11.4 do not mask: they are masked here."""
        data: dict[str, Any] = json.loads(mask(json.dumps(self._data(await self._get("/api/token/", {"p": "1"}))))[0])
        return data

    async def logs(self, query: Mapping[str, str]) -> Fetched:
        """Return the user's log rows that a query selects (names of gateway.md 4). Raises GatewayFailure."""
        return await self._pages("/api/log/self", query, "rows")

    async def tasks(self, query: Mapping[str, str]) -> Fetched:
        """Return the user's task records that a query selects. Raises GatewayFailure."""
        return await self._pages("/api/task/self", query, "tasks")

    async def task_with_rows(self, task_id: str) -> Fetched:
        """Return a task's record and every log row of its model around it, so that an absent refund is proven absent.

        Raises GatewayFailure, and BadAnswer where the console has no such task.
        """
        found = await self.tasks({"task_id": task_id})
        items = [item for text in found.texts for item in json.loads(text)["data"]["items"]]
        if not items:
            raise BadAnswer(
                _("the console has no task {task_id}").format(task_id=ascii(task_id[:80])[1:-1]),
                _("It may be another account's, or an id of the provider."),
            )
        submitted, finished = int(items[0].get("submit_time") or 0), int(items[0].get("finish_time") or 0)
        window = {"start_timestamp": str(submitted - BEFORE_S)}
        window["end_timestamp"] = str(finished + BEHIND_S if finished else submitted + UNFINISHED_S)
        rows = await self.logs(window)
        return Fetched((*found.texts, *rows.texts), rows.rows, len(items), rows.complete)

    async def _pages(self, path: str, query: Mapping[str, str], what: str) -> Fetched:
        texts: list[str] = []
        seen = total = 0
        for number in range(1, MOST_PAGES + 1):
            asked = {**query, "p": str(number), "page_size": str(PAGE_SIZE)}
            reply = await self._get(path, asked)
            data = self._data(reply)
            items = data.get("items") or []
            total = int(data.get("total") or 0)
            texts.append(mask(reply.text)[0])
            seen += len(items)
            if seen >= total or not items:
                break
        counts = {"rows": 0, "tasks": 0, what: seen}
        return Fetched(tuple(texts), counts["rows"], counts["tasks"], seen >= total)

    async def _get(self, path: str, query: Mapping[str, str], *, signed: bool = True) -> Reply:
        headers: dict[str, str] = {}
        if signed:
            headers["authorization"] = self._access
            if self._user is not None:
                headers["new-api-user"] = self._user

        async def _attempt() -> Reply:
            reply = await self.wire.send("GET", path, headers=headers, query=query)
            if reply.status >= 400:
                raise failure_of(reply)
            return reply

        return await repeat("read", _attempt, self._waiting, self.steps.append, reads=True)

    def _data(self, reply: Reply) -> dict[str, Any]:
        """Return the page inside the envelope; an answer of HTTP 200 may still refuse (gateway.md 4)."""
        answer = reply.json()
        if isinstance(answer, dict) and answer.get("success") is False:
            told = mask(str(answer.get("message", ""))[:300])[0]
            raise Refused(
                _("the console refuses: {message}").format(message=told),
                status=reply.status,
                body=mask(reply.text[:2000])[0],
            )
        data = answer.get("data") if isinstance(answer, dict) else None
        if isinstance(data, list):  # one-api: a bare array, without a total (gateway.md 8)
            return {"items": data, "total": len(data)}
        if not isinstance(data, dict):
            raise BadAnswer(_("the console's answer has no data"))
        return data


async def rows_of_key(wire: Wire, key: str, status: Status) -> str:
    """Return the newest log rows of a key as text (/api/log/token). Raises GatewayFailure."""
    old = status.number is not None and status.number < KEY_IN_HEADER
    headers = {} if old else {"authorization": f"Bearer {key}"}
    reply = await wire.send("GET", "/api/log/token", headers=headers, query={"key": key} if old else None)
    if reply.status >= 400:
        raise failure_of(reply)
    return mask(reply.text)[0]


def number_of(version: str) -> tuple[int, ...] | None:
    """Return a version as numbers that order it: v0.12.7 is (0, 12, 7, 0), v1.0.0-rc.22 (1, 0, 0, 22); else None."""
    import re

    match = re.fullmatch(r"v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:[.-].*?(\d{1,4}))?", version.strip()[:60])
    return tuple(int(part or 0) for part in match.groups()) if match else None
