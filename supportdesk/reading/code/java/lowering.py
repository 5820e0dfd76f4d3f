"""Lowering of tree-sitter-java trees to the neutral form: expressions.

Types, annotations without meaning for a request, casts and comments are left out. `new T(…)` is a call of `T`; an
object of a class without a name becomes the function that its methods make together, since whoever takes it calls them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from supportdesk.reading.code import ir
from supportdesk.reading.code.java import strings as java_strings
from supportdesk.reading.code.trees import Lowering, Tree

_BINARY = {
    "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "==": "equal", "!=": "unequal", "<": "less",
    "<=": "less_equal", ">": "greater", ">=": "greater_equal",
}  # fmt: skip
_CHAINS = {"+": "add", "&&": "and", "||": "or"}
_AUGMENTED = {"+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide", "%=": "modulo"}
CHAIN_LIMIT = 20_000
"""Operands of one chain that are lowered."""


class JavaLowering(Lowering):
    """Lowers one Java text.

    `methods` are the names of the methods that it defines, `doubled` those of them that are fields as well: these stand
    as `name()`. `base` is the name of the class that the current one extends, `address` what its annotation says of its
    address. `implicit` says that calls without an object are made on `this` (the initializer of a nameless class).
    """

    IGNORED: ClassVar[frozenset[str]] = frozenset(
        ("line_comment", "block_comment", "comment", "modifiers", "package_declaration", "annotation",
         "marker_annotation", "type_parameters", "dimensions", "type_arguments", "throws"),
    )  # fmt: skip

    __slots__ = ("address", "base", "doubled", "implicit", "methods")

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text, classes that others use first; a `main` is called at the end."""
        from supportdesk.reading.code.java import classes as java_classes

        self.methods, self.doubled = java_classes.names_of(self, root)
        self.implicit, self.base = False, ""
        self.address: ir.Node | None = None
        return java_classes.module(self, root)

    def method(self, name: str) -> str:
        """Return the name that a method has among the members of its class."""
        return f"{name}()" if name in self.doubled else name


def type_of(low: Lowering, node: Tree | None) -> ir.Node | None:
    """Return the class that a type names, without its arguments; None where it names none."""
    while node is not None and node.type in ("generic_type", "annotated_type", "array_type"):
        node = next((child for child in node.named_children if child.type.endswith(("type_identifier", "_type"))), None)
    if node is None:
        return None
    place = low.bounds(node)
    if node.type == "scoped_type_identifier":
        owner = type_of(low, node.named_children[0]) if node.named_children else None
        name = node.named_children[-1] if node.named_children else node
        return ir.Name(low.source(name), *place) if owner is None else ir.Attribute(owner, low.source(name), *place)
    return ir.Name(low.source(node), *place)


def _name(low: Lowering, node: Tree) -> ir.Node:
    return ir.Name(low.source(node), *low.bounds(node))


def _super(low: Lowering, node: Tree) -> ir.Node:
    place = low.bounds(node)
    return ir.Attribute(ir.Name("this", *place), "super", *place)


def _constant(value: ir.Plain) -> Callable[[Lowering, Tree], ir.Node]:
    return lambda low, node: ir.Literal(value, *low.bounds(node))


def _field(low: Lowering, node: Tree) -> ir.Node:
    target, name = low.field(node, "object"), node.child_by_field_name("field")
    if target is None or name is None:
        return low.other(node)
    if name.type == "this":
        return ir.Name("this", *low.bounds(name))
    return ir.Attribute(target, low.source(name), *low.bounds(node))


def _scoped(low: Lowering, node: Tree) -> ir.Node:
    target, name = low.field(node, "scope"), node.child_by_field_name("name")
    if target is None or name is None:
        return low.other(node)
    return ir.Attribute(target, low.source(name), *low.bounds(node))


def arguments(low: Lowering, node: Tree | None) -> list[ir.Argument]:
    """Return the arguments of a call; where the text is cut among them, more may have stood there."""
    made: list[ir.Argument] = []
    if node is None:
        return made
    written = [child for child in node.named_children if child.type not in low.IGNORED and child.type != "ERROR"]
    made.extend(ir.Argument(low.expression(child)) for child in written)
    if low.is_cut(node):
        made.append(ir.Argument(low.rest(node), spread="members"))
    return made


def _invocation(low: JavaLowering, node: Tree) -> ir.Node:
    name = node.child_by_field_name("name")
    if name is None:
        return low.other(node)
    place, called = low.bounds(node), low.source(name)
    target = low.field(node, "object")
    given = arguments(low, node.child_by_field_name("arguments"))
    if target is None and low.implicit and called not in low.methods:
        target = ir.Name("this", *low.bounds(name))
    if target is None:
        return ir.Call(ir.Name(low.method(called), *low.bounds(name)), given, *place)
    return ir.Call(ir.Attribute(target, low.method(called), place[0], low.bounds(name)[1]), given, *place)


def _creation(low: JavaLowering, node: Tree) -> ir.Node:
    kind = type_of(low, node.child_by_field_name("type"))
    if kind is None:
        return low.other(node)
    place = low.bounds(node)
    body = next((child for child in node.named_children if child.type == "class_body"), None)
    made = ir.Call(kind, arguments(low, node.child_by_field_name("arguments")), *place)
    if body is None:
        return made
    from supportdesk.reading.code.java import classes as java_classes

    return java_classes.nameless(low, body, made)


def _array(low: Lowering, node: Tree) -> ir.Node:
    value, size = node.child_by_field_name("value"), low.field(node, "dimensions")
    if value is None and isinstance(size, ir.Other) and size.children and _is_zero(size.children[0]):
        return ir.Template([], *low.bounds(node))
    return low.other(node) if value is None else low.expression(value)


def _is_zero(node: ir.Node) -> bool:
    return isinstance(node, ir.Literal) and node.value == 0


def _items(low: Lowering, node: Tree) -> ir.Node:
    made = low.parts(node)
    if low.is_cut(node):
        made.append(ir.Spread(low.rest(node), *low.bounds(node)))
    return ir.Sequence(made, *low.bounds(node))


def _subscript(low: Lowering, node: Tree) -> ir.Node:
    target, index = low.field(node, "array"), low.field(node, "index")
    if target is None or index is None:
        return low.other(node)
    return ir.Subscript(target, index, *low.bounds(node))


def _binary(low: Lowering, node: Tree) -> ir.Node:
    sign = node.child_by_field_name("operator")
    written = sign.type if sign is not None else ""
    place = low.bounds(node)
    if written in _CHAINS:
        pieces: list[Tree] = []
        here: Tree = node
        while here.type == "binary_expression" and len(pieces) < CHAIN_LIMIT:
            inner, left = here.child_by_field_name("operator"), here.child_by_field_name("left")
            right = here.child_by_field_name("right")
            if inner is None or inner.type != written or left is None or right is None:
                break
            pieces.append(right)
            here = left
        pieces.append(here)
        return ir.Operation(_CHAINS[written], [low.expression(piece) for piece in reversed(pieces)], *place)
    name = _BINARY.get(written)
    parts = low.parts(node)
    return ir.Other(parts, *place) if name is None or len(parts) != 2 else ir.Operation(name, parts, *place)


def _unary(low: Lowering, node: Tree) -> ir.Node:
    sign, operand = node.child_by_field_name("operator"), low.field(node, "operand")
    name = {"!": "not", "-": "negate"}.get(sign.type if sign is not None else "")
    if operand is None or name is None:
        return operand if operand is not None else low.other(node)
    place = low.bounds(node)
    if name == "negate" and isinstance(operand, ir.Literal) and isinstance(operand.value, int | float):
        return ir.Literal(-operand.value, *place)
    return ir.Operation(name, [operand], *place)


def _update(low: Lowering, node: Tree) -> ir.Node:
    target = next(iter(low.parts(node)), None)
    if target is None:
        return low.other(node)
    place = low.bounds(node)
    sign = "add" if "++" in low.source(node) else "subtract"
    return ir.Assign(target, ir.Literal(1, *place), *place, sign, outer=isinstance(target, ir.Name))


def _assignment(low: Lowering, node: Tree) -> ir.Node:
    target, value = low.field(node, "left"), low.field(node, "right")
    sign = node.child_by_field_name("operator")
    if target is None or value is None:
        return low.other(node)
    operation = _AUGMENTED.get(sign.type, "") if sign is not None else ""
    return ir.Assign(target, value, *low.bounds(node), operation, outer=isinstance(target, ir.Name))


def _ternary(low: Lowering, node: Tree) -> ir.Node:
    test, then, otherwise = (low.field(node, name) for name in ("condition", "consequence", "alternative"))
    if test is None or then is None or otherwise is None:
        return low.other(node)
    return ir.Conditional(test, then, otherwise, *low.bounds(node))


def _cast(low: Lowering, node: Tree) -> ir.Node:
    return low.field(node, "value") or low.other(node)


def _inner(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return parts[0] if len(parts) == 1 else ir.Other(parts, *low.bounds(node))


def _lambda(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.java.classes import parameters

    place = low.bounds(node)
    taken = parameters(low, node.child_by_field_name("parameters"))
    body = node.child_by_field_name("body")
    if body is not None and body.type == "block":
        return ir.Function("", taken, low.statements(body), *place, ("arrow",))
    made = None if body is None else low.expression(body)
    return ir.Function("", taken, [] if made is None else [ir.Return(made, *place)], *place, ("arrow",))


def _reference(low: JavaLowering, node: Tree) -> ir.Node:
    """Lower `owner::method` and `Type::new`."""
    children = [child for child in node.children if child.type not in low.IGNORED]
    if not children:
        return low.other(node)
    owner = type_of(low, children[0]) if children[0].type.endswith("type") else low.expression(children[0])
    if owner is None or children[-1].type == "new" or len(children) < 2:
        return owner or low.other(node)
    return ir.Attribute(owner, low.method(low.source(children[-1])), *low.bounds(node))


def _class_literal(low: Lowering, node: Tree) -> ir.Node:
    return type_of(low, node.named_children[0] if node.named_children else None) or low.other(node)


def _type(low: Lowering, node: Tree) -> ir.Node:
    return type_of(low, node) or ir.Other([], *low.bounds(node))


def _switch(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.java.statements import switch_value

    return switch_value(low, node)


JavaLowering.EXPRESSIONS = {
    **dict.fromkeys(("identifier", "this", "underscore_pattern"), _name),
    "super": _super,
    "field_access": _field,
    "scoped_identifier": _scoped,
    "string_literal": java_strings.string,
    "character_literal": java_strings.character,
    **dict.fromkeys(
        ("decimal_integer_literal", "hex_integer_literal", "octal_integer_literal", "binary_integer_literal",
         "decimal_floating_point_literal", "hex_floating_point_literal"),
        java_strings.number,
    ),
    "true": _constant(value=True),
    "false": _constant(value=False),
    "null_literal": _constant(value=None),
    "method_invocation": _invocation,
    "object_creation_expression": _creation,
    "array_creation_expression": _array,
    "array_initializer": _items,
    "array_access": _subscript,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _update,
    "assignment_expression": _assignment,
    "ternary_expression": _ternary,
    "cast_expression": _cast,
    "parenthesized_expression": _inner,
    "lambda_expression": _lambda,
    "method_reference": _reference,
    "class_literal": _class_literal,
    "switch_expression": _switch,
    **dict.fromkeys(("type_identifier", "scoped_type_identifier", "generic_type"), _type),
}  # fmt: skip
