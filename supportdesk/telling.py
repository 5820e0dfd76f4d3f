"""Which of several meanings of an error says most: words that tell what is wrong go before words that it failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from supportdesk.patterns import lazy

GENERIC = "generic"
"""The system of wordings that many services share: they count for less than any system's own words or code."""

NEXT = "next_gateway"
"""The layer of words with which a gateway says that the service behind it has refused or failed."""

VAGUE = frozenset({"request_rejected", "upstream_failed", "upstream_opaque"})
"""Kinds that say no more than that something was refused or failed."""

BROAD = frozenset({"parameter_value", "parameter_type", "parameter_unsupported", "permission_denied"})
"""Kinds that name a field or a right and leave open what is wrong with it: a URL that cannot be fetched is an invalid
parameter too."""

NARROW = frozenset(
    {
        "content_blocked", "context_too_long", "max_tokens_too_large", "media_invalid", "media_unreachable",
        "message_order", "model_not_found", "model_retired", "parameter_missing", "signature_missing",
        "tool_result_missing",
    }
)  # fmt: skip
"""Kinds that say what is wrong with a field that an answer names before."""

OPEN = BROAD | {"body_malformed", "media_invalid", "parameter_missing", "stream_interrupted"}
"""Kinds of templates that end in a colon and any words: what those say goes before them, where tables know it."""

DOUBTFUL = frozenset({"media_invalid", "body_malformed", "parameter_unsupported"})
"""Those of them that words which no table knows make doubtful."""

OF_MEDIA = frozenset({"media_invalid", "media_unreachable"})
MEDIA_FIELD = lazy(
    r"(?i)^.{0,60}?(?:\b(?:parameter|param|field|argument|for|of|in) |[`'\"])[`'\"]?[a-z0-9_.\[\]]{0,40}?"
    r"(?:image|video|audio|file|media|frame|mask|reference|url)s?(?:[_.]?urls?)?(?:\[[0-9]{1,3}\])?[`'\"\s]"
    r"|(?i:^[a-z_.]{0,30}(?:image|video|audio|frame|mask)s?(?:_?urls?)?(?:\[[0-9]{1,3}\])?[:\s])"
)
"""Words about a field that holds media or its address: `content[1].image_url`, `first_frame`, not `image_size`."""

OWN_LIMITS = frozenset(
    {
        "gateway_rate_limited", "allowance_used", "balance_exhausted", "key_exhausted", "reservation_unaffordable",
        "subscription_exhausted", "key_invalid", "key_expired", "key_disabled", "status_too_many",
    }
)  # fmt: skip
"""Kinds that speak of the caller's account or key at the service whose words they are."""
PROVIDERS = frozenset(
    {"provider_balance_exhausted", "provider_rate_limited", "provider_key_invalid", "provider_key_disabled"}
)
"""The same in words of the makers of models."""
OF_ACCOUNTS = OWN_LIMITS | PROVIDERS

REASONS = frozenset(
    {
        "client_timed_out", "connect_timed_out", "connection_failed", "connection_refused", "connection_reset",
        "dns_failed", "network_unreachable", "path_bare", "path_not_found", "permission_denied", "status_forbidden",
        "status_not_found", "tls_certificate_invalid", "tls_handshake_failed", "upstream_timeout",
        "upstream_unreachable",
    }
)  # fmt: skip
"""Kinds that stand behind a download as its reason: an image that could not be fetched, since no such host is known."""
TOLD_FETCH = 5
"""Literal units with which a message says that media could not be fetched, from which the rest is the reason."""

_HUMPS = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINTS = lazy(r"[_.\-/:]+")

Found = TypeVar("Found", bound=Any)


def best_of(found: list[Found]) -> list[Found]:
    """Return those of the rows found that fit best; `found` have `row`, `score` and `strength`.

    What only says 'it failed' stands behind what says more. Of anybody's words that fit alike, those that name the
    service behind say more, then the longest: 'upstream rate limit' is no 'rate limit'.
    """
    if not found:
        return []
    found = _without_reasons(_without_vague(found))
    best = max(item.score for item in found)
    fitting = [item for item in found if item.score == best]
    if all(item.row["system"] == GENERIC for item in fitting):
        fitting = [item for item in fitting if item.row["layer"] == NEXT] or fitting
        most = max(item.strength for item in fitting)
        return [item for item in fitting if item.strength == most]
    return fitting


def _without_vague(found: list[Found]) -> list[Found]:
    """Return what says more alone, where the best of the rows found only says 'it failed'.

    Before words that a gateway passes on goes all that is passed on with them; before others go generic wordings that
    are longer.
    """
    best = max(found, key=lambda item: item.score)
    if not best.strength or not VAGUE.issuperset(best.row["kinds"]):
        return found
    passed_on = best.row["layer"] == NEXT
    telling = [
        item
        for item in found
        if not VAGUE & set(item.row["kinds"])
        and (item.strength if passed_on else item.row["system"] == GENERIC and item.strength * 2 > best.strength)
    ]
    return telling or found


def _without_reasons(found: list[Found]) -> list[Found]:
    """Return what says that media could not be fetched alone, where the best of the rows found is its reason."""
    fetched = [item for item in found if item.row["kinds"] == ["media_unreachable"] and item.strength >= TOLD_FETCH]
    if not fetched or len(fetched) == len(found):
        return found
    best = max(found, key=lambda item: item.score)
    return fetched if REASONS.issuperset(best.row["kinds"]) else found


def spelled(code: str) -> str:
    """Return a code as the words it is made of: `UPSTREAM_KEY_INVALID`, `InsufficientBalance`, `model.not-priced`."""
    apart = code if code.isupper() else _HUMPS.sub(" ", code)
    return " ".join(_JOINTS.sub(" ", apart).split()).lower()


REFUSALS = frozenset({"status_too_many", "status_payment_required"})
"""Kinds of words that name no more than a reason of HTTP, which is more than that something failed."""


def how_telling(matches: Sequence[Any]) -> tuple[int, int]:
    """Return what meanings (ErrorMatch) are preferred by: that they say what is wrong, then how many words say it."""
    strength: int = matches[0].strength
    if all(match.kind == "connection_failed" for match in matches):
        return 1, strength  # an SDK's words for whatever kept the answer from coming
    if all(match.kind in VAGUE or match.kind.startswith("status_") for match in matches):
        return int(strength > 0 and REFUSALS.issuperset(match.kind for match in matches)), strength
    return 2, strength
