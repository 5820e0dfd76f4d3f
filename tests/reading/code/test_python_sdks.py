"""What the openai and anthropic SDKs send, and the facts of the code around them."""

from __future__ import annotations

import pytest

from supportdesk.reading.code import sdks
from tests.reading.code.python_reading import facts, only, requests

UNKNOWN = "<unknown>"
CLIENT = 'from openai import OpenAI\nclient = OpenAI(api_key="k", base_url="https://gw.example/v1/")\n'


def test_a_chat_call():
    request = only(
        CLIENT + 'client.chat.completions.create(model="m", messages=[], extra_body={"top_k": 1}, stream=True)'
    )
    found = request.to_dict()
    assert (found["method"], found["url"]) == ("POST", "https://gw.example/v1/chat/completions")
    assert found["headers"] == {"authorization": "Bearer k", "content-type": "application/json"}
    assert found["body"]["json"] == {"model": "m", "messages": [], "stream": True, "top_k": 1}
    assert request.sdk_call == "chat.completions.create"
    assert (request.method.added_by, request.header("content-type").added_by) == ("openai", "openai")
    assert request.body.value.at("/model").added_by is None


@pytest.mark.parametrize(
    ("call", "method", "path"),
    [
        ("responses.create(model='m', input='x')", "POST", "/responses"),
        ("images.generate(model='m', prompt='x')", "POST", "/images/generations"),
        ("videos.retrieve('a b')", "GET", "/videos/a%20b"),
        ("videos.retrieve(video.id)", "GET", f"/videos/{UNKNOWN}"),
        ("videos.remix(video_id='v', prompt='x')", "POST", "/videos/v/remix"),
        ("models.list()", "GET", "/models"),
        ("files.delete('f')", "DELETE", "/files/f"),
        ("beta.chat.completions.parse(model='m', messages=[])", "POST", "/chat/completions"),
        ("chat.completions.with_raw_response.create(model='m', messages=[])", "POST", "/chat/completions"),
        ("with_options(timeout=5).embeddings.create(model='m', input='x')", "POST", "/embeddings"),
        ("post('/video/generations', body={'a': 1}, cast_to=object)", "POST", "/video/generations"),
    ],
)
def test_methods_and_paths(call, method, path):
    found = only(CLIENT + f"client.{call}").to_dict()
    assert (found["method"], found["url"]) == (method, "https://gw.example/v1" + path)


def test_uploads_are_multipart():
    request = only(CLIENT + "client.images.edit(model='m', image=[open('a.png', 'rb'), open('b.png', 'rb')], n=2)")
    assert request.to_dict()["body"]["multipart"] == [
        {"name": "model", "value": "m"},
        {"name": "image[]", "filename": "a.png"},
        {"name": "image[]", "filename": "b.png"},
        {"name": "n", "value": "2"},
    ]


def test_a_video_is_json_without_a_file_and_multipart_with_one():
    plain, upload = requests(
        CLIENT + "client.videos.create(model='m', prompt='x')\n"
        "client.videos.create(model='m', prompt='x', input_reference=open('a.png', 'rb'))"
    )
    assert plain["body"]["kind"] == "json"
    assert {"name": "input_reference", "filename": "a.png"} in upload["body"]["multipart"]


def test_a_missing_key_and_base_come_from_the_environment():
    request = only("from openai import OpenAI\nOpenAI().models.list()")
    assert request.header("authorization").data == f"Bearer {UNKNOWN}"
    assert request.url.data == "https://api.openai.com/v1/models"
    assert not request.url.known


def test_the_program_may_set_the_environment_itself():
    request = only(
        """
        import os
        from openai import OpenAI
        os.environ["OPENAI_API_KEY"] = "k"
        os.environ["OPENAI_BASE_URL"] = "https://gw.example/v1"
        OpenAI().models.list()
        """
    )
    assert (request.url.data, request.header("authorization").data) == ("https://gw.example/v1/models", "Bearer k")


def test_azure_clients_put_the_deployment_into_the_path():
    found = only(
        """
        from openai import AzureOpenAI
        client = AzureOpenAI(azure_endpoint="https://r.example/", api_key="k", api_version="v1")
        client.chat.completions.create(model="d", messages=[])
        """
    ).to_dict()
    assert found["url"] == "https://r.example/openai/deployments/d/chat/completions?api-version=v1"
    assert found["headers"]["api-key"] == "k"


def test_the_old_module_functions():
    found = only(
        """
        import openai
        openai.api_key = "k"
        openai.api_base = "https://gw.example/v1"
        openai.ChatCompletion.create(model="m", messages=[], request_timeout=9, headers={"A": "b"})
        """
    )
    assert found.url.data == "https://gw.example/v1/chat/completions"
    assert found.to_dict()["headers"]["a"] == "b"
    assert found.options["timeout_s"].data == 9
    assert found.to_dict()["body"]["json"] == {"model": "m", "messages": []}


def test_the_call_alone_tells_path_and_body():
    found = only(
        'resp = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])'
    ).to_dict()
    assert found["url"] == f"{UNKNOWN}/chat/completions"
    assert found["body"]["json"]["model"] == "m"


def test_an_undefined_object_with_another_api_is_no_client():
    assert requests("twilio.messages.create(to='a', body='b')\nthing.files.list()") == []


def test_arguments_that_are_not_given_are_left_out():
    found = only(
        CLIENT + "import openai\nclient.chat.completions.create(model='m', messages=[], stop=openai.NOT_GIVEN, n=None)"
    )
    assert found.to_dict()["body"]["json"] == {"model": "m", "messages": [], "n": None}


def test_spread_arguments_that_are_unknown_leave_the_body_open():
    request = only(CLIENT + "client.chat.completions.create(model='m', **options)")
    assert request.body.value.is_open
    assert not request.complete


def test_anthropic_clients():
    request = only(
        """
        import anthropic
        client = anthropic.Anthropic(api_key="k", base_url="https://gw.example", default_headers={"A": "b"})
        with client.messages.stream(model="m", max_tokens=1, messages=[]) as stream:
            pass
        """
    )
    found = request.to_dict()
    assert found["url"] == "https://gw.example/v1/messages"
    assert found["headers"]["x-api-key"] == "k"
    assert found["headers"]["anthropic-version"] == sdks.ANTHROPIC_VERSION
    assert found["body"]["json"]["stream"] is True
    assert request.body.value.at("/stream").added_by == "anthropic"


def test_every_row_has_a_path_and_files_only_where_they_are_sent():
    for rows in (sdks.OPENAI, sdks.OPENAI_OLD, sdks.ANTHROPIC):
        for name, row in rows.items():
            assert row.path.startswith("/"), name
            assert not row.files or "multipart" in row.body, name


def test_facts_of_the_client():
    code = """
        # openai==1.35.3
        from openai import OpenAI
        client = OpenAI(base_url="https://gw.example/v1", timeout=60.0, max_retries=0)
        client.images.generate(model="m", prompt="x")
    """
    assert facts(code) == {
        "language": "python",
        "sdk": "openai",
        "sdk_version": "1.35.3",
        "base_url": "https://gw.example/v1",
        "timeout_s": 60.0,
        "retries": 0,
    }


SUBMIT = 'import requests\nr = requests.post("https://gw.example/v1/videos", json={"model": "m"})\n'


def test_taking_the_result_from_the_submit_is_a_fact():
    assert facts(SUBMIT + 'print(r.json()["data"]["video_url"])')["reads_result_from_submit"] is True


def test_polling_is_the_opposite_fact():
    polling = 'task = r.json()["id"]\nrequests.get(f"https://gw.example/v1/videos/{task}")'
    assert facts(SUBMIT + polling)["reads_result_from_submit"] is False
    assert "reads_result_from_submit" not in facts(SUBMIT + "print(r.status_code)")


@pytest.mark.parametrize(("stream", "known"), [("True", True), ("False", None)])
def test_a_stream_read_as_one_answer_is_a_fact(stream, known):
    code = f'import requests\nr = requests.post("https://gw.example/c", json={{"stream": {stream}}})\nprint(r.json())'
    assert facts(code).get("parses_stream_as_json") is known
