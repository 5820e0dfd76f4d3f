"""The sandbox itself: takes a call, finds who answers it, and keeps the books. No web framework is needed for it."""

from __future__ import annotations

import secrets
from typing import Any, get_args

from supportdesk.definitions.catalogue import lookup_model
from supportdesk.definitions.select import DefinitionInfo, path_fits, select
from supportdesk.errors import InputError
from supportdesk.gateway.sandbox import checking, console, failing, refusals, relay, shown, tasks
from supportdesk.gateway.sandbox import submit as submitting
from supportdesk.gateway.sandbox.books import Account, Books
from supportdesk.gateway.sandbox.exchange import Answer, Call, answer_html, answer_json
from supportdesk.gateway.sandbox.faults import HEADER, OF_TASKS, CallKind, Fault, Schedule, parse_fault
from supportdesk.gateway.sandbox.settings import SandboxSettings
from supportdesk.gateway.sandbox.tasks import Ending

TALK = {
    "/v1/chat/completions": relay.chat,
    "/v1/responses": relay.responses,
    "/v1/messages": relay.messages,
    "/v1/embeddings": relay.embeddings,
}
"""Paths of token-billed calls, with who answers them."""
POLLS = (
    "/v1/videos/generations/",
    "/v1/images/generations/",
    "/v1/video/generations/",
    "/v1/videos/",
    "/v1/tasks/",
    "/v1/characters_tasks/",
)
UPLOADS = {"/v1/uploads/images": "image", "/v1/uploads/videos": "video"}
FIRST_USER, ADMIN = "sandbox", "root"


class Sandbox:
    """One gateway on loopback. `access_token` and `admin_token` open its console; `books` is its database."""

    def __init__(self, settings: SandboxSettings, knowledge: Any) -> None:
        self.settings = settings
        self.knowledge = knowledge
        self.books = Books(settings.database)
        self.schedule = Schedule(tuple(parse_fault(text) for text in settings.faults))
        self.access_token = secrets.token_hex(16)
        self.admin_token = secrets.token_hex(16)
        self.toapis = settings.gateway == "toapis"
        self.books.add_user(ADMIN, 0, self.admin_token, role=100)
        self.user_id = self.books.add_user(FIRST_USER, settings.granted, self.access_token)

    def close(self) -> None:
        """Close the database."""
        self.books.close()

    def answer(self, call: Call) -> Answer:
        """Return what is answered to a call; every failure of the caller is an answer, too."""
        tasks.advance(self.books, call.at)
        kind = self.kind_of_call(call)
        fault: Fault | None = None
        try:
            fault = self._fault(call, kind)
            answer = failing.instead(fault, call.request_id) if fault is not None else None
            if answer is None:
                answer = self._work(call, kind, fault)
                if fault is not None:
                    answer = failing.spoiled(fault, answer, self.settings.speed)
        except refusals.Refusal as refusal:
            answer = answer_json(refusal.body, refusal.status, refusal.headers)
        named = None if fault is None else fault.kind
        self.books.note_call(call.at, call.method, call.path, call.request_id, answer.status, named)
        return answer._replace(headers={**answer.headers, "X-Oneapi-Request-Id": call.request_id})

    def kind_of_call(self, call: Call) -> CallKind:
        """Return what kind of call this is, as failures are ordered for it."""
        path = call.path
        if path.startswith("/api/") and not self._definition_path(call):
            return "console"
        if path in UPLOADS:
            return "upload"
        if path.startswith("/v1/models"):
            return "models"
        if path in TALK or path.startswith("/v1beta/"):
            return "chat"
        if call.method == "GET":
            return "poll"
        return "submit"

    def _fault(self, call: Call, kind: CallKind) -> Fault | None:
        ordered = call.headers.get(HEADER.lower())
        if ordered is None or path_is_file(call.path):
            return None if path_is_file(call.path) else self.schedule.next(kind)
        try:
            fault = parse_fault(ordered)
        except InputError as problem:
            raise refusals.openai(400, problem.message, "sandbox_error", "invalid_fault") from problem
        if fault.times > 1:
            self.schedule.order(fault._replace(times=fault.times - 1))
        return fault

    def _work(self, call: Call, kind: CallKind, fault: Fault | None) -> Answer:
        if path_is_file(call.path):
            return Answer(200, "application/octet-stream", (submitting.PLACEHOLDER,))
        if kind == "console":
            return self._console(call)
        if not call.path.startswith("/v1") and not self._definition_path(call):
            return answer_html(200, "supportdesk sandbox", "The console would be here: this path is no interface.")
        account = self._account(call, task=kind in ("submit", "poll"))
        if kind == "models":
            return self._models(call)
        if call.path.startswith("/v1/dashboard/billing/"):
            return self._billing(call, account)
        if kind == "upload":
            return submitting.upload(call, UPLOADS[call.path])
        if kind == "poll":
            return self._poll(call, account)
        if call.method == "DELETE" or call.path.endswith("/cancel"):
            return self._cancel(call, account)
        if call.method != "POST":
            raise refusals.wrong_path(call.method, call.path)
        return self._talk(call, account) if kind == "chat" else self._submit(call, account, fault)

    def _account(self, call: Call, *, task: bool) -> Account:
        key = call.key()
        if key.startswith("sk-") and len(key) > 3 and key not in self.settings.invalid_keys:
            self.books.add_key(self.user_id, key, f"key-{key[-4:]}", int(call.at))
            account = self.books.account(key)
            if account is not None:
                return account
        raise refusals.unauthorized(call.request_id, toapis=self.toapis, task=task)

    def _talk(self, call: Call, account: Account) -> Answer:
        named = model_in_path(call.path)
        body, _ = checking.check(call, self.knowledge, self.settings.gateway, named)
        model = body.get("model") or named
        if not isinstance(model, str) or not model:
            raise refusals.gateway(400, "Model name not specified, model name cannot be empty", None, call.request_id)
        found = lookup_model(self.knowledge, model, self.settings.gateway)
        media = found is not None and found.kind in relay.MEDIA
        if media and not self._documented(call, model) and self.settings.era == "E3":
            raise refusals.gateway(500, "invalid api type: -1", "invalid_api_type", call.request_id)
        speak = TALK.get(call.path, relay.gemini)
        return speak(call, {**body, "model": model}, account, self.books)

    def _submit(self, call: Call, account: Account, fault: Fault | None) -> Answer:
        definition = self._definition(call)
        body, checked = checking.check(call, self.knowledge, self.settings.gateway)
        model = str(body.get("model", ""))
        if definition is None and checked.definition is None:
            self._refuse_unknown(call, model)
        kind = submitting.kind_of(self.knowledge, model, self.settings.gateway, definition)
        if call.path == "/v1/images/generations" and definition is None:
            return relay.images(call, body, account, self.books)
        if definition is not None and definition.endpoint in ("audio_speech", "audio_transcriptions"):
            return answer_json({"text": relay.SPOKEN, "model": model})
        ending: Ending = "success"
        if fault is not None and fault.kind in OF_TASKS:
            ending = fault.kind if fault.kind in get_args(Ending) else "success"  # type: ignore[assignment]  # looked up in the Literal
        task = submitting.submit(call, body, account, self.books, self.settings, kind=kind, ending=ending)
        return submitting.task_shape(call, task, self.settings.gateway)

    def _refuse_unknown(self, call: Call, model: str) -> None:
        """Refuse a path that nobody serves, and a model that is not of it (gateway.md 4 and 5)."""
        if call.path not in ("/v1/images/generations", "/v1/videos", "/v1/video/generations", "/v1/videos/generations"):
            raise refusals.wrong_path(call.method, call.path)
        found = lookup_model(self.knowledge, model, self.settings.gateway) if model else None
        if found is None or found.kind not in relay.MEDIA:
            message = f"No available channel for model {model} under group default (distributor)"
            raise refusals.gateway(503, message, "model_not_found", call.request_id)

    def _poll(self, call: Call, account: Account) -> Answer:
        if call.path == "/v1/videos":
            rows = self.books.rows(
                "SELECT * FROM tasks WHERE user_id = ? ORDER BY id DESC LIMIT 20", (account.user_id,)
            )
            return answer_json({"object": "list", "data": [shown.openai_video(row) for row in rows], "has_more": False})
        task_id = call.query.get("task_id") or call.path.removesuffix("/content").rsplit("/", 1)[-1]
        known = call.path.startswith(POLLS) or self._definition_path(call)
        if not known:
            raise refusals.wrong_path(call.method, call.path)
        task = submitting.found(self.books, account, task_id, toapis=self.toapis)
        if call.path.endswith("/content"):
            return submitting.content(call, task)
        return submitting.task_shape(call, task, self.settings.gateway)

    def _cancel(self, call: Call, account: Account) -> Answer:
        task_id = call.path.removesuffix("/cancel").rsplit("/", 1)[-1]
        task = submitting.found(self.books, account, task_id, toapis=self.toapis)
        tasks.cancel(self.books, task, call.at)
        return answer_json({"id": task_id, "object": "video.deleted", "deleted": True})

    def _billing(self, call: Call, account: Account) -> Answer:
        row = self.books.rows("SELECT granted, used_quota FROM tokens WHERE id = ?", (account.token_id,))[0]
        if call.path.endswith("/subscription"):
            return console.subscription(row["granted"])
        return console.used(row["used_quota"])

    def _models(self, call: Call) -> Answer:
        rows = [(name, kind) for name, kind, _ in self._catalogue()]
        asked = call.path.removeprefix("/v1/models").strip("/")
        wanted = call.query.get("type", "all" if not self.toapis else "chat").replace("text", "chat")
        if asked:
            rows = [row for row in rows if row[0] == asked]
            if not rows:
                raise refusals.openai(
                    404, f"The model '{asked}' does not exist", "invalid_request_error", "model_not_found", "model"
                )
        elif wanted != "all":
            rows = [row for row in rows if row[1] == wanted]
        data = [{"id": name, "object": "model", "created": 1626777600, "owned_by": "custom"} for name, _ in rows]
        return answer_json(data[0] if asked else {"object": "list", "data": data, "success": True})

    def _catalogue(self) -> list[tuple[str, str, list[str]]]:
        found: dict[str, tuple[str, list[str]]] = {}
        for row in self.knowledge.requests:
            if row["gateway"] == self.settings.gateway and "*" not in row["model"]:
                endpoints = found.setdefault(row["model"], (row["kind"], []))[1]
                if row["endpoint"] and row["endpoint"] not in endpoints:
                    endpoints.append(row["endpoint"])
        return [(name, kind, endpoints) for name, (kind, endpoints) in sorted(found.items())]

    def _console(self, call: Call) -> Answer:
        path = call.path.rstrip("/")
        if call.method != "GET":
            raise refusals.wrong_path(call.method, call.path)
        if path == "/api/status":
            return console.status(self.settings)
        if path == "/api/pricing":
            return console.pricing(self._catalogue())
        if path == "/api/log/token":
            return console.of_key(call, self.books)
        if path == "/api/usage/token":
            return console.usage_of_key(call, self.books)
        pages = {"/api/log": console.logs, "/api/task": console.tasks}
        own = path.removesuffix("/self")
        if own in pages:
            user = self._user(call, 1 if own != path else 10)
            return pages[own](call, self.books, user if own != path else None)
        if path == "/api/token":
            return console.keys(call, self.books, self._user(call, 1))
        if path == "/api/user/self":
            return console.balance(self._user(call, 1))
        raise refusals.wrong_path(call.method, call.path)

    def _user(self, call: Call, role: int) -> dict[str, Any]:
        return console.user_of(call, self.books, role)

    def _definition_path(self, call: Call) -> bool:
        rows = (row for row in self.knowledge.requests if row["gateway"] == self.settings.gateway)
        which = "path" if call.method == "POST" else "poll_path"
        return any(row[which] and path_fits(row[which].partition("?")[0], call.path) for row in rows)

    def _definition(self, call: Call) -> DefinitionInfo | None:
        body = (
            checking.plain_body(call) if call.form is not None else checking.request_of(call)[0].body.to_dict()["json"]
        )
        model = body.get("model")
        model = model if isinstance(model, str) else None
        return select(self.knowledge, self.settings.gateway, model, method=call.method, path=call.path, fields=body)

    def _documented(self, call: Call, model: str) -> bool:
        return select(self.knowledge, self.settings.gateway, model, method="POST", path=call.path) is not None


def model_in_path(path: str) -> str | None:
    """Return the model that a path of Gemini's dialect names (`/v1beta/models/NAME:generateContent`), else None."""
    rest = path.removeprefix("/v1beta/models/")
    return rest.partition(":")[0] or None if rest != path else None


def path_is_file(path: str) -> bool:
    """Tell whether a path is that of a result's file."""
    return path.startswith("/files/")
