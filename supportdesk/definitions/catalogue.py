"""What a model is and where it is documented: look-ups in the compiled catalogue (rules/models.yaml)."""

from __future__ import annotations

from typing import Any, Literal

from supportdesk.named import NamedTuple

LEAST_MISSPELT = 8
"""Characters of the shortest name that may be a slip of the pen: o3-mimi may be a model of its own."""
LONGEST_NAME = 200
"""Characters of a model name that are looked at; a longer text is no model name."""


class ModelInfo(NamedTuple):
    """One model as the catalogue knows it, at one gateway.

    `name` is the name that was found (a pattern's text for a pattern); `kind` one of the catalogue's kinds, or None
    where only a gateway's price list names the model; `endpoints` are all on which the model may be called there:
    documented ones, `open` ones (repeated alone in `open`) that prove nothing, and those that carry no model. Every
    other endpoint is undocumented; an empty tuple means that nothing is known. `tokens_priced` says whether token
    counts on a charge are right; `source` is where the row comes from. `guessed`: only a habit of naming says all
    this, and nobody knows the model.
    """

    name: str
    kind: str | None
    endpoints: tuple[str, ...]
    open: tuple[str, ...]
    responses_only: bool
    tokens_priced: bool
    provider: str | None
    source: str
    guessed: bool = False


def lookup_model(knowledge: Any, name: str, gateway: str | None) -> ModelInfo | None:
    """Return what is known of a model, at a gateway (None: not known which); None for a name that nothing names.

    A name beats a pattern and a longer pattern a shorter one; a provider's prefix (`openai/…`), a date and `-latest`
    behind a name are taken off where the name as written is not known. What the gateway's own price list says of the
    model (`models import`) comes before the catalogue.
    """
    models = knowledge.models
    found = _find(models, name)
    own = _imported(models, name, gateway)
    if found is None and own is None:
        return None
    label, row = found if found is not None else (name, {})
    row = {**row, **(own or {})}
    endpoints, unsettled = _endpoints(knowledge, name, gateway, row, imported=own is not None)
    return ModelInfo(
        name=label,
        kind=row.get("kind"),
        endpoints=endpoints,
        open=unsettled,
        responses_only=bool(row.get("responses_only", False)),
        tokens_priced=bool(row.get("tokens_priced", False)),
        provider=row.get("provider"),
        source=str(row["source"]),
        guessed=bool(row.get("guess", False)) and "kind" not in (own or {}),
    )


def model_on_endpoint(
    knowledge: Any, gateway: str | None, model: str, endpoint: str
) -> Literal["documented", "undocumented"] | None:
    """Return whether the gateway documents the model at an endpoint (facts.yaml, `endpoint`); None where unsettled.

    Unsettled are a model that nobody knows, an endpoint that carries no model, and, where the gateway is not known or
    not wholly read, an endpoint that some gateway documents for such a model.
    """
    info = lookup_model(knowledge, model, gateway)
    if info is None or not info.endpoints:
        return None
    if endpoint in info.open or endpoint in knowledge.models.get("neutral", ()):
        return None
    return "documented" if endpoint in info.endpoints else "undocumented"


def names_of(name: str) -> list[str]:
    """Return the spellings under which a model name is looked up, lower-case, as written first."""
    text = name.strip().lower()[:LONGEST_NAME]
    spellings = [text]
    if "/" in text:
        spellings.append(text.rsplit("/", 1)[1])
    for spelling in tuple(spellings):
        bare = _undated(spelling.partition(":")[0].partition("@")[0])
        if bare and bare not in spellings:
            spellings.append(bare)
    return spellings


def _find(models: dict[str, Any], name: str) -> tuple[str, dict[str, Any]] | None:
    spellings = names_of(name)
    for spelling in spellings:
        if spelling in models["names"]:
            return spelling, models["names"][spelling]
    for pattern in _patterns(models["patterns"], spellings):
        if any(_fits(pattern["parts"], spelling) for spelling in spellings):
            if pattern["row"].get("guess") and _speaks(models, spellings):
                continue
            row = pattern["row"]
            if not row.get("guess") and any(_is_misspelt(models["names"], spelling) for spelling in spellings):
                row = {**row, "guess": True}
            return "*".join(pattern["parts"]), row
    return None


class _Last:
    """The patterns that were asked last, with the numbers of those that begin with each sign ('' : with any)."""

    patterns: list[dict[str, Any]] | None = None
    by_sign: dict[str, list[int]] = {}  # noqa: RUF012 - one for the process is what is meant


def _patterns(patterns: list[dict[str, Any]], spellings: list[str]) -> list[dict[str, Any]]:
    """Return the patterns that begin as a spelling does, in their order."""
    if _Last.patterns is not patterns:
        _Last.by_sign = {}
        for number, pattern in enumerate(patterns):
            _Last.by_sign.setdefault(pattern["parts"][0][:1], []).append(number)
        _Last.patterns = patterns
    signs = {"", *(spelling[:1] for spelling in spellings)}
    return [patterns[number] for number in sorted(n for sign in signs for n in _Last.by_sign.get(sign, ()))]


def _is_misspelt(names: dict[str, Any], text: str) -> bool:
    """Whether one letter inside of a name that nobody knows parts it from a name that is known (gemini_omi).

    Digits are versions, and an end is a variant: neither is a slip.
    """
    if len(text) < LEAST_MISSPELT:
        return False
    return any(
        name[0] == text[0] and name[-1] == text[-1] and abs(len(name) - len(text)) < 2 and _slip(name, text)
        for name in names
    )


def _slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few or another, or two of them swapped, is all that two texts differ in."""
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    if len(long) > len(short):
        return long[first].isalpha() and long[first + 1 :] == short[first:]
    rest, rested = one[first + 1 :], other[first + 1 :]
    if rest == rested:
        return one[first : first + 1].isalpha() and other[first : first + 1].isalpha()
    swapped = one[first : first + 2][::-1] == other[first : first + 2] and one[first : first + 2].isalpha()
    return swapped and one[first + 2 :] == other[first + 2 :]


def _speaks(models: dict[str, Any], spellings: list[str]) -> bool:
    """Whether a name is that of a model that writes text, whatever it looks at: by a word or a size in it."""
    steps = {step for spelling in spellings for step in spelling.replace("_", "-").replace("/", "-").split("-")}
    return not steps.isdisjoint(models.get("text_words", ())) or any(map(_is_size, steps))


def _is_size(step: str) -> bool:
    """Whether a step of a name counts parameters: 7b, 0.5b, 8x22b, 7bit is none."""
    digits = step.removesuffix("b").replace(".", "").replace("x", "")
    return step.endswith("b") and digits.isdecimal()


def _fits(parts: list[str], text: str) -> bool:
    """Whether `text` is the parts in order with anything between them, the first and last at its ends."""
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        at = text.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _undated(name: str) -> str:
    """Take `-latest` or a date (-2024-08-06, -20250929, -0613) off the end of a name."""
    if name.endswith("-latest"):
        return name[: -len("-latest")]
    steps = name.split("-")
    if len(steps) > 3 and [len(step) for step in steps[-3:]] == [4, 2, 2] and "".join(steps[-3:]).isdigit():
        return "-".join(steps[:-3])
    if len(steps) > 1 and len(steps[-1]) in (4, 6, 8) and steps[-1].isdigit():
        return "-".join(steps[:-1])
    return name


def _imported(models: dict[str, Any], name: str, gateway: str | None) -> dict[str, Any] | None:
    own: dict[str, Any] = models.get("at", {}).get(gateway or "", {})
    row = own.get(name.strip().lower())
    return {key: value for key, value in row.items() if value != []} if row else None


def _endpoints(
    knowledge: Any, name: str, gateway: str | None, row: dict[str, Any], *, imported: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all endpoints that are not undocumented, and those of them that are unsettled."""
    from supportdesk.definitions.select import endpoints_of

    models = knowledge.models
    documented = list(row.get("endpoints", []))
    unsettled: list[str] = []
    if row.get("responses_only"):
        # a gateway may convert chat calls for such a model; the provider itself and a gateway that says so do not
        settled = imported or gateway in (*models.get("complete", ()), row.get("provider"))
        unsettled = [] if settled else ["chat"]
    elif not imported:
        here, elsewhere = endpoints_of(knowledge, name, gateway, str(row.get("kind", "")))
        documented += [*here, *row.get("also", {}).get(gateway, [])]
        if gateway not in models.get("complete", ()):
            unsettled = [*row.get("open", []), *elsewhere]
            for endpoints in row.get("also", {}).values():
                unsettled += endpoints
    documented = list(dict.fromkeys(documented))
    if not documented:
        return (), ()
    unsettled = [endpoint for endpoint in dict.fromkeys(unsettled) if endpoint not in documented]
    return (*documented, *unsettled, *models.get("neutral", ())), tuple(unsettled)
