"""What providers of models, pictures, films and voices refuse with, in the forms that their interfaces answer in."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

BLOCKED = "content.blocked"
EMPTY = "quota.user-exhausted"
LIMIT = "rate.upstream-limit"
BUSY = "upstream.overloaded"
KEY = "auth.invalid-key"
RIGHT = "auth.forbidden"
BEHIND = "quota.upstream-exhausted"
FAILED = "upstream.error"
UNREACHED = "request.media-unreachable"
BAD_MEDIA = "request.media-invalid"
CASES = {
    "qianfan-rpm": ('{"error":{"code":"tpm_rate_limit_exceeded","message":"TPM","type":"rate_limit_exceeded"}}', LIMIT),
    "qianfan-long": ('{"error_code":336103,"error_msg":"prompt is 9000 tokens"}', "request.context-too-long"),
    "qianfan-right": ('{"error":{"code":"no_parameter_permission","message":"web_search is closed to you"}}', RIGHT),
    "qianfan-empty": (
        '{"error":{"code":"invalid_model","message":"model is empty","type":"invalid_request_error"}}',
        "request.missing-parameter",
    ),
    "spark-input": ('{"header":{"code":10013,"message":"audit:not passed","sid":"a1","status":2}}', BLOCKED),
    "spark-parallel": ('{"header":{"code":11203,"message":"授权错误：并发流控超限","status":2}}', LIMIT),
    "spark-prose": ("星火接口报 10008 服务容量不足，联系工作人员", BUSY),
    "zhipu-english": (
        '{"error":{"code":"1213","message":"image parameter not properly received"}}',
        "request.missing-parameter",
    ),
    "zhipu-plan": ('{"error":{"code":"1311","message":"当前订阅套餐暂未开放GLM-9权限"}}', RIGHT),
    "baichuan-old": ('{"code":10102,"msg":"apikey has expired"}', "auth.key-disabled"),
    "hunyuan-engine": (
        '{"Response":{"Error":{"Code":"FailedOperation.EngineRequestTimeout","Message":"稍后重试"},"RequestId":"9"}}',
        "upstream.timeout",
    ),
    "hunyuan-jobs": ('{"Response":{"Error":{"Code":"RequestLimitExceeded.JobNumExceed","Message":"x"}}}', LIMIT),
    "hunyuan-exception": (
        "[TencentCloudSDKException] code:FailedOperation.ResourcePackExhausted message:用完 requestId:5",
        EMPTY,
    ),
    "minimax-query": (
        '{"task_id":"1","status":"Fail","base_resp":{"status_code":1027,"status_msg":"output new_sensitive"}}',
        BLOCKED,
    ),
    "higgsfield-nsfw": ('{"id":"h","status":"nsfw","jobs":[]}', BLOCKED),
    "minimax-voice": ('{"base_resp":{"status_code":2037,"status_msg":"voice duration too long"}}', BAD_MEDIA),
    "jimeng-video": ('{"code":50516,"message":"Post Video Risk Not Pass","data":null}', BLOCKED),
    "jimeng-parallel": ('{"code":50430,"message":"Request Has Reached API Concurrent Limit, Please Try Later"}', LIMIT),
    "volcengine-signature": (
        '{"ResponseMetadata":{"Action":"CVSubmitTask","Error":{"CodeN":10,"Code":"SignatureDoesNotMatch","Message":"m"}}}',
        KEY,
    ),
    "vidu-lacking": (
        '{"code":400,"reason":"FieldLacking","message":"lacking","metadata":{}}',
        "request.missing-parameter",
    ),
    "vidu-parallel": ('{"code":429,"reason":"QuotaExceeded","message":"quota exceeded","metadata":{}}', LIMIT),
    "liblib-points": ('{"code":100021,"msg":"积分不足","data":null}', EMPTY),
    "modelscope-bind": ('{"errors":{"message":"please bind your Alibaba Cloud account before use"}}', RIGHT),
    "pixverse-parallel": (
        '{"ErrCode":500044,"ErrMsg":"Reached the limit for concurrent generations.","Resp":null}',
        LIMIT,
    ),
    "leonardo-key": ('{"error":"Invalid response from authorization hook","path":"$","code":"unexpected"}', KEY),
    "suno-words": (
        '{"code":200,"data":{"taskId":"b","status":"SENSITIVE_WORD_ERROR","errorMessage":"words"}}',
        BLOCKED,
    ),
    "suno-audio": ('{"code":200,"data":{"taskId":"b","status":"GENERATE_AUDIO_FAILED"}}', FAILED),
    "kie-code": (
        '{"code":200,"data":{"taskId":"k","state":"fail","failCode":"501","failMsg":"Internal error"}}',
        FAILED,
    ),
    "runway-input": (
        '{"id":"9","status":"FAILED","failure":"An error occurred.","failureCode":"SAFETY.INPUT.TEXT"}',
        BLOCKED,
    ),
    "runway-output": ('{"id":"9","status":"FAILED","failure":"?","failureCode":"INTERNAL.BAD_OUTPUT.CODE01"}', FAILED),
    "dashscope-output": (
        '{"output":{"task_id":"d","task_status":"FAILED","code":"DataInspectionFailed","message":"no"},"request_id":"1"}',
        BLOCKED,
    ),
    "elevenlabs-busy": ('{"detail":{"status":"system_busy","message":"Come back later."}}', BUSY),
    "deepgram-remote": ('{"err_code":"REMOTE_CONTENT_ERROR","err_msg":"404 there","request_id":"u"}', UNREACHED),
    "assemblyai-text": ('{"id":"t","status":"error","error":"File does not appear to contain audio."}', BAD_MEDIA),
    "runware-time": (
        '{"errors":[{"code":"timeoutProvider","message":"no answer","taskType":"videoInference"}]}',
        "upstream.timeout",
    ),
    "ltx-filter": ('{"type":"error","error":{"type":"content_filtered_error","message":"no"}}', BLOCKED),
    "midjourney-output": (
        '{"id":"1","status":"FAILURE","failReason":"Request cancelled due to output filters"}',
        BLOCKED,
    ),
    "groq-capacity": (
        '{"error":{"message":"Model qwen-9 is currently over capacity. Please try again and back off exponentially."}}',
        BUSY,
    ),
    "huggingface-loading": ('{"error":"Model a/b is currently loading","estimated_time":9.0}', BUSY),
    "veo-audio": (
        (
            '{"done":true,"response":{"raiMediaFilteredReasons":["We encountered an issue with the audio for your'
            ' prompt and could not create your video."]}}'
        ),
        BLOCKED,
    ),
}
NEIGHBOURS = {
    "zhipu-week": (
        '{"error":{"code":"1310","message":"您已达到每周/每月使用上限，您的限额将在 2027-01-01 重置"}}',
        (EMPTY, BEHIND),
    ),
    "own-limit": ('{"error":{"message":"Rate limit exceeded"}}', ("rate.gateway-limit", "rate.upstream-limit")),
    "own-quota": ('{"error":{"message":"quota exceeded"}}', (EMPTY, "quota.token-exhausted", "unknown")),
    "queued": ('{"code":200,"data":{"taskId":"q","status":"PENDING","errorMessage":null}}', ("unknown",)),
    "made": (
        '{"code":0,"message":"SUCCEED","data":{"task_id":"m","task_status":"succeed","task_status_msg":""}}',
        ("unknown",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_provider_is_understood(name: str) -> None:
    text, cause = CASES[name]
    assert verdict(text)[0] == cause


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_words_of_anybody_are_no_providers(name: str) -> None:
    text, causes = NEIGHBOURS[name]
    found, certainty = verdict(text)
    assert found in causes
    assert certainty != "confirmed"
