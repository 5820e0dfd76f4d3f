"""Lowering of PHP's arrays and of what is assigned to variables, members and items."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.php.lowering import Lowering, called
from supportdesk.reading.code.trees import Tree

_AUGMENTED = {
    ".=": "concat", "+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide", "%=": "modulo", "**=": "power",
    "??=": "coalesce",
}  # fmt: skip


def array(low: Lowering, node: Tree) -> ir.Node:
    """Return an array: a sequence, a mapping where keys are written, and with spreads what merging gives."""
    place = low.bounds(node)
    pieces: list[ir.Node] = []
    entries: list[tuple[ir.Node | None, ir.Node]] = []
    for child in node.named_children:
        if child.type in low.IGNORED or child.type == "ERROR":
            continue
        inside = [part for part in child.named_children if part.type not in low.IGNORED]
        if child.type != "array_element_initializer" or not inside:
            continue
        if inside[0].type == "variadic_unpacking":
            if entries:
                pieces.append(_plain_array(entries, place))
                entries = []
            pieces.extend(low.parts(inside[0]))
        elif len(inside) > 1:
            entries.append((low.expression(inside[0]), low.expression(inside[-1])))
        else:
            entries.append((None, low.expression(inside[-1])))
    if low.is_cut(node):
        is_keyed = any(key is not None for key, _ in entries)
        rest = low.rest(node)
        made = _plain_array(entries, place, rest, keyed=is_keyed)
    else:
        made = _plain_array(entries, place)
    if not pieces:
        return made
    return called("php merged", [*pieces, made] if entries else pieces, place)


def _plain_array(
    entries: list[tuple[ir.Node | None, ir.Node]],
    place: tuple[int, int],
    rest: ir.Node | None = None,
    *,
    keyed: bool = True,
) -> ir.Node:
    numbers = [key.value if isinstance(key, ir.Literal) else None for key, _ in entries]
    is_list = all(
        key is None or (type(number) is int and number == at)
        for at, ((key, _), number) in enumerate(zip(entries, numbers, strict=True))
    )
    if is_list:
        items: list[ir.Node] = [value for _, value in entries]
        if rest is not None:
            items.append(ir.Spread(rest, *place))
        return ir.Sequence(items, *place)
    made: list[tuple[ir.Node | None, ir.Node]] = []
    following = 0
    for (key, value), number in zip(entries, numbers, strict=True):
        if key is None:
            made.append((ir.Literal(str(following), value.start, value.start), value))
            following += 1
            continue
        if type(number) is int:
            following = max(following, number + 1)
        made.append((key, value))
    if rest is not None and keyed:
        made.append((None, rest))
    return ir.Mapping(made, *place)


def pattern(low: Lowering, node: Tree) -> ir.Node:
    """Return `[$a, $b]` or `list('x' => $a)` on the left of an assignment."""
    place = low.bounds(node)
    elements: list[list[Tree]] = []
    for child in node.children:
        if child.type in ("[", "list", "(", ","):
            elements.append([])
        elif child.is_named and child.type not in low.IGNORED:
            inside = child.named_children if child.type == "array_element_initializer" else [child]
            if not elements:
                elements.append([])
            elements[-1].extend(part for part in inside if part.type not in low.IGNORED)
    written = [parts for parts in elements if parts]
    if any(len(parts) > 1 for parts in written):
        return ir.Mapping([(low.expression(parts[0]), target(low, parts[-1])) for parts in written], *place)
    return ir.Sequence([target(low, parts[0]) for parts in written], *place)


def target(low: Lowering, node: Tree) -> ir.Node:
    """Return what is assigned to."""
    if node.type in ("list_literal", "array_creation_expression"):
        return pattern(low, node)
    return low.expression(node)


def copied(low: Lowering, written: Tree, value: ir.Node, left: str = "") -> ir.Node:
    """Return a value as it is assigned: an array that may be changed later is copied, as PHP does."""
    if not isinstance(value, ir.Name | ir.Attribute | ir.Subscript | ir.Call) or written.type.startswith("object_"):
        return value
    names = (left.rpartition(">")[2].lstrip("$"), low.source(written)[-80:].rpartition(">")[2].lstrip("$"))
    if any(name in low.changed for name in names):
        return called("php copied", [value], (value.start, value.end))
    return value


def is_outer(low: Lowering, target_node: ir.Node) -> bool:
    """Say whether a variable is one of the program and not of the function."""
    return isinstance(target_node, ir.Name) and target_node.name in low.outer


def _assignment(low: Lowering, node: Tree) -> ir.Node:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return low.other(node)
    value = copied(low, right, low.expression(right), low.source(left))
    place = low.bounds(node)
    if left.type == "subscript_expression":
        return changed_member(low, left, value, place)
    goal = target(low, left)
    return ir.Assign(goal, value, *place, outer=is_outer(low, goal))


def changed_member(low: Lowering, node: Tree, value: ir.Node, place: tuple[int, int]) -> ir.Node:
    """Return `$a['x'] = value` or `$a[] = value`; arrays on the way come to be where nothing is."""
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    owner = owner_array(low, parts[0]) if parts else low.other(node)
    if len(parts) < 2:
        return called("php pushed", [owner, value], place)
    return called("php set", [owner, low.expression(parts[1]), value], place)


def owner_array(low: Lowering, node: Tree) -> ir.Node:
    """Return the array that is changed: a variable's or property's, made where there is none."""
    place = low.bounds(node)
    if node.type == "subscript_expression":
        parts = [child for child in node.named_children if child.type not in low.IGNORED]
        inner = owner_array(low, parts[0]) if parts else low.other(node)
        return called("php inside", [inner, *(low.expression(part) for part in parts[1:2])], place)
    goal = low.expression(node)
    if not isinstance(goal, ir.Name | ir.Attribute):
        return goal
    return ir.Assign(goal, called("php array", [goal], place), *place, outer=is_outer(low, goal))


def _augmented(low: Lowering, node: Tree) -> ir.Node:
    goal, value = low.field(node, "left"), low.field(node, "right")
    sign = node.child_by_field_name("operator")
    if goal is None or value is None or sign is None:
        return low.other(node)
    place, written = low.bounds(node), low.source(sign)
    outer = is_outer(low, goal)
    name = _AUGMENTED.get(written)
    if name == "add":
        return ir.Assign(goal, called("php sum", [goal, value], place), *place, outer=outer)
    if name == "coalesce":
        return ir.Assign(goal, called("php default", [goal, value], place), *place, outer=outer)
    if name == "concat":
        return ir.Assign(goal, ir.Operation(name, [goal, value], *place), *place, outer=outer)
    if name is None:
        return ir.Assign(goal, ir.Other([value], *place), *place, outer=outer)
    return ir.Assign(goal, value, *place, name, outer=outer)


def _update(low: Lowering, node: Tree) -> ir.Node:
    goal = low.field(node, "argument")
    if goal is None:
        return low.other(node)
    place = low.bounds(node)
    name = "add" if "++" in low.source(node) else "subtract"
    return ir.Assign(goal, ir.Literal(1, *place), *place, name, outer=is_outer(low, goal))


HANDLERS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "array_creation_expression": array,
    **dict.fromkeys(("assignment_expression", "reference_assignment_expression"), _assignment),
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
}
"""Node type of the grammar → what lowers it as an expression."""
