"""The repairs that make a corrected request: from a chat call to a task, body, address, credentials."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.address import KEY_HEADERS, NO_KEY, has_key
from supportdesk.advising.conversation import HOLDERS, take_turns
from supportdesk.advising.repair import Sheet, take_out
from supportdesk.definitions.placing import Placed
from supportdesk.definitions.select import DefinitionInfo
from supportdesk.definitions.violation import Checked
from supportdesk.definitions.wording import place_name, shown
from supportdesk.reading.evidence import Body, Request
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

FORMS = ("form", "multipart")
"""Kinds of body whose values are all texts."""


class Correction:
    """The repairs of one request, each of which works on the sheet; `is_clean` checks what came of them."""

    def __init__(
        self, sheet: Sheet, request: Request | Value | None, row: Any, knowledge: Any, checked: Checked | None
    ) -> None:
        self.sheet = sheet
        self.request = request
        self.row = row
        self.knowledge = knowledge
        self.checked = checked
        self.target: DefinitionInfo | None = None
        self.envelope: dict[str, Any] | None = None

    def task_target(self) -> DefinitionInfo | None:
        """Return the definition to which a media model's call on a text interface belongs, or None."""
        from supportdesk.definitions.catalogue import lookup_model
        from supportdesk.definitions.select import task_definition

        model, gateway = self.model(), self.gateway()
        if not model:
            return None
        endpoint = self.row.values.get("endpoint")
        if endpoint is not None and endpoint not in self.sheet.words["text_endpoints"]:
            return None
        info = lookup_model(self.knowledge, model, gateway)
        if info is not None and info.kind == "chat":
            return None
        body = self.sheet.request["body"].get("json")
        fields = body if isinstance(body, dict) else {}
        return task_definition(self.knowledge, gateway, model, fields)

    def become_task(self, target: DefinitionInfo) -> bool:
        """Turn the call into the task request of its model's definition; return whether its body is clean."""
        from supportdesk.advising.address import with_path
        from supportdesk.advising.task_request import make_task_body
        from supportdesk.definitions.library import load_definition

        sheet, request = self.sheet, self.sheet.request
        self._use(target, load_definition(target.file))
        path = target.path or ""
        url = str(request["url"])
        old = _path_of(url) or "chat"
        span = self._url_span()
        named = {"model": self.model(), "old_path": old, "path": path}
        sheet.step("task", span or self._span(), **named)
        body = request["body"].get("json")
        made = make_task_body(sheet, body if isinstance(body, dict) else {"model": self.model()}, self._envelope())
        clean = self._mend(made, None)
        if target.poll_path:
            sheet.step("poll", poll_path=target.poll_path)
        request["method"] = target.method
        request["url"] = with_path(url, path) if url not in ("", UNKNOWN) else ""
        keep = {name: value for name, value in request["headers"].items() if name in ("authorization", "x-api-key")}
        if request["headers"].get("content-type") != target.content_type:
            sheet.headers["content-type"] = target.content_type
        request["headers"] = {"content-type": target.content_type, **keep}
        request["body"] = _packed(made, target.content_type)
        sheet.changed = True
        return clean

    def mend_body(self) -> bool:
        """Mend a checked body that has errors or a field that an answer names; return whether it is clean then."""
        checked = self.checked
        if checked is None or checked.definition is None or checked.envelope is None:
            return True
        if not checked.errors() and not checked.named:
            return True
        return self._mend_placed(checked.definition, checked.envelope, checked.placed)

    def send_as_json(self) -> bool:
        """Turn a form into the JSON that the definition of the same model and path asks for; return as mend_body."""
        from supportdesk.definitions.library import load_definition
        from supportdesk.definitions.placing import place_fields
        from supportdesk.definitions.select import select
        from supportdesk.relating.sent import body_value

        body = body_value(self.request) if isinstance(self.request, Request) else None
        if body is None or body.kind != "object" or self.sheet.request["body"]["kind"] not in FORMS:
            return True
        path, method = _path_of(str(self.sheet.request["url"])), str(self.sheet.request["method"])
        model = self.model() or None
        info = select(self.knowledge, self.gateway(), model, method=method, path=path, fields=body.data)
        if info is None or "json" not in info.content_type:
            return True
        envelope = load_definition(info.file)
        return self._mend_placed(info, envelope, place_fields(body, envelope["body"]))

    def _mend_placed(self, info: DefinitionInfo, envelope: dict[str, Any], placed: Placed) -> bool:
        """Mend the body whose fields stand at their right places in `placed`, and put it into the request."""
        self._use(info, envelope)
        if info.kind != "chat" and any(stray.name in HOLDERS for stray in placed.strays):
            return self._speak(info)
        body = self._plain_body(info, envelope, placed)
        for target, stood in placed.origin.items():
            value = placed.body.at(target)
            span = value.place() if value is not None else None
            beside = stood.rpartition("/")[0] == target.rpartition("/")[0]
            place = _name(target) if beside else place_name(target)
            self.sheet.step("renamed" if beside else "moved", span, field=_name(stood), place=place)
            self.sheet.changed = True
        self._drop_undocumented(body, placed)
        take_turns(self.sheet, body, envelope["body"])
        clean = self._mend(body, placed.body, values=self._values_prove())
        self.sheet.request["body"] = _packed(body, info.content_type)
        return clean

    def _plain_body(self, info: DefinitionInfo, envelope: dict[str, Any], placed: Placed) -> dict[str, Any]:
        """Return the body as plain data; a form's texts as the values that they stand for."""
        from supportdesk.definitions.plain import plain_data

        request = self.sheet.request
        if request["body"]["kind"] not in FORMS:
            body: dict[str, Any] = placed.body.plain()
            return body
        if "json" in info.content_type:
            self.sheet.step("as_json", self._span())
            self.sheet.changed = True
            request["headers"]["content-type"] = self.sheet.headers["content-type"] = info.content_type
            for part in request["body"].get("multipart", ()):
                if "filename" in part:
                    self.sheet.drop(f"/{part['name']}", "file", field=part["name"])
        converted: dict[str, Any] = plain_data(placed.body, envelope["body"], as_text=True)
        return converted

    def _speak(self, info: DefinitionInfo) -> bool:
        """Take prompt and media from a conversation that was sent to a task's own path."""
        from supportdesk.advising.task_request import make_task_body

        body = self.sheet.request["body"].get("json")
        made = make_task_body(self.sheet, body if isinstance(body, dict) else {}, self._envelope())
        clean = self._mend(made, None)
        self.sheet.request["body"] = _packed(made, info.content_type)
        self.sheet.changed = True
        return clean

    def name_endpoint(self) -> tuple[str, str] | None:
        """Say where a model belongs of which there is no definition: by its kind, from the catalogue.

        Return the endpoint and its path; None where nothing is known, or only a habit of naming.
        """
        from supportdesk.definitions.catalogue import lookup_model

        info = lookup_model(self.knowledge, self.model(), self.gateway()) if self.model() else None
        paths = self.sheet.words["endpoint_paths"]
        endpoint = next((endpoint for endpoint in info.endpoints if endpoint in paths), None) if info else None
        old = _path_of(str(self.sheet.request["url"]))
        if info is None or endpoint is None or info.kind not in self.sheet.words["kinds"]:
            return None
        path: str = paths[endpoint]
        if old.endswith(path):
            return None
        kind = self.sheet.words["kinds"][info.kind]
        span = self._url_span()
        step = "by_name" if info.guessed else "elsewhere"
        self.sheet.step(step, span or self._span(), model=self.model(), kind=kind, path=path)
        return None if info.guessed else (endpoint, path)

    def mend_address(self) -> None:
        """Mend the path; a host that is not known stays so."""
        from supportdesk.advising.address import mend_path, with_path
        from supportdesk.advising.url_literals import replace_url

        url = str(self.sheet.request["url"])
        path = _path_of(url)
        if not path or UNKNOWN in path or not isinstance(self.request, Request):
            return
        new = mend_path(path, self.known_paths())
        if new is None:
            return
        head = url[: url.index(path)] if path in url else ""
        mended = head + new if head else with_path(url, new)
        replace_url(self.sheet, self.request, mended, old_path=path, new_path=new)
        self.sheet.request["url"] = mended
        self._check_at(mended)

    def _check_at(self, url: str) -> None:
        """Check the body against the definition of the mended address, where the sent one had none."""
        from supportdesk.definitions.check import check_request

        sent = self.request
        if not isinstance(sent, Request) or (self.checked is not None and self.checked.definition is not None):
            return
        there = _at(sent, url)
        own = self.row.values.get("gateway")
        own = own if isinstance(own, str) else None
        self.checked = check_request(there, self.knowledge, gateway=own, default_gateway=self.gateway())

    def mend_credentials(self, *, required: bool) -> None:
        """Mend the Authorization header."""
        from supportdesk.advising.address import mend_credentials

        request = self.request if isinstance(self.request, Request) else None
        mend_credentials(self.sheet, request, required=required)

    def give_address(self) -> None:
        """Let a body without an address go to the path of its definition, and show where the key belongs."""
        request = self.sheet.request
        checked = self.checked
        if self.target is None and checked is not None and checked.definition is not None and checked.envelope:
            self._use(checked.definition, checked.envelope)
        if self.target is not None and request["method"] in ("", UNKNOWN):
            request["method"] = self.target.method
        if self.target is not None and request["url"] in ("", UNKNOWN) and self.target.path:
            request["url"] = self.base() + self.target.path
        names = {name.lower() for name in request["headers"]}
        if names.isdisjoint(KEY_HEADERS) and not has_key(str(request["url"])):
            request["headers"]["authorization"] = NO_KEY

    def is_clean(self, again: Request | None = None) -> bool:
        """Check the result, or what was read of the patched text, as if a customer had sent it."""
        from supportdesk.definitions.check import check_request

        sent = again if again is not None else as_request(self.sheet.request)
        if self.target is None:
            own = self.row.values.get("gateway")
            own = own if isinstance(own, str) else None
            given = check_request(sent, self.knowledge, gateway=own, default_gateway=self.gateway())
            return not given.errors()
        path = self.target.path or ""
        if path and (_path_of(str(sent.url.data)).endswith(path) or sent.url.kind == "unknown"):
            # what a proxy puts before the version is no part of the definition
            sent = _at(sent, path, self.target.method)
        gateway = self.target.gateway
        proven = None if self._assumed() else gateway
        result = check_request(sent, self.knowledge, gateway=proven, default_gateway=gateway)
        return result.definition is not None and not result.errors()

    def _mend(self, body: dict[str, Any], located: Value | None, *, values: bool = True) -> bool:
        from supportdesk.advising.mend import mend

        for name in self._envelope()["body"].get("required", []):
            if isinstance(body.get(name), str) and not body[name].strip():
                body.pop(name)
        return mend(self.sheet, body, self._envelope(), located, values=values)

    def _assumed(self) -> bool:
        return self.checked is not None and self.checked.assumed

    def _values_prove(self) -> bool:
        """Whether the lists of values hold: not where a provider's own contract may (definitions.check)."""
        endpoint = self.target.endpoint if self.target is not None else None
        return not (self._assumed() and endpoint in self.knowledge.models.get("shared", ()))

    def _drop_undocumented(self, body: dict[str, Any], placed: Placed) -> None:
        """Leave undocumented fields out: of a media request all, of a text request those that an answer names.

        Where the contract is only assumed, they may be the real one's.
        """
        info = self.target
        if info is None:
            return
        named = self.checked.named if self.checked is not None else []
        for stray in placed.strays:
            if stray.pointer in named or (info.kind != "chat" and not info.partial and not self._assumed()):
                take_out(body, stray.pointer)
                self.sheet.drop(stray.pointer, "undocumented", model=self.model() or info.model, path=info.path or "")
        for stray, target in placed.doubled:
            take_out(body, stray.pointer)
            self.sheet.drop(stray.pointer, "doubled", place=_name(target))

    def _use(self, info: DefinitionInfo, envelope: dict[str, Any]) -> None:
        self.target, self.envelope = info, envelope
        self.sheet.documentation = info.documentation

    def _envelope(self) -> dict[str, Any]:
        return self.envelope or {"body": {}}

    def model(self) -> str:
        """Return the model's name, of the call or its body; '' where none is known."""
        stated = self.row.values.get("model")
        if isinstance(stated, str):
            return stated
        body = self.sheet.request["body"].get("json")
        model = body.get("model") if isinstance(body, dict) else None
        return model if isinstance(model, str) and UNKNOWN not in model else ""

    def gateway(self) -> str:
        """Return the gateway whose contract holds: the call's, the checked definition's, else the assumed one."""
        from supportdesk.definitions.check import ASSUMED_GATEWAY

        stated = self.row.values.get("gateway")
        if isinstance(stated, str):
            return stated
        if self.checked is not None and self.checked.definition is not None:
            return self.checked.definition.gateway
        return ASSUMED_GATEWAY

    def base(self) -> str:
        """Return the address of the gateway where the request names none."""
        gateway = self.gateway()
        for entry in self.knowledge.gateways.get("gateways", ()):
            if entry["id"] == gateway and entry.get("hosts"):
                return f"https://{entry['hosts'][0]}"
        return f"https://{UNKNOWN}"

    def known_paths(self) -> list[str]:
        """Return the paths that a wrong one is compared with."""
        gateway = self.gateway()
        own = [row["path"] for row in self.knowledge.requests if row["gateway"] == gateway and row["path"]]
        return [*dict.fromkeys([*self.sheet.words["paths"], *own])]

    def place_of(self, name: str) -> Span | None:
        """Return where a member of the body stands, or None."""
        value = self.request.body.value if isinstance(self.request, Request) else self.request
        member = value.at(f"/{name}") if value is not None else None
        return member.place() if member is not None else None

    def _url_span(self) -> Span | None:
        """Return where the address is said: of an SDK, whose call says the path, where that stands."""
        request = self.request if isinstance(self.request, Request) else None
        return request.url.place() if request is not None and not request.sdk_call else None

    def _span(self) -> Span | None:
        if self.request is None:
            return None
        return self.request.span if isinstance(self.request, Request) else self.request.place()


def as_request(data: dict[str, Any]) -> Request:
    """Return plain request data (shape of the request-code corpus) as a request whose places are not known."""
    body = data["body"]
    if body["kind"] == "json":
        made = Body("json", Value.of(body["json"]))
    elif body["kind"] == "multipart":
        from supportdesk.reading.evidence import Field

        fields = [
            Field(Value.of(part["name"]), Value.of(part["value"]) if "value" in part else None, None)
            for part in body["multipart"]
        ]
        made = Body("multipart", None, fields)
    else:
        made = Body("none")
    headers = [(Value.of(name), Value.of(value)) for name, value in data["headers"].items()]
    method, url = Value.of(data["method"]), Value.of(data["url"])
    return Request(method, url, headers, made, language="generic", client="", span=Span(0, 0, 0))


def _at(sent: Request, url: str, method: str | None = None) -> Request:
    """Return a request as it would be at another address."""
    verb = Value.of(method) if method is not None and not sent.method.known else sent.method
    return Request(
        verb, Value.of(url), sent.headers, sent.body, language=sent.language, client=sent.client, span=sent.span,
        complete=sent.complete,
    )  # fmt: skip


def _packed(body: dict[str, Any], content_type: str) -> dict[str, Any]:
    if content_type == "multipart/form-data":
        parts = [
            {"name": name, "value": value if isinstance(value, str) else shown(value)} for name, value in body.items()
        ]
        return {"kind": "multipart", "multipart": parts}
    return {"kind": "json", "json": body}


def _path_of(url: str) -> str:
    from supportdesk.relating.sent import split_url

    return split_url(url)[1]


def _name(pointer: str) -> str:
    from supportdesk.definitions.wording import field_name

    return field_name(pointer)
