"""The rules: by family, searched as one types; the page of one, and what it says of the ticket that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.tui.panes.page import HEAD
from supportdesk.tui.panes.rule import SIGNS, rule_page
from supportdesk.tui.rule_reader import RuleEntry, RulePage, RuleReader, matching, read_entries
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.pane import Pane
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.knowledge import Knowledge
    from supportdesk.tui.app import SupportdeskApp
    from supportdesk.tui.diagnoser import Outcome


class RulesScreen(TranslatedScreen):
    """The list of rules and the page of the one under the cursor; begins with the rule of id `wanted`, if any."""

    CSS_PATH = "../work.tcss"
    HELP_TITLE = mark("Rules")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), tooltip=mark("Empty the search, or go back"), id="rules.back"),
        Binding("f5", "reload", mark("Reload"), tooltip=mark("Read the rules' files again"), id="rules.reload"),
        Binding(
            "f6", "found", mark("Of the ticket"), tooltip=mark("List only the rules that the ticket touches"),
            id="rules.of-ticket",
        ),
        Binding("down", "to_list", mark("To the list"), show=False, id="rules.to-list"),
    ]  # fmt: skip

    def __init__(self, wanted: str = "") -> None:
        super().__init__()
        self._wanted = wanted
        self._reader = RuleReader()
        self._knowledge: Knowledge | None = None
        self._entries: list[RuleEntry] = []
        self._shown: list[RuleEntry] = []
        self._page: RulePage | None = None
        self._outcome: Outcome | None = None
        self._touched_only = False
        self._asked = ""

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    @property
    def page(self) -> RulePage | None:
        """The page that is shown."""
        return self._page

    def compose(self) -> ComposeResult:
        """Lay out the search, the list and the page."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
            yield Input(id="search", compact=True)
        with Horizontal(id="desk"):
            yield OptionList(id="rules", markup=False)
            yield Pane(id="page")
        yield DeskFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the rules."""
        self.relabel()
        self.query_one("#search").focus()
        self.action_reload()

    def on_screen_resume(self) -> None:
        """Explain by the ticket that is shown now."""
        outcome = self.desk.shown_outcome()
        if outcome is not self._outcome:
            self._outcome = outcome
            self._fill()
            self._read_page(self._asked)

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.query_one("#search", Input).placeholder = _("Search: words of a rule, its id, its cause")
        self._fill()
        if self._page is not None:
            self._read_page(self._asked)

    def open_rule(self, identity: str) -> None:
        """Show a rule; the search is emptied where it hides it."""
        self._wanted = identity
        if self._knowledge is None:
            return
        if all(entry.id != identity for entry in self._shown):
            self._touched_only = False
            with self.prevent(Input.Changed):
                self.query_one("#search", Input).value = ""
        self._fill()
        if all(entry.id != identity for entry in self._shown):
            self.desk.tell(_("There is no rule {name}.").format(name=visible_line(identity)))
        self.query_one("#rules").focus()

    def action_reload(self) -> None:
        """Read the rules again, in a thread."""

        def _read() -> None:
            try:
                knowledge, entries = read_entries()
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._take, knowledge, entries)

        self.run_worker(_read, thread=True, group="rules", exclusive=True)

    def _take(self, knowledge: Knowledge, entries: list[RuleEntry]) -> None:
        is_new = self._knowledge is not None and self._knowledge.version != knowledge.version
        self._knowledge, self._entries = knowledge, entries
        self._outcome = self.desk.shown_outcome()
        if self._wanted:
            self.open_rule(self._wanted)
        else:
            self._fill()
        if is_new:
            self.desk.tell(_("The rules were read again."))
        self._read_page(self._asked)

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        self._fill()

    def _fill(self) -> None:
        """List what the search finds, by family, with the answer of each on the ticket."""
        answers = {one.rule: one.answer for one in self._outcome.answers} if self._outcome is not None else {}
        found = matching(self._entries, self.query_one("#search", Input).value)
        self._shown = [one for one in found if not self._touched_only or one.id in answers]
        chosen = self._wanted or self._asked
        rules = self.query_one("#rules", OptionList)
        options: list[Option] = []
        family, highlighted, first_found = "", None, 0
        for entry in self._shown:
            if entry.family != family:
                family = entry.family
                options.append(Option(Content.styled(family, HEAD), disabled=True))
            if entry.id == chosen:
                highlighted = len(options)
            if not first_found and (answers.get(entry.id) or not any(answers.values())):
                first_found = len(options)
            sign = SIGNS[answers[entry.id]] if entry.id in answers else " "
            options.append(Option(Content(f"{sign} {visible_line(entry.id.partition('.')[2])}"), id=entry.id))
        rules.clear_options()
        rules.add_options(options)
        if self._shown:
            rules.highlighted = highlighted or first_found or 1
            rules.scroll_to_highlight()
        self._tell_state()

    def _tell_state(self) -> None:
        parts = [_("Rules"), _("{count} of {all}").format(count=len(self._shown), all=len(self._entries))]
        if self._touched_only:
            parts.append(_("of the ticket"))
        self.query_one("#state", Static).update(" · ".join(parts))
        if self._entries and not self._shown:
            self.query_one("#page", Pane).show(
                Content(_("No rule has all of these words. Shorten the search; Esc empties it."))
            )

    @on(OptionList.OptionHighlighted)
    def _highlight(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self._wanted = ""
            self._read_page(event.option_id)

    @on(OptionList.OptionSelected)
    def _select(self) -> None:
        self.query_one("#page").focus()

    @on(Input.Submitted, "#search")
    def _submit(self) -> None:
        self.query_one("#rules").focus()

    def _read_page(self, identity: str) -> None:
        """Read a rule's page in a thread; the newest wish wins."""
        self._asked = identity
        knowledge, outcome = self._knowledge, self._outcome
        if knowledge is None or not identity:
            return

        def _read() -> None:
            try:
                page = self._reader.page(identity, knowledge, outcome)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            except OSError as problem:
                gone = SupportdeskError(str(problem), _("F5 reads the rules again."))
                self.app.call_from_thread(self.desk.tell_problem, gone)
            else:
                self.app.call_from_thread(self._show, identity, page)

        self.run_worker(_read, thread=True, group="page", exclusive=True)

    def _show(self, identity: str, page: RulePage | None) -> None:
        if identity == self._asked and page is not None:
            self._page = page
            self.query_one("#page", Pane).show(rule_page(page))

    def action_found(self) -> None:
        """List only the rules that the ticket touches, or all again."""
        if self._outcome is None and not self._touched_only:
            self.desk.tell(_("No ticket is shown: paste one first."))
            return
        self._touched_only = not self._touched_only
        self._fill()

    def action_to_list(self) -> None:
        """Move from the search into the list."""
        if self._shown:
            self.query_one("#rules").focus()

    def action_back(self) -> None:
        """Empty the search; where it is empty, go back."""
        search = self.query_one("#search", Input)
        if search.value:
            search.value = ""
            search.focus()
        else:
            self.dismiss()
