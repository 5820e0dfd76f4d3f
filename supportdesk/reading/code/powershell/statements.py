"""Lowering of PowerShell's statements: assignments, functions, classes, branches, loops."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.powershell.lowering import PowerShellLowering as Lowering
from supportdesk.reading.code.powershell.lowering import as_value, called, innermost, type_name, variable_name
from supportdesk.reading.code.trees import Tree

_OUTER = ("$global:", "$script:")


def _assignment(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    if len(parts) < 3:
        made.append(low.other(node))
        return
    left = innermost(parts[0])
    if left.type == "cast_expression":
        left = innermost(left.named_children[-1])
    value = _value_of(low, parts[-1], made)
    place = low.bounds(node)
    sign = low.source(parts[1]).strip()
    written = low.source(left).strip().lower()
    if written == "$null":
        made.append(value)
        return
    target = low.expression(left)
    if sign == "+=":
        value = called("operator:+", [target, value], place)
    elif sign == "??=":
        value = ir.Operation("coalesce", [target, value], *place)
    elif sign in ("-=", "*=", "/="):
        name = {"-=": "subtract", "*=": "multiply", "/=": "divide"}[sign]
        value = ir.Operation(name, [target, value], *place)
    made.append(ir.Assign(target, value, *place, outer=written.startswith(_OUTER)))


def _value_of(low: Lowering, node: Tree, made: list[ir.Node]) -> ir.Node:
    """Return the value of a statement that is assigned; what it does before is appended to `made`."""
    inside: list[ir.Node] = []
    low.statement(node, inside)
    while len(inside) == 1 and isinstance(inside[0], ir.Block):
        inside = list(inside[0].body)
    if not inside:
        return ir.Literal(None, *low.bounds(node))
    made += inside[:-1]
    last = as_value(inside[-1])
    if isinstance(last, ir.Assign):
        made.append(last)
        return last.target
    if isinstance(last, ir.Loop) and last.target is not None and last.iterable is not None and len(last.body) == 1:
        clause = ir.Clause(last.target, last.iterable, [])
        return ir.Comprehension(as_value(last.body[0]), None, [clause], last.start, last.end)
    return last


def _pipeline(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the statements of a pipeline that is no single one (`a && b`)."""
    for child in node.named_children:
        if child.type not in low.IGNORED and child.type != "pipeline_chain_tail":
            low.statement(child, made)


def parameters(low: Lowering, node: Tree | None) -> list[ir.Parameter]:
    """Return the parameters that a function's head or its `param( … )` declares."""
    made: list[ir.Parameter] = []
    pending = [] if node is None else [node]
    while pending:
        here = pending.pop(0)
        if here.type == "script_parameter":
            made.append(_parameter(low, here))
        elif here.type in ("param_block", "function_parameter_declaration", "parameter_list", "ERROR"):
            pending = list(here.named_children) + pending
    return made


def _parameter(low: Lowering, node: Tree) -> ir.Parameter:
    name, default = "", None
    for child in node.named_children:
        if child.type == "variable":
            name = variable_name(low.source(child))
        elif child.type == "script_parameter_default" and child.named_children:
            default = low.expression(child.named_children[-1])
    return ir.Parameter(name, default)


def function_of(low: Lowering, node: Tree, name: str) -> ir.Function:
    """Return a function or script block with the parameters that it declares."""
    declared: list[ir.Parameter] = []
    blocks: list[Tree] = []
    for child in node.named_children:
        if child.type in ("function_parameter_declaration", "param_block", "ERROR"):
            declared += parameters(low, child)
        elif child.type in ("script_block", "statement_list", "script_block_body"):
            blocks.append(child)
            declared += [
                parameter
                for inner in child.named_children
                if inner.type == "param_block"
                for parameter in parameters(low, inner)
            ]
    body: list[ir.Node] = []
    for block in blocks:
        body += low.body(block, gives=True)
    if not any(parameter.name == "_" for parameter in declared):
        declared.append(ir.Parameter("_"))
    declared.append(ir.Parameter("args", None, "rest"))
    return ir.Function(name, declared, body, *low.bounds(node))


def _function(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name = next((child for child in node.named_children if child.type == "function_name"), None)
    if name is None:
        made.append(low.other(node))
        return
    text = low.source(name).strip().lower()
    made.append(function_of(low, node, f"function:{text.rpartition(':')[2]}"))


def script_block(low: Lowering, node: Tree) -> ir.Node:
    """Lower `{ … }` as a value."""
    return function_of(low, node, "")


def _class(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    names = [child for child in node.named_children if child.type == "simple_name"]
    if not names:
        return
    own = type_name(low.source(names[0]))
    body: list[ir.Node] = []
    for child in node.named_children:
        if child.type == "class_property_definition":
            _property(low, child, body)
        elif child.type == "class_method_definition":
            body.append(_method(low, child, own))
    place = low.bounds(node)
    bases: list[ir.Node] = [ir.Name(f"[{type_name(low.source(base))}]", *low.bounds(base)) for base in names[1:]]
    made.append(ir.Class(f"[{own}]", bases, body, *place))


def _property(low: Lowering, node: Tree, body: list[ir.Node]) -> None:
    name = next((child for child in node.named_children if child.type == "variable"), None)
    if name is None:
        return
    last = node.named_children[-1]
    value = None if last.type in ("variable", "type_literal", "attribute") else low.expression(last)
    target = ir.Name(low.source(name).strip().lstrip("$"), *low.bounds(name))
    body.append(ir.Assign(target, value, *low.bounds(node)))


def _method(low: Lowering, node: Tree, own: str) -> ir.Function:
    name, taken, body = "", [ir.Parameter("self")], list[ir.Node]()
    for child in node.named_children:
        if child.type == "simple_name":
            name = low.source(child).strip()
        elif child.type in ("class_method_parameter", "class_method_parameter_list"):
            inner = child.named_children if child.type.endswith("list") else [child]
            taken += [_parameter(low, part) for part in inner if part.type == "class_method_parameter"]
        elif child.type in ("script_block", "statement_list", "script_block_body"):
            body += low.body(child)
    return ir.Function("__init__" if name.lower() == own else name, taken, body, *low.bounds(node))


def _block(low: Lowering, node: Tree | None) -> list[ir.Node]:
    return low.body(node)


def _blocks(node: Tree) -> list[Tree]:
    return [child for child in node.named_children if child.type == "statement_block"]


def _if(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    pending = [node]
    while pending:
        part = pending.pop(0)
        test, blocks = part.child_by_field_name("condition"), _blocks(part)
        if test is not None and blocks:
            branches.append((low.expression(test), _block(low, blocks[0])))
        for child in part.named_children:
            if child.type == "else_clause":
                otherwise = [statement for block in _blocks(child) for statement in _block(low, block)]
            elif child.type in ("elseif_clauses", "elseif_clause"):
                pending.append(child)
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _foreach(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    parts = [child for child in node.named_children if child.type not in (*low.IGNORED, "foreach_parameter")]
    if len(parts) < 3:
        made.append(low.other(node))
        return
    through: list[ir.Node] = []
    low.statement(parts[1], through)
    iterable = through[0] if len(through) == 1 else ir.Other(through, *low.bounds(parts[1]))
    if isinstance(iterable, ir.Literal | ir.Mapping):
        iterable = ir.Sequence([iterable], iterable.start, iterable.end)
    made.append(ir.Loop(low.expression(parts[0]), iterable, None, _block(low, parts[-1]), *low.bounds(node)))


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    first, test = node.child_by_field_name("for_initializer"), node.child_by_field_name("for_condition")
    step = node.child_by_field_name("for_iterator")
    if first is not None:
        low.statement(first, made)
    body = [statement for block in _blocks(node) for statement in _block(low, block)]
    if step is not None:
        low.statement(step, body)
    made.append(ir.Loop(None, None, low.expression(test) if test is not None else None, body, *low.bounds(node)))


def _while(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    test = node.child_by_field_name("condition")
    body = [statement for block in _blocks(node) for statement in _block(low, block)]
    if node.type == "do_statement":
        if test is not None:
            body.append(low.expression(test))
        test = None
    made.append(ir.Loop(None, None, low.expression(test) if test is not None else None, body, *low.bounds(node)))


def _switch(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    subject: ir.Node = ir.Other([], *low.bounds(node))
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    pending = list(node.named_children)
    while pending:
        child = pending.pop(0)
        if child.type == "switch_condition":
            subject = low.expression(child.named_children[0]) if child.named_children else subject
        elif child.type in ("switch_body", "switch_clauses"):
            pending = list(child.named_children) + pending
        elif child.type == "switch_clause":
            holders = [child, *(part for part in child.named_children if part.type == "ERROR")]
            blocks = sorted((block for part in holders for block in _blocks(part)), key=lambda block: block.start_byte)
            word = low.source(child).lstrip().lower()
            if word.startswith("default") and blocks:
                otherwise = _block(low, blocks[0])
            elif blocks:
                wanted = low.expression(_condition(child.named_children[0]))
                place = (wanted.start, wanted.end)
                branches.append((ir.Operation("equal", [subject, wanted], *place), _block(low, blocks[0])))
                if len(blocks) > 1:
                    otherwise = _block(low, blocks[-1])
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _condition(node: Tree) -> Tree:
    while node.type == "switch_clause_condition" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def _try(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    blocks = _blocks(node)
    body = _block(low, blocks[0]) if blocks else []
    for child in node.named_children:
        if child.type == "finally_clause":
            body += [statement for block in _blocks(child) for statement in _block(low, block)]
    made.append(ir.Block(body, *low.bounds(node)))


def _flow(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    word = low.source(node).strip().lower()
    parts = [child for child in node.named_children if child.type not in (*low.IGNORED, "label_expression")]
    place = low.bounds(node)
    value = _value_of(low, parts[0], made) if parts else None
    if word.startswith("return"):
        made.append(ir.Return(value, *place))
    elif word.startswith(("break", "continue")):
        made.append(ir.Leave("break" if word.startswith("break") else "continue", *place))
    else:
        made.append(ir.Leave("raise", *place, value))


def _step(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append `$i++` or `$i--`."""
    parts = low.parts(node)
    if len(parts) != 1:
        made.append(low.other(node))
        return
    place = low.bounds(node)
    operation = "add" if "++" in low.source(node) else "subtract"
    made.append(ir.Assign(parts[0], ir.Literal(1, *place), *place, operation))


def _parameters_here(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the assignments of a script's own `param( … )`."""
    for parameter in parameters(low, node):
        place = low.bounds(node)
        value = parameter.default if parameter.default is not None else ir.Other([], *place)
        made.append(ir.Assign(ir.Name(parameter.name, *place), value, *place))


def _named_blocks(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the statements of `begin { … } process { … } end { … }` and of a block that stands alone."""
    if node.type == "statement_block":
        made.append(ir.Block(_block(low, node), *low.bounds(node)))
        return
    for child in node.named_children:
        if child.type in ("named_block", "named_block_list", "statement_block"):
            _named_blocks(low, child, made)


def register(owner: type[Lowering]) -> None:
    """Fill the table of statements."""
    from supportdesk.reading.code.powershell import commands as powershell_commands

    owner.EXPRESSIONS.update(
        {
            "pipeline_chain": powershell_commands.pipeline,
            "command": powershell_commands.command,
            "generic_token": lambda low, node: powershell_commands.bare_word(low, *low.bounds(node)),
            "script_block_expression": script_block,
        }
    )
    owner.STATEMENTS.update(
        {
            "assignment_expression": _assignment,
            "pipeline": _pipeline,
            "function_statement": _function,
            "class_statement": _class,
            "if_statement": _if,
            "foreach_statement": _foreach,
            "for_statement": _for,
            **dict.fromkeys(("while_statement", "do_statement"), _while),
            "switch_statement": _switch,
            "try_statement": _try,
            "flow_control_statement": _flow,
            **dict.fromkeys(("post_increment_expression", "post_decrement_expression"), _step),
            **dict.fromkeys(("pre_increment_expression", "pre_decrement_expression"), _step),
            "param_block": _parameters_here,
            **dict.fromkeys(("named_block_list", "named_block", "statement_block"), _named_blocks),
        }
    )
