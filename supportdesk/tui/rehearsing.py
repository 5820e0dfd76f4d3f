"""The state behind the rehearsal's screen: gateway, definition, body, run; no widgets."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.errors import SupportdeskError

if TYPE_CHECKING:
    from supportdesk.gateway.accounts import GatewayAccount
    from supportdesk.gateway.outcome import TaskState
    from supportdesk.gateway.rehearsal import Field, Plan
    from supportdesk.gateway.running import Run
    from supportdesk.gateway.sandbox.desk import Sandbox

MEDIA_OF_MODE = {
    "image-to-video": ("image_urls", "images", "image_url", "image", "first_frame", "image_list", "image_with_roles"),
    "reference-to-video": ("reference_images", "reference_image_urls", "image_urls", "images", "subjects"),
    "video-edit": ("video_list", "video_url", "video", "video_urls"),
}
"""Which field a mode is filled in at first, the likelier name first."""


class Rehearser:
    """Plans, runs and hands over.

    `accounts` are the gateways that may be called, `folder` where the embedded sandbox keeps its books, `key_folder`
    where files with keys may lie, `speed` how fast the sandbox is.
    """

    def __init__(self, accounts: Sequence[GatewayAccount], folder: str, key_folder: str, *, speed: float = 1.0) -> None:
        self.account = accounts[0]
        self._accounts = accounts
        self.plan: Plan | None = None
        self.run: Run | None = None
        self.problem: SupportdeskError | None = None
        self.fault: str | None = None
        self._folder = folder
        self._key_folder = key_folder
        self._speed = speed
        self._box: Sandbox | None = None
        self._mode = 0

    def next_gateway(self) -> None:
        """Take the next gateway; a run of the last one is let go."""
        at = (list(self._accounts).index(self.account) + 1) % len(self._accounts)
        self.account, self.run, self.problem = self._accounts[at], None, None

    def choose(self, model: str) -> Plan:
        """Take a model's definition and begin with its documented minimal request. Raises InputError."""
        from supportdesk.gateway.rehearsal import minimal, plan, planned

        first = plan(self._knowledge(), self.account.contract, model, {})
        body = minimal(self._knowledge(), self.account.contract, model)
        self.plan = planned(self._knowledge(), first.info, first.envelope, body, {})
        self._mode = first.envelope["modes"].index(self.plan.mode) if self.plan.mode in first.envelope["modes"] else 0
        return self.plan

    def fields(self) -> list[Field]:
        """Return the fields of the definition that is chosen."""
        from supportdesk.gateway.rehearsal import form_of

        return form_of(self._chosen().envelope)

    def help_text(self, field: Field) -> str:
        """Return what is said of a field in the language in use, and that it is assumed where it is."""
        from supportdesk.gateway.rehearsal import help_of
        from supportdesk.i18n import _, pick

        said = str(pick(help_of(field, self._knowledge())))
        return f"{said} {_('(documented for a sibling model only)')}" if field.assumed else said

    def fill(self, values: dict[str, Any]) -> Plan:
        """Take the values of the form; what the form has no field for stays as it is."""
        from supportdesk.gateway.rehearsal import nest

        plan = self._chosen()
        named = {field.name.partition(".")[0] for field in self.fields()} - {"model"}
        kept = {name: value for name, value in plan.body.items() if name not in named}
        return self.replace({**kept, **nest(values)})

    def replace(self, body: dict[str, Any]) -> Plan:
        """Take a whole body."""
        from supportdesk.gateway.rehearsal import planned

        plan = self._chosen()
        self.plan = planned(self._knowledge(), plan.info, plan.envelope, body, {})
        return self.plan

    def next_mode(self) -> tuple[Plan, str | None] | None:
        """Go to the next mode; return the plan and the field that the mode needs, None where there is but one mode."""
        plan = self._chosen()
        modes = plan.envelope["modes"]
        if len(modes) < 2:
            return None
        self._mode = (self._mode + 1) % len(modes)
        mode = modes[self._mode]
        names = {field.name for field in self.fields()}
        media = {name for wanted in MEDIA_OF_MODE.values() for name in wanted}
        body = {name: value for name, value in plan.body.items() if name not in media}
        if "mode" in plan.envelope["body"]["properties"]:
            body["mode"] = mode
        field = next((name for name in MEDIA_OF_MODE.get(mode, ()) if name in names), None)
        return self.replace(body), field

    def cost_text(self) -> str:
        """Return the estimate in USD, '' where none is known."""
        from supportdesk.gateway.running import estimate
        from supportdesk.money.amount import usd_text

        quota = estimate(self._chosen())[0]
        return "" if quota is None else f"≈ ${usd_text(quota)}"

    def expected(self) -> tuple[int, int] | None:
        """Return the seconds that such a task usually takes; the sandbox's take as long as its settings say."""
        from supportdesk.gateway.accounts import SANDBOX
        from supportdesk.gateway.client import TYPICAL_S

        if self.account.name == SANDBOX:
            from supportdesk.gateway.sandbox.settings import SandboxSettings

            seconds = int(SandboxSettings().task_seconds / self._speed)
            return (seconds, seconds + 1)
        return TYPICAL_S.get(self._chosen().info.kind)

    def begin(self) -> None:
        """Begin a run of the plan."""
        from supportdesk.gateway.running import Run

        self.run, self.problem = Run(self._chosen()), None

    async def follow(self, tell: Callable[[], None]) -> AsyncIterator[TaskState]:
        """Submit and follow the run, or follow its task where it has one; a failure is kept in `problem`."""
        from supportdesk.gateway.accounts import SANDBOX, secret_of
        from supportdesk.gateway.running import SANDBOX_KEY, SANDBOX_PACE, connected
        from supportdesk.gateway.running import run as follow

        run = self.run
        if run is None:
            return
        own = self.account.name == SANDBOX
        self.problem = None
        extra = {"X-Sandbox-Fault": self.fault} if self.fault and own else None
        self.fault = None
        try:
            key = SANDBOX_KEY if own else secret_of(self.account, "key", self._key_folder)
            async with connected(self.account, key, self._sandbox() if own else None, lambda _step: tell()) as client:
                pace = SANDBOX_PACE._replace(first=0.5 / self._speed, every=0.5 / self._speed) if own else None
                async for state in follow(client, run, pace=pace, extra=extra):
                    yield state
        except SupportdeskError as problem:
            self.problem = problem
        finally:
            self._keep(run)

    def _keep(self, run: Run) -> None:
        from supportdesk.gateway.kept import FILE, Rehearsals

        os.makedirs(self._folder, exist_ok=True)
        with Rehearsals(os.path.join(self._folder, FILE)) as kept:
            kept.keep(run, self.account.name, self.problem.message if self.problem is not None else "")

    def languages(self) -> list[str]:
        """Return the languages of the hand-off."""
        from supportdesk.render.handoff import LANGUAGES

        return list(LANGUAGES)

    def code(self, language: str) -> str:
        """Return the plan as a program. Raises InputError."""
        from supportdesk.gateway.running import origin_of
        from supportdesk.render.handoff import handoff, write

        plan = self._chosen()
        return write(handoff(plan, origin_of(self.account, plan)), language)

    def close(self) -> None:
        """Close the embedded sandbox's books."""
        if self._box is not None:
            self._box.close()
            self._box = None

    def _sandbox(self) -> Sandbox:
        if self._box is None:
            from supportdesk.fetching import open_sandbox

            self._box = open_sandbox(self.account, self._folder, speed=self._speed)
        return self._box

    def _chosen(self) -> Plan:
        if self.plan is None:
            raise TypeError("a model is chosen first")
        return self.plan

    def _knowledge(self) -> Any:
        from supportdesk.judging.compile import load_knowledge

        return load_knowledge()
