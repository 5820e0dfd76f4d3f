"""The client of a gateway's relay: submit, poll, cancel, upload, with a key and nothing repeated that must not be.

A task that was handed in is followed by its id. A submit whose answer was lost is never sent again: OutcomeUnknown says
so, and the person decides.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from supportdesk.gateway.failures import (
    BadAnswer,
    GatewayFailure,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServerFailed,
    StillRunning,
)
from supportdesk.gateway.outcome import TaskState, read_state
from supportdesk.gateway.retries import Step, Waiting, repeat
from supportdesk.gateway.wire import Reply, Wire
from supportdesk.i18n import _
from supportdesk.masking import mask
from supportdesk.named import NamedTuple

Answer = TypeVar("Answer")

LONGEST_QUOTED = 2000
LOST = frozenset((408, 502, 504, 520, 522, 524))
"""Statuses after which nobody knows whether the gateway worked on the call (a proxy or CDN answered for it)."""


class Pace(NamedTuple):
    """When a task is looked at: `first` seconds after the submit, then every `every`, up to `give_up` in all."""

    first: float
    every: float
    give_up: float


PACES = {"image": Pace(5.0, 5.0, 120.0), "video": Pace(10.0, 8.0, 600.0)}
"""By kind of media (toapis.md, 'Task workflow'); every other kind is followed like a video."""
TYPICAL_S = {"image": (5, 30), "video": (60, 300)}
"""Seconds that a task of a kind usually takes (toapis.md, 'Task workflow'); of other kinds nobody says."""
SLOWEST = 4
"""How many times its first length a pause grows to at most while a task runs long."""


def pace_of(kind: str) -> Pace:
    """Return how a kind of media is followed."""
    return PACES.get(kind, PACES["video"])


class Client:
    """Speaks with one gateway for one key. `steps` is what it did, in order; `tell` hears of each step at once."""

    def __init__(
        self,
        wire: Wire,
        key: str,
        *,
        scale: float = 1.0,
        tell: Callable[[Step], None] | None = None,
        chance: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.wire = wire
        self.steps: list[Step] = []
        self._key = key
        self._tell = tell
        self._waiting = Waiting(sleep, chance, scale)

    async def submit(self, path: str, body: dict[str, Any], *, extra: dict[str, str] | None = None) -> TaskState:
        """Hand a task in and return what the gateway says of it.

        Raises GatewayFailure, and OutcomeUnknown where the task may exist. `extra` are headers besides, such as the
        sandbox's order of a failure: they go with the first attempt only.
        """
        headers = dict(extra or {})

        async def _attempt() -> TaskState:
            sent = dict(headers)
            headers.clear()
            reply = await self._send("POST", path, body=body, extra=sent)
            try:
                return read_state(reply)
            except BadAnswer as problem:
                raise OutcomeUnknown(problem.message, problem.hint) from problem

        return await self._repeat("submit", _attempt, reads=False)

    async def poll(self, path: str) -> TaskState:
        """Ask once how a task stands; `path` has its id in it. Raises GatewayFailure."""

        async def _attempt() -> TaskState:
            return read_state(await self._send("GET", path))

        return await self._repeat("poll", _attempt, reads=True)

    async def follow(self, path: str, pace: Pace, task_id: str) -> AsyncIterator[TaskState]:
        """Yield every state of a task until it ends. Raises StillRunning when `pace.give_up` seconds have passed."""
        spent, pause = 0.0, pace.first
        while True:
            await self._waiting.sleep(pause * self._waiting.scale)
            spent += pause
            state = await self.poll(path)
            yield state
            if state.phase in ("completed", "failed"):
                return
            if spent >= pace.give_up:
                raise StillRunning(
                    _("the task has not ended after {seconds} s").format(seconds=int(spent)),
                    task_id,
                    _("It goes on without us: resume it by its id, and do not send it again."),
                )
            pause = min(pace.every * SLOWEST, pause * 1.25) if spent > pace.give_up / 4 else pace.every

    async def cancel(self, path: str) -> Reply:
        """Cancel a task where the gateway documents it (OpenAI's DELETE /v1/videos/{id}). Raises GatewayFailure."""
        return await self._repeat("cancel", lambda: self._send("DELETE", path), reads=False)

    async def upload(self, path: str, name: str, content: bytes, mime: str) -> str:
        """Upload a file and return its address. Raises GatewayFailure."""

        async def _attempt() -> str:
            answer = (await self._send("POST", path, file=(name, content, mime))).json()
            data = answer.get("data") if isinstance(answer, dict) else None
            url = data.get("url") if isinstance(data, dict) else None
            if not isinstance(url, str):
                raise BadAnswer(_("the gateway's answer names no address of the uploaded file"))
            return url

        return await self._repeat("upload", _attempt, reads=False)

    async def call(self, method: str, path: str, body: Any = None) -> Reply:
        """Make a call that is answered at once, such as chat. Raises GatewayFailure."""
        return await self._repeat("call", lambda: self._send(method, path, body=body), reads=method == "GET")

    async def _repeat(self, call: str, attempt: Callable[[], Awaitable[Answer]], *, reads: bool) -> Answer:
        made = 0

        async def _counted() -> Answer:
            nonlocal made
            made += 1
            return await attempt()

        try:
            answer = await repeat(call, _counted, self._waiting, self._note, reads=reads)
        except GatewayFailure as problem:
            self._note(Step(call, made, problem.message, None))
            raise
        self._note(Step(call, made, answer.status if isinstance(answer, TaskState) else _("done"), None))
        return answer

    def _note(self, step: Step) -> None:
        self.steps.append(step)
        if self._tell is not None:
            self._tell(step)

    async def _send(
        self, method: str, path: str, *, body: Any = None, file: tuple[str, bytes, str] | None = None, extra: Any = None
    ) -> Reply:
        headers = {"authorization": f"Bearer {self._key}", **(extra or {})}
        reply = await self.wire.send(method, path, headers=headers, body=body, file=file)
        if reply.status >= 400:
            raise failure_of(reply)
        return reply


def failure_of(reply: Reply) -> GatewayFailure:
    """Return what an answer with an error status means."""
    body = mask(reply.text[:LONGEST_QUOTED])[0]
    if reply.status in LOST:
        return OutcomeUnknown(
            _("the gateway did not answer in time (HTTP {status}): the task may exist").format(status=reply.status),
            _("Look for it in the task log before anything is sent again."),
        )
    code, message = _told(reply)
    text = _("HTTP {status}: {message}").format(status=reply.status, message=mask(message)[0])
    made: dict[str, Any] = {"status": reply.status, "body": body, "code": code}
    made["request_id"] = reply.headers.get("x-oneapi-request-id") or reply.headers.get("x-request-id")
    if reply.status == 429:
        limited = RateLimited(text, **made, hint=_("Send less at once, then try again."))
        limited.retry_after = reply.retry_after()
        return limited
    if reply.status in (500, 503) and code not in ("invalid_api_type", "model_not_found"):
        return ServerFailed(text, **made, hint=_("Note the request id and escalate if it stays."))
    return Refused(text, **made, hint=_("It is not repeated: the request has to be corrected first."))


def _told(reply: Reply) -> tuple[str | None, str]:
    try:
        answer = reply.json()
    except BadAnswer as problem:
        return None, problem.message
    inside = answer.get("error", answer) if isinstance(answer, dict) else {}
    if not isinstance(inside, dict):
        return None, str(inside)[:300]
    code = inside.get("code")
    return (None if code is None else str(code)), str(inside.get("message", ""))[:300]
