"""The ways in which a gateway may have come to a charge (gateway.md 2), each as the amount it gives.

A hypothesis is a base formula with modifiers. What the row records is used as it stands; each number or step that
nothing records is an assumption, and a modifier against a recorded ratio contradicts it: such a one is never more than
nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import combinations, product

from supportdesk.money.amount import Number
from supportdesk.money.material import TALL, TALL_SIZES, Material
from supportdesk.money.pricing import (
    Charge,
    Ratios,
    Usage,
    per_call,
    per_token,
    reservation,
    task_settlement,
    task_submit,
    task_submit_by_ratio,
)
from supportdesk.money.row_parts import audio_charge, expression_charge, ratios_of, tools_of
from supportdesk.named import NamedTuple

ONE = Decimal(1)
MOST_ASSUMED = 2
"""A hypothesis with more assumptions is none."""

UNPRICED = 500
"""Quota of a task without any price in old gateways (gateway.md 2, 'Async task' 1)."""


class Candidate(NamedTuple):
    """A way to an amount: `assumptions` counts what nothing records, `contradicts` says that a record is not kept."""

    id: str
    charge: Charge
    assumptions: int
    contradicts: bool = False


class _Step(NamedTuple):
    """A modifier as it applies here: the factors it adds, what it assumes, and whether it goes against the row."""

    name: str
    factors: tuple[Number, ...] = ()
    assumptions: int = 1
    contradicts: bool = False


def candidates(material: Material) -> Iterator[Candidate]:
    """Yield every hypothesis that the material has the numbers for, and each of them booked twice.

    Where no price is known at all, those by the gateway's own prices follow, with one assumption more.
    """
    for base in (_by_tokens, _by_parts, _by_call, _by_task, _by_settlement, _by_reservation):
        for one in base(material):
            yield one
            if one.assumptions < MOST_ASSUMED:
                yield _twice(one)
    if material.defaults and material.has_no_price:
        assumed = material._replace(prices={**material.defaults, **material.prices}, defaults={})
        for one in candidates(assumed):
            if one.assumptions < MOST_ASSUMED:
                yield one._replace(assumptions=one.assumptions + 1)


def _twice(one: Candidate) -> Candidate:
    quota = one.charge.quota
    charge = Charge(2 * quota, (*one.charge.lines, f"2 * {quota} = {2 * quota}"))
    return Candidate(f"{one.id}+twice", charge, one.assumptions + 1, one.contradicts)


def _groups(material: Material) -> Iterator[tuple[Number, tuple[_Step, ...]]]:
    """Yield the group ratios to try: the documented one, both multiplied, and none."""
    own, special = material.number("group_ratio"), material.number("user_group_ratio")
    documented = special if special is not None else own
    if documented is None:
        yield ONE, (_Step("no-group"),)
        return
    yield documented, ()
    if special is not None and own is not None:
        yield own, (_Step("special-group", (special,)),)
    if documented != ONE:
        recorded = material.recorded("user_group_ratio") or material.recorded("group_ratio")
        yield ONE, (_Step("no-group", contradicts=recorded is not None),)


def _units(material: Material) -> Iterator[tuple[_Step, ...]]:
    """Yield which units of the request multiply a price: none, or n, seconds and a large size in every selection."""
    steps: list[_Step] = []
    known = {name.lower() for name in material.other_ratios}
    assumed = 1 if known else 0
    count, seconds = material.asked("n"), material.asked("seconds", "duration")
    if count is not None and count != ONE and "n" not in known:
        steps.append(_Step("n", (count,), assumed))
    if seconds is not None and seconds != ONE and not known & {"seconds", "duration"}:
        steps.append(_Step("seconds", (seconds,), assumed))
    if material.request.get("size") in TALL_SIZES and "size" not in known:
        steps.append(_Step("size", (TALL,), assumed))
    for length in range(len(steps) + 1):
        yield from combinations(steps, length)


def _made(name: str, steps: tuple[_Step, ...], charge: Callable[[tuple[Number, ...]], Charge]) -> Iterator[Candidate]:
    """Yield the candidate of a base with these steps, unless it assumes too much or is too large to be an amount."""
    assumptions = sum(step.assumptions for step in steps)
    if assumptions > MOST_ASSUMED:
        return
    factors = tuple(factor for step in steps for factor in step.factors)
    try:
        made = charge(factors)
    except (ValueError, OverflowError):
        return
    # an assumption that is a number of the gateway and no step has no name of its own
    names = [name, *(step.name for step in steps if step.name)]
    yield Candidate("+".join(names), made, assumptions, any(step.contradicts for step in steps))


def _by_tokens(material: Material) -> Iterator[Candidate]:
    """Yield the token formula: cache inside the prompt or beside it, at its own or the full price."""
    model = material.number("model_ratio")
    prompt, completion = material.tokens("prompt_tokens"), material.tokens("completion_tokens")
    if model is None or prompt is None or completion is None or _has_price(material) or material.facts.get("is_task"):
        return
    if material.facts.get("audio_tokens") or material.facts.get("billing_expression"):
        return
    five, hour = (material.tokens(f"cache_creation_tokens_{span}") or 0 for span in ("5m", "1h"))
    sound = material.tokens("audio_input_tokens") or 0
    named = ratios_of(material.facts)
    apart = tuple(named.get(name) for name in ("creation_5m", "creation_1h", "audio_price"))
    cached, writes = (
        material.tokens("cached_tokens") or 0,
        max(material.tokens("cache_creation_tokens") or 0, five + hour),
    )
    images = material.tokens("image_tokens") or 0
    image = material.number("image_ratio") or ONE
    for (usage_name, claude, *more), (cache_name, cache, creation, *still), group, weight, up in product(
        _usages(material, cached + writes),
        _caches(material, cached, writes),
        _groups(material),
        _completions(material, completion),
        (False, True),
    ):
        usage = Usage(prompt, completion, cached, writes, images, claude, five, hour, sound)
        ratios = Ratios(model, weight[0], group[0], cache, creation, image, (), *apart)
        steps = (*more, *still, *group[1], *weight[1], *((_Step("ceil"),) if up else ()))
        yield from _made(cache_name or usage_name, steps, partial(_token_charge, usage, ratios, material, up))


def _token_charge(usage: Usage, ratios: Ratios, material: Material, up: bool, factors: tuple[Number, ...]) -> Charge:
    return per_token(
        usage, ratios._replace(others=factors), rounds_up=up, tools=tools_of(material.facts), per_usd=material.per_usd
    )


def _by_parts(material: Material) -> Iterator[Candidate]:
    """Yield what a row of sound costs, and one that is billed by an expression."""
    facts = material.facts
    model, completion = material.number("model_ratio"), material.number("completion_ratio")
    for group, group_steps in _groups(material):
        if facts.get("billing_expression"):
            by_expression = expression_charge(facts, group, per_usd=material.per_usd)
            if by_expression is not None:
                yield from _made("expression", group_steps, partial(_as_it_is, by_expression))
        if facts.get("audio_tokens") and model is not None and not _has_price(material):
            for up in (False, True):
                sound = audio_charge(facts, model, ONE if completion is None else completion, group, up=up)
                if sound is not None:
                    steps = (*group_steps, *((_Step("ceil"),) if up else ()))
                    yield from _made("audio", steps, partial(_as_it_is, sound))


def _as_it_is(charge: Charge, factors: tuple[Number, ...]) -> Charge:
    if factors:
        raise ValueError("a special ratio beside the group's is not applied here")
    return charge


def _usages(material: Material, inside: int) -> Iterator[tuple[str, bool, *tuple[_Step, ...]]]:
    """Yield a base's name, whether the prompt's count excludes the cache, and steps."""
    semantic = material.facts.get("usage_semantic")
    plain = "media-tokens" if material.is_media else "tokens"
    other = _Step("", contradicts=semantic is not None)
    if semantic == "anthropic":
        yield "tokens-claude", True
        if inside:
            yield plain, False, other
    else:
        yield plain, False
        if inside:
            yield "tokens-claude", True, other


def _caches(material: Material, cached: int, writes: int) -> Iterator[tuple[str, Number, Number, *tuple[_Step, ...]]]:
    """Yield a base's name ('' for the usage's), the ratios of cache reads and writes, and steps."""
    ratio, creation = material.number("cache_ratio"), material.number("cache_creation_ratio")
    steps = (_Step(""),) if writes and creation is None else ()
    written: Number = "1.25" if creation is None else creation
    if not cached or ratio is not None:
        yield "", ONE if ratio is None else ratio, written, *steps
    if cached and ratio != ONE:
        full = _Step("", contradicts=material.recorded("cache_ratio") is not None)
        yield "tokens-cache-full", ONE, written, *steps, full


def _completions(material: Material, completion: int) -> Iterator[tuple[Number, tuple[_Step, ...]]]:
    ratio = material.number("completion_ratio")
    if ratio is not None or not completion:
        yield ONE if ratio is None else ratio, ()
    if completion and ratio != ONE:
        yield ONE, (_Step("no-completion", contradicts=material.recorded("completion_ratio") is not None),)


def _with_factors(
    charge: Callable[[tuple[Number, ...]], Charge], recorded: tuple[Number, ...], factors: tuple[Number, ...]
) -> Charge:
    return charge((*recorded, *factors))


def _by_call(material: Material) -> Iterator[Candidate]:
    price = material.number("model_price")
    if price is None or not _has_price(material) or material.facts.get("is_task") is True:
        return
    recorded = tuple(material.other_ratios.values())
    for group, group_steps in _groups(material):
        for units in _units(material):
            yield from _made(
                "call",
                (*units, *group_steps),
                partial(
                    _with_factors,
                    partial(per_call, price, group, tools=tools_of(material.facts), per_usd=material.per_usd),
                    recorded,
                ),
            )


def _by_task(material: Material) -> Iterator[Candidate]:
    """Yield what a submit costs: by a price, by half a model ratio, or 500 where old gateways have neither."""
    if material.facts.get("is_task") is not True and not (material.is_media and "is_task" not in material.facts):
        return
    price, model = material.number("model_price"), material.number("model_ratio")
    name, submit, number = (
        ("task", task_submit, price) if _has_price(material) else ("task-ratio", task_submit_by_ratio, model)
    )
    if number is None:
        if material.has_no_price:
            yield Candidate("default-500", Charge(UNPRICED, (f"{UNPRICED} = {UNPRICED}",)), 1)
        return
    recorded = tuple(material.other_ratios.values())
    for group, group_steps in _groups(material):
        for units in _units(material):
            yield from _made(
                name,
                (*units, *group_steps),
                partial(_with_factors, partial(submit, number, group, per_usd=material.per_usd), recorded),
            )


def _by_settlement(material: Material) -> Iterator[Candidate]:
    model, tokens = material.number("model_ratio"), material.usage_tokens
    if model is None or tokens is None or _has_price(material):
        return
    recorded = tuple(material.other_ratios.values())
    for group, group_steps in _groups(material):
        yield from _made(
            "task-tokens",
            group_steps,
            partial(_with_factors, partial(task_settlement, tokens, model, group), recorded),
        )


def _by_reservation(material: Material) -> Iterator[Candidate]:
    """Yield what is taken before a call is sent, kept where it should have been settled (gateway.md 2, 'Sync flow')."""
    model, prompt = material.number("model_ratio"), material.tokens("prompt_tokens")
    most = material.asked("max_tokens")
    if model is None or prompt is None or most is None or _has_price(material) or most != int(most):
        return
    for group, group_steps in _groups(material):
        yield from _made(
            "reservation",
            (_Step(""), *group_steps),
            partial(_with_factors, partial(reservation, prompt, int(most), model, group), ()),
        )


def _has_price(material: Material) -> bool:
    """Whether the call has a fixed price: the row's -1 says that it has none, whatever a list states."""
    if material.facts.get("model_price") is not None:
        return material.recorded("model_price") is not None
    return material.number("model_price") is not None
