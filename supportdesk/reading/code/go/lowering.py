"""Lowering of tree-sitter-go trees to the neutral form.

Types become classes that stand before everything else, since Go uses them before they are declared; so do functions
and constants. What Go does in its own way is a call of a built-in whose name begins with `go.` (go_builtins).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir, trees
from supportdesk.reading.code.go import type_names as go_types
from supportdesk.reading.code.go.outline import Outline, ordered
from supportdesk.reading.code.go.text import decoded, number_value
from supportdesk.reading.code.trees import DEPTH_LIMIT, Tree, constant, name_node

_ERROR_NAME = lazy(r"(?:e|err\d?|err[A-Z_]\w*|\w*Err|\w*_err|\w*Error)")
_FILLS = lazy(r"\.(?:Unmarshal\w*|Decode\w*|ReadJSON)$")
_MAY_FILL = lazy(
    r"\.(?:(?:Should|Must)?Bind\w*|BodyParser|Scan\w*|Sscan\w*|Process|Parse|Load|Read\w*|Get|First|Into\w*|Set\w*Result)$"
)
_OPERATIONS = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "==": "equal", "!=": "unequal",
    "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal", "&&": "and", "||": "or",
}  # fmt: skip
_SHAPES = frozenset(("map_type", "slice_type", "array_type", "pointer_type", "struct_type", "interface_type"))


class Lowering(trees.Lowering):
    """Lowers Go; knows the types, functions and methods of the whole text from the start."""

    EXPRESSIONS: ClassVar[dict[str, Callable[[Lowering, Tree], ir.Node]]] = {}
    STATEMENTS: ClassVar[dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]]] = {}
    IGNORED: ClassVar[frozenset[str]] = frozenset(
        ("comment", "package_clause", "type_declaration", "empty_statement", "label_name")
    )

    __slots__ = ("counter", "hoisted", "inside_switch", "iota", "locals", "outline")

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text."""
        from supportdesk.reading.code.go.statements import HANDLERS

        self.STATEMENTS.update(HANDLERS)
        self.outline = Outline(root, self.source)
        self.hoisted: dict[str, ir.Class] = {}
        self.locals: list[set[str]] = []
        self.iota = self.counter = 0
        self.inside_switch = False
        return ordered(self, root)

    def declared(self, name: str, at: int) -> go_types.Declared | None:
        """Return the innermost declaration of a type that a name means at a byte offset."""
        return self.outline.declared(name, at)

    def hoist(self, node: Tree) -> str:
        """Make a class of a struct type without a name; return the class's name."""
        name = go_types.class_name("", node)
        if name not in self.hoisted and self.enter():
            self.hoisted[name] = go_types.structure_class(self, name, node, [])
            self.leave()
        return name

    def enter(self) -> bool:
        """Go one level deeper, if there may be one."""
        if self._depth >= DEPTH_LIMIT:
            return False
        self._depth += 1
        return True

    def leave(self) -> None:
        """Come back one level."""
        self._depth -= 1


def _string(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    stop = min(end - 1, low.kept)
    source = low.written if stop <= len(low.written) else low.text
    raw = source[start + 1 : max(stop, start + 1)]
    value = raw.replace("\r", "") if node.type == "raw_string_literal" else decoded(raw)
    made = ir.Literal(value, start, min(end, low.kept))
    return made if end <= low.kept else ir.Template([made, ir.Other([], low.kept, end)], start, end)


def _rune(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    text = decoded(low.written[start + 1 : end - 1])
    if len(text) != 1:  # quotes of another language: meant as a string
        return ir.Literal(text, start, end)
    return ir.Literal(ord(text), start, end)


def _number(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    value = number_value(low.text[start:end])
    return ir.Other([], start, end) if value is None else ir.Literal(value, start, end)


def _type_name(low: Lowering, node: Tree) -> ir.Node:
    """Return a type that stands where a value may stand: a broken call's function, too, looks like one."""
    return go_types.qualified(low, node) if node.type == "qualified_type" else name_node(low, node)


def _iota(low: Lowering, node: Tree) -> ir.Node:
    place = low.bounds(node)
    return ir.Call(ir.Name("go.first", *place), [ir.Argument(ir.Literal(low.iota, *place))], *place)


def _selector(low: Lowering, node: Tree) -> ir.Node:
    target, name = node.child_by_field_name("operand"), node.child_by_field_name("field")
    if target is None or name is None:
        return low.other(node)
    return ir.Attribute(low.expression(target), low.source(name), *low.bounds(node))


def _index(low: Lowering, node: Tree) -> ir.Node:
    target, index = node.child_by_field_name("operand"), node.child_by_field_name("index")
    if target is None or index is None:
        return low.other(node)
    return ir.Subscript(low.expression(target), low.expression(index), *low.bounds(node))


def _slice(low: Lowering, node: Tree) -> ir.Node:
    target, place = low.field(node, "operand"), low.bounds(node)
    if target is None:
        return low.other(node)
    start, end = low.field(node, "start"), low.field(node, "end")
    if start is None and end is None:
        return target
    return ir.Subscript(target, ir.Range(start, end, None, *place), *place)


def arguments(low: Lowering, node: Tree | None, filled: Tree | None = None) -> list[ir.Argument]:
    """Return the arguments of a call; `filled` is the one that it sets what it points to."""
    given: list[ir.Argument] = []
    for child in () if node is None else node.named_children:
        if child == filled:
            given.append(ir.Argument(_setter(low, child)))
        elif child.type == "variadic_argument":
            given.extend(ir.Argument(value, spread="items") for value in low.parts(child))
        elif child.type not in low.IGNORED and child.type != "ERROR":
            given.append(ir.Argument(low.expression(child)))
    if len(given) == 1 and isinstance(given[0].value, ir.Call) and node is not None:
        place = low.bounds(node)
        whole = ir.Call(ir.Name("go.spread", *place), [ir.Argument(given[0].value)], *place)
        given = [ir.Argument(whole, spread="items")] if not given[0].spread else given
    if node is not None and low.is_cut(node):
        given.append(ir.Argument(low.rest(node), spread="members"))
    return given


def _call(low: Lowering, node: Tree) -> ir.Node:
    function, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    place = low.bounds(node)
    if function is None:
        return low.other(node)
    name = low.source(function)
    given = [] if listed is None else [child for child in listed.named_children if child.type not in low.IGNORED]
    if name == "new" and given:
        return go_types.zero(low, given[0], new=True)
    if name == "make" and given:
        return go_types.made(low, given[0], [low.expression(child) for child in given[1:]])
    if function.type == "identifier" and low.declared(name, node.start_byte) is not None and len(given) == 1:
        return _conversion_of(low, low.expression(given[0]), place)
    target = low.expression(function)
    last = "." + name.rpartition(".")[2].lstrip() if "." in name else ""
    if given and (_FILLS.search(last) or (given[-1].type == "unary_expression" and _MAY_FILL.search(last))):
        return ir.Call(target, arguments(low, listed, given[-1]), *place)
    if given and name.startswith("flag.") and name.endswith("Var"):
        return ir.Call(target, arguments(low, listed, given[0]), *place)
    return ir.Call(target, arguments(low, listed), *place)


def _setter(low: Lowering, node: Tree) -> ir.Node:
    """Return a function that sets what a pointer points to."""
    place = low.bounds(node)
    target = low.expression(node)
    if not isinstance(target, ir.Name | ir.Attribute):
        return target
    value = ir.Name("go.value", *place)
    outer = isinstance(target, ir.Name)
    parameters = [ir.Parameter("go.value"), ir.Parameter("go.old", target)]
    return ir.Function("", parameters, [ir.Assign(target, value, *place, outer=outer)], *place)


def _conversion(low: Lowering, node: Tree) -> ir.Node:
    kind, operand = node.child_by_field_name("type"), node.child_by_field_name("operand")
    if kind is None or operand is None:
        return low.other(node)
    value, place = low.expression(operand), low.bounds(node)
    inner = kind.child_by_field_name("type") if kind.type == "generic_type" else None
    if inner is not None and not low.declared(low.source(inner), node.start_byte):
        return ir.Call(_type_name(low, inner), [ir.Argument(value)], *place)  # a generic function's call
    if kind.type == "qualified_type":
        return ir.Call(go_types.qualified(low, kind), [ir.Argument(value)], *place)
    return _conversion_of(low, value, place)


def _conversion_of(low: Lowering, value: ir.Node, place: tuple[int, int]) -> ir.Node:
    del low
    return value if isinstance(value, ir.Literal) else ir.Call(ir.Name("go.as", *place), [ir.Argument(value)], *place)


def _composite(low: Lowering, node: Tree) -> ir.Node:
    kind, body = node.child_by_field_name("type"), node.child_by_field_name("body")
    if kind is None or body is None:
        return low.other(node)
    return go_types.literal(low, kind, body)


def _function(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.go.statements import function

    return function(low, node, "")


def _unary(low: Lowering, node: Tree) -> ir.Node:
    sign, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
    if sign is None or operand is None:
        return low.other(node)
    value, place = low.expression(operand), low.bounds(node)
    if sign.type == "&" and operand.type == "composite_literal":
        return ir.Call(ir.Name("go.pointer", *place), [ir.Argument(value)], *place)
    if sign.type in ("&", "*", "+"):
        return value
    if sign.type == "-":
        if isinstance(value, ir.Literal) and isinstance(value.value, int | float):
            return ir.Literal(-value.value, *place)
        return ir.Operation("negate", [value], *place)
    return ir.Operation("not", [value], *place) if sign.type == "!" else ir.Other([value], *place)


def _binary(low: Lowering, node: Tree) -> ir.Node:
    """Return an operation; a chain of one sign is one operation, and no error is taken to have happened."""
    place = low.bounds(node)
    sign = node.child_by_field_name("operator")
    name = _OPERATIONS.get(sign.type) if sign is not None else None
    if name is None:
        return _shift(low, node, "" if sign is None else sign.type)
    if name in ("equal", "unequal"):
        happened = _error_test(low, node)
        if happened:
            return ir.Name(f"go.{'true' if name == 'equal' else 'zero.bool'}", *place)
    operands: list[ir.Node] = []
    here: Tree = node
    if name in ("add", "and", "or"):
        while here.type == "binary_expression" and here.child_by_field_name("operator").type == sign.type:
            right = low.field(here, "right")
            if right is not None:
                operands.append(right)
            here = here.child_by_field_name("left")
        operands.append(low.expression(here))
        operands.reverse()
    else:
        operands = [part for part in (low.field(node, "left"), low.field(node, "right")) if part is not None]
    return ir.Operation(name, operands, *place) if len(operands) > 1 else ir.Other(operands, *place)


def _shift(low: Lowering, node: Tree, sign: str) -> ir.Node:
    """Return `x << 3` as a product; something unknown for another operator, or an amount that is no small literal."""
    parts = low.parts(node)
    right = parts[-1] if parts else None
    amount = right.value if isinstance(right, ir.Literal) else None
    if sign not in ("<<", ">>") or len(parts) != 2 or right is None or not isinstance(amount, int) or amount > 64:
        return ir.Other(parts, *low.bounds(node))
    factor = ir.Literal(1 << max(amount, 0), right.start, right.end)
    return ir.Operation("multiply" if sign == "<<" else "floor_divide", [parts[0], factor], *low.bounds(node))


def _error_test(low: Lowering, node: Tree) -> bool:
    """Say whether a comparison asks if an error happened: reading follows the way on which none did."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or "nil" not in (left.type, right.type):
        return False
    return bool(_ERROR_NAME.fullmatch(low.source(left if right.type == "nil" else right).rpartition(".")[2]))


def _inner(low: Lowering, node: Tree) -> ir.Node:
    value = low.field(node, "operand")
    if value is not None:
        return value
    parts = low.parts(node)
    return parts[0] if len(parts) == 1 else ir.Other(parts, *low.bounds(node))


def _list(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return parts[0] if len(parts) == 1 else ir.Sequence(parts, *low.bounds(node))


def _bare_type(low: Lowering, node: Tree) -> ir.Node:
    return ir.Other([], *low.bounds(node))


Lowering.EXPRESSIONS.update(
    {
        **dict.fromkeys(("interpreted_string_literal", "raw_string_literal"), _string),
        "rune_literal": _rune,
        **dict.fromkeys(("int_literal", "float_literal"), _number),
        "true": constant(value=True),
        "false": constant(value=False),
        "nil": constant(value=None),
        **dict.fromkeys(("identifier", "field_identifier", "package_identifier"), name_node),
        **dict.fromkeys(("type_identifier", "qualified_type"), _type_name),
        "iota": _iota,
        "selector_expression": _selector,
        "index_expression": _index,
        "slice_expression": _slice,
        "call_expression": _call,
        "type_conversion_expression": _conversion,
        "composite_literal": _composite,
        "func_literal": _function,
        "unary_expression": _unary,
        "binary_expression": _binary,
        **dict.fromkeys(("parenthesized_expression", "literal_element"), _inner),
        "type_assertion_expression": lambda low, node: low.field(node, "operand") or low.other(node),
        "expression_list": _list,
        **dict.fromkeys(_SHAPES, _bare_type),
    }
)
