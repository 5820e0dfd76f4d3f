"""The terminal as far as a program can tell: colours, signs, size, multiplexer, ways to the clipboard, fonts."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping

from supportdesk.cli.doctor.check import Check
from supportdesk.i18n import _
from supportdesk.visible import visible_line

SMALLEST = (80, 24)
TOOLS = ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe", "termux-clipboard-set")
"""Programs that put a text into a system's clipboard; the screen itself asks the terminal (OSC 52)."""


def checks(environ: Mapping[str, str] | None = None) -> Iterator[Check]:
    """Yield what the environment and the standard streams say; `environ` is the process's own when None."""
    environ = os.environ if environ is None else environ
    yield _kind(environ)
    yield _colours(environ)
    yield _encoding()
    yield _size()
    yield from _around(environ)
    yield _clipboard(environ)
    hint = _("No program sees a terminal's fonts. If the two signs are boxes, install one such as Noto Sans Mono CJK.")
    yield Check("terminal", _("Chinese font"), "中文", "unknown", hint)


def colours(environ: Mapping[str, str]) -> str:
    """Return 'none', '16', '256' or 'true' colours, as a terminal with this environment says of itself."""
    if environ.get("NO_COLOR") or environ.get("TERM", "") in ("dumb", ""):
        return "none"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or environ.get("WT_SESSION"):
        return "true"
    return "256" if "256color" in environ["TERM"] or "direct" in environ["TERM"] else "16"


def _kind(environ: Mapping[str, str]) -> Check:
    names = [environ.get(name, "") for name in ("TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION")]
    said = visible_line(" ".join(name for name in names if name))[:80]
    if not sys.stdout.isatty():
        value = f"{said} · {_('this output goes to a file or a pipe')}".lstrip(" ·")
        return Check("terminal", _("terminal"), value, "unknown")
    if os.name != "nt" and environ.get("TERM", "dumb") == "dumb":
        hint = _("The screen needs a terminal that can move its cursor; set TERM, such as xterm-256color.")
        return Check("terminal", _("terminal"), said or _("not named"), "fault", hint)
    return Check("terminal", _("terminal"), said)


def _colours(environ: Mapping[str, str]) -> Check:
    found = colours(environ)
    if found == "none":
        said = _("none (NO_COLOR)") if environ.get("NO_COLOR") else _("none")
        return Check("terminal", _("colours"), said, "ok", _("Everything is shown without colour as well."))
    names = {"true": _("16 million"), "256": "256", "16": "16"}
    return Check("terminal", _("colours"), names[found])


def _encoding() -> Check:
    name = (sys.stdout.encoding or "ascii").lower()
    if name.replace("-", "").replace("_", "") == "utf8":
        return Check("terminal", _("encoding"), "UTF-8")
    hint = _("Chinese needs UTF-8: set LANG to C.UTF-8 or zh_CN.UTF-8, or PYTHONUTF8 to 1.")
    return Check("terminal", _("encoding"), visible_line(name), "fault", hint)


def _size() -> Check:
    if not sys.stdout.isatty():
        return Check("terminal", _("size"), _("unknown"), "unknown")
    size = shutil.get_terminal_size(SMALLEST)
    small = size.columns < SMALLEST[0] or size.lines < SMALLEST[1]
    hint = _("The screen wants 80 × 24 at least; a smaller one cuts it.") if small else ""
    return Check("terminal", _("size"), f"{size.columns} × {size.lines}", "note" if small else "ok", hint)


def _around(environ: Mapping[str, str]) -> Iterator[Check]:
    if environ.get("TMUX"):
        hint = _("So that a copy reaches your clipboard: tmux set -g set-clipboard on")
        yield Check("terminal", "tmux", _("in use"), "ok", hint)
    elif environ.get("STY"):
        yield Check("terminal", "screen", _("in use"), "note", _("GNU screen does not pass copying on; tmux does."))
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        hint = _("Copying goes through the terminal (OSC 52) to the machine that you sit at.")
        yield Check("terminal", "ssh", _("in use"), "ok", hint)


def _clipboard(environ: Mapping[str, str]) -> Check:
    found = [name for name in TOOLS if shutil.which(name)]
    ways = ["OSC 52", *found]
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        hint = _("Apple's Terminal does not take OSC 52: select with the mouse, or use another terminal.")
        return Check("terminal", _("clipboard"), ", ".join(ways), "note", hint)
    hint = _("Whether a terminal takes OSC 52 it does not say. Where a copy does not arrive, allow it in its settings.")
    return Check("terminal", _("clipboard"), ", ".join(ways), "unknown", hint)
