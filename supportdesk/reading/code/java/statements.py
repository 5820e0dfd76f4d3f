"""Lowering of Java's statements: declarations of variables, branches, loops, switches, exceptions, imports."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.java.lowering import JavaLowering, type_of
from supportdesk.reading.code.trees import Lowering, Tree


def variables(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the assignments of a declaration of local variables; one without a value holds null."""
    kind = type_of(low, node.child_by_field_name("type"))
    for child in node.children_by_field_name("declarator"):
        name, value = child.child_by_field_name("name"), low.field(child, "value")
        if name is not None:
            place = low.bounds(name)
            made.append(
                ir.Assign(ir.Name(low.source(name), *place), value or declared(kind, place), *low.bounds(child))
            )


def declared(kind: ir.Node | None, place: tuple[int, int]) -> ir.Node:
    """Return what a variable holds that is declared and not set: a client where its type is one, else null."""
    from supportdesk.reading.code.jvm_names import FILES, GIVEN

    if isinstance(kind, ir.Name) and kind.name in FILES:
        return ir.Call(ir.Name("File", *place), [], place[0], place[0])
    if isinstance(kind, ir.Name) and kind.name in GIVEN:
        return ir.Call(ir.Name(kind.name, *place), [], place[0], place[0])
    return ir.Literal(None, place[0], place[0])


def _if(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    here: Tree | None = node
    while here is not None and here.type == "if_statement":
        test = low.field(here, "condition") or low.rest(here)
        branches.append((test, body(low, here.child_by_field_name("consequence"))))
        here = here.child_by_field_name("alternative")
    made.append(ir.If(branches, body(low, here), *low.bounds(node)))


def body(low: Lowering, node: Tree | None) -> list[ir.Node]:
    """Return the statements of a block, or of the one statement that stands for it."""
    made: list[ir.Node] = []
    if node is not None:
        low.statement(node, made)
    return made


def _block(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.extend(low.statements(node))


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for start in node.children_by_field_name("init"):
        low.statement(start, made)
    inner = body(low, node.child_by_field_name("body"))
    inner.extend(low.expression(step) for step in node.children_by_field_name("update"))
    made.append(ir.Loop(None, None, low.field(node, "condition"), inner, *low.bounds(node)))


def _for_each(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name, through = node.child_by_field_name("name"), low.field(node, "value")
    target = None if name is None else ir.Name(low.source(name), *low.bounds(name))
    inner = body(low, node.child_by_field_name("body"))
    made.append(ir.Loop(target, through or low.rest(node), None, inner, *low.bounds(node)))


def _while(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    inner = body(low, node.child_by_field_name("body"))
    made.append(ir.Loop(None, None, low.field(node, "condition"), inner, *low.bounds(node)))


def _do(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a loop whose test stands behind: its body is gone through once at least."""
    inner = body(low, node.child_by_field_name("body"))
    test = low.field(node, "condition")
    leave = ir.Leave("break", *low.bounds(node))
    if test is not None:
        inner.append(ir.If([(test, [])], [leave], *low.bounds(node)))
    made.append(ir.Loop(None, None, None, inner, *low.bounds(node)))


def _try(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    inner: list[ir.Node] = []
    handlers: list[list[ir.Node]] = []
    for child in node.named_children:
        if child.type == "resource_specification":
            for resource in child.named_children:
                _resource(low, resource, inner)
        elif child.type == "block":
            inner.extend(low.statements(child))
        elif child.type == "catch_clause":
            handlers.append(low.statements(child.child_by_field_name("body")))
    made.append(ir.Block(inner, *low.bounds(node), handlers))
    for child in node.named_children:
        if child.type == "finally_clause":
            made.extend(statement for part in child.named_children for statement in low.statements(part))


def _resource(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name, value = node.child_by_field_name("name"), low.field(node, "value")
    if name is not None and value is not None:
        made.append(ir.Assign(ir.Name(low.source(name), *low.bounds(name)), value, *low.bounds(node)))
    else:
        made.extend(low.parts(node))


def _cases(low: Lowering, node: Tree) -> list[tuple[list[ir.Node] | None, list[Tree], Tree]]:
    """Return the cases of a switch: labels (None: default), what is done, and the node."""
    found: list[tuple[list[ir.Node] | None, list[Tree], Tree]] = []
    block = node.child_by_field_name("body")
    labels: list[ir.Node] = []
    is_default = False
    for group in [] if block is None else block.named_children:
        done: list[Tree] = []
        for child in group.named_children:
            if child.type == "switch_label":
                labels.extend(low.parts(child))
                is_default = is_default or not child.named_children
            elif child.type not in low.IGNORED and child.type != "break_statement":
                done.append(child)
        if done or group.type == "switch_rule":
            found.append((None if is_default else labels, done, group))
            labels, is_default = [], False
    return found


def _test(subject: ir.Node, labels: list[ir.Node], place: tuple[int, int]) -> ir.Node:
    tests: list[ir.Node] = [_equal(subject, label, place) for label in labels]
    return tests[0] if len(tests) == 1 else ir.Operation("or", tests, *place)


def _equal(subject: ir.Node, label: ir.Node, place: tuple[int, int]) -> ir.Node:
    """Return the test of one label; a bare name may be a constant of the subject's enum."""
    if not isinstance(label, ir.Name):
        return ir.Operation("equal", [subject, label], *place)
    given = [ir.Argument(one) for one in (subject, label, ir.Literal(label.name, label.start, label.end))]
    return ir.Call(ir.Name("@case", *place), given, *place)


def switch(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a switch that stands as a statement."""
    subject = low.field(node, "condition") or low.rest(node)
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    for labels, done, group in _cases(low, node):
        inner: list[ir.Node] = []
        for child in done:
            low.statement(child, inner)
        if labels:
            branches.append((_test(subject, labels, low.bounds(group)), inner))
        else:
            otherwise = inner
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def switch_value(low: Lowering, node: Tree) -> ir.Node:
    """Return a switch that stands as an expression: a choice by its cases."""
    subject = low.field(node, "condition") or low.rest(node)
    made: ir.Node = ir.Other([], *low.bounds(node))
    for labels, done, group in reversed(_cases(low, node)):
        value = _given(low, done)
        if not labels:
            made = value or made
        elif value is not None:
            made = ir.Conditional(_test(subject, labels, low.bounds(group)), value, made, *low.bounds(group))
    return made


def _given(low: Lowering, done: list[Tree]) -> ir.Node | None:
    """Return the value of one case: its expression, or what its block yields."""
    pending = list(done)
    while pending:
        here = pending.pop(0)
        if here.type in ("expression_statement", "yield_statement"):
            return next(iter(low.parts(here)), None)
        if here.type == "block":
            pending.extend(here.named_children)
    return None


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.append(ir.Return(next(iter(low.parts(node)), None), *low.bounds(node)))


def _leave(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    kinds = {"break_statement": "break", "continue_statement": "continue"}
    place = low.bounds(node)
    if kinds.get(node.type) == "break":
        made.append(ir.Leave("break", *place))
    elif node.type == "continue_statement":
        made.append(ir.Leave("continue", *place))
    else:
        made.append(ir.Leave("raise", *place, next(iter(low.parts(node)), None)))


def _import(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the import of a class or static member; one of a whole package names nothing."""
    name = next((child for child in node.named_children if child.type in ("scoped_identifier", "identifier")), None)
    if name is None or any(child.type == "asterisk" for child in node.named_children):
        return
    path = "".join(low.source(name).split())
    made.append(ir.Import(path.rpartition(".")[2], path, *low.bounds(node)))


def _own_constructor(low: JavaLowering, node: Tree, made: list[ir.Node]) -> None:
    """Append `this(…)` or `super(…)` of a constructor."""
    from supportdesk.reading.code.java.lowering import arguments

    place = low.bounds(node)
    called = node.child_by_field_name("constructor")
    target: ir.Node = ir.Name("this", *place)
    given = arguments(low, node.child_by_field_name("arguments"))
    name = f"__init__ {low.base}" if called is not None and called.type == "super" else "__init__"
    made.append(ir.Call(ir.Attribute(target, name, *place), given, *place))


def _all(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the statements among the children of a node that is none itself (ERROR, labels, locks)."""
    made.extend(low.statements(node))


JavaLowering.STATEMENTS = {
    "local_variable_declaration": variables,
    "if_statement": _if,
    "block": _block,
    "constructor_body": _block,
    "for_statement": _for,
    "enhanced_for_statement": _for_each,
    "while_statement": _while,
    "do_statement": _do,
    **dict.fromkeys(("try_statement", "try_with_resources_statement"), _try),
    "switch_expression": switch,
    **dict.fromkeys(("return_statement", "yield_statement"), _return),
    **dict.fromkeys(("break_statement", "continue_statement", "throw_statement"), _leave),
    "import_declaration": _import,
    "explicit_constructor_invocation": _own_constructor,
    **dict.fromkeys(("ERROR", "labeled_statement", "synchronized_statement", "static_initializer"), _all),
}
