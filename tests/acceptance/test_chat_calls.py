"""A video model called through chat, however customers write the call, and calls that only look like it."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import CHAT, KEY, SUBMIT, command, faults, raw, verdict

MESSAGES = '[{"role": "user", "content": "rain over Kyoto"}]'
CLIENT = f'from openai import OpenAI\nclient = OpenAI(api_key="{KEY}", base_url="https://toapis.com/v1")\n'
CALL = f'client.chat.completions.create(model="gemini_omni", messages={MESSAGES})'
BODY = {"model": "gemini_omni", "messages": [{"role": "user", "content": "rain over Kyoto"}]}

CALLS = {
    "plain": CLIENT + f"r = {CALL}\nprint(r)",
    "streaming": CLIENT
    + f'for c in client.chat.completions.create(model="gemini_omni", stream=True, messages={MESSAGES}):\n    print(c)',
    "variables": 'import openai\nBASE = "https://toapis.com"\nNAME = "gemini" + "_" + "omni"\n'
    f'client = openai.OpenAI(api_key="{KEY}", base_url=f"{{BASE}}/v1")\nmessages = []\n'
    'messages.append({"role": "user", "content": "rain over " "Kyoto"})\n'
    "resp = client.chat.completions.create(model=NAME, messages=messages)",
    "env key": 'import os\nfrom openai import OpenAI\nclient = OpenAI(api_key=os.environ["TOAPIS_KEY"], '
    f'base_url="https://toapis.com/v1")\nprint({CALL})',
    "async": 'import asyncio\nfrom openai import AsyncOpenAI\nclient = AsyncOpenAI(api_key="sk-xxxx", '
    f'base_url="https://toapis.com/v1")\nasync def main():\n    r = await {CALL}\n    print(r)\nasyncio.run(main())',
    "function": "def make(client, model, text):\n    return client.chat.completions.create(model=model, messages=["
    '{"role": "user", "content": text}])\nfrom openai import OpenAI\n'
    'cl = OpenAI(api_key="sk-xxxx", base_url="https://toapis.com/v1/")\nprint(make(cl, "gemini_omni", "rain"))',
    "class": "class Video:\n    def __init__(self, key):\n"
    '        self.client = OpenAI(api_key=key, base_url="https://toapis.com/v1")\n        self.model = "gemini_omni"\n'
    "    def run(self, text):\n        return self.client.chat.completions.create(model=self.model, "
    'messages=[{"role": "user", "content": text}])\nVideo("sk-xxxx").run("a lake")',
    "spread": CLIENT + f'p = dict(model="gemini_omni", messages={MESSAGES}, extra_body={{"duration": 6}})\n'
    "r = client.chat.completions.create(**p)",
    "raw response": CLIENT
    + f'client.chat.completions.with_raw_response.create(model="gemini_omni", messages={MESSAGES})',
    "responses": CLIENT + 'r = client.responses.create(model="gemini_omni", input="rain over Kyoto")',
    "shell prompt": ">>> " + CLIENT.strip().replace("\n", "\n>>> ") + f"\n>>> {CALL}",
    "fenced": f"My code:\n\n```python\n{CLIENT}{CALL}\n```\n\nWhat is wrong?",
    "Chinese prose": f"各位好，代码如下：\n\n{CLIENT}r = {CALL}\nprint(r)\n\n请问怎么解决？谢谢",
    "cut off": CLIENT
    + 'r = client.chat.completions.create(\n    model="gemini_omni",\n    messages=[{"role": "user", "c',
    "requests": f'import requests\nr = requests.post("{CHAT}", headers={{"Authorization": "Bearer {KEY}"}}, '
    f'json={{"model": "gemini_omni", "messages": {MESSAGES}}})',
    "requests data": f'import requests, json\nurl = "{CHAT}"\npayload = json.dumps({{"model": "gemini_omni", '
    f'"messages": {MESSAGES}}})\nheaders = {{"Content-Type": "application/json", "Authorization": "Bearer sk-xxxx"}}\n'
    'response = requests.request("POST", url, headers=headers, data=payload)',
    "httpx": 'import httpx\nwith httpx.Client(base_url="https://toapis.com/v1", headers={"Authorization": "Bearer k"}) '
    f'as c:\n    print(c.post("/chat/completions", json={{"model": "gemini_omni", "messages": {MESSAGES}}}).json())',
    "curl": command(CHAT, BODY),
    "curl json": f"$ curl -sS {CHAT} -H 'Authorization: Bearer sk-xxxx' --json "
    f'\'{{"model":"gemini_omni","messages":{MESSAGES}}}\'',
    "curl on Windows": f'C:\\Users\\me> curl {CHAT} ^\n -H "Authorization: Bearer sk-xxxx" ^\n'
    ' -H "Content-Type: application/json" ^\n'
    ' -d "{\\"model\\":\\"gemini_omni\\",\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"rain\\"}]}"',
    "raw HTTP": raw(CHAT, BODY),
    "fetch": f'const res = await fetch("{CHAT}", {{\n  method: "POST",\n  headers: {{ "Content-Type": '
    '"application/json", Authorization: `Bearer ${process.env.KEY}` },\n  body: JSON.stringify({ model: '
    '"gemini_omni", messages: [{ role: "user", content: "rain" }] }),\n});',
}

CALLS |= {
    "three lines": CLIENT + CALL,
    "one line": 'from openai import OpenAI; OpenAI(base_url="https://toapis.com/v1", api_key="sk-xxxx").'
    f'chat.completions.create(model="gemini_omni", messages={MESSAGES})',
    "the SDK before 1.0": 'import openai\nopenai.api_base = "https://toapis.com/v1"\nopenai.api_key = "sk-xxxx"\n'
    f'r = openai.ChatCompletion.create(model="gemini_omni", messages={MESSAGES})',
    "Anthropic's SDK": 'import anthropic\nc = anthropic.Anthropic(api_key="sk-xxxx", base_url="https://toapis.com")\n'
    f'm = c.messages.create(model="gemini_omni", max_tokens=100, messages={MESSAGES})',
    "IPython": "In [1]: from openai import OpenAI\n\nIn [2]: client = OpenAI(api_key='sk-xxxx', "
    "base_url='https://toapis.com/v1')\n\nIn [3]: client.chat.completions.create(\n   ...:     model='gemini_omni',\n"
    f"   ...:     messages={MESSAGES})",
    "line numbers": '  1  from openai import OpenAI\n  2  client = OpenAI(\n  3      api_key="sk-xxxx",\n'
    '  4      base_url="https://toapis.com/v1",\n  5  )\n  6  r = client.chat.completions.create(\n'
    f'  7      model="gemini_omni",\n  8      messages={MESSAGES},\n  9  )',
    "quoted in a mail": "> " + (CLIENT + "r = " + CALL).replace("\n", "\n> "),
    "here-document": f"curl {CHAT} -H 'Authorization: Bearer sk-xxxx' -H 'content-type: application/json' -d @- <<EOF\n"
    f'{{"model":"gemini_omni","messages":{MESSAGES}}}\nEOF',
    "axios": f"axios.post('{CHAT}', {{model: 'gemini_omni', messages: [{{role: 'user', content: 'rain'}}]}}, "
    "{headers: {Authorization: 'Bearer sk-xxxx'}}).then(r => console.log(r.data))",
    "JavaScript SDK": 'import OpenAI from "openai";\nconst client = new OpenAI({ apiKey: "sk-xxxx", baseURL: '
    '"https://toapis.com/v1" });\nconst r = await client.chat.completions.create({ model: "gemini_omni", '
    'messages: [{ role: "user", content: "rain" }] });',
    "Go": f'req, _ := http.NewRequest("POST", "{CHAT}", strings.NewReader(`{{"model":"gemini_omni",'
    f'"messages":{MESSAGES}}}`))\nreq.Header.Set("Authorization", "Bearer sk-xxxx")',
}

LOOKALIKES = {
    "chat model": CLIENT + f'client.chat.completions.create(model="gpt-5-mini", messages={MESSAGES})',
    "chat model of the same maker": command(CHAT, {**BODY, "model": "gemini-2.5-pro"}),
    "the model only named in the text": command(
        CHAT, {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "what is gemini_omni?"}]}
    ),
    "commented out": CLIENT + f'# {CALL}\nclient.chat.completions.create(model="gpt-5-mini", messages={MESSAGES})',
    "documented at another gateway": command("https://www.anyfast.ai/v1/chat/completions", {**BODY, "model": "sora-2"}),
    "unknown model": command(CHAT, {**BODY, "model": "blorp-9"}),
    "embedding": command("https://toapis.com/v1/embeddings", {"model": "text-embedding-3-small", "input": "omni"}),
    "the right task call": command(SUBMIT, {"model": "gemini_omni", "prompt": "rain", "duration": 6}),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_video_model_on_chat_is_certain_however_the_call_is_written(name):
    assert verdict(CALLS[name]) == ("endpoint.chat-for-media", "confirmed")


@pytest.mark.parametrize("name", CALLS)
def test_its_answer_keeps_the_promises(name):
    assert faults(CALLS[name]) == []


@pytest.mark.parametrize("name", CALLS)
def test_its_replies_name_the_model_both_paths_and_the_line(name):
    found = diagnose_text(CALLS[name])
    for language, line in (("en", "line"), ("zh", "行")):
        text = found["reply"][language]
        assert "gemini_omni" in text
        assert "/v1/videos/generations" in text
        assert line in text
    request = found["fix"]["request"]
    if name != "cut off":
        assert (request["method"], request["url"]) == ("POST", SUBMIT)
        assert "messages" not in request["body"]["json"]
        assert request["body"]["json"]["prompt"]


@pytest.mark.parametrize("name", LOOKALIKES)
def test_a_call_that_only_looks_like_it_gets_no_such_verdict(name):
    cause, certainty = verdict(LOOKALIKES[name])
    assert cause != "endpoint.chat-for-media" or certainty == "undetermined"


def test_without_a_known_gateway_the_verdict_is_not_certain():
    text = command("https://api.somewhere.example/v1/chat/completions", BODY)
    assert verdict(text) == ("endpoint.chat-for-media", "likely")


@pytest.mark.parametrize("text", [CALL, '{"model":"gemini_omni","messages":[{"role":"user","content":"rain"}]}'])
def test_without_an_address_it_is_likely_and_the_address_is_asked_for(text):
    found = diagnose_text(text)
    assert found["verdict"]["cause"] == "endpoint.chat-for-media"
    assert found["verdict"]["certainty"] in ("likely", "possible")
    assert "URL" in " ".join(item["question"]["en"] for item in found["ask"])


@pytest.mark.parametrize("model", ["llava-video-7b", "qwen-video-chat"])
def test_a_name_that_only_holds_the_word_video_is_no_proof(model):
    assert verdict(command(CHAT, {**BODY, "model": model}))[1] in ("undetermined", "possible")


def test_an_image_of_the_chat_message_goes_into_the_task_or_is_named_as_left_out():
    parts = [
        {"type": "text", "text": "make it move"},
        {"type": "image_url", "image_url": {"url": "https://img.example.com/a.png"}},
    ]
    found = diagnose_text(
        command(CHAT, {"model": "gemini-omni-flash", "messages": [{"role": "user", "content": parts}]})
    )
    body = found["fix"]["request"]["body"]["json"]
    assert body["prompt"] == "make it move"
    assert "https://img.example.com/a.png" in str(body) + str(found["fix"]["dropped"])


def test_fields_that_the_task_knows_are_carried_over_and_the_others_are_named():
    found = diagnose_text(command(CHAT, {**BODY, "aspect_ratio": "9:16", "temperature": 0.2, "stream": True}))
    body = found["fix"]["request"]["body"]["json"]
    assert body["aspect_ratio"] == "9:16"
    assert {item["pointer"] for item in found["fix"]["dropped"]} >= {"/temperature", "/stream"}
    assert all(item["reason"]["en"] and item["reason"]["zh"] for item in found["fix"]["dropped"])
