"""Lowering of Kotlin's chains: calls with their lambdas, members, items, and the functions that every value has."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.kotlin.lowering import Lowering, children
from supportdesk.reading.code.kotlin.names import Bare, Callee, Member
from supportdesk.reading.code.trees import Tree

SCOPED = frozenset(("let", "also", "apply", "run", "use", "takeIf", "takeUnless"))
"""Functions that every value has and that hand it to a lambda."""
MAPS = frozenset(("mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "sortedMapOf", "linkedHashMapOf"))
LISTS = frozenset(
    (
        "listOf", "mutableListOf", "arrayListOf", "arrayOf", "setOf", "mutableSetOf", "intArrayOf", "doubleArrayOf",
        "floatArrayOf", "longArrayOf", "booleanArrayOf", "hashSetOf", "linkedSetOf", "sequenceOf", "Pair",
    )
)  # fmt: skip
_LINKS = frozenset(("call_expression", "navigation_expression", "index_expression"))


def _prefixed(low: Lowering, node: Tree) -> Tree | None:
    """Return the `!x` or `-x` at the front of a chain of calls: the grammar binds it tighter than Kotlin does."""
    here, steps = node, 0
    while here.type in _LINKS and here.named_children and steps < 200:
        here, steps = here.named_children[0], steps + 1
    if here.type != "unary_expression" or not steps:
        return None
    sign = here.child_by_field_name("operator")
    return here if sign is not None and sign.start_byte == here.start_byte and low.source(sign) in ("!", "-") else None


def _chain(low: Lowering, node: Tree) -> ir.Node:
    """Return a chain of calls, members and items; a sign in front of it goes over all of it."""
    links: list[Tree] = []
    here = node
    while here.type in _LINKS and here.named_children:
        links.append(here)
        here = here.named_children[0]
    negated = ""
    if here.type == "unary_expression" and _prefixed(low, node) is not None:
        argument = here.child_by_field_name("argument")
        sign = here.child_by_field_name("operator")
        if argument is not None and sign is not None:
            negated, here = low.source(sign), argument
    links.reverse()
    value = _head(low, here, links)
    index = 0
    while index < len(links):
        value, index = _link(low, links, index, value)
    if not negated:
        return value
    return ir.Operation("not" if negated == "!" else "negate", [value], *low.bounds(node))


def _head(low: Lowering, node: Tree, links: list[Tree]) -> ir.Node:
    if node.type == "identifier" and links and links[0].type == "call_expression":
        made = low.expression(node)
        return Callee(made.name, made.start, made.end) if isinstance(made, Bare) else made
    return low.expression(node)


def _link(low: Lowering, links: list[Tree], index: int, value: ir.Node) -> tuple[ir.Node, int]:
    """Return a chain with one more link (a member that is called takes its call with it), and the next link's index."""
    node = links[index]
    start, end = value.start, low.bounds(node)[1]
    following = links[index + 1] if index + 1 < len(links) else None
    if node.type == "index_expression":
        inner = [low.expression(child) for child in children(low, node)[1:]]
        return ir.Subscript(value, inner[0] if inner else ir.Other([], start, end), start, end), index + 1
    if node.type == "navigation_expression":
        names = [child for child in node.named_children[1:] if child.type == "identifier"]
        if not names:
            return ir.Other([value], start, end), index + 1
        name = low.source(names[-1]).strip("`")
        signs = {child.type for child in node.children if not child.is_named}
        if name in ("Companion", "class", "java") and (name != "java" or "::" in low.source(node)[-14:]):
            return value, index + 1
        if following is not None and following.type == "call_expression":
            target = ir.Attribute(value, name, start, end)
            return _called(low, links, index + 1, target, safe="?." in signs)
        return Member(value, name, start, end), index + 1
    return _called(low, links, index, value, safe=False)


def _called(low: Lowering, links: list[Tree], index: int, target: ir.Node, *, safe: bool) -> tuple[ir.Node, int]:
    """Return the call at `index` of a chain; a lambda behind its brackets belongs to it."""
    node = links[index]
    given = arguments(low, node)
    if index + 1 < len(links) and not _has_lambda(node):
        following = links[index + 1]
        if following.type == "call_expression" and _has_lambda(following) and not _has_brackets(following):
            index += 1
            given += arguments(low, following)
            node = following
    start, end = min(target.start, low.bounds(node)[0]), low.bounds(node)[1]
    if not given and isinstance(target, ir.Attribute) and target.name == "create":
        given = _types(low, node)
    if isinstance(target, Callee):
        made = _literal_container(target.name, given, start, end)
        if made is not None:
            return made, index + 1
    elif isinstance(target, ir.Attribute):
        name, owner = target.name, target.target
        lone = len(given) == 1 and isinstance(given[0].value, ir.Function | Bare)
        if name in SCOPED and (lone or not given) and not (name == "use" and not given):
            function = Callee(f" {name}{'?' if safe else ''}", target.start, target.end)
            return ir.Call(function, [ir.Argument(owner), *given], start, end), index + 1
        if name in low.extensions:
            function = Callee(name, target.start, target.end)
            return ir.Call(function, [ir.Argument(owner), *given], start, end), index + 1
    return ir.Call(target, given, start, end), index + 1


def _types(low: Lowering, node: Tree) -> list[ir.Argument]:
    """Return the type arguments of a call as arguments: `create<Api>()` is `create(Api::class.java)`."""
    types = [child for child in node.named_children if child.type == "type_arguments"]
    inner = [part for child in types for part in child.named_children]
    return [ir.Argument(Bare(low.source(part), *low.bounds(part))) for part in inner[:1]]


def _literal_container(name: str, given: list[ir.Argument], start: int, end: int) -> ir.Node | None:
    """Return `mapOf(…)` of pairs that stand there, `listOf(…)`; None for any other function."""
    if name in MAPS:
        entries: list[tuple[ir.Node | None, ir.Node]] = []
        for argument in given:
            pair = argument.value
            if not isinstance(pair, ir.Sequence) or len(pair.items) != 2 or argument.spread or argument.name:
                return None
            entries.append((pair.items[0], pair.items[1]))
        return ir.Mapping(entries, start, end)
    if name in LISTS:
        items = [
            ir.Spread(item.value, item.value.start, item.value.end) if item.spread else item.value for item in given
        ]
        return ir.Sequence(items, start, end)
    return None


def _has_lambda(node: Tree) -> bool:
    return any(child.type == "annotated_lambda" for child in node.named_children)


def _has_brackets(node: Tree) -> bool:
    return any(child.type == "value_arguments" for child in node.named_children)


def arguments(low: Lowering, node: Tree) -> list[ir.Argument]:
    """Return the arguments of a call, a lambda behind its brackets last."""
    made: list[ir.Argument] = []
    for child in node.named_children:
        if child.type == "value_arguments":
            made.extend(_argument(low, part) for part in child.named_children if part.type == "value_argument")
            if low.is_cut(child):
                made.append(ir.Argument(low.rest(child), spread="members"))
        elif child.type == "annotated_lambda":
            made.extend(ir.Argument(low.expression(part)) for part in children(low, child))
    return made


def _argument(low: Lowering, node: Tree) -> ir.Argument:
    parts = children(low, node)
    if not parts:
        return ir.Argument(ir.Other([], *low.bounds(node)))
    named = len(parts) > 1 and any(child.type == "=" for child in node.children)
    value = low.expression(parts[-1])
    if isinstance(value, ir.Spread):
        return ir.Argument(value.value, spread="items")
    if any(child.type == "*" for child in node.children):
        return ir.Argument(value, spread="items")
    if named:
        return ir.Argument(value, low.source(parts[0]).strip("`"), *low.bounds(parts[0]))
    return ir.Argument(value)


EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = dict.fromkeys(_LINKS, _chain)
"""Node type of the grammar → what lowers it as an expression."""

STATEMENTS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {}
"""Node type of the grammar → what lowers it as a statement."""
