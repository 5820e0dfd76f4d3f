"""Text that is cut, broken, or copied with what does not belong to it."""

from __future__ import annotations

from tests.reading.code.python_reading import only, reading, requests

UNKNOWN = "<unknown>"
WHOLE = """import requests
r = requests.post(
    "https://gw.example/v1/x",
    headers={"Authorization": "Bearer k"},
    json={"model": "m", "list": [1, 2], "prompt": "a cat"},
)
print(r.text)
"""


def test_every_cut_of_a_text_gives_a_prefix_of_it_or_nothing():
    complete = reading(WHOLE)
    assert complete.complete
    assert complete.requests[0].complete
    for end in range(WHOLE.index("json="), WHOLE.index(")\nprint")):
        found = reading(WHOLE[:end])
        assert not found.complete
        (request,) = found.requests
        assert not request.complete
        assert request.url.data == "https://gw.example/v1/x"
        assert request.header("authorization").data == "Bearer k"
        whole = complete.requests[0].body.value.data
        for name, member in request.body.value.data.items() if request.body.kind == "json" else ():
            assert member.is_open or member.plain() == whole[name].plain()


def test_a_cut_string_and_its_containers_are_open():
    request = only(WHOLE[: WHOLE.index(" cat")])
    prompt = request.body.value.at("/prompt")
    assert prompt.data == "a" + UNKNOWN
    assert request.body.value.is_open
    assert [repair.message for repair in request.repairs] == ["closed what the text leaves open"]


def test_a_cut_hole_of_a_format_string():
    assert reading(WHOLE + 'raise RuntimeError(f"bad status {r.status_cod').requests[0].complete


def test_prompts_and_printed_lines_are_left_out():
    text = """
>>> import requests
>>> r = requests.post("https://gw.example/x",
...     json={"a": 1})
>>> r.status_code
400
>>> r.json()
{'error': {'message': 'no'}}
"""
    assert requests(text)[0]["body"]["json"] == {"a": 1}
    assert reading(text).complete


def test_notebook_and_shell_lines():
    assert reading("!pip install requests\n%time x = 1\n" + WHOLE).complete


def test_typographic_signs():
    request = only("import requests\nrequests.post(“https://gw.example/x”, json={‘a’： “b”，“n”: 1})")
    assert request.to_dict()["body"]["json"] == {"a": "b", "n": 1}
    assert [repair.message for repair in request.repairs] == ["typographic signs read as plain ones"]


def test_python_2_and_odd_indentation():
    text = """
    import requests
    print "sending to %s" % url
    try:
        r = requests.get("https://gw.example/x")
    except Exception, e:
        print e
"""
    assert [one["url"] for one in reading(text).requests and requests(text)] == ["https://gw.example/x"]


def test_a_missing_comma_makes_the_member_unknown():
    request = only('import requests\nrequests.post("https://gw.example/x", json={"a": 1 "b": 2})')
    assert request.to_dict()["body"]["json"] == {"a": UNKNOWN}
    assert not request.complete


def test_dots_stand_for_what_was_left_out():
    request = only('client.chat.completions.create(model="m", messages=[...], ...)')
    assert request.body.value.is_open
    assert request.body.value.at("/messages").is_open


def test_text_around_the_code_does_not_hide_it():
    found = reading(
        "你好,报错如下\n" + WHOLE + '\n{"error": {"message": "x"}}\nTraceback (most recent call last):\n  File "a"\n'
    )
    assert [one.url.data for one in found.requests] == ["https://gw.example/v1/x"]
    assert not found.complete
    assert found.not_read


def test_what_is_no_code_sends_nothing():
    for text in ("", "   \n", "hello there", '{"model": "m"}', "\x00\ud800", "```"):
        assert reading(text).requests == []
