"""Which request definition a request is checked against: by gateway, model or alias, method and path.

Patterns of a contract (`*`, `claude-*`) select a definition and never give a kind. An older or third-party page is
taken only where no current one fits. Everything here works on the index in the rules cache; no file is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from supportdesk.definitions.catalogue import lookup_model, names_of
from supportdesk.named import NamedTuple
from supportdesk.value import UNKNOWN

TEXT_ENDPOINTS = ("chat", "responses", "messages", "gemini")
RANK = {"current": 2, "third-party": 1, "older-page": 0}


class DefinitionInfo(NamedTuple):
    """One row of the index: what is known of a definition without reading its file.

    Fields as in rules/requests/envelope.schema.json; `file` is its path below rules/; `required` and `fields` are
    the names of the body's top level.
    """

    id: str
    gateway: str
    model: str
    aliases: list[str]
    kind: str
    modes: list[str]
    method: str
    path: str | None
    poll_path: str | None
    endpoint: str | None
    content_type: str
    status: str
    as_of: str
    documentation: str
    chosen_by: list[str]
    partial: bool
    file: str
    required: list[str]
    fields: list[str]


def select(
    knowledge: Any,
    gateway: str,
    model: str | None,
    *,
    method: str | None = None,
    path: str | None = None,
    fields: Collection[str] = (),
) -> DefinitionInfo | None:
    """Return the definition that fits best, or None.

    `path` None means that the address is not known (a bare body): then a body with `messages` is only a text call and
    one without is none, and of the contracts of many models only one fits whose required fields the body has, for a
    model that is known. `fields` are the body's top-level names; they choose between definitions of one path. A model
    of None fits only the generic contracts, and a model whose kind is known only those of its kind.
    """
    known = lookup_model(knowledge, model, None) if model else None
    best: tuple[tuple[int, ...], DefinitionInfo] | None = None
    for info, exact in candidates(knowledge, gateway, model):
        if method is not None and method.upper() != info.method:
            continue
        if exact == 1 and known is not None and known.kind not in (None, info.kind):
            continue
        if path is None:
            if ("messages" in fields) != ("messages" in info.fields):
                continue
            if exact < 2 and (known is None or known.guessed or not set(fields).issuperset(info.required)):
                continue
        elif info.path is None or not path_fits(info.path, path):
            continue
        chosen = sum(name in fields for name in info.chosen_by)
        if info.chosen_by and not chosen:
            continue
        plain = int("{" not in (info.path or "{"))
        rank = (RANK.get(info.status, 0), exact, chosen, plain)
        if best is None or rank > best[0]:
            best = (rank, info)
    return best[1] if best else None


def task_definition(knowledge: Any, gateway: str, model: str, fields: Collection[str] = ()) -> DefinitionInfo | None:
    """Return the definition of the endpoint to which a media model's task is submitted; None when there is none."""
    best: tuple[tuple[int, ...], DefinitionInfo] | None = None
    for info, exact in candidates(knowledge, gateway, model):
        if not exact or info.endpoint in TEXT_ENDPOINTS or info.path is None or "{" in info.path:
            continue
        chosen = sum(name in fields for name in info.chosen_by)
        if info.chosen_by and not chosen:
            continue
        rank = (RANK.get(info.status, 0), chosen, int(info.content_type == "application/json"))
        if best is None or rank > best[0]:
            best = (rank, info)
    return best[1] if best else None


def older_page(knowledge: Any, info: DefinitionInfo, model: str) -> DefinitionInfo | None:
    """Return the older page of the same model at the same path, or None."""
    for other, exact in candidates(knowledge, info.gateway, model):
        if exact and other.status == "older-page" and other.path == info.path and other.id != info.id:
            return other
    return None


def candidates(knowledge: Any, gateway: str, model: str | None) -> list[tuple[DefinitionInfo, int]]:
    """Return the gateway's definitions for a model, each with 2 for its name, 1 for a pattern, 0 for no model."""
    names = names_of(model) if model else []
    found = []
    for row in knowledge.requests:
        if row["gateway"] != gateway:
            continue
        exact = _fits(row, names)
        if exact is not None:
            found.append((DefinitionInfo(**{name: row.get(name) for name in DefinitionInfo._fields}), exact))
    return found


def endpoints_of(knowledge: Any, model: str, gateway: str | None, kind: str) -> tuple[list[str], list[str]]:
    """Return the endpoints that definitions document for a model: at the gateway, and at any other.

    The generic text contracts count for a model of kind 'chat' only.
    """
    names = names_of(model)
    here: list[str] = []
    elsewhere: list[str] = []
    for row in knowledge.requests:
        exact = _fits(row, names)
        if exact is None or not row["endpoint"] or (exact == 1 and kind != "chat"):
            continue
        if row["gateway"] == gateway:
            here.append(row["endpoint"])
        elif exact == 2:
            elsewhere.append(row["endpoint"])
    return here, elsewhere


def path_fits(template: str, path: str) -> bool:
    """Whether a request's path is the definition's; `{name}` stands for one step, an unknown head for anything."""
    clean = "/" + "/".join(step for step in path.split("/") if step)
    if UNKNOWN in clean:
        tail = clean.rsplit(UNKNOWN, 1)[1]
        return len(tail) > 1 and _pattern(template).fullmatch(_head(template, tail) + tail) is not None
    return _pattern(template).fullmatch(clean) is not None


def _head(template: str, tail: str) -> str:
    """Return the beginning of the template in place of what is not known of a path."""
    steps, wanted = template.split("/"), tail.count("/")
    return "/".join(steps[: len(steps) - wanted])


def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{[a-z_]+\}", template)
    return re.compile("[^/:]+".join(re.escape(piece) for piece in pieces))


def _fits(row: dict[str, Any], names: list[str]) -> int | None:
    """Return 2 where the row is the model's own, 1 for a pattern, 0 for the generic contract without a model."""
    own: list[str] = row["names"]
    for name in names:
        if name in own:
            return 2
    model = own[0]
    if "*" not in model:
        return None
    if not names:
        return 0 if model == "*" else None
    head = model.partition("*")[0]
    return 1 if any(name.startswith(head) for name in names) else None
