"""The catalogue and the request definitions as they stand in the rules cache (design, Promise 7).

The compiler of the rules calls two pure functions and keeps what they return:

    models   = compile_models(<models.yaml>, imported=[<each models/*.yaml>])    # Knowledge.models
    requests = compile_request_index([("requests/toapis/gemini_omni.json", <decoded file>), …])   # Knowledge.requests

`models/*.yaml` below a rules directory is what `supportdesk models import` writes: one gateway's own prices and
endpoints. `requests/envelope.schema.json` is no definition; hand it in or leave it out, it is skipped. Bodies are not
part of the index: `definitions.library` reads them from their file when a request is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext

MODELS_FILE = "models.yaml"
LISTS = ("neutral", "shared", "complete", "text_words")
INDEX_FIELDS = (
    "id", "gateway", "model", "aliases", "kind", "modes", "method", "path", "poll_path", "endpoint", "content_type",
    "status", "as_of", "documentation", "chosen_by", "partial",
)  # fmt: skip
"""Fields of an envelope that the index repeats (rules/requests/envelope.schema.json says what they mean)."""


def compile_models(data: Mapping[str, Any], imported: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return the catalogue as `lookup_model` reads it, from models.yaml and the imported answers of gateways.

    The result: `names` {lower-case name: row}, `patterns` [{"parts": […], "row": row}] with the most specific first,
    `kinds` {kind: {endpoints, open, tokens_priced}}, `neutral`, `shared`, `complete`, `text_words`, `endpoint_types`
    as rules/models.yaml says, `at` {gateway: {lower-case name: row}} from the imports. A row: `{kind, endpoints, open,
    also, responses_only, tokens_priced, provider, source, guess}`; `also`: endpoints that single gateways document
    besides.

    What `data` does not state of the lists is left out, so that an operator's file laid over ours keeps ours.

    Raises RulesError for a row without name, kind or source, and for a name that stands twice.
    """
    kinds = {
        kind: {
            "endpoints": list(entry["endpoints"]),
            "open": list(entry.get("open", [])),
            "tokens_priced": bool(entry.get("tokens_priced", False)),
        }
        for kind, entry in data.get("kinds", {}).items()
    }
    names: dict[str, dict[str, Any]] = {}
    patterns: dict[str, dict[str, Any]] = {}
    for group in data.get("groups", []):
        for entry in group.get("models", []):
            row = _row(entry, group, kinds)
            for name in _listed(entry, "name"):
                _put(names, name, row)
            for pattern in _listed(entry, "pattern"):
                _put(patterns, pattern, row)
    ordered = sorted(patterns, key=lambda text: (-len(text.replace("*", "")), text.count("*"), text))
    lists: dict[str, Any] = {key: list(data[key]) for key in LISTS if key in data}
    if "endpoint_types" in data:
        lists["endpoint_types"] = {word: list(endpoints) for word, endpoints in data["endpoint_types"].items()}
    return {
        "names": names,
        "patterns": [{"parts": text.split("*"), "row": patterns[text]} for text in ordered],
        "kinds": kinds,
        **lists,
        "at": {str(answer["gateway"]): _imported_rows(answer, kinds) for answer in imported},
    }


def compile_request_index(files: Iterable[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return one row a request definition, from pairs of the path below `rules/` and the decoded file.

    A row has the fields of INDEX_FIELDS, `file` (the path), `names` (model and aliases, lower-case), `required` and
    `fields` (names of the body's top level).
    Raises RulesError for a file without one of the fields that a definition must have, and for an id given twice.
    """
    rows: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for path, envelope in files:
        if path.endswith("envelope.schema.json"):
            continue
        absent = [name for name in (*INDEX_FIELDS[:12], "body") if name not in envelope]
        if absent:
            raise RulesError(gettext("a request definition needs {words}").format(words=", ".join(absent)), path)
        identity = str(envelope["id"])
        if identity in seen:
            raise RulesError(gettext("the id {id} is taken by {file}").format(id=identity, file=seen[identity]), path)
        seen[identity] = path
        body = envelope["body"]
        row = {name: envelope.get(name) for name in INDEX_FIELDS}
        row["file"] = path
        row["names"] = [str(name).lower() for name in (envelope["model"], *envelope["aliases"])]
        row["required"] = list(body.get("required", []))
        row["fields"] = list(body.get("properties", {}))
        rows.append(row)
    return rows


def _row(entry: Mapping[str, Any], group: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    kind = entry.get("kind", group.get("kind"))
    source = entry.get("source", group.get("source"))
    if kind not in kinds or not source:
        raise RulesError(
            gettext("the row {row} needs a kind of `kinds` and a source").format(row=dict(entry)), MODELS_FILE
        )
    return {
        "kind": kind,
        "endpoints": list(entry.get("endpoints", kinds[kind]["endpoints"])),
        "open": list(entry.get("open", kinds[kind]["open"])),
        "also": {gateway: list(endpoints) for gateway, endpoints in entry.get("also", {}).items()},
        "responses_only": bool(entry.get("responses_only", False)),
        "tokens_priced": bool(entry.get("tokens_priced", kinds[kind]["tokens_priced"])),
        "provider": entry.get("provider", group.get("provider")),
        "source": source,
        "guess": bool(entry.get("guess", False)),
    }


def _imported_rows(answer: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for entry in answer.get("models", []):
        kind = entry.get("kind")
        row = {
            "endpoints": list(entry.get("endpoints", [])),
            "tokens_priced": bool(entry.get("tokens_priced", False)),
            "source": answer.get("source", "imported"),
        }
        if kind in kinds:
            row["kind"] = kind
        rows[str(entry["name"]).lower()] = row
    return rows


def _listed(entry: Mapping[str, Any], word: str) -> list[str]:
    """Return the values under `name` or `names` (`pattern` or `patterns`), lower-case."""
    single = [entry[word]] if word in entry else []
    return [str(text).lower() for text in (*single, *entry.get(word + "s", []))]


def _put(table: dict[str, dict[str, Any]], name: str, row: dict[str, Any]) -> None:
    if name in table:
        raise RulesError(gettext("{name} stands twice").format(name=name), MODELS_FILE)
    table[name] = row
