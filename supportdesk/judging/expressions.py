"""Expressions of derived and related facts: a wider SQL than that of conditions, still the same on every engine.

Allowed is what portable-sql.md measured as equal, and a type is worked out on the way: an expression whose parts do not
fit, or whose result is not of the fact's declared type, is refused. Aggregates only in related facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from supportdesk.i18n import gettext
from supportdesk.judging.condition import ConditionError, check_regexp, parse_sql, release_ordinal

NUMBERS = frozenset({"integer", "real"})
Type = str | None
"""A fact's type; None is that of NULL, which fits any."""


class Expression:
    """A parsed expression: its sqlglot tree over unqualified columns, and the facts that it reads."""

    __slots__ = ("facts", "tree")

    def __init__(self, tree: exp.Expr, facts: list[str]) -> None:
        self.tree = tree
        self.facts = facts


def parse_expression(
    text: str,
    facts: Mapping[str, Mapping[str, Any]],
    releases: Mapping[str, int],
    wanted: str,
    *,
    aggregates: bool = False,
) -> Expression:
    """Parse an expression in DuckDB's dialect over `facts` that gives the type `wanted`. Raises ConditionError."""
    root = exp.Paren(this=parse_sql(text, exp.Condition))
    for node in list(root.find_all(exp.Anonymous)):
        # without gateways.yaml no release is known, and what hangs on one is not known either
        new = release_ordinal(node, releases) if releases else exp.Null()
        if new is not node:
            node.replace(new)
    checker = _Checker(facts, aggregates=aggregates)
    try:
        found = checker.type_of(root.this)
    except RecursionError as problem:
        raise ConditionError(gettext("nested too deeply")) from problem
    if found != wanted and (found, wanted) != ("integer", "real"):
        raise ConditionError(gettext("gives {found}, but the fact is {wanted}").format(found=found, wanted=wanted))
    return Expression(root.this, list(dict.fromkeys(checker.named)))


class _Checker:
    """Works out types from the leaves up; `named` are the facts met on the way."""

    def __init__(self, facts: Mapping[str, Mapping[str, Any]], *, aggregates: bool) -> None:
        self.facts = facts
        self.aggregates = aggregates
        self.named: list[str] = []
        self.inside_aggregate = False

    def type_of(self, node: exp.Expr) -> Type:
        """Return the type of a node; raise ConditionError where it is not allowed."""
        for classes, read in _READERS:
            if type(node) in classes:
                return read(self, node)
        raise ConditionError(
            gettext("{sql}: engines differ in {name}").format(sql=node.sql(dialect="duckdb"), name=type(node).__name__)
        )

    def column(self, node: Any) -> Type:
        """Take a fact; in an aggregate of related rows only inside of one."""
        name = node.name
        if name not in self.facts or len(node.parts) > 1:
            raise ConditionError(gettext("no fact {sql!r} here").format(sql=node.sql()))
        if self.aggregates and not self.inside_aggregate:
            raise ConditionError(gettext("{name} stands outside of an aggregate").format(name=name))
        self.named.append(name)
        kind: str = self.facts[name]["type"]
        return kind

    def literal(self, node: exp.Expr) -> Type:
        """Take a constant; NULL has the type None."""
        if type(node) is exp.Null:
            return None
        if type(node) is exp.Boolean:
            return "boolean"
        if node.is_string:
            return "text"
        return "integer" if node.this.isdigit() else "real"

    def logic(self, node: exp.Expr) -> Type:
        """AND, OR, NOT: over conditions only."""
        for side in (node.this, node.args.get("expression")):
            if side is not None and self.type_of(side) != "boolean":
                raise ConditionError(gettext("{sql} is no condition").format(sql=side.sql(dialect="duckdb")))
        return "boolean"

    def comparison(self, node: exp.Expr) -> Type:
        """Both sides have one type."""
        self.one_type([node.this, node.expression], node)
        return "boolean"

    def between(self, node: exp.Expr) -> Type:
        """All three have one type."""
        if node.args.get("symmetric"):
            raise ConditionError(gettext("BETWEEN SYMMETRIC is unknown to most engines"))
        self.one_type([node.this, node.args["low"], node.args["high"]], node)
        return "boolean"

    def listed(self, node: exp.Expr) -> Type:
        """IN with constants of the type of its left side."""
        if any(node.args.get(key) for key in ("query", "unnest", "field")) or not node.expressions:
            raise ConditionError(gettext("IN takes a list of constants"))
        if any(type(item) is not exp.Literal for item in node.expressions):
            raise ConditionError(gettext("IN takes a list of constants"))
        self.one_type([node.this, *node.expressions], node)
        return "boolean"

    def regexp(self, node: exp.Expr) -> Type:
        """Take a pattern as in conditions."""
        check_regexp(node)
        self.one_type([node.this, exp.Literal.string("")], node)
        return "boolean"

    def substring(self, node: exp.Expr) -> Type:
        """Take contains and starts_with, of texts."""
        self.one_type([node.this, node.expression, exp.Literal.string("")], node)
        return "boolean"

    def case(self, node: exp.Expr) -> Type:
        """CASE WHEN with results of one type."""
        if node.this is not None:
            raise ConditionError(gettext("CASE x WHEN …: write CASE WHEN x = … (ClickHouse matches NULL otherwise)"))
        results: list[exp.Expr] = []
        for branch in node.args["ifs"]:
            if self.type_of(branch.this) != "boolean":
                raise ConditionError(gettext("{sql} is no condition").format(sql=branch.this.sql(dialect="duckdb")))
            results.append(branch.args["true"])
        if node.args.get("default") is not None:
            results.append(node.args["default"])
        return self.one_type(results, node)

    def same(self, node: exp.Expr) -> Type:
        """COALESCE and NULLIF of one type."""
        return self.one_type(
            [node.this, *node.expressions, *([node.expression] if node.args.get("expression") else [])], node
        )

    def arithmetic(self, node: exp.Expr) -> Type:
        """Take sums, differences and products of numbers."""
        parts = [node.this, *([node.expression] if node.args.get("expression") else [])]
        if any(self.type_of(part) not in NUMBERS for part in parts):
            raise ConditionError(gettext("{sql}: takes numbers").format(sql=node.sql(dialect="duckdb")))
        return self.one_type(parts, node)

    def concatenation(self, node: exp.Expr) -> Type:
        """Texts joined by ||."""
        return self.one_type([node.this, node.expression, exp.Literal.string("")], node)

    def aggregate(self, node: exp.Expr) -> Type:
        """SUM, MIN, MAX, COUNT; engines agree on numbers, and on MIN and MAX of texts."""
        if not self.aggregates or self.inside_aggregate:
            raise ConditionError(
                gettext("{sql}: an aggregate stands in related facts, not in another one").format(
                    sql=node.sql(dialect="duckdb")
                )
            )
        if type(node.this) is exp.Star:
            return "integer"
        self.inside_aggregate = True
        kind = self.type_of(node.this)
        self.inside_aggregate = False
        if kind == "boolean" or (type(node) is exp.Sum and kind not in NUMBERS):
            raise ConditionError(
                gettext("{sql}: engines differ in aggregates of {kind}").format(
                    sql=node.sql(dialect="duckdb"), kind=kind
                )
            )
        return "integer" if type(node) is exp.Count else kind

    def one_type(self, parts: list[exp.Expr], node: exp.Expr) -> Type:
        """Return the common type; an integer beside a real is real."""
        found = {self.type_of(part) for part in parts} - {None}
        if len(found) > 1 and not found <= NUMBERS:
            raise ConditionError(
                gettext("{sql}: mixes {words}").format(
                    sql=node.sql(dialect="duckdb"), words=" and ".join(sorted(map(str, found)))
                )
            )
        return "real" if "real" in found else next(iter(found), None)


_Reader = Callable[[_Checker, exp.Expr], Type]
_READERS: tuple[tuple[tuple[type[exp.Expr], ...], _Reader], ...] = (
    ((exp.Paren,), lambda checker, node: checker.type_of(node.this)),
    ((exp.Column,), _Checker.column),
    ((exp.Literal, exp.Boolean, exp.Null), _Checker.literal),
    ((exp.And, exp.Or, exp.Not), _Checker.logic),
    ((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is), _Checker.comparison),
    ((exp.Between,), _Checker.between),
    ((exp.In,), _Checker.listed),
    ((exp.RegexpLike,), _Checker.regexp),
    ((exp.Contains, exp.StartsWith), _Checker.substring),
    ((exp.Case,), _Checker.case),
    ((exp.Coalesce, exp.Nullif), _Checker.same),
    ((exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.Abs), _Checker.arithmetic),
    ((exp.DPipe,), _Checker.concatenation),
    ((exp.Sum, exp.Min, exp.Max, exp.Count), _Checker.aggregate),
)
