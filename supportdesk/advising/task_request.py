"""From a call on a text interface to the task request of the model's own definition."""

from __future__ import annotations

import re
from typing import Any

from supportdesk.advising.conversation import HOLDERS, Said, last_words
from supportdesk.advising.repair import Sheet, put_at, take_out, value_at
from supportdesk.definitions.placing import documented, place_fields, schema_at
from supportdesk.definitions.wording import field_name
from supportdesk.value import Value

Schema = dict[str, Any]


def make_task_body(sheet: Sheet, body: dict[str, Any], envelope: dict[str, Any]) -> dict[str, Any]:
    """Return the task's body: prompt and media of the conversation, and every field that the definition knows.

    What is left out is listed on the sheet with its reason. `body` is not changed.
    """
    schema: Schema = envelope["body"]
    said = last_words(body)
    rest = {name: value for name, value in body.items() if name not in HOLDERS or name in schema["properties"]}
    placed = place_fields(Value.of(rest), schema)
    result: dict[str, Any] = placed.body.plain()
    result["model"] = _model_name(str(body.get("model", "")), envelope)
    for stray in placed.strays:
        value = take_out(result, stray.pointer)
        if not _renamed(sheet, result, schema, stray.name, value):
            streaming = stray.name in ("stream", "stream_options")
            reason = "stream" if streaming else "undocumented"
            sheet.drop(stray.pointer, reason, model=envelope["model"], path=envelope["path"] or "")
    for stray, target in placed.doubled:
        take_out(result, stray.pointer)
        sheet.drop(stray.pointer, "doubled", place=field_name(target))
    if said is not None:
        _speak(sheet, result, envelope, said)
    return result


def _speak(sheet: Sheet, result: dict[str, Any], envelope: dict[str, Any], said: Said) -> None:
    schema: Schema = envelope["body"]
    prompt = next((p for p, _s, _r in documented(schema) if p.rpartition("/")[2] == "prompt"), None)
    if prompt is not None and said.text.strip() and not value_at(result, prompt):
        put_at(result, prompt, said.text)
        sheet.step("prompt", field=field_name(prompt))
    for pointer in said.rest:
        sheet.drop(pointer, "conversation")
    for kind, urls in said.media.items():
        _show(sheet, result, envelope, kind, urls, said.pointer)


def _show(
    sheet: Sheet, result: dict[str, Any], envelope: dict[str, Any], kind: str, urls: list[str], stood: str
) -> None:
    """Put media into the first field of rules/fixes.yaml that the definition has."""
    schema: Schema = envelope["body"]
    for pointer in sheet.words["media"].get(kind, []):
        here = schema_at(schema, pointer)
        if here is None or "x-alias-of" in here or value_at(result, pointer) is not None:
            continue
        items = here.get("items", here)
        kept = [url for url in urls if not _refused(url, items)]
        if len(kept) < len(urls):
            sheet.drop(stood, "inline", field=field_name(pointer))
        if not kept:
            return
        if here.get("type") == "array":
            inner = next(iter(items.get("properties", {})), None)
            put_at(result, pointer, [{inner: url} for url in kept] if inner else kept)
        else:
            put_at(result, pointer, kept[0])
        sheet.step(
            "media",
            field=field_name(pointer),
            urls=", ".join(url if len(url) < 80 else url[:79] + "…" for url in kept[:3])
            + (", …" if len(kept) > 3 else ""),
        )
        if "x-assumed" in here:
            source = here["x-assumed"]["from"].partition("/")[2]
            sheet.step("assumed", field=field_name(pointer), source=source, model=envelope["model"])
        return
    sheet.drop(stood, "no_media", model=envelope["model"])


def _refused(url: str, schema: Schema) -> bool:
    deep = schema if "pattern" in schema else next(iter(schema.get("properties", {}).values()), {})
    pattern = deep.get("pattern")
    return pattern is not None and re.search(pattern, url) is None


def _renamed(sheet: Sheet, result: dict[str, Any], schema: Schema, name: str, value: Any) -> bool:
    """Carry a field over under the name that the definition uses; a value that does not fit stays behind."""
    if value is None:
        return False
    for here, others in sheet.words["names"].items():
        inner = schema["properties"].get(here)
        if inner is None or name not in others or here in result or "x-alias-of" in inner:
            continue
        allowed = inner.get("enum", inner.get("x-known-values"))
        if allowed is None or value in allowed:
            result[here] = value
            sheet.step("renamed", field=name, place=here)
            return True
    return False


def _model_name(name: str, envelope: dict[str, Any]) -> str:
    """Return the customer's own spelling where the definition knows it, else the definition's."""
    known = [envelope["model"], *envelope["aliases"]]
    for spelling in (name, name.rpartition("/")[2]):
        for model in known:
            if spelling.lower() == str(model).lower():
                return str(model)
    return name or str(envelope["model"])
