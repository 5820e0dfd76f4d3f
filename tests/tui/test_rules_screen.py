"""The rules' screen: listed by family, searched, explained by the ticket that is shown, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, OptionList

from supportdesk import i18n
from supportdesk.judging import compile as compiling
from supportdesk.tui.rule_reader import matching, read_entries
from supportdesk.tui.screens.rules import RulesScreen
from supportdesk.tui.widgets.pane import Pane
from tests.tui.desk import desk, paste, seen, told, until
from tests.tui.test_hostile import FORBIDDEN, HOSTILE

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from supportdesk.tui.app import SupportdeskApp

SAMPLE = Path(__file__).resolve().parents[2] / "sample_logs" / "04-failed-task-charge-kept.json"
RULE = (
    "id: tower.owl\ncause: upstream.overloaded\nof: call\ntitle: {en: An owl %s, zh: 猫头鹰}\n"
    "when: http_status = 418\ncertainty: possible\nwhy: {en: because, zh: 因为}\nfix: {en: wait, zh: 等待}\n"
    "examples:\n  - found: {http_status: 418}\n  - ruled_out: {http_status: 200}\n  - not_enough: {}\n"
)


async def opened(app: SupportdeskApp, pilot: Pilot[Any]) -> RulesScreen:
    await until(pilot, lambda: isinstance(app.screen, RulesScreen) and app.screen.page is not None, seconds=90)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, RulesScreen)
    return screen


def shown(screen: RulesScreen) -> str:
    return screen.query_one("#page", Pane).shown


async def test_the_list_has_every_rule_and_the_search_narrows_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("alt+5")
        screen = await opened(app, pilot)
        knowledge, entries = read_entries()
        assert [one.id for one in entries] == sorted(
            (one["id"] for one in knowledge.rules), key=lambda one: (one.partition(".")[0], one)
        )
        assert f"{len(entries)} of {len(entries)}" in seen(screen)
        await pilot.press(*"media chat")
        await until(pilot, lambda: screen.query_one("#rules", OptionList).option_count < 60)
        await until(
            pilot,
            lambda: "endpoint.media-on-chat" in [one.id for one in screen.query_one("#rules", OptionList).options],
        )
        app.open_rule("endpoint.media-on-chat")
        await until(pilot, lambda: "endpoint/media-on-chat.yaml" in shown(screen))
        for piece in (
            "Why",
            "Fix",
            "It holds when",
            "Its facts",
            "model_kind is one of",
            "Examples",
            "ruled out:",
            "Sources",
        ):
            assert piece in shown(screen), piece
        await pilot.press("ctrl+g")
        await until(
            pilot, lambda: "它的事实" in shown(screen) or "成立条件" in shown(screen) or "理由" in shown(screen)
        )
        i18n.use("en")


async def test_words_that_no_rule_has_are_said_and_escape_empties_the_search(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        await pilot.press("alt+5")
        screen = await opened(app, pilot)
        await pilot.press(*"zzzzz")
        await until(pilot, lambda: "No rule has all of these words" in seen(screen))
        await pilot.press("escape")
        assert screen.query_one("#search", Input).value == ""
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.triage)


async def test_a_rule_is_explained_by_the_ticket_that_is_shown(tmp_path: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        await paste(app, pilot, SAMPLE.read_text(encoding="utf-8"))
        outcome = app.triage.outcome
        assert outcome is not None
        found = next(one for one in outcome.answers if one.answer)
        app.open_rule(found.rule)
        screen = await opened(app, pilot)
        await until(pilot, lambda: screen.page is not None and screen.page.rule["id"] == found.rule)
        assert "In this ticket" in shown(screen)
        assert ": found" in shown(screen)
        await pilot.press("f6")
        await pilot.pause()
        assert f"{len(outcome.answers)} of" in seen(screen)
        missing = next(one for one in outcome.answers if one.answer is None)
        app.open_rule(missing.rule)
        await until(pilot, lambda: "is not known" in shown(screen), seconds=30)
        assert "not enough evidence" in shown(screen)


async def test_without_a_ticket_nothing_is_explained_and_an_unknown_rule_is_said(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        app.open_rule("no.such-rule")
        screen = await opened(app, pilot)
        assert "There is no rule no.such-rule." in told(app)
        assert "In this ticket" not in shown(screen)
        await pilot.press("f6")
        assert "No ticket is shown" in told(app)


async def test_a_changed_file_is_read_again_by_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own" / "tower"
    own.mkdir(parents=True)
    (own / "owl.yaml").write_text(RULE % "sleeps", encoding="utf-8")
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(compiling, "LOOK_AGAIN_S", 0)
    async with desk(tmp_path) as (app, pilot):
        app.open_rule("tower.owl")
        screen = await opened(app, pilot)
        await until(pilot, lambda: "An owl sleeps" in shown(screen), 30)
        (own / "owl.yaml").write_text(RULE % "wakes", encoding="utf-8")
        await pilot.press("f5")
        await until(pilot, lambda: "An owl wakes" in shown(screen), 60)
        (own / "owl.yaml").write_text("id: [", encoding="utf-8")
        await pilot.press("f5")
        await until(pilot, lambda: "owl.yaml" in told(app), 60)
        assert "An owl wakes" in shown(screen)


def test_every_word_of_a_search_must_be_there() -> None:
    entries = read_entries()[1]
    assert {one.id for one in matching(entries, "REFUND  late")} <= {one.id for one in matching(entries, "refund")}
    assert matching(entries, "") == entries


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_text_is_plain_in_a_rules_page_and_the_search(tmp_path: Path, kind: str) -> None:
    ticket = f'HTTP/1.1 400\n\n{{"error": {{"message": {json.dumps("model " + HOSTILE[kind] + " not found")}}}}}\n'
    async with desk(tmp_path, None, size=(160, 60)) as (app, pilot):
        await paste(app, pilot, ticket)
        await pilot.press("alt+5")
        screen = await opened(app, pilot)
        outcome = app.triage.outcome
        assert outcome is not None
        for answer in outcome.answers[:3]:
            app.open_rule(answer.rule)
            await until(pilot, lambda answer=answer: screen.page is not None and screen.page.rule["id"] == answer.rule)
            await pilot.pause()
            assert not FORBIDDEN & set(seen(screen))
        app.open_rule(HOSTILE[kind])
        await pilot.pause()
        assert not FORBIDDEN & set(seen(screen))
        assert app.is_running
