"""Decoders of typed languages that stop at a value: the class that they name tells whose fault it is."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

SDK = "client.sdk-mismatch"
TYPE = "request.invalid-type"
UPSTREAM = "upstream.bad-response"
CASES = {
    "go-usage": (
        "json: cannot unmarshal string into Go struct field EmbeddingResponse.usage of type openai.Usage",
        SDK,
    ),
    "go-error-code": (
        "It prints: json: cannot unmarshal number into Go struct field ErrorResponse.error.code of type string",
        SDK,
    ),
    "go-choice": (
        "panic: json: cannot unmarshal array into Go struct field Choice.message.content of type string",
        SDK,
    ),
    "go-request": (
        (
            '{"error":{"message":"json: cannot unmarshal string into Go struct field GeneralOpenAIRequest.max_tokens'
            ' of type uint","type":"new_api_error","code":"invalid_request"}}'
        ),
        TYPE,
    ),
    "go-gateway": (
        (
            '{"error":{"message":"json: cannot unmarshal string into Go struct field OpenAITextResponse.usage of type'
            ' dto.Usage","type":"new_api_error","code":"bad_response_body"}}'
        ),
        UPSTREAM,
    ),
    "rust": (
        "failed to deserialize api response: invalid type: integer `429`, expected a string at line 1 column 60",
        SDK,
    ),
    "java": (
        (
            "com.fasterxml.jackson.databind.exc.MismatchedInputException: Cannot deserialize value of type"
            " `java.lang.String` from Object value (token `JsonToken.START_OBJECT`) (through reference chain:"
            ' example.ChatCompletionResult["choices"]->java.util.ArrayList[0])'
        ),
        SDK,
    ),
    "gson": (
        "IllegalStateException: Expected a string but was BEGIN_OBJECT at line 1 column 20 path $.error",
        SDK,
    ),
    "swift": (
        (
            'typeMismatch(Swift.String, Swift.DecodingError.Context(codingPath: [CodingKeys(stringValue: "error",'
            ' intValue: nil)], debugDescription: "Expected to decode String but found number instead."))'
        ),
        SDK,
    ),
    "dart": ("Flutter 调接口报：type 'int' is not a subtype of type 'String' in type cast", SDK),
    "dotnet": (
        "System.Text.Json.JsonException: The JSON value could not be converted to System.String. Path: $.error.code",
        SDK,
    ),
    "dotnet-request": (
        '{"errors":{"$.seed":["The JSON value could not be converted to System.Int32. Path: $.seed"]},"status":400}',
        TYPE,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_class_that_a_decoder_names_tells_whose_fault_it_is(name: str) -> None:
    text, expected = CASES[name]
    assert verdict(text)[0] == expected
