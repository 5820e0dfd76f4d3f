"""The expressions of a program text in any language."""

from __future__ import annotations

from supportdesk.reading.code.words import Word


class Node:
    """An expression.

    `kind` is string, number, name, call, list, join or index; `name` the name or the last name of a call; `base` what
    stands before the last name (`client` of `client.post`); `items` the pairs `(key or None, value)` in its brackets or
    the joined pieces; `word` a string's content; `is_spread` says that `...` stands before it; `start` and `end` are
    its place in the view, `place` that of its last name.
    """

    __slots__ = ("base", "bracket", "end", "is_spread", "items", "kind", "name", "place", "start", "word")

    def __init__(self, kind: str, start: int, end: int, *, name: str = "", word: Word | None = None) -> None:
        self.kind = kind
        self.name = name
        self.word = word
        self.base: Node | None = None
        self.items: list[tuple[Node | None, Node]] = []
        self.bracket = ""
        self.is_spread = False
        self.place = (start, end)
        self.start = start
        self.end = end

    def path(self) -> str:
        """Return the dotted name of a name or call, `req.Header.Set`."""
        names: list[str] = []
        here: Node | None = self
        while here is not None and len(names) < 12:
            if here.kind in ("name", "call") and here.name:
                names.append(here.name)
            here = here.base
        return ".".join(reversed(names))


def lisp(node: Node) -> Node:
    """Return a Clojure form: a map's items paired, a list that begins with a name as a call."""
    items = node.items
    if node.bracket == "{":
        values = [value for _, value in items]
        node.items = list(zip(values[0::2], values[1::2], strict=False))
        return node
    if node.bracket == "(" and items and items[0][1].kind == "name":
        call = Node("call", node.start, node.end, name=items[0][1].name.rpartition("/")[2])
        call.items = items[1:]
        call.place = items[0][1].place
        return call
    return node


def pieces_of(node: Node) -> list[Node]:
    """Return what is joined; a text that was lengthened line by line is a join of a join, however often."""
    pieces: list[Node] = []
    while node.items and node.items[0][1].kind == "join":
        pieces += [piece for _, piece in reversed(node.items[1:])]
        node = node.items[0][1]
    pieces += [piece for _, piece in reversed(node.items)]
    return pieces[::-1]
