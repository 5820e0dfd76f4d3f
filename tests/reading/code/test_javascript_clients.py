"""Reading JavaScript: what the client libraries send, as their documentation says."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.value import UNKNOWN

from .javascript_reading import only, reading, requests

URL = "https://api.example.com/x"
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON_A = {"kind": "json", "json": {"a": 1}}
FORM_A = {"kind": "form", "form": [["a", "1"]]}
NONE = {"kind": "none"}
BASIC = "Basic dTpw"

CASES: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("fetch(U)", "GET", URL, {}, NONE),
    (
        "fetch(U, { method: 'post', headers: [['X-A', 'b']], body: 'text' })",
        "POST",
        URL,
        {"x-a": "b"},
        {"kind": "raw", "raw": "text"},
    ),
    ("fetch(new Request(U, { method: 'PUT', headers: new Headers({ 'X-A': 'b' }) }))", "PUT", URL, {"x-a": "b"}, NONE),
    ("fetch(U, { method: 'POST', body: new URLSearchParams({ a: 1 }) })", "POST", URL, FORM, FORM_A),
    ("const u = new URL(U); u.searchParams.set('q', 'a b'); window.fetch(u)", "GET", URL + "?q=a+b", {}, NONE),
    (
        "const u = new URL('/y', U); u.search = '?z=1'; fetch(u.toString())",
        "GET",
        "https://api.example.com/y?z=1",
        {},
        NONE,
    ),
    (
        "fetch(U, { method: 'POST', body: new Blob([JSON.stringify({ a: 1 })], { type: 'application/json' }) })",
        "POST",
        URL,
        JSON,
        JSON_A,
    ),
    (
        "const { request } = require('undici'); await request(U, { method: 'POST', query: { q: 1 }, body: 't' })",
        "POST",
        URL + "?q=1",
        {},
        {"kind": "raw", "raw": "t"},
    ),
    ("const f = require('node-fetch'); f(U, { headers: { 'X-A': 1 } })", "GET", URL, {"x-a": "1"}, NONE),
    ("$fetch('/x', { baseURL: H, method: 'POST', body: { a: 1 } })", "POST", URL, JSON, JSON_A),
    ("axios.post(U, { a: 1 })", "POST", URL, JSON, JSON_A),
    ("axios(U)", "GET", URL, {}, NONE),
    (
        "axios({ url: U, method: 'delete', params: { q: [1, 2], n: null } })",
        "DELETE",
        URL + "?q%5B%5D=1&q%5B%5D=2",
        {},
        NONE,
    ),
    (
        "axios.postForm(U, { a: 1 })",
        "POST",
        URL,
        {"content-type": "multipart/form-data"},
        {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}]},
    ),
    (
        "axios.put(U, 'a=1', { auth: { username: 'u', password: 'p' } })",
        "PUT",
        URL,
        {**FORM, "authorization": BASIC},
        FORM_A,
    ),
    (
        "axios.create({ baseURL: H, headers: { A: 'b' } }).patch('/x', { a: 1 }, { headers: { a: 'c' } })",
        "PATCH",
        URL,
        {"a": "c", **JSON},
        JSON_A,
    ),
    (
        "const h = axios.create(); h.defaults.headers.common['K'] = 'v'; h.defaults.baseURL = H; h.get('x')",
        "GET",
        URL,
        {"k": "v"},
        NONE,
    ),
    (
        "const h = axios.create(); h.interceptors.request.use((c) => { c.headers.K = 'v'; return c; }); h(U)",
        "GET",
        URL,
        {"k": "v"},
        NONE,
    ),
    ("this.http.axios.get(U)", "GET", URL, {}, NONE),
    (
        "import got from 'got'; await got.post(U, { form: { a: 1 }, username: 'u', password: 'p' })",
        "POST",
        URL,
        {**FORM, "authorization": BASIC},
        FORM_A,
    ),
    (
        "import got from 'got'; got.extend({ prefixUrl: H })('x', { searchParams: { q: 1 } }).json()",
        "GET",
        URL + "?q=1",
        {},
        NONE,
    ),
    (
        "import ky from 'ky'; await ky.create({ prefixUrl: H }).put('x', { json: { a: 1 } }).json()",
        "PUT",
        URL,
        JSON,
        JSON_A,
    ),
    (
        "require('superagent').post(U).query({ q: 1 }).set('A', 'b').auth('u', 'p').send({ a: 1 }).end(done)",
        "POST",
        URL + "?q=1",
        {"a": "b", **JSON, "authorization": BASIC},
        JSON_A,
    ),
    ("import s from 'superagent'; await s.put(U).type('form').send('a=1')", "PUT", URL, FORM, FORM_A),
    (
        "const u = require('unirest'); u.post(U).headers({ A: 'b' }).send({ a: 1 }).end((r) => r)",
        "POST",
        URL,
        {"a": "b"},
        FORM_A,
    ),
    ("const u = require('unirest'); u('GET', U).query('q=1').then(console.log)", "GET", URL + "?q=1", {}, NONE),
    (
        "const request = require('request'); request({ uri: U, qs: { q: 1 }, json: true, body: { a: 1 } }, cb)",
        "GET",
        URL + "?q=1",
        JSON,
        JSON_A,
    ),
    (
        "const request = require('request'); request.post(U, { auth: { bearer: 't' } }).form({ a: 1 })",
        "POST",
        URL,
        {"authorization": "Bearer t"},
        FORM_A,
    ),
    (
        "const rp = require('request-promise'); rp.defaults({ headers: { A: 'b' } }).get(U).then(f)",
        "GET",
        URL,
        {"a": "b"},
        NONE,
    ),
    ("$.ajax({ url: U, type: 'POST', data: { a: 1 } })", "POST", URL, FORM, FORM_A),
    ("$.ajax(U, { data: { a: 1, b: [1] } })", "GET", URL + "?a=1&b%5B%5D=1", {}, NONE),
    ("jQuery.post(U, { a: 1 }, function () {})", "POST", URL, FORM, FORM_A),
    (
        "const x = new XMLHttpRequest(); x.open('POST', U); x.setRequestHeader('A', 'b'); x.send('{\"a\": 1}')",
        "POST",
        URL,
        {"a": "b"},
        JSON_A,
    ),
    ("wx.request({ url: U, method: 'POST', data: { a: 1 } })", "POST", URL, JSON, JSON_A),
    ("uni.request({ url: U, data: { a: 1 }, header: { A: 'b' } })", "GET", URL + "?a=1", {"a": "b"}, NONE),
    (
        "wx.uploadFile({ url: U, filePath: 'd/f.png', name: 'file', formData: { a: 1 } })",
        "POST",
        URL,
        {},
        {"kind": "multipart", "multipart": [{"name": "file", "filename": "f.png"}, {"name": "a", "value": "1"}]},
    ),
    (
        "let r = require('https').request({ host: N, path: 'x', method: 'PUT', auth: 'u:p' }); r.end('ab')",
        "PUT",
        URL,
        {"authorization": BASIC},
        {"kind": "raw", "raw": "ab"},
    ),
    (
        "import http from 'http'; http.get('http://h:81/x', { headers: { A: 'b' } }, (r) => r)",
        "GET",
        "http://h:81/x",
        {"a": "b"},
        NONE,
    ),
    (
        "const https = require('https'); https.request(new URL(U), { method: 'POST' }).end('t')",
        "POST",
        URL,
        {},
        {"kind": "raw", "raw": "t"},
    ),
]


@pytest.mark.parametrize(("code", "method", "url", "headers", "body"), CASES)
def test_clients_send_what_their_documentation_says(
    code: str, method: str, url: str, headers: dict[str, Any], body: dict[str, Any]
) -> None:
    found = only(f"const N = 'api.example.com', H = `https://${{N}}`, U = '{URL}';\n{code}")
    assert (found["method"], found["url"], found["body"]) == (method, url, body)
    implied = body["kind"] in ("form", "multipart") and "content-type" not in headers
    ours = {name: value for name, value in found["headers"].items() if not (implied and name == "content-type")}
    if body["kind"] in ("json", "raw") and "content-type" not in headers:
        ours.pop("content-type", None)
    assert ours == headers


def test_parts_of_a_form_are_files_or_texts() -> None:
    text = f"""
    const FormData = require('form-data'); const fs = require('fs'); const path = require('path');
    const form = new FormData();
    form.append('a', 1);
    form.append('s', fs.createReadStream(path.join(__dirname, 's.png')));
    form.append('b', fs.readFileSync('x.bin'), {{ filename: 'b.png' }});
    form.append('f', new File(['x'], 'f.txt'));
    form.append('p', fileInput.files[0], 'p.jpg');
    form.append('n', new Blob(['x']));
    await axios.post('{URL}', form, {{ headers: {{ ...form.getHeaders(), Authorization: 'Bearer k' }} }});
    """
    found = only(text)
    assert found["headers"]["authorization"] == "Bearer k"
    assert found["body"]["multipart"] == [
        {"name": "a", "value": "1"},
        {"name": "s", "filename": "s.png"},
        {"name": "b", "filename": "b.png"},
        {"name": "f", "filename": "f.txt"},
        {"name": "p", "filename": "p.jpg"},
        {"name": "n", "filename": "blob"},
    ]


CHAT = "{ model: 'm', messages: [] }"
SDK: list[tuple[str, str, str, dict[str, str], Any]] = [
    (f"new OpenAI({{ apiKey: 'k', baseURL: B }}).chat.completions.create({CHAT})", "POST", "/chat/completions",
     {"authorization": "Bearer k"}, {"model": "m", "messages": []}),
    (f"openai.beta.chat.completions.stream({CHAT}, {{ headers: {{ 'X-A': 'b' }} }})", "POST", "/chat/completions",
     {"authorization": f"Bearer {UNKNOWN}", "x-a": "b"}, {"model": "m", "messages": [], "stream": True}),
    ("openai.responses.create({ model: 'm', input: 'i' }).then(console.log)", "POST", "/responses",
     {"authorization": f"Bearer {UNKNOWN}"}, {"model": "m", "input": "i"}),
    ("openai.videos.retrieve('v1')", "GET", "/videos/v1", {"authorization": f"Bearer {UNKNOWN}"}, None),
    ("openai.files.del('f1')", "DELETE", "/files/f1", {"authorization": f"Bearer {UNKNOWN}"}, None),
    ("openai.fineTuning.jobs.create({ model: 'm', training_file: 'f' })", "POST", "/fine_tuning/jobs",
     {"authorization": f"Bearer {UNKNOWN}"}, {"model": "m", "training_file": "f"}),
    ("openai.post('/custom', { body: { a: 1 } })", "POST", "/custom", {"authorization": f"Bearer {UNKNOWN}"}, {"a": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "method", "path", "headers", "body"), SDK)
def test_methods_of_the_openai_sdk(code: str, method: str, path: str, headers: dict[str, str], body: Any) -> None:
    made = "" if code.startswith("new ") else "const openai = new OpenAI({ baseURL: B });\n"
    found = only(f"import OpenAI from 'openai';\nconst B = 'https://gw.example.com/v1';\n{made}await {code};")
    assert (found["method"], found["url"]) == (method, "https://gw.example.com/v1" + path)
    assert {name: value for name, value in found["headers"].items() if name != "content-type"} == headers
    assert found["body"].get("json") == body


def test_the_openai_sdk_before_4() -> None:
    text = f"""
    const {{ Configuration, OpenAIApi }} = require("openai");
    const openai = new OpenAIApi(new Configuration({{ apiKey: "k", basePath: "https://gw.example.com/v1" }}));
    openai.createChatCompletion({CHAT}, {{ headers: {{ A: "b" }} }}).then((r) => r.data.choices[0]);
    """
    found = only(text)
    assert found["url"] == "https://gw.example.com/v1/chat/completions"
    assert found["headers"] == {"authorization": "Bearer k", "a": "b", **JSON}


def test_the_anthropic_sdk() -> None:
    text = f"""
    import Anthropic from '@anthropic-ai/sdk';
    const client = new Anthropic({{ apiKey: 'k', baseURL: 'https://gw.example.com' }});
    await client.messages.create({CHAT});
    await client.messages.countTokens({CHAT});
    """
    first, second = requests(text)
    assert first["url"] == "https://gw.example.com/v1/messages"
    assert first["headers"] == {"x-api-key": "k", "anthropic-version": "2023-06-01", **JSON}
    assert second["url"] == "https://gw.example.com/v1/messages/count_tokens"


def test_googles_sdks() -> None:
    text = """
    import { GoogleGenAI } from "@google/genai";
    const ai = new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: "https://gw.example.com" } });
    const config = { temperature: 0.1, systemInstruction: "s" };
    await ai.models.generateContent({ model: "g", contents: "Hi", config });
    const old = new GoogleGenerativeAI("k").getGenerativeModel({ model: "g" }, { baseUrl: "https://gw.example.com" });
    await old.generateContentStream(["a", { inlineData: { data: "x" } }]);
    """
    first, second = requests(text)
    assert first["url"] == "https://gw.example.com/v1beta/models/g:generateContent"
    assert first["headers"] == {"x-goog-api-key": "k", **JSON}
    assert first["body"]["json"] == {
        "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        "systemInstruction": {"role": "user", "parts": [{"text": "s"}]},
        "generationConfig": {"temperature": 0.1},
    }
    assert second["url"] == "https://gw.example.com/v1beta/models/g:streamGenerateContent?alt=sse"
    assert second["body"]["json"] == {
        "contents": [{"role": "user", "parts": [{"text": "a"}, {"inlineData": {"data": "x"}}]}]
    }


def test_a_submit_and_the_loop_that_polls_it() -> None:
    text = """
    class Client {
      constructor(key, base = 'https://gw.example.com') {
        this.http = axios.create({ baseURL: base, headers: { Authorization: `Bearer ${key}` } });
      }
      async submit(prompt, extra = {}) {
        const { data } = await this.http.post('/v1/videos', { prompt, ...extra });
        return data.id;
      }
      async wait(id) {
        for (;;) {
          const { data } = await this.http.get(`/v1/videos/${id}`);
          if (data.status === 'done') return data.url;
          await new Promise((resolve) => setTimeout(resolve, 5000));
        }
      }
    }
    (async () => {
      const client = new Client(process.env.KEY);
      const id = await client.submit('cat', { seconds: 5 });
      console.log(await client.wait(id));
    })();
    """
    first, second = requests(text)
    assert first["body"]["json"] == {"prompt": "cat", "seconds": 5}
    assert first["headers"] == {"authorization": f"Bearer {UNKNOWN}", **JSON}
    assert (second["method"], second["url"]) == ("GET", f"https://gw.example.com/v1/videos/{UNKNOWN}")


def test_settings_are_facts() -> None:
    text = "new OpenAI({ baseURL: 'https://gw.example.com/v1', timeout: 20 * 1000, maxRetries: 3 }).models.list()"
    found = {item.fact: item.value for item in reading(text).readings}
    assert found["timeout_s"] == 20
    assert found["retries"] == 3
    assert found["sdk"] == "openai"
    assert found["language"] == "javascript"
