"""What the program knows: facts, rules, tables, compiled from rules/ into plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.packing import unpack

SECTIONS = (
    "facts", "rules", "causes", "models", "gateways", "releases", "refunds", "errors", "requests", "replies", "views",
    "words", "answers",
)  # fmt: skip

Warned = tuple[str, dict[str, str]]
"""A warning as the cache keeps it: its English message id and the values of its slots."""


class Knowledge:
    """The compiled content of rules/; plain JSON data, read by everyone and changed by no one.

    `facts` by name; `rules` in the order of their ids, each with its file's fields and `facts` (that it names),
    `tree` (over the atoms of its table), `operator`; `causes` by id; `models` and `requests` as
    definitions.compiling says; `gateways` {"gateways": […], "releases": […]}; `releases` ordinal by id; `refunds` by
    key; `errors` the index of wording_index.index_errors; `replies` by language; `views` how the facts views are filled
    (judging.engine); `words` every other table of rules/ by its file's name; `answers` what the facts can be answered
    with (judging.answering); `version` names the content.

    A section given as the bytes of packing.pack is decoded when it is first asked for: few tickets need all of them.
    """

    __slots__ = (*SECTIONS, "_texts", "_warned", "version")

    facts: dict[str, dict[str, Any]]
    rules: list[dict[str, Any]]
    causes: dict[str, dict[str, Any]]
    models: dict[str, Any]
    gateways: dict[str, list[dict[str, Any]]]
    releases: dict[str, int]
    refunds: dict[str, Any]
    errors: dict[str, Any]
    requests: list[dict[str, Any]]
    replies: dict[str, dict[str, Any]]
    views: dict[str, Any]
    words: dict[str, Any]
    answers: dict[str, dict[str, Any]]

    def __init__(self, data: Mapping[str, Any], version: str, warned: Sequence[Warned] = ()) -> None:
        """Take each section as data or as the bytes of packing.pack; raises KeyError where one is missing."""
        self._texts: dict[str, bytes] = {}
        for name in SECTIONS:
            if isinstance(data[name], bytes):
                self._texts[name] = data[name]
            else:
                setattr(self, name, data[name])
        self.version = version
        self._warned = warned

    def __getattr__(self, name: str) -> Any:
        """Decode a section on first use (only slots that are not set come here)."""
        if name == "_texts" or name not in self._texts:
            raise AttributeError(f"Knowledge has no {name!r}")
        value = unpack(name, self._texts[name])
        setattr(self, name, value)
        return value

    @property
    def warnings(self) -> list[str]:
        """What was noticed while the rules were compiled, as sentences for stderr in the language in use."""
        from supportdesk.i18n import gettext

        return [gettext(message).format(**values) for message, values in self._warned]

    def rule(self, identity: str) -> dict[str, Any] | None:
        """Return the rule of that id, or None."""
        return next((rule for rule in self.rules if rule["id"] == identity), None)
