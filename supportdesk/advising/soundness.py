"""Whether a patched program is still one: the readers forgive what an interpreter does not."""

from __future__ import annotations

from importlib import import_module

LONGEST = 100_000
"""Characters of a source beyond which no tree is made of it twice."""


def breaks(language: str, before: str, after: str) -> bool:
    """Whether a text in a programming language has more broken places after a change than before it.

    What is no code in it counts on both sides. False for a language without a grammar here, and for a long text.
    """
    from supportdesk.reading.code import LANGUAGES

    if language not in LANGUAGES or len(before) > LONGEST:
        return False
    module = import_module(LANGUAGES[language])
    grammar = getattr(module, "GRAMMAR", None) or getattr(module, "PAGE", None)
    if grammar is None:
        return False
    from supportdesk.reading.code.grammars import parser
    from supportdesk.reading.code.trees import errors

    try:
        machine = parser(grammar.package, grammar.function)
    except ModuleNotFoundError:
        return False  # the grammars of the second languages are an extra
    old, new = (machine.parse(grammar.soften(text).encode()).root_node for text in (before, after))
    return len(errors(new)) > len(errors(old))
