"""From program text to the requests that it sends: parsed, lowered, and gone through by the evaluator.

What every language's reader shares. Functions and methods that nothing in the text calls are gone through as well: a
pasted helper is meant to be called.
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call, construct
from supportdesk.reading.code.evaluate import Dialect, Evaluator, assemble
from supportdesk.reading.code.facts import readings_of
from supportdesk.reading.code.members import get_attribute
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.statements import run
from supportdesk.reading.code.things import ClassThing, Closure
from supportdesk.reading.code.trees import Grammar, Lowering, Parsed, covering, errors, parse
from supportdesk.reading.evidence import NotRead, Request
from supportdesk.reading.repairs import Repair
from supportdesk.value import Value
from supportdesk.view import View

TEXT_LIMIT = 150_000
"""Characters of one text that are read as a program; what lies behind is named in `not_read`."""

Prepare = Callable[[Evaluator, list[ir.Node]], None]
"""What a language does before its statements are run, such as binding what a cut-off head would have bound."""


def read_program(
    view: View,
    grammar: Grammar,
    lowering: type[Lowering],
    dialect: Dialect,
    prepare: Prepare | None = None,
) -> CodeReading:
    """Read what a piece of program text sends; never raises for any text."""
    whole, cut = view, len(view) > TEXT_LIMIT
    if cut:
        whole = view.cut(0, TEXT_LIMIT)
    parsed = parse(whole.text, grammar)
    lowered = lowering(parsed.text, parsed.kept, whole.text)
    body = lowered.module(parsed.root)
    assemble()
    evaluator = Evaluator(covering(whole, parsed), dialect)
    for node in body:
        if isinstance(node, ir.Assign) and isinstance(node.target, ir.Name) and node.value and not node.operation:
            evaluator.later.setdefault(node.target.name, node.value)
    if prepare is not None:
        prepare(evaluator, body)
    run(evaluator, body)
    requests = evaluator.requests or run_uncalled(evaluator)
    sent = len(evaluator.requests)
    evaluator.send_rest()
    if requests is not evaluator.requests:
        requests = [*requests, *evaluator.requests[sent:]]
    places = [
        *lowered.broken,
        *((lowered.offset(start), lowered.offset(end)) for start, end in errors(parsed.root)),
    ]
    broken = [(start, min(end, parsed.kept)) for start, end in places if start < parsed.kept]
    _mark(evaluator, parsed, broken, whole)
    complete = not (broken or cut or evaluator.exhausted or parsed.is_cut)
    not_read = [
        NotRead(whole.span(start, end), "not readable in its language") for start, end in broken[:20] if end > start
    ]
    if cut:
        not_read.append(NotRead(view.span(TEXT_LIMIT, len(view)), "longer than what is read as code"))
    return CodeReading(requests, readings_of(evaluator, whole), not_read, complete=complete)


def run_uncalled(evaluator: Evaluator) -> list[Request]:
    """Go through functions that nothing calls, the last first, so that callers come before what they call.

    Returned are the requests in the order of the functions.
    """
    groups: list[list[Request]] = []
    bind = bool(evaluator.dialect.receiver)
    values = [one for named in evaluator.scope.names.values() for one in _functions_in(named, bind=bind)]
    for value in sorted(values, key=_written, reverse=True):
        if isinstance(value, Closure) and id(value.function) not in evaluator.called:
            before = len(evaluator.requests)
            call(evaluator, value, None, value.function)
            groups.append(evaluator.requests[before:])
        elif isinstance(value, ClassThing):
            groups.append(_use_class(evaluator, value))
    return [request for group in reversed(groups) for request in group]


def _written(value: Value) -> int:
    """Return where a function or class was written."""
    if isinstance(value, Closure):
        return value.function.start
    return value.definition.start if isinstance(value, ClassThing) else 0


def _functions_in(value: Value, level: int = 0, *, bind: bool) -> list[Value]:
    """Return a value, or the functions and classes in an object that the program keeps them in."""
    if value.kind != "object" or level > 2:
        return [value]
    found: list[Value] = []
    for member in value.data.values():
        if isinstance(member, Closure) and member.owner is None:
            found.append(member if not bind or "arrow" in member.function.marks else member.bound_to(value))
        elif isinstance(member, ClassThing) or member.kind == "object":
            found.extend(_functions_in(member, level + 1, bind=bind))
    return found


def _use_class(evaluator: Evaluator, value: ClassThing) -> list[Request]:
    """Make an object of a class that nothing makes one of, and call its methods, the last first."""
    methods = [member for member in value.members.values() if isinstance(member, Closure)]
    if all(id(method.function) in evaluator.called for method in methods):
        return []
    before = len(evaluator.requests)
    made = construct(evaluator, value, None, value.definition)
    groups = [evaluator.requests[before:]]
    for name, member in reversed(list(value.members.items())):
        if not isinstance(member, Closure) or id(member.function) in evaluator.called or name.startswith("__"):
            continue
        before = len(evaluator.requests)
        bound = get_attribute(evaluator, made, name, value.definition)
        if isinstance(bound, Closure):
            call(evaluator, bound, None, value.definition)
        groups.insert(1, evaluator.requests[before:])
    return [request for group in groups for request in group]


def _mark(evaluator: Evaluator, parsed: Parsed, broken: list[tuple[int, int]], view: View) -> None:
    """Say of each request whether its text was read whole."""
    places = [view.span(start, end) for start, end in broken if end > start]
    end = view.span(parsed.kept - 1, parsed.kept).end if parsed.is_cut else None
    for request in evaluator.requests:
        request.repairs.extend(
            Repair.of(message, view.span(first, last), view.text[first:last], parsed.text[first:last])
            for message, first, last in parsed.repairs
        )
        touched = any(place.start < request.span.end and request.span.start < place.end for place in places)
        if touched or evaluator.exhausted or (end is not None and request.span.end >= end):
            request.complete = False
