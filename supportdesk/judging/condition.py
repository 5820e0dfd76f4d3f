"""Conditions of rules: parsed, held against the facts, and refused with a reason where engines could differ.

A condition is built from comparisons of a fact with a literal of its type, of two facts of one type, and
`regexp_matches(fact, 'literal')`, joined by AND, OR and NOT (design, 'A rule'; portable-sql.md, 'Validation').

    tree  := ['and', tree, tree, …] | ['or', tree, tree, …] | ['not', tree] | number of a comparison
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from supportdesk.i18n import gettext, mark
from supportdesk.judging.nearest import nearest
from supportdesk.judging.patterns import PatternError, check_pattern

LARGEST_INTEGER = 10**12
"""The facts view holds no integer beyond this (portable-sql.md, 'Constructs')."""

Tree = Any
"""A nested list as the module's docstring says; an int is the number of a comparison."""

COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}

_UNKNOWN_TO_NO = mark("turns 'not known' into 'no'; a fact that is not known must leave the answer open")
REASONS: tuple[tuple[Any, str], ...] = (
    ((exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Coalesce, exp.Nullif, exp.Case, exp.If), _UNKNOWN_TO_NO),
    ((exp.Null,), mark("NULL compares with nothing: the answer would never be known")),
    ((exp.Cast, exp.TryCast), mark("casts differ between engines: give the fact its type in facts.yaml")),
    ((exp.Like, exp.ILike), mark("engines differ in letter case and escapes: use regexp_matches(fact, 'pattern')")),
    ((exp.RegexpILike, exp.Glob, exp.SimilarTo), mark("use regexp_matches(fact, 'pattern')")),
    (
        (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.DPipe, exp.Neg),
        mark("arithmetic belongs into a derived fact of facts.yaml"),
    ),
    ((exp.Query, exp.Subquery, exp.Exists), mark("a condition sees one row; take a related fact of facts.yaml")),
    ((exp.Func,), mark("functions differ between engines; take a derived fact of facts.yaml")),
    ((exp.Boolean, exp.Literal), mark("a constant is no comparison")),
)


class ConditionError(ValueError):
    """A condition that is refused; the message names the part and says why, `word` is the word of it at fault."""

    def __init__(self, message: str, word: str | None = None) -> None:
        super().__init__(message)
        self.word = word


class Atom:
    """One comparison.

    `expression` is its sqlglot tree over unqualified columns, `facts` the facts that it names, `literals` pairs of the
    fact that a literal is compared with and the literal's node within `expression`.
    """

    __slots__ = ("expression", "facts", "literals")

    def __init__(self, expression: exp.Expr, facts: list[str], literals: list[tuple[str, exp.Expr]]) -> None:
        self.expression = expression
        self.facts = facts
        self.literals = literals


class Condition:
    """A parsed condition: the text as written, the tree over the numbers of `atoms`, and the facts that it names."""

    __slots__ = ("atoms", "facts", "text", "tree")

    def __init__(self, text: str, tree: Tree, atoms: list[Atom]) -> None:
        self.text = text
        self.tree = tree
        self.atoms = atoms
        self.facts = list(dict.fromkeys(fact for atom in atoms for fact in atom.facts))


def parse_condition(text: str, facts: Mapping[str, Mapping[str, Any]], releases: Mapping[str, int]) -> Condition:
    """Parse a condition in DuckDB's dialect over `facts` (by name, with `type` and perhaps `values`).

    `release('rc.22')` becomes the release's ordinal of `releases`. Raises ConditionError.
    """
    condition, refused = read_condition(text, facts, releases)
    if refused:
        raise refused[0]
    return condition


def read_condition(
    text: str, facts: Mapping[str, Mapping[str, Any]], releases: Mapping[str, int]
) -> tuple[Condition, list[ConditionError]]:
    """Return a condition as `parse_condition` does, with why each comparison is refused that the condition lacks.

    Raises ConditionError for what is no SQL.
    """
    expression = parse_sql(text, exp.Condition)
    parser = _Parser(facts, releases)
    try:
        tree = parser.tree(expression)
    except RecursionError as problem:
        raise ConditionError(gettext("nested too deeply")) from problem
    return Condition(text, tree, parser.atoms), parser.refused


def parse_sql(text: str, into: type[exp.Expr]) -> exp.Expr:
    """Parse one SQL text in DuckDB's dialect without comments; raises ConditionError."""
    try:
        tokens = sqlglot.tokenize(text, read="duckdb")
        for token in tokens:
            if token.comments:
                raise ConditionError(gettext("comments are refused: one would hide the rest of a folded text"))
            if token.token_type in (TokenType.TILDE, TokenType.IRLIKE, TokenType.RLIKE):
                raise ConditionError(
                    gettext("{text} is refused: use regexp_matches(fact, 'pattern')").format(text=token.text)
                )
        return sqlglot.parse_one(text, read="duckdb", into=into)
    except SqlglotError as problem:
        raise ConditionError(
            gettext("not a condition in DuckDB's dialect: {reason}").format(reason=_first_line(problem))
        ) from problem
    except RecursionError as problem:
        raise ConditionError(gettext("nested too deeply")) from problem


def release_ordinal(node: exp.Expr, releases: Mapping[str, int]) -> exp.Expr:
    """Return `release('…')` as the literal of its ordinal, and any other node as it is; raises ConditionError."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "release":
        return node
    arguments = node.expressions
    if len(arguments) != 1 or not (isinstance(arguments[0], exp.Literal) and arguments[0].is_string):
        raise ConditionError(gettext("release takes one release in quotes, such as release('rc.22')"))
    name = arguments[0].this
    if name not in releases:
        raise ConditionError(gettext("no release {name!r} in gateways.yaml").format(name=name))
    return exp.Literal.number(releases[name])


def refusal(node: exp.Expr) -> ConditionError:
    """Return the refusal of a node that no condition may have, with its reason."""
    shown = node.sql(dialect="duckdb", comments=False)
    for classes, reason in REASONS:
        if isinstance(node, classes):
            return ConditionError(f"{shown}: {gettext(reason)}")
    return ConditionError(gettext("{shown}: is no comparison that all engines read alike").format(shown=shown))


class _Parser:
    """Collects the comparisons of one condition while its tree is built."""

    def __init__(self, facts: Mapping[str, Mapping[str, Any]], releases: Mapping[str, int]) -> None:
        self.facts = facts
        self.releases = releases
        self.atoms: list[Atom] = []
        self.refused: list[ConditionError] = []

    def tree(self, node: exp.Expr) -> Tree:
        """Return the tree of a node; a comparison that is refused goes to `refused`."""
        kind = type(node)
        if kind is exp.Paren:
            return self.tree(node.this)
        if kind is exp.Not:
            return ["not", self.tree(node.this)]
        if kind is exp.And or kind is exp.Or:
            word = "and" if kind is exp.And else "or"
            parts: list[Tree] = []
            for operand in _operands(node, kind):
                part = self.tree(operand)
                parts += part[1:] if isinstance(part, list) and part[0] == word else [part]
            return [word, *parts]
        try:
            self.atoms.append(self._atom(node))
        except ConditionError as problem:
            self.refused.append(problem)
        return len(self.atoms) - 1

    def _atom(self, node: exp.Expr) -> Atom:
        kind = type(node)
        if kind in COMPARISONS:
            return self._comparison(node, COMPARISONS[kind])
        readers: dict[type[exp.Expr], Callable[[exp.Expr], Atom]] = {
            exp.In: self._in,
            exp.Between: self._between,
            exp.RegexpLike: self._regexp,
        }
        if kind in readers:
            return readers[kind](node)
        if kind is exp.Column:
            name = self._fact(node)
            hint = f": write {name} = TRUE" if self.facts[name]["type"] == "boolean" else " is no comparison"
            raise ConditionError(f"{name}{hint}")
        raise refusal(node)

    def _comparison(self, node: exp.Expr, sign: str) -> Atom:
        left, right = (release_ordinal(_bare(side), self.releases) for side in (node.this, node.expression))
        if not isinstance(left, exp.Column) and isinstance(right, exp.Column):
            flipped: dict[Any, Any] = {exp.GT: exp.LT, exp.GTE: exp.LTE, exp.LT: exp.GT, exp.LTE: exp.GTE}
            return self._comparison(
                flipped.get(type(node), type(node))(this=right, expression=left), COMPARISONS[type(node)]
            )
        name = self._fact(left)
        fact = self.facts[name]
        if sign not in ("=", "<>") and (fact["type"] == "boolean" or fact.get("values")):
            raise ConditionError(gettext("{name} has no order: {sign} does not apply").format(name=name, sign=sign))
        if isinstance(right, exp.Column):
            other = self._fact(right)
            if other == name:
                raise ConditionError(gettext("{name} is compared with itself").format(name=name))
            if self.facts[other]["type"] != fact["type"]:
                raise ConditionError(
                    gettext("{name} is {type} and {other} is {type2}").format(
                        name=name, type=fact["type"], other=other, type2=self.facts[other]["type"]
                    )
                )
            return Atom(type(node)(this=left.copy(), expression=right.copy()), [name, other], [])
        literal = self._literal(right, name)
        return Atom(type(node)(this=left.copy(), expression=literal), [name], [(name, literal)])

    def _in(self, node: exp.Expr) -> Atom:
        if any(node.args.get(key) for key in ("query", "unnest", "field", "is_global")) or not node.expressions:
            raise ConditionError(gettext("{sql}: IN takes a list of constants").format(sql=node.sql(dialect="duckdb")))
        name = self._fact(node.this)
        literals = [self._literal(release_ordinal(item, self.releases), name) for item in node.expressions]
        if len({item.sql() for item in literals}) < len(literals):
            raise ConditionError(gettext("{name} IN names a value twice").format(name=name))
        atom = exp.In(this=node.this.copy(), expressions=literals)
        return Atom(atom, [name], [(name, item) for item in literals])

    def _between(self, node: exp.Expr) -> Atom:
        if node.args.get("symmetric"):
            raise ConditionError(gettext("BETWEEN SYMMETRIC is unknown to most engines"))
        name = self._fact(node.this)
        if self.facts[name]["type"] not in ("integer", "real"):
            raise ConditionError(
                gettext("{name} is {type}: BETWEEN takes numbers").format(name=name, type=self.facts[name]["type"])
            )
        ends = [self._literal(release_ordinal(node.args[key], self.releases), name) for key in ("low", "high")]
        if float(ends[0].sql()) > float(ends[1].sql()):
            raise ConditionError(gettext("{sql}: the smaller number first").format(sql=node.sql(dialect="duckdb")))
        atom = exp.Between(this=node.this.copy(), low=ends[0], high=ends[1])
        return Atom(atom, [name], [(name, end) for end in ends])

    def _regexp(self, node: exp.Expr) -> Atom:
        name = self._fact(node.this)
        pattern = node.expression
        check_regexp(node)
        if self.facts[name]["type"] != "text" or self.facts[name].get("values"):
            raise ConditionError(
                gettext("{name}: regexp_matches is for texts without a closed list of values").format(name=name)
            )
        return Atom(exp.RegexpLike(this=node.this.copy(), expression=pattern.copy()), [name], [])

    def _fact(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Column):
            raise refusal(node)
        name: str = node.name
        if len(node.parts) > 1:
            raise ConditionError(gettext("{sql}: a fact has no table before it").format(sql=node.sql()))
        if name not in self.facts:
            raise ConditionError(
                gettext("no fact {name!r} here{hint}").format(name=name, hint=nearest(name, self.facts)), name
            )
        return name

    def _literal(self, node: exp.Expr, name: str) -> exp.Expr:
        """Return a copy of the literal after holding it against the fact's type and list of values."""
        fact = self.facts[name]
        kind = _literal_type(node)
        if kind is None:
            raise refusal(node)
        if kind != fact["type"] and (kind, fact["type"]) != ("integer", "real"):
            raise ConditionError(
                gettext("{sql} is {kind}, but {name} is {type}").format(
                    sql=node.sql(dialect="duckdb"), kind=kind, name=name, type=fact["type"]
                )
            )
        if kind in ("integer", "real") and not -LARGEST_INTEGER <= float(node.sql()) <= LARGEST_INTEGER:
            raise ConditionError(gettext("{sql}: numbers reach to {most}").format(sql=node.sql(), most=LARGEST_INTEGER))
        if fact.get("values") and node.this not in fact["values"]:
            raise ConditionError(
                gettext("{name} is never {this!r}{hint}").format(
                    name=name, this=node.this, hint=nearest(node.this, fact["values"])
                ),
                str(node.this),
            )
        return node.copy()


def check_regexp(node: exp.Expr) -> None:
    """Raise ConditionError unless `regexp_matches` has a literal pattern of the allowed kind and no flags."""
    if node.args.get("flag") or node.args.get("full_match"):
        raise ConditionError(
            gettext("regexp_matches takes no flags (they get lost on the way): begin the pattern with (?i)")
        )
    pattern = node.expression
    if not isinstance(pattern, exp.Literal) or not pattern.is_string:
        raise ConditionError(gettext("regexp_matches takes its pattern as a literal"))
    try:
        check_pattern(pattern.this)
    except PatternError as problem:
        raise ConditionError(f"{pattern.this!r}: {problem}") from problem


def _literal_type(node: exp.Expr) -> str | None:
    if type(node) is exp.Boolean:
        return "boolean"
    if type(node) is exp.Neg:
        inner = _literal_type(node.this) if type(node.this) is exp.Literal else None
        return inner if inner in ("integer", "real") else None
    if type(node) is not exp.Literal:
        return None
    if node.is_string:
        return "text"
    if re.fullmatch(r"[0-9]+", node.this):
        return "integer"
    return "real" if math.isfinite(float(node.this)) else None


def _operands(node: exp.Expr, kind: type[exp.Expr]) -> list[exp.Expr]:
    """Return the operands of a chain of one operator in order, without recursion along the chain."""
    found: list[exp.Expr] = []
    while type(node) is kind:
        found.append(node.expression)
        node = node.this
    found.append(node)
    return found[::-1]


def _bare(node: exp.Expr) -> exp.Expr:
    while type(node) is exp.Paren:
        node = node.this
    return node


def _first_line(problem: Exception) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", str(problem)).splitlines()[0]
