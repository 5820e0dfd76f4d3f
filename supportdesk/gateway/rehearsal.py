"""A rehearsal before it is sent: the definition, the body as filled in, what is wrong with it, and its mode."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from typing import Any

from supportdesk.definitions.catalogue import lookup_model
from supportdesk.definitions.library import load_definition
from supportdesk.definitions.select import DefinitionInfo, candidates, task_definition
from supportdesk.definitions.violation import Violation
from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.named import NamedTuple

REFERENCE_NAMES = ("reference_images", "reference_image_urls", "references", "subjects", "elements")
FRAME_NAMES = ("image", "image_url", "first_frame", "image_start", "first_frame_image", "start_frame", "img_url")
LAST_NAMES = ("last_frame", "end_frame", "image_end", "last_frame_image", "tail_image")
VIDEO_NAMES = ("video", "video_url", "video_urls", "video_list", "source_video")
IMAGES_NAMES = ("image_urls", "images", "image_list", "image_with_roles")


class Field(NamedTuple):
    """One field of a form: `name` dotted, `types` of JSON, `choices` closed (or open: `suggestions`), bounds, default.

    `help` is the documentation's own sentence in English; `assumed` where only a sibling's page documents the field;
    `member` is what an item of a list is named (video_url), '' where the items are plain, None where it is no list.
    """

    name: str
    types: tuple[str, ...]
    required: bool
    choices: tuple[Any, ...]
    suggestions: tuple[Any, ...]
    minimum: float | None
    maximum: float | None
    default: Any
    help: str
    assumed: bool
    member: str | None = None


class Plan(NamedTuple):
    """What would be sent, and what is wrong with it.

    `mode` is the one that the body makes (None: the definition names none); `path` has its parameters filled in.
    """

    info: DefinitionInfo
    envelope: dict[str, Any]
    body: dict[str, Any]
    violations: tuple[Violation, ...]
    mode: str | None
    path: str

    def errors(self) -> list[Violation]:
        """Return what would be refused."""
        return [violation for violation in self.violations if violation.severity == "error"]


def plan(
    knowledge: Any, contract: str, model: str, values: dict[str, Any], *, path_values: dict[str, str] | None = None
) -> Plan:
    """Return the plan of a call of a model with these values (dotted names), on top of nothing but its name.

    Raises InputError for a model without a definition at this gateway, and RulesError for an unreadable one.
    """
    nested = nest(values)
    info = task_definition(knowledge, contract, model, nested) or _any_definition(knowledge, contract, model, nested)
    known = lookup_model(knowledge, model, contract)
    if info is None or ("*" in info.model and (known is None or known.guessed)):
        raise InputError(
            _("{gateway} documents no request for the model {model}").format(gateway=contract, model=model),
            _near(knowledge, contract, model),
        )
    envelope = load_definition(info.file)
    body = {**({"model": model} if "model" in envelope["body"]["properties"] else {}), **nested}
    return planned(knowledge, info, envelope, body, path_values or {})


def planned(
    knowledge: Any, info: DefinitionInfo, envelope: dict[str, Any], body: dict[str, Any], path_values: dict[str, str]
) -> Plan:
    """Return the plan of a whole body, such as one that was edited as JSON."""
    from supportdesk.definitions.check import check_request
    from supportdesk.value import Value

    checked = check_request(Value.of(body), knowledge, gateway=info.gateway, model=info.model)
    path = info.path or ""
    for name, value in path_values.items():
        path = path.replace("{" + name + "}", value)
    return Plan(info, envelope, body, tuple(checked.violations), advised_mode(envelope, body), path)


def minimal(knowledge: Any, contract: str, model: str) -> dict[str, Any]:
    """Return the documented minimal request of a model, as a body to begin with."""
    found = plan(knowledge, contract, model, {})
    return {**copy.deepcopy(found.envelope["minimal_request"]), "model": model}


def form_of(envelope: dict[str, Any]) -> list[Field]:
    """Return the fields of a definition in its page's order, needed ones first; objects by their members."""
    found = list(_fields(envelope["body"], ""))
    return sorted(found, key=lambda field: (not field.required, field.assumed))


def _fields(schema: dict[str, Any], prefix: str) -> Iterable[Field]:
    needed = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        if field.get("x-alias-of"):
            continue
        if field.get("properties") and field.get("type") == "object":
            yield from _fields(field, f"{prefix}{name}.")
            continue
        types = field.get("type", "string")
        yield Field(
            prefix + name,
            tuple(types) if isinstance(types, list) else (types,),
            name in needed and not prefix,
            tuple(field.get("enum", ())),
            tuple(field.get("x-known-values", ())),
            field.get("minimum"),
            field.get("maximum"),
            field.get("default"),
            field.get("description", ""),
            "x-assumed" in field,
            _member(field),
        )


def help_of(field: Field, knowledge: Any) -> dict[str, str]:
    """Return what the documentation says of a field, {en, zh}; where nobody has put it into Chinese, the English."""
    chinese = (knowledge.words.get("field_help") or {}).get(field.help, field.help)
    return {"en": field.help, "zh": str(chinese)}


def _member(field: dict[str, Any]) -> str | None:
    if "array" not in (field.get("type") or ()):
        return None
    item = field.get("items", {})
    needed = item.get("required", [])
    return needed[0] if item.get("type") == "object" and len(needed) == 1 else ""


def read_value(text: str, field: Field | None) -> Any:
    """Return what a person typed as the field's type wants it; text that is no such value stays text, to be told so.

    A list may be typed as JSON, or as words with blanks or commas between them.
    """
    types = field.types if field is not None else ()
    if types == ("string",):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        if field is None or field.member is None:
            return text
        words = text.replace(",", " ").split()
        return [{field.member: word} for word in words] if field.member else words
    return value if types or not isinstance(value, str) else text


def written_value(value: Any, field: Field) -> str:
    """Return a value as a person would type it, so that `read_value` gives it back."""
    if isinstance(value, str) and field.types == ("string",):
        return value
    if field.member is not None and isinstance(value, list):
        words = [item.get(field.member) if field.member and isinstance(item, dict) else item for item in value]
        if all(isinstance(word, str) and word and not set(word) & set(" ,\n\t") for word in words) and (
            not field.member or all(isinstance(item, dict) and len(item) == 1 for item in value)
        ):
            return " ".join(str(word) for word in words)
    return json.dumps(value, ensure_ascii=False)


def value_at(body: dict[str, Any], name: str) -> Any:
    """Return the value of a dotted name, None where there is none."""
    value: Any = body
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def nest(values: dict[str, Any]) -> dict[str, Any]:
    """Return dotted names as nested objects: {"metadata.resolution": "1080p"} is {"metadata": {"resolution": …}}."""
    nested: dict[str, Any] = {}
    for name, value in values.items():
        *outer, last = name.split(".")
        place = nested
        for part in outer:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                raise InputError(_("'{name}' is set twice, once as an object").format(name=name))
            place = inner
        place[last] = value
    return nested


def advised_mode(envelope: dict[str, Any], body: dict[str, Any]) -> str | None:
    """Return the mode that fits what the body gives: a source video, references, frames, or text alone."""
    modes = envelope["modes"]
    stated = body.get("mode")
    if isinstance(stated, str) and stated in modes:
        return stated
    given = {name for name, value in _walk(body) if value not in (None, "", [], {})}
    wanted: list[str] = []
    if given & set(VIDEO_NAMES):
        wanted = ["video-edit", "video-remix", "video-extend", "reference-to-video"]
    elif given & set(REFERENCE_NAMES):
        wanted = ["reference-to-video", "character-reference", "subjects", "image-to-image"]
    elif given & set(LAST_NAMES):
        wanted = ["first-last-frame", "image-to-video"]
    elif given & (set(FRAME_NAMES) | set(IMAGES_NAMES)):
        many = any(isinstance(body.get(name), list) and len(body[name]) > 1 for name in IMAGES_NAMES)
        wanted = ["image-to-video", "first-frame", "frame-to-video", "image-to-image", "image-edit", "vision"]
        wanted = ["reference-to-video", *wanted] if many else [*wanted, "reference-to-video"]
    else:
        wanted = [mode for mode in modes if mode.startswith("text-to-")] + ["chat"]
    return next((mode for mode in wanted if mode in modes), modes[0] if modes else None)


def _walk(body: Any, depth: int = 0) -> list[tuple[str, Any]]:
    if depth > 6 or not isinstance(body, dict):
        return []
    return [*body.items(), *(pair for value in body.values() for pair in _walk(value, depth + 1))]


def _any_definition(knowledge: Any, contract: str, model: str, fields: Iterable[str]) -> DefinitionInfo | None:
    """Return the definition of a call that is answered at once: by name before pattern, by its fields, chat first."""
    given = set(fields)
    found = [(info, exact) for info, exact in candidates(knowledge, contract, model) if exact and info.path]
    found.sort(key=lambda one: (-one[1], -len(given & set(one[0].fields)), one[0].endpoint != "chat"))
    return found[0][0] if found else None


def _near(knowledge: Any, contract: str, model: str) -> str:
    from difflib import get_close_matches

    known = sorted(
        {row["model"] for row in knowledge.requests if row["gateway"] == contract and "*" not in row["model"]}
    )
    near = get_close_matches(model, known, 3)
    if near:
        return _("Did you mean {names}?").format(names=", ".join(near))
    return _("`supportdesk models list` names them all.")
