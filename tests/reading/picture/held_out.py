# ruff: noqa: E501 # texts stand here as they are shown
"""Forty pictures that the reader was not made with: other texts, fonts, themes, and pictures scaled, blurred and cut."""

from __future__ import annotations

import json
import random

from tests.reading.picture.drawn import Shot
from tests.reading.picture.sets import key, request_id, task_id

LOOKS = (
    ("serif", 18, "light", "PNG", 1.0, 0.0), ("mono-bold", 16, "solarized", "JPEG", 1.0, 0.0),
    ("sans", 15, "grey", "JPEG", 1.0, 0.0), ("cjk-bold", 20, "dark", "PNG", 1.0, 0.0),
    ("mono", 17, "grey", "JPEG", 1.15, 0.0), ("sans-bold", 22, "light", "JPEG", 0.85, 0.0),
    ("cjk", 18, "solarized", "PNG", 1.2, 0.0), ("serif-bold", 24, "dark", "JPEG", 1.0, 0.6),
    ("mono", 14, "terminal", "PNG", 1.0, 0.0), ("cjk", 15, "grey", "JPEG", 1.0, 0.4),
)  # fmt: skip


def second(seed: int = 20) -> list[Shot]:
    """Return the forty pictures; another seed gives other ids, and other fonts, sizes and faults to each text."""
    chance = random.Random(seed)
    shots: list[Shot] = []
    for number, (name, text, way, secrets, more) in enumerate([*_errors(chance), *_code(chance), *_tables(chance)]):
        font, size, theme, form, scale, blur = LOOKS[(number + seed) % len(LOOKS)]
        if way in ("terminal", "editor") and not font.startswith("mono"):
            font = ("mono", "mono-bold")[number % 2]
        if way == "table" and font.startswith("mono"):
            font = "cjk"
        shots.append(
            Shot(
                f"other-{name}", text, way, font, size, theme, form, (75, 82, 90)[number % 3], number % 3 == 0,
                columns=(80, 100, 120)[number % 3], secrets=secrets, scale=scale, blur=blur, seed=seed, **more,
            )
        )  # fmt: skip
    return shots


def _error(message: str, **more: object) -> str:
    return json.dumps({"error": {"message": message, **more}}, ensure_ascii=False)


def _errors(chance: random.Random) -> list[tuple]:
    bad, mine = key(chance), key(chance)
    rid = [request_id(chance, f"2026060{n}101530") for n in range(1, 7)]
    return [
        ("401-zh", "调用接口报错：\n" + _error(f"无效的令牌 (request id: {rid[0]})", type="new_api_error", code=""), "lines", (), {}),
        ("429-en", "Error code: 429 - {'error': {'message': 'Too many requests, please slow down', 'type': 'rate_limit_error', 'param': None, 'code': 'rate_limit_exceeded'}}", "terminal", (), {}),
        ("nokey-en", "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n" + _error("You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth", type="invalid_request_error"), "lines", (), {}),
        ("wrong-key", f"openai.AuthenticationError: Error code: 401 - Incorrect API key provided: {bad}", "lines", (bad,), {}),
        ("channel-zh", _error(f"当前分组 vip 下对于模型 gpt-6-nano 无可用渠道 (request id: {rid[1]})", type="new_api_error"), "terminal", (), {}),
        ("dns-en", "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.toapi.example', port=443): Max retries exceeded with url: /v1/models (Caused by NameResolutionError(\"Failed to resolve 'api.toapi.example'\"))", "dialog", (), {}),
        ("tls-en", "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate", "terminal", (), {}),
        ("content-en", _error("Your request was rejected by our safety system as a result of your prompt", type="invalid_request_error", code="content_policy_violation"), "dialog", (), {}),
        ("quota-zh", "生成失败\n" + _error(f"预扣费额度失败, 用户剩余额度: ＄0.031000, 需要预扣费额度: ＄0.600000 (request id: {rid[2]})", type="new_api_error", code="insufficient_user_quota"), "dialog", (), {}),
        ("token-en", _error(f"token quota is not enough, token remain quota: ＄0.001200, need quota: ＄0.090000 (request id: {rid[3]})", type="new_api_error", code="pre_consume_token_quota_failed"), "lines", (), {}),
        ("apitype", f"Internal Server Error\ninvalid api type: -1 (request id: {rid[4]})", "dialog", (), {}),
        ("gateway-502", "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>", "editor", (), {}),
        ("saturated-zh", _error(f"当前分组上游负载已饱和，请稍后再试 (request id: {rid[5]})", type="upstream_error", code="429"), "lines", (), {}),
        ("chat-zh", "你好，6 月 3 日晚上提交的 sora-2 任务失败了，\n但是余额少了 2.4 美元，麻烦帮忙退款，谢谢！", "dialog", (), {}),
        ("env-zh", f"export OPENAI_API_KEY={mine}\nexport OPENAI_BASE_URL=https://toapis.com\npython run.py\nopenai.NotFoundError: Error code: 404 - Invalid URL (POST /chat/completions)", "terminal", (mine,), {}),
    ]  # fmt: skip


def _code(chance: random.Random) -> list[tuple]:
    one, two, three, four, five = (key(chance) for _ in range(5))
    body = '{"model": "sora-2", "messages": [{"role": "user", "content": "waves at night"}]}'
    return [
        ("curl-video-chat", f"curl -X POST https://toapis.com/v1/chat/completions \\\n  -H \"Authorization: Bearer {one}\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{body}'", "terminal", (one,), {}),
        ("py-duration", f"import requests\n\nresp = requests.post(\n    \"https://toapis.com/v1/videos/generations\",\n    headers={{\"Authorization\": \"Bearer {two}\"}},\n    json={{\n        \"model\": \"gemini_omni\",\n        \"prompt\": \"two cranes over a lake\",\n        \"duration\": 9,\n    }},\n)", "editor", (two,), {}),
        ("js-openai", f"const client = new OpenAI({{\n  apiKey: '{three}',\n  baseURL: 'https://toapis.com/v1',\n}});\nconst r = await client.chat.completions.create({{\n  model: 'gemini_omni',\n  messages: [{{ role: 'user', content: 'a storm' }}],\n}});\n// 500 invalid api type: -1", "editor", (three,), {}),
        ("go-noprompt", f"payload := strings.NewReader(`{{\"model\": \"gemini_omni\", \"duration\": 6}}`)\nreq, _ := http.NewRequest(\"POST\", \"https://toapis.com/v1/videos/generations\", payload)\nreq.Header.Set(\"Authorization\", \"Bearer {four}\")\nreq.Header.Set(\"Content-Type\", \"application/json\")\nres, err := http.DefaultClient.Do(req)", "lines", (four,), {}),
        ("raw-doubled", f"POST https://toapis.com/v1/v1/chat/completions HTTP/1.1\nAuthorization: Bearer {five}\nContent-Type: application/json\n\n{{\"model\": \"gpt-5-mini\", \"messages\": [{{\"role\": \"user\", \"content\": \"hi\"}}]}}\n\nHTTP/1.1 404 Not Found\n\n" + _error("Invalid URL (POST /v1/v1/chat/completions)", type="invalid_request_error"), "lines", (five,), {}),
        ("json-body", json.dumps({"model": "gemini_omni", "prompt": "rain on tin roofs", "duration": 30, "aspect_ratio": "9:16"}, indent=2), "editor", (), {}),
        ("json-task", json.dumps({"id": task_id(chance), "object": "video", "model": "veo3.1-fast", "status": "failed", "progress": 100, "error": {"message": "upstream returned error", "code": "upstream_error"}}, indent=2), "lines", (), {}),
        ("two-panes", "import requests\n\nr = requests.get(\n    \"https://toapis.com/v1/models\",\n    timeout=30,\n)\nprint(r.status_code)", "lines", (), {"beside": "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n" + _error("Invalid token", type="new_api_error") + "\nProcess finished with exit code 1"}),
        ("traceback", "Traceback (most recent call last):\n  File \"/srv/jobs/run.py\", line 88, in <module>\n    main()\n  File \"/srv/jobs/run.py\", line 51, in main\n    data = resp.json()\nrequests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "terminal", (), {}),
    ]  # fmt: skip


def _tables(chance: random.Random) -> list[tuple]:
    ids = [task_id(chance) for _ in range(6)]
    zh = "时间\t令牌\t分组\t类型\t模型\t用时/首字\t提示\t补全\t花费\t详情\n"
    en = "Time\tToken\tGroup\tType\tModel\tPrompt\tCompletion\tCost\tDetails\n"
    long = "模型价格 0.30，分组倍率 1.00，操作 generate, 计算参数：seconds: 8.00，请求路径 /v1/videos"
    return [
        ("log-tokens-zh", zh + "2026-06-03 22:41:09\tdefault\tdefault\t消费\tgemini_omni\t14 s\t512\t3108\t$0.006728\t模型倍率 0.50，补全倍率 4.00，分组倍率 1.00", "table", (), {}),
        ("log-refund-zh", zh + "2026-06-03 21:00:02\tprod\tvip\t消费\tsora-2\t0 s\t0\t0\t$2.400000\t操作 generate, 计算参数：seconds: 8.00\n2026-06-03 21:07:48\tprod\tvip\t退款\tsora-2\t0 s\t0\t0\t$2.400000\t异步任务失败，退还额度\n显示第 1 条-第 2 条，共 2 条", "table", (), {}),
        ("log-en", en + "2026-06-04 07:15:33\tteam\tdefault\tConsume\tgemini_omni\t230\t1988\t$0.004206\tmodel ratio 0.50, completion ratio 4.00\n2026-06-04 07:16:01\tteam\tdefault\tConsume\tgpt-5-mini\t1800\t402\t$0.001254\tmodel ratio 0.125", "table", (), {}),
        ("log-doubled-zh", zh + "\n".join(f"2026-06-05 13:0{n}:11\tdefault\tdefault\t消费\tveo3.1-fast\t0 s\t0\t0\t$1.200000\t操作 generate, 计算参数：seconds: 8.00" for n in range(3)), "table", (), {}),
        ("log-error-zh", zh + "2026-06-05 18:40:00\tdefault\tdefault\t错误\tgpt-6-nano\t1 s\t0\t0\t$0.000000\tstatus_code=503, 当前分组 default 下对于模型 gpt-6-nano 无可用渠道", "table", (), {}),
        ("tasks-zh", f"任务ID\t状态\t进度\t失败原因\t提交时间\t结束时间\n{ids[0]}\t失败\t100%\t内容审核未通过\t2026-06-03 13:20:11\t2026-06-03 13:22:40", "table", (), {}),
        ("tasks-en", f"Task ID\tStatus\tProgress\tFail reason\tSubmit time\tFinish time\n{ids[1]}\tSUCCESS\t100%\t\t2026-06-03 10:00:09\t2026-06-03 10:03:51\n{ids[2]}\tFAILURE\t100%\tupstream timeout\t2026-06-03 10:01:15\t2026-06-03 10:21:20", "table", (), {}),
        ("log-wrapped-zh", "时间\t令牌\t分组\t类型\t模型\t提示\t补全\t花费\t详情\n" + "\n".join(f"2026-06-0{n} 09:30:0{n}\tdefault\tdefault\t消费\tsora-2\t0\t0\t$2.400000\t{long}" for n in (2, 3)), "table", (), {}),
        ("log-cut-zh", zh + "\n".join(f"2026-06-06 1{n}:12:05\tdefault\tdefault\t消费\tgemini_omni\t9 s\t41{n}\t120{n}\t$0.00282{n}\t模型倍率 0.50，补全倍率 2.00" for n in range(4)), "table", (), {"crop": (0, 34)}),
        ("details-zh", "时间：2026-06-07 15:21:44\n类型：消费\n模型：gemini_omni\n提示：377\n补全：2210\n花费：$0.004790", "lines", (), {}),
        ("details-en", "Time: 2026-06-07 15:21:44\nType: Consume\nModel: gemini_omni\nPrompt: 377\nCompletion: 2210\nCost: $0.004790", "dialog", (), {}),
        ("psql", " created_at          | type | model_name  | prompt_tokens | completion_tokens | quota\n---------------------+------+-------------+---------------+-------------------+-------\n 2026-06-08 12:00:01 |    2 | gemini_omni |           120 |              3400 |  3460", "terminal", (), {}),
        ("log-oneline-en", "2026-06-09 04:05:06  prod  Consume  gemini_omni  12 s  120  3400  $0.006920", "lines", (), {}),
        ("log-topup-zh", zh + "2026-06-10 08:00:00\t\t\t充值\t\t\t0\t0\t$0.000000\t通过兑换码充值 ＄10.000000 额度\n2026-06-10 08:12:31\tdefault\tdefault\t消费\tgpt-5-mini\t3 s\t1204\t88\t$0.000512\t模型倍率 0.125，补全倍率 8.00，分组倍率 1.00", "table", (), {}),
        ("balance-zh", "用户额度不足\nHTTP 403\n" + _error("用户额度不足", type="new_api_error", code="insufficient_user_quota"), "terminal", (), {}),
        ("log-slow-en", en + f"2026-06-11 23:59:59\tteam\tvip\tConsume\tsora-2\t0\t0\t$2.400000\ttask {ids[3]}\n2026-06-12 00:09:30\tteam\tvip\tRefund\tsora-2\t0\t0\t$2.400000\ttask {ids[3]} failed", "table", (), {}),
    ]  # fmt: skip
