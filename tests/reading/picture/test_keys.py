"""Keys as recognition leaves them are masked, one for one; names and words beside them stay."""

from __future__ import annotations

import pytest

from supportdesk.reading.picture.keys import masked

KEY = "aB3dEfGh1JkLmN0pQrStUvWxYz0123456789abcdefgh9Zq7"


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer sk-{KEY}",
        f"Bearer 5k-{KEY}",
        f"Bearer sk—{KEY}",
        f"Bearer sK - {KEY}",
        f'key: sk-{KEY[:20]}\n{KEY[20:]}" \\',
        f"sk-{KEY[:24]} {KEY[24:]} ok",
        f"8earer {KEY}",
        f"用的密钥 S k-{KEY}",
    ],
)
def test_a_key_is_masked_however_it_was_read(text: str) -> None:
    done, count = masked(text)
    assert count >= 1
    assert len(done) == len(text)
    assert not any(KEY[at : at + 8] in done for at in range(4, len(KEY) - 12))


@pytest.mark.parametrize(
    "text",
    [
        "task-based scheduling of the queue",
        "Authorization: Bearer sk-••••••••••••••••••••••••0004\nContent-Type: application/json",
        "OPENAI_API_KEY=sk-••••••••••••••••••••••••0004\nOPENAI_BASE_URL=https://toapis.com",
        "sk-••••••••••••••••••••••••0004\tgpt-5-mini\tdefault",
        "disk-usage 90 percent",
        "2026-04-18 17:00:00\tdefault\t消费\tgemini_omni",
    ],
)
def test_what_is_no_key_stays(text: str) -> None:
    assert masked(text) == (text, 0)
