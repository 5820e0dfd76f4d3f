"""Checked conditions and expressions as SQL of one engine (portable-sql.md, 'sqlglot' and 'Regular expressions').

A condition is composed from its comparisons: AND, OR, NOT and parentheses are written alike everywhere. Dialects are
sqlglot's names; 'mysql' stands for MySQL and MariaDB. Facts stand as columns behind the alias of their view: SQLite
takes an unknown bare "x" for a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.errors import ErrorLevel

from supportdesk.judging.condition import Condition, Tree
from supportdesk.judging.literals import needed_words

ROW = "f"
"""Alias of the facts view in conditions."""

DOLLAR_BEFORE_LAST_NEWLINE = frozenset({"spark", "mysql"})
"""Engines whose `$` also matches before a last line end."""


class _MySQLGenerator(MySQL.Generator):  # type: ignore[misc,valid-type] # sqlglot sets the attribute by a metaclass
    """MySQL's generator with RLIKE: MariaDB has no REGEXP_LIKE."""

    TRANSFORMS = {  # noqa: RUF012 - the attribute's name and form are sqlglot's
        **MySQL.Generator.TRANSFORMS,
        exp.RegexpLike: lambda self, node: self.binary(node, "RLIKE"),
    }


def condition_sql(condition: Condition, dialect: str, alias: str = ROW) -> str:
    """Return a whole condition as SQL of `dialect` over the columns of the view `alias`."""
    atoms = [expression_sql(atom.expression, dialect, {None: alias}) for atom in condition.atoms]
    return compose(condition.tree, atoms)


def compose(tree: Tree, atoms: Sequence[str]) -> str:
    """Return the tree as SQL, its comparisons given as SQL by their numbers."""
    if isinstance(tree, int):
        return f"({atoms[tree]})"
    if tree[0] == "not":
        return f"(NOT {compose(tree[1], atoms)})"
    return "(" + f" {tree[0].upper()} ".join(compose(part, atoms) for part in tree[1:]) + ")"


def expression_sql(expression: exp.Expr, dialect: str, aliases: Mapping[str | None, str]) -> str:
    """Return a checked expression as SQL; `aliases` maps a fact to its view, None stands for every other fact.

    Raises sqlglot's UnsupportedError where the dialect cannot say it.
    """
    tree = _rewritten(expression, dialect, aliases)
    options: dict[str, Any] = {"identify": True, "comments": False, "unsupported_level": ErrorLevel.RAISE}
    if dialect == "mysql":
        return str(_MySQLGenerator(dialect="mysql", **options).generate(tree))
    return tree.sql(dialect=dialect, **options)


def pattern_for(pattern: str, dialect: str) -> str:
    """Return a checked pattern as the dialect needs it: the dot crosses line ends, and `$` is the very end."""
    folds = pattern.startswith("(?i)")
    body = pattern[4:] if folds else pattern
    if dialect in DOLLAR_BEFORE_LAST_NEWLINE:
        body = _end_anchors(body)
    if dialect == "clickhouse":
        return ("(?i)" if folds else "") + body
    return ("(?is)" if folds else "(?s)") + body


def _end_anchors(body: str) -> str:
    r"""Return the pattern with `\z` for each `$` outside of classes."""
    done: list[str] = []
    in_class, at = False, 0
    while at < len(body):
        sign = body[at]
        if sign == "\\":
            done.append(body[at : at + 2])
            at += 2
            continue
        if sign in "[]":
            in_class = sign == "["
        done.append(r"\z" if sign == "$" and not in_class else sign)
        at += 1
    return "".join(done)


def _rewritten(node: exp.Expr, dialect: str, aliases: Mapping[str | None, str]) -> exp.Expr:
    """Return a copy made for one dialect, from the leaves up."""
    copy = node.copy()
    for found in reversed(list(copy.walk(bfs=True))):
        new = _replacement(found, dialect, aliases)
        if new is found:
            continue
        if found is copy:
            copy = new
        else:
            found.replace(new)
    return copy


def _replacement(node: exp.Expr, dialect: str, aliases: Mapping[str | None, str]) -> exp.Expr:
    if isinstance(node, exp.Column):
        return exp.column(node.name, table=aliases.get(node.name, aliases[None]), quoted=True)
    if isinstance(node, exp.RegexpLike):
        pattern = pattern_for(node.expression.this, dialect)
        matches = exp.RegexpLike(this=node.this.copy(), expression=exp.Literal.string(pattern))
        return _after_words(matches, node.expression.this) if dialect == "sqlite" else matches
    if isinstance(node, exp.In) and dialect == "sqlite":
        # SQLite makes a temporary index of every list at each statement, which costs more than the row
        equals = [exp.EQ(this=node.this.copy(), expression=item.copy()) for item in node.expressions]
        return exp.paren(exp.or_(*equals, copy=False), copy=False)
    if isinstance(node, exp.Contains):
        return exp.paren(exp.GT(this=_position(node), expression=exp.Literal.number(0)), copy=False)
    if isinstance(node, exp.StartsWith):
        return exp.paren(exp.EQ(this=_position(node), expression=exp.Literal.number(1)), copy=False)
    return node


def _after_words(matches: exp.RegexpLike, pattern: str) -> exp.Expr:
    """Return the match behind a search for the words that it needs: SQLite calls back for each match, and it waits.

    Only CASE leaves the rest out there: of AND both sides are worked out. `x <> x` is FALSE, and NULL for a NULL.
    """
    words = [exp.Literal.string(word) for word in needed_words(pattern)]
    if not words:
        return matches
    text = matches.this
    stands = [
        exp.GT(this=exp.StrPosition(this=text.copy(), substr=word), expression=exp.Literal.number(0)) for word in words
    ]
    otherwise = exp.NEQ(this=text.copy(), expression=text.copy())
    return exp.Case(ifs=[exp.If(this=exp.or_(*stands, copy=False), true=matches)], default=otherwise)


def _position(node: exp.Expr) -> exp.Expr:
    return exp.StrPosition(this=node.this.copy(), substr=node.expression.copy())
