"""rules/threads: what is refused, what an operator adds, and that no ticket of the corpora is among ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging.sources import scan
from supportdesk.judging.thread_file import LONGEST, threads
from supportdesk.masking import mask
from tests.corpus_paths import records

RULES = Path(__file__).parents[2] / "rules"
CAUSES = {"auth.invalid-key": {}, "network.proxy": {}}
ROW = {"source": "https://forum.example/1", "cause": "auth.invalid-key", "text": "the key is refused"}

Write = Callable[[str, str], Path]


def _line(**changed: object) -> str:
    return json.dumps({**ROW, **changed}) + "\n"


def _address(source: str) -> str:
    return source.partition("#")[0].rstrip("/").lower()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("{", 1, "is no JSON"),
        (_line() + "\n[1]\n", 3, "a thread needs source, cause and text"),
        (_line(text=None), 1, "a thread needs source, cause and text"),
        (_line(cause="auth.invalid-kez"), 1, r"'auth.invalid-kez' is no cause of causes.yaml \(did you mean"),
        (_line(also=["nothing"]), 1, "'nothing' is no cause"),
        (_line(also="network.proxy"), 1, "a thread needs source, cause and text"),
        (_line(text=" "), 1, "1 to 4000 characters"),
        (_line(text="x" * (LONGEST + 1)), 1, "1 to 4000 characters"),
        (_line() + _line(), 2, "https://forum.example/1 stands here twice"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    (tmp_path / "threads").mkdir()
    (tmp_path / "threads" / "own.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=reason) as caught:
        threads(scan([str(tmp_path)]), CAUSES)
    assert (caught.value.path, caught.value.line) == ("threads/own.jsonl", line)


def test_an_operator_adds_files_and_replaces_ours(tmp_path: Path) -> None:
    folders = []
    for name, files in (("ours", {"auth": "1", "network": "2"}), ("own", {"auth": "3", "solved": "4"})):
        (tmp_path / name / "threads").mkdir(parents=True)
        for file, number in files.items():
            (tmp_path / name / "threads" / f"{file}.jsonl").write_text(_line(source=number), encoding="utf-8")
        folders.append(str(tmp_path / name))
    assert [row["source"] for row in threads(scan(folders), CAUSES)] == ["3", "2", "4"]


def test_ours_have_addresses_and_no_secrets() -> None:
    assert len(_ours()) > 500
    for row in _ours():
        assert row["source"].startswith("https://"), row["source"]
        assert mask(row["text"]) == (row["text"], 0), row["source"]


def test_no_thread_is_a_ticket_of_the_corpus() -> None:
    tickets = {_address(record["source"]) for record in records("tickets_dev.jsonl")}
    assert not tickets & {_address(row["source"]) for row in _ours()}


def _ours() -> list[dict[str, str]]:
    files = sorted((RULES / "threads").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
