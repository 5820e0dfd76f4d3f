"""The closed lists that a picture's text is corrected by: models, codes of errors, words of consoles, names of SDKs.

They are read from the files of rules/ when a picture is read, which takes seconds anyway.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from supportdesk.named import NamedTuple

_ALIKE = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "i": "1", "丨": "1", "！": "1"})


def alike(word: str) -> str:
    """Return a word with signs that look alike made one, blanks and underscores left out, in lower case."""
    return "".join(sign for sign in word.translate(_ALIKE).lower() if sign not in " _")


class Known(NamedTuple):
    """Words by how they look.

    `models`, `codes`, `words` (of a console's cells) and `columns` are whole words; `names` those of programs;
    `statuses` the number of a status by its words in lower case. Of words that look alike none is listed.
    """

    models: dict[str, str]
    codes: dict[str, str]
    words: dict[str, str]
    columns: dict[str, str]
    names: dict[str, str]
    statuses: dict[str, str]


def load_known() -> Known:
    """Return the lists of our rules and of the operator's."""
    from supportdesk.paths import rules_folders

    return _load(tuple(rules_folders()))


@lru_cache(maxsize=2)
def _load(folders: tuple[str, ...]) -> Known:
    from supportdesk.reading.console_columns import LOG_COLUMNS, TASK_COLUMNS
    from supportdesk.reading.row_values import LOG_TYPE_WORDS, TASK_STATUSES

    models: set[str] = set()
    codes = {word for word in TASK_STATUSES if word.isascii()}
    names: set[str] = set()
    statuses: dict[str, str] = {}
    for folder in folders:
        catalogue = _yaml(os.path.join(folder, "models.yaml"))
        models |= set(_texts(catalogue.get("groups"), "name")) if isinstance(catalogue, dict) else set()
        for path in _files(os.path.join(folder, "errors")):
            codes |= {*_texts(_yaml(path), "code"), *_texts(_yaml(path), "type")}
        own = _yaml(os.path.join(folder, "pictures.yaml"))
        if isinstance(own, dict):
            names |= {str(name) for name in own.get("names") or ()}
            for number, words in (own.get("statuses") or {}).items():
                statuses |= {str(word).lower(): str(number) for word in words}
    codes = {code for code in codes if len(code) >= 6 and ("_" in code or code.isalpha())}
    words = {**LOG_TYPE_WORDS, **TASK_STATUSES}
    columns = {word for word in (*LOG_COLUMNS, *TASK_COLUMNS) if "_" in word}
    return Known(_single(models), _single(codes), _single(words), _single(columns), _single(names), statuses)


def _single(words: Iterable[str]) -> dict[str, str]:
    """Return words by how they look, those that look like another left out."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(alike(word), []).append(word)
    return {look: same[0] for look, same in found.items() if len(same) == 1}


def _texts(data: Any, name: str) -> Iterator[str]:
    """Yield every text under a name, at any depth that such files have."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            given = one.get(name)
            yield from (text for text in (given if isinstance(given, list) else [given]) if isinstance(text, str))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _files(folder: str) -> list[str]:
    if not os.path.isdir(folder):
        return []
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]


def _yaml(path: str) -> Any:
    if not os.path.isfile(path):
        return None
    import yaml

    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 # the safe loader in C
