"""The patch of a wrong address: the literal that the customer wrote, in SDK settings and in parts of a URL."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk import diagnose_text

CALL = 'client.chat.completions.create(model="gpt-5-mini", messages=[{"role": "user", "content": "hi"}])'
KEY = 'api_key="sk-fakefakefakefakefakefake"'


def fix(text: str) -> dict[str, Any]:
    diagnosis = diagnose_text(text)
    assert diagnosis["verdict"]["cause"] == "endpoint.wrong-path"
    made: dict[str, Any] = diagnosis["fix"]
    return made


def added(patch: str) -> list[str]:
    """Return the lines that a patch adds."""
    return [line[1:] for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]


@pytest.mark.parametrize(
    "base",
    [
        "https://toapis.com",
        "https://toapis.com/",
        "https://toapis.com/v1/v1",
        "https://toapis.com/v1/chat/completions",
    ],
)
def test_a_python_clients_base_url_is_set(base: str) -> None:
    made = fix(f'from openai import OpenAI\nclient = OpenAI(\n    base_url="{base}",\n    {KEY},\n)\nr = {CALL}\n')
    assert [line.split(",")[0].strip() for line in added(made["patch"])] == ['base_url="https://toapis.com/v1"']
    assert made["steps"]["en"][0] == (
        f"Set the base URL to https://toapis.com/v1 instead of {base} (line 3): "
        "the client adds /chat/completions itself."
    )
    assert "（第 3 行）" in made["steps"]["zh"][0]
    assert made["request"]["url"] == "https://toapis.com/v1/chat/completions"


def test_a_javascript_clients_base_url_is_set() -> None:
    made = fix(
        'import OpenAI from "openai";\nconst client = new OpenAI({\n  baseURL: "https://toapis.com",\n'
        '  apiKey: "sk-fakefakefakefakefakefake",\n});\n'
        "const r = await client.chat.completions.create("
        '{ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });\n'
    )
    assert added(made["patch"]) == ['  baseURL: "https://toapis.com/v1",']


def test_of_a_url_in_parts_the_part_is_changed_that_holds_the_path() -> None:
    made = fix(
        'import requests\nBASE = "https://toapis.com"\n'
        'requests.post(BASE + "/chat/completions",\n  headers={"Authorization": "Bearer sk-fakefakefakefakefake"},\n'
        '  json={"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hi"}]})\n'
    )
    assert added(made["patch"]) == ['requests.post(BASE + "/v1/chat/completions",']
    assert "(line 3)" in made["steps"]["en"][0]


def test_a_part_that_code_changes_first_is_left_alone() -> None:
    made = fix(
        'import requests\nBASE = "https://toapis.com/"\n'
        'requests.post(BASE.rstrip("/") + "/chat/completions",\n'
        '  headers={"Authorization": "Bearer sk-fakefakefakefakefake"},\n'
        '  json={"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hi"}]})\n'
    )
    assert added(made["patch"]) == ['requests.post(BASE.rstrip("/") + "/v1/chat/completions",']


def test_where_the_change_lies_in_several_parts_there_is_no_patch() -> None:
    made = fix(
        'import requests\nBASE = "https://toapis.com/v1/v1/ch"\n'
        'requests.post(BASE + "at/completion",\n'
        '  headers={"Authorization": "Bearer sk-fakefakefakefakefake"},\n'
        '  json={"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hi"}]})\n'
    )
    assert made["patch"] == ""
    assert len(made["steps"]["en"]) == 1
    assert made["request"]["url"] == "https://toapis.com/v1/chat/completions"


def test_a_base_url_beside_a_key_has_no_patch_and_says_why() -> None:
    made = fix(f'from openai import OpenAI\nclient = OpenAI(base_url="https://toapis.com", {KEY})\nr = {CALL}\n')
    assert made["patch"] == ""
    assert "masked" in made["steps"]["en"][-1]
    assert "打码" in made["steps"]["zh"][-1]
