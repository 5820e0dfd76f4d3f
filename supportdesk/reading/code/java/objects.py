"""Objects of a Java program's own classes: accessors that Lombok writes, and what serialisers make of them."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call, construct
from supportdesk.reading.code.clients.jvm_requests import argument, text
from supportdesk.reading.code.evaluate import Evaluator, Method
from supportdesk.reading.code.kotlin.json_library import JsonContainer, Rules, to_json
from supportdesk.reading.code.members import class_member, set_attribute, set_member
from supportdesk.reading.code.operations import combine
from supportdesk.reading.code.texts import DEPTH_LIMIT
from supportdesk.reading.code.things import Arguments, ClassThing, Client, Closure, Container, Instance, Unclear
from supportdesk.value import Value

JACKSON = Rules()
GSON = Rules(nulls=False)
BUILDER = "java.builder"


def _called(node: ir.Node) -> str:
    function = node.function if isinstance(node, ir.Call) else None
    return function.name.removesuffix("()") if isinstance(function, ir.Attribute) else ""


def _field_name(method: str, *prefixes: str) -> str:
    """Return the field that an accessor is named for ('' where it is none)."""
    for prefix in prefixes:
        rest = method.removeprefix(prefix)
        if rest != method and rest[:1].isupper():
            return rest[0].lower() + rest[1:]
    return ""


def accessor(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Do what a method of an object does that its class does not write out: an accessor, or a text of it."""
    if not isinstance(owner, Instance):
        return Unclear(evaluator.span(node))
    name, given = _called(node), argument(arguments)
    if name.startswith("__init__ "):
        return _base_constructor(evaluator, owner, name.partition(" ")[2], arguments, node)
    if name in ("toString", "name") and "json" in owner.members:
        return owner.members["json"]
    fields = owner.kind_of.fields
    if given is None:
        field = name if name in fields else _field_name(name, "get", "is")
        found = owner.members.get(field) or class_member(owner.kind_of, field)
        return found if found is not None else Unclear(evaluator.span(node))
    field = name if name in fields else _field_name(name, "set", "with")
    if field in fields:
        set_attribute(evaluator, owner, field, given)
        return owner
    for value in arguments.positional:
        if isinstance(value, Closure):
            call(evaluator, value, Arguments(), node)
    return Unclear(evaluator.span(node), path=(name,))


def _base_constructor(evaluator: Evaluator, owner: Instance, base: str, arguments: Arguments, node: ir.Node) -> Value:
    """Do what `super(…)` does: call the constructor of the class that is named."""
    for one in owner.kind_of.ancestry():
        maker = one.members.get("__init__") if one.definition.name == base else None
        if isinstance(maker, Closure):
            return call(evaluator, maker.bound_to(owner), arguments, node)
    return Unclear(evaluator.span(node))


def case(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Say whether a switch's subject is what a bare label names: a constant of its enum, or of the class."""
    del node
    subject, value, label = arguments.positional
    if isinstance(subject, Instance) and "json" in subject.members:
        return Value("boolean", subject.members["json"].data == label.data)
    return combine(evaluator, "equal", subject, value)


def static_method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Do what a static method does that a class does not write out: Lombok's `builder()` and `of(…)`, or `values()`."""
    if not isinstance(owner, ClassThing):
        return Unclear(evaluator.span(node))
    name = _called(node)
    if name == "builder":
        return Client(BUILDER, {"_class": owner, "_given": Container("object", {})}, evaluator.span(node))
    if name == "of" and owner.fields:
        return construct(evaluator, owner, arguments, node)
    if name == "values":
        items: list[Value] = [value for value in owner.members.values() if isinstance(value, Instance)]
        return Container("array", items, born=evaluator.branch)
    if name == "valueOf":
        word = argument(arguments)
        return (class_member(owner, str(word.data)) if word is not None else None) or Unclear(evaluator.span(node))
    return Unclear(evaluator.span(node), path=(name,))


def builder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set a member of an object that Lombok's builder makes; `build()` makes it."""
    held, kind = owner.state["_given"], owner.state["_class"]
    if path == "build" and isinstance(kind, ClassThing):
        made = Instance(kind, evaluator.span(node))
        for name, default in kind.fields.items():
            given = held.data.get(name)
            made.members[name] = given if given is not None else default if default is not None else Unclear()
        return made
    value = argument(arguments)
    if value is not None:
        set_member(evaluator, held, path, value, None)
    return owner


def _is_unset(value: Value) -> bool:
    return isinstance(value, Unclear) and value.span is not None and value.span.start == value.span.end


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name).lstrip("_")


def plain(evaluator: Evaluator, value: Value, rules: Rules, *, snake: bool = False, level: int = 0) -> Value:
    """Return a value with the program's own objects as JSON objects of their fields."""
    if level > DEPTH_LIMIT or evaluator.steps < 0:
        return Unclear(value.span)
    evaluator.steps -= 1
    if isinstance(value, Instance):
        return _object(evaluator, value, rules, snake=snake, level=level)
    if isinstance(value, Client):
        settle = evaluator.dialect.settle
        return value if settle is None else settle(evaluator, value)
    if value.kind == "array":
        made = Container("array", [], value.span, is_open=value.is_open, born=evaluator.branch)
        made.data = [plain(evaluator, item, rules, snake=snake, level=level + 1) for item in value.data]
    elif value.kind == "object":
        made = Container("object", {}, value.span, is_open=value.is_open, born=evaluator.branch)
        keep_null = rules.nulls or isinstance(value, JsonContainer)
        for key, item in value.data.items():
            if keep_null or item.kind != "null":
                made.data[key] = plain(evaluator, item, rules, snake=snake, level=level + 1)
        made.keys = dict(value.keys)
    else:
        return value
    made.parts = value.parts
    return made


def _object(evaluator: Evaluator, value: Instance, rules: Rules, *, snake: bool, level: int) -> Value:
    word = value.members.get("json")
    if word is not None:
        return word
    marks = value.kind_of.definition.marks
    snake = snake or "snake_case" in marks
    nulls = rules.nulls and "non_null" not in marks
    made = Container("object", {}, value.span, born=evaluator.branch)
    for name, default in {**value.kind_of.fields, **value.members}.items():
        label = class_member(value.kind_of, f"json {name}")
        if label is not None and label.kind == "null":
            continue
        item = value.members.get(name) or class_member(value.kind_of, name) or default or Unclear()
        if _is_unset(item):
            item = Value("null", None)
        if item.kind == "null" and not nulls:
            continue
        key = str(label.data) if label is not None else _snake(name) if snake else name
        made.data[key] = plain(evaluator, item, rules, snake=snake, level=level + 1)
        if label is not None and label.span is not None:
            made.keys[key] = label.span
    return made


def written(evaluator: Evaluator, value: Value | None, rules: Rules, *, snake: bool = False) -> Value:
    """Return the JSON text of a value."""
    if value is None:
        return Unclear()
    return to_json(evaluator, plain(evaluator, value, rules, snake=snake), rules)


def as_text(evaluator: Evaluator, value: Value) -> Value:
    """Return the text of an object of the program: its own `toString()`, or the name of an enum's constant."""
    if not isinstance(value, Instance):
        return value
    own = class_member(value.kind_of, "toString")
    if isinstance(own, Closure):
        return text(evaluator, call(evaluator, own.bound_to(value), Arguments(), own.function))
    return value.members.get("json") or value


INSTANCE_METHODS: dict[str, Method] = {"*": accessor}
CLASS_METHODS: dict[str, Method] = {"*": static_method}
