"""Which language a program text is in, and that no reader's silence is the last word."""

from __future__ import annotations

import pytest

from supportdesk.reading import code
from supportdesk.reading.code.languages import tell
from supportdesk.source import Source
from supportdesk.view import View

TEXTS = {
    "php": "<?php\n$ch = curl_init();\ncurl_setopt($ch, CURLOPT_URL, 'https://api.example.com');",
    "powershell": "$body = @{ model = 'm' } | ConvertTo-Json\nInvoke-RestMethod -Uri $u -Method Post -Body $body",
    "go": 'req, err := http.NewRequest("POST", url, body)\nif err != nil {\n\tlog.Fatal(err)\n}',
    "kotlin": 'val client = OkHttpClient()\nval body = "{}".toRequestBody(mediaType)',
    "csharp": "using var client = new HttpClient();\nvar answer = await client.PostAsync(url, new StringContent(j));",
    "java": "OkHttpClient client = new OkHttpClient();\nRequest request = new Request.Builder().url(url).build();",
    "typescript": "async function ask(prompt: string): Promise<string> {\n  await fetch(url);\n}",
    "python": "cookies = {'a': 'b'}\nhttpx.delete('https://a.example/v1/x', cookies=cookies, headers={'K': '1'})",
    "javascript": "const r = await fetch(url, { method: 'POST', body: JSON.stringify({ model: 'm' }) });",
    "ruby": "require 'net/http'\nuri = URI.parse('https://api.example.com')\nputs uri",
    "rust": "let mut headers = reqwest::header::HeaderMap::new();\nfn main() {}",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_language_is_told_by_its_own_words(name: str) -> None:
    assert tell(TEXTS[name]) == name


@pytest.mark.parametrize(
    "text",
    [
        "const key: string = 'k';\nfetch(u)",
        "const { prompt } = (await r.json()) as { prompt: string }",
        "async function f(a: Blob, n = 1) {}",
        "const c: A[] = [];\nawait axios.request<Stat>(c)",
    ],
)
def test_a_type_makes_javascript_typescript(text: str) -> None:
    assert tell(text) == "typescript"


def test_a_text_of_no_language_is_read_as_javascript() -> None:
    assert tell("") == tell("nothing here") == "javascript"


def test_where_a_languages_reader_finds_nothing_the_generic_one_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(code.LANGUAGES, "ruby", "tests.reading.code.silent_reader")
    text = "require 'net/http'\nNet::HTTP.get(URI('https://api.example.com/v1/models'))\n"
    (request,) = code.read(View.whole(Source(text)), "ruby").requests
    assert request.url.data == "https://api.example.com/v1/models"


def test_without_a_grammars_package_the_generic_reader_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(code.LANGUAGES, "ruby", "tree_sitter_of_nowhere")
    text = "Net::HTTP.get(URI('https://api.example.com/v1/models'))\n"
    assert len(code.read(View.whole(Source(text)), "ruby").requests) == 1
    monkeypatch.setitem(code.LANGUAGES, "ruby", "supportdesk.no_such_module")
    with pytest.raises(ModuleNotFoundError):
        code.read(View.whole(Source(text)), "ruby")
