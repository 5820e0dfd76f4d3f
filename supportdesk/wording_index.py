"""The index of the error tables, made once when the knowledge is compiled: what `vocabulary` matches against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from supportdesk.folding import BETWEEN, FIELD, LOWER, TOKEN, count_units, fold, is_word
from supportdesk.patterns import lazy
from supportdesk.telling import GENERIC

PLURAL = str.maketrans("rb", "RB")
"""Edges at which anybody's words may stand in the plural."""
_SLOT = lazy(r"<([a-z_]+)>")


def index_errors(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the index (plain JSON data) that `match_error` reads, from the rows of rules/errors/*.yaml.

    `rows` are kept slim, each as JSON text; `templates` are row, parts, slots, bounds and units joined by a FIELD, with
    the slot before each part and one behind the last ('' for none). Parts and slots are joined by a BETWEEN and bounds
    are one sign of `nrlb` a part (no edge is bound, the right, the left, both; upper case where a plural may stand at
    the right one). Texts, because a ticket looks at a
    handful of them and a start would spend its time on decoding lists. `anchors` lead to numbers of templates, in texts
    as well (`0 2809`), `codes`, `types` and `statuses` to those of rows.
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
            if row["system"] == GENERIC:
                bounds = bounds.translate(PLURAL)
            counted = sum(count_units(part) for part in parts)
            fields = (str(number), BETWEEN.join(parts), BETWEEN.join(slots), bounds, str(counted))
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
        before = index["anchors"].get(anchor)
        index["anchors"][anchor] = str(number) if before is None else f"{before} {number}"
    return index


def error_wordings(index: dict[str, Any]) -> Iterator[tuple[list[str], str]]:
    """Yield the kinds of error that each template of an index means, and its literal words."""
    rows = [json.loads(row)["kinds"] for row in index["rows"]]
    for template in index["templates"]:
        number, parts, *_ = template.split(FIELD)
        yield rows[int(number)], parts.replace(BETWEEN, " ")


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
        literal = fold(pieces[number]).translate(LOWER)
        if literal:
            glued_left = number > 0 and not pieces[number][0].isspace()
            glued_right = number + 1 < len(pieces) and not pieces[number][-1].isspace()
            parts.append(literal)
            bounds += "nrlb"[2 * (is_word(literal[0]) and not glued_left) + (is_word(literal[-1]) and not glued_right)]
            slots.append("")
        if number + 1 < len(pieces):
            slots[-1] = pieces[number + 1]
    return parts, slots, bounds


def _whole(part: str, bound: str) -> Iterator[str]:
    """Yield the tokens of a part that stand whole, or in the plural, in every message that has it."""
    for found in TOKEN.finditer(part):
        word = found.group()
        if not word[0].isascii():
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        elif (found.start() > 0 or bound in "lbB") and (found.end() < len(part) or bound in "rbRB"):
            yield word


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
