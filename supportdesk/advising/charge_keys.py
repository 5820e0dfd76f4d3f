"""Which charge a refund is about: keys that are the same wherever the charge is told, what was advised before.

A key is made of the charge's own identity and never of a case: the task's id, the ids of the requests that booked it,
else user, model, second and amount. The row's number is left out: two of the three listings do not show the database's
(gateway.md 1, `id`), so one charge would have several. The amount stays beside an id, for the same charge is shown
exactly in one listing and rounded in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy

if TYPE_CHECKING:
    from supportdesk.money.ledger import Account
    from supportdesk.relating.tables import Row, Tables

NEAR_S = 10
"""Seconds between the times of a charge's row and of its task's submission (gateway.md 3, 'Linking')."""

LONGEST = 160
"""Characters of one part of a key; what is longer is cut and told apart by its digest."""

_CUT = lazy(r"…|\.\.\.|[*•·]")
_PLAIN = lazy(r"[^A-Za-z0-9_.-]")
_RANDOM = lazy(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{20,}")


class Charge(NamedTuple):
    """One piece of work that was charged.

    `keys` by which it is known again, the best first; `gateway`, `model`, `at` (Unix seconds) and `quota` of the first
    charge are None where the material does not tell them. `named` says that the keys are ids of the gateway's.
    """

    keys: tuple[str, ...]
    named: bool
    gateway: str | None
    model: str | None
    quota: int | None
    at: int | None

    @property
    def idempotency_key(self) -> str | None:
        """The key of a refund of this charge, None where nothing identifies it.

        A short id is one of its gateway's only, so that the gateway stands before it.
        """
        if not self.keys:
            return None
        scoped = self.gateway if self.gateway and not _RANDOM.search(self.keys[0]) else None
        return ":".join(("refund", *([_part(scoped)] if scoped else ()), self.keys[0]))

    def to_dict(self) -> dict[str, Any]:
        """Return what the casebook keeps of it."""
        return {
            "keys": list(self.keys), "named": self.named, "gateway": self.gateway, "model": self.model,
            "quota": self.quota, "at": self.at,
        }  # fmt: skip


class Earlier(NamedTuple):
    """What another case says of the same charge.

    `case` is its number, `quota` what it gives back, `decided` whether a person decided it (else it is advised),
    `certain` whether an id of the gateway's says that the charge is the same one, and not only model, amount and time.
    """

    case: int
    quota: int
    decided: bool
    certain: bool

    def joined(self, other: Earlier | None) -> Earlier:
        """Return this and what the same case says of another charge as one."""
        if other is None:
            return self
        return self._replace(quota=self.quota + other.quota, certain=self.certain and other.certain)


Lookup = Callable[[Charge], Sequence[Earlier]]
"""Returns what other cases say of a charge, the oldest case first."""


def identify_charges(accounts: Iterable[Account], tables: Tables) -> list[Charge]:
    """Return the charge of each account, in their order; equal ones without ids are told apart by their number."""
    gateway = next((str(row.values["gateway"]) for row in _rows(tables) if row.values.get("gateway")), None)
    by_link: dict[str, list[Row]] = {}
    for row in (*tables.entries, *tables.tasks):
        by_link.setdefault(row.link, []).append(row)
    found: list[Charge] = []
    seen: dict[str, int] = {}
    for account in accounts:
        charge = _identified(account, by_link.get(account.link, []), gateway)
        if charge.keys and not charge.named:
            count = seen[charge.keys[0]] = seen.get(charge.keys[0], 0) + 1
            charge = charge if count == 1 else charge._replace(keys=(f"{charge.keys[0]}:{count}",))
        found.append(charge)
    return found


def _rows(tables: Tables) -> Iterable[Row]:
    return (*tables.calls, *tables.tasks, *tables.entries)


def _identified(account: Account, rows: Sequence[Row], gateway: str | None) -> Charge:
    tasks = [row.values.get("task_id") for row in rows]
    booked = [row for row in rows if row.values.get("log_type") == "consume"]
    requests = [row.values.get("request_id") for row in booked]  # a refund's row has an id of its own (gateway.md 1)
    named = [*_keys("task", tasks), *_keys("request", requests)]
    first = next((entry for entry in account.entries if entry.quota > 0), None)
    model = next((str(row.values["model"]) for row in rows if row.values.get("model")), None)
    quota, at = (first.quota, first.at) if first else (None, None)
    if named or not first or at is None or model is None:
        return Charge(tuple(named), bool(named), gateway, model, quota, at)
    user = next((row.values["user_id"] for row in rows if row.values.get("user_id")), "")
    return Charge(
        (":".join(("charge", _part(user), _part(model), str(at), str(quota))),), False, gateway, model, quota, at
    )


def _keys(kind: str, ids: Iterable[object]) -> list[str]:
    """Return the keys of the ids that are whole."""
    whole = [one for one in ids if isinstance(one, str) and one.strip() and not _CUT.search(one)]
    return [f"{kind}:{_part(one)}" for one in dict.fromkeys(whole)]


def _part(value: object) -> str:
    """Return a value with plain signs only, so that a key is one word wherever it is pasted."""
    text = _PLAIN.sub(lambda sign: f"%{ord(sign.group()):x}", str(value).strip())
    if len(text) <= LONGEST:
        return text
    import hashlib

    return f"{text[:40]}.{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def join_keys(keys: Sequence[str], given: int) -> str | None:
    """Return the key of one refund over several charges, and of a further one where `given` quota went back before."""
    if not keys:
        return None
    joined = keys[0] if len(keys) == 1 else "refund:" + _part("+".join(sorted(keys)))
    return f"{joined}:{given}" if given else joined
