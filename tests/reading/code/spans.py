"""Checks that hold for every request read from a text: what a span covers, decoded, is the value."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

from supportdesk.reading.evidence import Request
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from supportdesk.value import Value


def values(request: Request) -> Iterator[Value]:
    """Yield every located scalar of a request."""
    stack = [
        request.method,
        request.url,
        *(part for pair in request.headers for part in pair),
        *request.options.values(),
    ]
    if request.body.value is not None:
        stack.append(request.body.value)
    for field in request.body.fields:
        stack += [part for part in field if part is not None]
    while stack:
        value = stack.pop()
        if value.kind == "object":
            stack.extend(value.data.values())
        elif value.kind == "array":
            stack.extend(value.data)
        else:
            yield value


def misplaced(request: Request, source: Source) -> list[tuple[str, object]]:
    """Return `(text at the span, value)` of the scalars whose span does not state them."""
    wrong: list[tuple[str, object]] = []
    for value in values(request):
        if value.span is None or not value.known:
            continue
        text = source.slice(value.span)
        if value is request.method and text.lower().rstrip("!").endswith(str(value.data).lower()):
            continue
        if not states(text, value.data):
            wrong.append((text, value.data))
    return wrong


def states(text: str, data: object) -> bool:
    """Whether a literal as written states a value: by what programs, shells, JSON and URLs make of it, in any order.

    At most four of them stand around each other: JSON in a shell's quotes in a program's string in a format.
    """
    if data is None:
        return text.lower() in ("null", "nil", "none", "nothing", "undefined", "na", "nsnull")
    if isinstance(data, bool) and text.lower().lstrip("@") == ("yes" if data else "no"):
        return True
    seen = {text}
    level = seen
    for _ in range(4):
        if any(_is(candidate, data) for candidate in level):
            return True
        level = {decoded for candidate in level for decoded in _decoded(candidate)} - seen
        seen |= level
    return any(_is(candidate, data) for candidate in level)


def _is(text: str, data: object) -> bool:
    if text == data or text.lower() == str(data).lower():
        return True
    try:
        return bool(json.loads(text) == data)
    except ValueError:
        return False


def _decoded(text: str) -> Iterator[str]:
    """Yield what one layer of quoting makes of a text."""
    bare = text.lstrip("@")
    if len(bare) > 1 and bare[0] in "\"'`" and bare[-1] == bare[0]:
        yield bare[1:-1]
    if bare[:2] == '["' and bare[-2:] == '"]':
        yield bare[2:-2]
    if "\\" in text:
        yield re.sub(r"\\(?:x([0-9A-Fa-f]{2})|u\{?([0-9A-Fa-f]{4})\}?|(.))", _sign, text, flags=re.DOTALL)
        yield re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
        yield text.replace('\\"', '"').replace("\\\\", "\\")
    if "`" in text:  # PowerShell
        yield re.sub(r"`(.)", lambda match: _POWERSHELL.get(match[1], match[1]), text, flags=re.DOTALL)
    if "'" in text:  # a quote in a shell's single quotes; one doubled, in PowerShell's
        yield text.replace("'\\''", "'")
        yield text.replace("''", "'")
    yield text.replace('""', '"')
    yield text.replace("%%", "%")  # a format
    yield text.replace("_", "-")  # a bare header name in Perl
    yield unquote_plus(text)


_POWERSHELL = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def _sign(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t", "r": "\r"}.get(match[3], match[3])


def tally(texts: list[str]) -> tuple[dict[str, int], list[tuple[str, object]]]:
    """Return how the scalars of all requests in the texts are placed, and those whose span does not state them.

    Kinds: 'literal' (a span of its own), 'computed' (the spans of its parts), 'added' (by the SDK, which says so),
    'unknown' (only running would tell) and 'nowhere', which there should be none of.
    """
    counts = dict.fromkeys(("literal", "computed", "added", "unknown", "nowhere"), 0)
    wrong: list[tuple[str, object]] = []
    for text in texts:
        source = Source(text)
        for request in read_ticket([source]).requests():
            wrong += misplaced(request, source)
            for value in values(request):
                kind = (
                    "added" if value.added_by is not None and value.span is None
                    else "literal" if value.span is not None and value.known
                    else "computed" if value.parts
                    else "unknown" if not value.known or value.kind == "unknown"
                    else "nowhere"
                )  # fmt: skip
                counts[kind] += 1
    return counts, wrong


def main() -> None:
    """Print the counts over a corpus of snippets: `python -m tests.reading.code.spans SNIPPETS.jsonl`."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    counts, wrong = tally([json.loads(line)["code"] for line in lines if line])
    print(counts, f"{len(wrong)} whose span does not state them")
    for text, data in wrong[:40]:
        print(f"  {text[:100]!r} {str(data)[:100]!r}")


if __name__ == "__main__":
    main()
