"""`supportdesk rules explain`: a rule in words, and how each comparison came out on a ticket."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supportdesk import i18n
from supportdesk.cli.main import run

TICKET = """POST https://toapis.com/v1/chat/completions HTTP/1.1
Authorization: Bearer sk-abcdefghijklmnopqrstuvwxyz012345
Content-Type: application/json

{"model": "gemini_omni", "messages": [{"role": "user", "content": "a lighthouse"}]}
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    yield
    i18n.use(None)


@pytest.fixture
def ticket(tmp_path: Path) -> str:
    path = tmp_path / "ticket.txt"
    path.write_text(TICKET, encoding="utf-8")
    return str(path)


def test_a_rule_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "explain", "endpoint.media-on-chat"]) == 0
    out = capsys.readouterr().out
    assert '    model_on_endpoint is "undocumented"' in out.splitlines()
    assert "model_kind: what the model makes, from the catalogue (looked up in the tables of the rules)" in out
    assert "Sources: toapis.md Endpoints" in out
    (explained,) = [line for line in out.splitlines() if line.startswith("Explained away by: ")]
    assert "endpoint.api-type-on-task-path" in explained
    assert "Refund policy: usage-error: The charge comes from" in out


def test_a_rule_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "explain", "endpoint.media-on-chat", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "以下全部成立：" in out
    assert 'model_on_endpoint 为 "undocumented"' in out
    assert "从规则表中查得" in out


def test_each_comparison_shows_its_value_and_its_place(ticket: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "explain", "endpoint.media-on-chat", ticket]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = lines.index('+ endpoint is one of "chat", "responses", "messages"')
    assert lines[at + 1].startswith("endpoint = chat")
    assert lines[at + 1].endswith(f"({ticket}:1:6)")
    assert lines[-1] == "This rule is the verdict: endpoint.chat-for-media, confirmed."
    assert any(line.startswith(f"model_kind = video, from model ({ticket}:5:11)") for line in lines)


def test_what_is_not_known_is_told_with_what_would_decide_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "short.txt"
    path.write_text('curl https://toapis.com/v1/chat/completions -d \'{"model":"zz-unheard-of"}\'\n', encoding="utf-8")
    assert run(["rules", "explain", "endpoint.media-on-chat", str(path)]) == 0
    out = capsys.readouterr().out
    assert "? model_kind is one of" in out
    assert "model_kind is not known: What does the model make" in out
    assert "Not enough evidence: what is not known could still make it hold." in out


def test_a_ticket_reaches_no_terminal_as_control(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text('{"error": {"message": "invalid token \\u001b]52;c;eA== \\u202e \\n x", "code": 401}}', "utf-8")
    assert run(["rules", "explain", "auth.key-refused", str(path)]) == 0
    out = capsys.readouterr().out
    assert not {"\x1b", "\u202e"} & set(out)
    assert "In this ticket" in out


def test_a_rule_that_is_ruled_out_says_by_what(ticket: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "explain", "auth.no-header", ticket, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["answer"] for row in data["rows"]] == [False]
    assert False in [outcome["answer"] for outcome in data["rows"][0]["outcomes"]]
    assert data["verdict"] == "endpoint.chat-for-media"
    assert data["reason"].startswith("Ruled out")
    assert "abcdefghijklmnop" not in json.dumps(data)


def test_a_rule_of_tasks_says_that_there_is_none(ticket: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--json"]) == 0
    tasks = [rule["id"] for rule in json.loads(capsys.readouterr().out)["rules"] if rule["of"] == "task"]
    assert run(["rules", "explain", tasks[0], ticket]) == 0
    assert "The ticket has no row of the table that this rule judges." in capsys.readouterr().out


def test_another_rule_of_the_verdicts_cause_names_the_better_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ticket.txt"
    path.write_text(TICKET + '\nHTTP/1.1 500\n\n{"error": {"message": "invalid api type: -1"}}\n', encoding="utf-8")
    reasons = set()
    for rule in ("endpoint.media-on-chat", "endpoint.api-type"):
        assert run(["rules", "explain", rule, str(path), "--json"]) == 0
        reasons.add(json.loads(capsys.readouterr().out)["reason"].split(":")[0].split(";")[0])
    assert "This rule is the verdict" in reasons
    assert len(reasons) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_can_be_explained(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.judging.condition import parse_condition
    from supportdesk.judging.views import visible_facts
    from supportdesk.render.rule_words import condition_lines

    i18n.use(language)
    knowledge = load_knowledge()
    for rule in knowledge.rules:
        facts = visible_facts(knowledge.facts, rule["of"])
        condition = parse_condition(rule["when"], facts, knowledge.releases)
        lines = condition_lines(condition)
        assert sorted(line.atom for line in lines if line.atom is not None) == list(range(len(condition.atoms)))
        assert all(line.text.isprintable() for line in lines)
