"""Matching an error against the tables of rules/errors: which kinds of error a message, code, type and status mean.

`wording_index` prepares the rows once, when the knowledge is compiled; `match_error` uses what it made. A template is
cut at its `<slots>` and its literal parts are looked for in order, in text whose widths, spaces, quotes and case are
folded (design, 'A rule'), so that the time grows with the message's length and with nothing else. Candidates come from
the code, the type, the status and one rare word or pair of Chinese characters of each template.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.standing import FREE_SLOTS, Standing, find_standing, row_of
from supportdesk.telling import (
    BROAD,
    DOUBTFUL,
    GENERIC,
    MEDIA_FIELD,
    NARROW,
    NEXT,
    OF_ACCOUNTS,
    OF_MEDIA,
    OPEN,
    VAGUE,
    best_of,
    spelled,
)

MESSAGE_LIMIT = 6000
"""Characters of a message that are compared; a longer one is cut to its beginning and its end."""
SHORT = 16
"""A template with fewer literal units (a Chinese character counts two) must make up half of the message, or be borne
out by its code or type: 'Not Found' inside a sentence proves nothing."""

LEAST_REST = 4
"""Literal units that words behind a template's colon need to say another thing than the template."""
LONG_CODE = 3
"""Digits that a number has more of where it can tell a system by itself."""
STATUS = 20
"""A score below which only the status speaks."""
OWN = 24
"""Literal units from which words are a system's own wherever they stand; fewer must be half of the message, all of it
but slots, or borne out by code, type or the gateway: 'does not support' and 'should be in' are anybody's."""

WHOLE = 40
"""The least score of words that are the whole message and that code or type bear out: they go before the code alone."""
_HEADED = lazy(r"\s{0,4}\[?[45][0-9]{2}\]?\s{0,2}[:：-]?\s{1,2}(?=[A-Z][a-z]+ [A-Za-z(])")
"""A bare status before the words of an error: `404 Invalid URL (…)`."""
_COLON = lazy(r"[:\uff1a](?=\s|[^\x00-\x7f/])")
COLONS = 3
"""Colons of a message behind which the reason of a failure is looked for."""
_NAMED = lazy(
    r"(?<![A-Za-z0-9_./-])(?:[A-Z][a-z]+(?:[._-]?[A-Z][A-Za-z]+)+|[A-Za-z]{2,}(?:[_.-][A-Za-z0-9]+)+)"
    r"(?![A-Za-z0-9_/])"
)
"""A word that is written as codes are: `DataInspectionFailed`, `risk_not_pass`, `SAFETY.INPUT.TEXT`."""
NAMED_WITHIN = 600
"""Characters of a message in which codes are looked for."""
_LOOSE = (["parameter_value"], ["permission_denied"], ["upstream_submit_refused"])
"""Meanings of codes that give way to what any words of the message say: half of all refusals bear such a code."""


class ErrorMatch(NamedTuple):
    """One meaning of an error.

    `kind` of rules/error_kinds.yaml; `layer` that made the message; `who` has to act (None: the cause says it);
    `system` whose vocabulary it is (GENERIC too where its words are so few that others may have said them); the row's
    id; the texts of the template's slots; and `strength`, the literal units of the message that bear it out (a Chinese
    character counts two; 0 where code, type or status alone say it). `relayed` says that words with which a gateway
    passes on those of the next service stand in the message.
    """

    kind: str
    layer: str
    who: str | None
    system: str
    row_id: str
    slots: dict[str, str]
    strength: int = 0
    relayed: bool = False


class _Found(NamedTuple):
    score: int
    row: dict[str, Any]
    slots: dict[str, str]
    strength: int
    own: bool = True
    standing: Standing | None = None


def match_error(
    knowledge: Any,
    message: Any,
    code: Any,
    error_type: Any,
    http_status: Any,
    system: str | None = None,
) -> list[ErrorMatch]:
    """Return what an error means, best first; empty when the tables do not know it.

    `knowledge.errors` is the index; every other argument is a fact or None. `system` is the gateway that was called:
    its own vocabulary goes first. All matches that fit best are returned: several kinds mean that the message does
    not tell them apart.
    """
    matches: dict[str, ErrorMatch] = {}
    found = _fits(knowledge, message, code, error_type, http_status, system)
    relayed = any(item.strength and item.row["layer"] == NEXT for item in found)
    best = _best(knowledge, found, message, code, error_type, http_status, system)
    for item in [*_speaking_against(best, found, str(message), str(code or error_type or "")), *best]:
        row, slots, strength = item.row, item.slots, item.strength
        speaker = row["system"] if item.own else GENERIC
        for kind in row["kinds"]:
            match = ErrorMatch(kind, row["layer"], row.get("who"), speaker, row["id"], slots, strength, relayed)
            matches.setdefault(kind, match)
    return list(matches.values())


def _speaking_against(best: list[_Found], found: list[_Found], message: str, named: str) -> list[_Found]:
    """Return what the words mean beside which a code alone names another account or key that fell short.

    `PAYMENT_REQUIRED` beside `API key budget exhausted`: such a code is anybody's, and the words say whose. A message
    that only spells its code out, `quota exceeded` beside `QuotaExceeded`, says nothing against it.
    """
    kinds = {kind for item in best for kind in item.row["kinds"]}
    if any(item.strength for item in best) or not OF_ACCOUNTS.issuperset(kinds):
        return []
    if spelled(named).lower() == message.strip().lower():
        return []
    words = best_of([item for item in found if item.strength])
    meant = {kind for item in words for kind in item.row["kinds"]}
    return words if kinds.isdisjoint(meant) and OF_ACCOUNTS.issuperset(meant) else []


def matching_rows(
    knowledge: Any, message: Any, code: Any, error_type: Any, http_status: Any, system: str | None = None
) -> list[str]:
    """Return the ids of all rows that fit best, those that say the same included; arguments as `match_error`'s."""
    found = _fits(knowledge, message, code, error_type, http_status, system)
    best = _best(knowledge, found, message, code, error_type, http_status, system)
    return list(dict.fromkeys(item.row["id"] for item in best))


def _best(
    knowledge: Any, found: list[_Found], message: Any, code: Any, error_type: Any, status: Any, system: str | None
) -> list[_Found]:
    """Return those that fit best; where they only say 'it failed', what the words behind the colon say goes first."""
    best = best_of(found)
    if not message or not best:
        return best
    if not all(VAGUE.issuperset(item.row["kinds"]) for item in best):
        return _by_rest(knowledge, best, system) or _narrowed(knowledge, best, str(message), system)
    index, named = knowledge.errors, str(code or error_type or "")
    if not _is_known(index, named) and all(named.lower() != item.row.get("code") for item in best):
        facts = {"code": "", "type": "", "status": status, "system": system or ""}
        spoken = best_of(list(_by_words_of(index, spelled(named), facts)))
        if spoken:
            return spoken
    for colon in itertools.islice(_COLON.finditer(str(message), 0, MESSAGE_LIMIT), COLONS):
        behind = best_of(_fits(knowledge, str(message)[colon.end() :], code, error_type, status, system))
        if behind and behind[0].strength and not any(VAGUE & set(item.row["kinds"]) for item in behind):
            return behind
    return best


def _by_rest(knowledge: Any, best: list[_Found], system: str | None) -> list[_Found]:
    """Return what the words say that a template leaves open behind its colon, where that is another thing.

    `the parameter image is not valid: <text>` holds for a picture that is too small, for one that cannot be fetched,
    and for a model that takes none.
    """
    if any(item.standing is None or not OPEN.issuperset(item.row["kinds"]) for item in best):
        return []
    rest = _left_open(best[0].standing) if best[0].standing else ""
    if not rest:
        return []
    said = {kind for item in best for kind in item.row["kinds"]}
    behind = best_of(_fits(knowledge, rest, None, None, None, system))
    if not behind or behind[0].strength < LEAST_REST:
        unknown = " " in rest and DOUBTFUL.issuperset(said)
        return [item._replace(own=False) for item in best] if unknown else []
    kinds = {kind for item in behind for kind in item.row["kinds"]}
    if said & OF_MEDIA:
        allowed = NARROW | {"parameter_unsupported"}
    else:
        allowed = NARROW | BROAD if MEDIA_FIELD.search(rest) else (NARROW | BROAD) - OF_MEDIA
    return behind if kinds < said or (kinds <= allowed and kinds != said) else []


def _left_open(standing: Standing) -> str:
    """Return the words that stand where a template has a colon and any text, empty where it has no such place."""
    for number, name in enumerate(standing.slots):
        if number and name == "text":
            start = standing.places[number - 1][1]
            end = standing.places[number][0] if number < len(standing.places) else len(standing.plain)
            if standing.lower[:start].rstrip().endswith(":"):
                return standing.plain[start:end].strip()
    return ""


def _narrowed(knowledge: Any, best: list[_Found], message: str, system: str | None) -> list[_Found]:
    """Return what fits best; where it says which field is wrong and no more, what the words behind a colon say of it.

    A code alone beside words which no table knows is as good as anybody's, and so are words that leave open what is
    wrong with the media in a field.
    """
    if not all(BROAD.issuperset(item.row["kinds"]) for item in best):
        return best
    of_media = MEDIA_FIELD.search(message) is not None
    for colon in itertools.islice(_COLON.finditer(message, 0, MESSAGE_LIMIT), COLONS):
        allowed = NARROW if of_media else NARROW - OF_MEDIA
        if " " not in message[colon.end() :].strip() and message[colon.end() :].isascii():
            continue  # the name of a field says nothing of what is wrong with it
        behind = best_of(_fits(knowledge, message[colon.end() :], None, None, None, system))
        if behind and behind[0].strength and all(allowed.issuperset(item.row["kinds"]) for item in behind):
            return behind
    open_field = of_media and all("parameter_value" in item.row["kinds"] for item in best)
    if " " in message.strip():
        return [item if item.strength and not open_field else item._replace(own=False) for item in best]
    return best


def _fits(
    knowledge: Any, message: Any, code: Any, error_type: Any, http_status: Any, system: str | None
) -> list[_Found]:
    index = knowledge.errors
    facts = {
        "code": "" if code is None else str(code).strip().lower(),
        "type": "" if error_type is None else str(error_type).strip().lower(),
        "status": http_status if isinstance(http_status, int) else None,
        "system": system or "",
    }
    if facts["code"] in index["types"] and not facts["type"] and facts["code"] not in index["codes"]:
        facts["type"] = facts["code"]
    found = [item for text in _texts(message) for item in _by_template(index, text, facts)] if message else []
    found.extend(_by_field(index, facts))
    named = str(code or error_type or "")
    if all(item.score < STATUS for item in found) and not _is_known(index, named):
        found.extend(_by_words_of(index, spelled(named), facts))
    if all(item.score < STATUS for item in found) and message:
        found.extend(_by_named_code(index, str(message)[:NAMED_WITHIN], facts))
    return found


def _is_known(index: dict[str, Any], name: str) -> bool:
    """Whether a table has a code or type; the name of an exception ('AuthenticationError') says its status alone."""
    if name.endswith("Error") and name != name.upper():
        return True
    return name.lower() in index["codes"] or name.lower() in index["types"]


def _by_named_code(index: dict[str, Any], text: str, facts: dict[str, Any]) -> Iterator[_Found]:
    """Yield the rows of a code that stands in the words themselves, else the wordings that such a code is made of."""
    for match in _NAMED.finditer(text):
        word = match[0].strip(".-")
        if word.lower() in index["codes"]:
            yield from _by_field(index, {**facts, "code": word.lower()})
        elif word == text.rpartition(": ")[2].strip(" ."):
            yield from _by_words_of(index, spelled(word).removesuffix(" error"), facts)


def _by_words_of(index: dict[str, Any], words: str, facts: dict[str, Any]) -> Iterator[_Found]:
    """Yield the wordings that a code or type which no table knows is made of, as anybody's words."""
    for spoken in dict.fromkeys((words, words.removesuffix(" error"))):
        fitting = [item for item in _by_template(index, spoken, facts) if item.row["system"] == GENERIC]
        if " " in spoken and fitting:
            telling = [item for item in fitting if not VAGUE & set(item.row["kinds"])] or fitting
            yield from (item._replace(score=item.score - 4, strength=0, own=False) for item in telling)
            return


def _by_template(index: dict[str, Any], text: str, facts: dict[str, Any]) -> Iterator[_Found]:
    for standing in find_standing(index, text):
        row, slots, places, units, plain, lower, whole = standing
        if row["system"] == GENERIC:
            yield _Found(26 + min(units, 18), row, _slots(plain, slots, places), units // 2, standing=standing)
            continue
        borne_out = bool(facts["code"] and row.get("code") == facts["code"]) or bool(
            facts["type"] and row.get("type") == facts["type"]
        )
        weighty = borne_out or (units * 2 >= whole and not _is_word(plain, places)) or _covers(lower, slots, places)
        if units < SHORT and not weighty:
            continue
        elsewhere = facts["status"] is not None and row["http"] and facts["status"] not in row["http"]
        own = (weighty and not elsewhere) or units >= OWN or row["system"] == facts["system"] or borne_out
        said = max(4 * units, WHOLE) if borne_out and units == whole else 4 * units
        score = said + _agreement(row, facts)
        yield _Found(score, row, _slots(plain, slots, places), units, own, standing)


def _is_word(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether what a template has in common with a message is one word of it, as anybody may use it ('required')."""
    shared = text[slice(*places[0])]
    return len(places) == 1 and shared.isalpha() and shared[1:].islower() and places[0] != (0, len(text))


def _covers(text: str, slots: list[str], places: list[tuple[int, int]]) -> bool:
    """Tell whether a template with a literal at one end at least accounts for the whole message."""
    begins = bool(slots[0]) or places[0][0] == 0
    ends = bool(slots[-1]) or places[-1][1] == len(text)
    return begins and ends and not (slots[0] and slots[-1])


def _by_field(index: dict[str, Any], facts: dict[str, Any]) -> Iterator[_Found]:
    """Yield the rows without a template that name the error's code, else its type, else its status."""
    for table, key, base in (
        ("codes", facts["code"], 36),
        ("types", facts["type"], 24),
        ("statuses", facts["status"], 4),
    ):
        for number in index[table].get(str(key), ()) if key else ():
            row = row_of(index, number)
            if facts["status"] is not None and row["http"] and facts["status"] not in row["http"] and table != "codes":
                continue
            if key == str(facts["status"]) and row.get("type") not in (None, facts["type"]):
                continue  # the code repeats the status, and the row names more than that
            own = table != "codes" or not facts["code"].isdigit() or _numeric_code_fits(row, facts)
            if not own and (row["http"] or not _is_only_his(index, facts["code"])):
                continue
            vague = 20 if table != "statuses" and (VAGUE.issuperset(row["kinds"]) or row["kinds"] in _LOOSE) else 0
            yield _Found(base - vague + _agreement(row, facts) - (0 if own else 12), row, {}, 0, own)


def _numeric_code_fits(row: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Tell whether a number is this row's code: the same number means other things at another provider."""
    return bool(row["system"] == facts["system"] or (facts["status"] is not None and facts["status"] in row["http"]))


def _is_only_his(index: dict[str, Any], code: str) -> bool:
    """Whether one system alone has this number, and it is long enough to be none of everybody's (0, 400, 1001)."""
    systems = {row_of(index, number)["system"] for number in index["codes"].get(code, ())}
    return len(code) > LONG_CODE and len(systems) == 1


def _agreement(row: dict[str, Any], facts: dict[str, Any]) -> int:
    score = 8 if facts["system"] and row["system"] == facts["system"] else 0
    for key, gain, loss in (("code", 12, 2), ("type", 6, 1)):
        if facts[key] and row.get(key):
            score += gain if row[key] == facts[key] else -loss
    if facts["status"] is not None and row["http"]:
        score += 4 if facts["status"] in row["http"] else -4
    return score


def _slots(text: str, slots: list[str], places: list[tuple[int, int]]) -> dict[str, str]:
    """Return the texts between the parts; at an end of the template, the nearest word or the whole rest."""
    found: dict[str, str] = {}
    edges = [0, *(edge for place in places for edge in place), len(text)]
    for number, name in enumerate(slots):
        value = text[edges[2 * number] : edges[2 * number + 1]].strip(" ,.;")
        if name and value and name not in FREE_SLOTS and number in (0, len(slots) - 1):
            words = value.split(" ")
            value = (words[-1] if number == 0 else words[0]).strip(" ,.;:()")
        if name and value:
            found.setdefault(name, value)
    return found


def _texts(message: Any) -> list[str]:
    """Return a message as it is compared, and without the status that stands before its words."""
    text = _shortened(message)
    headed = _HEADED.match(text)
    return [text] if headed is None else [text, text[headed.end() :]]


def _shortened(message: Any) -> str:
    text = str(message)
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1000] + "\n" + text[-999:]
