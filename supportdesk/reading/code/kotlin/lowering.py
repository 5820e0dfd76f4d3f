"""Lowering of tree-sitter-kotlin trees to the neutral form: expressions.

Types, modifiers, annotations without meaning for a request, `suspend` and comments are left out. A lambda is a function
whose last expression is its value; `if`, `when` and `try` may be values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir, trees
from supportdesk.reading.code.kotlin.names import Bare, Callee, Plus
from supportdesk.reading.code.trees import Tree

IGNORED = frozenset(
    (
        "line_comment", "block_comment", "shebang", "package_header", "file_annotation", "type_alias", "modifiers",
        "annotation", "label", "type_arguments", "user_type", "nullable_type", "function_type", "type_constraints",
        "type_parameters", "constructor_delegation_call", "type_test",
    )
)  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None}
_BINARY = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "==": "equal", "!=": "unequal",
    "===": "same", "!==": "different", "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal",
    "&&": "and", "||": "or", "?:": "coalesce",
}  # fmt: skip
_CHAINED = frozenset(("+", "&&", "||", "?:"))
_EXTENSION = lazy(r"\bfun[ \t]+(?:<[^<>\n]{1,80}>[ \t]*)?[\w.<>?, *]{1,120}?[\w>?]\.([A-Za-z_]\w{0,80})[ \t]*\(")
_INTERFACE = lazy(r"\binterface[ \t]+([A-Z]\w{0,80})\s*\{\s*@")
_IT = lazy(r"\bit\b")


class Lowering(trees.Lowering):
    """Lowers one parsed Kotlin text.

    `extensions` are the names of its functions on other types, `remotes` those of its interfaces whose methods have
    annotations, `inside` what is being lowered: functions, lambdas, classes.
    """

    IGNORED = IGNORED
    EXPRESSION_STATEMENTS = frozenset()

    __slots__ = ("extensions", "inside", "remotes")

    def __init__(self, text: str, kept: int, written: str | None = None) -> None:
        super().__init__(text, kept, written)
        self.extensions = {match[1] for match in _EXTENSION.finditer(self.written)} if "fun " in text else set()
        self.inside: list[str] = []
        remote = "interface " in text and "@" in text
        self.remotes = {match[1] for match in _INTERFACE.finditer(self.written)} if remote else set()

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text, functions and classes first: they may be used before they stand."""
        from supportdesk.reading.code.kotlin import branches as kotlin_branches
        from supportdesk.reading.code.kotlin import chains as kotlin_chains
        from supportdesk.reading.code.kotlin import classes as kotlin_classes
        from supportdesk.reading.code.kotlin import statements as kotlin_statements
        from supportdesk.reading.code.kotlin import strings as kotlin_strings

        for part in (kotlin_strings, kotlin_chains, kotlin_branches, kotlin_statements, kotlin_classes):
            EXPRESSIONS.update(part.EXPRESSIONS)
            STATEMENTS.update(part.STATEMENTS)
        return kotlin_statements.hoisted(self, self.statements(root))


Low = Lowering


def children(low: Low, node: Tree) -> list[Tree]:
    """Return the named children of a node that say something."""
    return [child for child in node.named_children if child.type not in low.IGNORED]


def _name(low: Low, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    word = low.text[start:end].strip("`")
    if word in _CONSTANTS:
        return ir.Literal(_CONSTANTS[word], start, end)
    if word in ("break", "continue"):
        return ir.Leave("break" if word == "break" else "continue", start, end)
    if low.is_cut(node):
        return ir.Other([], start, end)
    return Bare(word, start, end)


def _this(low: Low, node: Tree) -> ir.Node:
    return Bare("this", *low.bounds(node))


def _super(low: Low, node: Tree) -> ir.Node:
    place = low.bounds(node)
    return ir.Attribute(Bare("this", *place), "super", *place)


def _binary(low: Low, node: Tree) -> ir.Node:
    sign_node = node.child_by_field_name("operator")
    sign = low.source(sign_node) if sign_node is not None else ""
    name = _BINARY.get(sign)
    if name is None:
        return low.other(node)
    operands: list[Tree] = []
    left = node
    while True:
        right = left.child_by_field_name("right")
        if right is not None:
            operands.append(right)
        first = left.child_by_field_name("left")
        if first is None:
            break
        inner = first.child_by_field_name("operator") if first.type == "binary_expression" else None
        if inner is None or sign not in _CHAINED or low.source(inner) != sign:
            operands.append(first)
            break
        left = first
    if sign == "?:" and operands and operands[0].type == "binary_expression":
        operands = _flat_elvis(low, operands)
    values = [low.expression(part) for part in reversed(operands)]
    return (Plus if name == "add" else ir.Operation)(name, values, *low.bounds(node))


def _flat_elvis(low: Low, operands: list[Tree]) -> list[Tree]:
    """Return the operands of `a ?: b ?: c`, last first, whichever way the grammar nests them."""
    last = operands[0]
    sign = last.child_by_field_name("operator")
    left, right = last.child_by_field_name("left"), last.child_by_field_name("right")
    if sign is None or low.source(sign) != "?:" or left is None or right is None:
        return operands
    return [right, left, *operands[1:]]


def _unary(low: Low, node: Tree) -> ir.Node:
    sign_node, argument = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    if sign_node is None or argument is None:
        return low.other(node)
    sign, place = low.source(sign_node), low.bounds(node)
    value = low.expression(argument)
    if sign == "!":
        return ir.Operation("not", [value], *place)
    if sign == "-":
        if isinstance(value, ir.Literal) and isinstance(value.value, int | float):
            return ir.Literal(-value.value, *place)
        return ir.Operation("negate", [value], *place)
    return value


def _spread(low: Low, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return ir.Spread(parts[0], *low.bounds(node)) if parts else low.other(node)


def _infix(low: Low, node: Tree) -> ir.Node:
    """Return `a to b` as a pair, `a until b` as a call of the range, any other as a method of its left side."""
    parts = children(low, node)
    if len(parts) != 3:
        return low.other(node)
    name, place = low.source(parts[1]), low.bounds(node)
    left, right = low.expression(parts[0]), low.expression(parts[2])
    if name == "to":
        return ir.Sequence([left, right], *place)
    if name in ("until", "downTo", "step"):
        return ir.Call(Callee(f" {name}", *place), [ir.Argument(left), ir.Argument(right)], *place)
    if name in low.extensions:
        return ir.Call(Callee(name, *low.bounds(parts[1])), [ir.Argument(left), ir.Argument(right)], *place)
    return ir.Call(ir.Attribute(left, name, left.start, low.bounds(parts[1])[1]), [ir.Argument(right)], *place)


def _range(low: Low, node: Tree) -> ir.Node:
    parts, place = low.parts(node), low.bounds(node)
    return ir.Call(Callee(" range", *place), [ir.Argument(part) for part in parts], *place)


def _in(low: Low, node: Tree) -> ir.Node:
    left, right = low.field(node, "left"), low.field(node, "right")
    if left is None or right is None:
        return low.other(node)
    name = "not_in" if any(child.type == "!in" for child in node.children) else "in"
    return ir.Operation(name, [left, right], *low.bounds(node))


def _left(low: Low, node: Tree) -> ir.Node:
    """`x as Type`: the value itself."""
    value = low.field(node, "left")
    return low.other(node) if value is None else value


def _is(low: Low, node: Tree) -> ir.Node:
    value = low.field(node, "left")
    return ir.Other([] if value is None else [value], *low.bounds(node))


def _inner(low: Low, node: Tree) -> ir.Node:
    """Return what brackets, a label or an annotation stand around."""
    parts = children(low, node)
    return low.expression(parts[-1]) if parts else ir.Other([], *low.bounds(node))


def lambda_function(low: Low, node: Tree) -> ir.Function:
    """Return a lambda; without parameters of its own its only one is `it`."""
    from supportdesk.reading.code.kotlin.branches import body_of

    parameters: list[ir.Parameter] = []
    taken: list[ir.Node] = []
    declared = [child for child in node.named_children if child.type == "lambda_parameters"]
    for parameter in declared[0].named_children if declared else ():
        if parameter.type == "multi_variable_declaration":
            name = f" parts {parameter.start_byte}"
            place = low.bounds(parameter)
            taken.append(taken_apart(pattern(low, parameter), ir.Name(name, *place)))
            parameters.append(ir.Parameter(name))
        else:
            names = [child for child in parameter.named_children if child.type == "identifier"]
            parameters.append(ir.Parameter(low.source(names[0]) if names else "_"))
    if not declared and _IT.search(low.source(node)):
        parameters.append(ir.Parameter("it"))
    place = low.bounds(node)
    marker = ir.Assign(ir.Name(" lambda", *place), ir.Literal(True, *place), *place)
    low.inside.append("lambda")
    statements = [child for child in children(low, node) if child.type != "lambda_parameters"]
    body = body_of(low, statements, as_return)
    low.inside.pop()
    return ir.Function("", parameters, [marker, *taken, *body], *place, ("lambda",))


def taken_apart(names: ir.Node, value: ir.Node) -> ir.Assign:
    """Return the assignment of the components of a value (of a pair, a list, a data class) to names."""
    place = (value.start, value.end)
    return ir.Assign(
        names, ir.Call(Callee(" components", *place), [ir.Argument(value)], *place), names.start, value.end
    )


def pattern(low: Low, node: Tree) -> ir.Node:
    """Return the names of `(a, b)` as what a value is taken apart into."""
    names: list[ir.Node] = []
    for child in node.named_children:
        inner = [part for part in child.named_children if part.type == "identifier"]
        if inner:
            names.append(ir.Name(low.source(inner[0]).strip("`"), *low.bounds(inner[0])))
    return ir.Sequence(names, *low.bounds(node))


def as_return(value: ir.Node) -> ir.Node:
    """Return the statement that makes an expression the value of its function."""
    return ir.Return(value, value.start, value.end)


def _anonymous(low: Low, node: Tree) -> ir.Node:
    from supportdesk.reading.code.kotlin.statements import function_parts

    given, body = function_parts(low, node)
    return ir.Function("", given, body, *low.bounds(node))


def _reference(low: Low, node: Tree) -> ir.Node:
    """`::send`, `this::send`, `Api::send`; `Api::class` is the class."""
    parts = children(low, node)
    if not parts:
        names = [child for child in node.named_children if child.type == "user_type"]
        return Bare(low.source(names[0]), *low.bounds(node)) if names else low.other(node)
    if len(parts) == 1:
        word = low.source(parts[0])
        owners = [child for child in node.named_children if child.type == "user_type"]
        if word == "class" and owners:
            return Bare(low.source(owners[0]), *low.bounds(node))
        return Bare(word, *low.bounds(node)) if parts[0].type == "identifier" else low.expression(parts[0])
    name = low.source(parts[-1])
    target = low.expression(parts[0])
    return target if name == "class" else ir.Attribute(target, name, *low.bounds(node))


def _return(low: Low, node: Tree) -> ir.Node:
    from supportdesk.reading.code.kotlin.branches import returned

    return returned(low, node, low.parts(node)[-1:])


def _throw(low: Low, node: Tree) -> ir.Node:
    values = low.parts(node)
    return ir.Leave("raise", *low.bounds(node), values[0] if values else None)


def _collection(low: Low, node: Tree) -> ir.Node:
    return ir.Sequence(low.parts(node), *low.bounds(node))


EXPRESSIONS: dict[str, Callable[[Any, Tree], ir.Node]] = {
    "identifier": _name,
    "this_expression": _this,
    "super_expression": _super,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "spread_expression": _spread,
    "infix_expression": _infix,
    "range_expression": _range,
    "in_expression": _in,
    "as_expression": _left,
    "is_expression": _is,
    **dict.fromkeys(
        ("parenthesized_expression", "annotated_expression", "labeled_expression", "annotated_lambda", "range_test"),
        _inner,
    ),
    "lambda_literal": lambda_function,
    "anonymous_function": _anonymous,
    "callable_reference": _reference,
    "return_expression": _return,
    "throw_expression": _throw,
    "collection_literal": _collection,
}
"""Node type of the grammar → what lowers it as an expression."""

STATEMENTS: dict[str, Callable[[Any, Tree, list[ir.Node]], None]] = {}
"""Node type of the grammar → what lowers it as a statement; those of kotlin_statements."""

Lowering.EXPRESSIONS = EXPRESSIONS
Lowering.STATEMENTS = STATEMENTS
