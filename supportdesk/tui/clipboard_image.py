"""The picture on the system's clipboard, where the host offers one: asked for by a key only, and within bounds.

A terminal hands over text alone, so that a program of the system is asked: wl-paste or xclip, pngpaste or AppleScript,
PowerShell. Over ssh that is the clipboard of the host, which is mostly none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.reading.picture import is_picture

LIMIT = 20_000_000
"""Bytes of a picture that are taken."""

PATIENCE_S = 10
"""Seconds that a program of the system has to answer."""

_POWERSHELL = (
    "Add-Type -AssemblyName System.Windows.Forms,System.Drawing;"
    "$i=[Windows.Forms.Clipboard]::GetImage();"
    "if($i){$m=New-Object IO.MemoryStream;$i.Save($m,[Drawing.Imaging.ImageFormat]::Png);"
    "[Convert]::ToBase64String($m.ToArray())}"
)
_APPLESCRIPT = "get the clipboard as «class PNGf»"


def clipboard_commands(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> list[list[str]]:
    """Return the commands that print the clipboard's picture on this host, those that are installed, best first."""
    if platform == "win32":
        asked = [["powershell", "-NoProfile", "-NonInteractive", "-STA", "-Command", _POWERSHELL]]
    elif platform == "darwin":
        asked = [["pngpaste", "-"], ["osascript", "-e", _APPLESCRIPT]]
    else:
        asked = []
        if environ.get("WAYLAND_DISPLAY"):
            asked.append(["wl-paste", "--no-newline", "--type", "image/png"])
        if environ.get("DISPLAY"):
            asked.append(["xclip", "-selection", "clipboard", "-target", "image/png", "-out"])
        if "microsoft" in environ.get("WSL_DISTRO_NAME", "").lower() or environ.get("WSL_INTEROP"):
            asked.append(["powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-Command", _POWERSHELL])
    return [command for command in asked if shutil.which(command[0])]


def clipboard_image(commands: list[list[str]] | None = None) -> bytes:
    """Return the picture on the clipboard; takes moments, and is called in a thread.

    Raises InputError where the host offers none, or none is there.
    """
    commands = clipboard_commands() if commands is None else commands
    if not commands:
        raise InputError(
            _("The clipboard of this system cannot be asked for a picture."),
            _("Save the picture and open its file, or install wl-clipboard or xclip (pngpaste on macOS)."),
        )
    for command in commands:
        data = _printed(command)
        if data is not None and is_picture(data):
            return data
    raise InputError(_("There is no picture on the clipboard."), _("Copy a picture first, or open its file."))


def _printed(command: list[str]) -> bytes | None:
    """Return what a command prints as a picture's bytes, None for none or too many."""
    with tempfile.TemporaryFile() as file:
        try:
            subprocess.run(  # noqa: S603 # fixed commands, nothing of a paste in them
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        if file.tell() > LIMIT * 2:
            return None
        file.seek(0)
        return _decoded(file.read())


def _decoded(printed: bytes) -> bytes | None:
    """Return the picture in what was printed: itself, in Base64 (PowerShell) or in hexadecimal (AppleScript)."""
    if is_picture(printed):
        return printed[:LIMIT] if len(printed) <= LIMIT else None
    text = printed.strip()
    try:
        if text.startswith((b"\xc2\xabdata PNGf", b"\xabdata PNGf")):
            return bytes.fromhex(text.partition(b"PNGf")[2].rstrip(b"\xc2\xbb").decode("ascii"))
        import base64

        return base64.b64decode(text, validate=True) or None
    except ValueError:
        return None
