"""Keys of many shapes, planted in many places: masked one for one, and nowhere in what a diagnosis gives out."""

from __future__ import annotations

import base64
import json
import os
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.diagnosing import admit, diagnose
from supportdesk.masking import mask
from supportdesk.source import Source

LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


def drawn(size: int, signs: str = LETTERS) -> str:
    return "".join(random.Random(size * 31 + len(signs)).choices(signs, k=size - 3)) + "aZ7"


KEYS = {
    "gateway": "sk-" + drawn(48),
    "short": "sk-" + drawn(16),
    "lower case": "sk-" + drawn(48, string.ascii_lowercase + string.digits),
    "project": f"sk-proj-{drawn(24)}_{drawn(20)}-{drawn(30)}",
    "Anthropic": f"sk-ant-api03-{drawn(40)}-{drawn(30)}AA",
    "Google": "AIza" + drawn(35),
    "Groq": "gsk_" + drawn(52),
    "xAI": "xai-" + drawn(80),
    "Zhipu": f"{drawn(35, HEX)[:32]}.{drawn(16)}",
    "web token": f"eyJhbGciOiJIUzI1NiJ9.{drawn(40)}.{drawn(43)}",
    "no prefix": drawn(48),
    "Hugging Face": "hf_" + drawn(34),
}
UUID = "-".join(drawn(size, HEX) for size in (8, 4, 4, 4, 12))
NAMED_ONLY = {"uuid": UUID, "hex": drawn(32, HEX), "slashes": drawn(40, LETTERS + "/+")}
"""Secrets that nothing but their place tells from an id."""

NAMED_PLACES = {
    "header": "Authorization: Bearer {key}",
    "header alone": "Authorization: {key}",
    "curl": "curl https://x.example/v1 -H 'Authorization: Bearer {key}'",
    "curl -v": "> authorization: Bearer {key}\r\n> accept: */*",
    "x-api-key": "x-api-key: {key}",
    "Google's header": "-H 'x-goog-api-key: {key}'",
    "Midjourney's header": "mj-api-secret: {key}",
    "SDK": 'client = OpenAI(api_key="{key}", base_url="https://toapis.com/v1")',
    "over lines": 'api_key = (\n    "{key}"\n)',
    "joined": "headers = {{'Authorization': 'Bearer ' + '{key}'}}",
    "environment": "export TOAPIS_API_KEY={key}",
    "PowerShell": '$env:OPENAI_API_KEY="{key}"',
    "settings": "openai:\n  api_key: {key}\n  model: x",
    "JSON": '{{"api_key": "{key}"}}',
    "escaped JSON": '{{"log": "{{\\"headers\\": {{\\"Authorization\\": \\"Bearer {key}\\"}}}}"}}',
    "escaped twice": '{{"a":"{{\\"b\\":\\"{{\\\\\\"apiKey\\\\\\":\\\\\\"{key}\\\\\\"}}\\"}}"}}',
    "Python repr": "{{'authorization': 'Bearer {key}', 'x': 1}}",
    "query": "https://x.example/a?b=1&access_token={key}&c=2",
    "cookie": "Cookie: session={key}; lang=zh",
    "set-cookie": "set-cookie: token={key}; Path=/; HttpOnly",
    "curl's cookie": "curl -b 'session={key}' https://x.example",
    "cookie table": "requests.get(u, cookies={{'sid': '{key}'}})",
    "curl's user": "curl -u admin:{key} https://x.example",
    "Chinese": "我的key是{key}，帮我看看",
    "Chinese, no colon": "密钥 {key} 用不了",
    "English": "my token is {key} please check",
    "JavaScript": "const apiKey = '{key}';",
    "template string": "headers: {{ Authorization: `Bearer {key}` }}",
    "Go": 'req.Header.Set("Authorization", "Bearer {key}")',
    "an error that repeats it": '{{"error":{{"message":"Incorrect API key provided: {key}."}}}}',
    "HTML": '<input name="key" value="{key}">',
}
BARE_PLACES = {
    "alone": "{key}",
    "table": "| prod | {key} | enabled |",
    "CSV": "name,key\nprod,{key}",
    "percent-encoded": "Authorization%3A%20Bearer%20{key}",
}


def leaks(secret: str, text: str) -> bool:
    """Whether more of a secret shows than its first three and last four characters."""
    return secret in text or secret[5:-5] in text


@pytest.mark.parametrize("place", [*NAMED_PLACES, *BARE_PLACES])
def test_a_key_of_any_shape_is_masked_in_place(place):
    for secret in KEYS.values():
        text = {**NAMED_PLACES, **BARE_PLACES}[place].format(key=secret)
        masked, count = mask(text)
        assert not leaks(secret, masked), masked
        assert len(masked) == len(text)
        assert count
        assert mask(masked) == (masked, 0)


@pytest.mark.parametrize("place", NAMED_PLACES)
def test_where_its_place_tells_even_a_key_that_looks_like_an_id_is_masked(place):
    for secret in NAMED_ONLY.values():
        assert not leaks(secret, mask(NAMED_PLACES[place].format(key=secret))[0])


@pytest.mark.parametrize("name", KEYS)
def test_basic_credentials_are_masked_encoded(name):
    encoded = base64.b64encode(f"user:{KEYS[name]}".encode()).decode()
    assert not leaks(encoded, mask(f"Authorization: Basic {encoded}")[0])


@pytest.mark.parametrize("wrap", [str, lambda text: json.dumps({"private_key": text})], ids=["plain", "in JSON"])
def test_no_line_of_a_private_key_stays(wrap):
    lines = [drawn(64 - number) for number in range(5)]
    text = wrap("\n".join(["-----BEGIN RSA PRIVATE KEY-----", *lines, "-----END RSA PRIVATE KEY-----"]))
    masked, _ = mask(text)
    assert [line for line in lines if line[8:-8] in masked] == []


@pytest.mark.parametrize(
    "word",
    ["task_" + "Ab3" * 10 + "x9", "20260418093015123456789AbCdEfGh", "chatcmpl-" + drawn(29), "msg_01" + drawn(22),
     "550e8400-e29b-41d4-a716-446655440000", "https://toapis.com/v1/videos/generations", "gemini_omni"],
)  # fmt: skip
def test_an_id_is_no_secret(word):
    text = f"request id: {word} and so on"
    assert mask(text) == (text, 0)


def test_a_key_in_one_file_is_masked_in_all_of_them():
    secret = drawn(24)
    sources = [Source(f'api_key = "{secret}"', 0), Source(f"why is {secret} refused", 1)]
    assert [leaks(secret, source.text) for source in admit(sources)[0]] == [False, False]


@pytest.mark.parametrize("name", KEYS)
def test_a_diagnosis_holds_no_key(name):
    secret = KEYS[name]
    body = '{"model":"gemini_omni","messages":[{"role":"user","content":"rain"}]}'
    text = (
        f"curl https://toapis.com/v1/chat/completions -H 'Authorization: Bearer {secret}' "
        f"-H 'Content-Type: application/json' -d '{body}'\n"
        f'{{"error":{{"message":"Incorrect API key provided: {secret}","code":"invalid_api_key"}}}}'
    )
    found = diagnose([Source(text)])
    assert not leaks(secret, json.dumps(found.to_dict(), ensure_ascii=False))
    assert found.to_dict()["redacted"]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["screen", "JSON"])
def test_the_command_prints_no_key(form: tuple[str, ...], tmp_path: Path):
    secret = KEYS["project"]
    paste = tmp_path / "paste.py"
    paste.write_text(
        f'from openai import OpenAI\nc = OpenAI(api_key="{secret}", base_url="https://toapis.com/v1")\n'
        'c.chat.completions.create(model="gemini_omni", messages=[{"role": "user", "content": "x"}])\n'
    )
    environ = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    line = [sys.executable, "-m", "supportdesk", "diagnose", *form, str(paste)]
    run = subprocess.run(line, capture_output=True, text=True, check=False, env=environ)
    assert run.returncode == 1
    assert "gemini_omni" in run.stdout
    assert not leaks(secret, run.stdout + run.stderr)
    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert [path for path in written if leaks(secret, path.read_text(errors="replace"))] == []
