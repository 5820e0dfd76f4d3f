"""`supportdesk charge`: what a call should cost by given numbers, and which way of billing gives a charged amount."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.money.material import Material
    from supportdesk.money.price_list import PriceList
    from supportdesk.money.solver import Hypothesis

HELP = _(
    "Say what a charge comes from: NAME=VALUE are the numbers of its log row, such as model_ratio=1.25 "
    "prompt_tokens=1200; request.n=2 is one of the request, other.seconds=8 an extra ratio of the row, "
    "price.model_ratio=1.25 one of a price list, tool.web_search=10*2 two calls of a tool at 10 USD a thousand. "
    "Without --charged or --shown the amounts are computed."
)
PRICES = ("model_price", "model_ratio", "completion_ratio", "cache_ratio", "cache_creation_ratio", "image_ratio",
          "group_ratio", "user_group_ratio", "cache_creation_ratio_5m", "cache_creation_ratio_1h", "audio_input_price",
          "audio_ratio", "audio_completion_ratio")  # fmt: skip
SOUND = ("text_input", "text_output", "audio_input", "audio_output")
"""Tokens of an audio or realtime call, as its log row names them."""
COUNTS = ("prompt_tokens", "completion_tokens", "cached_tokens", "cache_creation_tokens", "cache_creation_tokens_5m",
          "cache_creation_tokens_1h", "image_tokens", "audio_input_tokens", *SOUND, "quota_half_step",
          "usage_tokens")  # fmt: skip
TEXTS = ("billing_expression", "matched_tier")
WORDS = {"usage_semantic": ("openai", "anthropic"), "model_kind": ("chat", "image", "video", "audio", "music"),
         "is_task": ("true", "false")}  # fmt: skip
REQUEST = ("n", "seconds", "duration", "size", "max_tokens")


@click.command("charge", help=HELP)
@click.option("--charged", type=click.IntRange(0), default=None, help=_("The charge in quota."))
@click.option("--shown", default=None, metavar="AMOUNT", help=_("The charge as displayed, in USD or CNY."))
@click.option("--rate", default=None, metavar="CNY", help=_("CNY of one USD at this gateway."))
@click.option("--unit", type=click.IntRange(1), default=None, help=_("Quota of one USD; 500000 by default."))
@click.option(
    "--prices",
    "files",
    multiple=True,
    metavar="FILE",
    help=_("A saved answer of /api/pricing or /api/status; with --model, and --group for its ratio."),
)
@click.option(
    "--model", default=None, metavar="MODEL", help=_("The model whose prices the list holds, or the gateway's own.")
)
@click.option("--group", default=None, metavar="GROUP", help=_("The group whose ratio the list holds."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
@click.argument("numbers", nargs=-1, metavar="NAME=VALUE…")
def charge(
    numbers: tuple[str, ...], charged: int | None, shown: str | None, rate: str | None, unit: int | None,
    files: tuple[str, ...], model: str | None, group: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Print the ways of billing that fit; the status is 0 when one does (or none was asked for), else 1."""
    from supportdesk.money.solver import Solution, computed, solve

    material = _material(numbers)
    prices = listed_prices(files)
    if model:
        if files and not prices.of(model):
            raise InputError(_("The price list has no prices of {model}.").format(model=model))
        from supportdesk.judging.compile import load_knowledge
        from supportdesk.money.defaults import default_prices

        material = material._replace(
            prices=prices.of(model, group) | dict(material.prices), defaults=default_prices(model, load_knowledge())
        )
    material = material._replace(
        charged=charged, shown=_decimal("--shown", shown), exchange_rate=_decimal("--rate", rate) or prices.cny_per_usd,
        per_usd=unit or prices.per_usd,
    )  # fmt: skip
    asked = charged is not None or shown is not None
    solution = solve(material) if asked else Solution(computed(material), None, None)
    if as_json:
        click.echo(json.dumps(_data(solution), ensure_ascii=False, separators=(",", ":")))
    else:
        _print(solution, material, prices)
    return 0 if solution.fits else 1


def listed_prices(files: tuple[str, ...]) -> PriceList:
    """Return what saved answers of the gateway state; raises InputError where a file is none."""
    from supportdesk.cli.ticket import read_sources
    from supportdesk.money.price_list import price_list_of
    from supportdesk.reading.paste import read_ticket

    pieces = read_ticket(read_sources(files)).pieces if files else []
    told = [piece for piece in pieces if piece.kind in ("price_list", "status")]
    if files and not told:
        message = _("There is no answer of /api/pricing or /api/status in {files}.").format(files=", ".join(files))
        raise InputError(message, _("Save the answer of GET /api/pricing as it came."))
    return price_list_of(told)


def _data(solution: Any) -> dict[str, Any]:
    def _one(found: Hypothesis | None) -> dict[str, Any] | None:
        return None if found is None else {**found._asdict(), "lines": list(found.lines), "equation": found.equation}

    return {
        "hypotheses": [_one(fit) for fit in solution.fits],
        "nearest": _one(solution.nearest),
        "difference": solution.difference,
    }


def _print(solution: Any, material: Material, prices: PriceList) -> None:
    from supportdesk.render.hypotheses import hypothesis_text

    if not solution.fits and solution.nearest is None:
        click.echo(_("The numbers given are not enough for any way of billing."), err=True)
        return
    if len(solution.fits) > 1:
        told = _("{count} ways of billing fit; the one that assumes least stands first.")
        click.echo(told.format(count=len(solution.fits)), err=True)
    if not solution.fits:
        told = _("No way of billing gives this amount: hand it to the operator. The nearest is off by {difference}.")
        click.echo(told.format(difference=solution.difference), err=True)
    for one in solution.fits or (solution.nearest,):
        assumed = _("assumptions: {count}").format(count=one.assumptions)
        click.echo(f"{one.id}: {hypothesis_text(one.id)} ({assumed})")
        for line in (*one.lines, *_displayed(one.quota, material, prices)):
            click.echo(f"  {line}")


def _displayed(quota: int, material: Material, prices: PriceList) -> list[str]:
    """Return the equations to USD, and to what the console shows or the currency whose rate is given."""
    from supportdesk.money.display import USD, in_currency, in_display
    from supportdesk.money.pricing import in_usd

    lines = [in_usd(quota, material.per_usd)]
    if prices.display is not None and prices.display.kind != USD:
        return [*lines, in_display(quota, prices.display._replace(per_usd=material.per_usd))]
    if material.exchange_rate is not None:
        lines.append(in_currency(quota, material.exchange_rate, material.per_usd))
    return lines


def _material(numbers: tuple[str, ...]) -> Material:
    from supportdesk.money.material import Material

    facts: dict[str, object] = {}
    other: dict[str, Any] = {}
    request: dict[str, object] = {}
    prices: dict[str, Any] = {}
    tools: list[str] = []
    for given in numbers:
        name, sign, value = given.partition("=")
        place, dot, rest = name.partition(".")
        if not sign:
            raise InputError(_("{given} is not NAME=VALUE.").format(given=given))
        if dot and place == "other":
            other[rest] = _decimal(name, value)
        elif dot and place == "tool":
            tools.append(_tool(name, value))
        elif dot and place == "request" and rest in REQUEST:
            request[rest] = value if rest == "size" else _decimal(name, value)
        elif dot and place == "price" and rest in PRICES:
            prices[rest] = _decimal(name, value)
        else:
            facts[name] = _fact(name, value)
    sound = [facts.pop(name, None) for name in SOUND]
    if any(count is not None for count in sound):
        facts["audio_tokens"] = " ".join(str(count or 0) for count in sound)
    if tools:
        facts["tool_calls"] = " ".join(tools)
    tokens = facts.pop("usage_tokens", None)
    return Material(None, facts, other, request, prices, tokens if isinstance(tokens, int) else None)


def _tool(name: str, value: str) -> str:
    price, _sign, calls = value.partition("*")
    if not (calls.isascii() and calls.isdigit()):
        raise InputError(_("{name} takes a price and a number of calls such as 10*2, not {value}.").format(
            name=name, value=value))  # fmt: skip
    return f"{_decimal(name, price)}*{calls}"


def _fact(name: str, value: str) -> object:
    if name in TEXTS:
        return value
    if name in PRICES:
        return _decimal(name, value)
    if name in COUNTS:
        if value.isascii() and value.isdigit():
            return int(value)
        raise InputError(_("{name} takes a whole number, not {value}.").format(name=name, value=value))
    if value in WORDS.get(name, ()):
        return value == "true" if name == "is_task" else value
    if name in WORDS:
        words = ", ".join(WORDS[name])
        raise InputError(_("{name} takes one of {words}.").format(name=name, words=words))
    raise InputError(
        _("There is no number {name}.").format(name=name),
        _("Known: {names}").format(names=", ".join((*PRICES, *COUNTS, *WORDS, *TEXTS))),
    )


def _decimal(name: str, value: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise InputError(_("{name} takes a number, not {value}.").format(name=name, value=value))
    return number
