"""What an expression of a program text looks like: data, settings of a request, or neither."""

from __future__ import annotations

from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.roles import role_of
from supportdesk.reading.code.generic.values import Names, plain_name


def is_written(node: Node) -> bool:
    """Whether an expression has a content of its own: a literal, a collection, a call with arguments."""
    return node.kind in ("string", "join", "list") or (node.kind == "call" and bool(node.items))


def shorthand(node: Node) -> list[tuple[Node | None, Node]]:
    """Return the items of an object with its lone names as pairs: `{ method: 'POST', headers }`."""
    if node.bracket != "{" or not all(key is not None or value.kind == "name" for key, value in node.items):
        return node.items
    pairs: list[tuple[Node | None, Node]] = []
    for key, value in node.items:
        is_part = key is None and not value.is_spread and value.base is None and role_of(value.name) is not None
        pairs.append((_shown(value), value) if is_part else (key, value))
    return pairs


def _shown(node: Node) -> Node:
    key = Node("name", node.start, node.end, name=node.name)
    key.bracket = ":"
    return key


def is_data(node: Node, names: Names) -> bool:
    """Whether a collection is data and no settings of a request: its keys name no address, method or headers."""
    keys = {plain_name(names.key(key)) for key, _ in node.items if key is not None}
    if any(key is not None and key.bracket not in (":", "=>", "") for key, _ in node.items):
        return False
    if keys and any(key is None for key, _ in node.items):
        return False
    if not keys:
        return node.bracket == "[" and all(value.kind in ("number", "string") for _, value in node.items)
    if keys & {"model", "messages", "prompt", "role", "input", "contents"}:
        return True
    roles = {role_of(key) for key in keys}
    return not roles & {
        "url",
        "base",
        "path",
        "method",
        "headers",
        "body",
        "json",
        "form",
        "multipart",
        "query",
        "auth",
    }
