"""Chinese phrases that stand within longer words."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text
from supportdesk.longer_words import LONGER, longer_than, stands_within
from tests.acceptance.desk import verdict


def test_a_phrase_within_a_longer_word_is_told_from_the_phrase() -> None:
    words = longer_than("得到")
    text = "页面上看得到,却得到一页"
    assert stands_within(text, text.index("得到"), "得到", words)
    assert not stands_within(text, text.rindex("得到"), "得到", words)


def test_every_longer_word_is_longer_than_a_phrase_of_one_or_two_characters() -> None:
    assert all(2 <= len(word) <= 4 for word in LONGER if not word.isascii())
    assert longer_than("统计") == ()


def test_a_row_that_a_database_did_not_find_is_no_model() -> None:
    log = "/build/model/usedata.go:78 record not found, model_name = 'lamp-1'"
    assert "name_not_found" not in str(diagnose_text("模型 lamp-1 生成失败，日志里只有 record not found")["causes"])
    assert verdict(log)[0] != "model.not-found"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("调用报错，说 vip 分组下没有 qwen3-rerank 的渠道，后台页面的模型列表里明明看得到。", "model.no-channel"),
        ("Our gateway pops up a toast: the group has no channel for gpt-5.5. It worked yesterday.", "model.no-channel"),
        ("日志里失败的几条都不显示账号，状态全是 503，成功的那条有账号。", "model.no-channel"),
        ("管理页面测试渠道，提示模型没有定价，但我已经在系统设置里填了。", "model.price-unset"),
        ('a toast says "model price is not set" when I test the new channel for glm-5', "model.price-unset"),
        ("请求之后得到的是网站首页的 HTML 内容", "endpoint.html-response"),
    ],
)
def test_what_a_pop_up_says_is_heard_in_indirect_speech(text: str, cause: str) -> None:
    found, certainty = verdict(text)
    assert found == cause
    assert certainty == "possible"
