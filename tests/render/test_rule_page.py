"""Pages of rules: texts of rules are no markup there."""

from __future__ import annotations

from supportdesk import i18n
from supportdesk.judging.compile import load_knowledge
from supportdesk.render.rule_page import escaped, rule_pages


def test_texts_are_no_markup() -> None:
    assert escaped("a*b_c [x](y) <b>|`") == r"a\*b\_c \[x\](y) \<b\>\|\`"
    assert escaped("two\nlines") == "two lines"


def test_the_language_in_use_is_put_back() -> None:
    i18n.use("zh")
    pages = rule_pages(load_knowledge(), {})
    assert next(pages)[0] == "en/index.md"
    pages.close()
    assert i18n.language() == "zh"
    i18n.use(None)
