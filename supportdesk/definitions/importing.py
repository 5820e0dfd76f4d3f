"""A gateway's own price list (`GET /api/pricing`, gateway.md 4) as rows of the catalogue that hold at that gateway."""

from __future__ import annotations

import os
from typing import Any

from supportdesk.errors import InputError
from supportdesk.i18n import _

KINDS_BY_ENDPOINT = {
    "images": "image", "images_edits": "image", "video_submit": "video", "embeddings": "embedding", "rerank": "rerank",
    "audio_speech": "audio", "audio_transcriptions": "audio", "chat": "chat", "messages": "chat", "responses": "chat",
    "gemini": "chat",
}  # fmt: skip
"""What a model is that the catalogue does not know and whose endpoints all speak of one kind."""


class Imported:
    """What an import read: `rows` as they are stored, and `unknown` words for endpoints that nobody knows."""

    __slots__ = ("rows", "unknown")

    def __init__(self, rows: list[dict[str, Any]], unknown: list[str]) -> None:
        self.rows = rows
        self.unknown = unknown


def read_pricing(data: Any, knowledge: Any) -> Imported:
    """Return the rows of a price list: the whole answer, or its bare `data` list.

    A row has `name`, `endpoints`, `tokens_priced` (quota_type 0) and, for a model that the catalogue does not know,
    the `kind` that its endpoints tell. Raises InputError where this is no price list.
    """
    entries = data.get("data") if isinstance(data, dict) else data
    if not isinstance(entries, list) or not any(isinstance(entry, dict) and "model_name" in entry for entry in entries):
        raise InputError(
            _("this is no price list: no model_name in it"), _("Save the answer of GET /api/pricing as it came.")
        )
    own_types = data.get("supported_endpoint") if isinstance(data, dict) else None
    words = _words(own_types, knowledge)
    rows: dict[str, dict[str, Any]] = {}
    unknown: list[str] = []
    for entry in entries:
        name = entry.get("model_name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name.strip():
            continue
        endpoints: list[str] = []
        for word in entry.get("supported_endpoint_types") or []:
            if word in words:
                endpoints += words[word]
            elif str(word) not in unknown:
                unknown.append(str(word))
        rows[name.strip().lower()] = _row(name.strip(), list(dict.fromkeys(endpoints)), entry, knowledge)
    return Imported(list(rows.values()), unknown)


def write_import(folder: str, gateway: str, imported: Imported, source: str) -> str:
    """Store the rows below an operator's rules directory and return the file; an earlier import is replaced whole."""
    import yaml

    if not gateway.replace("-", "").replace("_", "").isalnum():
        raise InputError(_("'{name}' is no gateway id").format(name=gateway), _("Use letters, digits, - and _."))
    path = os.path.join(folder, "models", gateway + ".yaml")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    content = {"gateway": gateway, "source": source, "models": imported.rows}
    beside = f"{path}.{os.getpid()}"
    with open(beside, "w", encoding="utf-8") as stream:
        yaml.safe_dump(content, stream, allow_unicode=True, sort_keys=False)
    os.replace(beside, path)
    return path


def _words(own_types: Any, knowledge: Any) -> dict[str, list[str]]:
    """Return endpoints by word: the catalogue's, and those that the answer explains by a path of ours."""
    words: dict[str, list[str]] = dict(knowledge.models.get("endpoint_types", {}))
    paths = {row["path"]: row["endpoint"] for row in knowledge.requests if row["path"] and row["endpoint"]}
    paths.update({path: endpoint for endpoint, path in knowledge.words["fixes"]["endpoint_paths"].items()})
    if isinstance(own_types, dict):
        for word, about in own_types.items():
            path = about.get("path") if isinstance(about, dict) else about
            if word not in words and path in paths:
                words[word] = [paths[path]]
    return words


def _row(name: str, endpoints: list[str], entry: dict[str, Any], knowledge: Any) -> dict[str, Any]:
    from supportdesk.definitions.catalogue import lookup_model

    row: dict[str, Any] = {"name": name, "endpoints": endpoints, "tokens_priced": entry.get("quota_type") == 0}
    kinds = {KINDS_BY_ENDPOINT[endpoint] for endpoint in endpoints if endpoint in KINDS_BY_ENDPOINT}
    known = lookup_model(knowledge, name, None)
    if (known is None or known.guessed) and len(kinds) == 1:
        row["kind"] = kinds.pop()
    return row
