"""Lint of the error vocabularies: rows that cannot be read, that nothing reaches, that say the same, or are unused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from supportdesk.folding import fold
from supportdesk.i18n import gettext
from supportdesk.judging.condition import Condition
from supportdesk.judging.fact_file import LANGUAGES
from supportdesk.judging.nearest import nearest
from supportdesk.judging.problems import Page, Problem
from supportdesk.judging.reasoning import constant, finds
from supportdesk.judging.row_examples import Example, examples_of, reached
from supportdesk.judging.tables import LAYERS, ROW_FIELDS, kinds_of
from supportdesk.named import NamedTuple
from supportdesk.telling import GENERIC
from supportdesk.wording_index import index_errors, wordings

SLOT = re.compile(r"<([a-z_]+)>")


class PlacedRow(NamedTuple):
    """A row of an error vocabulary, its page, and its number in that file."""

    page: Page
    number: int
    row: dict[str, Any]

    def problem(self, code: str, message: str, *keys: str | int) -> Problem:
        """Return a problem of this row, its id before the message."""
        at = ("rows", self.number) if isinstance(self.page.document.data, dict) else (self.number,)
        return self.page.problem(code, f"{self.row.get('id', '?')}: {message}", *at, *keys)


def placed_rows(page: Page) -> list[PlacedRow]:
    """Return the rows of a file, each with what all rows of the file share; empty where the file has none."""
    data = page.document.data
    shared = {name: value for name, value in data.items() if name != "rows"} if isinstance(data, dict) else {}
    rows = data.get("rows") if isinstance(data, dict) else data
    given = enumerate(rows) if isinstance(rows, list) else ()
    return [PlacedRow(page, number, {**shared, **row}) for number, row in given if isinstance(row, dict)]


def lint_row(placed: PlacedRow, kinds: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with one row by itself."""
    row = placed.row
    for name in row:
        if name not in ROW_FIELDS:
            hint = nearest(name, ROW_FIELDS)
            yield placed.problem("schema", gettext("no such field: {name}{hint}").format(name=name, hint=hint), name)
    missing = [name for name in ("id", "system", "kind", "layer") if not row.get(name)]
    if missing:
        yield placed.problem("schema", gettext("the field {name} is missing").format(name=", ".join(missing)))
        return
    for kind in kinds_of(row):
        if kind not in kinds:
            message = gettext("no kind {kind!r} in error_kinds.yaml{hint}")
            yield placed.problem("unknown-name", message.format(kind=kind, hint=nearest(kind, kinds)), "kind")
    if row["layer"] not in LAYERS:
        message = gettext("{name} is one of {words}").format(name="layer", words=", ".join(LAYERS))
        yield placed.problem("unknown-name", message, "layer")
    if not row.get("source"):
        yield placed.problem("no-source", gettext("the field {name} is missing").format(name="source"))
    status = row.get("http", 400)
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in (*_listed(status),)) or not _listed(
        status
    ):
        yield placed.problem("schema", gettext("http is a status or a list of statuses"), "http")
    yield from _template(placed)


def lint_rows(rows: list[PlacedRow]) -> Iterator[Problem]:
    """Yield rows that their own words do not reach, wordings that others go before, and rows that say the same."""
    knowledge = SimpleNamespace(errors=index_errors([placed.row for placed in rows]))
    for placed in rows:
        examples = list(examples_of(placed.row))
        others = {example: reached(knowledge, placed.row, example) for example in examples}
        missed = [example for example in examples if placed.row["id"] not in others[example]]
        if len(missed) == len(examples):
            message = gettext("its own words are taken by {rows}").format(rows=_named(others[missed[0]]))
            yield placed.problem("shadowed", message, "template")
            continue
        for example in missed:
            yield _gone_before(placed, example, others[example])
    yield from _twice(rows)


def lint_kinds(page: Page, rows: Iterable[PlacedRow], conditions: Iterable[Condition]) -> Iterator[Problem]:
    """Yield kinds without a text in each language, and those that no row gives or no rule asks for."""
    kinds = page.document.data if isinstance(page.document.data, dict) else {}
    given = {kind for placed in rows if placed.row.get("kind") for kind in kinds_of(placed.row)}
    asked = set(asked_kinds(list(kinds), conditions))
    for kind, entry in kinds.items():
        meaning = entry.get("meaning") if isinstance(entry, dict) else None
        for language in LANGUAGES:
            if not isinstance(meaning, dict) or not meaning.get(language):
                message = gettext("{name} has no text in {language}").format(name=kind, language=language)
                yield page.problem("no-language", message, kind)
        if kind not in given:
            yield page.problem("unused", gettext("no error row means {kind}").format(kind=kind), kind)
        elif kind not in asked:
            yield page.problem("unused", gettext("no rule asks for {kind}").format(kind=kind), kind)


def asked_kinds(kinds: list[str], conditions: Iterable[Condition]) -> Iterator[str]:
    """Yield the error kinds that some comparison tells from another kind."""
    for condition in conditions:
        for atom in condition.atoms:
            if atom.facts == ["error_kind"]:
                yield from (constant(literal) for _, literal in atom.literals)
            elif atom.facts == ["error_kinds"] and not atom.literals:
                pattern = atom.expression.expression.this
                for kind in kinds:
                    shown = (f",{kind},", f",{kind},zz,", f",zz,{kind},")
                    if any(finds(pattern, text) for text in shown) and not finds(pattern, ",zz,"):
                        yield kind


def _template(placed: PlacedRow) -> Iterator[Problem]:
    template = placed.row.get("template")
    if template is None:
        if not any(placed.row.get(name) is not None for name in ("code", "type", "http")):
            yield placed.problem("schema", gettext("a row needs a template, a code, a type or a status"))
        return
    if not isinstance(template, dict) or not template or set(template) - set(LANGUAGES):
        yield placed.problem("schema", gettext("template has texts by language: en, zh"), "template")
        return
    for language, texts in template.items():
        for text in _listed(texts):
            if not isinstance(text, str) or not SLOT.sub("", text).strip():
                yield placed.problem("schema", gettext("a wording needs words of its own"), "template", language)


def _gone_before(placed: PlacedRow, example: Example, others: list[str]) -> Problem:
    message = gettext("“{text}” is taken by {rows}").format(text=example.message, rows=_named(others))
    return placed.problem("go-before" if placed.row["system"] == GENERIC else "unreached", message, "template")


def _twice(rows: list[PlacedRow]) -> Iterator[Problem]:
    """Yield rows of one system with the same words, code and status as an earlier one."""
    seen: dict[tuple[Any, ...], list[PlacedRow]] = {}
    for placed in rows:
        row = placed.row
        texts = {SLOT.sub("<>", fold(text)).lower() for text in wordings(row.get("template"))} or {""}
        for text in sorted(texts):
            key = (row["system"], text, row.get("code"), row.get("type"))
            for other in seen.get(key, ()):
                if other.row["id"] != row["id"] and _meet(row, other.row):
                    message = gettext("the same words as {row}, which means {kind}")
                    named = ", ".join(kinds_of(other.row))
                    code = "repeated" if kinds_of(row) == kinds_of(other.row) else "twice"
                    yield placed.problem(code, message.format(row=other.row["id"], kind=named), "template")
            seen.setdefault(key, []).append(placed)


def _meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two rows can both be meant: no status and no release tells them apart."""
    mine, theirs = set(_listed(one.get("http"))), set(_listed(other.get("http")))
    apart = one.get("since") is not None or other.get("since") is not None
    return not apart and (mine == theirs or bool(mine & theirs))


def _named(rows: list[str]) -> str:
    return ", ".join(rows[:3]) if rows else gettext("no row at all")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
