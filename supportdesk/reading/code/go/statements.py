"""Lowering of Go's statements: declarations, assignments, functions, branches, loops."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.go import type_names as go_types
from supportdesk.reading.code.go.imports import package_name, package_path
from supportdesk.reading.code.go.lowering import Lowering
from supportdesk.reading.code.trees import Tree

_FAILURES = ("errors.New(", "fmt.Errorf(", "errors.Wrap(", "errors.Wrapf(", "errors.Errorf(", "xerrors.")
_NOTHING = ("nil", '""', "0", "false", "``", "err")


def _import(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    pending = list(node.named_children)
    while pending:
        spec = pending.pop(0)
        if spec.type == "import_spec_list":
            pending.extend(spec.named_children)
            continue
        path, alias = spec.child_by_field_name("path"), spec.child_by_field_name("name")
        if path is None:
            continue
        written = low.source(path).strip('"`')
        name = package_name(written) if alias is None or alias.type != "package_identifier" else low.source(alias)
        made.append(ir.Import(name, package_path(written), *low.bounds(spec)))


def _targets(low: Lowering, node: Tree) -> list[ir.Node]:
    return low.parts(node) if node.type == "expression_list" else [low.expression(node)]


def _declare(low: Lowering, *names: str) -> None:
    if low.locals:
        low.locals[-1].update(names)


def _bind(low: Lowering, left: list[ir.Node], right: ir.Node, made: list[ir.Node], *, new: bool) -> None:
    """Append the assignment of one or several targets; what is not declared in this function is of one around it."""
    start, end = (left[0].start, right.end) if left else (right.start, right.end)
    names = [target.name for target in left if isinstance(target, ir.Name)]
    if new:
        _declare(low, *names)
    outer = bool(low.locals) and any(name not in low.locals[-1] and name != "_" for name in names)
    target = left[0] if len(left) == 1 else ir.Sequence(left, start, end)
    made.append(ir.Assign(target, right, start, end, outer=outer))


def _assignment(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        made.append(low.other(node))
        return
    sign = node.child_by_field_name("operator")
    targets, value = _targets(low, left), low.expression(right)
    if sign is not None and sign.type != "=":
        operation = {"+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide"}.get(sign.type, "modulo")
        outer = bool(low.locals) and isinstance(targets[0], ir.Name) and targets[0].name not in low.locals[-1]
        made.append(ir.Assign(targets[0], value, *low.bounds(node), operation, outer=outer))
        return
    written = right.named_children[0] if right.type == "expression_list" and right.named_child_count == 1 else right
    if len(targets) == 2 and written.type in ("index_expression", "type_assertion_expression", "unary_expression"):
        kind = written.child_by_field_name("type") if written.type == "type_assertion_expression" else None
        happened = ir.Other([], *low.bounds(node)) if kind is None else is_type(low, value, kind)
        value = ir.Sequence([value, happened], *low.bounds(node))  # the value, and whether it is there
    if isinstance(value, ir.Name) and written.type == "identifier":
        value = ir.Call(ir.Name("go.assigned", *low.bounds(node)), [ir.Argument(value)], *low.bounds(node))
    _bind(low, targets, value, made, new=node.type == "short_var_declaration")


def _step(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    place = low.bounds(node)
    for target in low.parts(node)[:1]:
        name = "add" if node.type == "inc_statement" else "subtract"
        outer = bool(low.locals) and isinstance(target, ir.Name) and target.name not in low.locals[-1]
        made.append(ir.Assign(target, ir.Literal(1, place[1] - 2, place[1]), *place, name, outer=outer))


def _variables(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    specs = list(node.named_children)
    while specs:
        spec = specs.pop(0)
        if spec.type == "var_spec_list":
            specs.extend(spec.named_children)
            continue
        if spec.type != "var_spec":
            continue
        names = [low.expression(name) for name in spec.children_by_field_name("name")]
        value, kind = spec.child_by_field_name("value"), spec.child_by_field_name("type")
        if value is not None:
            _bind(low, names, low.expression(value), made, new=True)
            continue
        for name in names:
            _bind(low, [name], go_types.zero(low, kind), made, new=True)


def _constants(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append constants; one without a value repeats the expression before it with the next iota."""
    before: Tree | None = None
    low.iota = 0
    for spec in node.named_children:
        if spec.type != "const_spec":
            continue
        names = [low.expression(name) for name in spec.children_by_field_name("name")]
        value = spec.child_by_field_name("value")
        before = before if value is None else value
        if before is not None and names:
            _bind(low, names, low.expression(before), made, new=True)
        low.iota += 1


def function(low: Lowering, node: Tree, name: str, receiver: str | None = None) -> ir.Function:
    """Return a function, method (with the name of its receiver) or function literal."""
    parameters: list[ir.Parameter] = [] if receiver is None else [ir.Parameter(receiver)]
    listed = node.child_by_field_name("parameters")
    for child in [] if listed is None else listed.named_children:
        rest = child.type == "variadic_parameter_declaration"
        named = child.children_by_field_name("name")
        default = None if rest else _handed(low, child.child_by_field_name("type"))
        parameters.extend(ir.Parameter(low.source(each), default, "rest" if rest else "plain") for each in named)
        if not named and child.type == "parameter_declaration":
            parameters.append(ir.Parameter("_"))
    low.locals.append({parameter.name for parameter in parameters})
    switch, low.inside_switch = low.inside_switch, False
    body: list[ir.Node] = []
    results = _named_results(low, node, body)
    block = node.child_by_field_name("body")
    body.extend(low.statements(block))
    _returned(body)
    if results:
        for statement in body:
            if isinstance(statement, ir.Return) and statement.value is None:
                names: list[ir.Node] = [ir.Name(result, statement.start, statement.end) for result in results]
                whole = ir.Sequence(names, statement.start, statement.end)
                statement.value = names[0] if len(names) == 1 else whole
    low.inside_switch = switch
    low.locals.pop()
    return ir.Function(name, parameters, body, *low.bounds(node), ("late",))


def _handed(low: Lowering, kind: Tree | None) -> ir.Node | None:
    """Return what a parameter is where no call gives it: a struct of the text with unknown fields, else nothing."""
    if kind is None or not go_types.resolved(low, kind)[1]:
        return None
    place = low.bounds(kind)
    return ir.Call(ir.Name("go.handed", *place), [ir.Argument(go_types.type_value(low, kind))], *place)


def _named_results(low: Lowering, node: Tree, body: list[ir.Node]) -> list[str]:
    """Append the named results with their zero values; return their names."""
    listed = node.child_by_field_name("result")
    names: list[str] = []
    if listed is None or listed.type != "parameter_list":
        return names
    for child in listed.named_children:
        for each in child.children_by_field_name("name"):
            names.append(low.source(each))
            zero = go_types.zero(low, child.child_by_field_name("type"))
            _bind(low, [ir.Name(names[-1], *low.bounds(each))], zero, body, new=True)
    return names


def method(low: Lowering, node: Tree) -> ir.Function:
    """Return a method as a function whose first parameter is its receiver."""
    name = node.child_by_field_name("name")
    receiver = low.outline.receiver(node)[0]
    return function(low, node, "" if name is None else low.source(name), receiver or "_")


def _function(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = node.child_by_field_name("name")
    if name is not None:
        made.append(function(low, node, low.source(name)))


def _block(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a block's statements; a list of statements is the block that holds it."""
    made.extend(low.statements(node))


def _if(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    before: list[ir.Node] = []
    start = node.child_by_field_name("initializer")
    if start is not None:
        low.statement(start, before)
    test = low.field(node, "condition") or ir.Other([], *low.bounds(node))
    then = low.statements(node.child_by_field_name("consequence"))
    alternative, otherwise = node.child_by_field_name("alternative"), list[ir.Node]()
    if alternative is not None:
        low.statement(alternative, otherwise)
    made.extend(before)
    made.append(_default(test, then, otherwise) or ir.If([(test, then)], otherwise, *low.bounds(node)))


def _emptiness(test: ir.Node, sign: str) -> ir.Node | None:
    """Return what a test asks to be empty ('equal') or not ('unequal')."""
    if not isinstance(test, ir.Operation) or test.name != sign or len(test.operands) != 2:
        return None
    left, right = test.operands
    if not isinstance(right, ir.Literal) or right.value not in ("", 0):
        return None
    if isinstance(left, ir.Call) and len(left.arguments) == 1 and getattr(left.function, "name", "") == "len":
        return left.arguments[0].value
    return left if isinstance(left, ir.Name | ir.Attribute) else None


def _same_place(left: ir.Node | None, right: ir.Node | None) -> bool:
    if isinstance(left, ir.Attribute) and isinstance(right, ir.Attribute):
        return left.name == right.name and _same_place(left.target, right.target)
    return isinstance(left, ir.Name) and isinstance(right, ir.Name) and left.name == right.name


def _either(value: ir.Node, default: ir.Node, place: tuple[int, int]) -> ir.Node:
    return ir.Call(ir.Name("go.default", *place), [ir.Argument(value), ir.Argument(default)], *place)


def _default(test: ir.Node, then: list[ir.Node], otherwise: list[ir.Node]) -> ir.Node | None:
    """Return `if x == "" { x = y }` as an assignment of x, or y where that is empty; None for another branch."""
    value = _emptiness(test, "equal")
    one = then[0] if len(then) == 1 and not otherwise else None
    if value is None or not isinstance(one, ir.Assign) or one.operation or one.value is None:
        return None
    if not _same_place(one.target, value):
        return None
    place = (one.start, one.end)
    return ir.Assign(one.target, _either(value, one.value, place), *place, outer=one.outer)


def _returned(body: list[ir.Node]) -> None:
    """Turn `if x != "" { return x }; return y` (or the other way round) at a body's end into one return."""
    if len(body) < 2 or not isinstance(body[-2], ir.If) or not isinstance(body[-1], ir.Return):
        return
    branch, last = body[-2], body[-1]
    test, then = branch.branches[0]
    first = then[0] if len(then) == 1 and len(branch.branches) == 1 and not branch.otherwise else None
    if not isinstance(first, ir.Return) or first.value is None or last.value is None:
        return
    place = (branch.start, last.end)
    if _same_place(_emptiness(test, "unequal"), first.value) or isinstance(test, ir.Name):
        if isinstance(test, ir.Name) and test.name != "ok":
            return
        body[-2:] = [ir.Return(_either(first.value, last.value, place), *place)]
    elif _same_place(_emptiness(test, "equal"), last.value):
        body[-2:] = [ir.Return(_either(last.value, first.value, place), *place)]


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    place = low.bounds(node)
    switch, low.inside_switch = low.inside_switch, False
    head = next((child for child in node.named_children if child.type not in ("block", "comment")), None)
    if head is not None and head.type == "range_clause":
        made.append(_range(low, node, head))
    elif head is not None and head.type == "for_clause":
        start, step = head.child_by_field_name("initializer"), head.child_by_field_name("update")
        if start is not None:
            low.statement(start, made)
        test = low.field(head, "condition")
        body = low.statements(node.child_by_field_name("body"))
        if step is not None:
            low.statement(step, body)
        made.append(ir.Loop(None, None, test, body, *place))
    else:
        test = None if head is None else low.expression(head)
        made.append(ir.Loop(None, None, test, low.statements(node.child_by_field_name("body")), *place))
    low.inside_switch = switch


def _range(low: Lowering, node: Tree, head: Tree) -> ir.Node:
    place = low.bounds(head)
    left, right = head.child_by_field_name("left"), low.field(head, "right")
    targets = [] if left is None else _targets(low, left)
    _declare(low, *(target.name for target in targets if isinstance(target, ir.Name)))
    through = right or ir.Other([], *place)
    target: ir.Node | None = None
    how = "go.keys"
    if len(targets) == 1:
        target = targets[0]
    elif targets:
        how, target = "go.pairs", ir.Sequence(targets, *place)
    iterable = ir.Call(ir.Name(how, *place), [ir.Argument(through)], *place)
    return ir.Loop(target, iterable, None, low.statements(node.child_by_field_name("body")), *low.bounds(node))


def _switch(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a switch or select as branches; a case of types or channels may always be the one."""
    start = node.child_by_field_name("initializer")
    if start is not None:
        low.statement(start, made)
    subject = low.field(node, "value")
    alias = node.child_by_field_name("alias")
    if alias is not None and node.type == "type_switch_statement":
        _bind(low, _targets(low, alias), subject or ir.Other([], *low.bounds(node)), made, new=True)
    switch, low.inside_switch = low.inside_switch, True
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    for case in node.named_children:
        if case.type == "default_case":
            otherwise = _case_body(low, case)
        elif case.type in ("expression_case", "type_case", "communication_case"):
            before: list[ir.Node] = []
            communication = case.child_by_field_name("communication")
            if communication is not None:
                low.statement(communication, before)
            test = _case_test(low, case, subject, plain=node.type == "expression_switch_statement")
            branches.append((test, [*before, *_case_body(low, case)]))
    low.inside_switch = switch
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _case_test(low: Lowering, case: Tree, subject: ir.Node | None, *, plain: bool) -> ir.Node:
    place = low.bounds(case)
    value = case.child_by_field_name("value")
    if not plain and subject is not None:
        tests = [is_type(low, subject, kind) for kind in case.children_by_field_name("type") if kind.is_named]
        return tests[0] if len(tests) == 1 else ir.Operation("or", tests, *place) if tests else ir.Other([], *place)
    if value is None or not plain:
        return ir.Other([], *place)
    options = _targets(low, value)
    if subject is not None:
        options = [ir.Operation("equal", [subject, option], *place) for option in options]
    return options[0] if len(options) == 1 else ir.Operation("or", options, *place)


def is_type(low: Lowering, value: ir.Node, kind: Tree) -> ir.Node:
    """Return a test whether a value is of a type."""
    place = low.bounds(kind)
    given = [ir.Argument(value), ir.Argument(ir.Literal(low.source(kind).replace(" ", ""), *place))]
    if go_types.resolved(low, kind)[1]:
        given.append(ir.Argument(go_types.type_value(low, kind)))
    return ir.Call(ir.Name("go.is_type", *place), given, *place)


def _case_body(low: Lowering, case: Tree) -> list[ir.Node]:
    made: list[ir.Node] = []
    for child in case.named_children:
        if child.type == "statement_list":
            made.extend(low.statements(child))
    return made


def _receive(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    left, right = node.child_by_field_name("left"), low.field(node, "right")
    if left is not None and right is not None:
        _bind(low, _targets(low, left), right, made, new=True)


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a return; one that gives an error made here and nothing else is a failure."""
    place = low.bounds(node)
    children = [child for child in node.named_children if child.type != "comment"]
    parts = children[0].named_children if children and children[0].type == "expression_list" else children
    written = [low.source(part) for part in parts]
    failed = bool(written) and (written[-1].startswith(_FAILURES) or (len(written) > 1 and written[-1] == "err"))
    value = low.expression(children[0]) if children else None
    if failed and all(text in _NOTHING or text.endswith("{}") for text in written[:-1]):
        made.append(ir.Leave("raise", *place, value))
        return
    if isinstance(value, ir.Sequence) and len(parts) > 1:
        value = ir.Call(ir.Name("go.results", *place), [ir.Argument(item) for item in value.items], *place)
    made.append(ir.Return(value, *place))


def _leave(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    if node.type == "continue_statement":
        made.append(ir.Leave("continue", *low.bounds(node)))
    elif not low.inside_switch or node.named_children:
        made.append(ir.Leave("break", *low.bounds(node)))


def _each(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append what a statement holds: a started or deferred call, a labelled statement, a broken place."""
    for child in node.named_children:
        if child.type not in low.IGNORED:
            low.statement(child, made)


HANDLERS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    "import_declaration": _import,
    **dict.fromkeys(("short_var_declaration", "assignment_statement"), _assignment),
    **dict.fromkeys(("inc_statement", "dec_statement"), _step),
    "var_declaration": _variables,
    "const_declaration": _constants,
    "function_declaration": _function,
    **dict.fromkeys(("block", "statement_list"), _block),
    "if_statement": _if,
    "for_statement": _for,
    **dict.fromkeys(("expression_switch_statement", "type_switch_statement", "select_statement"), _switch),
    "receive_statement": _receive,
    "return_statement": _return,
    **dict.fromkeys(("break_statement", "continue_statement"), _leave),
    **dict.fromkeys(("go_statement", "defer_statement", "labeled_statement", "ERROR"), _each),
}
"""Node type of the grammar → what lowers it as a statement."""
