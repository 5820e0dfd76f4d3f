"""What the google-genai SDK sends (compared with version 1.56 itself), and urllib3's pools and headers."""

from __future__ import annotations

import pytest

from tests.reading.code.python_reading import body, only, reading, requests

UNKNOWN = "<unknown>"
IMPORTS = "from google import genai\nfrom google.genai import types\n"
CLIENT = IMPORTS + "client = genai.Client(api_key='k', http_options={'base_url': 'https://gw.example/'})\n"


def generated(contents: str, config: str = "None", before: str = "") -> dict:
    call = f"client.models.generate_content(model='m', contents={contents}, config={config})"
    return body(CLIENT + before + call)


def test_a_call_of_a_client_made_without_imports():
    request = only(
        "client = genai.Client(api_key='k')\nclient.models.generate_content(model='gemini-x', contents='hi')"
    )
    found = request.to_dict()
    base = "https://generativelanguage.googleapis.com/v1beta"
    assert (found["method"], found["url"]) == ("POST", base + "/models/gemini-x:generateContent")
    assert found["headers"] == {"content-type": "application/json", "x-goog-api-key": "k"}
    assert found["body"]["json"] == {"contents": [{"parts": [{"text": "hi"}], "role": "user"}]}
    assert (request.client, request.sdk_call) == ("google-genai", "models.generate_content")
    assert request.body.value.at("/contents/0/role").added_by == "google-genai"


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("models.generate_content(model='models/m', contents='x')", "models/m:generateContent"),
        ("models.generate_content_stream(model='m', contents='x')", "models/m:streamGenerateContent?alt=sse"),
        ("aio.models.generate_content(model='tunedModels/m', contents='x')", "tunedModels/m:generateContent"),
        ("models.count_tokens(model='m', contents='x')", "models/m:countTokens"),
        ("models.embed_content(model='m', contents='x')", "models/m:batchEmbedContents"),
        ("models.generate_images(model='m', prompt='x')", "models/m:predict"),
        ("models.generate_videos(model='m', prompt='x')", "models/m:predictLongRunning"),
        ("models.list(config={'page_size': 5})", "models?pageSize=5"),
        ("models.get(model='m')", "models/m"),
        ("operations.get(started)", UNKNOWN),
    ],
)
def test_methods_and_paths(call, path):
    assert only(CLIENT + f"client.{call}").to_dict()["url"] == "https://gw.example/v1beta/" + path


@pytest.mark.parametrize(
    ("arguments", "url", "headers"),
    [
        (
            (
                "api_key='k', http_options=types.HttpOptions(base_url='https://a.example/g', api_version='v1', "
                "headers={'X-A': '1'}, timeout=5000)"
            ),
            "https://a.example/g/v1/models/m:countTokens",
            {"x-a": "1", "x-goog-api-key": "k"},
        ),
        (
            "api_key='k', http_options={'base_url': 'https://a.example', 'api_version': ''}",
            "https://a.example/models/m:countTokens",
            {"x-goog-api-key": "k"},
        ),
        (
            "vertexai=True, api_key='k'",
            "https://aiplatform.googleapis.com/v1beta1/publishers/google/models/m:countTokens",
            {"x-goog-api-key": "k"},
        ),
        (
            "vertexai=True, project='p', location='l'",
            "https://l-aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google/models/m:countTokens",
            {"authorization": "Bearer " + UNKNOWN},
        ),
        (
            "",
            "https://generativelanguage.googleapis.com/v1beta/models/m:countTokens",
            {"x-goog-api-key": UNKNOWN},
        ),
    ],
)
def test_settings_of_a_client(arguments, url, headers):
    found = only(
        IMPORTS + f"client = genai.Client({arguments})\nclient.models.count_tokens(model='m', contents='x')"
    ).to_dict()
    assert found["url"] == url
    assert found["headers"] == {"content-type": "application/json", **headers}


def test_a_timeout_is_in_milliseconds():
    request = only(
        IMPORTS + "client = genai.Client(http_options=types.HttpOptions(timeout=5000))\n"
        "client.models.generate_content_stream(model='m', contents='x')"
    )
    assert request.options["timeout_s"].data == 5
    assert request.options["stream"].data is True


TEXT_A = {"parts": [{"text": "a"}], "role": "user"}


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("'a'", [TEXT_A]),
        ("['a']", [TEXT_A]),
        ("types.Part(text='a')", [TEXT_A]),
        ("[types.Part.from_text(text='a')]", [TEXT_A]),
        ("types.Content(role='user', parts=[types.Part(text='a')])", [TEXT_A]),
        ("types.UserContent('a')", [TEXT_A]),
        ("{'role': 'user', 'parts': [{'text': 'a'}]}", [TEXT_A]),
        (
            "['a', types.Part.from_bytes(data=open('x.png', 'rb').read(), mime_type='image/png')]",
            [{"parts": [{"text": "a"}, {"inlineData": {"data": UNKNOWN, "mimeType": "image/png"}}], "role": "user"}],
        ),
        (
            "[types.Part.from_uri(file_uri='gs://f', mime_type='a/b'), types.ModelContent('b'), 'a']",
            [
                {"parts": [{"fileData": {"fileUri": "gs://f", "mimeType": "a/b"}}], "role": "user"},
                {"parts": [{"text": "b"}], "role": "model"},
                TEXT_A,
            ],
        ),
        (
            (
                "['a', types.Part.from_function_call(name='f', args={'x_y': 1}), "
                "types.Part.from_function_response(name='f', response={'a_b': 2})]"
            ),
            [
                TEXT_A,
                {"parts": [{"functionCall": {"name": "f", "args": {"x_y": 1}}}], "role": "model"},
                {"parts": [{"functionResponse": {"name": "f", "response": {"a_b": 2}}}], "role": "user"},
            ],
        ),
        ("handed_in", UNKNOWN),
        (
            "['a', handed_in.content]",
            [{"parts": [{"text": "a"}], "role": "user"}, UNKNOWN],
        ),
    ],
)
def test_contents(written, sent):
    assert generated(written) == {"contents": sent}


@pytest.mark.parametrize(
    ("config", "sent"),
    [
        ("None", {}),
        ("types.GenerateContentConfig()", {"generationConfig": {}}),
        (
            (
                "types.GenerateContentConfig(temperature=0, max_output_tokens=5, seed=None, "
                "system_instruction='s', cached_content='c')"
            ),
            {
                "generationConfig": {"temperature": 0, "maxOutputTokens": 5},
                "systemInstruction": {"parts": [{"text": "s"}], "role": "user"},
                "cachedContent": "cachedContents/c",
            },
        ),
        (
            "{'top_k': 1, 'responseMimeType': 'a/b', 'thinking_config': {'thinking_budget': 0}}",
            {"generationConfig": {"topK": 1, "responseMimeType": "a/b", "thinkingConfig": {"thinkingBudget": 0}}},
        ),
        (
            (
                "types.GenerateContentConfig(response_schema={'properties': {'a_b': {'min_items': 1}}}, "
                "response_modalities=[types.Modality.IMAGE], speech_config='Kore')"
            ),
            {
                "generationConfig": {
                    "responseSchema": {"properties": {"a_b": {"min_items": 1}}},
                    "responseModalities": ["IMAGE"],
                    "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}},
                }
            },
        ),
        (
            (
                "{'safety_settings': [types.SafetySetting(category=types.HarmCategory.HARM_CATEGORY_HARASSMENT, "
                "threshold='OFF')], 'tool_config': {'function_calling_config': {'mode': 'ANY'}}, "
                "'automatic_function_calling': {'disable': True}}"
            ),
            {
                "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}],
                "toolConfig": {"functionCallingConfig": {"mode": "ANY"}},
                "generationConfig": {},
            },
        ),
        (
            (
                "{'tools': [types.Tool(function_declarations=[types.FunctionDeclaration(name='f', "
                "parameters=types.Schema(type=types.Type.OBJECT, properties={'a_b': types.Schema(any_of=[])}))]), "
                "types.Tool(google_search=types.GoogleSearch())]}"
            ),
            {
                "tools": [
                    {"googleSearch": {}},
                    {
                        "functionDeclarations": [
                            {"name": "f", "parameters": {"type": "OBJECT", "properties": {"a_b": {"anyOf": []}}}}
                        ]
                    },
                ],
                "generationConfig": {},
            },
        ),
    ],
)
def test_config(config, sent):
    assert generated("'a'", config) == {"contents": [TEXT_A], **sent}


def test_a_function_of_the_program_is_a_tool():
    found = generated("'a'", "{'tools': [weather]}", "def weather(city: str):\n    return 'x'\n")
    assert found["tools"] == [
        {"functionDeclarations": [{"name": "weather", "description": UNKNOWN, "parameters": UNKNOWN}]}
    ]


def test_unknown_settings_leave_the_body_open():
    request = only(CLIENT + "client.models.generate_content(model='m', contents='a', config=settings)")
    assert request.body.value.is_open
    assert request.body.value.at("/generationConfig").is_open


def test_options_of_one_call():
    found = only(
        CLIENT + "client.models.generate_content(model='m', contents='a', config={'http_options': "
        "{'headers': {'X-B': '2'}, 'extra_body': {'a_b': 1}, 'base_url': 'https://b.example'}})"
    ).to_dict()
    assert found["url"] == "https://b.example/v1beta/models/m:generateContent"
    assert found["headers"]["x-b"] == "2"
    assert found["body"]["json"] == {"contents": [TEXT_A], "generationConfig": {}, "a_b": 1}


def test_embedding():
    found = body(CLIENT + "client.models.embed_content(model='m', contents=['a', 'b'], config={'task_type': 'T'})")
    assert [one["content"]["parts"][0]["text"] for one in found["requests"]] == ["a", "b"]
    assert found["requests"][0] == {"content": TEXT_A, "taskType": "T", "model": "models/m"}


def test_pictures_and_films():
    picture, film = requests(
        CLIENT + "client.models.generate_images(model='m', prompt='p', config=types.GenerateImagesConfig("
        "number_of_images=2, image_size='2K', output_mime_type='image/png'))\n"
        "client.models.generate_videos(model='m', prompt='p', image=types.Image.from_file(location='a.png'), "
        "config=types.GenerateVideosConfig(duration_seconds=8, last_frame=types.Image(image_bytes=data)))"
    )
    assert picture["body"]["json"] == {
        "instances": [{"prompt": "p"}],
        "parameters": {"sampleCount": 2, "sampleImageSize": "2K", "outputOptions": {"mimeType": "image/png"}},
    }
    image = {"bytesBase64Encoded": UNKNOWN, "mimeType": "image/png"}
    assert film["body"]["json"] == {
        "instances": [{"prompt": "p", "image": image, "lastFrame": {"bytesBase64Encoded": UNKNOWN}}],
        "parameters": {"durationSeconds": 8},
    }


def test_a_chat_sends_what_was_said_before():
    first, second = requests(
        CLIENT + "chat = client.chats.create(model='m', config={'top_p': 1})\n"
        "chat.send_message('a')\nchat.send_message_stream('b')"
    )
    assert first["body"]["json"] == {"contents": [TEXT_A], "generationConfig": {"topP": 1}}
    assert second["url"].endswith(":streamGenerateContent?alt=sse")
    assert second["body"]["json"]["contents"] == [TEXT_A, UNKNOWN, {"parts": [{"text": "b"}], "role": "user"}]


def test_a_client_that_the_text_does_not_show():
    found = only("self.client.models.generate_content(model='m', contents='a')").to_dict()
    assert found["url"] == UNKNOWN + "/v1beta/models/m:generateContent"


def test_spans_of_names_and_values():
    code = CLIENT + "client.models.generate_content(model='m', contents='abc', config={'top_k': 7})"
    request = only(code)
    value = request.body.value
    text, number = value.at("/contents/0/parts/0/text").span, value.at("/generationConfig/topK").span
    key = value.at("/generationConfig").keys["topK"]
    assert [code[one.start : one.end] for one in (text, number, key)] == ["'abc'", "7", "'top_k'"]


@pytest.mark.parametrize(
    "call",
    [
        "models.generate_content()",
        "models.generate_content(model=1, contents=2, config=3)",
        "models.generate_content(model=None, contents=[], config={'tools': [None, 1], 'http_options': 5})",
        "models.generate_content(model='m', contents=[[['a']], {}, None])",
        "models.embed_content(contents=None)",
        "models.generate_videos(source=1, image=2, config={'reference_images': [{'image': 3}, 4]})",
        "models.generate_images(**given)",
        "operations.get()",
        "chats.create(history=1).send_message()",
    ],
)
def test_odd_arguments_break_nothing(call):
    assert len(requests(CLIENT + f"client.{call}")) == 1


def test_a_structure_that_doubles_or_holds_itself_ends():
    code = CLIENT + "a = {'x': 1}\n" + "a = {'left_one': a, 'right_one': a}\n" * 60 + "b = {}\nb['b'] = b\n"
    call = "client.models.generate_content(model='m', contents=types.Content(parts=[a, b]), config={'a': a, 'b': b})"
    assert len(reading(code + call).requests) == 1


@pytest.mark.parametrize(
    ("pool", "url"),
    [
        ("HTTPSConnectionPool('a.example')", "https://a.example/x?y=1"),
        ("HTTPSConnectionPool('a.example', port=443)", "https://a.example/x?y=1"),
        ("HTTPConnectionPool('a.example', 8080)", "http://a.example:8080/x?y=1"),
        ("connection_from_url('https://a.example:1/base/path')", "https://a.example:1/x?y=1"),
    ],
)
def test_pools_of_one_host(pool, url):
    found = requests(
        f"import urllib3\npool = urllib3.{pool}\npool.request('GET', '/x', fields={{'y': 1}}, headers={{'a': 'b'}})\n"
        "pool.urlopen('POST', '/x?y=1', '{\"z\": 1}', {'content-type': 'application/json'})"
    )
    assert [one["url"] for one in found] == [url, url]
    assert [one["headers"] for one in found] == [{"a": "b"}, {"content-type": "application/json"}]
    assert found[1]["body"]["json"] == {"z": 1}


@pytest.mark.parametrize(
    ("arguments", "headers"),
    [
        ("basic_auth='u:p'", {"authorization": "Basic dTpw"}),
        ("basic_auth=f'u:{secret}'", {"authorization": "Basic " + UNKNOWN}),
        ("keep_alive=True, user_agent='me'", {"connection": "keep-alive", "user-agent": "me"}),
        (
            "accept_encoding=['gzip', 'br'], disable_cache=True",
            {"accept-encoding": "gzip,br", "cache-control": "no-cache"},
        ),
        ("proxy_basic_auth='u:p', keep_alive=False", {"proxy-authorization": "Basic dTpw"}),
    ],
)
def test_headers_made_by_urllib3(arguments, headers):
    found = only(
        f"import urllib3\nh = urllib3.make_headers({arguments})\n"
        "urllib3.PoolManager().request('GET', 'https://a.example', headers=h)"
    )
    assert found.to_dict()["headers"] == headers
