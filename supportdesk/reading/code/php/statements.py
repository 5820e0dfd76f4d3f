"""Lowering of PHP's statements: functions, classes, branches, loops, imports and constants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as Choice

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.php import classes as php_classes
from supportdesk.reading.code.php.assigning import copied, is_outer, target
from supportdesk.reading.code.php.classes import block
from supportdesk.reading.code.php.lowering import Lowering, called
from supportdesk.reading.code.trees import Tree

_NAMES = ("name", "qualified_name", "namespace_name")
_CLASS = lazy(r"\b(?:class|interface|trait|enum)[ \t]+([A-Za-z_]\w*)")


def class_places(text: str) -> dict[str, int]:
    """Return the names of the classes that a text defines, with the offsets of their definitions."""
    return {match[1]: match.start() for match in _CLASS.finditer(text)}


def hoisted(low: Lowering, body: list[ir.Node]) -> list[ir.Node]:
    """Return the statements with functions first, and with classes that are used before they are defined."""
    first: list[ir.Node] = []
    early: list[ir.Node] = []
    rest: list[ir.Node] = []
    for node in body:
        if (isinstance(node, ir.Function) and node.name) or (isinstance(node, ir.Class) and _used_before(low, node)):
            early.append(node)
        elif not rest and isinstance(node, ir.Import | ir.Assign | ir.Call) and not _runs(node):
            first.append(node)
        else:
            rest.append(node)
    return [*first, *sorted(early, key=_rank), *rest] if early else body


def _rank(node: ir.Node) -> int:
    return 0 if isinstance(node, ir.Function) else 1 if not getattr(node, "bases", None) else 2


def _runs(node: ir.Node) -> bool:
    """Whether a statement at the head of a text does more than naming constants and classes."""
    if isinstance(node, ir.Import):
        return False
    if isinstance(node, ir.Assign):
        return not (isinstance(node.target, ir.Name) and isinstance(node.value, ir.Literal))
    return not (isinstance(node, ir.Call) and isinstance(node.function, ir.Name) and node.function.name == "define()")


def _used_before(low: Lowering, node: ir.Class) -> bool:
    """Whether the name of a class stands in the text before the class itself."""
    at = low.text.find(node.name)
    while 0 <= at < node.start:
        around = low.text[at - 1 : at] + low.text[at + len(node.name) : at + len(node.name) + 1]
        if not any(sign.isalnum() or sign in "_$'\"" for sign in around):
            return True
        at = low.text.find(node.name, at + 1)
    return False


def _import(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    place = low.bounds(node)
    prefix = ""
    clauses: list[Tree] = []
    for child in node.named_children:
        if child.type == "namespace_name":
            prefix = low.source(child) + "\\"
        elif child.type == "namespace_use_group":
            clauses.extend(part for part in child.named_children if part.type.startswith("namespace_use"))
        elif child.type == "namespace_use_clause":
            clauses.append(child)
    is_other = any(child.type in ("function", "const") for child in node.children)
    for clause in clauses:
        alias = clause.child_by_field_name("alias")
        named = next((part for part in clause.named_children if part.type in _NAMES), None)
        if named is None or is_other or clause.child_by_field_name("type") is not None:
            continue
        path = (prefix + low.source(named)).replace(" ", "").strip("\\")
        name = low.source(alias) if alias is not None else path.rpartition("\\")[2]
        if name not in low.classes:
            made.append(ir.Import(name, path.replace("\\", "."), *place))


def _namespace(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.extend(block(low, node.child_by_field_name("body")))


def _if(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    for part in [node, *node.children_by_field_name("alternative")]:
        if part.type == "else_clause":
            otherwise = block(low, part.child_by_field_name("body"))
            continue
        test = low.field(part, "condition")
        if test is not None:
            branches.append((test, block(low, part.child_by_field_name("body"))))
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _foreach(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = node.child_by_field_name("body")
    parts = [child for child in node.named_children if child.type not in low.IGNORED and child != body]
    if len(parts) < 2:
        made.extend(block(low, body))
        return
    place = low.bounds(node)
    through = low.expression(parts[0])
    goal = parts[1]
    if goal.type == "pair":
        inside = [part for part in goal.named_children if part.type not in low.IGNORED]
        items: list[ir.Node] = [target(low, _plain(part)) for part in inside]
        aim: ir.Node = ir.Sequence(items, *low.bounds(goal))
        rounds = called("php pairs", [through], low.bounds(parts[0]))
    else:
        aim = target(low, _plain(goal))
        rounds = called("php values", [through], low.bounds(parts[0]))
    made.append(ir.Loop(aim, rounds, None, block(low, body), *place))


def _plain(node: Tree) -> Tree:
    return node.named_children[0] if node.type == "by_ref" and node.named_children else node


def _while(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    test = low.field(node, "condition")
    made.append(ir.Loop(None, None, test, block(low, node.child_by_field_name("body")), *low.bounds(node)))


def _do(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = block(low, node.child_by_field_name("body"))
    test = low.field(node, "condition")
    made.append(_once(low, node, [*body, test] if test is not None else body))


def _once(low: Lowering, node: Tree, body: list[ir.Node]) -> ir.Node:
    """Return a loop that is gone through once, which `break` leaves."""
    place = low.bounds(node)
    return ir.Loop(None, ir.Sequence([ir.Literal(None, *place)], *place), None, body, *place)


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for part in node.children_by_field_name("initialize"):
        if part.is_named:
            low.statement(part, made)
    body = block(low, node.child_by_field_name("body"))
    for part in node.children_by_field_name("update"):
        if part.is_named:
            low.statement(part, body)
    made.append(ir.Loop(None, None, low.field(node, "condition"), body, *low.bounds(node)))


def _switch(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a switch: each case is done with those that it falls through to, as a loop that `break` leaves."""
    subject = low.field(node, "condition")
    body = node.child_by_field_name("body")
    cases = [child for child in (body.named_children if body is not None else []) if child.type.endswith("_statement")]
    bodies: list[list[ir.Node]] = []
    tests: list[ir.Node | None] = []
    for case in cases:
        value = case.child_by_field_name("value")
        statements: list[ir.Node] = []
        for child in case.named_children:
            if child != value and child.type not in low.IGNORED:
                low.statement(child, statements)
        bodies.append(statements)
        tests.append(None if value is None else low.expression(value))
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    for at, test in enumerate(tests):
        whole = _fallen_through(bodies, at)
        if test is None:
            otherwise = whole
        elif subject is not None:
            branches.append((ir.Operation("equal", [subject, test], *low.bounds(cases[at])), whole))
    made.append(_once(low, node, [ir.If(branches, otherwise, *low.bounds(node))]))


def _fallen_through(bodies: list[list[ir.Node]], at: int) -> list[ir.Node]:
    whole: list[ir.Node] = []
    for body in bodies[at : at + 40]:
        whole.extend(body)
        if body and isinstance(body[-1], ir.Leave | ir.Return):
            break
    return whole


def _try(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = block(low, node.child_by_field_name("body"))
    handlers: list[list[ir.Node]] = []
    for child in node.named_children:
        if child.type == "catch_clause":
            handlers.append(block(low, child.child_by_field_name("body")))
        elif child.type == "finally_clause":
            body.extend(block(low, child.child_by_field_name("body")))
    made.append(ir.Block(body, *low.bounds(node), handlers=handlers))


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    value = copied(low, parts[0], low.expression(parts[0])) if parts else None
    made.append(ir.Return(value, *low.bounds(node)))


def _leave(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    kind: Choice["break", "continue"] = "break" if node.type == "break_statement" else "continue"
    made.append(ir.Leave(kind, *low.bounds(node)))


def _exit(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.append(ir.Leave("raise", *low.bounds(node), next(iter(low.parts(node)), None)))


def _unset(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.extend(ir.Remove(part, *low.bounds(node)) for part in low.parts(node))


def _static(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for child in node.named_children:
        name, value = child.child_by_field_name("name"), low.field(child, "value")
        if name is not None and value is not None:
            goal = low.expression(name)
            made.append(ir.Assign(goal, value, *low.bounds(child), outer=is_outer(low, goal)))


def _several(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the statements inside (an echo, a block, a broken place)."""
    for child in node.named_children:
        if child.type not in low.IGNORED:
            low.statement(child, made)


HANDLERS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    **php_classes.HANDLERS,
    "namespace_use_declaration": _import,
    "namespace_definition": _namespace,
    "if_statement": _if,
    "foreach_statement": _foreach,
    "while_statement": _while,
    "do_statement": _do,
    "for_statement": _for,
    "switch_statement": _switch,
    "try_statement": _try,
    "return_statement": _return,
    **dict.fromkeys(("break_statement", "continue_statement"), _leave),
    "exit_statement": _exit,
    "unset_statement": _unset,
    "function_static_declaration": _static,
    **dict.fromkeys(("compound_statement", "echo_statement", "colon_block", "ERROR", "sequence_expression"), _several),
}
"""Node type of the grammar → what lowers it as a statement."""
