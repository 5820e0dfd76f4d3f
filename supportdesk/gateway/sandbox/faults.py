"""Failures on order: `429;retry-after=2;times=2`, for the next requests (`--fault`) or for one (a header).

Which calls a failure can hit is part of the table: a task that gets stuck is one that is submitted, the others hit any
relay call, unless `on=` names a kind of call.
"""

from __future__ import annotations

from typing import Literal, get_args

from supportdesk.errors import InputError
from supportdesk.i18n import gettext
from supportdesk.named import NamedTuple

HEADER = "X-Sandbox-Fault"
"""The request header that orders a failure for this one request."""

FaultKind = Literal[
    "429", "500", "524", "stuck", "failed-refunded", "failed-kept", "html", "truncated", "slow", "garbage", "drop"
]
CallKind = Literal["submit", "poll", "chat", "image", "upload", "models", "console"]
OF_TASKS: tuple[FaultKind, ...] = ("stuck", "failed-refunded", "failed-kept")
"""Failures that the submit accepts and the task then meets."""
MOST_TIMES = 10_000


class Fault(NamedTuple):
    """One failure on order.

    `retry_after` seconds for the header of that name, None for no header; `times` how many requests it hits; `on` the
    only kind of call that it hits, None for every one that it can.
    """

    kind: FaultKind
    retry_after: int | None = None
    times: int = 1
    on: CallKind | None = None

    def hits(self, call: CallKind) -> bool:
        """Tell whether the failure can happen to a call of this kind."""
        if self.on is not None:
            return self.on == call
        return call == "submit" if self.kind in OF_TASKS else call != "console"


def parse_fault(text: str) -> Fault:
    """Return the failure that a text such as `429;retry-after=2;times=2;on=poll` orders. Raises InputError."""
    kind, *options = (part.strip() for part in text.split(";"))
    if kind not in get_args(FaultKind):
        raise InputError(
            gettext("the sandbox knows no failure {kind}").format(kind=ascii(kind[:40])),
            gettext("known are: {kinds}").format(kinds=", ".join(get_args(FaultKind))),
        )
    values: dict[str, str] = {}
    for option in options:
        name, _, value = option.partition("=")
        values[name.strip()] = value.strip()
    wrong = sorted(set(values) - {"retry-after", "times", "on"})
    if wrong:
        raise InputError(
            gettext("a failure has no option {option}").format(option=ascii(wrong[0][:40])),
            gettext("known are: {kinds}").format(kinds="retry-after, times, on"),
        )
    on = values.get("on")
    if on is not None and on not in get_args(CallKind):
        raise InputError(
            gettext("the sandbox knows no call {call}").format(call=ascii(on[:40])),
            gettext("known are: {kinds}").format(kinds=", ".join(get_args(CallKind))),
        )
    retry_after = _number(values, "retry-after")
    times = _number(values, "times")
    return Fault(kind, retry_after, 1 if times is None else times, on)  # type: ignore[arg-type]  # both were looked up in their Literals


def _number(values: dict[str, str], name: str) -> int | None:
    text = values.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text[:9]) > MOST_TIMES:
        raise InputError(gettext("{option} takes a number up to {most}").format(option=name, most=MOST_TIMES))
    return int(text)


class Schedule:
    """The failures that still lie ahead, first ordered first."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self._waiting = [fault for fault in faults if fault.times]

    def order(self, fault: Fault) -> None:
        """Put a failure behind those that wait already."""
        if fault.times:
            self._waiting.append(fault)

    def next(self, call: CallKind) -> Fault | None:
        """Take the first failure that can hit this call; None where there is none."""
        for at, fault in enumerate(self._waiting):
            if fault.hits(call):
                if fault.times > 1:
                    self._waiting[at] = fault._replace(times=fault.times - 1)
                else:
                    del self._waiting[at]
                return fault
        return None

    def waiting(self) -> tuple[Fault, ...]:
        """Return the failures that wait."""
        return tuple(self._waiting)
