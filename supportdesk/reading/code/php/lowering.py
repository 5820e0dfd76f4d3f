"""Lowering of tree-sitter-php trees to the neutral form: expressions.

Names keep PHP's kinds apart: variables are `$name`, functions and methods `name()`, properties, constants and classes
`name`. Types and visibility are left out. What PHP does with arrays in place (values that are copied, members that come
to be) is said with calls of the functions whose names begin with `php `; php_arrays has them.
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir, trees
from supportdesk.reading.code.php.text import number_value
from supportdesk.reading.code.trees import Tree

CONSTRUCTOR, INVOKE = "__init__", "__call__"
"""The evaluator's names of a constructor and of what calling an object does."""

_MAGIC = {"__construct": CONSTRUCTOR, "__invoke": INVOKE}
_IMPORT = lazy(r"\buse[ \t]+([^;()=$]{1,600});")
_CHANGED = lazy(r"\$?(\w+)[ \t]*\[")


class Lowering(trees.Lowering):
    """Lowers one parsed PHP text."""

    IGNORED = frozenset(
        (
            "comment", "php_tag", "php_end_tag", "text_interpolation", "text", "attribute_list", "visibility_modifier",
            "empty_statement", "declare_statement", "namespace_name",
        )
    )  # fmt: skip

    __slots__ = ("changed", "classes", "imported", "in_class", "in_method", "outer", "parent")

    def __init__(self, text: str, kept: int, written: str | None = None) -> None:
        super().__init__(text, kept, written)
        self.outer: frozenset[str] = frozenset()
        self.changed = frozenset(_CHANGED.findall(text))
        self.classes: dict[str, int] = {}
        self.imported = _imported(text)
        self.in_class = ""
        self.parent = ""
        self.in_method = False

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text, what is used before it is defined at their head."""
        from supportdesk.reading.code.php import assigning as php_assigning
        from supportdesk.reading.code.php import operators as php_operators
        from supportdesk.reading.code.php import statements as php_statements
        from supportdesk.reading.code.php import strings as php_strings

        self.STATEMENTS.update(php_statements.HANDLERS)
        for part in (php_strings, php_assigning, php_operators):
            self.EXPRESSIONS.update(part.HANDLERS)
        self.classes = php_statements.class_places(self.text)
        return php_statements.hoisted(self, self.statements(root))

    def class_path(self, node: Tree) -> ir.Node:
        """Return what a name of a class means: the text's own class, an imported or a fully written one."""
        place = self.bounds(node)
        written = self.source(node).replace(" ", "")
        last = written.rpartition("\\")[2]
        lowered = last.lower()
        if "\\" not in written:
            if lowered in ("self", "static") and self.in_class:
                return ir.Name(self.in_class, *place)
            if lowered == "parent" and self.parent:
                return ir.Name(self.parent, *place)
        if last in self.classes:
            return ir.Name(last, *place)
        if "\\" in written and written.partition("\\")[0] not in self.imported:
            return ir.Name("." + written.lstrip("\\").replace("\\", "."), *place)
        made: ir.Node = ir.Name(written.partition("\\")[0], *place)
        for name in written.split("\\")[1:]:
            made = ir.Attribute(made, name, *place)
        return made


def _imported(text: str) -> frozenset[str]:
    """Return the names that the imports of a text bind."""
    found: set[str] = set()
    for match in _IMPORT.finditer(text):
        for clause in match[1].replace("{", ",").replace("}", ",").split(","):
            words = clause.split()
            if words:
                found.add(words[-1].rpartition("\\")[2])
    return frozenset(found)


def called(name: str, values: list[ir.Node], place: tuple[int, int]) -> ir.Call:
    """Return a call of one of the functions that only the lowering knows."""
    return ir.Call(ir.Name(name, *place), [ir.Argument(value) for value in values], *place)


def method_key(name: str) -> str:
    """Return the name under which a function or method is known."""
    return _MAGIC.get(name.lower()) or f"{name}()"


def _constant(value: ir.Plain) -> Callable[[Lowering, Tree], ir.Node]:
    return lambda low, node: ir.Literal(value, *low.bounds(node))


def _boolean(low: Lowering, node: Tree) -> ir.Node:
    return ir.Literal(low.source(node).lower() == "true", *low.bounds(node))


def _number(low: Lowering, node: Tree) -> ir.Node:
    value = number_value(low.source(node))
    return ir.Other([], *low.bounds(node)) if value is None else ir.Literal(value, *low.bounds(node))


def _variable(low: Lowering, node: Tree) -> ir.Node:
    return ir.Name(low.source(node), *low.bounds(node))


def _name(low: Lowering, node: Tree) -> ir.Node:
    return low.class_path(node)


def _inner(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return parts[-1] if parts else low.other(node)


def _member(low: Lowering, node: Tree) -> ir.Node:
    target, name = low.field(node, "object"), node.child_by_field_name("name")
    if target is None or name is None:
        return low.other(node)
    if name.type != "name":
        return called("php member", [target, low.expression(name)], low.bounds(node))
    return ir.Attribute(target, low.source(name), *low.bounds(node))


def _subscript(low: Lowering, node: Tree) -> ir.Node:
    children = low.parts(node)
    if len(children) < 2:
        return low.other(node)
    index = children[1]
    if isinstance(index, ir.Name) and _in_string(node):
        index = ir.Literal(index.name, index.start, index.end)
    return ir.Subscript(children[0], index, *low.bounds(node))


def _in_string(node: Tree) -> bool:
    """Whether `$a[key]` stands in a string, where the key needs no quotes."""
    index = node.named_children[-1]
    return index.type == "name" and node.parent is not None and node.parent.type in ("encapsed_string", "heredoc_body")


def arguments(low: Lowering, node: Tree | None) -> list[ir.Argument]:
    """Return the arguments of a call."""
    made: list[ir.Argument] = []
    if node is None:
        return made
    for child in node.named_children:
        if child.type != "argument":
            continue
        name = child.child_by_field_name("name")
        values = [part for part in child.named_children if part.type not in low.IGNORED and part != name]
        if not values:
            continue
        if values[-1].type == "variadic_unpacking":
            made.extend(ir.Argument(part, spread="items") for part in low.parts(values[-1]))
        elif name is not None:
            made.append(ir.Argument(low.expression(values[-1]), "$" + low.source(name), *low.bounds(name)))
        else:
            made.append(ir.Argument(low.expression(values[-1])))
    if low.is_cut(node):
        made.append(ir.Argument(low.rest(node), spread="members"))
    return made


def _is_reference(node: Tree | None) -> bool:
    """Whether a call is written `f(...)`, which gives the function itself."""
    return node is not None and any(child.type == "variadic_placeholder" for child in node.named_children)


def _function_call(low: Lowering, node: Tree) -> ir.Node:
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None:
        return low.other(node)
    if function.type in ("name", "qualified_name"):
        name = low.source(function).rpartition("\\")[2]
        target: ir.Node = ir.Name(method_key(name.lower()), *low.bounds(function))
    else:
        target = called("php function", [low.expression(function)], low.bounds(function))
    if _is_reference(given):
        return target
    return ir.Call(target, arguments(low, given), *low.bounds(node))


def _method_call(low: Lowering, node: Tree) -> ir.Node:
    owner, name = low.field(node, "object"), node.child_by_field_name("name")
    given = node.child_by_field_name("arguments")
    if owner is None or name is None:
        return low.other(node)
    place = low.bounds(node)
    target: ir.Node
    if name.type == "name":
        target = ir.Attribute(owner, method_key(low.source(name)), *place)
    else:
        target = called("php method", [owner, low.expression(name)], place)
    return target if _is_reference(given) else ir.Call(target, arguments(low, given), *place)


def _scope(low: Lowering, node: Tree) -> ir.Node:
    return low.class_path(node) if node.type != "variable_name" else low.expression(node)


def _static_call(low: Lowering, node: Tree) -> ir.Node:
    scope, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
    given, place = node.child_by_field_name("arguments"), low.bounds(node)
    if scope is None or name is None:
        return low.other(node)
    owner = _scope(low, scope)
    target: ir.Node
    if name.type == "name":
        target = ir.Attribute(owner, method_key(low.source(name)), *place)
    else:
        target = called("php method", [owner, low.expression(name)], place)
    if low.in_method and scope.type == "relative_scope":
        kind = ir.Literal(low.source(scope), *low.bounds(scope))
        key = ir.Literal(getattr(target, "name", ""), *low.bounds(name))
        target = called("php bound", [target, ir.Name("$this", *place), kind, key], place)
    return target if _is_reference(given) else ir.Call(target, arguments(low, given), *place)


def _static_member(low: Lowering, node: Tree) -> ir.Node:
    scope, name = node.child_by_field_name("scope"), node.child_by_field_name("name")
    if scope is None or name is None:
        return low.other(node)
    return ir.Attribute(_scope(low, scope), low.source(name), *low.bounds(node))


def _class_constant(low: Lowering, node: Tree) -> ir.Node:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    if len(parts) < 2:
        return low.other(node)
    place, name = low.bounds(node), low.source(parts[-1])
    if name == "class":
        return ir.Literal(low.source(parts[0]).rpartition("\\")[2], *place)
    if parts[0].type == "relative_scope" and low.in_class:
        if not low.in_method and low.source(parts[0]) != "parent":
            return ir.Name(name, *place)
        if low.in_method and low.source(parts[0]) == "static":
            key = ir.Literal(name, *place)
            return called("php static", [ir.Name("$this", *place), _scope(low, parts[0]), key], place)
    return ir.Attribute(_scope(low, parts[0]), name, *place)


def _new(low: Lowering, node: Tree) -> ir.Node:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    given = next((child for child in parts if child.type == "arguments"), None)
    if not parts or parts[0].type in ("arguments", "anonymous_class"):
        return low.other(node)
    kind = parts[0]
    target = low.class_path(kind) if kind.type in ("name", "qualified_name", "relative_scope") else low.expression(kind)
    return ir.Call(target, arguments(low, given), *low.bounds(node))


def _closure(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.php.classes import closure

    return closure(low, node)


def _throw(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    return ir.Leave("raise", *low.bounds(node), parts[0] if parts else None)


def _clone(low: Lowering, node: Tree) -> ir.Node:
    return called("php cloned", low.parts(node), low.bounds(node))


EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "integer": _number,
    "float": _number,
    "boolean": _boolean,
    "null": _constant(None),
    "variable_name": _variable,
    **dict.fromkeys(("name", "qualified_name", "relative_scope", "namespace_name", "relative_name"), _name),
    **dict.fromkeys(("parenthesized_expression", "error_suppression_expression", "by_ref", "argument"), _inner),
    **dict.fromkeys(("print_intrinsic", "variadic_unpacking", "require_expression", "include_expression"), _inner),
    **dict.fromkeys(("member_access_expression", "nullsafe_member_access_expression"), _member),
    "subscript_expression": _subscript,
    "function_call_expression": _function_call,
    **dict.fromkeys(("member_call_expression", "nullsafe_member_call_expression"), _method_call),
    "scoped_call_expression": _static_call,
    "scoped_property_access_expression": _static_member,
    "class_constant_access_expression": _class_constant,
    "object_creation_expression": _new,
    **dict.fromkeys(("anonymous_function", "anonymous_function_creation_expression", "arrow_function"), _closure),
    "throw_expression": _throw,
    "clone_expression": _clone,
}
"""Node type of the grammar → what lowers it as an expression."""

Lowering.EXPRESSIONS = EXPRESSIONS
