"""The outer shape of each file of rules/: a list or mapping of what, before anything reads it.

A shape is a mapping of keys to shapes (`*` stands for every other key, `!` behind a key says that it must be there), a
list with the shape of its items, WORDS for a text or list of texts, or ANY.
"""

from __future__ import annotations

from typing import Any

from supportdesk.errors import RulesError
from supportdesk.i18n import gettext
from supportdesk.judging.yaml_text import Document

ANY = "any"
WORDS = "words"
ROW: dict[str, Any] = {}
"""A mapping, whatever its keys."""

ERROR_ROW = {"kind": WORDS, "system": WORDS}
SHAPES: dict[str, Any] = {
    "gateways.yaml": {"gateways": [ROW], "releases": [ROW], "eras": [ROW]},
    "refunds.yaml": {"policies": {"*": ROW}, "reasons": {"*": ROW}, "settings": ROW, "known_causes": [ROW]},
    "models.yaml": {"kinds": {"*": ROW}, "groups": [{"models": [ROW]}]},
    "error_kinds.yaml": {"*": ROW},
    "symptoms.yaml": [{"id!": ANY, "groups": [[WORDS]]}],
    "concepts.yaml": [{"id!": ANY, "words": WORDS}],
    "proofs.yaml": {"parties": {"*": ROW}, "rows": [ROW]},
}
"""By file at the top of rules/; other ones there are checked by who reads them."""

FOLDERS: dict[str, Any] = {
    "errors": {"rows": [ERROR_ROW]},
    "replies": ROW,
    "models": {"gateway!": ANY, "models": [ROW]},
}
"""By folder of rules/ that holds no rules."""


def check_shape(document: Document, relative: str) -> None:
    """Raise RulesError, with the place, where a file below rules/ is not of the shape that its readers take."""
    folder, slash, _name = relative.partition("/")
    shape = FOLDERS.get(folder) if slash else SHAPES.get(relative)
    data = document.data
    if relative == "causes.yaml":
        shape = [ROW] if isinstance(data, list) else {"*": ROW}
        if isinstance(data, dict) and "causes" in data:
            shape = {"causes": [ROW] if isinstance(data["causes"], list) else {"*": ROW}}
    if folder == "errors" and isinstance(data, list):
        shape = [ERROR_ROW]
    must_be = relative in SHAPES or bool(slash and folder in FOLDERS and folder == "models")
    if shape is not None and (data is not None or must_be):
        _check(document, type(shape)() if data is None else data, shape, ())


def _check(document: Document, data: Any, shape: Any, at: tuple[str | int, ...]) -> None:
    if isinstance(shape, dict):
        if not isinstance(data, dict):
            raise _refused(document, gettext("a mapping stands here"), at)
        for name, inner in shape.items():
            key = name.rstrip("!")
            if name != key and key not in data:
                raise _refused(document, gettext("the field {name} is missing").format(name=key), at)
            if key in data and data[key] is not None:
                _check(document, data[key], inner, (*at, key))
        for key in data if "*" in shape else ():
            if key not in shape and data[key] is not None:
                _check(document, data[key], shape["*"], (*at, key))
    elif isinstance(shape, list):
        if not isinstance(data, list):
            raise _refused(document, gettext("a list stands here"), at)
        for number, item in enumerate(data):
            _check(document, item, shape[0], (*at, number))
    elif shape == WORDS:
        words = data if isinstance(data, list) else [data]
        if not all(isinstance(word, str) for word in words):
            raise _refused(document, gettext("a text or a list of texts stands here"), at)


def _refused(document: Document, reason: str, at: tuple[str | int, ...]) -> RulesError:
    name = next((str(key) for key in reversed(at) if isinstance(key, str)), "")
    return document.error(f"{name}: {reason}" if name else reason, *at)
