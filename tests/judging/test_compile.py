"""The one cache file: read without parsing, made again when it must be, never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.folding import FIELD
from supportdesk.judging import compile as compiling
from supportdesk.judging.compile import load_from, write_shipped
from supportdesk.knowledge import SECTIONS
from tests.judging.conftest import RULE

HEAVY = ("yaml", "sqlglot", "re2", "hashlib")


def only_file(cache: Path) -> Path:
    (found,) = cache.iterdir()
    return found


def heavy_after(folder: Path, cache: Path, shipped: Path | None = None) -> list[str]:
    """Return which heavy modules a fresh process has imported once it has loaded the knowledge."""
    script = (
        "import sys\nfrom supportdesk.judging.compile import load_from\n"
        f"knowledge = load_from([{str(folder)!r}], {str(cache)!r}, {None if shipped is None else str(shipped)!r})\n"
        "assert len(knowledge.rules) == 2, knowledge.rules\n"
        f"print(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_warm_start_neither_parses_nor_hashes(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert heavy_after(folder, cache) == list(HEAVY)
    assert heavy_after(folder, cache) == []


def test_a_changed_time_is_answered_by_the_content(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    first = load_from([str(folder)], str(cache))
    os.utime(folder / "causes.yaml", (1, 1))
    with monkeypatch.context() as patch:
        patch.setattr(compiling, "compile_files", lambda *_: pytest.fail("compiled although nothing had changed"))
        assert load_from([str(folder)], str(cache)).version == first.version
    assert heavy_after(folder, cache) == []


def test_a_changed_content_is_compiled_again(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = load_from([str(folder)], str(cache))
    path = folder / "endpoint" / "video-on-chat.yaml"
    path.write_text(RULE.replace("wrong place", "other place"), encoding="utf-8")
    second = load_from([str(folder)], str(cache))
    assert second.version != first.version
    assert "other place" in second.rules[1]["why"]["en"]
    (folder / "billing" / "kept-charge.yaml").unlink()
    assert [rule["id"] for rule in load_from([str(folder)], str(cache)).rules] == ["endpoint.video-on-chat"]


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "no json\n" * 20, "cut", "flipped", "other program"])
def test_a_damaged_cache_is_made_again(folder: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    version = load_from([str(folder)], str(cache)).version
    path = only_file(cache)
    whole = path.read_bytes()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "flipped":
        path.write_bytes(whole.replace(b"wrong place", b"WRONG PLACE"))
    elif damage == "other program":
        path.write_bytes(whole.replace(b'"program":"', b'"program":"9.', 1))
    else:
        path.write_text(damage, encoding="utf-8")
    again = load_from([str(folder)], str(cache))
    assert again.version == version
    assert "wrong place" in again.rules[1]["why"]["en"]
    assert only_file(cache).read_bytes() == whole


def test_a_cache_that_cannot_be_written_costs_no_answer(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert len(load_from([str(folder)], str(blocked / "cache")).rules) == 2
    assert len(load_from([str(folder)], str(blocked)).rules) == 2
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_nothing_is_left_beside_the_cache(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_from([str(folder)], str(cache))
    (folder / "causes.yaml").write_text((folder / "causes.yaml").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    load_from([str(folder)], str(cache))
    assert only_file(cache).name.endswith(".json")


def test_the_shipped_cache_serves_without_a_cache_folder(folder: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "compiled_rules.json"
    write_shipped(str(folder), str(shipped))
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert heavy_after(folder, blocked, shipped) == []


def test_a_rule_edited_after_the_installation_is_seen(folder: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "compiled_rules.json"
    write_shipped(str(folder), str(shipped))
    path = folder / "endpoint" / "video-on-chat.yaml"
    path.write_text(RULE.replace("wrong place", "WRONG PLACE"), encoding="utf-8")
    later = shipped.stat().st_mtime + compiling.SETTLING_S + 10
    os.utime(path, (later, later))
    knowledge = load_from([str(folder)], str(tmp_path / "cache"), str(shipped))
    assert "WRONG PLACE" in knowledge.rules[1]["why"]["en"]


def test_an_overlay_has_a_cache_of_its_own(folder: Path, tmp_path: Path) -> None:
    cache, own = tmp_path / "cache", tmp_path / "own"
    (own / "endpoint").mkdir(parents=True)
    (own / "endpoint" / "video-on-chat.yaml").write_text(RULE.replace("confirmed", "possible"), encoding="utf-8")
    plain = load_from([str(folder)], str(cache))
    laid_over = load_from([str(folder), str(own)], str(cache))
    assert plain.rules[1]["certainty"] == "confirmed"
    assert laid_over.rules[1]["certainty"] == "possible"
    assert len(list(cache.iterdir())) == 2


def test_the_cache_holds_plain_json_without_examples(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_from([str(folder)], str(cache))
    head, *lines = only_file(cache).read_text(encoding="utf-8").split("\n")
    assert len(json.loads(head)["sums"]) == len(SECTIONS)
    data = [json.loads(line) for line in lines if FIELD not in line]
    assert len(data) >= len(SECTIONS)
    assert not any("examples" in row for row in data)


def test_a_running_program_sees_a_change_after_a_moment(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "rules_folders", lambda: [str(folder)])
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    first = compiling.load_knowledge()
    assert compiling.load_knowledge() is first
    monkeypatch.setattr(compiling, "LOOK_AGAIN_S", 0)
    assert compiling.load_knowledge() is first
    path = folder / "endpoint" / "video-on-chat.yaml"
    path.write_text(RULE.replace("confirmed", "possible"), encoding="utf-8")
    assert compiling.load_knowledge().rules[1]["certainty"] == "possible"
