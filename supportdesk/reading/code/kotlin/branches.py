"""Lowering of Kotlin's `if`, `when`, `try` and `return`, which are statements and values alike."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.kotlin.lowering import Lowering, as_return, children, pattern
from supportdesk.reading.code.kotlin.names import Bare, OuterReturn
from supportdesk.reading.code.trees import Tree

Sink = Callable[[ir.Node], ir.Node]
"""Makes of the last expression of a branch what is done with its value."""

_BRANCHING = frozenset(("if_expression", "when_expression", "try_expression"))
_EXPRESSIONS = frozenset(("infix_expression", "unary_expression"))
_WRAPPING = frozenset(("parenthesized_expression", "labeled_expression", "annotated_expression"))


def as_is(value: ir.Node) -> ir.Node:
    """Return an expression whose value nothing takes."""
    return value


def valued(low: Lowering, node: Tree, made: list[ir.Node], sink: Sink) -> None:
    """Append a statement whose value, if it has one, goes to `sink`."""
    inner = node
    while inner.type in _WRAPPING and children(low, inner):
        inner = children(low, inner)[-1]
    if inner.type in _BRANCHING:
        BRANCHES[inner.type](low, inner, made, sink)
    elif inner.type in low.STATEMENTS and inner.type not in _EXPRESSIONS:
        low.statement(inner, made)
    else:
        made.append(sink(low.expression(node)))


def body_of(low: Lowering, statements: list[Tree], sink: Sink) -> list[ir.Node]:
    """Return statements of which the last is the value."""
    made: list[ir.Node] = []
    for child in statements[:-1]:
        low.statement(child, made)
    for child in statements[-1:]:
        valued(low, child, made, sink)
    return made


def branch(low: Lowering, node: Tree | None, sink: Sink) -> list[ir.Node]:
    """Return the statements of a block or of a single expression; the last one's value goes to `sink`."""
    if node is None:
        return []
    return body_of(low, children(low, node) if node.type == "block" else [node], sink)


def _if_into(low: Lowering, node: Tree, made: list[ir.Node], sink: Sink) -> None:
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    here: Tree | None = node
    while here is not None:
        test, then, last = _if_parts(low, here)
        branches.append(
            (low.expression(test) if test is not None else ir.Other([], *low.bounds(here)), branch(low, then, sink))
        )
        here = None
        if last is not None and last.type == "if_expression":
            here = last
        elif last is not None:
            otherwise = branch(low, last, sink)
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _if_parts(low: Lowering, node: Tree) -> tuple[Tree | None, Tree | None, Tree | None]:
    """Return the test, what is done then, and what is done otherwise."""
    test = node.child_by_field_name("condition")
    then: Tree | None = None
    last: Tree | None = None
    after_else = False
    for child in node.children:
        if child.type == "else":
            after_else = True
        elif child.is_named and child.type not in low.IGNORED and (test is None or child.id != test.id):
            if after_else:
                last = child
            elif then is None:
                then = child
    return test, then, last


def _when_into(low: Lowering, node: Tree, made: list[ir.Node], sink: Sink) -> None:
    subject = _subject(low, node, made)
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    for entry in node.named_children:
        if entry.type != "when_entry":
            continue
        tests = entry.children_by_field_name("condition")
        known = {test.id for test in tests}
        rest = [child for child in children(low, entry) if child.id not in known]
        body = branch(low, rest[-1] if rest else None, sink)
        if tests:
            branches.append((_when_test(low, subject, tests, entry), body))
        else:
            otherwise = body
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _subject(low: Lowering, node: Tree, made: list[ir.Node]) -> ir.Node | None:
    for child in node.named_children:
        if child.type != "when_subject":
            continue
        declared = [part for part in child.named_children if part.type == "variable_declaration"]
        parts = [part for part in children(low, child) if part.type != "variable_declaration"]
        if not parts:
            return None
        value = low.expression(parts[-1])
        if declared:
            target = declared_target(low, declared[0])
            made.append(ir.Assign(target, value, *low.bounds(child)))
            return Bare(target.name, *low.bounds(child)) if isinstance(target, ir.Name) else value
        return value
    return None


def _when_test(low: Lowering, subject: ir.Node | None, tests: list[Tree], entry: Tree) -> ir.Node:
    found: list[ir.Node] = []
    for test in tests:
        place = low.bounds(test)
        if test.type == "range_test":
            inner = low.parts(test)
            sure = subject is not None and inner and not any(child.type == "!in" for child in test.children)
            found.append(
                ir.Operation("in", [subject, inner[0]], *place)
                if sure and subject is not None
                else ir.Other([], *place)
            )
        elif test.type == "type_test":
            found.append(ir.Other([], *place))
        else:
            value = low.expression(test)
            found.append(value if subject is None else ir.Operation("equal", [subject, value], *place))
    return found[0] if len(found) == 1 else ir.Operation("or", found, *low.bounds(entry))


def _try_into(low: Lowering, node: Tree, made: list[ir.Node], sink: Sink) -> None:
    body: list[ir.Node] = []
    handlers: list[list[ir.Node]] = []
    for child in node.named_children:
        if child.type == "block":
            body.extend(branch(low, child, sink))
        elif child.type == "catch_block":
            handlers.append(
                [
                    statement
                    for part in child.named_children
                    if part.type == "block"
                    for statement in low.statements(part)
                ]
            )
        elif child.type == "finally_block":
            last = [
                statement for part in child.named_children if part.type == "block" for statement in low.statements(part)
            ]
            body = [ir.Block(body, *low.bounds(child)), *last] if last else body
    made.append(ir.Block(body, *low.bounds(node), handlers=handlers))


BRANCHES: dict[str, Callable[[Lowering, Tree, list[ir.Node], Sink], None]] = {
    "if_expression": _if_into,
    "when_expression": _when_into,
    "try_expression": _try_into,
}


def _branching(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    BRANCHES[node.type](low, node, made, as_is)


def _branch_value(low: Lowering, node: Tree) -> ir.Node:
    """Return a branch that stands inside an expression: a choice of two, or a function that is called at once."""
    place = low.bounds(node)
    if node.type == "if_expression":
        test, then, last = _if_parts(low, node)
        single = [_single(low, part) for part in (then, last)]
        if test is not None and single[0] is not None and single[1] is not None:
            return ir.Conditional(low.expression(test), low.expression(single[0]), low.expression(single[1]), *place)
    body: list[ir.Node] = []
    low.inside.append("lambda")
    BRANCHES[node.type](low, node, body, as_return)
    low.inside.pop()
    return ir.Call(ir.Function("", [], body, *place, ("lambda",)), [], *place)


def _single(low: Lowering, node: Tree | None) -> Tree | None:
    """Return the only expression of a branch, or None."""
    if node is None:
        return None
    if node.type != "block":
        is_value = node.type in _BRANCHING or node.type in _EXPRESSIONS
        return node if is_value or node.type not in low.STATEMENTS else None
    inner = children(low, node)
    return _single(low, inner[0]) if len(inner) == 1 else None


def returned(low: Lowering, node: Tree, values: list[ir.Node]) -> ir.Node:
    """Return a `return`; inside a lambda one without a label leaves the function around."""
    place = low.bounds(node)
    value = values[0] if values else None
    in_lambda = bool(low.inside) and low.inside[-1] == "lambda"
    if in_lambda and not any(child.type == "return@" for child in node.children):
        return OuterReturn(value, *place)
    return ir.Return(value, *place)


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    parts = [child for child in children(low, node) if not _is_label(node, child)]
    if not parts:
        made.append(returned(low, node, []))
        return
    valued(low, parts[-1], made, lambda value: returned(low, node, [value]))


def _is_label(node: Tree, child: Tree) -> bool:
    label = node.child_by_field_name("label")
    return label is not None and label.id == child.id


def declared_target(low: Lowering, node: Tree) -> ir.Node:
    """Return the name, or the names in brackets, that a declaration binds."""
    if node.type == "multi_variable_declaration":
        return pattern(low, node)
    names = [child for child in node.named_children if child.type == "identifier"]
    return ir.Name(low.source(names[0]).strip("`") if names else "_", *low.bounds(node))


EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = dict.fromkeys(_BRANCHING, _branch_value)
"""Node type of the grammar → what lowers it as an expression."""

STATEMENTS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    **dict.fromkeys(_BRANCHING, _branching),
    "return_expression": _return,
}
"""Node type of the grammar → what lowers it as a statement."""
