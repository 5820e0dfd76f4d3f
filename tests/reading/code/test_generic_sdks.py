"""SDK clients in program text that is not Python."""

from __future__ import annotations

import pytest

from supportdesk.reading.code import detect, read
from supportdesk.reading.code.sdks import ANTHROPIC, OPENAI, OPENAI_NODE_OLD
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.reading.code.spans import misplaced

CHAT = {"model": "m-1", "messages": [{"role": "user", "content": "rain"}]}


def only(text: str) -> dict[str, object]:
    source = Source(text)
    view = View.whole(source)
    assert detect(view) == "generic"
    found = read(view).requests
    assert [misplaced(request, source) for request in found] == [[]]
    return found[0].to_dict()


def test_a_client_with_its_settings() -> None:
    text = """
import OpenAI from "openai";
const client = new OpenAI({ apiKey: 'k-1', baseURL: 'https://a.example/v1/', defaultHeaders: {'X-A': 'b'} });
const r = await client.chat.completions.create({
  model: 'm-1', messages: [{ role: 'user', content: 'rain' }],
});
"""
    assert only(text) == {
        "method": "POST",
        "url": "https://a.example/v1/chat/completions",
        "headers": {"authorization": "Bearer k-1", "x-a": "b", "content-type": "application/json"},
        "body": {"kind": "json", "json": CHAT},
    }


def test_the_body_by_name_and_in_shorthand() -> None:
    text = """
const { OpenAI } = require('openai');
const openai = new OpenAI({ baseURL: base, apiKey: process.env.KEY });
const model = 'm-1';
const messages = [{ role: 'user', content: 'rain' }];
openai.chat.completions.create({ model, messages, stream: true }).then(console.log);
"""
    request = only(text)
    assert request["url"] == f"{UNKNOWN}/chat/completions"
    assert request["headers"] == {"authorization": f"Bearer {UNKNOWN}", "content-type": "application/json"}
    assert request["body"] == {"kind": "json", "json": {**CHAT, "stream": True}}


def test_a_client_whose_making_is_not_in_the_text() -> None:
    request = only("const r = await this.ai.images.generate({ model: 'm-1', prompt: 'x' });")
    assert request["url"] == f"{UNKNOWN}/images/generations"
    assert request["body"] == {"kind": "json", "json": {"model": "m-1", "prompt": "x"}}


def test_a_default_address_and_the_other_sdk() -> None:
    text = (
        "const a = new Anthropic({apiKey: 'k-1'});\nawait a.messages.create({model: 'm-1', max_tokens: 5, messages});\n"
    )
    request = only(text)
    assert request["url"] == "https://api.anthropic.com/v1/messages"
    assert request["headers"] == {
        "x-api-key": "k-1", "anthropic-version": "2023-06-01", "content-type": "application/json",
    }  # fmt: skip
    assert request["body"] == {"kind": "json", "json": {"model": "m-1", "max_tokens": 5, "messages": UNKNOWN}}


def test_a_method_with_an_id_sends_no_body() -> None:
    text = "const c = new OpenAI({baseURL: 'https://a.example/v1', apiKey: 'k'});\nawait c.videos.retrieve('v_1');\n"
    request = only(text)
    assert (request["method"], request["url"]) == ("GET", "https://a.example/v1/videos/v_1")
    assert request["body"] == {"kind": "none"}


def test_files_make_a_multipart_body() -> None:
    text = """const c = new OpenAI({baseURL: 'https://a.example/v1', apiKey: 'k'});
const t = await c.audio.transcriptions.create({ file: fs.createReadStream('/tmp/a.mp3'), model: 'm-1' });
"""
    assert only(text)["body"] == {
        "kind": "multipart",
        "multipart": [{"name": "file", "filename": "a.mp3"}, {"name": "model", "value": "m-1"}],
    }


def test_an_azure_client() -> None:
    text = """const c = new AzureOpenAI({
  endpoint: 'https://a.example', apiKey: 'k', apiVersion: '2024-06-01', deployment: 'd',
});
await c.chat.completions.create({ model: 'm-1', messages: [{ role: 'user', content: 'rain' }] });
"""
    request = only(text)
    assert request["url"] == "https://a.example/openai/deployments/d/chat/completions?api-version=2024-06-01"
    assert request["headers"] == {"api-key": "k", "content-type": "application/json"}


def test_the_client_before_version_four() -> None:
    text = """const { Configuration, OpenAIApi } = require("openai");
const configuration = new Configuration({ apiKey: "k", basePath: "https://a.example/v1" });
const openai = new OpenAIApi(configuration);
const r = await openai.createChatCompletion({ model: "m-1", messages: [{ role: "user", content: "rain" }] });
"""
    request = only(text)
    assert request["url"] == "https://a.example/v1/chat/completions"
    assert request["body"] == {"kind": "json", "json": CHAT}


def test_several_calls_stay_apart_and_in_order() -> None:
    text = """const c = new OpenAI({baseURL: 'https://a.example/v1', apiKey: 'k'});
const v = await c.videos.create({ model: 'm-1', prompt: 'x' });
const s = await c.videos.retrieve(v.id);
const r = await fetch('https://b.example/x', { method: 'DELETE' });
"""
    found = [request.to_dict() for request in read(View.whole(Source(text)), "generic").requests]
    assert [(request["method"], request["url"]) for request in found] == [
        ("POST", "https://a.example/v1/videos"),
        ("GET", f"https://a.example/v1/videos/{UNKNOWN}"),
        ("DELETE", "https://b.example/x"),
    ]


@pytest.mark.parametrize(
    ("client", "table"), [("OpenAI", OPENAI), ("Anthropic", ANTHROPIC), ("OpenAIApi", OPENAI_NODE_OLD)]
)
def test_every_row_of_the_tables_is_found(client: str, table: dict[str, object]) -> None:
    for name, row in table.items():
        words = name.split("_")
        camel = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
        text = f"const c = new {client}({{apiKey: 'k'}});\nawait c.{camel}('i', {{model: 'm'}});\n"
        found = read(View.whole(Source(text)), "generic").requests
        assert [request.method.data for request in found] == [row.method], name


def test_a_method_of_that_name_of_something_else_is_no_call_of_an_sdk() -> None:
    text = "const x = await prisma.messages.create({ data: { text: 'a' } });\nstripe.files.create({purpose: 'x'});\n"
    assert read(View.whole(Source(text)), "generic").requests == []
