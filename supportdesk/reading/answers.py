"""What one JSON value of a ticket is, and the pieces that it gives: error, task answer, completion, request body.

`read_json` is asked for every JSON value outside program text; log rows and task records of the gateway are asked for
first (`log_rows`, `tasks`).
"""

from __future__ import annotations

import itertools
import re

from supportdesk.patterns import lazy
from supportdesk.reading import (
    config_text,
    envelopes,
    envoy_logs,
    error_text,
    json_text,
    log_rows,
    price_lists,
    task_answers,
    tasks,
    transactions,
    usage,
)
from supportdesk.reading.beside_error import read_exchange
from supportdesk.reading.code import collections
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.found import Found
from supportdesk.reading.members import has_any, member, reading, text_member
from supportdesk.reading.statuses import read_header_ids, read_status
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

_BEHIND = lazy(
    r"\s{0,8}(?:<-{1,2}|←|->|→|#|//)?\s{0,2}[(（\[]?\s?"
    r"(?:HTTP |status(?: code)?[ :]{0,2})?([45][0-9]{2})\s?[)）\]]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
WRAPPED = 6
"""Levels of objects that are opened to look for something known (a log line's fields, a HAR entry)."""

_BODY_CONTENT = ("messages", "prompt", "input", "contents", "instances", "image", "images", "query", "text")
_ANSWERED = ("choices", "status", "task_id", "usage", "error", "object", "created")
_LOGGED = ("level", "msg", "message", "time", "timestamp", "ts", "request_id", "quota", "type", "id", "code", "data")
_PARAMETERS = frozenset(
    (
        "aspect_ratio", "audio", "background", "duration", "first_frame_image", "generate_audio", "image_url",
        "image_urls", "input_reference", "last_frame_image", "max_completion_tokens", "max_output_tokens", "max_tokens",
        "metadata", "mode", "n", "negative_prompt", "quality", "ratio", "reasoning", "reasoning_effort",
        "reference_images", "resolution", "response_format", "seconds", "seed", "size", "steps", "stop", "stream",
        "style", "system", "temperature", "tools", "top_p", "video_list", "video_url", "video_urls", "voice",
        "watermark",
    )
)  # fmt: skip


def read_json(
    view: View, value: Value, start: int, end: int, *, complete: bool = True, lead: list[Reading] | None = None,
    lead_span: Span | None = None,
) -> list[Piece]:  # fmt: skip
    """Return the pieces of one JSON value at the view's `[start, end)`; an empty list where it is nothing known.

    `lead` are readings of the text before it that belong to the same answer (a status line), `lead_span` their place.
    """
    found = Found()
    span = view.span(start, end)
    if lead_span is not None and lead_span.source == span.source:
        span = Span(span.source, min(span.start, lead_span.start), max(span.end, lead_span.end))
    _read(found, view, value, span, lead or [], complete=complete, inside=None, depth=0)
    return found.pieces


def read_behind(view: View, values: list[tuple[int, int, Value]], end: int) -> list[Reading]:
    """Return what stands behind an error's JSON up to `end`: a status between two values, the headers of an answer.

    So openai-python before 1.0 prints an error: the body, the status, the body as it was read, the headers.
    """
    found: list[Reading] = []
    stated = _BEHIND.match(view.text, values[-1][1], end)
    if stated is not None:
        found.append(Reading("http_status", int(stated[1]), view.span(*stated.span(1))))
    places = [*values, *(item[:3] for item in json_text.find_all(view, values[-1][1], end))]
    for before, after in itertools.pairwise(places):
        between = view.text[before[1] : after[0]].strip()
        if len(between) == 3 and between.isdigit() and between[0] in "45":
            at = view.text.index(between, before[1])
            found.append(Reading("http_status", int(between), view.span(at, at + 3)))
        found += read_header_ids(after[2])
    return found


def is_body(value: Value) -> bool:
    """Whether an object is the JSON body of a request to a relay endpoint (gateway.md 4)."""
    if value.kind != "object" or has_any(value, *_ANSWERED):
        return False
    if member(value, "messages") is not None or member(value, "contents") is not None:
        return True
    return text_member(value, "model", "model_name") is not None and has_any(value, *_BODY_CONTENT)


def is_bare_body(value: Value) -> bool:
    """Whether an object without any content is a body all the same: a model's name beside parameters of a request.

    What a logger or a gateway writes about a call has other members besides, and is none.
    """
    if value.kind != "object" or has_any(value, *_ANSWERED, *_LOGGED):
        return False
    named = text_member(value, "model")
    return named is not None and not any(sign.isspace() for sign in named.data) and has_any(value, *_PARAMETERS)


def _read_ended(
    found: Found, view: View, value: Value, span: Span, lead: list[Reading], *, complete: bool, inside: int | None
) -> bool:
    """Read why a run, task or call ended (Claude Code's record, a filtered result, Envoy's log); whether it is one."""
    logged = envoy_logs.read_record(value, span)
    if logged:
        failed = any(item.fact == "error_code" for item in logged)
        found.add("error" if failed else "answer", span, [*lead, *logged], body=value, complete=complete, inside=inside)
        return True
    ended, refused = text_member(value, "result"), task_answers.find_filtered(value)
    if ended is not None and ended.data.startswith("API Error"):
        words = json_text.content(view, ended)
        error_text.read_text(found, words, 0, len(words), inside=inside)
        return True
    if refused is None or refused.span is None:
        return False
    readings = [*lead, Reading("error_message", refused.data, refused.span)]
    found.add("error", span, readings, body=value, complete=complete, inside=inside)
    return True


def _read(
    found: Found, view: View, value: Value, span: Span, lead: list[Reading], *, complete: bool, inside: int | None,
    depth: int,
) -> bool:  # fmt: skip
    if _read_requests(found, view, value, complete=complete, inside=inside, depth=depth):
        return True
    for rows in (log_rows, tasks, price_lists, transactions):
        if _recognises(rows, value):
            found.take(rows.read_json(value, view, complete=complete), inside)
            return True
    if _read_ended(found, view, value, span, lead, complete=complete, inside=inside):
        return True
    task = None if _is_refused_submit(value) else task_answers.find_task(value)
    if task is not None:
        _read_task(found, view, value, task, span, lead, complete=complete, inside=inside)
        return True
    envelope = envelopes.find_error(value)
    if envelope is not None:
        envelopes.read_error(found, view, value, envelope, span, lead, complete=complete, inside=inside)
        return True
    if value.kind == "object" and is_body(value):
        found.add("body", span, lead, body=value, complete=complete, inside=inside, origin="code")
        return True
    written = text_member(value, "model")
    by_client = written is not None and written.data == "<synthetic>"  # Claude Code writes its own failures so
    if value.kind == "object" and not by_client and usage.is_completion(value):
        kind = "empty" if complete and usage.is_empty(value) else "json"
        readings = [*lead, *usage.read_completion(value), Reading("response_kind", kind, value.span or span)]
        found.add("answer", span, readings, body=value, complete=complete, inside=inside)
        return True
    settings = config_text.read_settings(value)
    if settings:
        found.add("config", span, settings, body=value, complete=complete, inside=inside, origin="code")
        return True
    if is_bare_body(value):
        found.add("body", span, lead, body=value, complete=complete, inside=inside, origin="code")
        return True
    return depth < WRAPPED and _read_members(found, view, value, lead, complete=complete, inside=inside, depth=depth)


def _is_refused_submit(value: Value) -> bool:
    """Whether a Midjourney proxy's answer to a submit refuses it (midjourney-proxy's ReturnCode): no task was made."""
    code = member(value, "code")
    return code is not None and code.data in (3, 4, 5, 9, 23, 24) and has_any(value, "description")


def _read_requests(found: Found, view: View, value: Value, *, complete: bool, inside: int | None, depth: int) -> bool:
    """Take the requests of a HAR, of a Postman collection or of an API's description, and a HAR's answers."""
    requests = collections.read_json(view, value, complete=complete)
    for request in requests:
        readings = [Reading("sdk", request.client, request.span)]
        piece = Piece("request", "code", request.span, readings, complete=request.complete, request=request)
        found.take([piece], inside)
    for answer, status in collections.answers_of(value) if requests else ():
        lead = reading("http_status", status)
        _read_members(found, view, answer, lead, complete=complete, inside=inside, depth=depth)
    return bool(requests)


def _read_members(
    found: Found, view: View, value: Value, lead: list[Reading], *, complete: bool, inside: int | None, depth: int
) -> bool:
    """Look for something known inside an object or list that is not known itself."""
    members = list(value.data.values()) if value.kind == "object" else value.data[:50]
    known = False
    lead = [*lead, *read_exchange(value, {item.fact for item in lead})]
    for item in members:
        if item.span is None:
            continue
        if item.kind in ("object", "array") and item.data:
            known = (
                _read(found, view, item, item.span, lead, complete=complete, inside=inside, depth=depth + 1) or known
            )
        elif item.kind == "string" and len(item.data) > 8 and "{" in item.data:
            text = json_text.content(view, item)
            whole_text = item.data.lstrip()[:1] in "{["
            for start, end, inner, whole in json_text.find_all(text):
                place, said = text.span(start, end), _status_before(text, start)
                if whole_text or envelopes.find_error(inner) is not None:
                    known = (
                        _read(found, text, inner, place, said, complete=whole, inside=inside, depth=depth + 1) or known
                    )
    return known


def _status_before(text: View, end: int) -> list[Reading]:
    """Return the status that a logged sentence names right before the JSON it quotes ('Error code: 400 - {…}')."""
    found = read_status(text, max(0, end - 60), end)
    return [] if found is None else [found]


def _read_task(
    found: Found, view: View, value: Value, task: Value, span: Span, lead: list[Reading], *, complete: bool,
    inside: int | None,
) -> None:  # fmt: skip
    readings = [*lead, *task_answers.read_task(value, task)]
    index = found.add("answer", span, readings, body=value, complete=complete, inside=inside)
    readings.append(Reading("response_kind", "json", value.span or span))
    booked = transactions.find_bookings(task) or transactions.find_bookings(value)
    if booked is not None:
        found.take(transactions.read_json(booked, view, complete=complete), index)
    for name in envelopes.IDS:
        identity = text_member(value, name) or text_member(task, name)
        if identity is not None and identity.span is not None and not any(r.fact == "request_id" for r in readings):
            readings.append(Reading("request_id", identity.data, identity.span))
    for holder in (task, value):
        held = member(holder, "error", "errors", "base_resp")
        envelope = envelopes.find_error(holder) if held is not None else None
        if held is not None and envelope is not None:
            place = held.span or span
            envelopes.read_error(found, view, holder, envelope, place, [], inside=index)
            return
    words, code = task_answers.find_reason(task)
    if words is not None or code is not None:
        envelope = envelopes.Envelope(words, code, None, None, None, None, [], [])
        envelopes.read_error(found, view, task, envelope, task.span or span, [], inside=index)
        return
    reason = text_member(task, "fail_reason", "failReason", "task_status_msg", "message", "error_message")
    if reason is not None:
        envelopes.read_errors_in_text(found, json_text.content(view, reason), index, 1)


def _recognises(rows: object, value: Value) -> bool:
    """Whether a reader of records takes the value; a reader that is not there yet takes none."""
    recognise = getattr(rows, "recognise_json", None)
    return recognise is not None and recognise(value) is not None
