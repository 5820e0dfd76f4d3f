"""The edits that make one JSON body of the form options of a curl command."""

from __future__ import annotations

import json
from typing import Any

from supportdesk.advising.edits import Edit, UnwritableError
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Request
from supportdesk.source import Source, Span
from supportdesk.value import UNKNOWN

LONGEST = 20_000
"""Characters of a command that are looked at."""

_OPTION = lazy(
    r"""(?:\s++|(?:\s*+\\\r?\n\s*+))(?:-F|-d|--form|--form-string|--data(?:-raw|-urlencode|-ascii)?)[ =]?+\s*+"""
    r"""(?:'[^']*+'|"[^"\\]*+"|[^\s'"\\]++)(?=\s|\Z)"""
)


def edit_form(sources: list[Source], request: Request, body: dict[str, Any]) -> list[Edit]:
    """Return the edits that send the body as JSON in the place of the first form option, the others taken out.

    Raises UnwritableError where the command is not curl's in a POSIX shell, or an option is not found as it is sent.
    """
    source = sources[request.span.source]
    command = source.slice(request.span)
    written = json.dumps(body, ensure_ascii=False)
    found = list(_OPTION.finditer(command))
    if request.client != "curl" or request.language != "bash" or len(command) > LONGEST:
        raise UnwritableError
    if len(found) != len(request.body.fields) or UNKNOWN in written:
        raise UnwritableError
    edits = []
    for number, option in enumerate(found):
        text = option.group()
        lead = text[: len(text) - len(text.lstrip(" \t\r\n\\"))]
        new = lead + "-d '" + written.replace("'", "'\\''") + "'" if not number else ""
        start = request.span.start
        edits.append(Edit(Span(source.index, start + option.start(), start + option.end()), new))
    return edits
