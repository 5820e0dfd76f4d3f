"""Rehearse: a request is filled in, checked as one types, sent once, followed, explained and handed over as code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.widgets import Input, ProgressBar, Static, TextArea

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark, pick
from supportdesk.tui.panes.rehearsal import code_page, run_page, state_line
from supportdesk.tui.rehearsing import Rehearser
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.pane import Pane
from supportdesk.tui.widgets.request_form import FieldInput, RequestForm
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from supportdesk.gateway.rehearsal import Plan
    from supportdesk.tui.app import SupportdeskApp

FIRST_MODEL = "gemini_omni"


class RehearseScreen(TranslatedScreen):
    """One rehearsal at a time; `rehearser` knows gateway and definitions. Escape stops following, then goes back."""

    CSS_PATH = "../work.tcss"
    HELP_TITLE = mark("Rehearse")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+r", "run", mark("Run"), tooltip=mark("Send it once and follow it"), priority=True, id="rehearse.run"
        ),
        Binding(
            "ctrl+u",
            "resume",
            mark("Resume"),
            tooltip=mark("Follow the last task again; nothing is sent"),
            priority=True,
            id="rehearse.resume",
        ),
        Binding(
            "f6", "mode", mark("Mode"), tooltip=mark("Go to the next mode"), priority=True, id="rehearse.mode"
        ),
        Binding(
            "f7", "code", mark("Code"), tooltip=mark("Show it as a program, in the next language"), priority=True,
            id="rehearse.code",
        ),
        Binding(
            "ctrl+t", "copy_code", mark("Copy"), tooltip=mark("Copy the program, or the JSON"), id="rehearse.copy"
        ),
        Binding(
            "f3", "gateway", mark("Gateway"), tooltip=mark("Go to the next gateway of the settings"),
            id="rehearse.gateway",
        ),
        Binding("f2", "model", mark("Model"), tooltip=mark("Choose another model"), id="rehearse.model"),
        Binding("escape", "leave", mark("Back"), id="rehearse.back"),
    ]  # fmt: skip

    def __init__(self, rehearser: Rehearser) -> None:
        super().__init__()
        self.rehearser = rehearser
        self._worker: Worker[None] | None = None
        self._language = -1
        self._problem = ""

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def compose(self) -> ComposeResult:
        """Lay out head, form and JSON, what is wrong, and what happens."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
            yield Input(FIRST_MODEL, id="model", compact=True)
        with Horizontal(id="filling"):
            yield RequestForm()
            with Vertical(id="raw"):
                yield TextArea("", id="json", show_line_numbers=False)
        yield Static("", id="help", markup=False)
        yield Static("", id="problems", markup=False)
        yield ProgressBar(100, id="progress", show_eta=False)
        yield Pane(id="run")
        yield DeskFooter(show_command_palette=False)

    async def on_mount(self) -> None:
        """Begin with the documented minimal request of the guide's model."""
        self.relabel()
        await self._choose(FIRST_MODEL)
        self.query_one(RequestForm).focus_field("prompt")

    def on_unmount(self) -> None:
        """Let go of gateway and sandbox."""
        self.rehearser.close()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.query_one("#model", Input).placeholder = _("Model")
        self._show_help()
        self._show()

    @on(Input.Submitted, "#model")
    async def _take_model(self, event: Input.Submitted) -> None:
        if await self._choose(event.value.strip()):
            self.query_one(RequestForm).focus_field("prompt")

    async def _choose(self, model: str) -> bool:
        try:
            plan = self.rehearser.choose(model)
        except SupportdeskError as problem:
            self.desk.tell_problem(problem)
            return False
        await self.query_one(RequestForm).show_fields(self.rehearser.fields(), plan.body)
        self._write_json(plan)
        self._show()
        return True

    @on(RequestForm.Changed)
    def _take_values(self, event: RequestForm.Changed) -> None:
        plan = self.rehearser.fill(event.values)
        self._problem = ""
        self._write_json(plan)
        self._show()

    @on(TextArea.Changed, "#json")
    def _take_json(self) -> None:
        try:
            body = json.loads(self.query_one("#json", TextArea).text)
        except (ValueError, RecursionError) as problem:
            self._problem = _("this is no JSON: {reason}").format(reason=problem)
        else:
            self._problem = "" if isinstance(body, dict) else _("the body is no JSON object")
            if isinstance(body, dict):
                self.query_one(RequestForm).fill(self.rehearser.replace(body).body)
        self._show()

    @on(DescendantFocus)
    def _show_help(self) -> None:
        """Say what the documentation says of the field under the cursor."""
        entry = self.focused
        text = f"{entry.field.name}: {self.rehearser.help_text(entry.field)}" if isinstance(entry, FieldInput) else ""
        self.query_one("#help", Static).update(visible_line(text))

    def _write_json(self, plan: Plan) -> None:
        area = self.query_one("#json", TextArea)
        text = json.dumps(plan.body, ensure_ascii=False, indent=2)
        if area.text != text:
            with area.prevent(TextArea.Changed):
                area.text = text

    def _show(self) -> None:
        """Write head, problems, progress and what happened."""
        plan, run = self.rehearser.plan, self.rehearser.run
        if plan is None:
            return
        cost = self.rehearser.cost_text()
        parts = [_("Rehearse"), self.rehearser.account.name, plan.info.model, plan.mode or "-", cost]
        self.query_one("#state", Static).update(visible_line(" · ".join(part for part in parts if part)))
        wrong = plan.errors()
        told = (
            [self._problem] if self._problem else [f"{item.pointer}: {pick(item.message)}" for item in plan.violations]
        )
        self.query_one("#problems", Static).update(
            visible_line("  ".join(told)) if told else _("Nothing is wrong with it.")
        )
        self.query_one("#problems").set_class(bool(wrong or self._problem), "wrong")
        self.query_one(RequestForm).tell_wrong({item.pointer[1:].replace("/", ".") for item in wrong})
        if run is not None:
            last = run.last()
            self.query_one(ProgressBar).update(progress=0 if last is None else last.progress or 0)
        if self._language < 0:
            self.query_one("#run", Pane).show(run_page(run, self.rehearser.problem, self.rehearser.expected()))

    def action_run(self) -> None:
        """Send the request once and follow it; a second press while one runs does nothing."""
        plan = self.rehearser.plan
        if plan is None or self.follows:
            self.desk.tell(_("One rehearsal runs already."))
            return
        if plan.errors() or self._problem:
            self.desk.tell(_("It would be refused: mend what is marked first."))
            return
        self._language = -1
        self.rehearser.begin()
        self._worker = self.run_worker(self._follow(), exit_on_error=False, exclusive=True, group="rehearsal")

    def action_resume(self) -> None:
        """Follow the last task by its id."""
        if self.follows or self.rehearser.run is None or self.rehearser.run.task_id is None:
            self.desk.tell(_("There is no task to follow."))
            return
        self._language = -1
        self._worker = self.run_worker(self._follow(), exit_on_error=False, exclusive=True, group="rehearsal")

    @property
    def follows(self) -> bool:
        """Whether a task is followed just now."""
        return self._worker is not None and self._worker.is_running

    async def _follow(self) -> None:
        async for _state in self.rehearser.follow(self._show):
            self._show()
        self._show()
        run = self.rehearser.run
        if run is not None:
            self.desk.tell(state_line(run))

    async def action_mode(self) -> None:
        """Take the next mode: its media field is where the cursor goes."""
        wanted = self.rehearser.next_mode()
        if wanted is None:
            self.desk.tell(_("This model has one mode."))
            return
        plan, field = wanted
        self.query_one(RequestForm).fill(plan.body)
        self._write_json(plan)
        self._show()
        self.query_one(RequestForm).focus_field(field)

    def action_code(self) -> None:
        """Show the request as a program, each press in the next language."""
        languages = self.rehearser.languages()
        self._language = self._language + 1 if self._language + 1 < len(languages) else -1
        if self._language < 0:
            self._show()
            return
        self.query_one("#run", Pane).show(code_page(languages[self._language], self._code()))
        self.query_one("#run", Pane).focus()

    def action_copy_code(self) -> None:
        """Copy the program that is shown, else the JSON."""
        text = self._code() if self._language >= 0 else self.query_one("#json", TextArea).text
        self.app.copy_to_clipboard(text)
        self.desk.tell(_("It is copied."))

    def _code(self) -> str:
        try:
            return self.rehearser.code(self.rehearser.languages()[self._language])
        except SupportdeskError as problem:
            return problem.message

    async def action_gateway(self) -> None:
        """Go to the next configured gateway; the model is looked up in its definitions."""
        if self.follows:
            self.desk.tell(_("One rehearsal runs already."))
            return
        model = self.query_one("#model", Input).value.strip()
        self.rehearser.next_gateway()
        self.desk.gateway = self.rehearser.account.name
        await self._choose(model)

    def action_model(self) -> None:
        """Go to the model's name."""
        self.query_one("#model", Input).focus()

    def action_leave(self) -> None:
        """Stop following; where nothing runs, go back."""
        if self.follows and self._worker is not None:
            self._worker.cancel()
            self.desk.tell(_("Not followed any more; the task itself goes on. Ctrl+U resumes it."))
            return
        self.dismiss()
