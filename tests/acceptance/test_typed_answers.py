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


def test_a_parser_that_met_a_page_inside_a_gateways_answer_names_its_next_address() -> None:
    text = (
        'API Error: 500 {"error":{"message":"Error from provider: Unexpected token \'<\', \\"<!doctype \\"... is not'
        ' valid JSON","type":"api_error","code":"provider_response_error"}}'
    )
    assert verdict(text) == ("endpoint.html-response", "likely")


def test_a_budget_of_a_window_is_the_keys_own() -> None:
    text = "litellm.exceptions.BudgetExceededError: ExceededBudget: Key over 7d budget. Spend=$9.1, Limit=$9.00"
    assert verdict(text)[0] == "quota.token-exhausted"
    assert verdict(text.replace("Key over", "Team=lamp over"))[0] == "quota.user-exhausted"


def test_a_model_of_pictures_that_a_chat_client_calls() -> None:
    text = "model lamp-image-1 is only supported on /v1/images/generations and /v1/images/edits"
    assert verdict(text)[0] == "endpoint.chat-for-media"
