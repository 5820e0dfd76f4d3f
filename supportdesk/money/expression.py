"""Billing by expression: what the matched tier of an expression gives (gateway.md 2, 'Expression'; from v0.13.0 on).

A row names the tier that matched and the request rules that did, so that no condition is evaluated: the price is the
body of that tier, in USD of a million tokens, times the multipliers of the matched rules. A variable stands for tokens
of its kind; `p` and `c` are what no other variable of the expression counts (pkg/billingexpr/expr.md of
github.com/QuantumNous/new-api). An expression of another form has no price here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, DivisionByZero, Inexact, InvalidOperation, localcontext

from supportdesk.money.amount import QUOTA_PER_USD, Number, decimal, round_half_away
from supportdesk.money.pricing import DIGITS, Charge, written
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy

LONGEST = 4000
"""Characters of an expression that is read."""
DEEPEST = 40
"""Brackets within brackets that are read."""
ASSUMED_OUTPUT = 8192
"""Output tokens that a reservation by expression counts where the request sets no max_tokens (gateway.md 2)."""

INSIDE_PROMPT = ("cr", "cc", "cc1h", "img", "ai")
INSIDE_COMPLETION = ("img_o", "ao")
_TIER = lazy(r'tier\(\s*"([^"\\]{0,80})"\s*,')
_STRING = lazy(r'"(?:[^"\\]|\\.){0,200}"')
_TOKEN = lazy(r"\s*(?:([0-9]{1,18}(?:\.[0-9]{1,18})?)|([A-Za-z_][A-Za-z_0-9]{0,20})|([-+*/(),]))")


class Counts(NamedTuple):
    """Tokens of a call: of the prompt and the completion, and by variable those that a part of them is (`cr`, …).

    `claude` says that the prompt's count excludes the cache.
    """

    prompt: int
    completion: int
    parts: Mapping[str, int] = {}
    claude: bool = False


class Refused(Exception):
    """The expression has a form that is not described."""


def by_expression(
    text: str,
    tier: str | None,
    counts: Counts,
    group: Number = 1,
    multipliers: Sequence[Number] = (),
    *,
    rules: int = 0,
    per_usd: int = QUOTA_PER_USD,
) -> Charge | None:
    """Return what the tier of that name costs (the only one where `tier` is None), or None for another form.

    `multipliers` are those of the request rules that matched, `rules` the number of all. Equations: the body with its
    tokens, then the quota, rounded once.
    """
    body = tier_body(text, tier)
    if body is None or not _is_plain(text, rules):
        return None
    try:
        with localcontext() as context:
            context.prec = DIGITS
            context.traps[Inexact] = True
            cost, shown = _Reader(body, _variables(body, counts)).read()
            cost *= _product(multipliers)
            total = cost / 1_000_000 * per_usd * decimal(group)
    except (Refused, DivisionByZero, InvalidOperation, Inexact, ValueError):
        return None
    if cost < 0:
        return None
    left = "".join(f" * {written(factor)}" for factor in multipliers)
    shown = f"({shown}){left}" if left else shown
    quota = round_half_away(total)
    last = f"{written(cost)} / 1000000 * {per_usd} * {written(group)}"
    lines = (f"{shown} = {written(cost)}", f"{last} = {quota}" if total == quota else f"round({last}) = {quota}")
    return Charge(quota, lines)


def tier_body(text: str, name: str | None) -> str | None:
    """Return the price inside of `tier("name", …)`; None where no such tier, or several, stand in the expression."""
    if len(text) > LONGEST:
        return None
    found = [match for match in _TIER.finditer(text) if name is None or match[1] == name]
    if len(found) != 1:
        return None
    end = _end(text, found[0].end())
    return None if end is None else text[found[0].end() : end].strip()


def _end(text: str, start: int) -> int | None:
    """Return where the bracket is closed that stands open at `start`."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None


def _is_plain(text: str, rules: int) -> bool:
    """Whether nothing but conditions and the factors of the rules stands around the tiers: the tier's price is all."""
    around, at = "", 0
    for match in _TIER.finditer(text):
        end = _end(text, match.end())
        if end is None or match.start() < at:
            return False
        around += text[at : match.start()]
        at = end + 1
    around = _STRING.sub("", around + text[at:])
    return around.count("*") == rules and not set(around) & set("+-/%^")


def _variables(body: str, counts: Counts) -> dict[str, int]:
    """Return the tokens of each variable; what one of them counts is in neither `p` nor `c`."""
    named = {match[2] for match in _TOKEN.finditer(body) if match[2]}
    own = {name: counts.parts.get(name, 0) for name in (*INSIDE_PROMPT, *INSIDE_COMPLETION)}
    inside = [own[name] for name in INSIDE_PROMPT if name in named]
    outside = [own[name] for name in ("cr", "cc", "cc1h") if name not in named]
    prompt = counts.prompt + sum(outside) if counts.claude else max(0, counts.prompt - sum(inside))
    completion = max(0, counts.completion - sum(own[name] for name in INSIDE_COMPLETION if name in named))
    return {**own, "p": prompt, "c": completion}


def _product(factors: Sequence[Number]) -> Decimal:
    product = Decimal(1)
    for factor in factors:
        product *= decimal(factor)
    return product


class _Reader:
    """Reads sums and products of numbers and variables; every value comes with the equation's text that gives it."""

    def __init__(self, body: str, variables: Mapping[str, int]) -> None:
        self.variables = variables
        self.tokens: list[str] = []
        at = 0
        while at < len(body):
            match = _TOKEN.match(body, at)
            if match is None:
                raise Refused
            self.tokens.append(match[0].strip())
            at = match.end()
        self.at = 0

    def read(self) -> tuple[Decimal, str]:
        """Return the value of the whole and how it is written. Raises Refused for another form."""
        value = self._sum(0)
        if self.at != len(self.tokens):
            raise Refused
        return value

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _sum(self, depth: int) -> tuple[Decimal, str]:
        total, shown = self._term(depth)
        while self._next() in ("+", "-"):
            sign = self._take()
            number, text = self._term(depth)
            total = total + number if sign == "+" else total - number
            shown = f"{shown} {sign} {text}"
        return total, shown

    def _term(self, depth: int) -> tuple[Decimal, str]:
        total, shown = self._factor(depth)
        while self._next() in ("*", "/"):
            sign = self._take()
            number, text = self._factor(depth)
            total = total * number if sign == "*" else total / number
            shown = f"{shown} {sign} {text}"
        return total, shown

    def _factor(self, depth: int) -> tuple[Decimal, str]:
        first = self._take()
        if first == "(" and depth < DEEPEST:
            value, shown = self._sum(depth + 1)
            if self._take() != ")":
                raise Refused
            return value, f"({shown})"
        if first in self.variables:
            return Decimal(self.variables[first]), str(self.variables[first])
        if first[:1].isdigit():
            return Decimal(first), written(Decimal(first))
        raise Refused

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""
