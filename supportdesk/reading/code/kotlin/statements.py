"""Lowering of Kotlin's statements: declarations, assignments, branches, loops, and branches that are values."""

from __future__ import annotations

import re
from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.jvm_names import GIVEN
from supportdesk.reading.code.kotlin.branches import as_is, branch, declared_target, valued
from supportdesk.reading.code.kotlin.chains import arguments
from supportdesk.reading.code.kotlin.lowering import Lowering, as_return, children, taken_apart
from supportdesk.reading.code.kotlin.names import Callee, Store
from supportdesk.reading.code.trees import Tree

_OPERATIONS = {"+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide", "%=": "modulo"}


def _property(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    target: ir.Node | None = None
    value: Tree | None = None
    receiver = any(child.type in ("user_type", "nullable_type") for child in node.named_children)
    for child in node.named_children:
        if child.type in ("variable_declaration", "multi_variable_declaration"):
            target = declared_target(low, child)
        elif child.type == "property_delegate":
            inner = children(low, child)
            value = inner[-1] if inner else None
        elif child.type == "getter" and target is not None and isinstance(target, ir.Name):
            _getter(low, child, target.name, made)
            return
        elif child.type not in low.IGNORED and child.type not in ("setter", "type_constraints"):
            value = child
    if target is None or receiver:
        return
    place, bound = low.bounds(node), target
    if value is None:
        made.append(ir.Assign(target, injected(low, node), *place))
        return
    if isinstance(bound, ir.Sequence):
        made.append(taken_apart(bound, low.expression(value)))
        return
    valued(low, value, made, lambda result: ir.Assign(bound, result, *place))


def _getter(low: Lowering, node: Tree, name: str, made: list[ir.Node]) -> None:
    """Append `val name get() = …` as a function that reading the name calls."""
    _, body = function_parts(low, node)
    made.append(ir.Function(name, [], body, *low.bounds(node), ("members", "property")))


def _assignment(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    sign = node.child_by_field_name("operator")
    if left is None or right is None:
        made.append(low.other(node))
        return
    target, place = low.expression(left), low.bounds(node)
    name = _OPERATIONS.get(low.source(sign) if sign is not None else "=", "")
    valued(low, right, made, lambda value: Store(target, value, *place, name))


def _unary(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    sign, argument = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    word = low.source(sign) if sign is not None else ""
    if word not in ("++", "--") or argument is None:
        made.append(low.expression(node))
        return
    place = low.bounds(node)
    name = "add" if word == "++" else "subtract"
    made.append(Store(low.expression(argument), ir.Literal(1, *place), *place, name))


def _for(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    target: ir.Node | None = None
    parts: list[Tree] = []
    for child in children(low, node):
        if child.type in ("variable_declaration", "multi_variable_declaration") and target is None:
            target = declared_target(low, child)
        else:
            parts.append(child)
    place = low.bounds(node)
    if target is None or not parts:
        made.append(low.other(node))
        return
    through = ir.Call(Callee(" each", *place), [ir.Argument(low.expression(parts[0]))], *low.bounds(parts[0]))
    made.append(ir.Loop(target, through, None, branch(low, parts[1] if len(parts) > 1 else None, as_is), *place))


def _while(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    test = node.child_by_field_name("condition")
    rest = [child for child in children(low, node) if test is None or child.id != test.id]
    body = branch(low, rest[-1] if rest else None, as_is)
    place = low.bounds(node)
    value = low.expression(test) if test is not None else None
    if node.type == "while_statement" or value is None:
        made.append(ir.Loop(None, None, value, body, *place))
        return
    leave = ir.If([(ir.Operation("not", [value], *place), [ir.Leave("break", *place)])], [], *place)
    made.append(ir.Loop(None, None, ir.Literal(True, *place), [*body, leave], *place))


def injected(low: Lowering, node: Tree) -> ir.Node | None:
    """Return a new object of a parameter's or property's type where that is a client or an interface of the text."""
    for child in node.named_children:
        if child.type == "variable_declaration":
            return injected(low, child)
        if child.type == "user_type":
            name, place = low.source(child).partition("<")[0].rpartition(".")[2], low.bounds(child)
            return ir.Call(Callee(name, *place), [], *place) if name in GIVEN or name in low.remotes else None
    return None


def parameters_of(low: Lowering, node: Tree | None) -> list[ir.Parameter]:
    """Return the parameters of a function; the last `vararg` takes what is left."""
    made: list[ir.Parameter] = []
    rest = False
    pending: Tree | None = None
    for child in () if node is None else node.children:
        if child.type == "parameter_modifiers":
            rest = "vararg" in low.source(child)
        elif child.type == "parameter":
            pending = child
            names = [part for part in child.named_children if part.type == "identifier"]
            made.append(
                ir.Parameter(low.source(names[0]).strip("`") if names else "_", kind="rest" if rest else "plain")
            )
            rest = False
            made[-1] = made[-1]._replace(default=injected(low, child))
        elif pending is not None and child.is_named and child.type not in low.IGNORED:
            made[-1] = made[-1]._replace(default=low.expression(child))
            pending = None
    return made


def function_parts(low: Lowering, node: Tree) -> tuple[list[ir.Parameter], list[ir.Node]]:
    """Return the parameters and the statements of a function."""
    given: list[ir.Parameter] = []
    body: list[ir.Node] = []
    low.inside.append("function")
    for child in node.named_children:
        if child.type == "function_value_parameters":
            given = parameters_of(low, child)
        elif child.type == "function_body":
            inner = children(low, child)
            if inner and inner[0].type == "block":
                body = low.statements(inner[0])
            else:
                for part in inner:
                    valued(low, part, body, as_return if part is inner[-1] else as_is)
    low.inside.pop()
    return given, body


def _function(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    name_node = node.child_by_field_name("name")
    name = low.source(name_node).strip("`") if name_node is not None else ""
    place = low.bounds(node)
    if not name:
        made.append(ir.Function("", *function_parts(low, node), *place))
        return
    given, body = function_parts(low, node)
    marks: tuple[str, ...] = ("late",)
    before = low.written[place[0] : low.offset(name_node.start_byte)]
    if before.rstrip().endswith("."):
        given.insert(0, ir.Parameter("this"))
        marks = ("extension", "late")
    made.append(ir.Function(name, given, body, *place, marks))


def hoisted(low: Lowering, statements: list[ir.Node]) -> list[ir.Node]:
    """Return the statements of a text, imports and what is declared by name before what is done.

    A class whose own values use a variable of the text is made where it stands.
    """
    variables = {
        one.target.name for one in statements if isinstance(one, ir.Assign) and isinstance(one.target, ir.Name)
    }
    names = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(variables))) + r")\b" if variables else r"(?!)")
    imports = [one for one in statements if isinstance(one, ir.Import)]
    functions: list[ir.Node] = []
    rest: list[ir.Node] = []
    taken: dict[str, ir.Function] = {}
    for one in statements:
        if isinstance(one, ir.Function) and one.name and "property" not in one.marks:
            earlier = taken.get(one.name)
            if earlier is not None and len(earlier.parameters) == len(one.parameters):
                earlier.name = f"{one.name} {len(functions)}"
            elif earlier is not None:
                one.marks = (*one.marks, "overloads")
            taken[one.name] = one
            functions.append(one)
        elif isinstance(one, ir.Class):
            place = ir.Assign(
                ir.Name(one.name, one.start, one.start), ir.Literal(None, one.start, one.start), one.start, one.start
            )
            waits = "eager" in one.marks and names.search(low.text, one.start, one.end)
            functions.append(place if waits else one)
            if waits:
                rest.append(one)
        elif not isinstance(one, ir.Import):
            rest.append(one)
    return [*imports, *functions, *rest]


def _import(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    words = [child for child in node.named_children if child.type in ("qualified_identifier", "identifier")]
    if not words or any(child.type == "*" for child in node.children):
        return
    path = low.source(words[0]).replace(" ", "").replace(".Companion.", ".")
    name = low.source(words[-1]) if len(words) > 1 else path.rpartition(".")[2]
    made.append(ir.Import(name, path, *low.bounds(node)))


def _broken(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the readable statements and expressions of a broken place."""
    for child in children(low, node):
        low.statement(child, made)


def _nothing(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    del low, node, made


def _arguments_alone(low: Lowering, node: Tree, made: list[ir.Node]) -> None:
    """Append the values of brackets whose call was cut off."""
    made.extend(argument.value for argument in arguments(low, node))


STATEMENTS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {
    "property_declaration": _property,
    "assignment": _assignment,
    "unary_expression": _unary,
    "for_statement": _for,
    **dict.fromkeys(("while_statement", "do_while_statement"), _while),
    "function_declaration": _function,
    "import": _import,
    **dict.fromkeys(("ERROR", "block", "function_body"), _broken),
    **dict.fromkeys(("secondary_constructor", "setter"), _nothing),
}
"""Node type of the grammar → what lowers it as a statement."""

EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {}
"""Node type of the grammar → what lowers it as an expression."""
