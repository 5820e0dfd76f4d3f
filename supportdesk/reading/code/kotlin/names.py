"""What Kotlin's names mean: variables, members of the object around, and members of a lambda's receiver.

`foo` may be a variable, `this.foo` of a class, or a member of what `apply`, `with` or a builder hands to its lambda;
`foo(…)` passes over a variable that cannot be called. The neutral form has one kind of name, so that these are kinds of
their own here, with what evaluates them.
"""

from __future__ import annotations

from supportdesk.reading.code import evaluate, ir, statements
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import CALL_LIMIT, Evaluator
from supportdesk.reading.code.members import (
    changed,
    get_attribute,
    get_item,
    is_sure,
    set_attribute,
    set_item,
    set_member,
)
from supportdesk.reading.code.operations import combine
from supportdesk.reading.code.things import (
    Arguments,
    Bound,
    ClassThing,
    Client,
    Closure,
    Container,
    Instance,
    Reference,
    Scope,
    Unclear,
    spans_of,
)
from supportdesk.source import Span
from supportdesk.value import Value

JAVA_FAMILIES: set[str] = set()
"""Families of Java's libraries: their properties are methods `getName()` and `setName(…)`."""


class Bare(ir.Name):
    """A name that is read."""

    __slots__ = ()


class Callee(ir.Name):
    """A name that is called."""

    __slots__ = ()


class Member(ir.Attribute):
    """A property that is read, which in Java is a method `getName()`; of null it is null."""

    __slots__ = ()


class Store(ir.Assign):
    """An assignment to something that was declared before."""

    __slots__ = ()


class Plus(ir.Operation):
    """`+`, which joins texts, lists and maps."""

    __slots__ = ()


class Leaving(Unclear):
    """What a `return` inside a lambda gives back from the function around it."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        super().__init__(value.span, value.parts)
        self.value = value


class OuterReturn(ir.Return):
    """A `return` inside a lambda without a label: it leaves the function around."""

    __slots__ = ()


class Receiver(Scope):
    """The scope of a lambda whose `this` is `value`."""

    __slots__ = ("methods", "value")

    def __init__(self, parent: Scope, value: Value, methods: frozenset[str]) -> None:
        super().__init__(parent)
        self.value = value
        self.methods = methods
        self.names["this"] = value

    def own(self, name: str) -> Value | None:
        """Return the value that a name has here: a member of the receiver, or None."""
        value = self.names.get(name)
        if value is not None:
            return value
        if isinstance(self.value, Instance | ClassThing):
            return Scope(None, self.value).own(name)
        return Bound(self.value, name) if name in self.methods else None


def call_lambda(
    evaluator: Evaluator, function: Value, node: ir.Node, *values: Value, receiver: Value | None = None
) -> Value:
    """Call a lambda with values, and with a receiver if any; a `return` in it leaves the function around."""
    if evaluator.calls >= CALL_LIMIT:
        # what is left out would be sent without what the lambda adds
        evaluator.exhausted, evaluator.leaving = True, "raise"
        return Unclear(evaluator.span(node))
    handed = Arguments()
    handed.positional = list(values)
    if isinstance(function, Closure) and receiver is not None:
        if "extension" in function.function.marks:
            handed.positional.insert(0, receiver)
        else:
            kind = type(receiver).__name__ if receiver.kind == "unknown" else receiver.kind
            methods = frozenset(evaluator.dialect.methods.get(kind, ()))
            outer = function.scope.find("it")
            if not values and outer is not None:
                handed.named["it"] = outer
            function = Closure(function.function, Receiver(function.scope, receiver, methods), function.defaults)
    result = call(evaluator, function, handed, node)
    if not isinstance(result, Leaving):
        return result
    inner = evaluator.scope.find(" lambda") is not None
    evaluator.frame.returned.append(result if inner else result.value)
    evaluator.leaving = "return"
    return result.value


def _callable(value: Value | None) -> bool:
    return isinstance(value, Closure | ClassThing | Reference | Bound | Unclear)


def _receiver(evaluator: Evaluator) -> Value | None:
    """Return the innermost receiver that is an object of a library."""
    scope: Scope | None = evaluator.scope
    while scope is not None:
        value = scope.names.get("this")
        if isinstance(value, Client | Unclear):
            return value
        scope = scope.parent
    return None


def _outside(evaluator: Evaluator, node: ir.Name) -> Value:
    """Return what a name means that nothing in the text binds."""
    if node.name not in evaluator.dialect.names:
        receiver = _receiver(evaluator)
        if receiver is not None:
            return get_attribute(evaluator, receiver, node.name, node)
    return evaluator.lookup(node.name, node)


def bare(evaluator: Evaluator, node: Bare) -> Value:
    """Return the value of a name that is read."""
    value = evaluator.scope.find(node.name)
    if isinstance(value, Closure) and "property" in value.function.marks:
        return call(evaluator, value, None, node)
    if value is not None:
        return value
    receiver = _receiver(evaluator) if node.name[:1].islower() else None
    if isinstance(receiver, Client):
        return read_out(evaluator, get_attribute(evaluator, receiver, node.name, node), node)
    return read_out(evaluator, _outside(evaluator, node), node)


def callee(evaluator: Evaluator, node: Callee) -> Value:
    """Return what a name means that is called."""
    scope: Scope | None = evaluator.scope
    while scope is not None:
        value = scope.own(node.name)
        if value is not None and _callable(value):
            return value
        scope = scope.parent
    return _outside(evaluator, node)


def member(evaluator: Evaluator, node: Member) -> Value:
    """Return a property of a value."""
    target = evaluator.evaluate(node.target)
    if target.kind == "null":
        return target
    return read_out(evaluator, get_attribute(evaluator, target, node.name, node), node)


def read_out(evaluator: Evaluator, value: Value, node: ir.Node) -> Value:
    """Return a property of an object of a library as its Java method gives it, where it has one."""
    if not isinstance(value, Bound) or "." in value.path:
        return value
    owner = value.owner
    if not isinstance(owner, Client) or owner.family not in JAVA_FAMILIES:
        return value
    getter = "get" + value.path[:1].upper() + value.path[1:]
    return evaluator.dialect.families[owner.family](evaluator, owner, getter, Arguments(), node)


def store(evaluator: Evaluator, node: Store) -> str:
    """Do an assignment to a name, a property or an item that is there already."""
    target = node.target
    written = node.value
    value = evaluator.evaluate(written) if written is not None else Unclear()
    if isinstance(target, ir.Name):
        scope = _holder(evaluator.scope, target.name)
        if scope is None:
            receiver = _receiver(evaluator)
            if isinstance(receiver, Client):
                set_property(evaluator, receiver, target.name, value, node)
                return ""
            scope = evaluator.scope
        if node.operation:
            old = scope.own(target.name) or Unclear()
            value = _changed(evaluator, node.operation, old, value)
        owner = scope.value if isinstance(scope, Receiver) else None
        if isinstance(owner, Instance | ClassThing):
            set_attribute(evaluator, owner, target.name, value)
        else:
            scope.names[target.name] = value
    elif isinstance(target, ir.Attribute):
        holder = evaluator.evaluate(target.target)
        if node.operation:
            value = _changed(evaluator, node.operation, get_attribute(evaluator, holder, target.name, target), value)
        set_property(evaluator, holder, target.name, value, node)
    elif isinstance(target, ir.Subscript):
        holder = evaluator.evaluate(target.target)
        index = evaluator.evaluate(target.index)
        if node.operation:
            value = _changed(evaluator, node.operation, get_item(evaluator, holder, index, target), value)
        if isinstance(holder, Client | Bound):
            call(evaluator, get_attribute(evaluator, holder, "set", target), _handed(index, value), node)
        else:
            set_item(evaluator, holder, index, value)
    return ""


def _handed(*values: Value) -> Arguments:
    made = Arguments()
    made.positional = list(values)
    return made


def _holder(scope: Scope | None, name: str) -> Scope | None:
    while scope is not None:
        if scope.own(name) is not None and not (isinstance(scope, Receiver) and name in scope.methods):
            return scope
        scope = scope.parent
    return None


def set_property(evaluator: Evaluator, owner: Value, name: str, value: Value, node: ir.Node) -> None:
    """Do `owner.name = value`; of an object of a library this is its method `setName`."""
    if isinstance(owner, Client):
        family = evaluator.dialect.families[owner.family]
        family(evaluator, owner, "set" + name[:1].upper() + name[1:], _handed(value), node)
    elif isinstance(owner, Bound):
        path = f"{owner.path}.set{name[:1].upper()}{name[1:]}"
        call(evaluator, Bound(owner.owner, path, owner.span), _handed(value), node)
    else:
        set_attribute(evaluator, owner, name, value)


def _changed(evaluator: Evaluator, name: str, old: Value, value: Value) -> Value:
    """Return `old name= value`; a mutable list or map is changed itself."""
    if name == "add" and old.kind == "array":
        changed(old)
        if is_sure(evaluator, old) and len(old.data) < 100_000:
            old.data.extend(value.data if value.kind == "array" and not _is_pair(old, value) else [value])
        else:
            old.is_open = True
        return old
    if name == "add" and old.kind == "object":
        for key, item, place in _entries(value):
            set_member(evaluator, old, key, item, place)
        if value.kind not in ("object", "array"):
            changed(old)
            old.is_open = True
        return old
    return combine(evaluator, name, old, value)


def _is_pair(old: Value, value: Value) -> bool:
    return (
        bool(old.data)
        and all(item.kind == "array" for item in old.data)
        and value.kind == "array"
        and (len(value.data) == 2 and value.data[0].kind == "string")
    )


def _entries(value: Value) -> list[tuple[str, Value, Span | None]]:
    """Return the entries that a map, a pair or a list of pairs adds to a map."""
    if value.kind == "object":
        return [(key, item, value.keys.get(key)) for key, item in value.data.items()]
    if value.kind != "array":
        return []
    if len(value.data) == 2 and value.data[0].kind == "string":
        return [(str(value.data[0].data), value.data[1], value.data[0].span)]
    return [entry for item in value.data for entry in _entries(item) if item.kind == "array"]


def plus(evaluator: Evaluator, node: Plus) -> Value:
    """Return `left + right` of maps, else as the other languages add."""
    values = [evaluator.evaluate(part) for part in node.operands]
    if not any(value.kind in ("object", "array") for value in values[:1]):
        result = values[0]
        return _joined(evaluator, result, values[1:])
    result = values[0]
    made = Container("object" if result.kind == "object" else "array", None, born=evaluator.branch)
    made.data = dict(result.data) if result.kind == "object" else list(result.data)
    made.keys, made.is_open, made.parts = dict(result.keys), result.is_open, spans_of(*values)
    for value in values[1:]:
        _changed(evaluator, "add", made, value)
    return made


def _joined(evaluator: Evaluator, first: Value, rest: list[Value]) -> Value:
    if first.kind == "string" or any(value.kind == "string" for value in rest):
        return evaluator.text(first, *rest)
    for value in rest:
        first = combine(evaluator, "add", first, value)
    return first


def outer_return(evaluator: Evaluator, node: OuterReturn) -> str:
    """Note what a lambda returns from the function around it."""
    value = Value("null", None) if node.value is None else evaluator.evaluate(node.value)
    evaluator.frame.returned.append(Leaving(value))
    return "return"


def install() -> None:
    """Tell the evaluator of these kinds of nodes."""
    evaluate.EXPRESSIONS.update(
        {Bare: bare, Callee: callee, Member: member, Plus: plus, Store: _stored, OuterReturn: statements.as_value}
    )
    statements.STATEMENTS.update({Store: store, OuterReturn: outer_return})


def _stored(evaluator: Evaluator, node: Store) -> Value:
    store(evaluator, node)
    return Unclear(evaluator.span(node))
