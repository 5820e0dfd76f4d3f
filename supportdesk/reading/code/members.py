"""Members and items of values: reading, writing and spreading them."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import (
    Bound,
    ClassThing,
    Client,
    Closure,
    Container,
    Instance,
    Reference,
    Thing,
    Unclear,
    spans_of,
)
from supportdesk.source import Span
from supportdesk.value import Value

MEDIA_NAMES = frozenset(
    (
        "url", "urls", "video", "video_url", "video_urls", "videos", "image", "image_url", "image_urls", "images",
        "audio", "audio_url", "b64_json", "output", "outputs", "result", "results", "resultUrls", "download_url",
        "file_url",
    )
)  # fmt: skip
"""Members of an answer that hold a finished picture, film or sound."""


def get_attribute(evaluator: Evaluator, target: Value, name: str, node: ir.Node) -> Value:
    """Return `target.name`."""
    if name.endswith("()"):
        name = _method_name(target, name)
    if isinstance(target, Unclear):
        return _further(evaluator, target, name, node)
    if isinstance(target, Instance):
        return _of_instance(evaluator, target, name, node)
    if isinstance(target, ClassThing):
        return _of_class(evaluator, target, name, node)
    if isinstance(target, Reference):
        path = f"{target.path}.{name}"
        known = evaluator.modules.get(path) or evaluator.dialect.names.get(path)
        return evaluator.placed(known, node) if isinstance(known, Value) else Reference(path, evaluator.span(node))
    if isinstance(target, Client):
        found = target.state.get(name)
        return found if found is not None else _own(evaluator, target, target.family, name, node)
    if isinstance(target, Bound):
        return _of_parent(target, name) or Bound(target.owner, f"{target.path}.{name}", evaluator.span(node))
    if target.kind == "object" and name not in evaluator.dialect.methods["object"]:
        member: Value | None = target.data.get(name)
        if member is None:
            member = _absent(evaluator, target, node)
        if member is not None:
            return _with_receiver(evaluator, member, target)
    if target.kind == "null" and evaluator.dialect.missing and name not in evaluator.dialect.methods["null"]:
        return evaluator.dialect.missing
    if not isinstance(target, Thing) and name == "value":
        return target
    return _own(evaluator, target, target.kind, name, node)


def _of_class(evaluator: Evaluator, target: ClassThing, name: str, node: ir.Node) -> Value:
    found = class_member(target, name)
    if isinstance(found, Closure) and "classmethod" in found.function.marks:
        return found.bound_to(target)
    return found if found is not None else evaluator.bound(target, name, node)


def _of_parent(target: Bound, name: str) -> Value | None:
    """Return a method that `super` names, of the object that it is said of."""
    owner = target.owner
    if target.path != "super" or not isinstance(owner, Instance) or name == "__init__":
        return None
    found = next((one.members[name] for one in owner.kind_of.ancestry()[1:] if name in one.members), None)
    return found.bound_to(owner) if isinstance(found, Closure) else None


def _own(evaluator: Evaluator, target: Value, kind: str, name: str, node: ir.Node) -> Value:
    """Return a member that every value of a kind has, else `target.name` to be called or looked into further."""
    read = evaluator.dialect.attributes.get(kind, {}).get(name)
    return evaluator.bound(target, name, node) if read is None else read(evaluator, target, node)


def _absent(evaluator: Evaluator, target: Value, node: ir.Node) -> Value | None:
    """Return what a member is that an object does not have; None where the language has no value for that."""
    missing = evaluator.dialect.missing
    return Unclear(evaluator.span(node), spans_of(target)) if missing is not None and target.is_open else missing


def _with_receiver(evaluator: Evaluator, member: Value, owner: Value) -> Value:
    """Return a member; a function in an object knows that object where the language gives it a name for it."""
    if not (evaluator.dialect.receiver and isinstance(member, Closure) and member.owner is None):
        return member
    return member if "arrow" in member.function.marks else member.bound_to(owner)


def _method_name(target: Value, name: str) -> str:
    """Return the name of a method that a class keeps as `name()`, since it has a field of that name, else `name`."""
    owner = target.kind_of if isinstance(target, Instance) else target
    return name if isinstance(owner, ClassThing) and class_member(owner, name) is not None else name[:-2]


def get_item(evaluator: Evaluator, target: Value, index: Value, node: ir.Node) -> Value:
    """Return `target[index]`."""
    if target.kind == "object" and index.kind in ("string", "number") and not index.is_open:
        found = target.data.get(str(index.data))
        if found is None:
            found = _absent(evaluator, target, node)
        return found if found is not None else Unclear(evaluator.span(node), spans_of(target))
    if target.kind in ("array", "string") and isinstance(index.data, int) and not isinstance(index.data, bool):
        if -len(target.data) <= index.data < len(target.data) and not target.is_open:
            item = target.data[index.data]
            return item if isinstance(item, Value) else Value("string", item, None, parts=spans_of(target))
        absent = _absent(evaluator, target, node) if target.kind == "array" else None
        return absent if absent is not None else Unclear(evaluator.span(node), spans_of(target))
    if target.kind == "array" and index.known and not target.is_open and evaluator.dialect.missing is not None:
        return evaluator.dialect.missing
    if isinstance(target, Unclear):
        return _further(evaluator, target, str(index.data) if index.known else "", node)
    if isinstance(target, Reference) and target.path == "os.environ" and index.known:
        return evaluator.environment.get(str(index.data)) or Unclear(evaluator.span(node))
    if isinstance(target, Reference | Instance) and index.kind == "string" and index.known:
        return get_attribute(evaluator, target, str(index.data), node)
    if isinstance(target, ClassThing) and index.known:
        return class_member(target, str(index.data)) or Unclear(evaluator.span(node))
    if isinstance(target, Client) and index.kind == "string" and not index.data.startswith("%"):
        return target.state.get(str(index.data)) or Unclear(evaluator.span(node))
    return unknown_of(target, span=evaluator.span(node))


def class_member(owner: ClassThing, name: str) -> Value | None:
    """Return a member of a class or of its bases, or None."""
    for one in owner.ancestry():
        found = one.members.get(name)
        if found is not None:
            return found
    return None


def set_attribute(evaluator: Evaluator, target: Value, name: str, value: Value) -> None:
    """Do `target.name = value`; of an object born before an open branch what differs becomes unknown."""
    members: dict[str, Value] | None = None
    if isinstance(target, Instance | ClassThing):
        members = target.members
    elif isinstance(target, Client):
        members = target.state
    elif isinstance(target, Reference):
        members, name = evaluator.modules, f"{target.path}.{name}"
    elif isinstance(target, Bound) and isinstance(target.owner, Client):
        members, name = target.owner.state, f"{target.path}.{name}"
    elif target.kind == "object":
        set_member(evaluator, target, name, value, None)
    elif isinstance(target, Unclear) and isinstance(value, Closure):
        evaluator.scope.outermost().names[f"({name} {value.function.start})"] = value  # something may call it
    if members is not None:
        old = members.get(name)
        if evaluator.branch and old is not None and not same(old, value):
            value = unknown_of(old, value)
        members[name] = value


def set_item(evaluator: Evaluator, target: Value, index: Value, value: Value) -> None:
    """Do `target[index] = value`."""
    if target.kind == "object":
        if index.kind not in ("string", "number") or index.is_open:
            changed(target)
            target.is_open = True
            return
        spans = spans_of(index)
        set_member(evaluator, target, str(index.data), value, spans[0] if spans else None)
    elif target.kind == "array":
        changed(target)
        number = index.data
        if isinstance(number, int) and -len(target.data) <= number < len(target.data) and is_sure(evaluator, target):
            target.data[number] = value
        else:
            target.is_open = True
    elif isinstance(target, Reference) and target.path == "os.environ" and index.known:
        evaluator.environment[str(index.data)] = value
    elif isinstance(target, Instance | Client | Reference) and index.known and not str(index.data).startswith("%"):
        set_attribute(evaluator, target, str(index.data), value)


def set_member(evaluator: Evaluator, target: Value, name: str, value: Value, place: Span | None) -> None:
    """Set a member of an object; in a branch that may not be taken it only leaves the object open."""
    changed(target)
    old = target.data.get(name)
    if is_sure(evaluator, target):
        target.data[name] = value
        if place is not None:
            target.keys[name] = place
        else:
            target.keys.pop(name, None)
        return
    target.is_open = True
    if old is not None and not same(old, value):
        target.data[name] = unknown_of(old, value)


def remove(evaluator: Evaluator, target: Value, index: Value) -> Value | None:
    """Take a member or item away and return it; None when it is not there or not known."""
    changed(target)
    if not is_sure(evaluator, target) or not index.known:
        target.is_open = True
        return None
    if target.kind == "object":
        target.keys.pop(str(index.data), None)
        found: Value | None = target.data.pop(str(index.data), None)
        return found
    if target.kind == "array" and isinstance(index.data, int) and -len(target.data) <= index.data < len(target.data):
        item: Value = target.data.pop(index.data)
        return item
    return None


def changed(target: Value) -> None:
    """Say that a container no longer is what its literal says: the literal becomes a part of it."""
    if target.span is not None:
        target.parts = (target.span,)
        target.span = None


def is_sure(evaluator: Evaluator, target: Value) -> bool:
    """Say whether a change of a container that is made now is made for sure."""
    return not evaluator.branch or (isinstance(target, Container) and target.born >= evaluator.branch)


def spread_members(made: Value, value: Value) -> None:
    """Pour the members of an object into `made`; anything else leaves it open."""
    if value.kind == "object":
        made.data.update(value.data)
        made.keys.update(value.keys)
        made.is_open = made.is_open or value.is_open
    elif isinstance(value, Instance):
        made.data.update(value.members)
    elif value.kind != "null":
        made.is_open = True


def spread_items(made: Value, value: Value) -> None:
    """Pour the items of an array (the keys of an object, the characters of a string) into `made`."""
    if value.kind == "array":
        made.data.extend(value.data)
        made.is_open = made.is_open or value.is_open
    elif value.kind == "object":
        for key in value.data:
            place = value.keys.get(key)
            made.data.append(Value("string", key, place, parts=() if place else spans_of(value)))
        made.is_open = made.is_open or value.is_open
    elif value.kind == "string" and not value.is_open:
        made.data.extend(Value("string", sign, None, parts=spans_of(value)) for sign in value.data[:400])
    elif isinstance(value, ClassThing):
        made.data.extend(member for member in value.members.values() if not isinstance(member, Closure))
    else:
        made.is_open = True


def _further(evaluator: Evaluator, target: Unclear, name: str, node: ir.Node) -> Unclear:
    """Return a member of something unknown; it remembers the answer that it comes from."""
    span = evaluator.span(node)
    if target.origin is not None:
        if name in MEDIA_NAMES:
            evaluator.fact("media_read", target.origin, span)
        elif name == "choices" and not target.path:
            evaluator.fact("json_read", target.origin, span)
    path = (*target.path[-7:], name)
    return Unclear(span, target.parts, origin=target.origin, path=path)


def _of_instance(evaluator: Evaluator, target: Instance, name: str, node: ir.Node) -> Value:
    found = target.members.get(name)
    if found is not None:
        return found
    found = class_member(target.kind_of, name)
    if isinstance(found, Closure):
        if "staticmethod" in found.function.marks:
            return found
        bound = found.bound_to(target)
        if "property" in found.function.marks or "cached_property" in found.function.marks:
            from supportdesk.reading.code.calls import call

            return call(evaluator, bound, None, node)
        return bound
    if found is not None:
        return found
    return evaluator.bound(target, name, node)
