"""Reading Python: the requests that a piece of Python text sends, found without running it.

The text may be broken, cut off, copied with prompts or typographic quotes; what can be read of it is read, and
`complete` says whether that was all.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call, construct
from supportdesk.reading.code.evaluate import Dialect, Evaluator
from supportdesk.reading.code.facts import readings_of
from supportdesk.reading.code.members import get_attribute
from supportdesk.reading.code.python_text import closers, prepared, softened, straightened
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.statements import function_value, run
from supportdesk.reading.code.things import ClassThing, Closure, Instance
from supportdesk.reading.evidence import NotRead, Request
from supportdesk.view import View

TEXT_LIMIT = 150_000
"""Characters of one text that are read as Python; what lies behind is named in `not_read`."""

ERROR_LIMIT = 20_000
"""Nodes of a broken tree that are looked at for broken places."""

_CLOSED = "closed what the text leaves open"
_STRAIGHTENED = "typographic signs read as plain ones"

_state: dict[str, Any] = {}


def read(view: View) -> CodeReading:
    """Read what a piece of Python text sends; never raises for any text."""
    whole = prepared(view)
    cut = len(whole) > TEXT_LIMIT
    if cut:
        whole = whole.cut(0, TEXT_LIMIT)
    parsed = _parsed(whole.text)
    from supportdesk.reading.code.python_lowering import Lowering

    lowering = Lowering(parsed.text, parsed.kept, whole.text)
    body = lowering.module(parsed.root)
    reader = Evaluator(_covering(whole, parsed), _dialect())
    _restore_self(reader, body)
    run(reader, body)
    requests = reader.requests or _run_uncalled(reader)
    places = [
        *lowering.broken,
        *((lowering.offset(start), lowering.offset(end)) for start, end in _errors(parsed.root)),
    ]
    broken = [(start, min(end, parsed.kept)) for start, end in places if start < parsed.kept]
    _mark(reader, parsed, broken, whole)
    complete = not (broken or cut or reader.exhausted or parsed.is_cut)
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
    from supportdesk.reading.code.grammars import parser

    tree = parser("tree_sitter_python").parse(text.encode("utf-16-le", "surrogatepass"), encoding="utf16le")
    return tree.root_node


class _Parsed(NamedTuple):
    """A text that was parsed: its tree, how many of its characters were written (the rest closes it), its repairs."""

    text: str
    root: Any
    kept: int
    repairs: list[str]

    @property
    def is_cut(self) -> bool:
        """Whether the text ended before its strings and brackets did."""
        return self.kept < len(self.text)


def _parsed(written: str) -> _Parsed:
    """Return the text as it could be parsed best."""
    text = softened(written)
    best = _Parsed(text, _parse(text), len(text), [])
    if not best.root.has_error:
        return best
    fewest = _weight(best.root)
    straight = straightened(text)
    bases = [(text, list[str]())] + ([(straight, [_STRAIGHTENED])] if straight != text else [])
    for base, repairs in bases:
        end = base.rstrip()
        tail = closers(end)
        candidates = [_Parsed(base, _parse(base), len(base), repairs)] if repairs else []
        if tail:
            candidates.append(_Parsed(end + tail, _parse(end + tail), len(end), [*repairs, _CLOSED]))
        for candidate in candidates:
            weight = _weight(candidate.root)
            if weight < fewest:
                best, fewest = candidate, weight
    return best


def _errors(root: Any) -> list[tuple[int, int]]:
    """Return the byte offsets of the places of a tree that could not be read or where a sign is missing."""
    found: list[tuple[int, int]] = []
    pending, looked = [root] if root.has_error else [], 0
    while pending and looked < ERROR_LIMIT:
        node = pending.pop()
        looked += 1
        if node.is_missing or node.type == "ERROR":
            found.append((node.start_byte, max(node.end_byte, node.start_byte + 2)))
        elif node.has_error:
            pending.extend(node.children)
    return sorted(found)


def _weight(root: Any) -> int:
    """Return how much of a tree could not be read."""
    return sum(end - start + 2 for start, end in _errors(root))


def _covering(view: View, parsed: _Parsed) -> View:
    """Return a view of the mended text; what was appended stands where the written text ends."""
    kept = parsed.kept
    made = view.decoded([(parsed.text[:kept], 0, kept)])
    if not parsed.is_cut:
        return made
    return View.joined([made, View.stand_in(parsed.text[kept:], view.span(kept, kept))], view.source)


def _restore_self(reader: Evaluator, body: list[ir.Node]) -> None:
    """Make an object for methods that stand outside a class, since its head was cut off."""
    methods = [
        node for node in body if isinstance(node, ir.Function) and node.parameters and node.parameters[0].name == "self"
    ]
    if not methods:
        return
    lost = ClassThing(ir.Class("", [], [], 0, 0), reader.scope)
    made = reader.scope.names["self"] = Instance(lost)
    for method in methods:
        closure = function_value(reader, method)
        lost.members[method.name] = closure
        if method.name == "__init__" and isinstance(closure, Closure):
            call(reader, closure.bound_to(made), None, method)


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
    made = construct(reader, value, None, value.definition)
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


def _mark(reader: Evaluator, parsed: _Parsed, broken: list[tuple[int, int]], view: View) -> None:
    """Say of each request whether its text was read whole."""
    places = [view.span(start, end) for start, end in broken if end > start]
    end = view.span(parsed.kept - 1, parsed.kept).end if parsed.is_cut else None
    for request in reader.requests:
        request.repairs.extend(parsed.repairs)
        touched = any(place.start < request.span.end and request.span.start < place.end for place in places)
        if touched or reader.exhausted or (end is not None and request.span.end >= end):
            request.complete = False
