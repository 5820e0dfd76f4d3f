"""One body against one definition: which of the validator's findings count, how severe, where and in what words."""

from __future__ import annotations

from typing import Any

from supportdesk.definitions import wording
from supportdesk.definitions.errors_of import Flaw, fields_of, find_flaws
from supportdesk.definitions.placing import Placed, schema_at
from supportdesk.definitions.plain import plain_data
from supportdesk.definitions.violation import Checked, Kind, Severity, Text, Violation
from supportdesk.source import Span
from supportdesk.value import Value

Schema = dict[str, Any]

ORDER = {"error": 0, "warning": 1, "hint": 2}

HINT_LIMIT = 50
"""Undocumented fields that are listed; a body with more of them is no request."""

URL_FORMATS = ("url", "http-url", "https-url", "data-uri", "asset-uri")
NO_URL_STARTS = ("data:", "file:", "/", "./", "../", "c:\\", "~/")
INLINE_LENGTH = 200
"""From so many characters on, a text without blanks and placeholders is inline data, not a redacted URL."""


class Comparison:
    """One run; `run` fills `checked.violations` and `checked.named`.

    `complete`: the request was read to its end; `fallback`: the span for what stands at no single place; `answers`:
    text of the answers; `as_text`: a form, whose values are all texts; `values_prove`: whether a value outside its
    list may be an error here; `older`: the envelope of an older page of the same model and path, or None.
    """

    def __init__(
        self,
        checked: Checked,
        *,
        complete: bool,
        fallback: Span | None,
        answers: str,
        as_text: bool,
        values_prove: bool,
        older: dict[str, Any] | None,
    ) -> None:
        self._checked = checked
        self._schema: Schema = checked.envelope["body"] if checked.envelope else {}
        self._placed: Placed = checked.placed
        self._complete = complete
        self._fallback = fallback
        self._answers = answers
        self._as_text = as_text
        self._values_prove = values_prove
        self._older = older

    def run(self) -> None:
        """Compare, and leave the violations in order of severity."""
        data = plain_data(self._placed.body, self._schema, as_text=self._as_text)
        refused_before = {flaw.pointer for flaw in find_flaws(self._older["body"], data)} if self._older else set()
        found: set[str] = set()
        for flaw in find_flaws(self._schema, data):
            if flaw.pointer in self._placed.required or not self._counts(flaw):
                continue
            found.add(flaw.pointer)
            self._add(self._of_flaw(flaw, refused_before))
        self._add_empty(found)
        for target in self._placed.origin:
            if not any(pointer == target or pointer.startswith(target + "/") for pointer in found):
                self._add_misplaced(target)
        self._add_undocumented()
        self._checked.violations.sort(key=lambda violation: ORDER[violation.severity])

    def _add(self, violation: Violation) -> None:
        self._checked.violations.append(violation)

    def _counts(self, flaw: Flaw) -> bool:
        """Whether a flaw rests on known values only, and on fields that the definition does not merely assume."""
        if flaw.pointer == "/model" and flaw.kind == "value":
            return False
        root = self._placed.body
        pointers = {flaw.pointer, *(fields_of(flaw.rule) if flaw.rule else ())}
        if any(self._is_assumed(pointer) for pointer in pointers):
            return False
        if any(value is not None and not value.known for value in map(root.at, pointers)):
            return False
        if self._as_text and flaw.kind == "type" and {"array", "object"}.intersection(flaw.allowed):
            return False  # a part of a form may be one entry of a list, or the JSON of an object
        if flaw.rule is not None:
            about_presence_only = "not" in flaw.rule and "if" not in flaw.rule
            return about_presence_only or not any(self._is_open(_around(root, pointer)) for pointer in pointers)
        if flaw.kind == "missing":
            return not self._is_open(_around(root, flaw.pointer))
        value = root.at(flaw.pointer)
        return not (flaw.keyword == "minItems" and value is not None and value.is_open)

    def _is_open(self, value: Value) -> bool:
        return value.is_open or not self._complete

    def _is_assumed(self, pointer: str) -> bool:
        steps = pointer.split("/")
        prefixes = ("/".join(steps[:end]) for end in range(2, len(steps) + 1))
        return any("x-assumed" in (schema_at(self._schema, prefix) or {}) for prefix in prefixes)

    def _is_required(self, pointer: str) -> bool:
        around, _, name = pointer.rpartition("/")
        return name in (schema_at(self._schema, around) or {}).get("required", [])

    def _of_flaw(self, flaw: Flaw, refused_before: set[str]) -> Violation:
        value = self._placed.body.at(flaw.pointer)
        if value is None or flaw.kind == "missing":
            return self._absent(flaw)
        found, stands = value.plain(), self._origin(flaw.pointer)
        if found is None:
            if self._is_required(flaw.pointer):
                return self._at(flaw.pointer, "missing", "error", value, None, wording.empty(flaw.pointer, found))
            return self._at(flaw.pointer, flaw.kind, "warning", value, flaw.allowed, _text(flaw, stands, found))
        severity: Severity = "error"
        text = _text(flaw, stands, found)
        if flaw.kind == "value" and flaw.rule is None:
            documented = _other_case(found, flaw.allowed)
            if documented is not None:
                text = wording.other_case(stands, found, documented)
                return self._at(flaw.pointer, "value", "warning", value, flaw.allowed, text)
            if flaw.keyword == "pattern" and not _surely_wrong(str(found), flaw.allowed):
                severity = "warning"
        if flaw.kind == "value" and not self._values_prove:
            severity = "warning"
        if self._older is not None and self._is_documented_before(flaw.pointer, refused_before):
            severity, text = "warning", wording.by_older_page(text, str(self._older["as_of"]))
        return self._at(flaw.pointer, flaw.kind, severity, value, flaw.allowed, text)

    def _is_documented_before(self, pointer: str, refused_before: set[str]) -> bool:
        older = self._older["body"] if self._older else {}
        return pointer not in refused_before and schema_at(older, pointer) is not None

    def _at(self, pointer: str, kind: Kind, severity: Severity, value: Value, allowed: Any, text: Text) -> Violation:
        """Return a violation where the field really stands; one that was moved also says where it belongs."""
        stands = self._origin(pointer)
        expected = None
        if stands != pointer:
            expected, text = pointer, wording.belongs(text, pointer)
        span = value.place() or self._fallback
        return Violation(stands, kind, severity, value.plain(), allowed, expected, span, text)

    def _absent(self, flaw: Flaw) -> Violation:
        around = _around(self._placed.body, flaw.pointer)
        span = around.place() or self._placed.body.place() or self._fallback
        text = _text(flaw, flaw.pointer, None) if flaw.rule else wording.missing(flaw.pointer)
        return Violation(flaw.pointer, "missing", "error", None, None, None, span, text)

    def _origin(self, pointer: str) -> str:
        for target, stands in self._placed.origin.items():
            if pointer == target or pointer.startswith(target + "/"):
                return stands + pointer[len(target) :]
        return pointer

    def _add_empty(self, found: set[str]) -> None:
        """Report required texts that are there but empty: as good as absent."""
        for name in self._schema.get("required", []):
            value, pointer = self._placed.body.data.get(name), f"/{name}"
            if value is None or value.kind != "string" or not value.known or str(value.data).strip():
                continue
            if pointer not in found and pointer not in self._placed.required:
                self._add(self._at(pointer, "missing", "error", value, None, wording.empty(pointer, value.data)))

    def _add_misplaced(self, target: str) -> None:
        stands, value = self._placed.origin[target], self._placed.body.at(target)
        if value is None:
            return
        severity: Severity = "error" if target in self._placed.required else "warning"
        text = wording.misplaced(stands, target)
        span = value.place() or self._fallback
        self._add(Violation(stands, "misplaced", severity, value.plain(), None, target, span, text))
        if severity == "warning":
            self._note_named(stands)

    def _add_undocumented(self) -> None:
        info = self._checked.definition
        if info is None:
            return
        for stray, target in self._placed.doubled:
            text = wording.doubled(stray.pointer, target)
            span = stray.value.place() or self._fallback
            found = stray.value.plain()
            self._add(Violation(stray.pointer, "misplaced", "warning", found, None, target, span, text))
            self._note_named(stray.pointer)
        for stray in () if info.partial else self._placed.strays[:HINT_LIMIT]:
            named = self._note_named(stray.pointer)
            text = wording.undocumented(stray.pointer, info.gateway, named=named)
            span = stray.value.place() or self._fallback
            found = stray.value.plain()
            self._add(Violation(stray.pointer, "unknown", "hint", found, None, None, span, text))

    def _note_named(self, pointer: str) -> bool:
        named = names_field(self._answers, pointer)
        if named:
            self._checked.named.append(pointer)
        return named


def names_field(answers: str, pointer: str) -> bool:
    """Whether an answer names the field: its name as a whole word."""
    name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    at = answers.find(name) if name else -1
    while at >= 0:
        end = at + len(name)
        if not (at and _is_word(answers[at - 1])) and not (end < len(answers) and _is_word(answers[end])):
            return True
        at = answers.find(name, end)
    return False


def _is_word(sign: str) -> bool:
    return sign == "_" or (sign.isascii() and sign.isalnum())


def _around(root: Value, pointer: str) -> Value:
    """Return the innermost object that is there on the way to a pointer's field."""
    steps = pointer.split("/")[:-1]
    for end in range(len(steps), 1, -1):
        value = root.at("/".join(steps[:end]))
        if value is not None:
            return value
    return root


def _text(flaw: Flaw, stands: str, found: Any) -> Text:
    if flaw.rule is not None:
        text = dict(flaw.rule["x-message"])
        named = found is None or isinstance(found, list | dict) or names_field(text["en"], f"/{wording.plain(found)}")
        return text if named else wording.with_found(text, found)
    if flaw.kind == "type":
        return wording.wrong_type(stands, found, flaw.allowed)
    return wording.wrong_value(stands, found, flaw.allowed)


def _other_case(found: Any, allowed: Any) -> str | None:
    """Return the documented value that differs from the found one in letter case only."""
    if not isinstance(found, str) or not isinstance(allowed, list):
        return None
    return next((item for item in allowed if isinstance(item, str) and item.casefold() == found.casefold()), None)


def _surely_wrong(found: str, allowed: Any) -> bool:
    """Whether a text against its format is surely wrong; for a URL: inline data or a local file, not a redaction."""
    if not isinstance(allowed, dict) or str(allowed.get("format")).partition("|")[0] not in URL_FORMATS:
        return True
    inline = len(found) > INLINE_LENGTH and not any(sign in found for sign in " <>{}…")
    return inline or found.lower().startswith(NO_URL_STARTS)
