"""A line that shows little more than a status: an error with its words, or an answer that no body followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.reading.error_text import message_place, read_text

if TYPE_CHECKING:
    from supportdesk.reading.evidence import Reading
    from supportdesk.reading.found import Found
    from supportdesk.view import View


def read_status_line(found: Found, view: View, start: int, end: int, readings: list[Reading]) -> None:
    """Append what a status that no body followed says: an error with the words behind it, or an answer."""
    status = next((item.value for item in readings if item.fact == "http_status"), None)
    failed = isinstance(status, int) and status >= 400
    if failed and _has_words(view.text, start, end):
        read_text(found, view, start, end)
    elif isinstance(status, int):
        found.add("error" if failed else "answer", view.span(start, end), readings)


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether more than the name of a status (RFC 9110, section 15) stands behind the status of a short line."""
    from http import HTTPStatus

    first, last = message_place(text, start, end)
    said = text[first:last].strip(" .!\"'`").lower()
    return (
        first > start
        and " " in said
        and "\n" not in said
        and said not in {status.phrase.lower() for status in HTTPStatus}
    )
