r"""Regular expressions that mean the same on six engines (portable-sql.md, 'Regular expressions').

Allowed: literals, `.`, `^ $`, `|`, `( )`, `(?: )`, `? * + {n} {n,} {n,m}` up to 255, a backslash before ASCII
punctuation, `\t \n \r`, classes, and `(?i)` at the very start. Every other construct is refused with what to write.
"""

from __future__ import annotations

import re
import string

from supportdesk.i18n import gettext, mark

MOST_REPEATS = 255
_PUNCTUATION = frozenset(string.punctuation)
_CONTROLS = frozenset("tnr")
_WORDS = {
    "b": mark(r"\b is a backspace in PostgreSQL: write (^|[^0-9a-z])…([^0-9a-z]|$)"),
    "d": mark(r"\d takes in other scripts' digits in MariaDB: write [0-9]"),
    "w": mark(r"\w differs between engines: write [0-9A-Za-z_]"),
    "s": mark(r"\s differs between engines: write [ \t\r\n]"),
}
_LONE = mark(r"a lone {sign} is refused: write \{sign}")
_REFUSED = mark(r"\{sign} is refused")
_BRACES = re.compile(r"\{([0-9]{1,4})(,([0-9]{1,4})?)?\}")


class PatternError(ValueError):
    """A regular expression that some engine reads in another way; the message says why and what to write."""


def check_pattern(pattern: str) -> None:
    """Raise PatternError unless all six engines read the pattern alike. Linear time."""
    if not pattern:
        raise PatternError(gettext("the pattern is empty"))
    _Scanner(pattern).run()
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as problem:
        raise PatternError(gettext("RE2 refuses the pattern: {problem}").format(problem=problem)) from problem


class _Scanner:
    """One pass over a pattern; `can_repeat` is whether a quantifier may stand at the present place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.folds = pattern.startswith("(?i)")
        self.at = 4 if self.folds else 0
        self.depth = 0
        self.can_repeat = False
        self.bare_foreign = False
        self.branch_empty = True

    def run(self) -> None:
        """Look at every sign; raise PatternError at the first that is refused."""
        while self.at < len(self.pattern):
            self._step(self.pattern[self.at])
        if self.depth:
            raise PatternError(gettext("a group is not closed"))
        self._end_branch()

    def _step(self, sign: str) -> None:
        if sign == "(":
            self._open()
        elif sign in ")|":
            self._close(sign)
        elif sign == "[":
            self._class()
        elif sign in "?*+{":
            self._quantifier(sign)
        elif sign == "}":
            raise PatternError(gettext(_LONE).format(sign="}"))
        elif sign == "\\":
            self._escape()
            self._atom()
        elif sign in "^$":
            self._atom(can_repeat=False)
            self.at += 1
        else:
            self._check_case(sign)
            self._atom(foreign=not sign.isascii())
            self.at += 1

    def _atom(self, *, can_repeat: bool = True, foreign: bool = False) -> None:
        self.can_repeat = can_repeat
        self.bare_foreign = foreign
        self.branch_empty = False

    def _open(self) -> None:
        rest = self.pattern[self.at : self.at + 3]
        if rest.startswith("(?") and rest != "(?:":
            raise PatternError(
                gettext("{rest}… is refused: only (?: ) groups, and (?i) at the very start").format(rest=rest)
            )
        self.at += 3 if rest == "(?:" else 1
        self.depth += 1
        self.can_repeat = False
        self.branch_empty = True

    def _close(self, sign: str) -> None:
        self._end_branch()
        self.at += 1
        if sign == "|":
            self.can_repeat = False
            self.branch_empty = True
            return
        self.depth -= 1
        if self.depth < 0:
            raise PatternError(gettext(r"a ) without its group: write \)"))
        self._atom()

    def _end_branch(self) -> None:
        if self.branch_empty:
            raise PatternError(gettext("an empty branch matches every text: write ( )? instead"))

    def _quantifier(self, sign: str) -> None:
        if not self.can_repeat:
            raise PatternError(
                gettext("nothing that {sign} could repeat; lazy and possessive forms are refused").format(sign=sign)
            )
        if self.bare_foreign and sign != "+":
            before = self.pattern[self.at - 1]
            raise PatternError(
                gettext("ClickHouse misreads a bare {before} before {sign}: write [{before}]{sign}").format(
                    before=before, sign=sign
                )
            )
        if sign == "{":
            found = _BRACES.match(self.pattern, self.at)
            if found is None:
                raise PatternError(gettext(_LONE).format(sign="{"))
            least, most = int(found[1]), int(found[3] or found[1])
            if max(least, most) > MOST_REPEATS or most < least:
                raise PatternError(
                    gettext("{pattern}: at most {most} repeats, the smaller number first").format(
                        pattern=found[0], most=MOST_REPEATS
                    )
                )
            self.at = found.end()
        else:
            self.at += 1
        self.can_repeat = False

    def _escape(self) -> str:
        sign = self.pattern[self.at + 1 : self.at + 2]
        if sign not in _PUNCTUATION and sign not in _CONTROLS:
            if not sign:
                raise PatternError(gettext("a backslash at the end"))
            raise PatternError(gettext(_WORDS.get(sign.lower(), _REFUSED)).format(sign=sign))
        self.at += 2
        return sign

    def _check_case(self, sign: str) -> None:
        if self.folds and not sign.isascii() and sign.lower() != sign.upper():
            raise PatternError(gettext("(?i) with {sign}: Spark folds only ASCII").format(sign=sign))

    def _class(self) -> None:
        pattern = self.pattern
        self.at += 2 if pattern[self.at + 1 : self.at + 2] == "^" else 1
        if pattern[self.at : self.at + 1] == "]":
            raise PatternError(gettext(r"a class must not begin with ]: write \]"))
        while self.at < len(pattern) and pattern[self.at] != "]":
            sign = pattern[self.at]
            if sign in "[&":
                raise PatternError(
                    gettext("a bare {sign} in a class is a set operator in Java: write \\{sign}").format(sign=sign)
                )
            if sign == "\\":
                self._escape()
                continue
            self._check_case(sign)
            self.at += 1
        if self.at >= len(pattern):
            raise PatternError(gettext("a class is not closed"))
        self.at += 1
        self._atom()
