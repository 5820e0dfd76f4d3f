"""The tables of rules/, an operator's laid over ours: the same id replaces a row, a new one adds, `disabled` drops.

Texts may be replaced alone: an operator's row of a cause, a policy or an error kind has only what differs from ours.
"""

from __future__ import annotations

import json
from typing import Any

from supportdesk.definitions.compiling import compile_models, compile_request_index
from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.nearest import nearest
from supportdesk.judging.shapes import check_shape
from supportdesk.judging.sources import File, all_of, laid_over, read_text
from supportdesk.judging.yaml_text import Document, read_yaml
from supportdesk.wording_index import index_errors

TABLE_FILES = frozenset({"facts.yaml", "causes.yaml", "models.yaml", "gateways.yaml", "refunds.yaml"})
"""Files at the top of rules/ with a meaning of their own; every other one there goes to `words` by its name."""

NO_FAMILIES = frozenset({"errors", "requests", "replies", "models"})
"""Folders of rules/ that hold no rules."""

ROW_FIELDS = frozenset(
    {
        "id",
        "system",
        "since",
        "until",
        "http",
        "type",
        "code",
        "template",
        "kind",
        "layer",
        "who",
        "source",
        "example",
        "disabled",
    }
)
LAYERS = ("client", "proxy", "cdn", "gateway", "next_gateway", "upstream")

Row = dict[str, Any]


def document(file: File) -> Document:
    """Return a file's data with the lines of its values; raises RulesError."""
    return parsed(read_text(file), file.relative)


def parsed(text: str, relative: str) -> Document:
    """Return the data of a file's text, of the shape that its readers take; raises RulesError."""
    found = read_yaml(text, relative)
    check_shape(found, relative)
    return found


def is_rule_file(relative: str) -> bool:
    """Tell whether a file below rules/ holds a rule."""
    family, slash, _name = relative.partition("/")
    return bool(slash) and family not in NO_FAMILIES and relative.endswith(".yaml")


def gateways(files: list[File]) -> dict[str, list[Row]]:
    """Return gateways, releases and eras, an operator's row of an id in the place of ours."""
    merged_rows: dict[str, dict[str, Row]] = {"gateways": {}, "releases": {}, "eras": {}}
    for file in all_of(files, "gateways.yaml"):
        found = document(file)
        for part, rows in merged_rows.items():
            for number, row in enumerate((found.data or {}).get(part) or []):
                if not isinstance(row, dict) or "id" not in row:
                    raise found.error(gettext("a row of {part} needs an id").format(part=part), part, number)
                _lay(rows, str(row["id"]), row)
    return {part: list(rows.values()) for part, rows in merged_rows.items()}


def releases(rows: list[Row]) -> dict[str, int]:
    """Return the ordinal of each release by its id; raises RulesError where two have one."""
    found: dict[str, int] = {}
    for row in rows:
        if not isinstance(row.get("ordinal"), int) or row["ordinal"] in found.values():
            raise RulesError(
                gettext("the release {id} needs an ordinal of its own").format(id=row["id"]), "gateways.yaml"
            )
        found[str(row["id"])] = row["ordinal"]
    return found


def error_rows(files: list[File]) -> list[Row]:
    """Return the rows of all error vocabularies; a row of an operator's file stands in the place of ours of its id."""
    found: dict[str, Row] = {}
    for file in sorted(files, key=lambda file: (file.folder, file.relative)):
        if file.relative.startswith("errors/") and file.relative.endswith(".yaml"):
            for row in rows_of(document(file)):
                _lay(found, str(row["id"]), row)
    return list(found.values())


def rows_of(found: Document) -> list[Row]:
    """Return the rows of one error vocabulary: a list, or a mapping with `rows` and what all of them share."""
    shared: Row = {}
    rows = found.data
    if isinstance(rows, dict):
        shared = {name: value for name, value in rows.items() if name != "rows"}
        rows = rows.get("rows")
    for number, row in enumerate(rows or []):
        whole = {**shared, **row} if isinstance(row, dict) else {}
        needed = {"id"} if whole.get("disabled") else {"id", "kind", "layer", "system"}
        if not needed <= set(whole):
            raise found.error(gettext("an error row needs id, system, kind and layer"), number)
    return [{**shared, **row} for row in rows or []]


def error_index(rows: list[Row]) -> Row:
    """Return the rows as vocabulary.match_error reads them; raises RulesError."""
    try:
        return index_errors(rows)
    except ValueError as problem:
        raise RulesError(str(problem), "errors") from problem


def by_id(files: list[File], name: str, part: str) -> dict[str, Row]:
    """Return a table's rows by id, from a list under `part` (or at the top) or a mapping, later over earlier."""
    found: dict[str, Row] = {}
    for file in all_of(files, name):
        one = document(file)
        rows = one.data.get(part, one.data) if isinstance(one.data, dict) else one.data
        if isinstance(rows, dict):
            rows = [{"id": identity, **(row or {})} for identity, row in rows.items()]
        for number, row in enumerate(rows or []):
            if not isinstance(row, dict) or "id" not in row:
                raise one.error(gettext("a row of {name} needs an id").format(name=name), part, number)
            identity = str(row["id"])
            found[identity] = {**found.get(identity, {}), **row}
    return found


def merged(files: list[File], name: str) -> Row:
    """Return a mapping, the operator's keys in the place of ours, down to the fields of a row."""
    whole: Row = {}
    for file in all_of(files, name):
        found = document(file)
        if not isinstance(found.data, dict):
            raise found.error(gettext("{name} is a mapping").format(name=name))
        whole = _over(whole, found.data, 4)
    return whole


def models(files: list[File]) -> Row:
    """Return the catalogue; names and patterns of an operator's models.yaml come before ours."""
    imported = [document(file).data for file in laid_over(files, "models/", ".yaml")]
    whole: Row = compile_models({}, imported)
    for file in all_of(files, "models.yaml"):
        data, names, patterns = _without_disabled({"kinds": whole["kinds"], **(document(file).data or {})})
        one = compile_models(data, imported)
        kept = [pattern for pattern in whole["patterns"] if "*".join(pattern["parts"]) not in patterns]
        whole = {
            **whole,
            **one,
            "names": {name: row for name, row in whole["names"].items() if name not in names} | one["names"],
            "patterns": [*one["patterns"], *kept],
            "kinds": {**whole["kinds"], **one["kinds"]},
        }
    return whole


def _without_disabled(data: Row) -> tuple[Row, set[str], set[str]]:
    """Return a catalogue's data without its `disabled` entries, and the names and patterns that those take away."""
    entries = [entry for group in data.get("groups") or [] for entry in group.get("models") or []]
    gone: dict[str, set[str]] = {}
    for word in ("name", "pattern"):
        given = [entry for entry in entries if entry.get("disabled") is True]
        single = [entry[word] for entry in given if word in entry]
        several = [text for entry in given for text in entry.get(word + "s", [])]
        gone[word] = {str(text).lower() for text in (*single, *several)}
    groups = [
        {**group, "models": [entry for entry in group.get("models") or [] if entry.get("disabled") is not True]}
        for group in data.get("groups") or []
    ]
    return {**data, "groups": groups}, gone["name"], gone["pattern"]


def requests(files: list[File]) -> list[Row]:
    """Return the index of the request definitions; an operator's `{"disabled": true}` of a path drops ours."""
    pairs = []
    for file in laid_over(files, "requests/", ".json"):
        try:
            data = json.loads(read_text(file))
        except ValueError as problem:
            raise RulesError(gettext("is no JSON: {problem}").format(problem=problem), file.relative) from problem
        if not isinstance(data, dict):
            raise RulesError(gettext("a mapping stands here"), file.relative)
        if data.get("disabled") is not True:
            pairs.append((file.relative, data))
    return compile_request_index(pairs)


def replies(files: list[File]) -> dict[str, Row]:
    """Return the reply texts by language, an operator's in the place of ours text by text."""
    found: dict[str, Row] = {}
    for file in files:
        if file.relative.startswith("replies/") and file.relative.endswith(".yaml"):
            language = file.relative.split("/")[1]
            found[language] = _over(found.get(language, {}), document(file).data or {}, 3)
    return found


def words(files: list[File]) -> Row:
    """Return every other table at the top of rules/ by its file's name; lists of rows with ids are laid over by id."""
    found: Row = {}
    for file in files:
        if "/" in file.relative or not file.relative.endswith(".yaml") or file.relative in TABLE_FILES:
            continue
        name = file.relative.removesuffix(".yaml")
        data = document(file).data
        known = found.get(name)
        if isinstance(known, dict) and isinstance(data, dict):
            found[name] = _over(known, data, 3)
        elif (
            isinstance(known, list)
            and isinstance(data, list)
            and all(isinstance(row, dict) and "id" in row for row in (*known, *data))
        ):
            rows = {row["id"]: row for row in known}
            for row in data:
                _lay(rows, row["id"], row)
            found[name] = list(rows.values())
        else:
            found[name] = data
    return found


def vocabularies(errors: list[Row], kinds: Row, known_gateways: dict[str, list[Row]]) -> dict[str, list[str]]:
    """Return the closed lists that `values_from` in facts.yaml names; raises RulesError for a kind that is none."""
    for row in errors:
        for kind in kinds_of(row):
            if kind not in kinds:
                message = gettext("{id}: no kind {kind!r} in error_kinds.yaml{hint}")
                raise RulesError(message.format(id=row["id"], kind=kind, hint=nearest(kind, kinds)), "errors")
    return {
        "errors.kind": sorted(kinds),
        "errors.system": sorted({str(row["system"]) for row in errors}),
        "gateways.id": [str(row["id"]) for row in known_gateways["gateways"]],
    }


def kinds_of(row: Row) -> list[str]:
    """Return the kinds that an error row may mean."""
    return [row["kind"]] if isinstance(row["kind"], str) else list(row["kind"])


def _lay(rows: dict[str, Row], identity: str, row: Row) -> None:
    """Put a row in the place of the one of its id; `disabled` takes that away."""
    if row.get("disabled") is True:
        rows.pop(identity, None)
    else:
        rows[identity] = row


def _over(known: Row, data: Row, depth: int) -> Row:
    """Return a mapping with another laid over it; a mapping with `disabled: true` drops the key."""
    whole = dict(known)
    for key, value in data.items():
        if isinstance(value, dict) and value.get("disabled") is True:
            whole.pop(key, None)
        elif depth > 1 and isinstance(value, dict) and isinstance(whole.get(key), dict):
            whole[key] = _over(whole[key], value, depth - 1)
        else:
            whole[key] = value
    return whole
