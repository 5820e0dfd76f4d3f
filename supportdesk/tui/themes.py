"""The desk's colours: dark, light, high contrast, colour-blind safe, and none at all.

Every text is at least 4.5 : 1 against what it stands on, 7 : 1 in the theme of high contrast (WCAG 2.2, 1.4.3 and
1.4.6); a test computes it from what is drawn. The colour-blind theme has the eight colours of Okabe and Ito ("Color
Universal Design", 2008). No screen says anything by colour alone.
"""

from __future__ import annotations

import os

from textual.theme import Theme

from supportdesk.i18n import mark
from supportdesk.settings import THEMES

NAMES = {
    "dark": mark("Dark"),
    "light": mark("Light"),
    "contrast": mark("High contrast"),
    "colour-blind": mark("Colour-blind safe"),
}
"""A theme's name as a message id."""

COLOURLESS = "no-colour"
"""The theme for NO_COLOR and terminals without colours: the terminal's own, cursors in reverse."""

TEXTS = ("primary", "secondary", "warning", "error", "success", "accent")


def _theme(name: str, *, dark: bool, grounds: tuple[str, str, str], text: tuple[str, str], texts: tuple[str, ...],
           cursor: tuple[str, str], error: str) -> Theme:  # fmt: skip
    """Return a theme; `grounds` are background, surface and panel, `texts` the colours of TEXTS as they are written."""
    background, surface, panel = grounds
    foreground, muted = text
    colours = dict(zip(TEXTS, texts, strict=True))
    variables = {f"text-{part}": colour for part, colour in colours.items()}
    variables |= {
        "text": foreground, "text-muted": muted, "text-disabled": muted, "foreground-muted": muted,
        "block-cursor-foreground": cursor[0], "block-cursor-background": cursor[1], "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": foreground, "block-cursor-blurred-background": panel,
        "block-cursor-blurred-text-style": "bold underline", "block-hover-background": panel,
        "footer-background": panel, "footer-foreground": foreground, "footer-description-foreground": foreground,
        "footer-key-foreground": colours["primary"], "footer-key-background": panel,
        "input-cursor-background": foreground, "input-cursor-foreground": background,
        "input-selection-background": cursor[1], "input-selection-foreground": cursor[0],
        "screen-selection-background": cursor[1], "screen-selection-foreground": cursor[0],
        "button-foreground": foreground, "button-color-foreground": cursor[0], "link-color": colours["primary"],
        "border": colours["accent"], "border-blurred": muted, "alarm": error, "alarm-text": "#ffffff",
    }  # fmt: skip
    return Theme(
        name, primary=colours["primary"], secondary=colours["secondary"], warning=colours["warning"],
        error=colours["error"], success=colours["success"], accent=colours["accent"], foreground=foreground,
        background=background, surface=surface, panel=panel, boost=panel, dark=dark, variables=variables,
    )  # fmt: skip


def _colourless() -> Theme:
    own = "ansi_default"
    variables = {
        "text-muted": own, "text-disabled": own, "foreground-muted": own, "block-cursor-foreground": own,
        "block-cursor-background": own, "block-cursor-text-style": "bold reverse",
        "block-cursor-blurred-foreground": own, "block-cursor-blurred-background": own,
        "block-cursor-blurred-text-style": "underline", "footer-key-foreground": own,
        "input-selection-background": own, "scrollbar": own, "scrollbar-hover": own, "scrollbar-active": own,
        "scrollbar-background": own, "scrollbar-background-hover": own, "scrollbar-background-active": own,
        "border": own, "border-blurred": own, "link-color": own, "link-color-hover": own,
        "link-background-hover": own, "screen-selection-background": own, "screen-selection-foreground": own,
        "alarm": own, "alarm-text": own, "ansi-background": own, "ansi-foreground": own,
    }  # fmt: skip
    return Theme(COLOURLESS, primary=own, ansi=True, variables=variables)


def themes() -> list[Theme]:
    """Return the themes in the order of settings.THEMES, and the colourless one behind them."""
    dark = _theme(
        "dark", dark=True, grounds=("#13161b", "#1a1e25", "#242a33"), text=("#e6e8eb", "#a8b0bb"),
        texts=("#7cc0ff", "#b4c6e4", "#ffc35c", "#ff9a94", "#77d99a", "#d9b3ff"), cursor=("#0b0d10", "#7cc0ff"),
        error="#a3212f",
    )  # fmt: skip
    light = _theme(
        "light", dark=False, grounds=("#fbfbfc", "#f3f4f6", "#e6e8ec"), text=("#16191d", "#4a515b"),
        texts=("#0a4b94", "#33476b", "#704300", "#9c1428", "#0c5a2c", "#6f2683"), cursor=("#ffffff", "#0a4b94"),
        error="#a3212f",
    )  # fmt: skip
    contrast = _theme(
        "contrast", dark=True, grounds=("#000000", "#000000", "#1a1a1a"), text=("#ffffff", "#d9d9d9"),
        texts=("#66d9ff", "#e0e0ff", "#ffd24d", "#ffb0a8", "#7dff9b", "#ffb3ff"), cursor=("#000000", "#ffff00"),
        error="#8a0012",
    )  # fmt: skip
    safe = _theme(
        "colour-blind", dark=True, grounds=("#000000", "#0a0c0f", "#101317"), text=("#f2f2f2", "#b0b6bd"),
        texts=("#56b4e9", "#f0e442", "#e69f00", "#d55e00", "#009e73", "#cc79a7"), cursor=("#000000", "#56b4e9"),
        error="#0072b2",
    )  # fmt: skip
    return [dark, light, contrast, safe, _colourless()]


def next_theme(name: str) -> str:
    """Return the name of the theme behind this one, the first behind the last."""
    return THEMES[(THEMES.index(name) + 1) % len(THEMES)] if name in THEMES else THEMES[0]


def has_colours() -> bool:
    """Whether colours are wanted (no NO_COLOR, https://no-color.org) and the terminal, by its TERM, has any."""
    if os.environ.get("NO_COLOR"):
        return False
    terminal = os.environ.get("TERM", "").lower()
    if os.environ.get("COLORTERM") or os.name == "nt" or not terminal:
        return True
    return not (
        terminal in ("dumb", "unknown", "linux-m") or terminal.startswith("vt") or terminal.endswith(("-m", "-mono"))
    )
