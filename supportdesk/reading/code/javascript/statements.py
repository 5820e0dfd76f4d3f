"""Lowering of JavaScript's statements: declarations, functions, classes, branches, loops, modules."""

from __future__ import annotations

from typing import Literal as Choice

from supportdesk.reading.code import ir
from supportdesk.reading.code.javascript import operators as javascript_operators
from supportdesk.reading.code.javascript.lowering import JavaScriptLowering, key_of
from supportdesk.reading.code.trees import Lowering, Tree


def _declaration(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for child in node.named_children:
        if child.type != "variable_declarator":
            if child.type == "ERROR":
                low.statement(child, made)
            continue
        target, value = low.field(child, "name"), low.field(child, "value")
        if target is not None:
            given = value if value is not None else ir.Name("undefined", *low.bounds(child))
            made.append(ir.Assign(target, given, *low.bounds(child)))


def parameters(low: Lowering, node: Tree) -> tuple[list[ir.Parameter], list[ir.Node]]:
    """Return the parameters of a function, and what takes apart those that are patterns or properties of its object."""
    made: list[ir.Parameter] = []
    first: list[ir.Node] = []
    single = node.child_by_field_name("parameter")
    listed = node.child_by_field_name("parameters")
    children = [single] if single is not None else [] if listed is None else listed.named_children
    for child in children:
        if child.type in low.IGNORED or child.type == "ERROR":
            continue
        place = low.bounds(child)
        pattern, default = child, None
        if child.type in ("required_parameter", "optional_parameter"):
            pattern, default = child.child_by_field_name("pattern"), low.field(child, "value")
        elif child.type == "assignment_pattern":
            pattern, default = child.child_by_field_name("left"), low.field(child, "right")
        if pattern is None or pattern.type == "this":
            continue
        kind: Choice["plain", "rest"] = "rest" if pattern.type == "rest_pattern" else "plain"
        inner = pattern.named_children[0] if kind == "rest" and pattern.named_children else pattern
        name = low.source(inner) if inner.type == "identifier" else f"({len(made)})"
        if default is not None and not isinstance(default, ir.Literal):
            target = ir.Assign(ir.Name(name, *place), default, *place)
            first.append(ir.Assign(target, ir.Name(name, *place), *place))
            default = None
        if inner.type != "identifier":
            first.append(ir.Assign(low.expression(inner), ir.Name(name, *place), *place))
        if child.type.endswith("_parameter") and any(part.type.endswith("_modifier") for part in child.children):
            first.append(_own_member(name, ir.Name(name, *place), place))
        if kind == "plain" and default is None:
            default = ir.Name("undefined", *place)
        made.append(ir.Parameter(name, default, kind))
    return made, first


def _own_member(name: str, value: ir.Node, place: tuple[int, int]) -> ir.Node:
    return ir.Assign(ir.Attribute(ir.Name("this", *place), name, *place), value, *place)


def function(low: Lowering, node: Tree, fields: list[ir.Node] | None = None) -> ir.Function:
    """Return a function, arrow function or method; `fields` are done first, but behind the base's constructor."""
    taken, body = parameters(low, node)
    place = low.bounds(node)
    written = node.child_by_field_name("body")
    if written is not None and written.type == "statement_block":
        statements = low.statements(written)
    elif written is not None:
        statements = [ir.Return(low.expression(written), *low.bounds(written))]
    else:
        statements = []
    at = 1 if fields and statements and _is_base_call(statements[0]) else 0
    named = node.child_by_field_name("name")
    name = "" if named is None or node.type == "method_definition" else low.source(named)
    words = {child.type for child in node.children}
    marks = [
        mark
        for mark, given in (
            ("arrow", node.type == "arrow_function"), ("classmethod", "static" in words), ("property", "get" in words),
        )
        if given
    ]  # fmt: skip
    return ir.Function(name, taken, statements[:at] + (fields or []) + body + statements[at:], *place, tuple(marks))


def _is_base_call(node: ir.Node) -> bool:
    return isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute) and node.function.name == "__init__"


def _function_statement(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.append(function(low, node))


def class_node(low: Lowering, node: Tree) -> ir.Class:
    """Return a class; its fields are set by its constructor, which is made where there is none."""
    place = low.bounds(node)
    named = node.child_by_field_name("name")
    bases = [
        low.expression(part)
        for child in node.named_children
        if child.type == "class_heritage"
        for part in _base_classes(child)
    ]
    fields: list[ir.Node] = []
    body: list[ir.Node] = []
    maker: Tree | None = None
    written = node.child_by_field_name("body")
    for child in [] if written is None else written.named_children:
        key = child.child_by_field_name("name") or child.child_by_field_name("property")
        name = "" if key is None else low.source(key).strip("'\"")
        if child.type in ("field_definition", "public_field_definition"):
            _field(low, child, name, fields, body)
        elif child.type == "method_definition" and name == "constructor":
            maker = child
        elif child.type == "method_definition":
            method = function(low, child)
            if "set" not in {part.type for part in child.children}:
                body.append(ir.Function(name, method.parameters, method.body, method.start, method.end, method.marks))
        elif child.type == "class_static_block":
            body.extend(low.statements(child.child_by_field_name("body")))
    if maker is not None:
        made = function(low, maker, fields)
        body.insert(0, ir.Function("__init__", made.parameters, made.body, made.start, made.end))
    elif fields:
        body.insert(0, _made_constructor(fields, place, is_derived=bool(bases)))
    return ir.Class("" if named is None else low.source(named), bases, body, *place)


def _made_constructor(fields: list[ir.Node], place: tuple[int, int], *, is_derived: bool) -> ir.Function:
    if not is_derived:
        return ir.Function("__init__", [], fields, *place)
    base = ir.Attribute(ir.Attribute(ir.Name("this", *place), "super", *place), "__init__", *place)
    passed = ir.Call(base, [ir.Argument(ir.Name("(all)", *place), spread="items")], *place)
    return ir.Function("__init__", [ir.Parameter("(all)", None, "rest")], [passed, *fields], *place)


def _base_classes(node: Tree) -> list[Tree]:
    """Return what a class extends; TypeScript writes it in a clause."""
    for child in node.named_children:
        if child.type == "extends_clause":
            value = child.child_by_field_name("value")
            return [] if value is None else [value]
    return [child for child in node.named_children if child.type not in ("implements_clause", "comment")][:1]


def _field(low: Lowering, node: Tree, name: str, fields: list[ir.Node], body: list[ir.Node]) -> None:
    value, place = low.field(node, "value"), low.bounds(node)
    if value is None or not name:
        return
    if any(part.type == "static" for part in node.children):
        body.append(ir.Assign(ir.Name(name, *place), value, *place))
    elif isinstance(value, ir.Function) and "arrow" in value.marks:
        body.append(ir.Function(name, value.parameters, value.body, value.start, value.end))
    else:
        fields.append(_own_member(name, value, place))


def _class_statement(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    made.append(class_node(low, node))


def _if(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    """Append an if statement with its chain of `else if`."""
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    here: Tree | None = node
    while here is not None:
        test = low.field(here, "condition")
        if test is not None:
            branches.append((test, low.body(here.child_by_field_name("consequence"))))
        other = here.child_by_field_name("alternative")
        inner = other.named_children[-1] if other is not None and other.named_children else None
        here = inner if inner is not None and inner.type == "if_statement" else None
        if here is None and inner is not None:
            otherwise = low.body(inner)
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _for(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    start = node.child_by_field_name("initializer")
    if start is not None and start.type not in low.IGNORED:
        low.statement(start, made)
    condition = node.child_by_field_name("condition")
    test = None
    if condition is not None and condition.type != "empty_statement":
        inner = condition.named_children[:1] if condition.type == "expression_statement" else [condition]
        test = low.expression(inner[0]) if inner else None
    body: list[ir.Node] = [ir.Block(low.body(node.child_by_field_name("body")), *low.bounds(node))]
    step = low.field(node, "increment")
    if step is not None:
        body.append(step)
    made.append(ir.Loop(None, None, test, body, *low.bounds(node)))


def _for_in(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    target, through = low.field(node, "left"), low.field(node, "right")
    sign = node.child_by_field_name("operator")
    place = low.bounds(node)
    if through is not None and sign is not None and sign.type == "of":
        through = ir.Call(ir.Attribute(ir.Name("Array", *place), "from", *place), [ir.Argument(through)], *place)
    made.append(ir.Loop(target, through, None, low.body(node.child_by_field_name("body")), *place))


def _while(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    test, place = low.field(node, "condition"), low.bounds(node)
    body = low.body(node.child_by_field_name("body"))
    if node.type == "do_statement" and test is not None:
        leave: list[ir.Node] = [ir.Leave("break", *place)]
        body.append(ir.If([(ir.Operation("not", [test], *place), leave)], [], *place))
        test = None
    made.append(ir.Loop(None, None, test, body, *place))


def _try(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    body = low.body(node.child_by_field_name("body"))
    handlers: list[list[ir.Node]] = []
    handler = node.child_by_field_name("handler")
    if handler is not None:
        handlers.append(low.body(handler.child_by_field_name("body")))
    last = node.child_by_field_name("finalizer")
    if last is not None:
        body.extend(low.body(last.child_by_field_name("body")))
    made.append(ir.Block(body, *low.bounds(node), handlers=handlers))


def _switch(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    """Append a switch: each case is what follows it up to the next `break`."""
    subject = low.field(node, "value")
    branches: list[tuple[ir.Node, list[ir.Node]]] = []
    otherwise: list[ir.Node] = []
    tests: list[ir.Node] = []
    body = node.child_by_field_name("body")
    for case in [] if body is None else body.named_children:
        if case.type not in ("switch_case", "switch_default"):
            continue
        place = low.bounds(case)
        statements: list[ir.Node] = []
        for part in case.children_by_field_name("body"):
            statements.extend(low.body(part))
        if statements and isinstance(statements[-1], ir.Leave) and statements[-1].kind == "break":
            statements.pop()
        value = low.field(case, "value")
        if case.type == "switch_default" or value is None or subject is None:
            otherwise = statements
            continue
        tests.append(ir.Operation("equal", [subject, value], *place))
        if statements:
            branches.append((tests[0] if len(tests) == 1 else ir.Operation("or", tests, *place), statements))
            tests = []
    made.append(ir.If(branches, otherwise, *low.bounds(node)))


def _return(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    values = low.parts(node)
    made.append(ir.Return(values[0] if values else None, *low.bounds(node)))


def _throw(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    values = low.parts(node)
    made.append(ir.Leave("raise", *low.bounds(node), values[0] if values else None))


def _break(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    kind: Choice["break", "continue"] = "break" if node.type == "break_statement" else "continue"
    made.append(ir.Leave(kind, *low.bounds(node)))


def module_name(text: str) -> str:
    """Return the name that a module is known by: without `node:`, a file's path as its last name."""
    return text.removeprefix("node:").removeprefix("npm:").partition("?")[0]


def _import(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    place = low.bounds(node)
    source = node.child_by_field_name("source")
    clauses = [child for child in node.named_children if child.type in ("import_clause", "import_require_clause")]
    if clauses and source is None:
        source = clauses[0].child_by_field_name("source")
    if source is None or not clauses:
        return
    path = module_name(low.source(source).strip("'\"`"))
    for child in clauses[0].named_children:
        if child.type == "identifier":
            made.append(ir.Import(low.source(child), path, *place))
        elif child.type == "namespace_import" and child.named_children:
            made.append(ir.Import(low.source(child.named_children[0]), path, *place))
        elif child.type == "named_imports":
            for one in child.named_children:
                _import_one(low, one, path, made)


def _import_one(low: Lowering, node: Tree, path: str, made: list[ir.Node]) -> None:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    bound = alias or name
    if node.type != "import_specifier" or bound is None:
        return
    own = "default" if name is None else low.source(name)
    whole = path if own == "default" else f"{path}.{own}"
    made.append(ir.Import(low.source(bound), whole, *low.bounds(node)))


def _export(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    inner = node.child_by_field_name("declaration")
    if inner is not None and inner.type not in low.IGNORED:
        low.statement(inner, made)
        return
    value = low.field(node, "value")
    if value is not None:
        made.append(ir.Assign(ir.Name("(default)", *low.bounds(node)), value, *low.bounds(node)))


def _enum(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    entries: list[tuple[ir.Node | None, ir.Node]] = []
    number = 0
    for child in body.named_children:
        key = child.child_by_field_name("name") if child.type == "enum_assignment" else child
        if key is None or child.type in low.IGNORED:
            continue
        value = low.field(child, "value") if child.type == "enum_assignment" else None
        if value is None:
            value = ir.Literal(number, *low.bounds(child))
        if isinstance(value, ir.Literal) and isinstance(value.value, int):
            number = value.value + 1
        entries.append((key_of(low, key), value))
    place = low.bounds(node)
    made.append(ir.Assign(low.expression(name), ir.Mapping(entries, *place), *place))


def _block(low: JavaScriptLowering, node: Tree, made: list[ir.Node]) -> None:
    body = low.body(node.child_by_field_name("body")) if node.type != "statement_block" else low.statements(node)
    made.append(ir.Block(body, *low.bounds(node)))


def _broken(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    for child in node.named_children:
        if child.type not in low.IGNORED:
            low.statement(child, made)


JavaScriptLowering.STATEMENTS.update(
    {
        **dict.fromkeys(("lexical_declaration", "variable_declaration"), _declaration),
        **dict.fromkeys(("function_declaration", "generator_function_declaration"), _function_statement),
        **dict.fromkeys(("class_declaration", "abstract_class_declaration"), _class_statement),
        "if_statement": _if,
        "for_statement": _for,
        "for_in_statement": _for_in,
        **dict.fromkeys(("while_statement", "do_statement"), _while),
        "try_statement": _try,
        "switch_statement": _switch,
        "return_statement": _return,
        "throw_statement": _throw,
        **dict.fromkeys(("break_statement", "continue_statement"), _break),
        "import_statement": _import,
        "export_statement": _export,
        "enum_declaration": _enum,
        **dict.fromkeys(
            ("statement_block", "labeled_statement", "with_statement", "internal_module", "module"), _block
        ),
        "ERROR": _broken,
    }
)

__all__ = ["JavaScriptLowering", "class_node", "function", "javascript_operators", "module_name", "parameters"]
