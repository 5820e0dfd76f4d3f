"""Lowering of tree-sitter-powershell trees to the neutral form.

Names are lower-case, since PowerShell does not tell letters apart: a variable is its name ('body', 'env:key'), a
function or command 'function:name', an operator 'operator:+', a type '[net.webclient]' without its leading `System.`.
A command becomes a call whose parameters are named arguments; what a pipeline hands on is the argument `inputobject`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from supportdesk.reading.code import ir
from supportdesk.reading.code.powershell.text import decoded
from supportdesk.reading.code.trees import Lowering, Tree

CHAINS = frozenset(
    {
        "pipeline", "pipeline_chain", "logical_expression", "bitwise_expression", "comparison_expression",
        "additive_expression", "multiplicative_expression", "format_expression", "range_expression",
        "array_literal_expression", "unary_expression", "expression_with_unary_operator", "string_literal",
        "integer_literal", "argument_list", "argument_expression_list", "argument_expression",
        "logical_argument_expression", "bitwise_argument_expression", "comparison_argument_expression",
        "additive_argument_expression", "multiplicative_argument_expression", "format_argument_expression",
        "range_argument_expression", "key_expression", "member_name", "statement_list", "left_assignment_expression",
        "script_block", "script_block_body", "while_condition", "primary_expression", "command_name_expr",
        "path_command_name",
    }
)  # fmt: skip
"""Node types of the grammar that say nothing where they have one child."""

_CONSTANTS: dict[str, ir.Plain] = {"true": True, "false": False, "null": None}


def called(name: str, arguments: list[ir.Node], place: tuple[int, int]) -> ir.Call:
    """Return the call of a function of the dialect with arguments by position."""
    return ir.Call(ir.Name(name, *place), [ir.Argument(value) for value in arguments], *place)


def innermost(node: Tree) -> Tree:
    """Return the node that a chain of nodes with one child each leads to."""
    while node.type in CHAINS and node.child_count == 1:
        node = node.children[0]
    return node


class PowerShellLowering(Lowering):
    """Lowers one parsed text of PowerShell."""

    EXPRESSIONS: ClassVar[dict[str, Callable[[Any, Tree], ir.Node]]] = {}
    STATEMENTS: ClassVar[dict[str, Callable[[Any, Tree, list[ir.Node]], None]]] = {}
    IGNORED: ClassVar[frozenset[str]] = frozenset(("comment", "empty_statement", "command_argument_sep"))

    __slots__ = ()

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text."""
        made: list[ir.Node] = []
        self.statement(root, made)
        return made

    def statement(self, node: Tree, made: list[ir.Node]) -> None:
        """Append what one statement becomes; what only holds others becomes those."""
        node = innermost(node)
        if node.type in ("program", "statement_list", "script_block", "script_block_body", "ERROR"):
            for child in node.named_children:
                if child.type not in self.IGNORED:
                    self.statement(child, made)
            return
        super().statement(node, made)

    def expression(self, node: Tree) -> ir.Node:
        """Return what an expression becomes."""
        return super().expression(innermost(node))

    def body(self, node: Tree | None, *, gives: bool = False) -> list[ir.Node]:
        """Return the statements of a block; with `gives` its last one's value is what it returns."""
        made: list[ir.Node] = []
        for child in () if node is None else node.named_children:
            if child.type not in self.IGNORED and child.type != "param_block":
                self.statement(child, made)
        return given(made) if gives else made


def given(body: list[ir.Node]) -> list[ir.Node]:
    """Return a body whose last expression is returned, also that of its last branches."""
    if not body:
        return body
    last = body[-1]
    if isinstance(last, ir.If):
        last.branches = [(test, given(inner)) for test, inner in last.branches]
        last.otherwise = given(last.otherwise)
    elif isinstance(last, ir.Block):
        last.body = given(last.body)
    elif not isinstance(last, ir.Assign | ir.Function | ir.Class | ir.Loop | ir.Return | ir.Leave | ir.Remove):
        body = [*body[:-1], ir.Return(last, last.start, last.end)]
    return body


def variable_name(text: str) -> str:
    """Return the name of `$name`, `${name}`, `@name`, `$script:name`, in lower case."""
    name = text.lstrip("$@").strip("{}").lower()
    scope, colon, rest = name.partition(":")
    if colon and scope in ("global", "script", "local", "private", "using", "variable"):
        name = rest
    return {"psitem": "_", "this": "self"}.get(name, name)


def variable(low: Lowering, node: Tree) -> ir.Node:
    """Lower `$name`."""
    place = low.bounds(node)
    name = variable_name(low.source(node))
    if name in _CONSTANTS:
        return ir.Literal(_CONSTANTS[name], *place)
    return ir.Name(name, *place)


def type_name(text: str) -> str:
    """Return the name of a type in lower case, without brackets, `System.` and type parameters."""
    name = text.strip().removeprefix("[").removesuffix("]").lower()
    return name.partition("[")[0].strip().removeprefix("system.")


def _type(low: Lowering, node: Tree) -> ir.Node:
    return ir.Name(f"[{type_name(low.source(node))}]", *low.bounds(node))


def _attribute(low: Lowering, node: Tree) -> ir.Node:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    if len(parts) < 2:
        return low.other(node)
    target = low.expression(parts[0])
    member = innermost(parts[1])
    place = low.bounds(node)
    if member.type not in ("simple_name", "generic_token"):
        return ir.Subscript(target, low.expression(member), *place)
    name = member_name(target, low.source(member).strip())
    if name in ("Keys", "Values"):
        return ir.Call(ir.Attribute(target, name, *place), [], *place)
    return ir.Attribute(target, name, *place)


def member_name(target: ir.Node, name: str) -> str:
    """Return a member's name: of a type in lower case, of anything else as written."""
    while isinstance(target, ir.Attribute):
        target = target.target
    return name.lower() if isinstance(target, ir.Name) and target.name.startswith("[") else name


def _invocation(low: Lowering, node: Tree) -> ir.Node:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    if len(parts) < 2:
        return low.other(node)
    place = low.bounds(node)
    target, name = low.expression(parts[0]), low.source(parts[1]).strip().strip("\"'")
    values = arguments_of(low, parts[2]) if len(parts) > 2 else []
    if isinstance(target, ir.Name) and target.name.startswith("[") and name.lower() == "new":
        return ir.Call(target, [ir.Argument(value) for value in values], *place)
    function = ir.Attribute(target, member_name(target, name), *place)
    return ir.Call(function, [ir.Argument(value) for value in values], *place)


def arguments_of(low: Lowering, node: Tree) -> list[ir.Node]:
    """Return the values of `(a, b)`."""
    if node.type != "argument_list":
        return [low.expression(node)]
    inner = [child for child in node.named_children if child.type not in low.IGNORED]
    if len(inner) == 1 and inner[0].type == "argument_expression_list":
        inner = [child for child in inner[0].named_children if child.type not in low.IGNORED]
    return [low.expression(child) for child in inner]


def _subscript(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return ir.Subscript(parts[0], parts[1], *low.bounds(node)) if len(parts) == 2 else low.other(node)


def _group(low: Lowering, node: Tree) -> ir.Node:
    """Lower `( … )` and `$( … )`: the value of the last of its statements."""
    made = low.statements(node)
    place = low.bounds(node)
    if len(made) == 1 and isinstance(made[0], ir.If):
        return as_value(made[0])
    if len(made) == 1:
        return made[0]
    return ir.Other(made, *place)


def as_value(node: ir.Node) -> ir.Node:
    """Return a statement as a value: of branches with one value each the one that is taken."""
    if isinstance(node, ir.Block) and len(node.body) == 1:
        return as_value(node.body[0])
    if not isinstance(node, ir.If):
        return node
    place = (node.start, node.end)
    made: ir.Node = _only(node.otherwise) or ir.Literal(None, *place)
    for test, body in reversed(node.branches):
        value = _only(body)
        if value is None:
            return node
        made = ir.Conditional(test, value, made, *place)
    return made


def _only(body: list[ir.Node]) -> ir.Node | None:
    return as_value(body[0]) if len(body) == 1 else None


def _array(low: Lowering, node: Tree) -> ir.Node:
    """Lower `@( … )`: an array of what its statements give."""
    place = low.bounds(node)
    items: list[ir.Node] = []
    for value in low.statements(node):
        if isinstance(value, ir.Sequence):
            items.extend(value.items)
        elif isinstance(value, ir.Literal | ir.Mapping | ir.Template):
            items.append(value)
        else:
            items.append(ir.Spread(called("operator:@", [as_value(value)], place), value.start, value.end))
    if low.is_cut(node):
        items.append(ir.Spread(low.rest(node), *place))
    return ir.Sequence(items, *place)


def _mapping(low: Lowering, node: Tree) -> ir.Node:
    entries: list[tuple[ir.Node | None, ir.Node]] = []
    pending = [child for child in node.named_children if child.type not in low.IGNORED]
    if pending and pending[0].type == "hash_literal_body":
        pending = list(pending[0].named_children)
    for child in pending:
        if child.type != "hash_entry":
            continue
        parts = [part for part in child.named_children if part.type not in low.IGNORED]
        if len(parts) < 2:
            continue
        key = innermost(parts[0])
        start, end = low.bounds(key)
        if key.type == "simple_name":
            text = low.source(key)
            start += len(text) - len(text.lstrip())
            name: ir.Node = ir.Literal(text.strip(), start, end)
        else:
            name = low.expression(key)
        made: list[ir.Node] = []
        low.statement(parts[1], made)
        if made:
            entries.append((name, as_value(made[0])))
    if low.is_cut(node):
        entries.append((None, low.rest(node)))
    return ir.Mapping(entries, *low.bounds(node))


def _verbatim(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    inner = low.written[start + 1 : end - 1] if end <= low.kept else low.text[start + 1 : low.kept]
    return _closed(low, ir.Literal(inner.replace("''", "'"), start, min(end, low.kept)), end)


def _closed(low: Lowering, literal: ir.Literal, end: int) -> ir.Node:
    """Return a literal, with what may follow where the text was cut inside it."""
    if end <= low.kept:
        return literal
    return ir.Template([literal, ir.Other([], low.kept, end)], literal.start, end)


def _expandable(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    return _filled(low, node, start + 1, min(end - 1, low.kept))


def _filled(low: Lowering, node: Tree, first: int, last: int, *, is_here: bool = False) -> ir.Node:
    """Lower the inside `[first, last)` of a string in which variables are filled in."""
    start, end = low.bounds(node)
    holes = [child for child in node.named_children if child.type in ("variable", "sub_expression")]
    source = low.written if last <= low.kept else low.text
    if not holes:
        place = (first, last) if is_here else (start, min(end, low.kept))
        return _closed(low, ir.Literal(decoded(source[first:last]), *place), end)
    parts: list[ir.Node] = []
    at = first
    for hole in holes:
        left, right = low.bounds(hole)
        if left > at:
            parts.append(ir.Literal(decoded(source[at:left]), at, left))
        parts.append(low.expression(hole))
        at = right
    if last > at:
        parts.append(ir.Literal(decoded(source[at:last]), at, last))
    if end > low.kept:
        parts.append(ir.Other([], low.kept, end))
    return ir.Template(parts, start, end)


def _here(low: Lowering, node: Tree) -> ir.Node:
    """Lower a here-string: what stands between its first and its last line end."""
    start, end = low.bounds(node)
    text = low.text[start:end]
    first = text.find("\n") + 1
    last = max(first, text.rfind("\n"))
    if last > first and text[last - 1] == "\r":
        last -= 1
    left, right = start + first, min(start + last, low.kept)
    if node.type.startswith("verbatim"):
        return _closed(low, ir.Literal(low.written[left:right].replace("\r\n", "\n"), left, right), end)
    return _filled(low, node, left, right, is_here=True)


def _number(low: Lowering, node: Tree) -> ir.Node:
    text = low.source(node).strip().lower()
    factor = 1
    for unit, size in (("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30)):
        if text.endswith(unit):
            text, factor = text[:-2], size
    text = text if text.startswith("0x") else text.rstrip("ldu")
    value: int | float | None
    try:
        value = int(text, 16) if text.startswith("0x") else int(text) if text.isdigit() else float(text)
    except ValueError:
        return low.other(node)
    return ir.Literal(value * factor, *low.bounds(node))


def register(owner: type[PowerShellLowering]) -> None:
    """Fill the table of expressions."""
    owner.EXPRESSIONS.update(
        {
            "variable": variable,
            "type_literal": _type,
            "member_access": _attribute,
            "invokation_expression": _invocation,
            "element_access": _subscript,
            **dict.fromkeys(("parenthesized_expression", "sub_expression"), _group),
            "array_expression": _array,
            "hash_literal_expression": _mapping,
            "verbatim_string_characters": _verbatim,
            "expandable_string_literal": _expandable,
            **dict.fromkeys(("expandable_here_string_literal", "verbatim_here_string_characters"), _here),
            **dict.fromkeys(("decimal_integer_literal", "hexadecimal_integer_literal", "real_literal"), _number),
        }
    )  # fmt: skip
