"""What more material has changed: certainty, cause, money, facts, and which of our questions it answers."""

from __future__ import annotations

from typing import Any

from supportdesk.named import NamedTuple

MOST = 8
"""Facts of a kind that are told; of the others the number."""

MONEY = ("decision", "charged_quota", "refunded_quota", "net_quota", "refund_quota")


class Changes(NamedTuple):
    """The difference of two diagnoses of one ticket.

    `cause`, `certainty` and `money` are (before, after), None where they are the same; `money` names what differs by
    the members of `money`; `new` and `changed` are facts of the calls, as (fact, value) and (fact, before, after);
    `answered` the questions {en, zh} that are not asked any more because their fact is known now.
    """

    cause: tuple[str, str] | None
    certainty: tuple[str, str] | None
    title: dict[str, str]
    money: dict[str, tuple[Any, Any]]
    new: list[tuple[str, str]]
    changed: list[tuple[str, str, str]]
    answered: list[dict[str, str]]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return any((self.cause, self.certainty, self.money, self.new, self.changed, self.answered))


def changes(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """Return what differs between two diagnoses, in the shape of the public contract."""
    first, second = before["verdict"], after["verdict"]
    known, now = _facts(before), _facts(after)
    names = list(dict.fromkeys((*_telling(before), *_telling(after), *now)))
    asked = {item["fact"] for item in after["ask"]}
    return Changes(
        _pair(first["cause"], second["cause"]),
        _pair(first["certainty"], second["certainty"]),
        second["title"],
        {
            name: (before["money"].get(name), after["money"].get(name))
            for name in MONEY
            if before["money"].get(name) != after["money"].get(name)
        },
        [(name, now[name]) for name in names if name in now and name not in known],
        [(name, known[name], now[name]) for name in names if name in now and known.get(name, now[name]) != now[name]],
        [item["question"] for item in before["ask"] if item["fact"] not in asked],
    )


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return None if before == after else (before, after)


def _telling(data: dict[str, Any]) -> list[str]:
    """Return the facts that a diagnosis rests on or asks for, which are told first."""
    evidence = [item["fact"] for cause in data["causes"][:1] for item in cause["evidence"]]
    return evidence + [item["fact"] for item in data["ask"]]


def _facts(data: dict[str, Any]) -> dict[str, str]:
    """Return the facts of all calls, with the values of each in their order."""
    found: dict[str, list[str]] = {}
    for call in data["calls"]:
        for name, value in call.items():
            if value is not None and str(value) not in found.setdefault(name, []):
                found[name].append(str(value))
    return {name: ", ".join(values) for name, values in found.items() if values}
