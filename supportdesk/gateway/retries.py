"""How often a call is made again, after how long, and what is never repeated (the guide's table of errors; design).

429: after Retry-After, else 1, 2, 4 s, each with jitter. 500 and 503: up to three short retries. 400, 401, 403, 404 and
the like: never. A submit whose answer was lost: never. A poll only reads, so there a lost answer is asked for again.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from supportdesk.gateway.failures import BadAnswer, GatewayFailure, OutcomeUnknown, RateLimited, ServerFailed
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from tenacity import RetryCallState

Answer = TypeVar("Answer")

BACK_OFF_S = (1.0, 2.0, 4.0)
SHORT_S = (0.5, 1.0, 2.0)
JITTER = 0.25
"""Largest share of a wait that is added to it by chance."""
LONGEST_RETRY_AFTER_S = 120.0
"""A gateway that asks for more than this is believed, and the call is given up with its word."""


class Step(NamedTuple):
    """One thing that the client did: the call, the attempt's number, what came of it, and how long it then waited.

    `wait_s` is None where nothing followed. Screen and case show the list.
    """

    call: str
    attempt: int
    outcome: str
    wait_s: float | None


class Waiting:
    """Where waits come from: `sleep` and `chance` stand for the clock and for random numbers, `scale` shortens all."""

    def __init__(
        self, sleep: Callable[[float], Awaitable[None]], chance: Callable[[], float] = random.random, scale: float = 1.0
    ) -> None:
        self.sleep = sleep
        self.chance = chance
        self.scale = scale


async def repeat(
    call: str, attempt: Callable[[], Awaitable[Answer]], waiting: Waiting, tell: Callable[[Step], None], *, reads: bool
) -> Answer:
    """Make a call until it gives something, as often as its failure allows; `reads` for calls that change nothing.

    Raises the last attempt's GatewayFailure.
    """
    from tenacity import AsyncRetrying

    def _wait(state: RetryCallState) -> float:
        return wait_after(_failure(state), state.attempt_number, waiting, reads=reads) or 0.0

    def _ends(state: RetryCallState) -> bool:
        return wait_after(_failure(state), state.attempt_number, waiting, reads=reads) is None

    def _waits(state: RetryCallState) -> None:
        tell(Step(call, state.attempt_number, _failure(state).message, state.upcoming_sleep))

    retrying = AsyncRetrying(
        retry=lambda state: state.outcome is not None and isinstance(state.outcome.exception(), GatewayFailure),
        wait=_wait,
        stop=_ends,
        before_sleep=_waits,
        sleep=waiting.sleep,
        reraise=True,
    )
    return await retrying(attempt)


def wait_after(failure: GatewayFailure, attempt: int, waiting: Waiting, *, reads: bool) -> float | None:
    """Return the seconds to wait before the next attempt, None where there is none to be."""
    if isinstance(failure, RateLimited):
        asked = failure.retry_after
        if attempt > len(BACK_OFF_S) or (asked is not None and asked > LONGEST_RETRY_AFTER_S):
            return None
        seconds = asked if asked is not None else BACK_OFF_S[attempt - 1]
    elif isinstance(failure, ServerFailed) or (reads and isinstance(failure, OutcomeUnknown | BadAnswer)):
        if attempt > len(SHORT_S):
            return None
        seconds = SHORT_S[attempt - 1]
    else:
        return None
    return seconds * (1 + JITTER * waiting.chance()) * waiting.scale


def _failure(state: RetryCallState) -> GatewayFailure:
    problem = state.outcome.exception() if state.outcome is not None else None
    if not isinstance(problem, GatewayFailure):
        raise TypeError("only a call that failed is repeated")
    return problem
