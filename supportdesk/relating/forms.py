"""What a form says of the files that it sends: its boundary, and files that are named instead of being sent."""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading, Request

COMPLETES = frozenset({"curl", "axios", "superagent", "httpie", "postman"})
"""Clients that put the boundary behind a Content-Type given by hand (curl: lib/mime.c; axios: its XMLHttpRequest and
http adapters)."""
FILE_FIELDS = frozenset({"file", "files", "file[]", "image", "image[]", "images", "mask", "audio", "video", "document"})
"""Fields of documented forms that carry a file (OpenAI: audio, image edits, files)."""
_PATH = lazy(
    r"^(?!https?:|data:)(?:~?[\w./\\:$%{} ()-]{0,200}[/\\])?[^/\\\n]{1,100}\."
    r"(?:mp3|wav|m4a|ogg|opus|flac|webm|mp4|mpeg|mpga|png|jpe?g|webp|gif|pdf|jsonl|txt|docx?)$"
)
"""A text that names a file by its path."""


def read_form(request: Request) -> Iterator[Reading]:
    """Yield `boundary_missing` and `file_as_text` of a form.

    The boundary is missing only where the author wrote the header himself and his client leaves it as it is.
    """
    if request.body.kind not in ("form", "multipart"):
        return
    header = request.header("content-type")
    if request.body.kind == "multipart" and header is not None and header.known:
        by_hand = header.added_by is None and request.client not in COMPLETES
        missing = by_hand and "boundary" not in str(header.data)
        yield Reading("boundary_missing", missing, header.place() or request.span)
    for field in request.body.fields:
        if not field.name.known or str(field.name.data) not in FILE_FIELDS:
            continue
        if field.filename is not None:
            yield Reading("file_as_text", False, field.name.place() or request.span)
        elif field.value is not None and field.value.known and _PATH.search(str(field.value.data).lower()):
            yield Reading("file_as_text", True, field.value.place() or request.span)
