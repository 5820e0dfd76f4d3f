from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from supportdesk.advising.patching import rewritten, write_patch
from supportdesk.advising.repair import Replacement
from supportdesk.source import Source, Span


@pytest.mark.parametrize(
    ("literal", "old", "new", "written"),
    [
        ("7", 7, 6, "6"),
        ('"720p"', "720p", "720P", '"720P"'),
        ("'720p'", "720p", "720P", "'720P'"),
        ("https://a/v1/v1/x", "https://a/v1/v1/x", "https://a/v1/x", "https://a/v1/x"),
        ('"6"', "6", 6, "6"),
        ("6", 6, "6", '"6"'),
        ('\\"6\\"', "6", 6, None),
        ('"a" + "a"', "a", "b", None),
        ('"a"', "a", 'b"c', None),
        ("duration", 7, 6, None),
        ("7", 7, [7], None),
    ],
)
def test_a_literal_is_rewritten_in_its_own_quotes_or_not_at_all(
    literal: str, old: Any, new: Any, written: str | None
) -> None:
    assert rewritten(literal, old, new) == written


def test_a_patch_changes_its_lines_only_and_applies_to_every_source() -> None:
    sources = [Source("a = 7\nb = 8\n", 0, "one"), Source("c = 9", 1, "two")]
    changes = [Replacement(Span(0, 4, 5), 7, 6), Replacement(Span(1, 4, 5), 9, 10)]
    patch = write_patch(changes, sources)
    assert "--- one\n+++ one\n" in patch
    assert "-a = 7\n+a = 6\n b = 8\n" in patch
    assert "-c = 9\n+c = 10\n" in patch


def test_one_change_without_a_place_makes_no_patch() -> None:
    sources = [Source("a = 7")]
    assert write_patch([Replacement(Span(0, 4, 5), 7, 6), Replacement(None, 1, 2)], sources) == ""


def test_a_patch_is_what_the_patch_program_applies(tmp_path: Path) -> None:
    if shutil.which("patch") is None:
        pytest.skip("no patch program here")
    text = (
        "".join(f"line {number}\n" for number in range(30))
        .replace("line 4\n", "d = 7\n")
        .replace("line 20\n", "e = 7\n")
    )
    sources = [Source(text, 0, "code.py")]
    spans = [
        Span(0, text.index("7", text.index(name)), text.index("7", text.index(name)) + 1) for name in ("d =", "e =")
    ]
    (tmp_path / "code.py").write_text(text, encoding="utf-8")
    patch = write_patch([Replacement(span, 7, 6) for span in spans], sources)
    assert patch.count("@@") == 4
    subprocess.run(["patch", "-p0"], input=patch, text=True, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "code.py").read_text(encoding="utf-8") == text.replace("= 7", "= 6")


def test_a_big_source_is_patched_at_once() -> None:
    text = "x\n" * 300_000 + "d = 7"
    started = time.perf_counter()
    assert write_patch([Replacement(Span(0, len(text) - 1, len(text)), 7, 6)], [Source(text)]).endswith("+d = 6\n")
    assert time.perf_counter() - started < 5
