"""Texts of rules: `{fact}` slots and `[clauses]` that are left out when a slot in them is not known; nothing else.

No attributes, indexes or format codes: a text from a file or a value from a paste can never reach into the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from supportdesk.i18n import gettext
from supportdesk.value import UNKNOWN

NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
Tokens = tuple[tuple[str, str], ...]


class SlotError(ValueError):
    """A text names a slot that is malformed, or that is not known outside of a `[clause]`."""


@lru_cache(maxsize=1024)
def tokens(text: str) -> Tokens:
    """Split a text into ('text', …), ('slot', name), ('open', '[') and ('close', ']'); raises SlotError.

    `[[`, `]]`, `{{` and `}}` stand for the sign itself; clauses do not nest.
    """
    found: list[tuple[str, str]] = []
    at, inside = 0, False
    while at < len(text):
        sign = text[at]
        if sign in "[]{}" and text[at : at + 2] == sign * 2:
            found.append(("text", sign))
            at += 2
        elif sign == "{":
            end = text.find("}", at)
            name = text[at + 1 : end] if end > 0 else ""
            if not name or not set(name) <= NAME_SIGNS:
                raise SlotError(
                    gettext("malformed slot at character {at}: {value!r}").format(at=at, value=text[at : at + 20])
                )
            found.append(("slot", name))
            at = end + 1
        elif sign in "[]":
            if inside == (sign == "["):
                raise SlotError(gettext("unbalanced {sign!r} at character {at}").format(sign=sign, at=at))
            inside = not inside
            found.append(("open" if sign == "[" else "close", sign))
            at += 1
        elif sign == "}":
            raise SlotError(gettext("unbalanced '}}' at character {at}").format(at=at))
        else:
            end = min((text.find(s, at) for s in "[]{}" if text.find(s, at) >= 0), default=len(text))
            found.append(("text", text[at:end]))
            at = end
    if inside:
        raise SlotError(gettext("unbalanced '[' at the end"))
    return tuple(found)


def slot_names(text: str) -> tuple[set[str], set[str]]:
    """Return the names of the slots that must be known, and of those that may be missing (inside clauses)."""
    required: set[str] = set()
    optional: set[str] = set()
    inside = False
    for kind, word in tokens(text):
        if kind == "slot":
            (optional if inside else required).add(word)
        elif kind in ("open", "close"):
            inside = kind == "open"
    return required, optional - required


def fill(text: str, values: Mapping[str, object], show: Callable[[object], str] | None = None) -> str:
    """Return the text with its slots filled; raises SlotError where a slot outside of a clause is not known.

    `show` makes the text of a value (`shown` when None).
    """
    show = show or shown
    done: list[str] = []
    clause: list[str] | None = None
    dropped = False
    for kind, word in tokens(text):
        if kind == "open":
            clause, dropped = [], False
        elif kind == "close":
            if not dropped and clause is not None:
                done += clause
            clause = None
        elif kind == "text":
            (done if clause is None else clause).append(word)
        elif _is_unknown(values.get(word)):
            if clause is None:
                raise SlotError(f"{word} is not known")
            dropped = True
        else:
            (done if clause is None else clause).append(show(values[word]))
    return "".join(done)


def _is_unknown(value: object) -> bool:
    """Whether a value says nothing: none, or a text of which only running the code would tell any part."""
    return value is None or value == UNKNOWN


def shown(value: object) -> str:
    """Return a value as texts show it: whole numbers without a decimal point, booleans in lower case.

    A part of a text that only running the code would tell is an ellipsis.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace(UNKNOWN, "\u2026")
