"""A case as a document: every part is there, and nothing pasted is markup."""

from __future__ import annotations

import json

import pytest

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.casebook.export import exported
from supportdesk.source import Source
from tests import canned
from tests.casebook.conftest import Filing


def test_markdown_has_every_part_in_both_languages(book: Casebook, file: Filing) -> None:
    case = file(ticket_ref="ZD-1", customer="Acme")
    book.decide(case.number, 1, final_cause="auth.missing", refund_quota=1200, note="goodwill")
    for language, pieces in {
        "en": ("# Case 1: Video model", "- Ticket: ZD-1", "- Status: open", "## Fix", "1. Send it", "auth.missing"),
        "zh": ("# 案例 1：".replace("：", ":"), "- 工单: ZD-1", "- 状态: 待处理", "## 修正", "1. 改发到", "1,200"),
    }.items():
        i18n.use(language)
        text = book.export(1, "markdown")
        for piece in pieces:
            assert piece in text, piece
        assert "请把 gemini" in text


def test_a_fence_in_a_paste_does_not_end_the_fence(file: Filing) -> None:
    text = exported(file("before\n````\n# not a heading\n"), "markdown")
    assert "`````\nbefore\n````\n# not a heading\n`````" in text


def test_markup_and_control_characters_are_plain(book: Casebook) -> None:
    case = book.save(
        canned.diagnosis(),
        [Source("\x1b[31m\u202ex\u200by")],
        ticket_ref="[a](http://x) <script> `b`",
        customer="*c* | d",
    )
    text = exported(case, "markdown")
    assert "\\[a\\]\\(http://x\\) \\<script\\> \\`b\\`" in text
    assert "\\*c\\* \\| d" in text
    assert not set(text) & set("\x1b\u202e\u200b")
    assert "␛[31m" in text


def test_json_is_the_whole_case(file: Filing) -> None:
    case = file()
    assert json.loads(exported(case, "json")) == json.loads(json.dumps(case.to_dict()))


def test_another_form_is_an_error(file: Filing) -> None:
    with pytest.raises(ValueError, match="pdf"):
        exported(file(), "pdf")


def test_a_reply_that_is_held_back_is_not_exported(book: Casebook) -> None:
    diagnosis = canned.diagnosis()
    diagnosis["reply"]["gate"] = {"passed": False, "reasons": [{"en": "it names a channel", "zh": "出现了渠道名"}]}
    text = exported(book.save(diagnosis, [Source(canned.PASTE)]), "markdown")
    assert "it names a channel" in text
    assert diagnosis["reply"]["zh"] not in text
