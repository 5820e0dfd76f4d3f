"""The last guard before the database: everything that is stored is masked once more, whoever masked it before.

Masking is idempotent and one for one, so that what came in masked is stored as it came, spans and all. Lone
surrogates, which SQLite cannot store, become U+FFFD, one for one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from supportdesk.masking import mask

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = re.compile(r",?[a-z]{1,14}(?:[._,-][a-z]{1,14}){0,9},?")
"""Ids of ours (`auth.key-disabled`, `key_limit`): words without digits, which no key is."""


def guarded(text: str) -> str:
    """Return the text as it may be stored, of the same length."""
    return mask(_SURROGATE.sub("\ufffd", text))[0]


def guarded_word(text: str) -> str:
    """Return what is mostly an id of ours as it may be stored."""
    return text if _WORDS.fullmatch(text) else guarded(text)


def guarded_json(data: Mapping[str, Any]) -> str:
    """Return the data as JSON text whose strings may be stored, each of the length that it had.

    A string that is a member's value is masked beside its name as well: a bare value is a secret only there
    ("api_key": …).
    """
    return json.dumps(_walk(data), ensure_ascii=False, separators=(",", ":"))


def _walk(data: Any, name: str = "") -> Any:
    if isinstance(data, str):
        if _WORDS.fullmatch(data):
            return data
        text = guarded(data)
        return guarded(f"{name}: {text}")[len(name) + 2 :] if name else text
    if isinstance(data, dict):
        return {_walk(str(key)): _walk(value, str(key)) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_walk(value, name) for value in data]
    return data
