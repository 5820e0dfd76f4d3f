"""Matching an error against the tables of rules/errors: which kinds of error a message, code, type and status mean.

`index_errors` prepares the rows once, when the knowledge is compiled; `match_error` uses what it made. A template is
cut at its `<slots>` and its literal parts are looked for in order, in text whose widths, spaces, quotes and case are
folded (design, 'A rule'), so that the time grows with the message's length and with nothing else. Candidates come from
the code, the type, the status and one rare word or pair of Chinese characters of each template.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from supportdesk.patterns import lazy
from supportdesk.telling import GENERIC, NEXT, VAGUE, best_of, spelled

MESSAGE_LIMIT = 6000
"""Characters of a message that are compared; a longer one is cut to its beginning and its end."""
SLOT_LIMIT = 160
"""Most characters of a slot between two literals; a `<text>` may be as long as the message."""
SHORT = 16
"""A template with fewer literal units (a Chinese character counts two) must make up half of the message, or be borne
out by its code or type: 'Not Found' inside a sentence proves nothing."""

LONG_CODE = 3
"""Digits that a number has more of where it can tell a system by itself."""
STATUS = 20
"""A score below which only the status speaks."""
OWN = 24
"""Literal units from which words are a system's own wherever they stand; fewer must be half of the message, all of it
but slots, or borne out by code, type or the gateway: 'does not support' and 'should be in' are anybody's."""

BETWEEN, FIELD = "\u241f", "\u241e"
"""U+241F and U+241E, pictures of two separators: JSON writes them as they are, and no wording has them."""

_FREE_SLOTS = frozenset({"text", "allowed", "found", "url"})
_SLOT = lazy(r"<([a-z_]+)>")
_TOKEN = lazy(r"[0-9a-z_]+|[\u3400-\u9fff]{2,}")
_APOSTROPHE = lazy(r"(?<=[A-Za-z])['\u2019](?=[A-Za-z])")
_LOOSE_SPACE = lazy(r" (?![0-9A-Za-z_])|(?<![0-9A-Za-z_]) ")
_QUOTES = "\"'`\u2018\u2019\u201c\u201d\u300c\u300d"
_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS |= {ord(quote): 0x20 for quote in _QUOTES} | {
    0x3000: 0x20,
    0x3002: 0x2E,
    0xFF02: 0x20,
    0xFF07: 0x20,
    0xFFE5: 0xA5,
}
_SIGNS |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), ord("-"))
_DROPPED: dict[int, int | None] = {**_SIGNS, ord("\\"): None, 0x200B: None, 0xFEFF: None}
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


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


def fold(text: str) -> str:
    """Return the text as it is compared, but for case: signs narrow, quotes and backslashes gone, spaces single.

    A space stays only between two ASCII word characters, so that `额度： 3` and `额度:3` are one. Every
    dash and minus sign is a hyphen: Word and chat programs write `\u22121`.
    """
    narrow = _APOSTROPHE.sub("", text).translate(_DROPPED)
    return _LOOSE_SPACE.sub("", " ".join(narrow.split()))


def index_errors(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the index (plain JSON data) that `match_error` reads, from the rows of rules/errors/*.yaml.

    `rows` are kept slim, each as JSON text; `templates` are row, parts, slots, bounds and units joined by a FIELD, with
    the slot before each part and one behind the last ('' for none). Parts and slots are joined by a BETWEEN and bounds
    are one sign of `nrlb` a part (no edge is bound, the right, the left, both). Texts, because a ticket looks at a
    handful of them and a start would spend its time on decoding lists. `anchors`, `codes`, `types` and `statuses` lead
    to numbers of templates and rows.
    """
    index: dict[str, Any] = {"rows": [], "templates": [], "anchors": {}, "codes": {}, "types": {}, "statuses": {}}
    tokens: list[list[str]] = []
    for number, row in enumerate(rows):
        kinds = [row["kind"]] if isinstance(row["kind"], str) else list(row["kind"])
        slim = {key: row[key] for key in ("id", "system", "layer", "since", "until", "who") if row.get(key) is not None}
        slim |= {"kinds": kinds, "http": _numbers(row.get("http"))}
        slim |= {key: str(row[key]).lower() for key in ("code", "type") if row.get(key) is not None}
        index["rows"].append(json.dumps(slim, ensure_ascii=False, separators=(",", ":")))
        templates = list(wordings(row.get("template")))
        for text in templates:
            parts, slots, bounds = _cut(text)
            units = sum(_units(part) for part in parts)
            fields = (str(number), BETWEEN.join(parts), BETWEEN.join(slots), bounds, str(units))
            index["templates"].append(FIELD.join(fields))
            tokens.append([token for part, bound in zip(parts, bounds, strict=True) for token in _whole(part, bound)])
        if not templates:
            table, key = _table(slim)
            index[table].setdefault(key, []).append(number)
    counts: dict[str, int] = {}
    for words in tokens:
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    for number, words in enumerate(tokens):
        anchor = min(words, key=lambda word: (counts[word], -len(word)), default="")
        index["anchors"].setdefault(anchor, []).append(number)
    return index


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
    for _score, row, slots, strength, own in best_of(found):
        speaker = row["system"] if own else GENERIC
        for kind in row["kinds"]:
            match = ErrorMatch(kind, row["layer"], row.get("who"), speaker, row["id"], slots, strength, relayed)
            matches.setdefault(kind, match)
    return list(matches.values())


def matching_rows(
    knowledge: Any, message: Any, code: Any, error_type: Any, http_status: Any, system: str | None = None
) -> list[str]:
    """Return the ids of all rows that fit best, those that say the same included; arguments as `match_error`'s."""
    found = best_of(_fits(knowledge, message, code, error_type, http_status, system))
    return list(dict.fromkeys(item.row["id"] for item in found))


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
    found = list(_by_template(index, _shortened(message), facts)) if message else []
    found.extend(_by_field(index, facts))
    if all(item.score < STATUS for item in found):
        found.extend(_by_words_of(index, spelled(str(code or error_type or "")), facts))
    return found


def _by_words_of(index: dict[str, Any], words: str, facts: dict[str, Any]) -> Iterator[_Found]:
    """Yield the wordings that a code or type which no table knows is made of, as anybody's words."""
    if " " in words and not words.endswith(" error"):
        for item in _by_template(index, words, facts):
            if item.row["system"] == GENERIC and not VAGUE & set(item.row["kinds"]):
                yield item._replace(score=item.score - 4, strength=0, own=False)


def _by_template(index: dict[str, Any], text: str, facts: dict[str, Any]) -> Iterator[_Found]:
    plain = fold(text)
    lower = plain.translate(_LOWER)
    if not lower:
        return
    whole = _units(lower)
    anchors = index["anchors"]
    numbers = {number for token in _tokens(lower) for number in anchors.get(token, ())}
    numbers.update(anchors.get("", ()))
    for number in sorted(numbers):
        row_number, joined, names, bounds, counted = index["templates"][number].split(FIELD)
        units = int(counted)
        parts = joined.split(BETWEEN)
        slots = names.split(BETWEEN)
        places = _places(lower, parts, slots, bounds)
        if places is None:
            continue
        row = json.loads(index["rows"][int(row_number)])
        if row["system"] == GENERIC:
            yield _Found(26 + min(units, 18), row, _slots(plain, slots, places), units // 2)
            continue
        borne_out = bool(facts["code"] and row.get("code") == facts["code"]) or bool(
            facts["type"] and row.get("type") == facts["type"]
        )
        weighty = borne_out or units * 2 >= whole or _covers(lower, slots, places)
        if units < SHORT and not weighty:
            continue
        own = weighty or units >= OWN or row["system"] == facts["system"]
        yield _Found(4 * units + _agreement(row, facts), row, _slots(plain, slots, places), units, own)


def _covers(text: str, slots: list[str], places: list[tuple[int, int]]) -> bool:
    """Tell whether a template with a literal at one end at least accounts for the whole message."""
    begins = bool(slots[0]) or places[0][0] == 0
    ends = bool(slots[-1]) or places[-1][1] == len(text)
    return begins and ends and not (slots[0] and slots[-1])


def _by_field(index: dict[str, Any], facts: dict[str, Any]) -> Iterator[_Found]:
    """Yield the rows without a template that name the error's code, else its type, else its status."""
    for table, key, base in (
        ("codes", facts["code"], 30),
        ("types", facts["type"], 24),
        ("statuses", facts["status"], 4),
    ):
        for number in index[table].get(str(key), ()) if key else ():
            row = json.loads(index["rows"][number])
            if facts["status"] is not None and row["http"] and facts["status"] not in row["http"] and table != "codes":
                continue
            if key == str(facts["status"]) and row.get("type") not in (None, facts["type"]):
                continue  # the code repeats the status, and the row names more than that
            own = table != "codes" or not facts["code"].isdigit() or _numeric_code_fits(row, facts)
            if not own and (row["http"] or not _is_only_his(index, facts["code"])):
                continue
            vague = 20 if table != "statuses" and VAGUE.issuperset(row["kinds"]) else 0
            yield _Found(base - vague + _agreement(row, facts) - (0 if own else 12), row, {}, 0, own)


def _numeric_code_fits(row: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Tell whether a number is this row's code: the same number means other things at another provider."""
    return bool(row["system"] == facts["system"] or (facts["status"] is not None and facts["status"] in row["http"]))


def _is_only_his(index: dict[str, Any], code: str) -> bool:
    """Whether one system alone has this number, and it is long enough to be none of everybody's (0, 400, 1001)."""
    systems = {json.loads(index["rows"][number])["system"] for number in index["codes"].get(code, ())}
    return len(code) > LONG_CODE and len(systems) == 1


def _agreement(row: dict[str, Any], facts: dict[str, Any]) -> int:
    score = 8 if facts["system"] and row["system"] == facts["system"] else 0
    for key, gain, loss in (("code", 12, 2), ("type", 6, 1)):
        if facts[key] and row.get(key):
            score += gain if row[key] == facts[key] else -loss
    if facts["status"] is not None and row["http"]:
        score += 4 if facts["status"] in row["http"] else -4
    return score


def _places(text: str, parts: list[str], slots: list[str], bounds: str) -> list[tuple[int, int]] | None:
    """Return where each literal part stands, in order, or None; at most eight beginnings are tried."""
    start = 1 if slots[0] else 0
    for _ in range(8):
        first = _find(text, parts[0], start, bounds[0])
        if first < 0:
            return None
        places = [(first, first + len(parts[0]))]
        for number in range(1, len(parts)):
            behind = places[-1][1] + 1
            at = _find(text, parts[number], behind, bounds[number])
            if at < 0 or (slots[number] not in _FREE_SLOTS and at - behind >= SLOT_LIMIT):
                break
            places.append((at, at + len(parts[number])))
        if len(places) == len(parts) and not (slots[-1] and places[-1][1] >= len(text)):
            return places
        start = first + 1
    return None


def _find(text: str, part: str, start: int, bound: str) -> int:
    """Return where a part begins at or behind `start`, no word running on over an edge that is bound, or -1."""
    at = text.find(part, start)
    while at >= 0:
        end = at + len(part)
        left = bound not in "lb" or at == 0 or not _is_word(text[at - 1])
        right = bound not in "rb" or end == len(text) or not _is_word(text[end])
        if left and right:
            return at
        at = text.find(part, at + 1)
    return -1


def _slots(text: str, slots: list[str], places: list[tuple[int, int]]) -> dict[str, str]:
    """Return the texts between the parts; at an end of the template, the nearest word or the whole rest."""
    found: dict[str, str] = {}
    edges = [0, *(edge for place in places for edge in place), len(text)]
    for number, name in enumerate(slots):
        value = text[edges[2 * number] : edges[2 * number + 1]].strip(" ,.;")
        if name and value and name not in _FREE_SLOTS and number in (0, len(slots) - 1):
            words = value.split(" ")
            value = (words[-1] if number == 0 else words[0]).strip(" ,.;:()")
        if name and value:
            found.setdefault(name, value)
    return found


def wordings(template: Any) -> Iterator[str]:
    """Yield every wording of a row's template (a text or a list a language), `[ ]` with and without its space."""
    for texts in (template or {}).values():
        for text in [texts] if isinstance(texts, str) else texts:
            yield text.replace("[ ]", " ")
            if "[ ]" in text:
                yield text.replace("[ ]", "")


def _cut(template: str) -> tuple[list[str], list[str], str]:
    """Return the folded literal parts, the slots around them ('' at an end without one) and the edges that are bound.

    An edge is bound when it is a word character that no slot touches: `-1` is not the beginning of `-12`, while in
    `sk-<rest>` the slot goes on with the word.
    """
    pieces = _SLOT.split(template)
    parts: list[str] = []
    slots: list[str] = [""]
    bounds = ""
    for number in range(0, len(pieces), 2):
        literal = fold(pieces[number]).translate(_LOWER)
        if literal:
            glued_left = number > 0 and not pieces[number][0].isspace()
            glued_right = number + 1 < len(pieces) and not pieces[number][-1].isspace()
            parts.append(literal)
            bounds += "nrlb"[
                2 * (_is_word(literal[0]) and not glued_left) + (_is_word(literal[-1]) and not glued_right)
            ]
            slots.append("")
        if number + 1 < len(pieces):
            slots[-1] = pieces[number + 1]
    return parts, slots, bounds


def _whole(part: str, bound: str) -> Iterator[str]:
    """Yield the tokens of a part that stand whole in every message that has it."""
    for found in _TOKEN.finditer(part):
        word = found.group()
        if not word[0].isascii():
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        elif (found.start() > 0 or bound in "lb") and (found.end() < len(part) or bound in "rb"):
            yield word


def _tokens(text: str) -> set[str]:
    found: set[str] = set()
    for word in _TOKEN.findall(text):
        if word[0].isascii():
            found.add(word)
        else:
            found.update(word[at : at + 2] for at in range(len(word) - 1))
    return found


def _units(text: str) -> int:
    """Return how much a literal says: a Chinese character counts as two Latin ones."""
    return len(text) + sum(1 for sign in text if sign > "\u2e7f")


def _is_word(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "_")


def _shortened(message: Any) -> str:
    text = str(message)
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1000] + "\n" + text[-999:]


def _numbers(value: int | Iterable[int] | None) -> list[int]:
    if value is None:
        return []
    return [value] if isinstance(value, int) else list(value)


def _table(row: dict[str, Any]) -> tuple[str, str]:
    """Return the table and the key under which a row without a template is found."""
    if "code" in row:
        return "codes", row["code"]
    if "type" in row:
        return "types", row["type"]
    if len(row["http"]) != 1:
        raise ValueError(f"error row {row['id']}: no template, no code, no type and not one status")
    return "statuses", str(row["http"][0])
