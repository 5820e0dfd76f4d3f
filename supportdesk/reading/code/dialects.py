"""How the program languages that have no reader of their own write comments and strings: a table.

Sources are the languages' reference manuals, chapter on lexical structure; a language that is missing is read as `C`.
"""

from __future__ import annotations

from supportdesk.named import NamedTuple
from supportdesk.reading.code.languages import tell


class Dialect(NamedTuple):
    """Comments and strings of a group of languages.

    `single` and `backtick` say what those quotes mean: full (escapes as in double quotes), bare (only the quote and
    the backslash are escaped), doubled (a doubled quote is one), char, raw, template, name or none. `fills` are the
    openings of interpolation in double quotes; `escape` is the escape sign there; `dot` says that `.` joins strings;
    `adjacent` that strings side by side are one.
    """

    line: tuple[str, ...] = ("//",)
    block: tuple[tuple[str, str], ...] = (("/*", "*/"),)
    single: str = "full"
    backtick: str = "template"
    fills: tuple[str, ...] = ()
    escape: str = "\\"
    dot: bool = False
    adjacent: bool = False


_HASH = ("#",)
DIALECTS: dict[str, Dialect] = {
    "c": Dialect(single="char", backtick="none", adjacent=True),
    "javascript": Dialect(),
    "go": Dialect(single="char", backtick="raw"),
    "java": Dialect(single="char", backtick="none"),
    "csharp": Dialect(single="char", backtick="none"),
    "rust": Dialect(single="char", backtick="none"),
    "swift": Dialect(single="none", backtick="name", fills=("\\(",)),
    "kotlin": Dialect(single="char", backtick="name", fills=("${", "$")),
    "dart": Dialect(single="filled", backtick="none", fills=("${", "$")),
    "php": Dialect(("//", "#"), single="bare", backtick="none", fills=("{$", "${", "$"), dot=True),
    "ruby": Dialect(_HASH, (("=begin", "=end"),), "bare", "none", ("#{",)),
    "perl": Dialect(_HASH, (), "bare", "none", ("${", "$", "@"), dot=True),
    "elixir": Dialect(_HASH, (), "full", "none", ("#{",)),
    "r": Dialect(_HASH, (), "full", "name"),
    "julia": Dialect(_HASH, (("#=", "=#"),), "char", "none", ("$(", "$")),
    "lua": Dialect(("--",), (("--[[", "]]"),), "full", "none"),
    "powershell": Dialect(_HASH, (("<#", "#>"),), "doubled", "none", ("$(", "${", "$"), "`"),
    "clojure": Dialect((";",), (), "none", "none"),
    "ocaml": Dialect((), (("(*", "*)"),), "char", "none"),
    "matlab": Dialect(("%",), (("%{", "%}"),), "doubled", "none", (), ""),
    "python": Dialect(_HASH, (), "full", "none"),
}
"""Name of a language (or of one that writes like it) → its strings and comments."""

ALIKE = {"typescript": "javascript", "batch": "javascript"}
"""Language → the one in DIALECTS whose strings and comments it has, or comes nearest to."""


def dialect_of(text: str) -> str:
    """Return the key of DIALECTS that a text's language is read by."""
    name = tell(text)
    return ALIKE.get(name, name)
