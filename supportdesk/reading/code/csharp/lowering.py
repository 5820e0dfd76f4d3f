"""Lowering of tree-sitter-c-sharp trees to the neutral form: expressions.

Types, casts, `await` and the null-forgiving `!` are left out. What C# writes shorter becomes a call of a helper whose
name begins with `%` (csharp_builtins.py): object initialisers `%init`, anonymous objects `%anonymous`, `??`
`%coalesce`, properties of texts and lists `%property`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from supportdesk.reading.code import ir, trees
from supportdesk.reading.code.csharp.names import ClassNames, declared
from supportdesk.reading.code.trees import Tree

NAMESPACES = frozenset(
    (
        "System", "System.Net", "System.Net.Http", "System.Net.Http.Headers", "System.Net.Http.Json", "System.Text",
        "System.Text.Json", "System.Text.Json.Nodes", "System.Text.Json.Serialization", "System.IO", "System.Web",
        "System.Collections", "System.Collections.Generic", "System.Collections.Specialized", "System.Threading",
        "System.Threading.Tasks", "System.Linq", "System.Globalization", "System.ClientModel", "Newtonsoft",
        "Newtonsoft.Json", "Newtonsoft.Json.Linq", "RestSharp", "RestSharp.Authenticators", "Flurl", "Flurl.Http",
        "OpenAI", "OpenAI.Chat", "OpenAI.Images", "OpenAI.Audio", "OpenAI.Embeddings", "Azure", "Azure.AI",
        "Azure.AI.OpenAI", "Microsoft", "Microsoft.AspNetCore", "Microsoft.AspNetCore.WebUtilities", "Anthropic",
    )
)  # fmt: skip
"""Namespaces that may be written in front of a type."""

PROPERTIES = frozenset(
    (
        "AbsoluteUri", "OriginalString", "Length", "Count", "Keys", "Values", "Value", "Key", "Host", "Scheme",
        "Authority", "PathAndQuery", "AbsolutePath", "Query", "Result", "Uri",
    )
)  # fmt: skip
"""Properties of texts, addresses, lists, pairs and tasks."""

PROPERTY_TYPES = {
    "Authorization": "AuthenticationHeaderValue", "ContentType": "MediaTypeHeaderValue", "BaseAddress": "Uri",
    "RequestUri": "Uri", "Endpoint": "Uri", "ContentDisposition": "ContentDispositionHeaderValue",
}  # fmt: skip
"""Property of the library → its type, for `new(…)`."""
_CONSTANTS = {
    ("string", "Empty"): "%empty", ("String", "Empty"): "%empty", ("Environment", "NewLine"): "%line",
    ("Uri", "SchemeDelimiter"): "%scheme",
}  # fmt: skip
_WAITING = frozenset(("ConfigureAwait", "GetAwaiter", "GetResult", "AsTask", "WaitAsync"))
"""Methods that give the result of what they are called on."""


class Lowering(trees.Lowering):
    """Lowers one parsed C# text.

    `classes` are its classes by name, `extensions` the classes of extension methods by the methods' names; `inside` is
    the class that is being lowered, `is_static` whether its static part is, `in_head` what its static fields are set
    to; `hint` is the type of the property that is assigned, `wanted` the one that is declared; `scopes` are the names
    that functions declare, the innermost last.
    """

    EXPRESSIONS: ClassVar[dict[str, Callable[[Any, Tree], ir.Node]]] = {}
    STATEMENTS: ClassVar[dict[str, Callable[[Any, Tree, list[ir.Node]], None]]] = {}
    IGNORED: ClassVar[frozenset[str]] = frozenset(
        (
            "comment", "using_directive", "extern_alias_directive", "attribute_list", "modifier", "empty_statement",
            "preproc_nullable", "preproc_region", "preproc_endregion", "preproc_pragma", "preproc_define",
            "preproc_undef", "preproc_line", "delegate_declaration", "label_name", "goto_statement",
            "type_parameter_list", "type_argument_list", "predefined_type",
        )
    )  # fmt: skip

    __slots__ = ("classes", "extensions", "hint", "in_head", "inside", "is_static", "scopes", "wanted")

    def __init__(self, text: str, kept: int, written: str | None = None) -> None:
        super().__init__(text, kept, written)
        self.classes: dict[str, ClassNames] = {}
        self.extensions: dict[str, str] = {}
        self.inside: ClassNames | None = None
        self.is_static = False
        self.in_head = False
        self.hint = ""
        self.scopes: list[set[str]] = [set()]
        self.wanted: Tree | None = None

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text: classes and functions first, and at its end what starts it."""
        from supportdesk.reading.code.csharp import classes as csharp_classes
        from supportdesk.reading.code.csharp import creation as csharp_creation
        from supportdesk.reading.code.csharp import operators as csharp_operators
        from supportdesk.reading.code.csharp import statements as csharp_statements
        from supportdesk.reading.code.csharp import strings as csharp_strings

        if not self.EXPRESSIONS:
            self.EXPRESSIONS.update(EXPRESSIONS)
            self.EXPRESSIONS.update(csharp_strings.HANDLERS)
            self.EXPRESSIONS.update(csharp_creation.HANDLERS)
            self.EXPRESSIONS.update(csharp_operators.HANDLERS)
            self.STATEMENTS.update(csharp_statements.HANDLERS)
            self.STATEMENTS.update(csharp_classes.HANDLERS)
        self.scopes[0] = declared(root)
        csharp_classes.note_classes(self, root)
        return csharp_classes.arranged(self, self.statements(root), root)

    def name(self, text: str, start: int, end: int) -> ir.Node:
        """Return what a bare name means: a variable, or a member of the class around."""
        if any(text in scope for scope in self.scopes):
            return ir.Name(text, start, end)
        around = self.inside
        while around is not None:
            where = self._member(around, text)
            if self.in_head and around is self.inside:
                return ir.Name(text, start, end)
            if where == "static" or (where and self.is_static):
                return ir.Attribute(ir.Name(around.name, start, end), text, start, end)
            if where:
                return ir.Attribute(ir.Name("this", start, end), text, start, end)
            around = around.outer
        return ir.Name(text, start, end)

    def _member(self, owner: ClassNames, text: str, level: int = 0) -> str:
        if text in owner.static:
            return "static"
        if text in owner.instance:
            return "instance"
        for base in owner.bases if level < 8 else ():
            found = self.classes.get(base)
            where = self._member(found, text, level + 1) if found is not None and found is not owner else ""
            if where:
                return where
        return ""

    def enter(self, names: set[str]) -> None:
        """Begin a function that declares these names."""
        self.scopes.append(names)

    def leave(self) -> None:
        """End the function that was begun last."""
        self.scopes.pop()

    def assigned(self, target: ir.Node, value: ir.Node, node: Tree, operation: str = "") -> ir.Assign:
        """Return an assignment to what is declared already, in this function or around it."""
        outer = isinstance(target, ir.Name) and target.name not in self.scopes[-1] and len(self.scopes) > 1
        return ir.Assign(target, value, *self.bounds(node), operation, outer=outer)

    def valued(self, node: Tree, wanted: Tree | None) -> ir.Node:
        """Return an expression of which the type `wanted` is declared (for `new(…)` and `{…}`)."""
        before, self.wanted = self.wanted, wanted
        made = self.expression(node)
        self.wanted = before
        return made


def helper(name: str, place: tuple[int, int], *values: ir.Node) -> ir.Call:
    """Return a call of one of the helpers that this lowering names."""
    return ir.Call(ir.Name(name, *place), [ir.Argument(value) for value in values], *place)


def _number(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    text = low.text[start:end].replace("_", "").lower()
    value: int | float
    try:
        if text.startswith("0x"):
            value = int(text.rstrip("ul"), 16)
        elif text.startswith("0b"):
            value = int(text.rstrip("ul"), 2)
        elif node.type == "real_literal" or text[-1] in "fdm":
            value = float(text.rstrip("fdm"))
        else:
            value = int(text.rstrip("ul"))
    except ValueError:
        return ir.Other([], start, end)
    return ir.Literal(value, start, end)


def _boolean(low: Lowering, node: Tree) -> ir.Node:
    return ir.Literal(low.source(node) == "true", *low.bounds(node))


def _null(low: Lowering, node: Tree) -> ir.Node:
    return ir.Literal(None, *low.bounds(node))


def _default(low: Lowering, node: Tree) -> ir.Node:
    place = low.bounds(node)
    kind = node.child_by_field_name("type") or low.wanted
    return zero(low, kind, place) if kind is not None else ir.Name("%null", *place)


def zero(low: Lowering, kind: Tree | None, place: tuple[int, int]) -> ir.Node:
    """Return the value that a variable of a type has before it is set."""
    text = "" if kind is None else low.source(kind).strip()
    if text in ("int", "long", "double", "float", "decimal", "short", "uint", "ulong", "byte"):
        return ir.Name("%zero", *place)
    return ir.Name("%false" if text == "bool" else "%null", *place)


def _name(low: Lowering, node: Tree) -> ir.Node:
    text = low.source(node).removeprefix("@")
    return low.name(text, *low.bounds(node))


def _this(low: Lowering, node: Tree) -> ir.Node:
    return ir.Name("this", *low.bounds(node))


def _generic(low: Lowering, node: Tree) -> ir.Node:
    name = node.named_children[0] if node.named_children else node
    return low.name(low.source(name), *low.bounds(name))


def _member(low: Lowering, node: Tree) -> ir.Node:
    target = node.child_by_field_name("expression") or node.child_by_field_name("condition")
    target = target or node.child_by_field_name("qualifier")
    name = node.child_by_field_name("name")
    if name is None and node.named_children and node.named_children[-1].type == "member_binding_expression":
        name = node.named_children[-1].child_by_field_name("name")
    if target is None:
        return low.other(node)
    made = low.expression(target)
    if name is None:
        return _bound_item(low, node, made)
    return member(made, low.source(name).partition("<")[0].strip(), low.bounds(node))


def member(target: ir.Node, text: str, place: tuple[int, int]) -> ir.Node:
    """Return a member; a namespace in front of a type is left out."""
    if isinstance(target, ir.Name) and target.name in NAMESPACES:
        full = f"{target.name}.{text}"
        return ir.Name(full if full in NAMESPACES else text, *place)
    if isinstance(target, ir.Attribute) and getattr(target.target, "name", "") == "MediaTypeNames":
        return helper("%media", place, ir.Literal(target.name, *place), ir.Literal(text, *place))
    if isinstance(target, ir.Name) and target.name in ("HttpRequestHeader", "HeaderNames", "KnownHeaders"):
        return helper("%header", place, ir.Literal(text, *place))
    if isinstance(target, ir.Name) and (target.name, text) in _CONSTANTS:
        return ir.Name(_CONSTANTS[target.name, text], *place)
    if text in PROPERTIES:
        return helper("%property", place, target, ir.Literal(text, *place))
    return ir.Attribute(target, text, *place)


def _bound_item(low: Lowering, node: Tree, target: ir.Node) -> ir.Node:
    """Return `target?[index]`, or only the target of a member that was cut off."""
    for child in node.named_children[1:]:
        parts = low.parts(child)
        if child.type == "element_binding_expression" and parts:
            return ir.Subscript(target, parts[0], *low.bounds(node))
    return target


def _element(low: Lowering, node: Tree) -> ir.Node:
    target, written = low.field(node, "expression"), node.child_by_field_name("subscript")
    indices = [] if written is None else low.parts(written)
    if target is None or not indices:
        return low.other(node)
    return ir.Subscript(target, indices[0], *low.bounds(node))


def _range(low: Lowering, node: Tree) -> ir.Node:
    bounds: list[ir.Node | None] = [None]
    for child in node.children:
        if child.type == "..":
            bounds.append(None)
        elif child.is_named:
            bounds[-1] = low.expression(child)
    bounds.append(None)
    return ir.Range(bounds[0], bounds[1], None, *low.bounds(node))


def _argument(low: Lowering, node: Tree) -> ir.Node:
    values = _values(low, node)
    return low.expression(values[-1]) if values else ir.Other([], *low.bounds(node))


def _values(low: Lowering, node: Tree) -> list[Tree]:
    name = node.child_by_field_name("name")
    return [
        child
        for child in node.named_children
        if child.type not in low.IGNORED and (name is None or child.start_byte != name.start_byte)
    ]


def arguments(low: Lowering, node: Tree | None) -> list[ir.Argument]:
    """Return the arguments of a call."""
    made: list[ir.Argument] = []
    for child in () if node is None else node.named_children:
        if child.type == "argument":
            values = _values(low, child)
            if not values:
                continue
            name = child.child_by_field_name("name")
            value = low.expression(values[-1])
            made.append(ir.Argument(value) if name is None else ir.Argument(value, low.source(name), *low.bounds(name)))
        elif child.type not in low.IGNORED and child.type != "ERROR":
            made.append(ir.Argument(low.expression(child)))
    if node is not None and low.is_cut(node):
        made.append(ir.Argument(low.rest(node), spread="members"))
    return made


def _call(low: Lowering, node: Tree) -> ir.Node:
    written, place = node.child_by_field_name("function"), low.bounds(node)
    if written is None:
        return low.other(node)
    if written.type in ("member_access_expression", "conditional_access_expression"):
        function = _member(low, written)
        if isinstance(function, ir.Call) and isinstance(function.function, ir.Name):
            text = function.arguments[1].value
            if function.function.name == "%property" and isinstance(text, ir.Literal):
                function = ir.Attribute(function.arguments[0].value, str(text.value), *low.bounds(written))
    else:
        function = low.expression(written)
    if isinstance(function, ir.Attribute) and function.name in _WAITING:
        return function.target
    given = arguments(low, node.child_by_field_name("arguments"))
    if isinstance(function, ir.Attribute) and function.name in low.extensions:
        owner = low.extensions[function.name]
        if not (isinstance(function.target, ir.Name) and function.target.name == owner):
            given.insert(0, ir.Argument(function.target))
            function = ir.Attribute(ir.Name(owner, *place), function.name, *place)
    if isinstance(function, ir.Name) and function.name == "nameof" and given:
        return ir.Literal(low.source(node)[7:-1].strip().rpartition(".")[2], *place)
    return ir.Call(function, given, *place)


def inner_value(low: Lowering, node: Tree) -> ir.Node:
    """Return what stands in a cast, an await, parentheses and their like."""
    inner = node.child_by_field_name("value") or node.child_by_field_name("left")
    if inner is None:
        children = [child for child in node.named_children if child.type not in low.IGNORED]
        inner = children[-1] if children else None
    return low.other(node) if inner is None else low.expression(inner)


def _sequence(low: Lowering, node: Tree) -> ir.Node:
    return ir.Sequence(low.parts(node), *low.bounds(node))


def _nothing(low: Lowering, node: Tree) -> ir.Node:
    return ir.Other([], *low.bounds(node))


EXPRESSIONS: dict[str, Callable[[Any, Tree], ir.Node]] = {
    "integer_literal": _number,
    "real_literal": _number,
    "boolean_literal": _boolean,
    "null_literal": _null,
    "default_expression": _default,
    **dict.fromkeys(("identifier", "predefined_type"), _name),
    **dict.fromkeys(("this_expression", "this", "base_expression", "base"), _this),
    "generic_name": _generic,
    **dict.fromkeys(("member_access_expression", "conditional_access_expression", "qualified_name"), _member),
    "element_access_expression": _element,
    "range_expression": _range,
    "argument": _argument,
    "invocation_expression": _call,
    **dict.fromkeys(
        (
            "parenthesized_expression", "await_expression", "cast_expression", "as_expression", "checked_expression",
            "ref_expression", "expression_element", "collection_element", "constant_pattern",
            "arrow_expression_clause",
        ),
        inner_value,
    ),
    **dict.fromkeys(("tuple_expression", "tuple_pattern"), _sequence),
    **dict.fromkeys(("typeof_expression", "sizeof_expression", "declaration_expression", "type_pattern"), _nothing),
}  # fmt: skip
"""Node type of the grammar → what lowers it as an expression (strings and creations have modules of their own)."""
