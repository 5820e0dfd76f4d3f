"""Reading Python: the requests that a piece of Python text sends, found without running it.

The text may be broken, cut off, copied with prompts or typographic quotes; what can be read of it is read, and
`complete` says whether that was all.
"""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code.calls import call, construct
from supportdesk.reading.code.evaluate import Dialect, Evaluator
from supportdesk.reading.code.facts import readings_of
from supportdesk.reading.code.members import get_attribute
from supportdesk.reading.code.python_text import closers, prepared, softened, straightened
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.statements import run
from supportdesk.reading.code.things import Arguments, ClassThing, Closure
from supportdesk.reading.evidence import NotRead, Request
from supportdesk.view import View

TEXT_LIMIT = 150_000
"""Characters of one text that are read as Python; what lies behind is named in `not_read`."""

_CLOSED = "closed what the text leaves open"
_STRAIGHTENED = "typographic signs read as plain ones"

_state: dict[str, Any] = {}


def read(view: View) -> CodeReading:
    """Read what a piece of Python text sends; never raises for any text."""
    whole = prepared(view)
    cut = len(whole) > TEXT_LIMIT
    if cut:
        whole = whole.cut(0, TEXT_LIMIT)
    text, root, repairs = _parsed(whole.text)
    from supportdesk.reading.code.python_lowering import Lowering

    lowering = Lowering(text)
    body = lowering.module(root)
    reader = Evaluator(_covering(whole, text), _dialect())
    run(reader, body)
    requests = reader.requests or _run_uncalled(reader)
    size = len(whole)
    broken = [(start, min(end, size)) for start, end in lowering.broken if start < size]
    _mark(reader, repairs, broken, view)
    complete = not (broken or cut or reader.exhausted or _CLOSED in repairs)
    not_read = [NotRead(whole.span(start, end), "not readable as Python") for start, end in broken[:20] if end > start]
    if cut:
        not_read.append(NotRead(view.span(TEXT_LIMIT, len(view)), "longer than what is read as code"))
    return CodeReading(requests, readings_of(reader, whole), not_read, complete=complete)


def _dialect() -> Dialect:
    made = _state.get("dialect")
    if made is None:
        from supportdesk.reading.code.python_dialect import make

        made = _state["dialect"] = make()
    dialect: Dialect = made
    return dialect


def _parse(text: str) -> Any:
    parser = _state.get("parser")
    if parser is None:
        import tree_sitter_python
        from tree_sitter import Language, Parser

        parser = _state["parser"] = Parser(Language(tree_sitter_python.language()))
    return parser.parse(text.encode("utf-16-le", "surrogatepass"), encoding="utf16le").root_node


def _parsed(written: str) -> tuple[str, Any, list[str]]:
    """Return the text that could be parsed best, its tree, and what was mended for it."""
    text = softened(written)
    root = _parse(text)
    if not root.has_error:
        return text, root, []
    best = (_errors(root), text, root, list[str]())
    straight = straightened(text)
    candidates = [(straight, [_STRAIGHTENED])] if straight != text else []
    for base, repairs in [(text, []), *candidates]:
        tail = closers(base)
        if tail:
            candidates.append((base + tail, [*repairs, _CLOSED]))
    for candidate, repairs in candidates:
        tree = _parse(candidate)
        errors = _errors(tree)
        if errors < best[0]:
            best = (errors, candidate, tree, repairs)
    return best[1], best[2], best[3]


def _errors(root: Any) -> int:
    """Return how many characters of a tree stand in places that could not be read (missing signs count one)."""
    if not root.has_error:
        return 0
    total, pending, looked = 0, [root], 0
    while pending and looked < 20_000:
        node = pending.pop()
        looked += 1
        if node.is_missing:
            total += 2
        elif node.type == "ERROR":
            total += node.end_byte - node.start_byte + 2
        elif node.has_error:
            pending.extend(node.children)
    return total


def _covering(view: View, text: str) -> View:
    """Return a view of the mended text; what was appended stands at the end of the source's text."""
    size = len(view)
    made = view.decoded([(text[:size], 0, size)])
    if len(text) == size:
        return made
    return View.joined([made, View.stand_in(text[size:], view.span(size, size))], view.source)


def _run_uncalled(reader: Evaluator) -> list[Request]:
    """Go through functions that nothing calls, the last first, so that callers come before what they call.

    Returned are the requests in the order of the functions.
    """
    groups: list[list[Request]] = []
    for value in reversed(list(reader.scope.names.values())):
        if isinstance(value, Closure) and id(value.function) not in reader.called:
            before = len(reader.requests)
            call(reader, value, None, value.function)
            groups.append(reader.requests[before:])
        elif isinstance(value, ClassThing):
            groups.append(_use_class(reader, value))
    return [request for group in reversed(groups) for request in group]


def _use_class(reader: Evaluator, value: ClassThing) -> list[Request]:
    """Make an object of a class that nothing makes one of, and call its methods, the last first."""
    methods = [member for member in value.members.values() if isinstance(member, Closure)]
    if all(id(method.function) in reader.called for method in methods):
        return []
    before = len(reader.requests)
    made = construct(reader, value, Arguments(), value.definition)
    groups = [reader.requests[before:]]
    for name, member in reversed(list(value.members.items())):
        if not isinstance(member, Closure) or id(member.function) in reader.called or name.startswith("__"):
            continue
        before = len(reader.requests)
        bound = get_attribute(reader, made, name, value.definition)
        if isinstance(bound, Closure):
            call(reader, bound, None, value.definition)
        groups.insert(1, reader.requests[before:])
    return [request for group in groups for request in group]


def _mark(reader: Evaluator, repairs: list[str], broken: list[tuple[int, int]], view: View) -> None:
    """Say of each request whether its text was read whole."""
    places = [view.span(start, end) for start, end in broken if end > start]
    for request in reader.requests:
        request.repairs.extend(repairs)
        touched = any(place.start < request.span.end and request.span.start < place.end for place in places)
        if touched or reader.exhausted or (_CLOSED in repairs and request.span.end >= view.span(0, len(view)).end):
            request.complete = False
