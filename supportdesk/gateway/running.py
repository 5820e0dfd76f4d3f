"""A rehearsal as it runs: submitted once, followed by its id, and everything that happened kept in order."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from supportdesk.gateway.accounts import SANDBOX, GatewayAccount
from supportdesk.gateway.client import Client, Pace, pace_of
from supportdesk.gateway.failures import OutcomeUnknown
from supportdesk.gateway.outcome import TaskState
from supportdesk.gateway.rehearsal import Plan
from supportdesk.gateway.retries import Step
from supportdesk.gateway.wire import Wire
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.gateway.sandbox.desk import Sandbox

SANDBOX_KEY = "sk-sandbox0000000000000000000000000000000000000000"
SANDBOX_PACE = Pace(0.5, 0.5, 60.0)
"""The embedded sandbox has its results after seconds, so it is looked at more often than a gateway may be."""


class Run:
    """One rehearsal: `plan` what was sent, `states` each with the seconds since the submit, `steps` what was done.

    `task_id` is None until the gateway named one; then the run can be resumed by it, whatever happened to this one.
    """

    def __init__(self, plan: Plan, task_id: str | None = None) -> None:
        self.plan = plan
        self.task_id = task_id
        self.states: list[tuple[float, TaskState]] = []
        self.steps: list[Step] = []
        self.began = time.monotonic()

    def elapsed(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self.began

    def last(self) -> TaskState | None:
        """Return the latest state, None before the first."""
        return self.states[-1][1] if self.states else None


def origin_of(account: GatewayAccount, plan: Plan) -> str:
    """Return scheme and host that a hand-off calls: the configured gateway's, else its contract's own host."""
    if account.url:
        parts = urlsplit(account.url)
        return f"{parts.scheme}://{parts.netloc}"
    from supportdesk.judging.compile import load_knowledge

    for gateway in load_knowledge().gateways["gateways"]:
        if gateway["id"] == plan.info.gateway and gateway["hosts"]:
            return f"https://{gateway['hosts'][0]}"
    return "https://gateway.example.com"


@asynccontextmanager
async def connected(
    account: GatewayAccount, key: str, sandbox: Sandbox | None, tell: Callable[[Step], None] | None = None
) -> AsyncIterator[Client]:
    """Give a client of a gateway: of the embedded sandbox where `account` is that, else over the network."""
    if account.name != SANDBOX:
        async with Wire(account.url) as wire:
            yield Client(wire, key, tell=tell)
        return
    if sandbox is None:
        raise TypeError("the embedded sandbox is called with a sandbox")
    from supportdesk.gateway.embedded import ADDRESS, EmbeddedSandbox

    async with Wire(ADDRESS, transport=EmbeddedSandbox(sandbox)) as wire:
        yield Client(wire, key or SANDBOX_KEY, tell=tell)


async def run(
    client: Client, run: Run, *, pace: Pace | None = None, extra: dict[str, str] | None = None
) -> AsyncIterator[TaskState]:
    """Submit (once, and not where the run has a task id already) and follow; a call without a task is made once.

    Raises GatewayFailure; what had happened by then stands in `run`. A plan with errors is sent all the same: the
    caller asked for it, and the gateway's answer is what he wants to see.
    """
    info = run.plan.info
    client.steps[:0] = run.steps  # a run that is resumed keeps what was done for it before
    run.steps = client.steps
    if info.poll_path is None:
        reply = await client.call(info.method, run.plan.path, run.plan.body)
        yield _seen(run, TaskState(None, "completed", "completed", None, (), None, reply.json()))
        return
    if run.task_id is None:
        state = await client.submit(run.plan.path, run.plan.body, extra=extra)
        run.task_id = state.task_id
        yield _seen(run, state)
        if state.phase in ("completed", "failed"):
            return
    if run.task_id is None:
        raise OutcomeUnknown(_("the answer names no task to follow"))
    path = info.poll_path.replace("{task_id}", run.task_id)
    async for state in client.follow(path, pace or pace_of(info.kind), run.task_id):
        yield _seen(run, state)


def _seen(run: Run, state: TaskState) -> TaskState:
    run.states.append((run.elapsed(), state))
    return state


def estimate(plan: Plan, prices: Mapping[str, Any] | None = None) -> tuple[int | None, tuple[str, ...]]:
    """Return what the call should cost in quota and the equations, None where no price is known.

    `prices` are those of the model in an imported price list; without them the sandbox's own tariff is taken.
    """
    from supportdesk.gateway.sandbox.tariff import task_price

    model = str(plan.body.get("model", plan.info.model))
    if plan.info.kind in ("chat", "embedding"):
        return None, ()
    own = task_price(model, plan.info.kind, plan.body)
    if not prices:
        return own.charge.quota, own.charge.lines
    from supportdesk.money.pricing import product_of, task_submit, task_submit_by_ratio

    group, others = prices.get("group_ratio", 1), product_of(own.ratios)
    if "model_price" in prices:
        charge = task_submit(prices["model_price"], group, others)
    elif "model_ratio" in prices:
        charge = task_submit_by_ratio(prices["model_ratio"], group, others)
    else:
        return None, ()
    return charge.quota, charge.lines
