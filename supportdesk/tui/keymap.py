"""The keys: which bindings there are, by id, and the operator's own keys laid over them, checked."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from supportdesk.i18n import _, mark
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from textual.dom import DOMNode

APP = "supportdesk.tui.app:SupportdeskApp"

SCREENS: tuple[tuple[str, str, str], ...] = (
    ("triage", "supportdesk.tui.screens.triage:TriageScreen", mark("Triage")),
    ("cases", "supportdesk.tui.screens.cases:CasesScreen", mark("Cases")),
    ("", "supportdesk.tui.screens.picture:PictureScreen", mark("Picture")),
    ("", "supportdesk.tui.screens.case:CaseScreen", mark("Case")),
    ("", "supportdesk.tui.screens.statistics:StatisticsScreen", mark("Statistics")),
    ("rehearse", "supportdesk.tui.screens.rehearse:RehearseScreen", mark("Rehearse")),
    ("ledger", "supportdesk.tui.screens.ledger:LedgerScreen", mark("Ledger")),
    ("rules", "supportdesk.tui.screens.rules:RulesScreen", mark("Rules")),
    ("settings", "supportdesk.tui.screens.settings:SettingsScreen", mark("Settings")),
)
"""The screens: mode ('' for one that lies on top of another), place of the class, name as a message id."""

MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")


class Keys(NamedTuple):
    """An action's keys: its binding's id ('' for none), the keys, the action, name and tooltip as message ids."""

    id: str
    keys: tuple[str, ...]
    action: str
    name: str
    tooltip: str


def bindings_of(kind: type[DOMNode], stop: type[DOMNode] | None = None) -> list[Binding]:
    """Return the bindings of a class and of those it is made from, up to `stop`; one key has one binding."""
    own: dict[str, Binding] = {}
    line = kind.__mro__
    for part in reversed(line[: line.index(stop)] if stop in line else line):
        for binding in Binding.make_bindings(part.__dict__.get("BINDINGS", ())):
            own[binding.key] = binding
    return list(own.values())


def keys_of(bindings: Iterable[Binding], keymap: Mapping[str, str]) -> list[Keys]:
    """Return the keys by action, in the order of the bindings, as the operator's keymap has them."""
    found: dict[tuple[str, str], list[Binding]] = {}
    for binding in bindings:
        if not binding.system:
            found.setdefault((binding.id or "", binding.action), []).append(binding)
    return [
        Keys(
            identity,
            tuple(one.strip() for one in keymap[identity].split(","))
            if identity in keymap
            else tuple(b.key for b in many),
            action,
            many[0].description,
            many[0].tooltip,
        )
        for (identity, action), many in found.items()
    ]


def screen_class(place: str) -> type[Any]:
    """Return the class at a place such as `package.module:Class`."""
    module, _colon, name = place.partition(":")
    kind: type[Any] = getattr(importlib.import_module(module), name)
    return kind


def bindings_by_screen() -> list[tuple[str, list[Binding]]]:
    """Return every screen's name, and the bindings that work on it besides the application's; the application first.

    Importing every screen takes a tenth of a second: never on the way to the first paint.
    """
    from textual.app import App
    from textual.screen import Screen

    found = [(mark("Everywhere"), bindings_of(screen_class(APP), App))]
    found += [(name, bindings_of(screen_class(place), Screen)) for _mode, place, name in SCREENS]
    return found


def keymap_problems(keymap: Mapping[str, str]) -> list[str]:
    """Return a sentence for each id that no binding has, each key that is none, and each key that two bindings take."""
    screens = bindings_by_screen()
    known = sorted({binding.id for _name, bindings in screens for binding in bindings if binding.id})
    problems = [_unknown(identity, known) for identity in keymap if identity not in known]
    for identity, keys in keymap.items():
        problems += [_no_key(identity, key) for key in keys.split(",") if not is_key(key.strip())]
    everywhere = keys_of(screens[0][1], keymap)
    told: set[tuple[str, str, str]] = set()
    for name, bindings in screens:
        own = [] if bindings is screens[0][1] else keys_of(bindings, keymap)
        for key, first, second in _clashes([*own, *everywhere], keymap):
            if (key, first, second) not in told:
                told.add((key, first, second))
                problems.append(
                    _("[keys] {key} is both '{first}' and '{second}' on the screen {screen}.").format(
                        key=key, first=first, second=second, screen=_(name)
                    )
                )
    return problems


def is_key(key: str) -> bool:
    """Whether a text is a key's name as Textual writes it: modifiers and a sign or one of its names."""
    from textual.keys import Keys as Named

    *modifiers, last = key.split("+") if key != "+" else ["plus"]
    names = {named.value for named in Named}
    return all(one in MODIFIERS for one in modifiers) and (
        len(last) == 1 or last in names or key in names or _is_sign(last)
    )


def _is_sign(name: str) -> bool:
    import unicodedata

    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return name in ("plus", "minus", "slash", "backslash")
    return True


def _clashes(all_keys: Sequence[Keys], keymap: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return (key, one id, other id) of what the keymap brought to one key; ours alone never clash."""
    by_key: dict[str, list[Keys]] = {}
    for one in all_keys:
        for key in one.keys:
            if one not in by_key.setdefault(key, []):
                by_key[key].append(one)
    return [
        (key, many[0].id or many[0].action, many[1].id or many[1].action)
        for key, many in by_key.items()
        if len(many) > 1 and many[0].action != many[1].action and any(one.id in keymap for one in many)
    ]


def _unknown(identity: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(identity, known, 1, 0.5)
    message = _("[keys] there is no binding '{id}'.").format(id=identity)
    return " ".join([message, *(_("Did you mean '{name}'?").format(name=name) for name in near)])


def _no_key(identity: str, key: str) -> str:
    return _("[keys] '{key}' of '{id}' is no key: write ctrl+s, f4, alt+x or a sign.").format(key=key, id=identity)
