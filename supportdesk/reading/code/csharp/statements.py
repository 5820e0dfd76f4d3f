"""Lowering of C#'s statements: declarations, branches, loops, using, try, functions inside functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.csharp.creation import function_body, parameters
from supportdesk.reading.code.csharp.lowering import Lowering, helper
from supportdesk.reading.code.trees import Tree


def block(low: Lowering, node: Tree | None) -> list[ir.Node]:
    """Return the statements of a block or of the one statement that stands in its place."""
    if node is None:
        return []
    if node.type == "block":
        return low.statements(node)
    made: list[ir.Node] = []
    if node.type not in low.IGNORED:
        low.statement(node, made)
    return made


def declaration(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the assignments of `var a = 1, b = 2`."""
    kind = node.child_by_field_name("type")
    wanted = None if kind is None or kind.type == "implicit_type" else kind
    for child in node.named_children:
        if child.type != "variable_declarator":
            continue
        values = [part for part in child.named_children if part.type not in low.IGNORED]
        name = child.child_by_field_name("name") or (values[0] if values else None)
        if name is None:
            continue
        value = values[-1] if len(values) > 1 and values[-1].start_byte > name.start_byte else None
        if name.type == "tuple_pattern":
            target: ir.Node = low.expression(name)
        else:
            target = ir.Name(low.source(name).removeprefix("@"), *low.bounds(name))
        lowered = None if value is None else low.valued(value, wanted)
        made.append(ir.Assign(target, lowered, *low.bounds(child)))


def _declared(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for child in node.named_children:
        if child.type == "variable_declaration":
            declaration(low, child, made)


def _using(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = node.child_by_field_name("body")
    for child in node.named_children:
        if child.type == "variable_declaration":
            declaration(low, child, made)
        elif body is None or child.start_byte != body.start_byte:
            made.append(low.expression(child))
    made.extend(block(low, body))


def _if(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    here: Tree | None = node
    otherwise: list[ir.Node] = []
    while here is not None:
        test = low.field(here, "condition") or ir.Other([], *low.bounds(here))
        branches.append((test, block(low, here.child_by_field_name("consequence"))))
        following = here.child_by_field_name("alternative")
        here = following if following is not None and following.type == "if_statement" else None
        if here is None:
            otherwise = block(low, following)
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _switch(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    value = low.field(node, "value") or ir.Other([], *low.bounds(node))
    body = node.child_by_field_name("body")
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    labels: list[ir.Node] = []
    is_default = False
    for section in () if body is None else body.named_children:
        if section.type != "switch_section":
            continue
        children = [child for child in section.named_children if child.type not in low.IGNORED]
        place = low.bounds(section)
        if children and children[0].type.endswith("_pattern"):
            pattern = children.pop(0)
            constant = low.parts(pattern)
            known = pattern.type == "constant_pattern" and constant
            labels.append(ir.Operation("equal", [value, constant[0]], *place) if known else ir.Other([value], *place))
        else:
            is_default = True
        if not children:
            continue
        statements: list[ir.Node] = []
        for child in children:
            if child.type != "break_statement":
                low.statement(child, statements)
        if is_default:
            otherwise = statements
        else:
            branches.append((labels[0] if len(labels) == 1 else ir.Operation("or", labels, *place), statements))
        labels, is_default = [], False
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _foreach(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    left, iterable = node.child_by_field_name("left"), low.field(node, "right")
    if left is None or iterable is None:
        return
    place = low.bounds(node)
    target = ir.Name(low.source(left), *low.bounds(left)) if left.type == "identifier" else low.expression(left)
    through = helper("%pairs" if isinstance(target, ir.Sequence) else "%each", place, iterable)
    made.append(ir.Loop(target, through, None, block(low, node.child_by_field_name("body")), *place))


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    initial = node.child_by_field_name("initializer")
    if initial is not None:
        if initial.type == "variable_declaration":
            declaration(low, initial, made)
        else:
            made.append(low.expression(initial))
    test = low.field(node, "condition")
    body = block(low, node.child_by_field_name("body"))
    updates = [low.expression(update) for update in node.children_by_field_name("update")]
    made.append(ir.Loop(None, None, test, [*body, *updates], *low.bounds(node)))


def _while(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = block(low, node.child_by_field_name("body"))
    made.append(ir.Loop(None, None, low.field(node, "condition"), body, *low.bounds(node)))


def _do(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the loop that is gone through once, as long as nothing tells how often."""
    place = low.bounds(node)
    once = ir.Sequence([ir.Literal(value=True, start=place[0], end=place[0])], *place)
    made.append(ir.Loop(None, once, None, block(low, node.child_by_field_name("body")), *place))


def _try(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = block(low, node.child_by_field_name("body"))
    handlers: list[list[ir.Node]] = []
    for child in node.named_children:
        if child.type == "catch_clause":
            handlers.append(block(low, child.child_by_field_name("body")))
        elif child.type == "finally_clause":
            body.extend(statement for part in child.named_children for statement in block(low, part))
    made.append(ir.Block(body, *low.bounds(node), handlers=handlers))


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    parts = low.parts(node)
    made.append(ir.Return(parts[0] if parts else None, *low.bounds(node)))


def _throw(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    parts = low.parts(node)
    made.append(ir.Leave("raise", *low.bounds(node), value=parts[0] if parts else None))


def _break(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.append(ir.Leave("break", *low.bounds(node)))


def _continue(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.append(ir.Leave("continue", *low.bounds(node)))


def _inline(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the statements of what only wraps them: a block, a lock, a global statement, a region, a namespace."""
    for child in node.named_children:
        if child.type not in low.IGNORED:
            low.statement(child, made)


def _local_function(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    taken = parameters(low, node.child_by_field_name("parameters"))
    body = function_body(low, node.child_by_field_name("body"), taken)
    made.append(ir.Function(low.source(name), taken, body, *low.bounds(node)))


HANDLERS: dict[str, Callable[[Any, Tree, list[ir.Node]], None]] = {
    "local_declaration_statement": _declared,
    "variable_declaration": declaration,
    **dict.fromkeys(("using_statement", "fixed_statement"), _using),
    "if_statement": _if,
    "switch_statement": _switch,
    "foreach_statement": _foreach,
    "for_statement": _for,
    "while_statement": _while,
    "do_statement": _do,
    "try_statement": _try,
    **dict.fromkeys(("return_statement", "yield_statement"), _return),
    "throw_statement": _throw,
    "break_statement": _break,
    "continue_statement": _continue,
    **dict.fromkeys(
        (
            "block", "lock_statement", "global_statement", "labeled_statement", "checked_statement", "unsafe_statement",
            "declaration_list", "preproc_if", "preproc_else", "ERROR",
        ),
        _inline,
    ),
    "local_function_statement": _local_function,
}  # fmt: skip
"""Node type of the grammar → what lowers it as a statement (classes have a module of their own)."""
