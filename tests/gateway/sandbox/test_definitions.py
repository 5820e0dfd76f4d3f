"""Every request definition: its minimal request is accepted, its documented violations are refused with the place."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from supportdesk.definitions.library import load_definition
from supportdesk.gateway.sandbox.desk import Sandbox
from supportdesk.gateway.sandbox.exchange import Call, Upload
from supportdesk.judging.compile import load_knowledge
from tests.gateway.sandbox.calls import BASE, KEY, ask, read, sandbox

ROWS = [row for row in load_knowledge().requests if row["path"]]  # of one no page shows the path
JSON_ROWS = [row for row in ROWS if row["content_type"] == "application/json"]
CURRENT = [row for row in JSON_ROWS if row["status"] == "current"]


@pytest.fixture(scope="module")
def boxes() -> Iterator[dict[str, Sandbox]]:
    made = {row["gateway"]: sandbox(gateway=row["gateway"], granted=10**12) for row in ROWS}
    yield made
    for box in made.values():
        box.close()


def path_of(row: dict[str, Any], body: dict[str, Any]) -> str:
    path: str = (
        row["path"].replace("{model}", str(body.get("model", row["model"]))).replace("{method}", "generateContent")
    )
    return path.replace("{video_id}", "task_" + "a" * 32)


@pytest.mark.parametrize("row", JSON_ROWS, ids=lambda row: row["id"])
def test_the_minimal_request_is_accepted(row: dict[str, Any], boxes: dict[str, Sandbox]) -> None:
    body = load_definition(row["file"])["minimal_request"]
    answer = ask(boxes[row["gateway"]], "POST", path_of(row, body), body)
    assert answer.status == 200, answer.pieces


@pytest.mark.parametrize("row", [row for row in ROWS if row not in JSON_ROWS], ids=lambda row: row["id"])
def test_the_minimal_form_is_accepted(row: dict[str, Any], boxes: dict[str, Sandbox]) -> None:
    definition = load_definition(row["file"])
    files = {name for name, field in definition["body"]["properties"].items() if field.get("x-file")}
    whole = definition["minimal_request"]
    form = {name: Upload(value, "audio/mpeg", 9) if name in files else str(value) for name, value in whole.items()}
    box = boxes[row["gateway"]]
    headers = {"authorization": f"Bearer {KEY}"}
    call = Call("POST", path_of(row, whole), {}, headers, b"", form, BASE, "1", box.settings.clock())
    answer = box.answer(call)
    assert answer.status == 200, answer.pieces
    if "prompt" in whole:
        fewer = {name: value for name, value in form.items() if name != "prompt"}
        refused = box.answer(call._replace(form=fewer))
        assert (refused.status, read(refused)["error"]["param"]) == (400, "/prompt")


def broken(definition: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return bodies that break the definition in one documented way each, with the pointer of the field at fault."""
    schema, whole = definition["body"], definition["minimal_request"]
    found = [
        (f"/{name}", {key: value for key, value in whole.items() if key != name})
        for name in schema.get("required", [])
        if name != "model" and name in whole
    ]
    for name, field in schema.get("properties", {}).items():
        if name == "model" or field.get("x-assumed"):
            continue
        body = copy.deepcopy(whole)
        if "enum" in field and all(isinstance(value, str) for value in field["enum"]):
            body[name] = "surely-not-documented"
        elif field.get("type") == "integer" and "enum" in field:
            body[name] = max(field["enum"]) + 1
        elif field.get("type") == "integer" and "maximum" in field:
            body[name] = field["maximum"] + 1
        elif field.get("type") == "integer" and "minimum" in field:
            body[name] = field["minimum"] - 1
        elif field.get("type") == "string" and name == "prompt":
            body[name] = {"text": "no text"}
        else:
            continue
        found.append((f"/{name}", body))
    return found


def test_documented_violations_are_refused_with_their_place(boxes: dict[str, Sandbox]) -> None:
    counts: Counter[str] = Counter()
    accepted = []
    for row in CURRENT:
        definition = load_definition(row["file"])
        for pointer, body in broken(definition):
            if pointer[1:] in row["chosen_by"] or "*" in row["model"]:
                continue  # without that field another page of the path holds; a contract of all models only warns
            answer = ask(boxes[row["gateway"]], "POST", path_of(row, body), json.dumps(body, indent=1).encode())
            told = read(answer)
            counts["all"] += 1
            if answer.status != 400 or told["error"]["param"] != pointer or "(line " not in told["error"]["message"]:
                accepted.append((row["id"], pointer, answer.status, told.get("error", {}).get("message")))
    assert counts["all"] > 300
    assert accepted == []
