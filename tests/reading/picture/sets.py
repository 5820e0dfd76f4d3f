# ruff: noqa: E501 # texts stand here as they are shown
"""The pictures: forty that the reader was made with, and forty of other texts, fonts and faults that it was not."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

from tests.reading.picture.drawn import Shot

SAMPLES = Path(__file__).parents[3] / "sample_logs"


def key(chance: random.Random) -> str:
    """Return an invented key of 48 signs, look-alikes among them."""
    signs = string.ascii_letters + string.digits + "O0lI1"
    return "sk-" + "".join(chance.choice(signs) for _ in range(48))


def sample(name: str) -> str:
    """Return a sample by the beginning of its name."""
    (path,) = [
        one
        for one in SAMPLES.glob(f"{name}*")
        if not one.name.endswith(".json.expected.json") and "expected" not in one.name
    ]
    return path.read_text(encoding="utf-8").rstrip("\n")


def request_id(chance: random.Random, at: str) -> str:
    """Return an invented request id that begins with a time."""
    return (
        at
        + "".join(chance.choice(string.digits) for _ in range(10))
        + "".join(chance.choice(string.ascii_letters) for _ in range(8))
    )


def task_id(chance: random.Random) -> str:
    """Return an invented task id."""
    return "task_" + "".join(chance.choice(string.ascii_letters + string.digits) for _ in range(24))


def first() -> list[Shot]:
    """Return the forty pictures that the reader was made with."""
    chance = random.Random(7)
    shots: list[Shot] = []
    looks = [
        ("mono", 13, "dark", "PNG", False), ("cjk", 16, "light", "PNG", True), ("mono", 18, "light", "JPEG", False),
        ("cjk", 20, "dark", "JPEG", False), ("mono", 24, "terminal", "PNG", True), ("cjk", 14, "light", "JPEG", True),
        ("mono", 28, "dark", "JPEG", False), ("cjk", 22, "light", "PNG", False), ("mono", 15, "light", "PNG", True),
        ("cjk", 13, "dark", "PNG", False), ("mono", 20, "dark", "JPEG", True), ("cjk", 26, "light", "JPEG", False),
    ]  # fmt: skip
    for number, (name, text, way, secrets) in enumerate(
        [*_of_samples(), *_errors(chance), *_code(chance), *_tables(chance)]
    ):
        font, size, theme, form, noise = looks[number % len(looks)]
        if way in ("terminal", "editor"):
            font = "mono"
        if way == "table":
            font = "cjk"
        quality = (70, 80, 90)[number % 3]
        shots.append(
            Shot(name, text, way, font, size, theme, form, quality, noise, secrets=secrets, columns=92, seed=number)
        )
    return shots


def _of_samples() -> list[tuple[str, str, str, tuple[str, ...]]]:
    ways = {
        "01": "lines", "02": "lines", "06": "editor", "07": "terminal", "08": "editor", "09": "lines", "10": "terminal",
        "11": "dialog", "13": "lines", "14": "dialog", "15": "terminal", "16": "table", "17": "dialog", "18": "terminal",
        "19": "lines", "20": "editor",
    }  # fmt: skip
    found = []
    for number, way in ways.items():
        text = sample(number)
        at = text.find("sk-sample")
        secrets = (text[at : at + 47],) if at >= 0 else ()
        found.append((f"sample-{number}", text, way, secrets))
    return found


def _errors(chance: random.Random) -> list[tuple[str, str, str, tuple[str, ...]]]:
    bad = key(chance)
    rid = request_id(chance, "20260412081503")
    return [
        ("zh-model-gone", json.dumps({"error": {"code": "model_not_found", "message": f"分组 default 下模型 claude-sonnet-9 无可用渠道（distributor） (request id: {rid})", "type": "new_api_error"}}, ensure_ascii=False), "terminal", ()),
        ("zh-balance", "提交任务失败\n" + json.dumps({"code": "insufficient_user_quota", "message": f"用户额度不足, 剩余额度: ＄0.000000 (request id: {rid})"}, ensure_ascii=False), "dialog", ()),
        ("en-key", f"Incorrect API key provided: {bad}. You can find your API key at the console.\nHTTP 401", "lines", (bad,)),
        ("en-timeout", "openai.APITimeoutError: Request timed out.\n\nThe above exception was the direct cause of the following exception:\n  File \"/srv/job.py\", line 41, in run\n    client.chat.completions.create(model=\"gpt-5-mini\", messages=messages)", "terminal", ()),
        ("en-context", 'HTTP/1.1 400 Bad Request\n\n{"error": {"message": "This model\'s maximum context length is 128000 tokens. However, your messages resulted in 140233 tokens.", "type": "invalid_request_error", "param": "messages", "code": "context_length_exceeded"}}', "terminal", ()),
        ("zh-chat", "客服你好，昨天晚上用 sora-2 生成视频，任务一直显示失败，\n但是账户里扣了 2.4 美元，请问可以退款吗？", "dialog", ()),
        ("en-413", "<html>\n<head><title>413 Request Entity Too Large</title></head>\n<body>\n<center><h1>413 Request Entity Too Large</h1></center>\n<hr><center>nginx/1.24.0</center>\n</body>\n</html>", "lines", ()),
    ]  # fmt: skip


def _code(chance: random.Random) -> list[tuple[str, str, str, tuple[str, ...]]]:
    one, two, three, four = (key(chance) for _ in range(4))
    return [
        ("curl-chat", f"curl https://toapis.com/v1/chat/completions \\\n  -H 'Authorization: Bearer {one}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{{\"model\": \"gemini_omni\", \"messages\": [{{\"role\": \"user\", \"content\": \"a kite\"}}]}}'", "lines", (one,)),
        ("js-fetch", f"const res = await fetch('https://toapis.com/v1/videos/generations', {{\n  method: 'POST',\n  headers: {{\n    'Authorization': 'Bearer {two}',\n    'Content-Type': 'application/json',\n  }},\n  body: JSON.stringify({{\n    model: 'gemini_omni',\n    prompt: 'A red kite over the dunes',\n    duration: 8,\n  }}),\n}});", "editor", (two,)),
        ("py-noauth", "import requests\n\nr = requests.post(\n    \"https://toapis.com/v1/chat/completions\",\n    json={\"model\": \"gpt-5-mini\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]},\n)\nprint(r.status_code)  # 401", "editor", ()),
        ("env-base", f"OPENAI_API_KEY={three}\nOPENAI_BASE_URL=https://toapis.com\n\nopenai.NotFoundError: Error code: 404 - Invalid URL (POST /chat/completions)", "terminal", (three,)),
        ("py-openai", f"client = OpenAI(\n    api_key='{four}',\n    base_url='https://toapis.com/v1/v1',\n)\nr = client.chat.completions.create(model='gpt-5-mini', messages=[{{'role': 'user', 'content': 'hi'}}])\n# openai.NotFoundError: Error code: 404 - {{'error': {{'message': 'Invalid URL (POST /v1/v1/chat/completions)', 'type': 'invalid_request_error'}}}}", "lines", (four,)),
    ]  # fmt: skip


def _tables(chance: random.Random) -> list[tuple[str, str, str, tuple[str, ...]]]:
    tasks = [task_id(chance) for _ in range(4)]
    return [
        ("zh-log", "时间\t令牌\t分组\t类型\t模型\t用时/首字\t提示\t补全\t花费\t详情\n2026-04-18 17:00:00\tdefault\tvip\t消费\tveo3.1-fast\t0 s\t0\t0\t$1.200000\t操作 generate, 计算参数：seconds: 8.00\n2026-04-18 17:06:41\tdefault\tvip\t退款\tveo3.1-fast\t0 s\t0\t0\t$1.200000\t异步任务失败，退还额度\n显示第 1 条-第 2 条，共 2 条", "table", ()),
        ("en-log", "Time\tToken\tGroup\tType\tModel\tInput\tOutput\tCost\n2026-04-02 09:11:05\tprod\tdefault\tConsume\tgemini_omni\t377\t2210\t$0.004790\n2026-04-02 09:13:22\tprod\tdefault\tConsume\tgpt-5-mini\t1204\t88\t$0.000512", "table", ()),
        ("zh-tasks", f"任务ID\t状态\t进度\t失败原因\t提交时间\t结束时间\n{tasks[0]}\t失败\t100%\t上游返回错误\t2026-04-18 13:20:11\t2026-04-18 13:26:40\n{tasks[1]}\t成功\t100%\t\t2026-04-18 13:41:09\t2026-04-18 13:44:00", "table", ()),
        ("en-tasks", f"Task ID\tStatus\tProgress\tFail reason\tSubmit time\tFinish time\n{tasks[2]}\tFAILURE\t100%\tcontent policy violation\t2026-05-01 08:00:11\t2026-05-01 08:02:40", "table", ()),
        ("zh-details", "时间：2026-04-18 17:00:00\n类型：消费\n模型：gemini_omni\n提示：412\n补全：1207\n花费：$0.002826", "lines", ()),
        ("zh-wrapped", "时间\t令牌\t分组\t类型\t模型\t提示\t补全\t花费\t详情\n2026-04-20 11:32:07\tdefault\tdefault\t消费\tsora-2\t0\t0\t$2.400000\t模型价格 0.30，分组倍率 1.00，操作 generate, 计算参数：seconds: 8.00，请求路径 /v1/videos\n2026-04-20 12:02:10\tdefault\tdefault\t消费\tsora-2\t0\t0\t$2.400000\t模型价格 0.30，分组倍率 1.00，操作 generate, 计算参数：seconds: 8.00，请求路径 /v1/videos", "table", ()),
        ("zh-error-row", "时间\t令牌\t分组\t类型\t模型\t提示\t补全\t花费\t详情\n2026-04-21 20:15:33\tdefault\tdefault\t错误\tgemini_omni\t0\t0\t$0.000000\tstatus_code=500, invalid api type: -1", "table", ()),
        ("en-two-rows", "Time\tToken\tGroup\tType\tModel\tPrompt\tCompletion\tCost\tDetails\n2026-03-30 23:59:58\tteam-a\tvip\tConsume\tsora-2\t0\t0\t$2.400000\tmodel price 0.30, group ratio 1.00\n2026-03-31 00:08:02\tteam-a\tvip\tRefund\tsora-2\t0\t0\t$2.400000\tasync task failed", "table", ()),
        ("en-balance", "quota exceeded: user quota is not enough\nHTTP 403\n{\"error\": {\"message\": \"user quota is not enough\", \"type\": \"new_api_error\", \"code\": \"insufficient_user_quota\"}}", "terminal", ()),
        ("en-rate", "openai.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached for requests', 'type': 'requests', 'param': None, 'code': 'rate_limit_exceeded'}}", "terminal", ()),
        ("zh-json-task", "{\n  \"id\": \"" + tasks[3] + "\",\n  \"object\": \"video\",\n  \"model\": \"sora-2\",\n  \"status\": \"failed\",\n  \"progress\": 100,\n  \"error\": {\"message\": \"上游服务返回错误\", \"code\": \"upstream_error\"}\n}", "editor", ()),
        ("en-json-body", "{\n  \"model\": \"gemini_omni\",\n  \"prompt\": \"a kite over the dunes\",\n  \"duration\": 5,\n  \"aspect_ratio\": \"16:9\"\n}", "lines", ()),
    ]  # fmt: skip
