"""The edits that make one body of another: members renamed, changed, put in and taken out as their neighbours stand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from supportdesk.advising.edits import Edit, UnwritableError
from supportdesk.advising.writing import Style, balanced, member_end, opening, rewritten
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.source import Source, Span
from supportdesk.value import Value

_BETWEEN = lazy(r"(?:[\\`]++[nrt]?|[\s,;^])*+\Z")
_COMMENT = lazy(r"(\s*+[,;]?+)[ \t]*+(?:#|//)[^\n]*+(\n\s*+)\Z")
_NAME = lazy(r"[A-Za-z_]\w*\Z")


class Member(NamedTuple):
    """A member of an object as it is written: `[start, end)` from its key to the end of its value's expression."""

    name: str
    key: Span
    start: int
    end: int
    value: Value


def edit_body(source: Source, style: Style, old: Value, new: Any) -> list[Edit]:
    """Return the edits that turn the located value into plain data; raises UnwritableError."""
    work = _Rewriting(source, style)
    work.change(old, new)
    return work.edits


class _Rewriting:
    def __init__(self, source: Source, style: Style) -> None:
        self.source = source
        self.text = source.text
        self.style = style
        self.edits: list[Edit] = []

    def change(self, old: Value, new: Any) -> None:
        """Add the edits for one value."""
        if same(old.plain(), new):
            return
        if old.kind == "object" and isinstance(new, dict):
            self._members(old, new)
        elif old.kind == "array" and isinstance(new, list) and len(old.data) == len(new):
            for item, wanted in zip(old.data, new, strict=True):
                self.change(item, wanted)
        elif old.kind == "array" and isinstance(new, list) and new and same(old.plain()[: len(new)], new):
            self._shorten(old, len(new))
        else:
            self._replace(old, new)

    def _replace(self, old: Value, new: Any) -> None:
        place = old.span if old.span is not None else (old.parts[0] if len(old.parts) == 1 else None)
        if place is None or place.source != self.source.index or place.end == place.start:
            raise UnwritableError
        literal = self.source.slice(place)
        if isinstance(old.data, str) and isinstance(new, str) and not opening(literal):
            written = rewritten(literal, old.data, new)
        else:
            written = self.style.write(new, opening(literal) or None)
        self.edits.append(Edit(place, written))

    def _shorten(self, old: Value, count: int) -> None:
        last, kept = old.data[-1].span, old.data[count - 1].span
        if last is None or kept is None or not _BETWEEN.match(self.text[kept.end : old.data[count].span.start]):
            raise UnwritableError
        self.edits.append(Edit(Span(kept.source, kept.end, last.end), ""))

    def _members(self, old: Value, new: dict[str, Any]) -> None:
        gone = [name for name in old.data if name not in new and old.data[name].added_by is None]
        come = [name for name in new if name not in old.data]
        for name, value in old.data.items():
            if name in new:
                self.change(value, new[name])
        if not gone and not come:
            return
        members = self._located(old)
        by_name = {member.name: member for member in members}
        if any(name not in by_name for name in gone):
            raise UnwritableError
        for name in list(gone):
            other = next((one for one in come if same(old.data[name].plain(), new[one])), None)
            if other is not None:
                self._name(by_name[name], other)
                gone.remove(name)
                come.remove(other)
        for name, other in list(zip(gone, come, strict=False)):
            self._exchange(by_name[name], other, new[other])
            gone.remove(name)
            come.remove(other)
        self._take_out(members, set(gone))
        if come:
            kept = [member for member in members if member.name not in gone]
            self._put_in(old, members, kept, {name: new[name] for name in come})

    def _located(self, value: Value) -> list[Member]:
        """Return the members that stand in this source, in its order."""
        members = []
        for name, member in value.data.items():
            key = value.keys.get(name)
            if key is None or key.source != self.source.index or member.added_by is not None:
                continue
            try:
                end = member_end(self.text, key.end, member, within=self.style.within)
            except UnwritableError:
                continue
            members.append(Member(name, key, key.start, end, member))
        return sorted(members, key=lambda member: member.start)

    def _key(self, like: Member, name: str) -> str:
        literal = self.source.slice(like.key)
        if not opening(literal) and not _NAME.match(name):
            raise UnwritableError
        return rewritten(literal, like.name, name)

    def _name(self, member: Member, name: str) -> None:
        self.edits.append(Edit(member.key, self._key(member, name)))

    def _exchange(self, member: Member, name: str, value: Any) -> None:
        """Write another member in the place of one."""
        says = self._says(member)
        written = self._key(member, name) + says + self.style.write(value)
        self.edits.append(Edit(Span(self.source.index, member.start, member.end), written))

    def _says(self, member: Member) -> str:
        """Return what stands between the key and the value of a member."""
        start = member.key.end
        span = member.value.span
        if span is not None and start <= span.start and span.end <= member.end:
            says = self.text[start : span.start]
        else:
            found = re.match(r"[\s\])]*(?:=>|:=|=|:)\s*", self.text[start : member.end])
            says = found.group() if found is not None else ""
        if not says.strip() or len(says) > 40 or any(sign in says for sign in "\n\"'({"):
            raise UnwritableError
        return says

    def _take_out(self, members: list[Member], gone: set[str]) -> None:
        at = 0
        while at < len(members):
            if members[at].name not in gone:
                at += 1
                continue
            first = at
            while at < len(members) and members[at].name in gone:
                at += 1
            self._cut(members, first, at)

    def _cut(self, members: list[Member], first: int, behind: int) -> None:
        """Delete the members `[first, behind)` with the commas that they leave over."""
        start, end = members[first].start, members[behind - 1].end
        run = members[first:behind]
        inner = all(
            is_clear(self.text[one.end : other.start]) for one, other in pairwise(run)
        )  # fmt: skip
        if inner and behind < len(members) and is_clear(self.text[end : members[behind].start]):
            end = members[behind].start
        elif inner and first and is_clear(self.text[members[first - 1].end : start]):
            start = members[first - 1].end
        else:
            for member in run:
                self._cut_line(member)
            return
        self.edits.append(Edit(Span(self.source.index, start, end), ""))

    def _cut_line(self, member: Member) -> None:
        """Delete the statement that sets a member alone, with its line."""
        start = self.text.rfind("\n", 0, member.start) + 1
        end = self.text.find("\n", member.end)
        end = len(self.text) if end < 0 else end + 1
        line = self.text[start:end]
        before, after = self.text[start : member.start].strip(), self.text[member.end : end].strip()
        if (
            not re.match(r"[\w.$>-]++\s*(?:\[|\.|\()\Z", before)
            or after not in ("", ";", ")", ");")
            or not balanced(line)
        ):
            raise UnwritableError
        self.edits.append(Edit(Span(self.source.index, start, end), ""))

    def _put_in(self, old: Value, members: list[Member], kept: list[Member], come: dict[str, Any]) -> None:
        for anchor in reversed(kept):
            says = self._says(anchor)
            between = self._between(old, members, anchor, says)
            if between is None:
                continue
            written = "".join(
                between + self._key(anchor, name) + says + self.style.write(value) for name, value in come.items()
            )
            if balanced(written):
                self.edits.append(Edit(Span(self.source.index, anchor.end, anchor.end), written))
                return
        if old.span is not None and not members and not old.data:
            self._replace(old, come)
            return
        raise UnwritableError

    def _between(self, old: Value, members: list[Member], anchor: Member, says: str) -> str | None:
        """Return what separates a new member from the one in front of it, None where nothing shows it."""
        at = members.index(anchor)
        if at:
            between = self.text[members[at - 1].end : anchor.start]
            comment = _COMMENT.match(between)
            if comment is not None:
                return comment.group(1) + comment.group(2)
            if balanced(between + says) and len(between) < 200:
                return between
        behind = self.text[anchor.end : anchor.end + 200].lstrip()[:1]
        if behind and behind not in ",)]};'\"`\\":
            return None
        between = str(self.style.dialect.get("between", ", "))
        if old.span is None:
            return between
        lead = re.search(r"\r?\n[ \t]*\Z", self.text[old.span.start : anchor.start])
        return between.rstrip() + lead.group() if lead is not None else between


def is_clear(between: str) -> bool:
    """Whether nothing but commas, blanks and comments stands between two members."""
    return bool(_BETWEEN.match(between) or _COMMENT.match(between))


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same JSON: 1 is not true, 1.0 is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)
