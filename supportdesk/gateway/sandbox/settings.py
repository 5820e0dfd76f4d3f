"""What a sandbox is started with."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from supportdesk.named import NamedTuple

Era = Literal["E2", "E3"]
"""Whose meaning holds (gateway.md, head): E2 up to rc.25, E3 after the task plug-ins of 2026-08-29."""

VERSIONS: dict[Era, str] = {"E2": "v1.0.0-rc.24", "E3": "v1.0.0-rc.36"}
"""What /api/status says for each era: a release that lies in it."""

GRANTED = 25_000_000
"""Quota of the sandbox's user at the start: 50 USD."""


class SandboxSettings(NamedTuple):
    """How a sandbox behaves.

    `gateway` whose request definitions and error shapes hold (an id of gateways.yaml); `era` which release; `speed`
    divides the seconds that things take (`task_seconds` for a task); `granted` is the user's quota; `invalid_keys` are
    keys that are refused, every other `sk-…` is accepted; `faults` are specifications for `faults.parse_fault`;
    `database` a file, or ":memory:"; `clock` gives Unix seconds.
    """

    gateway: str = "toapis"
    era: Era = "E3"
    speed: float = 1.0
    task_seconds: float = 3.0
    granted: int = GRANTED
    invalid_keys: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    database: str = ":memory:"
    clock: Callable[[], float] = time.time
