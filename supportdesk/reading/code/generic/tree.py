"""Tokens of any program text as nested expressions: literals, names, calls, collections, pairs.

No grammar of one language: a pair is what stands on both sides of `:`, `=>`, `=` and the like, a call is a name with
brackets behind it, a collection is a bracket by itself. What does not fit is passed over. Linear in the tokens.
"""

from __future__ import annotations

from supportdesk.reading.code.dialects import Dialect
from supportdesk.reading.code.generic.nodes import Node, lisp
from supportdesk.reading.code.generic.tokens import Token
from supportdesk.reading.code.generic.type_names import generic_end, type_end

DEPTH = 60
"""Levels of brackets that are read; what lies deeper is passed over."""

CHAIN = 80
"""Names, calls and indexes that may follow one another in one expression."""

_OPEN = {"(": ")", "[": "]", "{": "}"}
_PAIR = frozenset((":", "=>", "=", ":=", "<-", "+=", ".="))
_PREFIX = frozenset("&*!~@%\\^-?#<>")
_SKIPPED_NAMES = frozenset(
    """new await return try final const let var val local my our auto static private public protected readonly yield do
    then in defer go lazy override export default async as is not throw else end begin""".split()  # noqa: SIM905  a list of words
)
_ENDS = frozenset(("in", "let", "fun", "and", "then", "else", "match", "with", "open", "return"))
_GENERIC = frozenset(("java", "csharp", "kotlin", "javascript", "rust", "dart", "swift"))
_JOINING = frozenset(("+", "++", "<>", "^"))


def build(tokens: list[Token], dialect: Dialect, name: str) -> list[tuple[Node | None, Node]]:
    """Return the top-level expressions of a program text as pairs."""
    return _Builder(tokens, dialect, name).entries(0, len(tokens), 0)


class _Builder:
    def __init__(self, tokens: list[Token], dialect: Dialect, name: str) -> None:
        self.tokens = tokens
        self.dialect = dialect
        self.language = name
        self.joining = _JOINING | ({"."} if dialect.dot else set()) | ({".."} if name == "lua" else set())
        self.made: set[int] = set()
        self.match = self._brackets()
        self.at = 0

    def _brackets(self) -> dict[int, int]:
        """Return opening token → closing token; an unclosed one ends with the text."""
        match: dict[int, int] = {}
        stack: list[int] = []
        for place, token in enumerate(self.tokens):
            if token.kind != "sign":
                continue
            if token.text in _OPEN:
                stack.append(place)
            elif token.text in (")", "]", "}"):
                while stack:
                    opening = stack.pop()
                    match[opening] = place
                    if _OPEN[self.tokens[opening].text] == token.text:
                        break
        for opening in stack:
            match[opening] = len(self.tokens)
        return match

    def entries(self, start: int, end: int, depth: int) -> list[tuple[Node | None, Node]]:
        """Return what stands in the tokens `[start, end)` as pairs."""
        found: list[tuple[Node | None, Node]] = []
        if depth > DEPTH:
            return found
        self.at = start
        bare_before: Node | None = None
        while self.at < end:
            token = self.tokens[self.at]
            if token.kind == "sign" and token.text in (",", ";", "\n", "}", ")", "]"):
                if token.text != ",":
                    bare_before = None
                self.at += 1
                continue
            node = self._expression(end, depth)
            if node is None:
                self.at += 1
                continue
            pairs = self._pair(node, end, depth)
            found.extend(pairs)
            if bare_before is not None and pairs[0][0] is not None and pairs[0][0].name in ("err", "_", "error", "ok"):
                found.append((bare_before, pairs[0][1]))
            bare_before = node if pairs[0][0] is None and node.kind == "name" else None
        return found

    def _pair(self, key: Node, end: int, depth: int) -> list[tuple[Node | None, Node]]:
        """Return the pair or pairs that begin with `key` (`x: Type = value` names the same key twice)."""
        sign = self._sign(end)
        if key.kind == "flag":
            argument = self._expression(end, depth) if self.at < end else None
            return [(None, key)] if argument is None else [(key, argument)]
        if depth > DEPTH:
            return [(None, key)]
        if self.language == "clojure" or (sign not in _PAIR and not (sign == "to" and self.language == "kotlin")):
            return [(None, key)]
        pairs: list[tuple[Node | None, Node]] = []
        while sign in _PAIR or sign == "to":
            mark = self.at
            self.at += 1
            self._skip_lines(end)
            found = self._expression(end, depth) if self.at < end else None
            if found is None:
                self.at = max(self.at, mark + 1)
                pairs.append((None, key))
                return pairs
            value = found
            sign = self._sign(end)
            if sign not in ("=", "=>") or value.kind not in ("name", "call", "list", "index"):
                break
            if sign == "=>" or self.tokens[mark].text in ("=", ":="):
                pairs.append((key, value))
                return pairs + self._pair(value, end, depth + 1)
        key.bracket = self.tokens[mark].text
        pairs.append((key, value))
        return pairs

    def _sign(self, end: int) -> str:
        """Return the next sign (or `to`) behind line ends that a pair may span; '' where there is none."""
        if self.at >= end:
            return ""
        token = self.tokens[self.at]
        if token.kind == "sign" or token.text == "to":
            return token.text
        return ""

    def _skip_lines(self, end: int) -> None:
        while self.at < end and self.tokens[self.at].text == "\n" and self.tokens[self.at].kind == "sign":
            self.at += 1

    def _expression(self, end: int, depth: int) -> Node | None:
        node = self._operand(end, depth)
        if node is None:
            return None
        pieces = [node]
        while self.at < end:
            here = self.at
            self._skip_lines(end)
            token = self.tokens[self.at] if self.at < end else None
            if token is None or token.kind != "sign" or token.text not in self.joining:
                adjacent = token is not None and token.kind in ("string", "sign") and self.dialect.adjacent
                if adjacent and pieces[-1].kind == "string" and self._adjacent(end):
                    piece = self._operand(end, depth)
                    if piece is not None and piece.kind == "string":
                        pieces.append(piece)
                        continue
                self.at = here
                break
            self.at += 1
            self._skip_lines(end)
            piece = self._operand(end, depth)
            if piece is None:
                break
            pieces.append(piece)
        if len(pieces) == 1:
            return node
        joined = Node("join", pieces[0].start, pieces[-1].end)
        joined.items = [(None, piece) for piece in pieces]
        return joined

    def _adjacent(self, end: int) -> bool:
        token = self.tokens[self.at]
        if token.kind == "string":
            return True
        return token.text == "@" and self.at + 1 < end and self.tokens[self.at + 1].kind == "string"

    def _operand(self, end: int, depth: int) -> Node | None:
        is_spread = self._skip_prefixes(end)
        if self.at >= end:
            return None
        token = self.tokens[self.at]
        typed = self._typed(end, depth) if self.language == "go" else None
        if typed is not None:
            return self._postfix(typed, end, depth)
        if token.kind == "string":
            node = self._string(token)
        elif token.kind in ("number", "name", "flag"):
            node = Node(token.kind, token.start, token.end, name=token.text)
        elif token.text in _OPEN:
            node = self._postfix(self._group(depth), end, depth)
            node.is_spread = is_spread
            return node
        else:
            return None
        self.at += 1
        node = self._postfix(node, end, depth)
        node.is_spread = is_spread
        return self._application(node, end, depth) if self.language in ("ocaml", "powershell") else node

    def _skip_prefixes(self, end: int) -> bool:
        """Pass over signs and words before an operand; return whether `...` was among them."""
        is_spread = False
        while self.at < end:
            token = self.tokens[self.at]
            if token.kind == "sign" and token.text in (":", "..", "...") and self._name_follows(end, token.text):
                is_spread = token.text == "..."
            elif not (token.kind == "sign" and token.text in _PREFIX) and not (
                token.kind == "name" and token.text in _SKIPPED_NAMES and self._value_follows(end)
            ):
                break
            if token.text == "new" and self.at + 1 < end:
                self.made.add(self.tokens[self.at + 1].start)
            self.at += 1
        return is_spread

    def _typed(self, end: int, depth: int) -> Node | None:
        """Return the collection or conversion that a type of Go opens: `map[string]any{…}`, `[]byte(…)`."""
        first = self.tokens[self.at]
        at = type_end(self.tokens, self.match, self.at, end)
        if not at:
            return None
        self.at = at
        node = self._group(depth)
        node.start = first.start
        if node.bracket == "{" and first.text == "[":
            node.bracket = "["
        return node

    def _application(self, node: Node, end: int, depth: int) -> Node:
        """Return a name with the arguments that stand behind it without brackets, `of_string "…"`, `Get-Item "…"`."""
        if node.kind != "name" or (self.language == "powershell" and "-" not in node.name) or node.name in _ENDS:
            return node
        call = Node("call", node.start, node.end, name=node.name)
        call.base, call.place = node.base, node.place
        while self.at < end and len(call.items) < 8:
            token = self.tokens[self.at]
            if token.kind == "string":
                argument = self._string(token)
            elif token.kind == "name" and self.language == "ocaml" and token.text not in _ENDS:
                argument = Node("name", token.start, token.end, name=token.text)
            elif token.kind == "sign" and token.text in ("(", "[") and self.language == "ocaml":
                argument = self._group(depth)
                call.items.append((None, argument))
                call.end = argument.end
                continue
            else:
                break
            call.items.append((None, argument))
            call.end = token.end
            self.at += 1
        return call if call.items else node

    def _name_follows(self, end: int, sign: str) -> bool:
        if self.at + 1 >= end:
            return False
        following = self.tokens[self.at + 1]
        is_collection = sign == "..." and following.text in _OPEN and following.kind == "sign"
        return (following.kind == "name" or is_collection) and following.start == self.tokens[self.at].end

    def _value_follows(self, end: int) -> bool:
        if self.at + 1 >= end:
            return False
        following = self.tokens[self.at + 1]
        return following.kind in ("name", "string", "number") or following.text in ("[", "{", "!", "\\", "@", "&")

    def _string(self, token: Token) -> Node:
        nodes: list[Node] = []
        for word, name in token.parts:
            if name is None:
                if word.text or len(token.parts) == 1:
                    nodes.append(Node("string", token.start, token.end, word=word))
            else:
                nodes.append(Node("name", token.start, token.end, name=name.rpartition(".")[2], word=word))
        if len(nodes) == 1 and nodes[0].kind == "string":
            return nodes[0]
        joined = Node("join", token.start, token.end)
        joined.items = [(None, node) for node in nodes]
        return joined

    def _group(self, depth: int) -> Node:
        opening = self.at
        closing = self.match.get(opening, len(self.tokens))
        token = self.tokens[opening]
        last = self.tokens[min(closing, len(self.tokens) - 1)]
        node = Node("list", token.start, last.end)
        is_empty_map = closing == opening + 2 and self.tokens[opening + 1].text == ":"  # `[:]` of Swift and Groovy
        node.bracket = "{" if is_empty_map else token.text
        node.items = self.entries(opening + 1, closing, depth + 1)
        self.at = closing + 1
        return node if self.language != "clojure" else lisp(node)

    def _postfix(self, node: Node, end: int, depth: int) -> Node:
        for _ in range(CHAIN):
            here = self.at
            self._skip_lines(end)
            token = self.tokens[self.at] if self.at < end else None
            if token is None or token.kind != "sign":
                self.at = here
                return node
            is_initialised = token.text == "{" and self.language == "csharp" and self._is_made(node)
            if here != self.at and not is_initialised and token.text not in (".", "->", "?.", "..", "::", "|>"):
                self.at = here
                return node
            longer = self._longer(node, token, end, depth)
            if longer is None:
                self.at = here
                return node
            node = longer
        return node

    def _longer(self, node: Node, token: Token, end: int, depth: int) -> Node | None:
        """Return `node` with the name, call or index that the sign `token` adds to it, or None where it adds none."""
        sign = token.text
        following = self.tokens[self.at + 1] if self.at + 1 < end else None
        if (
            sign in ("!", "?")
            and following is not None
            and (following.text in ("(", ".", "[", "{", ";", "?.", "!", ")", ",") or self.language == "rust")
        ):
            self.at += 1
            return node
        cascades = sign == ".." and node.kind == "string"  # Dart goes on with what the string was given to
        if sign in (".", "->", "?.", "::", "..", "/", "|>", ":") and following is not None and not cascades:
            if following.kind != "name" or not self._is_member(sign, token, following):
                return None
            self.at += 2
            longer = Node("name", node.start, following.end, name=following.text)
            longer.base = node
            longer.place = (following.start, following.end)
            return longer
        touches = token.start == node.end
        if sign == "<>" and self.language in _GENERIC and node.kind == "name" and touches:
            self.at += 1
            node.end = token.end
            return node
        if sign == "{" and self.language == "csharp" and node.bracket == "[" and not node.items:
            group = self._group(depth)
            group.bracket = "["
            return group
        if (
            sign == "<"
            and self.language in _GENERIC
            and node.kind == "name"
            and (behind := generic_end(self.tokens, self.at, end))
        ):
            self.at = behind
            node.end = self.tokens[self.at - 1].end
            return node
        if (
            sign == "("
            and node.kind in ("name", "call")
            and (touches or self.language in ("c", "csharp", "java", "php", "r"))
        ):
            return self._call(node, depth)
        if sign == "[" and touches and node.kind in ("name", "call", "index"):
            group = self._group(depth)
            index = Node("index", node.start, group.end)
            index.base, index.items = node, group.items
            return index
        if (
            sign == "{"
            and node.kind in ("name", "call", "index")
            and (touches or self.language in ("csharp", "kotlin", "go"))
        ):
            return self._call(node, depth)
        return None

    def _is_made(self, node: Node) -> bool:
        """Whether `new` stands before a name or call."""
        return node.start in self.made

    def _is_member(self, sign: str, token: Token, following: Token) -> bool:
        if sign == "." and self.dialect.dot:
            return False
        if sign == "/":
            return self.language == "clojure" and following.start == token.end
        if sign == ":":
            return self.language == "lua" and following.start == token.end
        return True

    def _call(self, node: Node, depth: int) -> Node:
        group = self._group(depth)
        if node.kind == "call":
            node.items = node.items + group.items
            node.end = group.end
            return node
        call = Node("call", node.start, group.end, name=node.name)
        call.base = node.base if node.kind == "name" else node
        call.place = node.place
        call.items = group.items
        call.bracket = group.bracket
        return call
