"""What the rehearsal's screen tells: the states of a run, what the client did, the answer field by field, the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.gateway.explaining import explain
from supportdesk.i18n import _
from supportdesk.tui.panes.page import DIM, Page

if TYPE_CHECKING:
    from textual.content import Content

    from supportdesk.errors import SupportdeskError
    from supportdesk.gateway.running import Run

STEPS_SHOWN = 30


def run_page(run: Run | None, problem: SupportdeskError | None, expected: tuple[int, int] | None = None) -> Content:
    """Return the page of a run; before the first one, what a rehearsal is for and when it is not.

    `expected` are the seconds that such a task usually takes, None where nobody says.
    """
    page = Page()
    if run is None:
        page.heading(_("What this is for"))
        page.line(_("Try a request, see its answer, and take what is stable into your program by F7."))
        page.line(_("Only text: text-to-video. A first picture: image-to-video."))
        page.line(_("Pictures that guide: reference-to-video. A video to change: video-edit."))
        page.line(_("For a batch, or where every call must be audited, run the program of F7 on your server."), DIM)
        return page.content()
    if problem is not None:
        page.line(problem.message, "$text-error")
        if problem.hint:
            page.line(problem.hint)
    if run.task_id:
        page.line(f"{_('Task')} {run.task_id}")
    if expected is not None:
        page.line(_("Expected: {low} to {high} s").format(low=expected[0], high=expected[1]), DIM)
    for at, state in run.states[-STEPS_SHOWN:]:
        progress = "" if state.progress is None else f"  {state.progress} %"
        page.line(f"{at:7.1f} s  {state.status}{progress}")
    waits = [step for step in run.steps if step.wait_s is not None]
    if waits:
        page.heading(_("What the client did"))
        for step in waits[-STEPS_SHOWN:]:
            told = _("{call}, attempt {attempt}: {outcome}; again in {seconds} s")
            page.line(
                told.format(
                    call=step.call, attempt=step.attempt, outcome=step.outcome, seconds=f"{step.wait_s or 0:.1f}"
                )
            )
    last = run.last()
    if last is not None and last.phase in ("completed", "failed"):
        page.heading(_("The answer, field by field"))
        for path, value, meaning in explain(last.answer):
            page.text(f"{path:<22} {value}")
            page.line(f"   {meaning}" if meaning else "", DIM)
    return page.content()


def code_page(language: str, code: str) -> Content:
    """Return the page of a program."""
    page = Page()
    page.heading(language)
    page.text(code)
    return page.content()


def state_line(run: Run) -> str:
    """Return how a run stands in one sentence."""
    last = run.last()
    if last is None:
        return _("Nothing came back.")
    if last.phase == "completed":
        return _("Completed after {seconds} s.").format(seconds=f"{run.states[-1][0]:.1f}")
    if last.phase == "failed":
        return _("The task failed: {error}").format(error=last.error or last.status)
    return _("The task has not ended; Ctrl+U follows it again.")
