"""The work sheet on which a corrected request is made: the request, what was changed, what was left out and why."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.edits import Edit
from supportdesk.slots import fill
from supportdesk.source import Source, Span

Text = dict[str, str]
LANGUAGES = ("en", "zh")


class Sheet:
    """A request under repair.

    `request` has the shape of the request-code corpus; `steps` and `dropped` grow as repairs are made; `changed` says
    whether anything was, and `headers` which headers were on purpose (lower-case names, None for one that goes);
    `body_edits` are the edits of the body's own characters where it is not its data that is wrong (None: they follow
    from the data).
    """

    def __init__(self, request: dict[str, Any], words: dict[str, Any], sources: list[Source] | None) -> None:
        self.request = request
        self.words = words
        self.sources = sources or []
        self.steps: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        self.dropped: list[dict[str, Any]] = []
        self.changed = False
        self.headers: dict[str, str | None] = {}
        self.body_edits: list[Edit] | None = None
        self.documentation: str | None = None

    def step(self, name: str, span: Span | None = None, **values: Any) -> None:
        """Add a step by its name in rules/fixes.yaml; values that are {en, zh} differ by language."""
        given = {"line": self.line(span), **values}
        for language in LANGUAGES:
            said = {key: value[language] if isinstance(value, dict) else value for key, value in given.items()}
            text = fill(self.words["steps"][name][language], said)
            if text not in self.steps[language]:
                self.steps[language].append(text)

    def drop(self, pointer: str, reason: str, **values: Any) -> None:
        """List a field that was left out, with its reason by name; each field once."""
        self.changed = True
        if any(item["pointer"] == pointer for item in self.dropped):
            return
        said = {
            language: fill(
                self.words["reasons"][reason][language],
                {key: value[language] if isinstance(value, dict) else value for key, value in values.items()},
            )
            for language in LANGUAGES
        }
        self.dropped.append({"pointer": pointer, "reason": said})

    def line(self, span: Span | None) -> int | None:
        """Return the 1-based line of a span, or None."""
        if span is None or span.source >= len(self.sources):
            return None
        return self.sources[span.source].position(span.start)[0]


def pointer_steps(pointer: str) -> list[str]:
    """Return the member names of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def value_at(body: Any, pointer: str) -> Any:
    """Return the plain value at a pointer, or None."""
    here = body
    for step in pointer_steps(pointer):
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    return here


def put_at(body: dict[str, Any], pointer: str, value: Any) -> bool:
    """Set the value at a pointer, making objects on the way; False where the way is no object or list."""
    *way, last = pointer_steps(pointer)
    here: Any = body
    for step in way:
        if isinstance(here, dict):
            here = here.setdefault(step, {})
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return False
    if isinstance(here, dict):
        here[last] = value
        return True
    if isinstance(here, list) and last.isdecimal() and int(last) < len(here):
        here[int(last)] = value
        return True
    return False


def take_out(body: dict[str, Any], pointer: str) -> Any:
    """Remove the member at a pointer and return it (None when nothing is there); emptied objects go as well."""
    *way, last = pointer_steps(pointer)
    chain: list[Any] = [body]
    for step in way:
        here = chain[-1]
        if isinstance(here, dict) and step in here:
            chain.append(here[step])
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            chain.append(here[int(step)])
        else:
            return None
    holder = chain[-1]
    if isinstance(holder, list):
        return holder.pop(int(last)) if last.isdecimal() and int(last) < len(holder) else None
    taken = holder.pop(last, None) if isinstance(holder, dict) else None
    for depth in range(len(chain) - 1, 0, -1):
        if chain[depth] == {} and isinstance(chain[depth - 1], dict):
            chain[depth - 1].pop(way[depth - 1], None)
    return taken
