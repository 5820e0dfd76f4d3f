"""Lint: what a person who writes rules is told, with the place where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.judging.linting import lint, within
from supportdesk.judging.problems import CODES, LEVELS, Problem
from supportdesk.paths import shipped_rules
from tests.judging.conftest import CAUSES, RULE, SMALL_FACTS

Write = Callable[[str, str], Path]
SOURCED = RULE + "references: [a page]\n"
KINDS = "wrong_place: {who: customer, meaning: {en: m, zh: 义}}\nidle: {who: customer, meaning: {en: m, zh: 义}}\n"
ROW = (
    "- {id: s.one, system: s, http: 404, template: {en: no such door}, kind: wrong_place, layer: gateway, source: p}\n"
)


@pytest.fixture(autouse=True)
def _sourced(written: Write) -> None:
    written("endpoint/video-on-chat.yaml", SOURCED)
    text = (written("causes.yaml", CAUSES) / "billing/kept-charge.yaml").read_text(encoding="utf-8")
    written("billing/kept-charge.yaml", text + "references: [a page]\n")


def found(folder: Path, *others: Path) -> list[tuple[str, str, int | None, int | None]]:
    """Return code, file and place of what is wrong; a test's examples seldom fit its condition, that is no matter."""
    problems = lint([str(folder), *map(str, others)]).problems
    assert all(one.level in LEVELS and one.message for one in problems)
    return [
        (one.code, Path(one.file).name, one.line, one.column)
        for one in problems
        if one.level != "note" and one.code != "example-fails"
    ]


def test_our_own_rules_are_clean() -> None:
    done = lint([shipped_rules()])
    assert [one for one in done.problems if one.level == "error"] == []
    assert (done.rules > 250, done.rows > 900) == (True, True)


def test_a_folder_without_a_mistake_is_clean(folder: Path) -> None:
    assert found(folder) == []


def test_every_problem_of_a_file_is_told_at_its_place(written: Write) -> None:
    text = (
        SOURCED.replace("kind IN ('image', 'video')", "knd IN ('image', 'video')")
        .replace("endpoint = 'chat'", "endpoint = 'caht'")
        .replace("cause: endpoint.wrong", "cause: endpoint.worng")
        .replace("not_enough: {kind: video}", "not_enough: {kind: film}")
        .replace("certainty: confirmed", "certainty: sure")
    )
    folder = written("endpoint/video-on-chat.yaml", text)
    assert found(folder)[:5] == [
        ("schema", "video-on-chat.yaml", 3, 1),
        ("unknown-name", "video-on-chat.yaml", 5, 7),
        ("unknown-name", "video-on-chat.yaml", 5, 49),
        ("schema", "video-on-chat.yaml", 6, 1),
        ("schema", "video-on-chat.yaml", 14, 18),
    ]
    messages = [one.message for one in lint([str(folder)]).problems]
    assert any("did you mean endpoint.wrong" in message for message in messages)
    assert any("did you mean kind" in message for message in messages)
    assert any("did you mean chat" in message for message in messages)


def test_a_word_in_a_folded_condition_is_placed_on_its_own_line(written: Write) -> None:
    text = SOURCED.replace(
        "when: kind IN ('image', 'video') AND endpoint = 'chat'",
        "when: >-\n  kind IN ('image', 'video')\n  AND endpont = 'chat'",
    )
    assert ("unknown-name", "video-on-chat.yaml", 7, 7) in found(written("endpoint/video-on-chat.yaml", text))


def test_a_fact_of_another_table_is_said_to_be_there(written: Write) -> None:
    folder = written("endpoint/video-on-chat.yaml", SOURCED.replace("endpoint = 'chat'", "status = 'failure'"))
    (problem,) = [one for one in lint([str(folder)]).problems if one.code == "unknown-name"]
    assert problem.hint == "status is a fact of: task"


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("kind = 'image' AND kind = 'chat'", "never"),
        ("kind = 'image' OR kind <> 'image'", "always"),
    ],
)
def test_a_condition_that_decides_nothing_is_told(written: Write, when: str, code: str) -> None:
    text = SOURCED.replace("kind IN ('image', 'video') AND endpoint = 'chat'", when).replace("{endpoint}", "x")
    assert (code, "video-on-chat.yaml", 5, 1) in found(written("endpoint/video-on-chat.yaml", text))


def other(name: str, when: str, *, cause: str = "endpoint.wrong", certainty: str = "confirmed", more: str = "") -> str:
    text = SOURCED.replace("video-on-chat", name).replace("kind IN ('image', 'video') AND endpoint = 'chat'", when)
    text = text.replace("cause: endpoint.wrong", f"cause: {cause}").replace("confirmed", certainty)
    return text.replace('"{kind} model on {endpoint}"', "t").replace('"{kind} 模型走了 {endpoint}"', "题") + more


SAME = "endpoint = 'chat' AND (kind = 'video' OR kind = 'image')"
NARROW = "kind = 'image' AND endpoint = 'chat'"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (other("more", SAME), "twice"),
        (other("more", SAME, cause="billing.kept"), "two-causes"),
        (other("more", SAME, cause="billing.kept", more="supersedes: [endpoint.wrong]\n"), None),
        (other("more", NARROW), "overlap"),
        (other("more", NARROW, certainty="likely"), "overlap"),
        (other("more", f"{NARROW} AND http_status = 404 AND stream = TRUE"), None),
        (other("more", NARROW, cause="billing.kept"), None),
    ],
)
def test_rules_that_overlap_are_told(written: Write, text: str, code: str | None) -> None:
    codes = [one for one, *_ in found(written("endpoint/more.yaml", text))]
    assert codes == ([] if code is None else [code])


def test_a_rule_that_another_always_explains_away_is_dead(written: Write) -> None:
    written("endpoint/video-on-chat.yaml", SOURCED + "supersedes: [billing.kept]\n")
    folder = written("endpoint/more.yaml", other("more", NARROW, cause="billing.kept", certainty="likely"))
    assert ("explained-away", "more.yaml", 5, 1) in found(folder)


def test_certain_rules_beside_less_certain_ones_are_notes_only(written: Write) -> None:
    written("endpoint/video-on-chat.yaml", SOURCED.replace("confirmed", "possible"))
    folder = written("endpoint/more.yaml", other("more", NARROW))
    written("endpoint/third.yaml", other("third", SAME, cause="billing.kept", certainty="possible"))
    codes = {one.code for one in lint([str(folder)]).problems}
    assert codes == {"refined", "side-by-side", "example-fails"}


def test_texts_to_be_written_and_sources_to_be_named_are_errors(written: Write) -> None:
    folder = written("endpoint/video-on-chat.yaml", RULE.replace("wrong place", "TODO why"))
    assert found(folder) == [("no-source", "video-on-chat.yaml", 2, 1), ("todo", "video-on-chat.yaml", 7, 7)]


def test_an_operators_rule_without_examples_is_a_warning(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    text = other("mine", "http_status = 418").split("examples:")[0] + "references: [a page]\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    assert [code for code, *_ in found(folder, own.parent)] == ["no-example"]


def test_what_is_no_yaml_is_one_problem_and_the_rest_is_still_looked_at(written: Write) -> None:
    written("endpoint/video-on-chat.yaml", "id: [\n")
    folder = written("billing/kept-charge.yaml", "id: billing.kept-charge\n")
    files = {file for _code, file, *_ in found(folder)}
    assert {"video-on-chat.yaml", "kept-charge.yaml"} <= files


def test_facts_that_cannot_be_read_are_told_and_stop_the_rules(written: Write) -> None:
    folder = written("facts.yaml", "facts: [{name: x}]\n")
    assert [(code, file) for code, file, *_ in found(folder)] == [("schema", "facts.yaml")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ROW.replace("kind: wrong_place", "kind: wrong_palce"), "unknown-name"),
        (ROW.replace("layer: gateway", "layer: gatewya"), "unknown-name"),
        (ROW.replace("layer: gateway, ", ""), "schema"),
        (ROW.replace("http: 404", "http: '404'"), "schema"),
        (ROW.replace("template: {en: no such door}", "template: {de: x}"), "schema"),
        (ROW.replace("template: {en: no such door}", "template: {en: <text>}"), "schema"),
        (ROW.replace(", source: p", ""), "no-source"),
        (ROW.replace("http: 404", "htpp: 404"), "schema"),
        (ROW + ROW, "twice"),
        (ROW + ROW.replace("s.one", "s.two"), "repeated"),
        (ROW + ROW.replace("s.one", "s.two").replace("wrong_place", "idle"), "twice"),
        (ROW + ROW.replace("s.one", "s.two").replace("404", "503"), None),
        (ROW.replace("no such door", "door") + ROW.replace("s.one", "s.two").replace("404", "[404, 410]"), None),
    ],
)
def test_error_rows_are_looked_at_one_by_one_and_against_each_other(written: Write, row: str, code: str | None) -> None:
    written("error_kinds.yaml", KINDS)
    codes = [one for one, file, *_ in found(written("errors/s.yaml", row)) if file == "s.yaml"]
    assert codes == ([] if code is None else [code])


def test_a_row_whose_words_another_one_takes_is_shadowed(written: Write) -> None:
    written("error_kinds.yaml", KINDS.splitlines()[0] + "\n")
    wide = ROW.replace("s.one", "s.two").replace("no such door", "no such door to be found in the house")
    folder = written("errors/s.yaml", ROW.replace("no such door", "<text>no such") + wide)
    assert [code for code, file, *_ in found(folder) if file == "s.yaml"] == []
    short = ROW.replace("http: 404, ", "").replace("no such door", "such")
    longer = ROW.replace("s.one", "s.two").replace("http: 404, ", "").replace("no such door", "such (2)")
    folder = written("errors/s.yaml", short + longer)
    assert [code for code, file, *_ in found(folder) if file == "s.yaml"] == []
    status = "- {id: s.three, system: t, http: 404, kind: wrong_place, layer: gateway, source: p}\n"
    folder = written("errors/s.yaml", status + status.replace("s.three", "s.four").replace("system: t", "system: u"))
    assert [code for code, file, *_ in found(folder) if file == "s.yaml"] == []
    stated = ROW.replace("source: p", "source: p, example: no such window")
    folder = written("errors/s.yaml", stated + ROW.replace("s.one", "s.two").replace("door", "window"))
    assert [one for one in found(folder) if one[1] == "s.yaml"] == [("shadowed", "s.yaml", 1, 37)]


def test_a_kind_that_no_row_means_or_no_rule_asks_for_is_unused(written: Write) -> None:
    written("errors/s.yaml", ROW)
    folder = written("error_kinds.yaml", KINDS.replace(", zh: 义}}\nidle", "}}\nidle"))
    assert found(folder) == [
        ("no-language", "error_kinds.yaml", 1, 1),
        ("unused", "error_kinds.yaml", 1, 1),
        ("unused", "error_kinds.yaml", 2, 1),
    ]


def test_a_cause_without_rules_or_a_language_is_told(written: Write) -> None:
    folder = written(
        "causes.yaml", CAUSES + "more.here: {who: nobdy, title: {en: t}, consequence_of: [endpont.wrong]}\n"
    )
    codes = [code for code, file, *_ in found(folder) if file == "causes.yaml"]
    assert sorted(codes) == ["no-language", "unknown-name", "unknown-name", "unused"]


def test_disabling_what_is_not_there_is_an_error(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    (own / "any.yaml").write_text("id: endpoint.video-on-chta\ndisabled: true\n", encoding="utf-8")
    (problem,) = lint([str(folder), str(own.parent)]).problems
    assert (problem.code, problem.line) == ("unknown-name", 1)
    assert "did you mean endpoint.video-on-chat" in problem.message
    (own / "any.yaml").write_text("id: endpoint.video-on-chat\ndisabled: true\n", encoding="utf-8")
    assert [one.code for one in lint([str(folder), str(own.parent)]).problems] == ["unused"]


def test_problems_are_kept_to_the_places_named(tmp_path: Path) -> None:
    problem = Problem("schema", str(tmp_path / "a" / "b.yaml"), 1, 1, "m")
    assert within(problem, [])
    assert within(problem, [str(tmp_path / "a")])
    assert within(problem, [str(tmp_path / "a" / "b.yaml")])
    assert not within(problem, [str(tmp_path / "a" / "b")])


def test_every_code_has_a_level() -> None:
    assert {level for level, _ in CODES.values()} == set(LEVELS)


FACTS_OF_KINDS = """
  - {name: error_kind, type: text, tables: [call], from: looked_up, values: [wrong_place, idle],
     meaning: {en: m, zh: 义}, ask: {en: a, zh: 问}, where: {en: w, zh: 处}}
  - {name: error_kinds, type: text, tables: [call], from: looked_up,
     meaning: {en: m, zh: 义}, ask: {en: a, zh: 问}, where: {en: w, zh: 处}}
"""


def test_kinds_inside_of_patterns_and_examples_are_known_ones(written: Write) -> None:
    folder = written("facts.yaml", SMALL_FACTS + FACTS_OF_KINDS.lstrip("\n"))
    text = other("more", "regexp_matches(error_kinds, ',(wrong_palce|idle),[a-z]')")
    written("endpoint/more.yaml", text.replace("{kind: video}", '{error_kinds: ",wrong_place,idel,"}'))
    told = [one.message for one in lint([str(folder)]).problems if one.code == "unknown-name"]
    assert told == [
        "error_kinds is never 'wrong_palce' (did you mean wrong_place?)",
        "error_kinds is never 'idel' (did you mean idle?)",
    ]


def test_what_customers_read_is_there_in_both_languages(written: Write) -> None:
    written("refunds.yaml", "policies:\n  due: {gives: full, reason: {en: because}}\n")
    written("replies/en/reply.yaml", "hello: Hello\nbye: Bye\n")
    folder = written("replies/zh/reply.yaml", "hello: 您好\n")
    assert [one for one in found(folder) if one[0] == "no-language"] == [
        ("no-language", "refunds.yaml", 2, 3),
        ("no-language", "reply.yaml", 1, 1),
    ]


def test_an_example_that_answers_otherwise_is_told_on_its_line(written: Write) -> None:
    text = SOURCED.replace("ruled_out: {kind: chat,", "ruled_out: {kind: image,")
    (problem,) = lint([str(written("endpoint/video-on-chat.yaml", text))]).problems
    assert (problem.code, problem.line) == ("example-fails", 12)
    assert problem.message == "this example is found, not ruled_out"


def test_a_proof_that_cannot_be_read_is_told(written: Write) -> None:
    folder = written("proofs.yaml", "parties: {us: {en: us, zh: 我们}}\nrows: [{id: one}]\n")
    assert ("schema", "proofs.yaml", 2, 8) in found(folder)
