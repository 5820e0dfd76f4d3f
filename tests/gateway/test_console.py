"""Reads of the console against the sandbox: pages, refusals, and a dispute that is fetched and diagnosed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from supportdesk import diagnose_text
from supportdesk.gateway.console import Console, number_of, rows_of_key
from supportdesk.gateway.embedded import ADDRESS, EmbeddedSandbox
from supportdesk.gateway.failures import BadAnswer, Refused
from supportdesk.gateway.sandbox.desk import Sandbox
from supportdesk.gateway.wire import Wire
from tests.gateway.sandbox.calls import KEY, ask, read, sandbox

SUBMIT = ("POST", "/v1/videos/generations", {"model": "gemini_omni", "prompt": "a lighthouse"})


@pytest.fixture
async def desk() -> AsyncIterator[tuple[Sandbox, Wire]]:
    box = sandbox()
    async with Wire(ADDRESS, transport=EmbeddedSandbox(box)) as wire:
        yield box, wire
    box.close()


async def test_every_page_is_read(desk: tuple[Sandbox, Wire]) -> None:
    box, wire = desk
    for _at in range(130):
        ask(box, *SUBMIT)
    fetched = await Console(wire, box.access_token).logs({"model_name": "gemini_omni"})
    assert (fetched.rows, fetched.complete, len(fetched.texts)) == (130, True, 2)
    assert (await Console(wire, box.access_token).balance())["used_quota"] == 130 * 150_000
    keys = await Console(wire, box.access_token).keys()
    assert KEY not in str(keys)


async def test_refusals_say_why(desk: tuple[Sandbox, Wire]) -> None:
    box, wire = desk
    with pytest.raises(Refused, match="401"):
        await Console(wire, "not-a-token").balance()
    with pytest.raises(BadAnswer, match="no task"):
        await Console(wire, box.access_token).task_with_rows("task_nowhere")


@pytest.mark.parametrize(
    ("fault", "net", "decision"), [("failed-kept", 150_000, "refund"), ("failed-refunded", 0, "already-refunded")]
)
async def test_a_dispute_is_fetched_by_its_id_and_its_ledger_is_that_of_the_books(
    desk: tuple[Sandbox, Wire], fault: str, net: int, decision: str
) -> None:
    box, wire = desk
    task_id = read(ask(box, *SUBMIT, headers={"x-sandbox-fault": fault}))["id"]
    ask(box, *SUBMIT)
    box.settings.clock.now += 1000  # type: ignore[attr-defined]  # the test's own clock
    fetched = await Console(wire, box.access_token).task_with_rows(task_id)
    assert (fetched.tasks, fetched.complete) == (1, True)
    verdict = diagnose_text("\n\n".join(fetched.texts))
    ledger = next(item for item in verdict["money"]["ledger"] if item["task_id"] == task_id)
    booked = box.books.rows("SELECT type, quota FROM logs WHERE other LIKE ? ORDER BY id", (f"%{task_id}%",))
    assert [abs(entry["quota"]) for entry in ledger["entries"]] == [row["quota"] for row in booked]
    assert ledger["net_quota"] == sum(row["quota"] if row["type"] == 2 else -row["quota"] for row in booked) == net
    assert verdict["money"]["decision"] == decision, verdict["money"]


async def test_rows_of_a_key_and_the_release(desk: tuple[Sandbox, Wire]) -> None:
    box, wire = desk
    ask(box, *SUBMIT)
    status = await Console(wire, box.access_token).status()
    assert status.number == (1, 0, 0, 36)
    assert "gemini_omni" in await rows_of_key(wire, KEY, status)
    assert (number_of("v0.10.7"), number_of("nightly")) == ((0, 10, 7, 0), None)
    assert '"model_name": "gemini_omni"' in await Console(wire, "").pricing()
