"""Invented cases by number, always the same: texts in two languages, ids, customers, models, and what one types."""

# ruff: noqa: E501 - one text a line
from __future__ import annotations

import random
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from supportdesk.casebook import search

MODELS = (
    "gpt-5-mini", "gpt-5", "gpt-4o", "gpt-4o-mini", "gpt-image-1", "claude-sonnet-4-20250514", "claude-opus-4",
    "claude-haiku-3-5", "gemini-2.5-pro", "gemini-2.5-flash", "gemini_omni", "sora-2", "sora-2-pro", "veo-3.1",
    "kling-v2-master", "midjourney-v7", "suno-v5", "deepseek-chat", "deepseek-reasoner", "qwen3-max", "glm-4.6",
    "doubao-seed-1-6", "text-embedding-3-large", "grok-4", "nano-banana-pro",
)  # fmt: skip
GATEWAYS = ("toapis", "anyfast", "apimart", "newapi")
CUSTOMERS = 5_000
NEWEST = 1_795_342_095  # 2026-11-22, Unix seconds
SECONDS_A_CASE = 30

# cause, error message, endpoint, layer, status
ERRORS = (
    ("quota.user-exhausted", "预扣费额度失败, 用户剩余额度: ＄{a}, 需要预扣费额度: ＄{b}", "chat", "gateway", 403),
    ("quota.token-exhausted", "token quota is not enough, token remain quota: {a}, need quota: {b}", "chat", "gateway", 403),
    ("auth.invalid-key", "Invalid token (request id: {id})", "chat", "gateway", 401),
    ("auth.invalid-key", "无效的令牌 (request id: {id})", "images", "gateway", 401),
    ("rate.gateway-limit", "Rate limit exceeded for async_submit, please retry after {n} seconds", "video_submit", "gateway", 429),
    ("rate.upstream-limit", "Resource has been exhausted (e.g. check quota).", "gemini", "upstream", 429),
    ("upstream.error", "The server had an error while processing your request. Sorry about that!", "chat", "upstream", 500),
    ("upstream.overloaded", "Overloaded", "messages", "upstream", 529),
    ("channel.none-available", "当前分组 default 下对于模型 {model} 无可用渠道 (distributor)", "chat", "gateway", 503),
    ("endpoint.wrong-path", "Invalid URL (POST /v1/v1/chat/completions)", "chat", "gateway", 404),
    ("endpoint.chat-for-media", "invalid api type: -1", "chat", "gateway", 500),
    ("request.missing-parameter", "field messages is required", "chat", "gateway", 400),
    ("request.invalid-value", "Invalid value: 'duration' must be one of 5, 10; got {n}", "video_submit", "upstream", 400),
    ("network.timeout", "Request timed out: HTTPSConnectionPool(host='api.toapis.com', port=443): Read timed out.", "chat", "client", None),
    ("billing.failed-not-refunded", "task {id} failed: content policy violation", "task_poll", "upstream", None),
)  # fmt: skip
SENTENCES = (
    "你好，{model} 一直失败，麻烦看一下余额有没有扣", "请求超时，上游没有返回结果，请退款", "客户说余额不足，但后台显示还有额度",
    "视频生成失败，任务已经提交，扣费没有退回", "渠道暂无可用，昨天还是好的", "图片一直在排队，请帮忙查询任务状态",
    "调用接口返回四百零一，密钥是刚刚新建的", "流式输出中断，只返回了一半内容", "我们的生产环境受影响，请尽快处理",
    "请问这个模型支持多少上下文长度", "账单里有两笔一样的扣费记录", "换了分组以后价格不对，请核对倍率",
    "Hello, {model} fails since this morning, was the balance charged?", "The request timed out and we were charged twice",
    "please refund the failed video task", "our production is affected, customers are waiting",
    "Traceback (most recent call last): openai.APIConnectionError: Connection error.",
    "curl https://api.toapis.com/v1/chat/completions -H 'Authorization: Bearer $KEY'",
    "streaming response stopped after the first chunk", "we get insufficient_user_quota although we have credits",
    "the image is returned empty", "could you check the channel and the upstream log for this request",
    "model_not_found for a model that is listed in the console", "the price ratio changed without notice",
    "rate_limit_exceeded for a single request per minute", "embedding dimensions differ from the documentation",
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PARTS = (
    "ra", "ti", "on", "con", "tra", "me", "der", "lo", "vi", "sta", "pe", "mi", "na", "ser", "co", "de", "re", "pro", "in",
    "al", "gu", "fe", "ta", "so", "ble", "ment", "er", "ly", "ing", "an",
)  # fmt: skip
_HAN = "们是在有我他这中大来上国个到说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"


class Invented(NamedTuple):
    """A case: its row of the table, its first call and money, and its text."""

    row: dict[str, object]
    call: dict[str, object]
    money: dict[str, object]
    text: str


def case(number: int) -> Invented:
    """Return the case of a number."""
    chance = random.Random(number)
    cause, message, endpoint, layer, status = ERRORS[min(int(chance.expovariate(0.25)), len(ERRORS) - 1)]
    model = MODELS[min(int(chance.expovariate(0.18)), len(MODELS) - 1)]
    at = moment(number)
    request = at[:19].replace("-", "").replace("T", "").replace(":", "") + identifier(chance, 12)
    task = f"task_{identifier(chance, 20)}"
    text = message.format(
        a=f"{chance.random():.6f}", b=f"{chance.random():.6f}", n=chance.randrange(90), id=request, model=model
    )
    lines = [one.format(model=model) for one in chance.sample(SENTENCES, 4)]
    lines += [
        f"model: {model}",
        text,
        f"request_id {request} {task}",
        " ".join(word(chance) for _ in range(16)),
        han(chance),
    ]
    gateway = chance.choice(GATEWAYS)
    call = {"model": model, "gateway": gateway, "endpoint": endpoint, "error_message": text, "request_id": request,
            "task_id": task, "http_status": status, "error_layer": layer}  # fmt: skip
    charged = chance.randrange(1_000, 500_000) if chance.random() < 0.3 else None
    money = {
        "decision": "refund" if charged else "not-applicable",
        "charged_quota": charged,
        "refund_quota": charged or 0,
    }
    row = {
        "number": number, "revision": 1, "status": chance.choices(("open", "waiting", "resolved"), (5, 5, 90))[0],
        "created_at": at, "updated_at": at, "ticket_ref": f"ZD-{100_000 + number}",
        "customer": customer(min(int(chance.paretovariate(0.6)), CUSTOMERS - 1)), "cause": cause, "certainty": "likely",
        "who": "operator", "title_en": cause, "title_zh": cause, "model": model, "gateway": gateway,
        "assignee": chance.choice((None, "Li", "Wang", "Ana")), "charged_quota": charged, "advised_quota": charged,
    }  # fmt: skip
    return Invented(row, call, money, "\n".join(lines))


@lru_cache(maxsize=100_000)
def tokens_of_line(line: str) -> str:
    """Return a line's words, made once."""
    return search.tokens(line)


def tokens(text: str) -> str:
    """Return a text's words as the casebook stores them."""
    return " ".join(map(tokens_of_line, text.splitlines()))


def moment(number: int) -> str:
    """Return when a case was filed."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NEWEST - (1_000_000 - number) * SECONDS_A_CASE))


def customer(number: int) -> str:
    """Return a customer's name."""
    chance = random.Random(-number - 1)
    return f"{word(chance).title()} {chance.choice(('GmbH', 'Ltd', '科技', 'Studio', '网络'))}"


def identifier(chance: random.Random, length: int) -> str:
    """Return letters and digits at random."""
    return "".join(chance.choices(_LETTERS, k=length))


def word(chance: random.Random) -> str:
    """Return an invented word; a few thousand of them are frequent, as in a language."""
    own = random.Random(int(chance.paretovariate(0.35)) % 60_000)
    return "".join(own.choices(_PARTS, k=own.randrange(2, 5)))


def han(chance: random.Random) -> str:
    """Return a line of Chinese signs."""
    return "".join(chance.choices(_HAN, k=24))


def searches(cases: int) -> Iterator[str]:
    """Yield what is typed, whole: words, Chinese, ids, several words, what no case has."""
    chance = random.Random(11)
    yield from (
        "refund the failed video", "余额不足", "请退款", "视频生成失败 退款", "insufficient_user_quota", "gpt-5-mini timed out",
        "claude-sonnet-4-20250514", "gemini-2.5-pro", "渠道暂无可用", "rate_limit_exceeded", "上下文长度", "connection error",
        "https://api.toapis.com/v1/chat/completions", "the request", "streaming response chunk", "账单 扣费", "401 密钥",
        "model_not_found console", "embedding dimensions sora-2", "midjourney embedding", "gpt-5-turbo", "claude-5",
        "没有这样的话", "zzzz nothing like it", "overloaded 529", "流式输出中断 gemini", "Müller", "invalid api type: -1",
        "余额 refund gpt", "20261122", "20270101", "task_", "req", "zd-1", "密钥 无效的令牌", "倍率", "a", "的", "我们的生产环境受影响",
    )  # fmt: skip
    for _ in range(25):
        made = case(chance.randrange(1, cases + 1))
        yield str(made.call["request_id"])
        yield str(made.call["task_id"])[5:]
        yield str(made.row["ticket_ref"])
        yield f"#{made.row['number']}"
        yield str(made.row["customer"])
        line = made.text.splitlines()[-2].split()
        yield " ".join(line[:2])
        yield made.text.splitlines()[-1][:6]
        yield f"{made.row['model']} {line[3]}"
