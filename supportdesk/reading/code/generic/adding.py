"""What calls add to a name that a program text has assigned: members, items, and text behind a text."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.values import PUTS, Names, is_message, plain_name

_ADDRESS = lazy(r"https?://|/v\d")
_MADE_FORM = lazy(r"form|multipart", re.IGNORECASE)
_LENGTHENS = frozenset(("append", "appenddata", "appendstring", "appendformat", "pushstr", "concat", "write", "strcat"))
"""Names of calls, as compared, that put a text behind what their object holds."""


def add(names: Names, call: Node) -> bool:
    """Take `data.put("k", v)`, `list.push(v)` or `text.append("x")` on a name that is known; whether it was one."""
    if call.kind == "list" and is_message(call):
        key, value = call.items[1]
        receiver = call.items[0][1]
        known = receiver.kind == "name" and key is not None and len(call.items) == 2
        return known and key is not None and _lengthen(names, receiver.name, key.name, value)
    if call.base is None or call.base.kind != "name" or call.base.name not in names.values:
        return False
    alone = len(call.items) == 1 and call.items[0][0] is None
    if alone and _lengthen(names, call.base.name, call.name, call.items[0][1]):
        return True
    return plain_name(call.name) in PUTS and 1 <= len(call.items) <= 3 and _put(names, call, call.base.name)


def _lengthen(names: Names, name: str, call: str, value: Node) -> bool:
    old = names.values.get(name)
    found = names.resolve(old) if old is not None and plain_name(call) in _LENGTHENS else None
    more = names.resolve(value) if found is not None and found.kind in ("string", "join") else None
    if found is None or more is None or more.kind not in ("string", "join", "number"):
        return False
    joined = Node("join", value.start, value.end)
    joined.items = [(None, found), (None, more)]
    names.values[name] = joined
    return True


def _put(names: Names, call: Node, name: str) -> bool:
    if len(call.items) == 3 and not _MADE_FORM.search(names.values[name].name):
        return False
    if _ADDRESS.match(names.word(call.items[0][1]).text):  # a request of method PUT, or one that is put together
        return False
    target = names.values[name]
    found = names.resolve(target)
    if found is None and target.kind == "call":
        found = Node("list", target.start, target.end, name=target.name)
        found.bracket = "{" if len(call.items) > 1 else "["
        names.values[name] = found
    if found is None or found.kind != "list":
        return False
    if len(call.items) > 1:
        value = call.items[1][1]
        if len(call.items) == 3:  # the third argument is the name that the file is sent under
            value = Node("call", call.items[2][1].start, call.items[2][1].end, name="file")
            value.items = [call.items[2]]
        found.items.append((call.items[0][1], value))
    elif found.bracket == "[" or not found.items:
        found.bracket = "["
        found.items.append((None, call.items[0][1]))
    else:
        return False
    return True
