"""Types that stand before a collection or call, and are passed over: `map[string]any{`, `HashMap<String, Object>(`."""

from __future__ import annotations

from supportdesk.reading.code.generic.tokens import Token

TYPE_TOKENS = 40
"""Tokens that the type arguments of a name are made of."""

TYPE_PARTS = 12
"""Names and brackets that a type before a collection is made of."""

_TYPE_SIGNS = frozenset("<>,.?[]{}|&:;\n") | {"::"}


def generic_end(tokens: list[Token], start: int, end: int) -> int:
    """Return the index behind the type arguments that begin at `start`, `<String, List<Map>>`; 0 where it is none."""
    depth = 0
    for at in range(start, min(end, start + TYPE_TOKENS)):
        token = tokens[at]
        if token.kind == "sign":
            depth += (token.text == "<") - (token.text == ">")
            if depth == 0:
                return at + 1
            if token.text not in _TYPE_SIGNS:
                return 0
    return 0


def type_end(tokens: list[Token], match: dict[int, int], start: int, end: int) -> int:
    """Return the index of the bracket that a type of Go opens, 0 where no slice or map begins at `start`.

    `match` is opening bracket → closing bracket.
    """
    if tokens[start].text != "[" and not (tokens[start].text == "map" and _sign(tokens, start + 1) == "["):
        return 0
    at = start
    for _ in range(TYPE_PARTS):
        if at >= end:
            return 0
        token = tokens[at]
        if token.text == "[":
            at = match.get(at, end) + 1
        elif token.text in ("*", ".") or (token.kind == "name" and _sign(tokens, at + 1) in (".", "[")):
            at += 1
        elif token.text in ("interface", "struct") and _sign(tokens, at + 1) == "{":
            at = match.get(at + 1, end) + 1
            break
        elif token.kind == "name":
            at += 1
            break
        else:
            return 0
    return at if at < end and _sign(tokens, at) in ("{", "(") else 0


def _sign(tokens: list[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) and tokens[at].kind == "sign" else ""
