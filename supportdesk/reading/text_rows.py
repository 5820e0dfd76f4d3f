"""Reading what is no program: rows of text, each a line or what belongs together (JSON, traceback, page, stream).

`TextReader` walks the regions of one view row by row; what a row gives is added to the pieces, and what remains goes to
the readers of console tables and of prose.
"""

from __future__ import annotations

from supportdesk.i18n import mark
from supportdesk.reading import (
    booked_lines,
    config_text,
    console_text,
    envelopes,
    error_lines,
    error_text,
    exceptions,
    json_text,
    pages,
    prose,
    proxy_logs,
    status_lines,
    statuses,
    streams,
    task_answers,
    usage,
    visit,
)
from supportdesk.reading.evidence import NotRead, Reading
from supportdesk.reading.found import Found
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

UNKNOWN_JSON = mark("This JSON has no shape that is known.")
"""Reason of `not_read` for JSON that is neither answer, error, record, body nor configuration."""
TOO_MANY = mark("These lines were not read: there are too many.")
"""Reason of `not_read` for lines behind the first LINES of a source."""
LINES = 20_000
"""Lines of one source that are read one by one."""
_LEAD_SIZE = 300
Found_ = tuple[int, int, Value, bool]


class TextReader:
    """One walk over the text regions of one view."""

    def __init__(self, found: Found, not_read: list[NotRead], view: View, now: int | None) -> None:
        self.found = found
        self.not_read = not_read
        self.view = view
        self.text = view.text
        self.now = now
        self.rest: list[tuple[int, int]] = []
        self.lines = 0
        self.pending: tuple[int, int, list[Reading]] | None = None

    def read(self, places: list[tuple[int, int]]) -> None:
        """Read the regions in order, then what is left of all of them together."""
        for start, end in places:
            self._region(start, end)
            self._flush()
        self._leftover()

    def _region(self, start: int, end: int) -> None:
        at = start
        for first, last in pages.find_pages(self.view, start, end):
            line = self.text.rfind("\n", at, first) + 1 or at
            self._plain(at, line)
            lead = [*self._take_pending(), *self._lead_of(line, first)]
            self.found.take([pages.read_page(self.view, first, last, lead)])
            self.pending = None
            at = last
        self._plain(at, end)

    def _plain(self, start: int, end: int) -> None:
        """Read a stretch without pages: JSON rows and the lines between them."""
        if start >= end:
            return
        at = start
        while at < end:
            block = self._block_at(at, end)
            if block > at:
                at = block
                continue
            stop = self._line_end(at, end)
            values = self._values_from(at, stop, end)
            if values:
                stop = max(stop, self._line_end(min(values[-1][1], end), end))
                self._json_row(at, stop, values)
            else:
                stop = error_lines.continued(self.view, at, stop, end)
                self._line(at, stop)
            at = stop + 1

    def _block_at(self, at: int, end: int) -> int:
        """Read a stream, a head of an HTTP answer or a traceback that begins at this line; return where it ends."""
        stop = self._line_end(at, end)
        if streams.is_stream_line(self.text, at, stop):
            last = self._while(
                at, end, lambda a, b: not self.text[a:b].strip() or streams.is_stream_line(self.text, a, b)
            )
            if self.text.count("data:", at, last) >= 1:
                streams.read_stream(self.found, self.view, at, last, self._take_pending())
                return last + 1
        if self._is_answer_head(at, stop):
            last = self._while(at, end, self._is_header_line)
            self._flush()
            self.pending = (at, last, self._head_readings(at, last))
            return last + 1
        checked = exceptions.checked_end(self.view, at, stop, end)
        if checked > at and exceptions.read_block(self.found, self.view, at, checked) is not None:
            self._flush()
            return checked + 1
        if exceptions.is_traceback(self.text, at, stop) or self._stack_follows(at, stop, end):
            last = self._traceback_end(at, end)
            if exceptions.read_block(self.found, self.view, at, last) is None:
                if "{" in self.text[at:stop]:
                    return at  # an answer with a stack behind it
                self._remain(at, last)
            else:
                self._flush()
            return last + 1
        return at

    def _json_row(self, start: int, end: int, values: list[Found_]) -> None:
        first = values[0]
        is_error = envelopes.find_error(first[2]) is not None
        named = exceptions.names_exception(self.text, start, first[0])  # 'API Error: {…}' names none
        if named and is_error:
            exceptions.read_block(self.found, self.view, start, end)
            return
        from supportdesk.reading import answers

        lead_start, lead = start, self._lead_of(start, first[0])
        pended = self.pending
        if pended is not None and not self.text[start : first[0]].strip():
            lead_start, lead = pended[0], [*pended[2], *lead]
        taken = []
        behind = answers.read_behind(self.view, [item[:3] for item in values], end) if is_error else []
        for number, (at, stop, value, complete) in enumerate(values):
            span = self.view.span(lead_start, at) if number == 0 and lead else None
            own = [*lead, *behind] if number == 0 else []
            taken.append(answers.read_json(self.view, value, at, stop, complete=complete, lead=own, lead_span=span))
        if not any(taken):
            self._unknown_row(start, end, values)
            return
        if pended is not None and lead_start == pended[0] and taken[0]:
            self.pending = None
        self._flush()
        for (at, stop, value, _), pieces in zip(values, taken, strict=True):
            self.found.take(pieces)
            if not pieces and value.span is not None:
                self.not_read.append(NotRead(self.view.span(at, stop), UNKNOWN_JSON))
        self._around(start, end, values)

    def _unknown_row(self, start: int, end: int, values: list[Found_]) -> None:
        """Read the text around JSON of no known shape, and name the JSON; what only looks like JSON is text."""
        at = start
        for first, last, _, _ in values:
            if self.text[first] == "{" or self.text.find("{", first, last) >= 0:
                self._lines(at, first)
                self.not_read.append(NotRead(self.view.span(first, last), UNKNOWN_JSON))
                at = last
        self._lines(at, end)

    def _lines(self, start: int, end: int) -> None:
        at = start
        while at < end:
            stop = self._line_end(at, end)
            self._line(at, stop)
            at = stop + 1

    def _around(self, start: int, end: int, values: list[Found_]) -> None:
        """Leave the text before, between and behind the JSON of a row to the other readers."""
        at = start
        for first, stop, _, _ in values:
            self._remain(at, first)
            at = stop
        self._remain(at, end)

    def _line(self, start: int, end: int) -> None:
        view = self.view
        if not self.text[start:end].strip():
            return
        self.lines += 1
        if self.lines > LINES:
            self._pass_over(start, end)
            return
        settings = proxy_logs.read_line(view, start, end)
        settings = settings or self._settings(start, end)
        if settings:
            self.found.take([config_text.to_piece(view, start, end, settings)])
            self._remain(start, end)
            return
        access = statuses.read_access(view, start, min(end, start + error_lines.WIDTH))
        status = next((item.value for item in access if item.fact == "http_status"), None)
        if isinstance(status, int) and status < 400:
            self.found.add("answer", view.span(start, end), access)
            return
        proxied = error_lines.read_proxy_log(view, start, end)
        if proxied:
            self.found.add("error", view.span(start, end), proxied)
            return
        visited = visit.read_visit(view, start, end) or booked_lines.read_line(view, start, end)
        if visited is not None:
            self.found.pieces.append(visited)
            return
        counted = usage.read_counts(view, start, min(end, start + error_lines.WIDTH))
        counted = counted or task_answers.read_field(view, start, min(end, start + error_lines.WIDTH))
        if counted:
            self.found.add("answer", view.span(start, end), counted)
            self._remain(start, end)
            return
        if isinstance(status, int):
            self._error_line(start, end)
            return
        stated = statuses.read_status(view, start, min(end, start + error_lines.WIDTH))
        fine = stated is not None and isinstance(stated.value, int) and stated.value < 400
        if stated is not None and fine and not exceptions.names_exception(self.text, start, end):
            printed = [item for item in statuses.read_printed(view, start, end) if item.fact == "response_kind"]
            self.found.add(
                "answer", view.span(start, end), [*statuses.read_address(view, start, end), stated, *printed]
            )
            self._remain(start, end)
            return
        page = statuses.read_quoted_page(view, start, end)
        if page is not None:
            self.found.add("answer", view.span(start, end), [page])
        quoted = error_lines.said(view, start, end)
        stop = error_lines.without_talk(self.text, start, end)
        if not quoted and error_lines.is_error_line(view, start, stop):
            self._error_line(start, stop)
            self._remain(start, end)
            return
        for first, last in quoted:
            if exceptions.is_exception(self.text, first, last) or exceptions.is_failure(self.text, first, last):
                exceptions.read_block(self.found, view, first, last)
            else:
                error_text.read_text(self.found, view, first, last)
        self._remain(start, end)

    def _settings(self, start: int, end: int) -> list[Reading]:
        logged = error_lines.is_logged(self.text, start, end)
        return [] if logged else config_text.read_lines(self.view, start, self._pair_end(start, end))

    def _pass_over(self, start: int, end: int) -> None:
        """Name a line behind the limit in `not_read`, joined to the place named before it."""
        place = self.view.span(start, end)
        if self.not_read and self.not_read[-1].reason == TOO_MANY and self.not_read[-1].span.source == place.source:
            place = Span(place.source, self.not_read.pop().span.start, place.end)
        self.not_read.append(NotRead(place, TOO_MANY))

    def _error_line(self, start: int, end: int) -> None:
        view, text = self.view, self.text
        only = text[start:end].strip()
        self._flush()
        status = statuses.read_status(view, start, end, leading=True)
        if status is not None and len(only) <= 40 and not statuses.read_access(view, start, end):
            first, last = error_text.message_place(text, start, end)
            if last - first <= 24:
                self.pending = (start, end, [status])
                return
        failed = exceptions.is_exception(text, start, end) or exceptions.is_failure(text, start, end)
        if failed and exceptions.read_block(self.found, view, start, end) is not None:
            return
        error_text.read_text(self.found, view, start, end)

    def _flush(self) -> None:
        """Make a status line that no body followed an error of its own."""
        if self.pending is not None:
            start, end, _ = self.pending
            status_lines.read_status_line(self.found, self.view, start, end, self._take_pending())

    def _take_pending(self) -> list[Reading]:
        readings = self.pending[2] if self.pending is not None else []
        self.pending = None
        return readings

    def _lead_of(self, start: int, end: int) -> list[Reading]:
        """Return what the text right before an answer says about it: status, method and URL, request ids."""
        first = max(start, end - 2000)
        if not self.text[first:end].strip():
            return []
        access = statuses.read_access(self.view, first, end)
        readings = list(access)
        if not any(item.fact == "http_status" for item in access):
            status = statuses.read_status(self.view, first, end, leading=end - first <= _LEAD_SIZE)
            readings += [status] if status is not None else []
        if not access and end - first <= _LEAD_SIZE:
            readings += statuses.read_address(self.view, first, end)
        readings += error_text.read_relay(self.view, first, end)
        return readings + statuses.read_request_ids(self.view, first, end)

    def _head_readings(self, start: int, end: int) -> list[Reading]:
        readings: list[Reading] = []
        status = statuses.read_status(self.view, start, self._line_end(start, end))
        readings += [status] if status is not None else []
        return readings + statuses.read_request_ids(self.view, start, end)

    def _values_from(self, at: int, stop: int, end: int) -> list[Found_]:
        """Return the JSON values that begin on this line."""
        if self.text[at:stop].lstrip().startswith('"'):
            from supportdesk.reading import bare_members

            if members := bare_members.find_members(self.view, at, end):
                return members
        if all(self.text.find(sign, at, stop) < 0 for sign in "{[("):
            return []
        return [item for item in json_text.find_all(self.view, at, stop) if item[1] <= end or item[0] < end]

    def _is_answer_head(self, at: int, stop: int) -> bool:
        line = self.text[at : min(stop, at + 20)].lstrip(" <*")
        return line.startswith("HTTP/") and line[5:6].isdigit()

    def _is_header_line(self, at: int, stop: int) -> bool:
        line = self.text[at : min(stop, at + 400)].lstrip(" <*")
        name, colon, _ = line.partition(":")
        return (
            line.startswith("HTTP/")
            or (bool(colon) and name.replace("-", "").isalnum() and name.isascii())
            or line.strip() in ("<", "")
        )

    def _stack_follows(self, at: int, stop: int, end: int) -> bool:
        if not self.text[at:stop].strip() or stop + 1 >= end:
            return False
        following = self._line_end(stop + 1, end)
        line = self.text[stop + 1 : min(following, stop + 200)].lstrip()
        if exceptions.has_members(self.text, at, stop, following):
            return True
        starts = line.startswith(("at ", 'File "')) or exceptions.is_stack_line(self.text, at, stop)
        return starts and (
            exceptions.is_stack_line(self.text, stop + 1, following) or exceptions.is_stack_line(self.text, at, stop)
        )

    def _traceback_end(self, at: int, end: int) -> int:
        """Return the end of the block of frames, exception lines and causes that begins at this line."""
        last = stop = self._line_end(at, end)
        named = exceptions.find_head(self.text, at, stop) is not None and not exceptions.is_traceback(
            self.text, at, stop
        )
        place = stop + 1
        while place < end:
            stop = self._line_end(place, end)
            blank = not self.text[place:stop].strip()
            if exceptions.is_chain(self.text, place, stop) or exceptions.is_traceback(self.text, place, stop):
                named, last = False, stop
            elif exceptions.is_stack_line(self.text, place, stop) or (not blank and self.text[place] in " \t}"):
                last = stop
            elif not blank and not named:
                named = exceptions.find_head(self.text, place, stop) is not None
                last = stop
            elif not (blank and self._chain_follows(stop + 1, end)):
                break
            place = stop + 1
        return last

    def _chain_follows(self, at: int, end: int) -> bool:
        stop = self._line_end(at, end)
        if at < end and not self.text[at:stop].strip():
            at, stop = stop + 1, self._line_end(stop + 1, end)
        return at < end and (exceptions.is_chain(self.text, at, stop) or exceptions.is_traceback(self.text, at, stop))

    def _pair_end(self, start: int, end: int) -> int:
        """Return the end of `- name: X` with its `value:` line."""
        following = self.text[end + 1 : end + 200].lstrip()
        if "name:" in self.text[start:end] and following.startswith("value:"):
            return self._line_end(end + 1, len(self.text))
        return end

    def _while(self, at: int, end: int, belongs: object) -> int:
        last = self._line_end(at, end)
        place = last + 1
        while place < end:
            stop = self._line_end(place, end)
            if not belongs(place, stop):  # type: ignore[operator]  # a predicate over offsets
                break
            last = stop
            place = stop + 1
        return last

    def _line_end(self, at: int, end: int) -> int:
        stop = self.text.find("\n", at, end)
        return end if stop < 0 else stop

    def _remain(self, start: int, end: int) -> None:
        if start < end and self.text[start:end].strip():
            self.rest.append((start, min(len(self.text), end + 1)))

    def _leftover(self) -> None:
        """Give what is left to the readers of console tables and of prose."""
        if not self.rest:
            return
        left = self.view.decoded((self.text[start:end], start, end) for start, end in self.rest)
        self.found.take([piece for _, _, piece in console_text.read_text(left)])
        self.found.take(prose.read_prose(left))
