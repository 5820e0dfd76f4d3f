"""Each kind of violation of the gemini_omni contract in each form of request, and bodies that are right."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import KEY, SUBMIT, command, faults, raw, verdict

RIGHT = {"model": "gemini_omni", "prompt": "海边日落", "duration": 6}
NESTED = {"model": "gemini_omni", "mode": "text-to-video", "input": {"prompt": "sunrise", "duration": 5}}
WRONG = {
    "missing": ({"model": "gemini_omni", "duration": 6}, "request.missing-parameter", ("/prompt", "missing")),
    "empty": ({**RIGHT, "prompt": ""}, "request.missing-parameter", ("/prompt", "missing")),
    "text for a number": ({**RIGHT, "duration": "6"}, "request.invalid-type", ("/duration", "type")),
    "true for a number": ({**RIGHT, "duration": True}, "request.invalid-type", ("/duration", "type")),
    "list for a text": ({**RIGHT, "prompt": ["a"]}, "request.invalid-type", ("/prompt", "type")),
    "out of range": ({**RIGHT, "duration": 7}, "request.invalid-value", ("/duration", "value")),
    "not in the list": ({**RIGHT, "aspect_ratio": "4:3"}, "request.invalid-value", ("/aspect_ratio", "value")),
    "another resolution": ({**RIGHT, "resolution": "1080P"}, "request.invalid-value", ("/resolution", "value")),
    "misplaced": (NESTED, "request.missing-parameter", ("/input/prompt", "misplaced")),
}


def python(body: dict[str, object]) -> str:
    return f"import requests\nr = requests.post('{SUBMIT}', headers={{'Authorization': 'Bearer {KEY}'}}, json={body!r})"


def script(body: dict[str, object]) -> str:
    head = f"{{'Authorization': 'Bearer {KEY}', 'Content-Type': 'application/json'}}"
    return f"fetch('{SUBMIT}', {{method: 'POST', headers: {head}, body: JSON.stringify({json.dumps(body)})}})"


FORMS = {
    "body": lambda body: json.dumps(body, indent=2, ensure_ascii=False),
    "curl": lambda body: command(SUBMIT, body),
    "raw": lambda body: raw(SUBMIT, body),
    "python": python,
    "fetch": script,
    "prose": lambda body: f"您好，请求体如下：\n{json.dumps(body, ensure_ascii=False)}\n麻烦看下",
}
OPEN_FORMS = {("missing", "body"), ("missing", "fetch"), ("missing", "prose")}
CASES = [(kind, form) for kind in WRONG for form in FORMS if (kind, form) not in OPEN_FORMS]


@pytest.mark.parametrize(("kind", "form"), CASES)
def test_a_violation_is_found_located_and_corrected(kind, form):
    body, cause, (pointer, violation) = WRONG[kind]
    text = FORMS[form](body)
    found = diagnose_text(text)
    assert found["verdict"]["cause"] == cause
    assert found["verdict"]["certainty"] in ("confirmed", "likely")
    errors = {(one["pointer"], one["kind"]) for one in found["violations"] if one["severity"] == "error"}
    assert (pointer, violation) in errors
    for language in ("en", "zh"):
        assert pointer.rsplit("/", 1)[-1] in found["reply"][language]
        assert "gemini_omni" in found["reply"][language]
    assert faults(text) == []


@pytest.mark.parametrize(("kind", "form"), [case for case in CASES if case[1] in ("curl", "raw", "python")])
def test_with_a_known_address_a_violation_is_certain(kind, form):
    body, cause, _ = WRONG[kind]
    assert verdict(FORMS[form](body)) == (cause, "confirmed")


@pytest.mark.parametrize("form", ["body", "curl", "raw", "python"])
@pytest.mark.parametrize(
    "change",
    [{}, {"duration": 10}, {"resolution": "720p"}, {"aspect_ratio": "9:16"}, {"seed_x": 4}, {"image_urls": ["https://a.example/x.png"]}],
    ids=["plain", "the other duration", "case only", "documented value", "unknown field", "assumed field"],
)  # fmt: skip
def test_a_right_body_gets_no_verdict_and_at_most_a_warning(form, change):
    found = diagnose_text(FORMS[form]({**RIGHT, **change}))
    assert found["verdict"]["certainty"] == "undetermined"
    assert [one for one in found["violations"] if one["severity"] == "error"] == []


@pytest.mark.parametrize("duration", [4, 6, 10])
def test_what_one_model_refuses_its_sibling_may_take(duration):
    body = {**RIGHT, "model": "gemini-omni-flash", "duration": duration}
    assert verdict(command(SUBMIT, body))[1] == "undetermined"


@pytest.mark.parametrize("value", ["input()", "sys.argv[1]", "make_prompt()", "os.getenv('PROMPT')"])
def test_what_only_running_would_tell_is_not_taken_for_missing(value):
    head = f"headers={{'Authorization': 'Bearer {KEY}'}}"
    body = "{'model': 'gemini_omni', 'prompt': p}"
    text = f"import os, sys, requests\np = {value}\nrequests.post('{SUBMIT}', {head}, json={body})"
    assert verdict(text)[1] == "undetermined"


def test_fields_that_come_from_elsewhere_are_not_taken_for_missing():
    head = f"headers={{'Authorization': 'Bearer {KEY}'}}"
    body = "{'model': 'gemini_omni', **opts}"
    text = f"import requests\ndef go(**opts):\n    requests.post('{SUBMIT}', {head}, json={body})"
    assert verdict(text)[1] == "undetermined"


def test_a_body_that_is_cut_off_lacks_nothing():
    assert verdict('{"model":"gemini_omni","duration":6,"pro')[1] == "undetermined"


def test_of_two_requests_the_wrong_one_is_named():
    found = diagnose_text(command(SUBMIT, RIGHT) + "\n" + command(SUBMIT, {**RIGHT, "duration": 9}))
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("request.invalid-value", "confirmed")
    assert [(one["call"], one["found"]) for one in found["violations"]] == [(1, 9)]


@pytest.mark.parametrize("data", ['{"model":"gemini_omni","prompt":"x",}', '{"model":"gemini_omni" "prompt":"x"}'])
def test_a_body_that_is_no_json_is_malformed(data):
    text = f"curl {SUBMIT} -H 'Authorization: Bearer {KEY}' -H 'Content-Type: application/json' -d '{data}'"
    assert verdict(text)[0] == "request.malformed-body"


def test_form_fields_at_an_endpoint_for_json_are_seen():
    text = f"curl {SUBMIT} -H 'Authorization: Bearer {KEY}' -F model=gemini_omni -F prompt=sea -F duration=7"
    assert verdict(text)[0] in ("request.content-type", "request.invalid-value")


def test_nothing_is_missing_in_the_body_of_an_unknown_model():
    assert verdict('{"model":"blorp-1","prompt":"x","duration":7}')[1] == "undetermined"
