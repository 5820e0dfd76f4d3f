"""Which shell a text of commands is for: a Unix shell, Windows' cmd.exe or PowerShell."""

from __future__ import annotations

from supportdesk.patterns import lazy

HEAD = 40_000
"""Characters that are looked at."""

_CMD = (
    (lazy(r"(?m)\^[ \t]*$"), 3),
    (lazy(r"\^\\?\^?\""), 3),
    (lazy(r"(?m)^[ \t]*[A-Za-z]:\\[^>\n]{0,120}>"), 4),
    (lazy(r"(?im)^[ \t]*@echo off"), 4),
    (lazy(r"%[A-Z][A-Z0-9_]{2,60}%"), 2),
    (lazy(r"\{\"\"\w"), 3),
    (lazy(r"(?im)^[ \t]*set[ \t]+\"?\w{1,60}="), 3),
)
_POWERSHELL = (
    (lazy(r"(?m)`[ \t]*$"), 3),
    (lazy(r"(?m)^[ \t]*PS (?:[A-Z]:|/)[^>\n]{0,120}>"), 5),
    (lazy(r"\$env:\w"), 3),
    (lazy(r"`\""), 3),
    (lazy(r"(?m)^[ \t]*\$\w{1,60}[ \t]*=[ \t]"), 3),
    (lazy(r"\| ConvertFrom-Json|\| ConvertTo-Json|-Headers @\{|-Method \w"), 4),
)
_UNIX = (
    (lazy(r"(?m)\\[ \t]*$"), 3),
    (lazy(r"\$\(|\$\{\w|<<-?\s?['\"]?\w"), 2),
    (lazy(r"(?m)^[ \t]*(?:export |[A-Za-z_]\w{0,60}=(?![ \t]))"), 3),
    (lazy(r"(?m)^[ \t]*(?:[\w.@-]{1,60}[:~][^\n$#]{0,60})?[$#] "), 2),
)


def shell_of(text: str) -> str:
    """Return 'bash', 'batch' or 'powershell' for a text of commands: what joins lines, prompts and variables tell."""
    head = text[:HEAD]
    if not any(
        sign in head for sign in ("^", "%", "`", "C:\\", "$env:", "PS ", "@echo", "set ", "SET ", '""', "@{", "$")
    ):
        return "bash"
    weights = {
        name: sum(weight for pattern, weight in signs if pattern.search(head))
        for name, signs in (("bash", _UNIX), ("batch", _CMD), ("powershell", _POWERSHELL))
    }
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] >= 3 else "bash"  # a `%NAME%` alone is no proof
