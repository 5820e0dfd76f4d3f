"""What is parsed of the style sheets is kept for the same colours, and parsed anew for others."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.css.stylesheet import StylesheetParseError

from supportdesk.tui.stylesheet import DeskStylesheet

CSS = "Static { color: $text-of-ours; }"


def _sheet(colour: str) -> DeskStylesheet:
    sheet = DeskStylesheet(variables={"text-of-ours": colour})
    sheet.add_source(CSS, read_from=("desk.tcss", ""))
    return sheet


def test_the_same_variables_keep_what_was_parsed() -> None:
    sheet = _sheet("#ff0000")
    before = sheet.rules
    sheet.set_variables({"text-of-ours": "#ff0000"})
    sheet.reparse()
    assert before
    assert [one is other for one, other in zip(before, sheet.rules, strict=True)] == [True]


def test_other_variables_give_other_colours() -> None:
    sheet = _sheet("#ff0000")
    assert sheet.rules[0].styles.color == Color.parse("#ff0000")
    sheet.set_variables({"text-of-ours": "#00ff00"})
    sheet.reparse()
    assert [rule.styles.color for rule in sheet.rules] == [Color.parse("#00ff00")]


def test_a_sheet_that_joins_is_parsed_by_the_next_look() -> None:
    sheet = _sheet("#ff0000")
    assert len(sheet.rules) == 1
    sheet.add_source("Input { height: 3; }", read_from=("more.tcss", ""))
    sheet.reparse()
    assert [sorted(rule.selector_names) for rule in sheet.rules] == [["Static"], ["Input"]]


def test_a_sheet_with_a_fault_is_refused_and_the_rules_stay() -> None:
    sheet = _sheet("#ff0000")
    before = sheet.rules
    sheet.add_source("Input { colour: red; }", read_from=("broken.tcss", ""))
    with pytest.raises(StylesheetParseError):
        sheet.reparse()
    assert sheet._rules is before
