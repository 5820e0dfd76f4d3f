"""What the expressions of a program text stand for: simple names resolved, strings joined, collections as values."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code.generic.format import FORMATS, filled
from supportdesk.reading.code.generic.nodes import Node, pieces_of
from supportdesk.reading.code.words import Use, Word
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

RESOLVE_DEPTH = 12
"""Names and calls that are followed from one to the next."""

STEPS = 60_000
"""Expressions that are looked at for one text; what a name that doubles itself comes to is unknown from there on."""

MEMBERS = 20_000
"""Members of one collection that are read."""

_HEXADECIMAL = lazy(r"-?0[xX][0-9A-Fa-f]{1,16}")
_DECIMAL = lazy(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_MIME = lazy(r"(?:[a-z]+/[\w.+-]+(?:;.*)?|utf-?8|[A-Z]{2,4}-\d+)\Z", re.IGNORECASE)
_CONSTANTS: dict[str, bool | None] = {
    "true": True, "false": False, "null": None, "nil": None, "none": None, "undefined": None, "na": None,
    "yes": True, "no": False, "nsnull": None, "nothing": None, "json_null": None,
}  # fmt: skip
_COLLECTIONS = frozenset(
    ("list", "c", "dict", "array", "mapof", "hashmapof", "linkedmapof", "mutablemapof", "listof", "arrayof", "vector",
     "map", "mutablelistof", "listofnotnull", "of", "aslist", "struct", "hash", "object", "tuple", "ofentries", "vec")
)  # fmt: skip
_ALTERNATING = frozenset(("of", "struct", "object"))
PUTS = frozenset(("put", "add", "append", "set", "addproperty", "insert", "accumulate", "putopt", "push"))
"""Names of calls, as compared, that add to a collection."""
_PARTS = frozenset(("text", "file", "part"))
"""The same of a form that is put together: `Form::new().text("model", "m").file("image", "a.png")`."""
_PAIRS = ("header", "field", "pair", "param", "parameter", "entry", "tuple")
_SHORTHAND = frozenset(("javascript", "csharp"))
_FILES = lazy(r"file|open|getitem|readall|frompath|createreadstream|slurp|read_file|attach|blob", re.IGNORECASE)


def plain_name(name: str) -> str:
    """Return a name for comparison: lower-case letters and digits only."""
    return "".join(sign for sign in name.lower() if sign.isalnum())


class Names:
    """The names that the text assigns, and what expressions come to with them."""

    def __init__(self, view: View, language: str = "") -> None:
        self.view = view
        self.language = language
        self.values: dict[str, Node] = {}
        self.steps = 0

    def assign(self, key: Node, value: Node) -> None:
        """Take `key = value`: a name, an element of a collection (`data["k"] = v`), or an addition (`x += y`)."""
        if key.kind == "index":
            name = key.base.name if key.base is not None else ""
            old = self.values.get(name)
            if old is not None and key.items:
                target = self.resolve(old)
                if target is not None and target.kind == "list":
                    target.items.append((key.items[0][1], value))
            return
        if key.kind != "name" or not key.name:
            return
        if key.base is not None and self._set_member(key, value):
            return
        old = self.values.get(key.name)
        if key.bracket in ("+=", ".=") and old is not None:
            joined = Node("join", value.start, value.end)
            joined.items = [(None, old), (None, value)]
            self.values[key.name] = joined
        elif value is not old and not (value.kind == "name" and value.name == key.name):
            self.values[key.name] = value

    def _set_member(self, key: Node, value: Node) -> bool:
        """Take `data.k = v` on a name that holds a collection with keys; whether it was one."""
        if key.base is None or key.base.kind != "name" or key.base.base is not None:
            return False
        old = self.values.get(key.base.name)
        target = None if old is None or old.kind != "list" else old
        if target is None or target.bracket != "{" or not any(pair[0] is not None for pair in target.items):
            return False
        target.items.append((Node("name", *key.place, name=key.name), value))
        return True

    def resolve(self, node: Node, depth: int = 0) -> Node | None:
        """Return the string, number, join or collection that an expression comes to, or None where none is known."""
        self.steps += 1
        if depth > RESOLVE_DEPTH or self.steps > STEPS:
            return None
        if node.kind in ("string", "number", "join", "list"):
            if node.kind == "list" and node.bracket == "(" and len(node.items) == 1 and node.items[0][0] is None:
                return self.resolve(node.items[0][1], depth + 1)
            return self._message(node, depth) if is_message(node) else node
        if node.kind == "name":
            known = self.values.get(node.name)
            if node.base is not None and (known is None or node.base.kind != "name"):
                return self.resolve(node.base, depth + 1) if node.base.kind in ("string", "call", "list") else None
            return None if known is None or known is node else self.resolve(known, depth + 1)
        if node.kind == "call":
            return self._call(node, depth)
        return None

    def _call(self, node: Node, depth: int) -> Node | None:
        name = plain_name(node.name)
        joined = self.formatted(node, depth)
        if joined is not None:
            return joined
        if node.bracket == "{" and self.language in ("csharp", "go"):
            return _initialised(node)
        if name in _COLLECTIONS and (node.items or name in ("list", "dict", "array")):
            collection = Node("list", node.start, node.end)
            values = [value for key, value in node.items if key is None]
            if name in _ALTERNATING and len(values) == len(node.items) and len(values) > 1:
                collection.items = list(zip(values[0::2], values[1::2], strict=False))
            else:
                collection.items = node.items
            collection.bracket = "{" if any(key is not None for key, _ in collection.items) else "["
            return collection
        if node.base is not None and node.base.kind in ("string", "join", "list", "call"):
            base = self.resolve(node.base, depth + 1)
            adds = name in PUTS or (name in _PARTS and "form" in node.path().lower())
            if base is None and adds and node.base.kind == "call" and not node.base.items:
                base = Node("list", node.base.start, node.base.end)
            if base is not None:
                if base.kind == "list" and adds and len(node.items) == 2:
                    longer = Node("list", base.start, node.end)
                    longer.bracket = "{"
                    value = node.items[1][1]
                    if name == "file":
                        value = Node("call", value.start, value.end, name="file")
                        value.items = [node.items[1]]
                    longer.items = [*base.items, (node.items[0][1], value)]
                    return longer
                return base
        found = [self.resolve(value, depth + 1) for _, value in node.items[:6]]
        known = [value for value in found if value is not None and value.kind != "number"]
        for value in known:
            if value.kind != "string" or value.word is None or not _MIME.match(value.word.text):
                return value
        if node.base is not None and node.base.kind == "name" and node.base.name in self.values:
            base = self.resolve(node.base, depth + 1)
            if base is not None:
                return base
        return known[0] if known else None

    def formatted(self, node: Node, depth: int = 0) -> Node | None:
        """Return what a call or message that fills a format comes to, or None where it is no such call.

        The format is its first argument or, `"%s".format(x)`, its receiver.
        """
        arguments, template = node.items, None
        if node.kind == "call":
            name = plain_name(node.name)
            if name not in FORMATS and not (name == "string" and arguments and _is_format(arguments[0][0])):
                return None
            if node.base is not None and node.base.kind == "string":
                template = node.base
        elif is_message(node) and plain_name((node.items[1][0] or node).name) in FORMATS:
            arguments = node.items[1:]
        else:
            return None
        if template is None and arguments:
            template, arguments = self.resolve(arguments[0][1], depth + 1), arguments[1:]
        if template is None or template.kind != "string" or template.word is None:
            return None
        return filled(template.word, arguments, (node.start, node.end))

    def _message(self, node: Node, depth: int) -> Node | None:
        """Return what `[receiver selector:argument]` comes to: its first argument that is known, or the receiver."""
        joined = self.formatted(node, depth)
        if joined is not None:
            return joined
        for _, value in (*node.items[1:6], node.items[0]):
            found = self.resolve(value, depth + 1)
            if found is not None and found.kind != "number":
                return found
        return None

    def word(self, node: Node, depth: int = 0) -> Word:
        """Return the characters that an expression comes to, UNKNOWN for what is not known."""
        unknown = Word.unknown(self.view.span(node.start, node.end))
        if node.kind == "string" and node.word is not None:
            return node.word
        self.steps += 1
        if depth > RESOLVE_DEPTH or self.steps > STEPS:
            return unknown
        if node.kind == "join":
            joined = Word.join([self.word(piece, depth + 1) for piece in pieces_of(node)], self.view.source)
            self.steps += joined.view.run_count  # a text that holds itself twice doubles with each level
            return joined
        if node.kind == "number":
            return Word(self.view.cut(node.start, node.end))
        if node.kind in ("name", "call", "list"):
            found = self.resolve(node)
            if found is not None and found is not node and found.kind in ("string", "join", "number"):
                word = self.word(found, depth + 1)
                # of an interpolation the word is what stands between its signs, the node the whole string
                place = self.view.span(node.start, node.end) if node.word is None else node.word.span()
                return Word(word.view, (*word.uses, Use(place, tuple(word.view.places()))))
        return unknown

    def value(self, node: Node, depth: int = 0) -> Value:
        """Return the JSON value that an expression comes to."""
        place = self.view.span(node.start, node.end)
        self.steps += 1
        if depth > 2 * RESOLVE_DEPTH or self.steps > STEPS:
            return Value.unknown(place)
        if node.kind == "string":
            return _literal(self.word(node), place)
        if node.kind == "join":
            return self.word(node).value()
        if node.kind == "number":
            return _number(node.name, place)
        if node.kind == "list":
            return self._collection(node, depth)
        if node.kind == "name":
            constant = plain_name(node.name)
            if constant in _CONSTANTS and node.name not in self.values:
                plain = _CONSTANTS[constant]
                return Value("null" if plain is None else "boolean", plain, place)
        if node.kind == "call" and plain_name(node.name) in ("null", "int", "float", "bool", "numberwithint"):
            return self.value(node.items[0][1], depth + 1) if node.items else Value("null", None, place)
        found = self.resolve(node)
        return Value.unknown(place) if found is None or found is node else self.value(found, depth + 1)

    def _collection(self, node: Node, depth: int) -> Value:
        place = self.view.span(node.start, node.end)
        if node.bracket == "(" and len(node.items) == 1 and node.items[0][0] is None:
            return self.value(node.items[0][1], depth + 1)
        keyed = any(key is not None for key, _ in node.items)
        if not keyed and node.bracket == "{" and self.language in _SHORTHAND:
            keyed = all(item.is_spread or (item.kind == "name" and item.base is None) for _, item in node.items)
        if keyed or (node.bracket == "{" and not node.items):
            return self._object(node, depth)
        items: list[Value] = []
        for _, value in node.items:
            spread = self.resolve(value) if value.is_spread else None
            if spread is not None and spread.kind == "list" and depth < RESOLVE_DEPTH:
                inner = self._collection(spread, depth + 1)
                items.extend(inner.data if inner.kind == "array" else [inner])
            else:
                items.append(self.value(value, depth + 1))
        return Value("array", items, place)

    def _object(self, node: Node, depth: int) -> Value:
        """Return a collection with keys: pairs, spread collections (`...other`), names that are key and value."""
        members: dict[str, Value] = {}
        value = Value("object", members, self.view.span(node.start, node.end))
        for key, item in node.items[:MEMBERS]:
            if key is not None:
                name = self.key(key)
                members[name] = self.value(item, depth + 1)
                value.keys[name] = self.view.span(key.start, key.end)
            elif item.is_spread:
                is_name = item.kind == "name" and depth < RESOLVE_DEPTH
                other = self.value(item, depth + 1) if is_name else Value.unknown()
                if other.kind == "object":
                    members.update(other.data)
                    value.keys.update(other.keys)
                    value.is_open = value.is_open or other.is_open
                else:
                    value.is_open = True
            elif item.kind == "name":
                members[item.name] = self.value(item, depth + 1)
                value.keys[item.name] = self.view.span(*item.place)
            else:
                value.is_open = True
        return value

    def key(self, node: Node) -> str:
        """Return the text of a pair's key: a string's content or a name as it is."""
        if node.kind in ("name", "flag", "number"):
            return node.name
        if node.kind == "list" and len(node.items) == 1:
            return self.key(node.items[0][1])
        if node.kind == "index" and node.items:
            return self.key(node.items[0][1])
        return self.word(node).text if node.kind != "call" else node.name

    def pairs(self, node: Node, depth: int = 0) -> list[tuple[Node, Node]]:
        """Return the name and value expressions of a collection of headers or fields, however it is written."""
        found = self.resolve(node)
        if found is None or found.kind != "list":
            return []
        pairs: list[tuple[Node, Node]] = []
        bare: list[Node] = []
        has_keys = any(key is not None for key, _ in found.items)
        for key, value in found.items:
            if key is not None:
                pairs.append((key, value))
                continue
            if value.is_spread:
                pairs.extend(self.pairs(value, depth + 1) if value.kind == "name" and depth < RESOLVE_DEPTH else ())
                continue
            if has_keys and found.bracket == "{" and value.kind == "name":
                pairs.append((value, value))
                continue
            if _is_pair(value) and self._is_text(value.items[0][1]):
                pairs.append((value.items[0][1], value.items[1][1]))
                continue
            inner = self.resolve(value)
            if inner is not None and inner.kind == "list" and len(inner.items) == 2 and inner.items[0][0] is None:
                if inner.items[0][1].kind == "list" and depth < RESOLVE_DEPTH:
                    pairs.extend(self.pairs(inner, depth + 1))
                else:
                    pairs.append((inner.items[0][1], inner.items[1][1]))
            elif inner is not None and inner.kind == "list" and len(inner.items) == 1 and inner.items[0][0] is not None:
                pairs.append((inner.items[0][0], inner.items[0][1]))
            elif inner is not None and inner.kind in ("string", "join"):
                bare.append(value)
        if not pairs and len(bare) % 2 == 0 and bare and not any(": " in self.word(node).text for node in bare[::2]):
            pairs = list(zip(bare[0::2], bare[1::2], strict=False))
        return pairs

    def lines(self, node: Node) -> list[Word]:
        """Return the `Name: value` strings of a list of headers."""
        found = self.resolve(node)
        if found is None or found.kind != "list":
            return []
        return [self.word(value) for key, value in found.items if key is None and self._is_text(value)]

    def _is_text(self, node: Node) -> bool:
        found = self.resolve(node)
        return found is not None and found.kind in ("string", "join")

    def file_name(self, node: Node) -> Word | None:
        """Return the base name of the file that an expression opens, or None where it opens none."""
        if node.kind != "call" or not _FILES.search(node.path()):
            if node.kind == "call" and node.base is not None:
                return self.file_name(node.base)
            return None
        found = self.resolve(node)
        if found is None or found.kind not in ("string", "join"):
            return None
        word = self.word(found)
        base = word.text.replace("\\", "/").rpartition("/")[2]
        return word.cut(len(word.text) - len(base))


def _initialised(node: Node) -> Node:
    """Return the collection that `new Dictionary<…> { ["k"] = v }`, `new() { { "k", v } }`, `Body{Model: v}` make."""
    made = Node("list", node.start, node.end)
    made.items = node.items
    inner = [value for key, value in node.items if key is None and value.kind == "list" and value.bracket == "{"]
    if inner and len(inner) == len(node.items) and all(len(value.items) == 2 for value in inner):
        made.items = [(value.items[0][1], value.items[1][1]) for value in inner]
    made.bracket = "{" if any(key is not None for key, _ in made.items) else "["
    return made


def _is_pair(node: Node) -> bool:
    """Whether a call makes one member of a collection: `HeaderField('a', 'b')`, `new NameValuePair("a", "b")`."""
    if node.kind != "call" or len(node.items) != 2 or any(key is not None for key, _ in node.items):
        return False
    return plain_name(node.name).endswith(_PAIRS)


def _is_format(key: Node | None) -> bool:
    return key is not None and key.name == "format"


def is_message(node: Node) -> bool:
    """Whether a bracket is an Objective-C message: a receiver, then named arguments."""
    if node.bracket != "[" or len(node.items) < 2 or node.items[0][0] is not None:
        return False
    key = node.items[1][0]
    return key is not None and key.kind == "name" and key.bracket == ":"


def _literal(word: Word, place: Span) -> Value:
    value = word.value()
    if value.span is not None:
        value.span = place
    return value


def _number(text: str, span: Span) -> Value:
    digits = text.replace("_", "").rstrip("fLlUuNmd")
    if _HEXADECIMAL.fullmatch(digits):
        return Value("number", int(digits, 16), span)
    if len(digits) > 300 or not _DECIMAL.fullmatch(digits):
        return Value.unknown(span)
    is_whole = digits.lstrip("-").isdigit()
    return Value("number", int(digits) if is_whole else float(digits), span)
