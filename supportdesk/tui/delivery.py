"""Handing a document out: a file at a typed path in a terminal, a download in a browser."""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from supportdesk.errors import InputError
from supportdesk.i18n import _, mark
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App, ComposeResult

    from supportdesk.tui.app import SupportdeskApp


class SavePathScreen(TranslatedModal):
    """Asks where a document is written to; gives the path, '' when it is called off. `path` is offered."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "call_off", mark("Cancel"), id="delivery.cancel")]

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        """Show a heading and a field."""
        with Vertical(id="question"):
            yield Static("", id="save-head", markup=False)
            yield Input(self._path, id="save-path", select_on_focus=False)
        yield DeskFooter()

    def on_mount(self) -> None:
        """Write the heading."""
        self.relabel()

    def relabel(self) -> None:
        """Write the heading in the language in use."""
        self.query_one("#save-head", Static).update(
            _("Where to write it (Enter writes; an existing file is never overwritten)")
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the path."""
        self.dismiss(event.value.strip())

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss("")


def deliver(app: App[Any], content: str | bytes, name: str) -> None:
    """Hand out a document called `name`: as a download in a browser, else as a file at a path that is asked for.

    A path that cannot be written, or where a file lies already, is refused and asked for again; nothing is lost.
    """
    data = content.encode() if isinstance(content, str) else content
    if app.is_web:
        app.deliver_binary(io.BytesIO(data), save_filename=name, mime_type=_media_type(name))
        cast("SupportdeskApp", app).tell(_("{name} is handed to the browser.").format(name=visible_line(name)))
    else:
        _ask(cast("SupportdeskApp", app), data, os.path.join(os.getcwd(), name))


def write_new(path: str, data: bytes) -> str:
    """Write a file that is not there yet and return its whole path. Raises InputError; no half of a file stays."""
    whole = os.path.abspath(os.path.expanduser(path))
    made = False
    try:
        with open(whole, "xb") as file:
            made = True
            file.write(data)
    except (OSError, ValueError) as problem:
        if made:
            with contextlib.suppress(OSError):  # the refusal below says what happened
                os.unlink(whole)
        reason = getattr(problem, "strerror", None) or str(problem)
        message = _("{name} cannot be written: {reason}").format(name=visible_line(whole), reason=reason)
        raise InputError(message, _("An existing file is never overwritten.")) from problem
    return whole


def _ask(app: SupportdeskApp, data: bytes, offered: str) -> None:
    def _take(path: str | None) -> None:
        if path:
            app.run_worker(lambda: _write(app, data, path), thread=True, group="delivery")

    app.push_screen(SavePathScreen(offered), _take)


def _write(app: SupportdeskApp, data: bytes, path: str) -> None:
    """Write in a thread; where that is refused, say why and ask again."""
    try:
        written = write_new(path, data)
    except InputError as problem:
        app.call_from_thread(app.tell_problem, problem)
        app.call_from_thread(_ask, app, data, path)
    else:
        app.call_from_thread(app.tell, _("Written: {path}").format(path=visible_line(written)))


def _media_type(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"
