"""Screens that follow the casebook: each second, in a thread, they look whether anyone changed it, and say who did."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Static

from supportdesk.casebook.telling import told
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from supportdesk.casebook.news import News
    from supportdesk.tui.app import SupportdeskApp

LOOK_S = 1.0
"""Seconds between two looks."""

NEWS_S = 20.0
"""Seconds that a line of news stays."""


class Watching(TranslatedScreen):
    """A screen with a line `#news`; `store_changed` is called when the casebook is another one."""

    _token: int | None = None
    _newest: int | None = None
    _looking = False
    _news: Sequence[News] = ()
    _fading: Timer | None = None

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def follow(self) -> None:
        """Begin to look."""
        self.set_interval(LOOK_S, self.look)
        self.look()

    def look(self) -> None:
        """Look once, in a thread, unless a look is under way or another screen is in front."""
        if not self._looking and self._is_in_front():
            self._looking = True
            self.run_worker(self._look, thread=True, group="watch")

    def store_changed(self, news: Sequence[News]) -> None:
        """Show what is new; `news` are the things that others did, the oldest first."""

    def show_news(self) -> None:
        """Write the line about others' changes in the language in use."""
        line = self.query_one("#news", Static)
        line.update(visible_line(news_line(self._news)))
        line.display = bool(self._news)

    def _is_in_front(self) -> bool:
        """Whether only questions are in front of this screen."""
        stack = self.app.screen_stack
        return self in stack and all(screen.is_modal for screen in stack[stack.index(self) + 1 :])

    def _look(self) -> None:
        try:
            book = self.desk.book()
            token = book.change_token()
            if token == self._token:
                self.app.call_from_thread(self._looked, token, self._newest, ())
                return
            newest, news = book.news(self._newest)
        except SupportdeskError as problem:
            self.app.call_from_thread(self._not_looked, problem)
        else:
            self.app.call_from_thread(self._looked, token, newest, news)

    def _not_looked(self, problem: SupportdeskError) -> None:
        """Say once that the casebook cannot be followed; the next look tries again."""
        self._looking = False
        if self._token != -1:
            self._token = -1
            self.desk.tell_problem(problem)

    def _looked(self, token: int, newest: int | None, news: Sequence[News]) -> None:
        self._looking = False
        is_first, is_new = self._token is None, token != self._token
        self._token, self._newest = token, newest
        if is_first or not is_new or not self.is_attached:
            return
        if news:
            self._news = news
            self.show_news()
            if self._fading is not None:
                self._fading.stop()
            self._fading = self.set_timer(NEWS_S, self._forget)
        self.store_changed(news)

    def _forget(self) -> None:
        self._news = ()
        self.show_news()


def news_line(news: Sequence[News]) -> str:
    """Return one line that says who changed what; '' for nothing."""
    if not news:
        return ""
    last = news[-1]
    who = last.event.by or _("someone")
    line = _("{who} changed case {number}: {what}").format(who=who, number=last.number, what=told(last.event))
    others = len(news) - 1
    return line + (" · " + _("and {count} more changes").format(count=others) if others else "")
