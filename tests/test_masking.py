"""Secrets become bullets, one for one; what is no secret stays."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk import masking
from supportdesk.masking import BULLET, mask

LETTERS = string.ascii_letters + string.digits


def key(size: int, seed: int = 0) -> str:
    """Return a key-like word of that size with digits and both cases."""
    return "aB3" + "".join(random.Random(seed).choices(LETTERS, k=size - 3))


PLACES = [
    'client = OpenAI(api_key="{key}")',
    "curl https://x.example/v1 -H 'Authorization: Bearer {key}'",
    "Authorization: {key}",
    "x-api-key: {key}",
    "https://x.example/v1beta/models/m:generateContent?alt=sse&key={key}",
    '{{"headers": {{"Authorization": "Bearer {key}"}}}}',
    '{{"body": "{{\\"api_key\\": \\"{key}\\"}}"}}',
    "export OPENAI_API_KEY={key}",
    "$env:API_KEY = '{key}'",
    "我的密钥是 {key} 请看看",
    "my api key is {key}",
    "curl -u me:{key} https://x.example",
    "https://me:{key}@x.example/v1",
    "Cookie: session={key}; theme=dark",
    "axios.post(u, b, {{headers: {{'Authorization': `Bearer {key}`}}}})",
    "token: '{key}'",
    'password = "{key}"',
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("prefix", ["", "sk-", "gsk_", "fk-"])
def test_a_key_in_its_place_is_masked_one_for_one(place, prefix):
    secret = prefix + key(40, hash(place) & 0xFFFF)
    text = place.format(key=secret)
    masked, count = mask(text)
    assert secret not in masked
    assert len(masked) == len(text)
    assert count >= 1
    assert mask(masked) == (masked, 0)


@pytest.mark.parametrize(
    "secret",
    [
        "sk-" + key(48),
        "AIza" + key(35),
        "AKIA" + "ABCDEFGHIJ234567",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzYW1wbGUifQ.c2lnbmF0dXJlLXNhbXBsZQ",
        key(48),
        "ghp_" + key(36),
    ],
)
def test_a_key_is_known_by_its_shape_alone(secret):
    masked, count = mask(f"look at this: {secret} thanks")
    assert secret not in masked
    assert count == 1


def test_three_before_and_four_behind_are_kept():
    secret = "sk-" + "a1B2" * 12
    assert mask(secret)[0] == "sk-" + BULLET * 44 + "a1B2"


def test_the_same_secret_is_masked_wherever_it_stands():
    secret = key(20)
    masked, _ = mask(f'api_key = "{secret}"\nprint("{secret}")\nlost {secret}.')
    assert secret not in masked


def test_a_private_key_keeps_its_lines():
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc123\nZZZ999\n-----END RSA PRIVATE KEY-----"
    masked, _ = mask(text)
    assert "MIIEabc123" not in masked
    assert masked.count("\n") == 3


@pytest.mark.parametrize(
    "text",
    [
        "api_key=os.getenv('OPENAI_API_KEY')",
        'api_key="YOUR_API_KEY"',
        "Authorization: Bearer $TOKEN",
        "Authorization: Bearer {{token}}",
        "Authorization: Bearer sk-xxxxxxxx",
        "task_abcdefghijklmnopqrstuvwx12345678",
        "request id: 2024032314160877310466031kPvTqzm",
        '"max_tokens": 4096, "total_tokens": 1234',
        "chatcmpl-9aBcDeFgHiJkLmNoPqRsTuVwX",
        "import sklearn; sk-learn",
        "model: gemini-2.5-flash-image-preview",
        "d41d8cd98f00b204e9800998ecf8427e",
        "error code key_limit_exceeded, cause auth.key-disabled",
        '{"env":"OPENAI_API_KEY","model":"gpt-5-mini"}',
    ],
)
def test_what_is_no_secret_stays(text):
    assert mask(text) == (text, 0)


@given(st.text(max_size=200))
def test_masking_keeps_the_length_and_is_idempotent(text):
    masked, _ = mask(text.encode("utf-8", "replace").decode())
    assert mask(masked) == (masked, 0)
    assert len(masked) == len(text)


@given(
    st.lists(
        st.sampled_from([*PLACES, "sk-", "key=", '"', "Bearer ", "Cookie: a=", ";", "\n", key(44), key(12)]),
        max_size=12,
    )
)
def test_masking_of_mixtures_is_idempotent(parts):
    text = "".join(part.replace("{key}", key(24)) for part in parts)
    masked, _ = mask(text)
    assert mask(masked) == (masked, 0)
    assert len(masked) == len(text)


NEAR_SECRETS = st.lists(
    st.sampled_from(
        [
            "key",
            "KEY",
            "To\u212aen",
            "token=",
            "?sig=",
            "x-amz-a=",
            "bearer ",
            "Basic '",
            "+'",
            "AIza",
            "LTAI",
            "eyJ",
            "ya29.",
            "-----BEGIN PRIVATE KEY-----",
            "-----END",
            "://a:",
            "@",
            " -u a:",
            "name='key' value='",
            "密钥",
            "是",
            "口令：",
            ": ",
            "='",
            "authorization: ",
            "pa\u017f\u017fword=",
            "cookie: a=",
            " -b a=",
            "cookies = {'a': '",
            "API_KEY=",
            "f3" * 20,
            "aB3d" * 12,
            "x" * 9,
            ".",
            "\u2022" * 42,
            "'",
            '"',
            "\n",
            " ",
        ]
    ),
    max_size=14,
)


@given(NEAR_SECRETS)
def test_the_words_before_a_pattern_stand_wherever_it_matches(parts: list[str]) -> None:
    text = "".join(parts)
    for words, pattern in (*masking._SHAPES, *masking._PLACES):
        if masking._regex(pattern).search(text):
            assert any(word in text.casefold() for word in words), pattern
    if masking._regex(masking._COOKIES).search(text):
        assert "cookie" in text.casefold() or "-b" in text.casefold()
