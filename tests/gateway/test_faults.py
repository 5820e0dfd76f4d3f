"""The fault table: each failure on order against each call of the client, its outcome, and that none goes unhandled."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest

from supportdesk.gateway.client import Client, Pace
from supportdesk.gateway.console import Console
from supportdesk.gateway.embedded import ADDRESS, EmbeddedSandbox
from supportdesk.gateway.failures import GatewayFailure, OutcomeUnknown, RateLimited, ServerFailed, StillRunning
from supportdesk.gateway.retries import Waiting
from supportdesk.gateway.sandbox.desk import Sandbox
from supportdesk.gateway.wire import Wire
from tests.gateway.sandbox.calls import KEY, Clock, sandbox

PATH = "/v1/videos/generations"
BODY = {"model": "gemini_omni", "prompt": "a lighthouse"}
FAULTS = ("429", "429;retry-after=3", "500", "524", "html", "truncated", "garbage", "drop", "slow")
EXPECTED = {
    ("submit", "429"): "done after 1.0",
    ("submit", "429;retry-after=3"): "done after 3.0",
    ("submit", "500"): "done after 0.5",
    ("submit", "slow"): "done after 0",
    **{("submit", fault): "OutcomeUnknown after 0" for fault in ("524", "html", "truncated", "garbage", "drop")},
    ("poll", "429"): "done after 1.0",
    ("poll", "429;retry-after=3"): "done after 3.0",
    ("poll", "slow"): "done after 0",
    **{("poll", fault): "done after 0.5" for fault in ("500", "524", "html", "truncated", "garbage", "drop")},
    ("upload", "429"): "done after 1.0",
    ("upload", "429;retry-after=3"): "done after 3.0",
    ("upload", "500"): "done after 0.5",
    ("upload", "slow"): "done after 0",
    **{("upload", fault): "BadAnswer after 0" for fault in ("html", "garbage")},
    **{("upload", fault): "OutcomeUnknown after 0" for fault in ("524", "truncated", "drop")},
    ("chat", "429"): "done after 1.0",
    ("chat", "429;retry-after=3"): "done after 3.0",
    ("chat", "500"): "done after 0.5",
    **{("chat", fault): "done after 0" for fault in ("slow", "html", "garbage")},
    **{("chat", fault): "OutcomeUnknown after 0" for fault in ("524", "truncated", "drop")},
    ("cancel", "429"): "done after 1.0",
    ("cancel", "429;retry-after=3"): "done after 3.0",
    ("cancel", "500"): "done after 0.5",
    **{("cancel", fault): "done after 0" for fault in ("slow", "html", "garbage")},
    **{("cancel", fault): "OutcomeUnknown after 0" for fault in ("524", "truncated", "drop")},
    ("read", "429"): "done after 1.0",
    ("read", "429;retry-after=3"): "done after 3.0",
    ("read", "slow"): "done after 0",
    **{("read", fault): "done after 0.5" for fault in ("500", "524", "truncated", "drop")},
    **{("read", fault): "BadAnswer after 0" for fault in ("html", "garbage")},
}
"""Outcome and seconds waited in all: the guide's table of retries, and what toapis.md says of polling."""


class Slept:
    """Waits that pass at once and are counted; they move the sandbox's clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.clock.now += seconds


@pytest.fixture
async def desk() -> AsyncIterator[tuple[Sandbox, Client, Slept]]:
    clock = Clock()
    box = sandbox(clock=clock, speed=1000.0, task_seconds=3000.0)
    async with Wire(ADDRESS, transport=EmbeddedSandbox(box)) as wire:
        slept = Slept(clock)
        yield box, Client(wire, KEY, chance=lambda: 0.0, sleep=slept), slept
    assert box.books.imbalance() == []
    box.close()


async def _make(call: str, client: Client, task_id: str) -> None:
    if call == "submit":
        await client.submit(PATH, BODY)
    elif call == "poll":
        await client.poll(f"{PATH}/{task_id}")
    elif call == "upload":
        await client.upload("/v1/uploads/images", "a.png", b"png", "image/png")
    elif call == "cancel":
        await client.cancel(f"/v1/videos/{task_id}")
    else:
        await client.call(
            "POST", "/v1/chat/completions", {"model": "gpt-5.4", "messages": [{"role": "user", "content": "x"}]}
        )


@pytest.mark.parametrize(
    ("call", "fault"), list(itertools.product(("submit", "poll", "upload", "chat", "cancel", "read"), FAULTS))
)
async def test_each_failure_of_each_call(desk: tuple[Sandbox, Client, Slept], call: str, fault: str) -> None:
    from supportdesk.gateway.sandbox.faults import parse_fault

    box, client, slept = desk
    task = await client.submit(PATH, BODY)
    box.schedule.order(parse_fault(f"{fault};on=console" if call == "read" else fault))
    outcome = "done"
    try:
        if call == "read":
            waiting = Waiting(slept, chance=lambda: 0.0)
            await Console(client.wire, box.access_token, waiting=waiting).logs({})
        else:
            await _make(call, client, str(task.task_id))
    except GatewayFailure as problem:
        outcome = type(problem).__name__
    assert f"{outcome} after {sum(slept.seconds) or 0}" == EXPECTED[call, fault]
    assert box.schedule.waiting() == ()


async def test_a_lost_submit_is_never_sent_again(desk: tuple[Sandbox, Client, Slept]) -> None:
    box, client, _slept = desk
    for fault in ("524", "truncated", "garbage", "drop", "html"):
        with pytest.raises(OutcomeUnknown):
            await client.submit(PATH, BODY, extra={"X-Sandbox-Fault": fault})
    assert box.books.rows("SELECT COUNT(*) AS n FROM calls WHERE method = 'POST'") == [{"n": 5}]


@pytest.mark.parametrize(("fault", "kind", "sent"), [("429;times=9", RateLimited, 4), ("500;times=9", ServerFailed, 4)])
async def test_retries_end(
    desk: tuple[Sandbox, Client, Slept], fault: str, kind: type[GatewayFailure], sent: int
) -> None:
    box, client, slept = desk
    with pytest.raises(kind):
        await client.submit(PATH, BODY, extra={"X-Sandbox-Fault": fault})
    assert box.books.rows("SELECT COUNT(*) AS n FROM calls") == [{"n": sent}]
    assert slept.seconds == ([1.0, 2.0, 4.0] if kind is RateLimited else [0.5, 1.0, 2.0])
    assert [step.wait_s for step in client.steps] == [*slept.seconds, None]


async def test_refusals_are_not_repeated(desk: tuple[Sandbox, Client, Slept]) -> None:
    box, client, slept = desk
    with pytest.raises(GatewayFailure, match="duration must be 6 or 10"):
        await client.submit(PATH, {**BODY, "duration": 7})
    assert (slept.seconds, len(box.books.rows("SELECT * FROM calls"))) == ([], 1)


async def test_a_stuck_task_is_given_up_and_can_be_resumed(desk: tuple[Sandbox, Client, Slept]) -> None:
    box, client, slept = desk
    task = await client.submit(PATH, BODY, extra={"X-Sandbox-Fault": "stuck"})
    with pytest.raises(StillRunning) as still:
        _seen = [state async for state in client.follow(f"{PATH}/{task.task_id}", Pace(10, 8, 600), str(task.task_id))]
    assert still.value.task_id == task.task_id
    assert 600 <= sum(slept.seconds) <= 640
    assert min(slept.seconds) >= 8
    assert box.books.rows("SELECT COUNT(*) AS n FROM tasks") == [{"n": 1}]


async def test_a_task_is_followed_to_its_end(desk: tuple[Sandbox, Client, Slept]) -> None:
    _box, client, slept = desk
    task = await client.submit(PATH, BODY)
    seen = [state async for state in client.follow(f"{PATH}/{task.task_id}", Pace(1, 1, 60), str(task.task_id))]
    assert [state.phase for state in seen][-1] == "completed"
    assert seen[-1].links == (f"{ADDRESS}/files/{task.task_id}.mp4",)
    assert sum(slept.seconds) <= 4
