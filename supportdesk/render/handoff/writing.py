"""From a plan to a program: which template, and its values as literals of its language."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.named import NamedTuple
from supportdesk.render.handoff import literals

if TYPE_CHECKING:
    from jinja2 import Environment

    from supportdesk.gateway.rehearsal import Plan

LANGUAGES = {
    "curl": "curl.sh",
    "python": "python_requests.py",
    "python-httpx": "python_httpx.py",
    "python-openai": "python_openai.py",
    "javascript": "javascript.mjs",
    "go": "go.go",
    "java": "Main.java",
    "php": "php.php",
    "csharp": "csharp.cs",
    "powershell": "powershell.ps1",
}
"""Language (or language and library) → template, whose name without .j2 is also a fitting name for the file."""

KEY_VARIABLE = "GATEWAY_API_KEY"


class Handoff(NamedTuple):
    """What a program is written from: `origin` scheme and host, the call, and how the task is followed.

    `poll_path` has {task_id} in it, None for a call that is answered at once; the times are seconds.
    """

    origin: str
    method: str
    path: str
    body: dict[str, Any]
    poll_path: str | None
    first: float
    every: float
    give_up: float


def handoff(plan: Plan, origin: str) -> Handoff:
    """Return what a program for a plan is written from."""
    from supportdesk.gateway.client import pace_of

    pace = pace_of(plan.info.kind)
    return Handoff(
        origin.rstrip("/"),
        plan.info.method,
        plan.path,
        plan.body,
        plan.info.poll_path,
        pace.first,
        pace.every,
        pace.give_up,
    )


def write(what: Handoff, language: str) -> str:
    """Return the program in one of LANGUAGES. Raises InputError for any other, and where a library has no such call."""
    if language not in LANGUAGES:
        raise InputError(
            _("there is no hand-off for {language}").format(language=ascii(language[:40])),
            _("known are: {kinds}").format(kinds=", ".join(LANGUAGES)),
        )
    if language == "python-openai" and not what.path.startswith("/v1/"):
        raise InputError(_("the openai library only calls paths below /v1"))
    template = _environment().get_template(f"{LANGUAGES[language]}.j2")
    return template.render(**what._asdict(), key_variable=KEY_VARIABLE)


@functools.cache
def _environment() -> Environment:
    from jinja2 import PackageLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    loader = PackageLoader("supportdesk.render.handoff", "templates")
    environment = SandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters.update(literals.FILTERS)
    return environment
