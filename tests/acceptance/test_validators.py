"""What validators, chat templates and model servers say of a request, bare, in an envelope and quoted."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.desk import verdict

MISSING = "request.missing-parameter"
TYPE = "request.invalid-type"
VALUE = "request.invalid-value"
UNSUPPORTED = "request.unsupported-parameter"
BODY = "request.malformed-body"
ORDER = "request.message-order"
LONG = "request.context-too-long"
MEDIA = "request.media-invalid"
UNREACHABLE = "request.media-unreachable"
LARGE = "request.too-large"
CASES = [
    ('Input.Texts: ReadString: expects " or n, but found [, error found in #10 byte of ...|"texts":["a"|...', TYPE),
    ("Stop: decode slice: expect [ or n, but found t, error found in #10 byte of ...|top:true|...", TYPE),
    ('ReadObjectCB: expect { or n, but found [, error found in #1 byte of ...|["a"]|...', BODY),
    ("Key: 'Clip.Image' Error:Field validation for 'Image' failed on the 'required_without' tag", MISSING),
    ("Key: 'Clip.Seconds' Error:Field validation for 'Seconds' failed on the 'numeric' tag", TYPE),
    ("Key: 'Clip.Mode' Error:Field validation for 'Mode' failed on the 'clipmode' tag", VALUE),
    ("Input should be a valid integer, got a number with a fractional part", TYPE),
    ("Input should be 'auto', 'low' or 'high'", VALUE),
    ("Input should be a valid dictionary or object to extract fields from", TYPE),
    ("Missing data for required field.", MISSING),
    ("Longer than maximum length 400.", VALUE),
    ("body/voice must match pattern ^[a-z]+$", VALUE),
    ("Invalid input: expected array, received undefined", MISSING),
    ("Invalid type: Expected Array but received Object", TYPE),
    ("Invalid key: Expected never but received quality", UNSUPPORTED),
    ("each value in urls must be a string", TYPE),
    ("guidance must not be less than 1", VALUE),
    ("The first_frame field is required when mode is i2v.", MISSING),
    ("The extra_body field is prohibited.", UNSUPPORTED),
    ('Extra attributes are not allowed ("fps" is unknown).', UNSUPPORTED),
    ("found unpermitted parameter: :fps", UNSUPPORTED),
    ('JSON parse error: Cannot coerce empty String ("") to `java.lang.Long` value', TYPE),
    ("The JSON property 'fps' could not be mapped to any .NET member contained in type 'ClipDto'.", UNSUPPORTED),
    ("Invalid value at 'generation_config.media_resolution' (TYPE_ENUM), \"tiny\"", VALUE),
    ("Error: Jinja Exception: Only user, system and assistant roles are supported!", ORDER),
    ("Message has tool role, but there was no previous assistant message with a tool call!", ORDER),
    ("No user query found in messages.", ORDER),
    ("Conversation must start with a user message or system message, got tool", ORDER),
    ("At most one system message is allowed here", ORDER),
    ("role 必须交替出现，请检查 messages", ORDER),
    ("只能有一条 system 消息", ORDER),
    ("You passed 9001 input tokens and requested 10 output tokens. However, the model's context length is only", LONG),
    ("min_p must be in [0, 1], got 7", VALUE),
    ("The top_k `-3` cannot be a negative integer.", VALUE),
    ("No models loaded. Please load a model in the developer page.", "model.not-found"),
    ("Model not found in the model list, uid: bge-large", "model.not-found"),
    ("图片最短边不能小于 240 像素", MEDIA),
    ("视频文件不得大于 80M", MEDIA),
    ("首帧与尾帧的宽高比不一致", MEDIA),
    ("The first frame and last frame must have the same dimensions", MEDIA),
    ("Image file size should be less than 8M", MEDIA),
    ("无法获取参考图，请确认外网可访问", UNREACHABLE),
    ("请求体大小不能超过 6MB", LARGE),
]
OTHERS = [
    ("Your IP address is not allowed to use this key", UNSUPPORTED),
    ("duration must be between 4 and 12", MEDIA),
    ("n 不能超过 4", MEDIA),
    ("图片包含敏感内容，请更换图片", MEDIA),
]


@pytest.mark.parametrize(("words", "cause"), CASES)
def test_words_of_a_validator(words: str, cause: str) -> None:
    enveloped = json.dumps({"error": {"message": words, "type": "invalid_request_error"}}, ensure_ascii=False)
    for text in (
        json.dumps({"error": words}, ensure_ascii=False),
        f"HTTP/1.1 400 Bad Request\n\n{enveloped}",
        f"调用一直失败，返回：“{words}”，请帮忙看看",
    ):
        assert verdict(text)[0] == cause, text


@pytest.mark.parametrize(("words", "cause"), OTHERS)
def test_words_of_another_sense(words: str, cause: str) -> None:
    assert verdict(json.dumps({"error": words}, ensure_ascii=False))[0] != cause


def test_an_issue_that_received_nothing_is_missing() -> None:
    issue = {"code": "invalid_type", "expected": "string", "path": ["prompt"], "message": "Required"}
    assert verdict(json.dumps([{**issue, "received": "undefined"}]))[0] == MISSING
    issue |= {"message": "Expected string, received array"}
    assert verdict(json.dumps([{**issue, "received": "array"}]))[0] == TYPE


def test_complaints_by_field_say_what_is_wrong() -> None:
    answer = {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "title": "Bad", "status": 400}
    assert verdict(json.dumps({**answer, "errors": {"Clip": ["The Clip field is required."]}}))[0] == MISSING
    assert verdict(json.dumps({**answer, "errors": {"Fps": ["The Fps field must be a number."]}}))[0] == TYPE


def test_a_list_of_issues_inside_a_string_is_read_and_what_is_undefined_is_missing() -> None:
    issue = {
        "code": "invalid_type",
        "expected": "string",
        "received": "undefined",
        "path": ["prompt"],
        "message": "Required",
    }
    told = json.dumps({"error": json.dumps([issue], indent=1)})
    assert verdict(told)[0] == MISSING
    assert (
        verdict(told.replace("undefined", "number").replace("Required", "Expected string, received number"))[0] == TYPE
    )


WHOLE = '{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object"}'
OLDER = '{"loc":["body"],"message":"value is not a valid dict","type":"type_error.dict"}'
PART = '{"type":"model_attributes_type","loc":["body","messages",0],"msg":"Input should be a valid dictionary"}'


@pytest.mark.parametrize(
    ("found", "cause"), [(WHOLE, "request.content-type"), (OLDER, "request.content-type"), (PART, TYPE)]
)
def test_a_complaint_of_the_whole_body_is_none_of_a_field(found: str, cause: str) -> None:
    assert verdict(f'422 {{"detail":[{found}]}}')[0] == cause
