"""What is refused in a file of rules/ is said in both languages, and so is what the loader warns of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supportdesk import i18n
from supportdesk.errors import RulesError
from supportdesk.judging.compile import load_from
from supportdesk.judging.condition import ConditionError, parse_condition
from supportdesk.judging.patterns import PatternError, check_pattern
from tests.judging.conftest import RULE, folder

__all__ = ["folder"]

FACTS: dict[str, dict[str, Any]] = {
    "kind": {"type": "text", "values": ["video", "image"]},
    "net": {"type": "integer"},
    "path": {"type": "text"},
}


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    i18n.use(None)


@pytest.mark.parametrize(
    ("condition", "en", "zh"),
    [
        ("kind = 'vidoe'", "kind is never 'vidoe' (did you mean video?)", "kind 不可能取 'vidoe'（是不是 video？）"),
        ("kind IS NULL", "turns 'not known' into 'no'", "会把“未知”变成“否”"),
        ("net + 1 = 2", "arithmetic belongs into a derived fact", "算术运算应放到 facts.yaml"),
        ("kidn = 'video'", "no fact 'kidn' here (did you mean kind?)", "这里没有事实 'kidn'（是不是 kind？）"),
        (r"regexp_matches(path, '\d')", "write [0-9]", "请写 [0-9]"),
    ],
)
def test_a_condition_is_refused_in_both_languages(condition: str, en: str, zh: str) -> None:
    for language, said in (("en", en), ("zh", zh)):
        i18n.use(language)
        with pytest.raises(ConditionError) as problem:
            parse_condition(condition, FACTS, {})
        assert said in str(problem.value)


@pytest.mark.parametrize(
    ("pattern", "en", "zh"),
    [
        ("", "the pattern is empty", "模式为空"),
        ("a\\", "a backslash at the end", "末尾有多余的反斜杠"),
        (r"\q", r"\q is refused", r"不允许 \q"),
        ("[a&b]", r"write \&", r"请写 \&"),
        ("a{300}", "at most 255 repeats", "最多重复 255 次"),
    ],
)
def test_a_pattern_is_refused_in_both_languages(pattern: str, en: str, zh: str) -> None:
    for language, said in (("en", en), ("zh", zh)):
        i18n.use(language)
        with pytest.raises(PatternError) as problem:
            check_pattern(pattern)
        assert said in str(problem.value)


def test_a_file_is_refused_with_its_line_in_both_languages(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    broken = RULE.replace("video-on-chat", "mine").replace("certainty: confirmed", "certainty: sure")
    (own / "mine.yaml").write_text(broken, encoding="utf-8")
    for language, said in (("en", "certainty is one of confirmed"), ("zh", "certainty 只能取 confirmed")):
        i18n.use(language)
        with pytest.raises(RulesError) as problem:
            load_from([str(folder), str(own.parent)], str(tmp_path / "cache"))
        assert problem.value.line is not None
        assert said in problem.value.message


def test_a_warning_that_the_cache_keeps_is_said_in_the_language_of_its_reader(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(RULE.split("examples:")[0].replace("video-on-chat", "mine"), encoding="utf-8")
    folders = [str(folder), str(own.parent)]
    i18n.use("en")
    (first,) = load_from(folders, str(tmp_path / "cache")).warnings
    assert first.startswith("endpoint/mine.yaml: no example of found, ruled_out, not_enough;")
    i18n.use("zh")
    (again,) = load_from(folders, str(tmp_path / "cache")).warnings
    assert again == "endpoint/mine.yaml：缺少示例（found, ruled_out, not_enough）；该规则的把握最高为“很可能”"
