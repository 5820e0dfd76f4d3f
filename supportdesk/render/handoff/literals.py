"""Values as literals of each language, so that nothing in a prompt can leave its string."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

Filter = Callable[..., str]


def pretty(value: Any, indent: int = 0) -> str:
    """Return JSON over several lines, every line but the first indented by so many blanks."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * indent)


def python(value: Any, indent: int = 0) -> str:
    """Return a Python literal."""
    return _tree(value, indent, ("{", "}"), ": ", {None: "None", True: "True", False: "False"}, _quoted)


def javascript(value: Any, indent: int = 0) -> str:
    """Return a JavaScript literal, which JSON is since ES2019."""
    return pretty(value, indent)


def php(value: Any, indent: int = 0) -> str:
    """Return a PHP literal: single-quoted strings, in which neither $ nor an escape but two means anything."""
    if value == {}:
        return "new stdClass()"
    return _tree(value, indent, ("[", "]"), " => ", {None: "null", True: "true", False: "false"}, php_string)


def php_string(text: str) -> str:
    """Return a single-quoted PHP string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def shell(text: str) -> str:
    """Return a word of a POSIX shell in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


def shell_json(value: Any) -> str:
    """Return JSON as a shell word."""
    return shell(pretty(value))


def go(value: Any) -> str:
    """Return JSON as a Go string: raw, or interpreted where a back-quote is in it."""
    text = pretty(value)
    return f"`{text}`" if "`" not in text and "\r" not in text else _quoted(text)


def java(value: Any, indent: int = 0) -> str:
    """Return JSON as a Java text block."""
    text = pretty(value).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    blanks = " " * indent
    return '"""\n' + "\n".join(blanks + line for line in text.split("\n")) + '"""'


def csharp(value: Any, indent: int = 0) -> str:
    """Return JSON as a C# raw string with more quotes around it than inside."""
    text = pretty(value)
    longest = max((len(run) for run in re.findall(r'"+', text)), default=0)
    fence = '"' * max(3, longest + 1)
    blanks = " " * indent
    return fence + "\n" + "\n".join(blanks + line for line in text.split("\n")) + f"\n{blanks}{fence}"


def powershell(value: Any) -> str:
    """Return JSON as a literal here-string: no line of JSON begins with its end."""
    return "@'\n" + pretty(value) + "\n'@"


def powershell_string(text: str) -> str:
    """Return a single-quoted PowerShell string; its typographic quotes count as quotes there, too."""
    return "'" + re.sub(r"(['‘’‚‛])", r"\1\1", text) + "'"


def quoted(text: str) -> str:
    """Return a double-quoted string of JavaScript, Python, Go, Java and C#, with JSON's escapes."""
    return _quoted(text)


def seconds(number: float) -> str:
    """Return a number of seconds without a needless point."""
    return f"{number:g}"


def milliseconds(number: float) -> str:
    """Return seconds as whole milliseconds."""
    return str(round(number * 1000))


def _quoted(text: str) -> str:
    """Return a double-quoted string: signs beyond the first plane stand as themselves, which every language reads."""
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("\x7f", "\\u007f")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _tree(
    value: Any, indent: int, braces: tuple[str, str], sign: str, words: dict[Any, str], text: Callable[[str], str]
) -> str:
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, int | float):
        return json.dumps(value)
    inner = " " * (indent + 4)
    if isinstance(value, dict):
        pairs = [
            f"{inner}{text(str(key))}{sign}{_tree(item, indent + 4, braces, sign, words, text)}"
            for key, item in value.items()
        ]
        return _wrapped(pairs, braces, indent)
    return _wrapped([inner + _tree(item, indent + 4, braces, sign, words, text) for item in value], ("[", "]"), indent)


def _wrapped(lines: list[str], braces: tuple[str, str], indent: int) -> str:
    if not lines:
        return "".join(braces)
    return f"{braces[0]}\n" + ",\n".join(lines) + f",\n{' ' * indent}{braces[1]}"


FILTERS: dict[str, Filter] = {
    "python": python, "javascript": javascript, "php": php, "php_string": php_string, "shell": shell,
    "shell_json": shell_json, "go": go, "java": java, "csharp": csharp, "powershell": powershell,
    "powershell_string": powershell_string, "quoted": quoted, "seconds": seconds, "milliseconds": milliseconds,
}  # fmt: skip
"""Names as the templates use them."""
