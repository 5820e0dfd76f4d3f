"""`supportdesk rules docs` and `rules report`: pages for all rules whose links resolve, and the report behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk import i18n
from supportdesk.cli.main import run
from supportdesk.judging.compile import load_knowledge
from supportdesk.render.rule_report import is_outside

CODE = re.compile(r"(?s)```.*?```|`` .*? ``")
LINK = re.compile(r"(?<!\\)\]\(([^)]+)\)")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    yield
    i18n.use(None)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    assert run(["rules", "docs", "--out", str(folder)]) == 0
    return folder


def test_every_rule_has_a_page_in_both_languages(docs: Path) -> None:
    names = {f"{rule['id']}.md" for rule in load_knowledge().rules} | {"index.md"}
    for language in ("en", "zh"):
        assert {path.name for path in (docs / language).iterdir()} == names
    english = (docs / "en" / "endpoint.media-on-chat.md").read_text(encoding="utf-8")
    chinese = (docs / "zh" / "endpoint.media-on-chat.md").read_text(encoding="utf-8")
    assert "## It holds when" in english
    assert "## 成立条件" in chinese
    for page in (english, chinese):
        assert "model_on_endpoint = 'undocumented'" in page
        assert '{"gateway": "toapis", "model": "gemini_omni", "path": "/v1/chat/completions"}' in page
        assert "- toapis.md Endpoints" in page


def test_every_link_leads_to_a_page_and_an_anchor(docs: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in docs.rglob("*.md")}
    count = 0
    for path, text in pages.items():
        for link in LINK.findall(CODE.sub("", text)):
            name, _hash, anchor = link.partition("#")
            target = (path.parent / name).resolve()
            assert target in pages, (path.name, link)
            assert not anchor or f'<a id="{anchor}"></a>' in pages[target], (path.name, link)
            count += 1
    assert count > 2000


def test_no_page_of_a_language_is_left_in_the_other(docs: Path) -> None:
    for path in (docs / "zh").iterdir():
        headings = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
        if path.name != "index.md":
            assert all(re.search("[\u4e00-\u9fff]", line) for line in headings), path.name


def test_two_runs_write_the_same_bytes_and_pages_of_rules_that_are_gone_go(
    docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = {path.name: path.read_bytes() for path in (docs / "en").iterdir()}
    (docs / "en" / "old.gone.md").write_text("<!-- supportdesk rules docs -->\n# old.gone\n", encoding="utf-8")
    (docs / "en" / "mine.md").write_text("# my own notes\n", encoding="utf-8")
    assert run(["rules", "docs", "--out", str(docs)]) == 0
    assert (docs / "en" / "mine.md").exists()
    (docs / "en" / "mine.md").unlink()
    assert {path.name: path.read_bytes() for path in (docs / "en").iterdir()} == first


def test_a_folder_that_takes_no_page_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en").write_text("in the way", encoding="utf-8")
    assert run(["rules", "docs", "--out", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_report_has_every_rule_and_row_and_flags_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "report", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["flagged"] == 0
    assert data["rules"] == len(load_knowledge().rules)
    assert data["rows"] > 900
    for entry in data["entries"]:
        assert entry["sources"], entry["id"]
        assert entry["example"], entry["id"]
        assert any(is_outside(source) for source in entry["sources"]), entry["id"]


def test_the_report_counts_tickets_by_their_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tickets.jsonl"
    rows = [
        {"id": "t-1", "text": 'HTTP/1.1 401\n\n{"error": {"message": "该令牌已过期", "type": "new_api_error"}}'},
        {"id": "t-2", "text": 'HTTP/1.1 401\n\n{"error": {"message": "This token has expired"}}'},
        {"id": "t-3", "text": "how do I draw a lighthouse?"},
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert run(["rules", "report", "--json", "--tickets", str(path)]) == 0
    data = json.loads(capsys.readouterr().out)
    found = {entry["id"]: entry["tickets"] for entry in data["entries"]}
    assert found["new-api.token-expired"] == ["t-1", "t-2"]
    assert data["tickets"] == 3
    assert data["rows_matching"] >= 1
    assert run(["rules", "report", "--tickets", str(path)]) == 0
    shown = capsys.readouterr()
    assert "lighthouse?" not in shown.out
    assert "\t2 tickets: t-1 t-2\t" in shown.out
    assert "of 3 tickets" in shown.err


def test_what_was_made_for_one_ticket_is_flagged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own" / "errors").mkdir(parents=True)
    (tmp_path / "own" / "errors" / "mine.yaml").write_text(
        "- {id: mine.one, system: mine, template: {en: the owl is asleep again}, kind: upstream_failed,\n"
        "   layer: gateway, source: ticket 17}\n"
        "- {id: mine.two, system: mine, template: {en: the fox is asleep again}, kind: upstream_failed,\n"
        "   layer: gateway}\n"
        "- {id: mine.three, system: mine, template: {en: the bear is asleep again}, kind: upstream_failed,\n"
        "   layer: gateway, source: the house's manual, example: something else}\n",
        encoding="utf-8",
    )
    path = tmp_path / "tickets.jsonl"
    path.write_text('{"id": "t-9", "text": "{\\"error\\": {\\"message\\": \\"The owl is asleep again\\"}}"}\n', "utf-8")
    assert run(["rules", "report", "--flagged", "--json", "--tickets", str(path)]) == 1
    flags = {entry["id"]: entry["flags"] for entry in json.loads(capsys.readouterr().out)["entries"]}
    assert flags == {"mine.one": ["one-ticket"], "mine.two": ["no-source"], "mine.three": ["no-example"]}


@pytest.mark.parametrize("text", ["no json\n", "[1]\n", '{"id": 1}\n'])
def test_tickets_that_cannot_be_read_are_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tickets.jsonl"
    path.write_text(text, encoding="utf-8")
    assert run(["rules", "report", "--tickets", str(path)]) == 2
    assert "one JSON object" in capsys.readouterr().err
    assert run(["rules", "report", "--tickets", str(tmp_path / "nowhere")]) == 2
