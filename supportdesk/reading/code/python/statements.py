"""Lowering of Python's statements: assignments, functions, classes, branches, loops, imports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as Choice

from supportdesk.reading.code import ir
from supportdesk.reading.code.python.lowering import Lowering, arguments
from supportdesk.reading.code.trees import Tree

_AUGMENTED = {
    "+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide", "//=": "floor_divide", "%=": "modulo",
    "**=": "power", "|=": "merge",
}  # fmt: skip


def parameters(low: Lowering, node: Tree | None) -> list[ir.Parameter]:
    """Return the parameters of a function."""
    made: list[ir.Parameter] = []
    for child in [] if node is None else node.named_children:
        kind = child.type
        if kind == "identifier":
            made.append(ir.Parameter(low.source(child)))
        elif kind in ("default_parameter", "typed_default_parameter"):
            name = child.child_by_field_name("name")
            if name is not None:
                made.append(ir.Parameter(low.source(name), low.field(child, "value")))
        elif kind == "typed_parameter":
            inner = child.named_children[0] if child.named_children else None
            if inner is not None:
                made.append(_starred(low, inner))
        elif kind in ("list_splat_pattern", "dictionary_splat_pattern"):
            made.append(_starred(low, child))
    return made


def _starred(low: Lowering, node: Tree) -> ir.Parameter:
    kinds: dict[str, Choice["rest", "rest_members"]] = {
        "list_splat_pattern": "rest",
        "dictionary_splat_pattern": "rest_members",
    }
    kind = kinds.get(node.type)
    if kind is None:
        return ir.Parameter(low.source(node))
    return ir.Parameter(low.source(node).lstrip("*").strip(), None, kind)


def _assignment(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append an assignment; `a = b = value` becomes two, the innermost first."""
    targets: list[Tree] = []
    right: Tree | None = node
    while right is not None and right.type == "assignment":
        left = right.child_by_field_name("left")
        if left is not None:
            targets.append(left)
        right = right.child_by_field_name("right")
    value = None if right is None else low.expression(right)
    start, end = low.bounds(node)
    first: ir.Node | None = None
    for left in reversed(targets):
        target = low.expression(left)
        outer = isinstance(target, ir.Name) and low.is_outer(target.name)
        made.append(ir.Assign(target, value if first is None else first, start, end, outer=outer))
        first = target


def _augmented(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    target, value = low.field(node, "left"), low.field(node, "right")
    sign = node.child_by_field_name("operator")
    if target is None or value is None or sign is None:
        return
    outer = isinstance(target, ir.Name) and low.is_outer(target.name)
    operation = _AUGMENTED.get(sign.type, "subtract")
    made.append(ir.Assign(target, value, *low.bounds(node), operation, outer=outer))


def _function(low: Lowering, node: Tree, made: list[ir.Node], marks: tuple[str, ...] = ()) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None:
        return
    taken = parameters(low, node.child_by_field_name("parameters"))
    before = low.enter(body) if body is not None else frozenset()
    statements = low.block(body)
    low.leave(before)
    made.append(ir.Function(low.source(name), taken, statements, *low.bounds(node), marks))


def _class(low: Lowering, node: Tree, made: list[ir.Node], marks: tuple[str, ...] = ()) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    bases = [item.value for item in arguments(low, node.child_by_field_name("superclasses")) if item.name is None]
    body = low.block(node.child_by_field_name("body"))
    made.append(ir.Class(low.source(name), bases, body, *low.bounds(node), marks))


def _decorated(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    marks: list[str] = []
    for child in node.named_children:
        if child.type == "decorator":
            text = low.source(child).lstrip("@ ").partition("(")[0].strip()
            marks.append(text.rpartition(".")[2])
    definition = node.child_by_field_name("definition")
    if definition is None:
        return
    lower = _class if definition.type == "class_definition" else _function
    lower(low, definition, made, tuple(marks))
    if "parametrize" in marks and made and isinstance(made[-1], ir.Function):
        made.extend(_parametrized(low, node, made[-1]))


def _parametrized(low: Lowering, node: Tree, function: ir.Function) -> list[ir.Node]:
    """Return the loop of `@pytest.mark.parametrize("name", [...])`: the test is called with each value."""
    for child in node.named_children:
        written = child.named_children[0] if child.type == "decorator" and child.named_children else None
        if (
            written is None
            or written.type != "call"
            or not low.source(written).partition("(")[0].endswith("parametrize")
        ):
            continue
        given = arguments(low, written.child_by_field_name("arguments"))
        if len(given) < 2 or not isinstance(given[0].value, ir.Literal):
            continue
        name, place = str(given[0].value.value), low.bounds(written)
        if name.isidentifier():
            item = ir.Name(f"each {name}", *place)
            called = ir.Call(ir.Name(function.name, *place), [ir.Argument(item, name, *place)], *place)
            return [ir.Loop(item, given[1].value, None, [called], *place)]
    return []


def _if(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    pending = [node, *node.children_by_field_name("alternative")]
    for part in pending:
        if part.type == "else_clause":
            otherwise = low.block(part.child_by_field_name("body"))
            continue
        test = low.field(part, "condition")
        if test is not None:
            branches.append((test, low.block(part.child_by_field_name("consequence"))))
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    target, iterable = low.field(node, "left"), low.field(node, "right")
    body = low.block(node.child_by_field_name("body"))
    made.append(ir.Loop(target, iterable, None, body, *low.bounds(node)))
    _else(low, node, made)


def _while(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    test = low.field(node, "condition")
    body = low.block(node.child_by_field_name("body"))
    made.append(ir.Loop(None, None, test, body, *low.bounds(node)))
    _else(low, node, made)


def _else(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    alternative = node.child_by_field_name("alternative")
    if alternative is not None:
        body = low.block(alternative.child_by_field_name("body"))
        made.append(ir.Block([], *low.bounds(alternative), handlers=[body]))


def _try(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    body = low.block(node.child_by_field_name("body"))
    handlers: list[list[ir.Node]] = []
    for child in node.named_children:
        if child.type in ("except_clause", "except_group_clause"):
            handlers.append([statement for part in child.named_children for statement in _of_block(low, part)])
        elif child.type in ("else_clause", "finally_clause"):
            body.extend(statement for part in child.named_children for statement in _of_block(low, part))
    made.append(ir.Block(body, *low.bounds(node), handlers=handlers))


def _of_block(low: Lowering, node: Tree) -> list[ir.Node]:
    return low.statements(node) if node.type == "block" else []


def _with(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append `name = value` for each item of a with statement, then its body."""
    clauses = [child for child in node.named_children if child.type == "with_clause"]
    for item in [item for clause in clauses for item in clause.named_children if item.type == "with_item"]:
        value = item.child_by_field_name("value")
        if value is None:
            continue
        if value.type != "as_pattern":
            made.append(low.expression(value))
            continue
        parts = [child for child in value.named_children if child.type != "comment"]
        alias = value.child_by_field_name("alias")
        if alias is not None and alias.named_children:
            target = low.expression(alias.named_children[0])
            made.append(ir.Assign(target, low.expression(parts[0]), *low.bounds(item)))
    made.append(ir.Block(low.block(node.child_by_field_name("body")), *low.bounds(node)))


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    values = low.parts(node)
    made.append(ir.Return(values[0] if values else None, *low.bounds(node)))


def _raise(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    values = low.parts(node)
    made.append(ir.Leave("raise", *low.bounds(node), values[0] if values else None))


def _break(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    kind: Choice["break", "continue"] = "break" if node.type == "break_statement" else "continue"
    made.append(ir.Leave(kind, *low.bounds(node)))


def _import(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    place = low.bounds(node)
    module = node.child_by_field_name("module_name")
    prefix = low.source(module).replace(" ", "").lstrip(".") + "." if module is not None else ""
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                made.append(ir.Import(low.source(alias), prefix + low.source(name), *place))
            continue
        path = low.source(child).replace(" ", "")
        if prefix:
            made.append(ir.Import(path, prefix + path, *place))
        else:
            root = path.partition(".")[0]
            made.append(ir.Import(root, root, *place))


def _delete(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for target in low.parts(node):
        made.extend(ir.Remove(item, *low.bounds(node)) for item in getattr(target, "items", [target]))


def _match(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a match statement; which case fits is not known, a case that fits everything is the rest."""
    subject = low.parts(node)[:1]
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    body = node.child_by_field_name("body")
    for case in [] if body is None else body.named_children:
        if case.type != "case_clause":
            continue
        statements = low.block(case.child_by_field_name("consequence"))
        patterns = [child for child in case.named_children if child.type == "case_pattern"]
        literals = [part for pattern in patterns for part in low.parts(pattern)]
        if low.source(patterns[0]).strip() == "_" if patterns else True:
            otherwise = statements
        elif len(literals) == 1 and isinstance(literals[0], ir.Literal) and subject:
            place = low.bounds(case)
            branches.append((ir.Operation("equal", [subject[0], literals[0]], *place), statements))
        else:
            branches.append((ir.Other([], *low.bounds(case)), statements))
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _print(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.extend(low.parts(node))


def _broken(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the readable statements and expressions of a broken place."""
    for child in node.named_children:
        if child.type != "comment":
            low.statement(child, made)


HANDLERS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    "assignment": _assignment,
    "augmented_assignment": _augmented,
    "function_definition": _function,
    "class_definition": _class,
    "decorated_definition": _decorated,
    "if_statement": _if,
    "for_statement": _for,
    "while_statement": _while,
    "try_statement": _try,
    "with_statement": _with,
    "return_statement": _return,
    "raise_statement": _raise,
    "break_statement": _break,
    "continue_statement": _break,
    **dict.fromkeys(("import_statement", "import_from_statement"), _import),
    "delete_statement": _delete,
    "match_statement": _match,
    "print_statement": _print,
    "assert_statement": _print,
    "exec_statement": _print,
    "ERROR": _broken,
}
"""Node type of the grammar → what lowers it as a statement."""
