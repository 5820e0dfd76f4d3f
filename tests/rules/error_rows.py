"""The rows of rules/errors and the index over them, read once for the tests of this folder."""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

import yaml

from supportdesk.paths import rules_folders
from supportdesk.wording_index import index_errors

SLOT = re.compile(r"<([a-z_]+)>")
WORDS = {
    "model": "zeta-7-mini",
    "group": "vip",
    "parameter": "aspect",
    "n": "17",
    "limit": "8192",
    "needed": "9001",
    "balance": "＄0.1200",
    "key_hint": "sk-ab***z",
    "method": "PATCH",
    "path": "/v1/nope",
    "allowed": "1, 2 or 3",
    "found": "eleven",
    "url": "https://pics.invalid/a.png",
    "text": "some other words 42",
}
"""Invented fillings of slots; a slot that is not named here is filled with Q7."""


def rules_dir() -> Any:
    from pathlib import Path

    return Path(rules_folders()[0])


@cache
def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in sorted((rules_dir() / "errors").glob("*.yaml")):
        found.extend(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


@cache
def knowledge() -> Any:
    return SimpleNamespace(errors=index_errors(rows()))


def wordings(row: dict[str, Any]) -> list[str]:
    given = (row.get("template") or {}).values()
    return [text for one in given for text in ([one] if isinstance(one, str) else one)]


def kinds(row: dict[str, Any]) -> list[str]:
    return [row["kind"]] if isinstance(row["kind"], str) else list(row["kind"])


def filled(wording: str, suffix: str = "") -> str:
    text = SLOT.sub(lambda slot: WORDS.get(slot[1], "Q7") + suffix, wording)
    return text.replace("[ ]", " ")


def status(row: dict[str, Any]) -> int | None:
    http = row.get("http")
    return http[0] if isinstance(http, list) else http
