"""An operator's own rules directory, laid over ours: rules, error rows, texts, models, gateways, refunds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging import compile as compiling
from supportdesk.judging.compile import load_from
from supportdesk.judging.compiling import compile_rules
from supportdesk.judging.linting import lint
from supportdesk.judging.sources import scan
from supportdesk.knowledge import Knowledge
from supportdesk.paths import shipped_rules
from supportdesk.vocabulary import match_error
from tests.judging.conftest import RULE

Own = Callable[[str, str], None]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Return a function that writes a file into the operator's folder."""

    def write(name: str, text: str) -> None:
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    (tmp_path / "own").mkdir()
    return write


def over(folder: Path | str, tmp_path: Path) -> Knowledge:
    data, warned = compile_rules(scan([str(folder), str(tmp_path / "own")]))
    return Knowledge(data, "", warned)


def test_a_rule_of_an_id_takes_the_place_of_ours_wherever_its_file_lies(folder: Path, tmp_path: Path, own: Own) -> None:
    own("mine/endpoint.video-on-chat.yaml", RULE.replace("wrong place", "our own words"))
    knowledge = over(folder, tmp_path)
    (rule,) = [rule for rule in knowledge.rules if rule["id"] == "endpoint.video-on-chat"]
    assert (rule["operator"], rule["certainty"]) == (True, "confirmed")
    assert "our own words" in rule["why"]["en"]
    assert len(knowledge.rules) == 2


def test_a_new_rule_is_added_and_a_disabled_one_dropped(folder: Path, tmp_path: Path, own: Own) -> None:
    own("endpoint/more.yaml", RULE.replace("video-on-chat", "more"))
    own("billing/kept-charge.yaml", "id: billing.kept-charge\ndisabled: true\n")
    knowledge = over(folder, tmp_path)
    assert [(rule["id"], rule["operator"]) for rule in knowledge.rules] == [
        ("endpoint.more", True),
        ("endpoint.video-on-chat", False),
    ]


def test_a_rule_without_examples_is_taken_with_a_warning_and_never_confirmed(
    folder: Path, tmp_path: Path, own: Own
) -> None:
    own("endpoint/more.yaml", RULE.split("examples:")[0].replace("video-on-chat", "more"))
    knowledge = over(folder, tmp_path)
    assert knowledge.rule("endpoint.more")["certainty"] == "likely"  # type: ignore[index]
    (warning,) = knowledge.warnings
    assert warning.startswith("endpoint/more.yaml: no example of found, ruled_out, not_enough")


def kinds(knowledge: Knowledge, message: str) -> list[str]:
    return [match.kind for match in match_error(knowledge, message, None, None, 503, None)]


@pytest.fixture(scope="module")
def rules() -> str:
    return shipped_rules()


def test_error_rows_are_laid_over_by_their_id(rules: str, tmp_path: Path, own: Own) -> None:
    own(
        "errors/house.yaml",
        """
- {id: house.full, system: house, template: {en: "every seat in the house is taken"}, kind: upstream_overloaded,
   layer: next_gateway, source: our own gateway}
- {id: new-api.token-expired, system: new-api, template: {en: "the pass has run out"}, kind: key_expired,
   layer: gateway, source: our own gateway}
- {id: new-api.token-missing, disabled: true}
""",
    )
    knowledge = over(rules, tmp_path)
    assert kinds(knowledge, "Every seat in the house is taken") == ["upstream_overloaded"]
    assert kinds(knowledge, "The pass has run out") == ["key_expired"]
    rows = {json.loads(row)["id"] for row in knowledge.errors["rows"]}
    assert "new-api.token-expired" in rows
    ours = {json.loads(row)["id"] for row in compile_rules(scan([rules]))[0]["errors"]["rows"]}
    assert ours - rows == {"new-api.token-missing"}
    assert rows - ours == {"house.full"}


def test_texts_of_causes_kinds_labels_and_replies_are_replaced_alone(rules: str, tmp_path: Path, own: Own) -> None:
    own("causes.yaml", "endpoint.wrong-path:\n  title: {en: Lost, zh: 迷路}\n")
    own("error_kinds.yaml", "house_full: {who: operator, meaning: {en: full, zh: 满}}\nkey_expired: {who: operator}\n")
    own("labels.yaml", "model_kind:\n  image: {en: picture, zh: 图片}\n")
    knowledge = over(rules, tmp_path)
    cause = knowledge.causes["endpoint.wrong-path"]
    assert (cause["title"]["en"], cause["who"]) == ("Lost", "customer")
    assert knowledge.words["error_kinds"]["key_expired"]["who"] == "operator"
    assert knowledge.words["error_kinds"]["key_expired"]["meaning"]["zh"]
    assert "house_full" in knowledge.facts["error_kind"]["values"]
    assert knowledge.words["labels"]["model_kind"]["image"]["en"] == "picture"
    assert knowledge.words["labels"]["model_kind"]["video"]["en"] == "video"


def test_policies_gateways_and_models_are_laid_over(rules: str, tmp_path: Path, own: Own) -> None:
    own("refunds.yaml", "policies:\n  usage-error: {gives: full}\n  ours: {gives: none, reason: {en: r, zh: 由}}\n")
    own(
        "gateways.yaml",
        "gateways:\n- {id: house, name: {en: House, zh: 家}, hosts: [api.house.example], software: new-api}\n"
        "- {id: kkiai, disabled: true}\n",
    )
    own(
        "models.yaml",
        "groups:\n- {kind: video, provider: house, source: our price list, models: [{name: lantern-3}]}\n"
        "- {models: [{name: sora-2, disabled: true}]}\n",
    )
    knowledge = over(rules, tmp_path)
    policy = knowledge.refunds["policies"]["usage-error"]
    assert (policy["gives"], policy["goodwill"], bool(policy["reason"]["zh"])) == ("full", "supervisor", True)
    assert knowledge.refunds["policies"]["ours"]["gives"] == "none"
    gateways = [one["id"] for one in knowledge.gateways["gateways"]]
    assert ("house" in gateways, "kkiai" in gateways, "toapis" in gateways) == (True, False, True)
    assert knowledge.models["names"]["lantern-3"]["kind"] == "video"
    assert "sora-2" not in knowledge.models["names"]


def test_lists_of_rows_and_request_definitions_are_laid_over(rules: str, tmp_path: Path, own: Own) -> None:
    symptoms = compile_rules(scan([rules]))[0]["words"]["symptoms"]
    own("symptoms.yaml", f"- {{id: {symptoms[0]['id']}, disabled: true}}\n")
    own("requests/toapis/gemini_omni.json", '{"disabled": true}')
    knowledge = over(rules, tmp_path)
    assert [row["id"] for row in knowledge.words["symptoms"]] == [row["id"] for row in symptoms[1:]]
    assert "requests/toapis/gemini_omni.json" not in [row["file"] for row in knowledge.requests]


def test_a_change_of_an_own_file_is_seen_by_a_running_program(
    folder: Path, tmp_path: Path, own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "rules_folders", lambda: [str(folder), str(tmp_path / "own")])
    monkeypatch.setattr(compiling, "LOOK_AGAIN_S", 0)
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    first = compiling.load_knowledge()
    assert compiling.load_knowledge() is first
    own("endpoint/more.yaml", RULE.replace("video-on-chat", "more"))
    second = compiling.load_knowledge()
    assert second.version != first.version
    assert second.rule("endpoint.more") is not None
    (tmp_path / "own" / "endpoint" / "more.yaml").unlink()
    assert compiling.load_knowledge().rule("endpoint.more") is None


def test_the_cache_of_an_overlay_serves_the_next_start(folder: Path, tmp_path: Path, own: Own) -> None:
    own("billing/kept-charge.yaml", "id: billing.kept-charge\ndisabled: true\n")
    folders, cache = [str(folder), str(tmp_path / "own")], str(tmp_path / "cache")
    first = load_from(folders, cache)
    assert [rule["id"] for rule in load_from(folders, cache).rules] == [rule["id"] for rule in first.rules]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("policies:\n  usage-error:\n    gives: half\n", 3, "gives is one of full, extra, difference, none"),
        ("policies:\n  usage-error: {gives: full, goodwil: supervisor}\n", 2, "no such field: goodwil"),
        ("policies:\n  usage-error: {charge: all}\n", 2, "charge is one of none"),
        ("policies:\n  usage-error: {goodwill: [a]}\n", 2, "goodwill is a text"),
        ("policies:\n  usage-error: full\n", 2, "a mapping stands here"),
        ("policies:\n  ours: {gives: full}\n", 2, "needs a text in each of en, zh"),
        ("settings: {decide_from: maybe}\n", 1, "decide_from is one of likely, confirmed"),
        ("settings:\n  late_after_s: soon\n", 2, "late_after_s is a whole number of seconds"),
        ("settings:\n  late_after: 5\n", 2, "no such field: late_after"),
    ],
)
def test_a_policy_that_nobody_understands_is_refused_with_its_line(
    rules: str, tmp_path: Path, own: Own, text: str, line: int, reason: str
) -> None:
    own("refunds.yaml", text)
    with pytest.raises(RulesError, match=reason) as refused:
        over(rules, tmp_path)
    assert refused.value.line == line
    problems = [one for one in lint([rules, str(tmp_path / "own")]).problems if one.file.startswith(str(tmp_path))]
    assert line in [one.line for one in problems]
