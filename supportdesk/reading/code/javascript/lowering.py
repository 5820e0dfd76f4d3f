"""Lowering of tree-sitter-javascript and -typescript trees to the neutral form: expressions.

Types, decorators, access modifiers and comments are left out; `await` and `typeof` become calls of the functions of
those names in the dialect. A broken place (ERROR) becomes its readable children.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from supportdesk.reading.code import ir
from supportdesk.reading.code.javascript.text import decoded, number_value
from supportdesk.reading.code.trees import Lowering, Tree

_IGNORED = frozenset(
    (
        "comment", "html_comment", "empty_statement", "debugger_statement", "optional_chain", "decorator",
        "hash_bang_line",
        "type_annotation", "type_arguments", "type_parameters", "accessibility_modifier", "override_modifier",
        "interface_declaration", "type_alias_declaration", "function_signature", "method_signature",
        "abstract_method_signature", "ambient_declaration", "index_signature", "implements_clause",
        "statement_identifier", "asserts_annotation", "type_predicate_annotation",
    )
)  # fmt: skip


class JavaScriptLowering(Lowering):
    """The lowering of JavaScript, of TypeScript as well; its tables are filled by this module and the statements'."""

    EXPRESSIONS: ClassVar[dict[str, Callable[[Any, Tree], ir.Node]]] = {}
    STATEMENTS: ClassVar[dict[str, Callable[[Any, Tree, list[ir.Node]], None]]] = {}
    IGNORED = _IGNORED

    __slots__ = ()

    def statements(self, node: Tree | None) -> list[ir.Node]:
        """Return the statements among a node's children, functions first, since they may be called above."""
        made = with_prototypes(super().statements(node))
        functions = [item for item in made if isinstance(item, ir.Function) and item.name]
        if not functions or len(functions) == len(made):
            return made
        return functions + [item for item in made if not (isinstance(item, ir.Function) and item.name)]

    def body(self, node: Tree | None) -> list[ir.Node]:
        """Return the statements of a block, or the one statement that stands in its place."""
        if node is None:
            return []
        if node.type in ("statement_block", "program", "class_body"):
            return self.statements(node)
        made: list[ir.Node] = []
        if node.type not in self.IGNORED:
            self.statement(node, made)
        return made


def with_prototypes(body: list[ir.Node]) -> list[ir.Node]:
    """Return statements in which a function with methods on its prototype is a class."""
    methods: dict[str, list[ir.Function]] = {}
    rest: list[ir.Node] = []
    for node in body:
        target = node.target if isinstance(node, ir.Assign) else None
        value = node.value if isinstance(node, ir.Assign) else None
        owner = _prototype_of(target)
        if owner and isinstance(value, ir.Function) and isinstance(target, ir.Attribute):
            methods.setdefault(owner, []).append(_named(value, target.name))
        else:
            rest.append(node)
    return [_with_methods(node, methods) for node in rest] if methods else body


def _prototype_of(target: ir.Node | None) -> str:
    """Return `X` of `X.prototype.method`, '' of anything else."""
    owner = target.target if isinstance(target, ir.Attribute) else None
    if not isinstance(owner, ir.Attribute) or owner.name != "prototype":
        return ""
    return owner.target.name if isinstance(owner.target, ir.Name) else ""


def _with_methods(node: ir.Node, methods: dict[str, list[ir.Function]]) -> ir.Node:
    maker: ir.Node | None = node
    name = node.name if isinstance(node, ir.Function) else ""
    if isinstance(node, ir.Assign) and isinstance(node.target, ir.Name):
        name, maker = node.target.name, node.value
    if not isinstance(maker, ir.Function) or name not in methods:
        return node
    return ir.Class(name, [], [_named(maker, "__init__"), *methods[name]], node.start, node.end)


def _named(node: ir.Function, name: str) -> ir.Function:
    return ir.Function(name, node.parameters, node.body, node.start, node.end)


def _string(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    if end <= low.kept:
        return ir.Literal(decoded(_inside(low, start, end)), start, end)
    literal = ir.Literal(decoded(low.text[start + 1 : low.kept]), start, low.kept)
    return ir.Template([literal, ir.Other([], low.kept, end)], start, end)


def _inside(low: Lowering, start: int, end: int) -> str:
    """Return what stands between the quotes of a literal, as it was written."""
    closed = end - start > 1 and low.text[end - 1] == low.text[start]
    return low.written[start + 1 : end - 1 if closed else end]


def _template(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    parts: list[ir.Node] = []
    at = start + 1
    for child in node.named_children:
        if child.type != "template_substitution":
            continue
        place = low.bounds(child)
        _piece(low, at, place[0], parts)
        holes = low.parts(child)
        parts.append(holes[0] if len(holes) == 1 else ir.Other(holes, *place))
        at = place[1]
    if not parts and end <= low.kept:
        return ir.Literal(decoded(_inside(low, start, end).replace("\r\n", "\n")), start, end)
    _piece(low, at, end - 1 if end - 1 >= at else end, parts)
    if low.is_cut(node):
        parts.append(low.rest(node))
    return ir.Template(parts, start, end)


def _piece(low: Lowering, start: int, end: int, parts: list[ir.Node]) -> None:
    end = min(end, low.kept)
    if end > start:
        parts.append(ir.Literal(decoded(low.written[start:end].replace("\r\n", "\n")), start, end))


def _number(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    value = number_value(low.text[start:end])
    return ir.Other([], start, end) if value is None else ir.Literal(value, start, end)


def _constant(value: ir.Plain) -> Callable[[Lowering, Tree], ir.Node]:
    return lambda low, node: ir.Literal(value, *low.bounds(node))


def _name(low: Lowering, node: Tree) -> ir.Node:
    return ir.Name(low.source(node), *low.bounds(node))


def _super(low: Lowering, node: Tree) -> ir.Node:
    place = low.bounds(node)
    return ir.Attribute(ir.Name("this", *place), "super", *place)


def _member(low: Lowering, node: Tree) -> ir.Node:
    target, name = low.field(node, "object"), node.child_by_field_name("property")
    if target is None or name is None:
        return low.other(node)
    return ir.Attribute(target, low.source(name), *low.bounds(node))


def _subscript(low: Lowering, node: Tree) -> ir.Node:
    target, index = low.field(node, "object"), low.field(node, "index")
    if target is None or index is None:
        return low.other(node)
    return ir.Subscript(target, index, *low.bounds(node))


def arguments(low: Lowering, node: Tree | None) -> list[ir.Argument]:
    """Return the arguments of a call; a template behind a function is one."""
    if node is None:
        return []
    if node.type == "template_string":
        return [ir.Argument(low.expression(node))]
    made: list[ir.Argument] = []
    for child in node.named_children:
        if child.type == "spread_element":
            made.extend(ir.Argument(value, spread="items") for value in low.parts(child))
        elif child.type not in low.IGNORED and child.type != "ERROR":
            made.append(ir.Argument(low.expression(child)))
    if low.is_cut(node):
        made.append(ir.Argument(low.rest(node), spread="items"))
    return made


def _call(low: Lowering, node: Tree) -> ir.Node:
    function = low.field(node, "function") or low.field(node, "constructor")
    if function is None:
        return low.other(node)
    written = node.child_by_field_name("function")
    if written is not None and written.type == "super":
        function = ir.Attribute(function, "__init__", function.start, function.end)
    return ir.Call(function, arguments(low, node.child_by_field_name("arguments")), *low.bounds(node))


def key_of(low: Lowering, node: Tree) -> ir.Node:
    """Return the key of a member: a literal, or the expression that computes it."""
    if node.type == "computed_property_name":
        parts = low.parts(node)
        return parts[0] if len(parts) == 1 else low.other(node)
    if node.type == "string":
        return low.expression(node)
    if node.type == "number":
        return ir.Literal(low.source(node), *low.bounds(node))
    return ir.Literal(low.source(node), *low.bounds(node))


def _object(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.javascript.statements import function

    entries: list[tuple[ir.Node | None, ir.Node]] = []
    for child in node.named_children:
        kind = child.type
        place = low.bounds(child)
        if kind == "pair":
            key, value = child.child_by_field_name("key"), low.field(child, "value")
            if key is not None and value is not None:
                broken = any(part.type == "ERROR" for part in child.children)
                entries.append((key_of(low, key), ir.Other([value], *place) if broken else value))
        elif kind in ("shorthand_property_identifier", "shorthand_property_identifier_pattern"):
            name = low.source(child)
            entries.append((ir.Literal(name, *place), ir.Name(name, *place)))
        elif kind in ("spread_element", "rest_pattern"):
            entries.extend((None, value) for value in low.parts(child))
        elif kind == "method_definition":
            key = child.child_by_field_name("name")
            if key is not None:
                entries.append((key_of(low, key), function(low, child)))
        elif kind == "pair_pattern":
            key, value = child.child_by_field_name("key"), low.field(child, "value")
            if key is not None and value is not None:
                entries.append((key_of(low, key), value))
        elif kind == "object_assignment_pattern":
            left, default = child.child_by_field_name("left"), low.field(child, "right")
            if left is not None and default is not None:
                name = low.source(left)
                target = ir.Assign(ir.Name(name, *low.bounds(left)), default, *place)
                entries.append((ir.Literal(name, *low.bounds(left)), target))
    if low.is_cut(node):
        entries.append((None, low.rest(node)))
    return ir.Mapping(entries, *low.bounds(node))


def _array(low: Lowering, node: Tree) -> ir.Node:
    items: list[ir.Node] = []
    is_hole = True
    for child in node.children:
        if child.type == ",":
            if is_hole:
                items.append(ir.Name("undefined" if node.type == "array" else "(hole)", *low.bounds(child)))
            is_hole = True
        if not child.is_named or child.type in low.IGNORED or child.type == "ERROR":
            continue
        is_hole = False
        value = low.expression(child)
        if child.type in ("spread_element", "rest_pattern"):
            inner = value.value if isinstance(value, ir.Spread) else value
            value = ir.Spread(inner, *low.bounds(child))
        items.append(value)
    if low.is_cut(node):
        items.append(ir.Spread(low.rest(node), *low.bounds(node)))
    return ir.Sequence(items, *low.bounds(node))


def _regex(low: Lowering, node: Tree) -> ir.Node:
    place = low.bounds(node)
    pattern, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
    given = [ir.Argument(ir.Literal("" if part is None else low.source(part), *place)) for part in (pattern, flags)]
    return ir.Call(ir.Name("RegExp", *place), given, *place)


def _spread(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return ir.Spread(parts[0], *low.bounds(node)) if parts else low.other(node)


def _pattern_default(low: Lowering, node: Tree) -> ir.Node:
    target, default = low.field(node, "left"), low.field(node, "right")
    if target is None or default is None:
        return low.other(node)
    return ir.Assign(target, default, *low.bounds(node))


def _awaited(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    place = low.bounds(node)
    if len(parts) != 1:
        return ir.Other(parts, *place)
    return ir.Call(ir.Name("await", *place), [ir.Argument(parts[0])], *place)


def _inner(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return parts[-1] if len(parts) == 1 else ir.Other(parts, *low.bounds(node))


def _typed(low: Lowering, node: Tree) -> ir.Node:
    """Return the value of `value as Type`, `<Type>value`, `value!`, `value satisfies Type`."""
    named = [child for child in node.named_children if child.type not in low.IGNORED]
    if not named:
        return low.other(node)
    return low.expression(named[-1] if node.type == "type_assertion" else named[0])


def _sequence(low: Lowering, node: Tree) -> ir.Node:
    """Return `a, b`: all are evaluated, the last is the value."""
    parts = low.parts(node)
    place = low.bounds(node)
    return ir.Subscript(ir.Sequence(parts, *place), ir.Literal(len(parts) - 1, *place), *place)


def _markup(low: Lowering, node: Tree) -> ir.Node:
    """Return an element of JSX as a call that is handed the expressions in it: its handlers may be called."""
    found: list[ir.Argument] = []
    pending = list(reversed(node.named_children))
    while pending:
        child = pending.pop()
        if child.type == "jsx_expression":
            found.extend(ir.Argument(part) for part in low.parts(child))
        elif child.type.startswith("jsx_"):
            pending.extend(reversed(child.named_children))
    place = low.bounds(node)
    return ir.Call(ir.Name("(element)", *place), found, *place)


def _function(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.javascript.statements import function

    return function(low, node)


def _class(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.javascript.statements import class_node

    return class_node(low, node)


JavaScriptLowering.EXPRESSIONS.update(
    {
        "string": _string,
        "template_string": _template,
        "number": _number,
        "true": _constant(value=True),
        "false": _constant(value=False),
        "null": _constant(value=None),
        **dict.fromkeys(
            (
                "identifier", "undefined", "this", "property_identifier", "shorthand_property_identifier",
                "shorthand_property_identifier_pattern", "type_identifier", "private_property_identifier", "import",
            ),
            _name,
        ),
        "super": _super,
        "regex": _regex,
        "member_expression": _member,
        "subscript_expression": _subscript,
        **dict.fromkeys(("call_expression", "new_expression"), _call),
        **dict.fromkeys(("object", "object_pattern"), _object),
        **dict.fromkeys(("array", "array_pattern"), _array),
        **dict.fromkeys(("spread_element", "rest_pattern"), _spread),
        "assignment_pattern": _pattern_default,
        **dict.fromkeys(("await_expression", "yield_expression"), _awaited),
        "parenthesized_expression": _inner,
        **dict.fromkeys(
            (
                "as_expression", "satisfies_expression", "type_assertion", "non_null_expression",
                "instantiation_expression",
            ),
            _typed,
        ),
        "sequence_expression": _sequence,
        **dict.fromkeys(
            (
                "arrow_function", "function_expression", "function", "function_declaration",
                "generator_function", "generator_function_declaration", "method_definition",
            ),
            _function,
        ),
        **dict.fromkeys(("class", "class_declaration"), _class),
        **dict.fromkeys(("jsx_element", "jsx_self_closing_element", "jsx_fragment"), _markup),
    }
)  # fmt: skip
