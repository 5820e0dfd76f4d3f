"""Make `rules/requests/<gateway>/<stem>.json` from the collected parameter tables: run once, then kept by hand.

    python scripts/import_definitions.py path/to/models.json rules/requests

It wrote the first version of every definition; since then the files are the source and this script is their history.
It overwrites the files it makes, so review the difference before a commit. What it adds to the tables stands in
`import_overrides.py`, what it makes of their constraint sentences in `import_constraints.py`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from import_constraints import KEPT, OPTIONAL_AFTER_ALL, RULES
from import_notes import CONTRADICTIONS, ZH
from import_overrides import (
    ALIAS_FIELDS,
    ASSUMED,
    CHOSEN_BY,
    ENDPOINTS,
    EXTRA_FIELDS,
    EXTRA_NOTES,
    GENERIC_TASK,
    OPEN_VALUES,
    PARTIAL,
    VALUE_LISTS,
)

Schema = dict[str, Any]

FORMATS = {
    "http-url": "^[Hh][Tt][Tt][Pp][Ss]?://",
    "https-url": "^[Hh][Tt][Tt][Pp][Ss]://",
    "http-url|data-uri": "^([Hh][Tt][Tt][Pp][Ss]?://|data:)",
    "url": "^([Hh][Tt][Tt][Pp][Ss]?://|data:)",
    "http-url|asset-uri": "^([Hh][Tt][Tt][Pp][Ss]?|asset)://",
    "http-url|data-uri|asset-uri": "^([Hh][Tt][Tt][Pp][Ss]?://|data:|asset://)",
    "start,end": "^[0-9]+([.][0-9]+)?,[0-9]+([.][0-9]+)?$",
    "WxH": "^[1-9][0-9]*x[1-9][0-9]*$",
}
"""Format of the tables → pattern; the format itself stays as an annotation."""


def main(source: str, target: str) -> None:
    """Write every definition and print how many there are a gateway."""
    entries = json.loads(Path(source).read_text(encoding="utf-8"))
    stems: set[str] = set()
    for entry in entries:
        gateway, _, rest = entry["id"].partition("/")
        stem = file_stem(rest)
        if (gateway, stem.lower()) in stems:
            raise SystemExit(f"two definitions would be {gateway}/{stem}.json")
        stems.add((gateway, stem.lower()))
        path = Path(target, gateway, stem + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(envelope(entry), ensure_ascii=False, indent=2)
        path.write_text(short_lists(text) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(stems)} definitions\n")


def file_stem(rest: str) -> str:
    """Return the id after the gateway as a file name that every system takes."""
    return rest.replace("*", "any").replace("#", "--").replace("@", "--").replace("/", "-")


def short_lists(text: str) -> str:
    """Put lists of plain values on one line."""
    return re.sub(r"\[\s+([^\[\]{}]{1,400}?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "]", text)


def envelope(entry: dict[str, Any]) -> dict[str, Any]:
    """Return one definition."""
    identity = entry["id"]
    body = body_schema(entry)
    notes, contradictions = sort_notes(entry)
    return {
        "id": identity,
        "gateway": entry["gateway"],
        "model": entry["model"],
        "aliases": entry["aliases"],
        "kind": entry["kind"],
        "modes": entry["modes"],
        "method": entry["method"],
        "path": entry["path"],
        "poll_path": entry["poll_path"],
        "endpoint": ENDPOINTS.get(entry["path"]),
        "content_type": entry["content_type"],
        "status": entry["status"],
        "as_of": entry["as_of"],
        "verified": entry["verified"],
        "documentation": entry["source"],
        "chosen_by": CHOSEN_BY.get(identity, []),
        "partial": identity in PARTIAL or not entry["verified"],
        "path_parameters": {p["name"]: annotate({}, p) for p in entry["params"] if p["in"] == "path"},
        "defaults": {
            p["name"]: p["default"]
            for p in entry["params"]
            if "default" in p and p["in"] == "body" and p["name"] != "model"
        },
        "body": body,
        "constraints": notes,
        "contradictions": [*EXTRA_NOTES.get(identity, []), *contradictions],
        "minimal_request": minimal(body, entry),
        "minimal_response": entry["response_example"] or generic_answer(entry),
    }


def body_schema(entry: dict[str, Any]) -> Schema:
    """Return the body's JSON Schema: dotted names nested, cross-field rules in `allOf`."""
    body: Schema = {"type": "object", "required": [], "properties": {}}
    for param in entry["params"]:
        if param["in"] == "body":
            place(body, param["name"].split("."), param, entry)
    for name, schema in {**EXTRA_FIELDS.get(entry["id"], {}), **ASSUMED.get(entry["id"], {})}.items():
        body["properties"][name] = schema
    for name, others in ALIAS_FIELDS.get(entry["id"], {}).items():
        for other in others:
            body["properties"].setdefault(other, {"x-alias-of": name})
    if any(text.startswith(OPTIONAL_AFTER_ALL) for text in entry["constraints"]):
        body["required"] = [name for name in body["required"] if name != "prompt"]
    if entry["kind"] == "chat":
        open_messages(body["properties"].get("messages", {}))
    rules = [rule for text in entry["constraints"] for rule in RULES.get(text, [])]
    if rules:
        body["allOf"] = rules
    if not body["required"]:
        del body["required"]
    return body


def open_messages(messages: Schema) -> None:
    """Let messages be what the OpenAI and Anthropic APIs take, of which the pages list only the beginnings.

    An assistant message with tool calls has no content, a tool message has other fields, and new kinds of content
    blocks come up: none of this is a finding.
    """
    items = messages.get("items", {})
    messages["x-open"] = True
    if "content" in items.get("required", []):
        items["required"].remove("content")
        items["properties"]["content"]["type"] = ["array", "null", "string"]
        items["if"] = {"properties": {"role": {"enum": ["system", "user"]}}}
        items["then"] = {"required": ["content"], "properties": {"content": {"type": ["array", "string"]}}}


def place(schema: Schema, steps: list[str], param: dict[str, Any], entry: dict[str, Any]) -> None:
    """Put one parameter where its dotted name says; an object or list on the way is made when it is not there."""
    head, rest = steps[0], steps[1:]
    name, depth = head.rstrip("[]"), head.count("[]")
    here = schema.setdefault("properties", {}).setdefault(name, {})
    for _ in range(depth):
        here.setdefault("type", ["array"])
        here = here.setdefault("items", {"type": "object"})
    if rest:
        here.setdefault("type", "object")
        place(here, rest, param, entry)
        return
    if param["required"]:
        schema.setdefault("required", []).append(name)
    fill(here, param, entry)


def fill(here: Schema, param: dict[str, Any], entry: dict[str, Any]) -> None:
    """Write type, range, length, format and values of a parameter into its schema."""
    types = param["type"].split("|")
    plain = sorted({"array" if t.startswith("array") else t for t in types} - {"file"})
    here["type"] = plain[0] if len(plain) == 1 else plain
    scalar = here
    if any(t.startswith("array") for t in types):
        kept = here.get("items", {})
        items = sorted(t[6:-1] for t in types if t.startswith("array"))
        here["items"] = {**kept, "type": items[0] if len(items) == 1 else items}
        if items != ["object"]:
            scalar = here["items"]
    if "file" in types:
        here.pop("type")
        here["x-file"] = True
    values(here, param, entry)
    for word, key in (("min_items", "minItems"), ("max_items", "maxItems"), ("max_length", "maxLength")):
        if word in param:
            here[key] = param[word]
    if "format" in param:
        scalar["format"] = param["format"]
        scalar["pattern"] = FORMATS[param["format"]]
    annotate(here, param)


def values(here: Schema, param: dict[str, Any], entry: dict[str, Any]) -> None:
    """Write closed and open lists of values and ranges; what the page says besides its table is in VALUE_LISTS."""
    name = param["name"]
    fixed = VALUE_LISTS.get((entry["id"], name))
    if fixed is not None:
        here.update(fixed)
        return
    if name == "model":
        if "*" not in entry["model"]:
            here["enum"] = list(dict.fromkeys([*param.get("enum", []), entry["model"], *entry["aliases"]]))
    elif "enum" in param:
        opened = entry["kind"] == "chat" and name in OPEN_VALUES
        here["x-known-values" if opened else "enum"] = param["enum"]
    if "known_values" in param:
        here["x-known-values"] = param["known_values"]
    if param["type"] == "string" and "minimum" in param:
        here["pattern"] = "^(" + "|".join(str(n) for n in range(param["minimum"], param["maximum"] + 1)) + ")$"
        return
    for word in ("minimum", "maximum"):
        if word in param:
            here[word] = param[word]
    if param["type"] == "integer|string":
        here["pattern"] = "^auto$"


def annotate(here: Schema, param: dict[str, Any]) -> Schema:
    """Write what only people read."""
    if "default" in param and param["name"] != "model":
        here["default"] = param["default"]
    if param.get("unit"):
        here["x-unit"] = param["unit"]
    if param["description"]:
        here["description"] = param["description"]
    return here


def sort_notes(entry: dict[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """Return the sentences that stay notes, and those by which the documentation contradicts itself."""
    notes: list[dict[str, str]] = []
    contradictions: list[dict[str, Any]] = []
    for text in entry["constraints"]:
        if text in RULES and not text.startswith(KEPT):
            continue
        both = {"en": text, "zh": ZH[text]}
        (contradictions if text.startswith(CONTRADICTIONS) else notes).append(both)
    return notes, contradictions


def generic_answer(entry: dict[str, Any]) -> dict[str, Any] | None:
    """Return the task object that ToAPIs documents for every task (toapis.md, 'Task workflow'); None elsewhere."""
    if entry["gateway"] != "toapis" or entry["kind"] not in ("image", "video"):
        return None
    return {**GENERIC_TASK, "model": entry["model"]}


def minimal(schema: Schema, entry: dict[str, Any]) -> Any:
    """Return the smallest body that the definition accepts, with invented values."""
    from import_minimal import example

    return example(schema, entry)


if __name__ == "__main__":
    main(*sys.argv[1:])
