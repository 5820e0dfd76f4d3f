"""Columns and labels of the consoles' tables in both languages, and how a cell of text is read (gateway.md 1, 3, 7)."""

from __future__ import annotations

import re
from collections.abc import Callable

from supportdesk.patterns import lazy
from supportdesk.reading import json_text
from supportdesk.reading.amounts import QUOTA_PER_USD, find_amounts
from supportdesk.reading.evidence import Reading
from supportdesk.reading.row_values import (
    LOG_TYPE_WORDS,
    LOG_TYPES,
    TASK_STATUSES,
    Convert,
    Fact,
    boolean,
    number_of,
    percent,
    text,
    unix_seconds,
    whole,
)
from supportdesk.view import View

ReadCell = Callable[[View], list[Reading]]
"""From the view of a cell (outer space cut) to its readings; empty where it says nothing."""

MODEL = lazy(r"[A-Za-z][A-Za-z0-9._/:@+-]{1,99}")
"""A model's name as consoles print it."""

_NUMBER = lazy(r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,18}(?!,?[0-9])")
_DURATION = lazy(r"([0-9]{1,6})(?:\.[0-9]{1,6})?\s?(?:s|sec|seconds?|秒)?(?![A-Za-z0-9])", re.IGNORECASE)
_CACHED = lazy(r"(?:缓存|cache[d]?)[^0-9\n]{0,12}([0-9][0-9,]{0,17})", re.IGNORECASE)
_DECIMAL = lazy(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
_HTTP = lazy(r"(?<![0-9.])[2-5][0-9]{2}(?![0-9.])")
_TYPED = lazy(r"[0-9]")


def _scalar(fact: str, convert: Convert) -> ReadCell:
    def _read(cell: View) -> list[Reading]:
        value = convert(cell.text)
        return [] if value is None else [Reading(fact, value, cell.span(0, len(cell)))]

    return _read


def _log_type(cell: View) -> list[Reading]:
    word = cell.text.lower()
    value: str | None = LOG_TYPE_WORDS.get(word)
    if value is None and _TYPED.fullmatch(word) and word != "5":  # 5 is error or test, which no cell tells
        value = LOG_TYPES.get(int(word))
    return [] if value is None else [Reading("log_type", value, cell.span(0, len(cell)))]


def _model(cell: View) -> list[Reading]:
    match = MODEL.search(cell.text)
    if match is None or match.start() > 2:
        return []
    return [Reading("model", match[0], cell.span(*match.span()))]


def _quota(cell: View) -> list[Reading]:
    """Read an amount: dollars to quota, with how far the printed decimals leave it open, raw quota, or yuan."""
    amounts = find_amounts(cell.text)
    if not amounts:
        number = _NUMBER.match(cell.text.lstrip("+-"))
        quota = whole(number[0]) if number and len(number[0]) >= len(cell.text) - 6 else None
        return [] if quota is None else [Reading("quota", quota, cell.span(0, len(cell)))]
    quota = amounts[0].quota()
    place = cell.span(amounts[0].start, amounts[0].end)
    if quota is None:
        return [Reading("amount", float(abs(amounts[0].number)), place)]  # yuan, whose rate nobody names
    readings = [Reading("quota", abs(quota), place)]
    exponent = amounts[0].number.as_tuple().exponent
    from decimal import Decimal

    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    half = int(step * QUOTA_PER_USD / 2)
    if amounts[0].unit == "usd" and half:
        readings.append(Reading("quota_half_step", half, place))
    return readings


def _dollars(cell: View) -> list[Reading]:
    """Read an amount of a column that says dollars."""
    match = _DECIMAL.search(cell.text)
    if match is None:
        return []
    from supportdesk.reading.amounts import quota_from_usd

    place = cell.span(*match.span())
    return [Reading("quota", abs(quota_from_usd(match[0])), place), Reading("amount", abs(float(match[0])), place)]


def _credits(cell: View) -> list[Reading]:
    """Read an amount in a unit of the system's own, which is no quota."""
    match = _DECIMAL.search(cell.text)
    return [] if match is None else [Reading("amount", abs(float(match[0])), cell.span(*match.span()))]


def _outcome(cell: View) -> list[Reading]:
    """Read an HTTP status; words of a provider's outcome say nothing about the log row."""
    match = _HTTP.search(cell.text)
    return [] if match is None else [Reading("http_status", int(match[0]), cell.span(*match.span()))]


def _path(cell: Fact | None) -> str | None:
    return cell if isinstance(cell, str) and cell.startswith("/") else None


def _tokens(fact: str) -> ReadCell:
    def _read(cell: View) -> list[Reading]:
        number = _NUMBER.search(cell.text)
        count = whole(number[0]) if number else None
        if number is None or count is None:
            return []
        readings = [Reading(fact, count, cell.span(*number.span()))]
        cached = _CACHED.search(cell.text) if fact == "prompt_tokens" else None
        if cached and whole(cached[1]) is not None:
            readings.append(Reading("cached_tokens", int(cached[1].replace(",", "")), cell.span(*cached.span(1))))
        return readings

    return _read


def _use_time(cell: View) -> list[Reading]:
    readings: list[Reading] = []
    duration = _DURATION.search(cell.text)
    if duration:
        readings.append(Reading("use_time_s", int(duration[1]), cell.span(*duration.span())))
    for word in ("非流", "non-stream", "流", "stream"):
        at = cell.text.lower().find(word)
        if at >= 0:
            value: Fact = word in ("流", "stream")
            readings.append(Reading("stream", value, cell.span(at, at + len(word))))
            break
    return readings


def _content(cell: View) -> list[Reading]:
    from supportdesk.reading.log_content import read_content

    return [Reading("content", cell.text, cell.span(0, len(cell))), *read_content(cell, None, ratios=True)]


def _other(cell: View) -> list[Reading]:
    from supportdesk.reading.listings import read_cells
    from supportdesk.reading.log_rows import OTHER

    read = json_text.parse(cell)
    return read_cells(read[0].data, OTHER) if read and read[0].kind == "object" else []


def _status(cell: View) -> list[Reading]:
    value = TASK_STATUSES.get(cell.text.lower())
    return [] if value is None else [Reading("task_status", value, cell.span(0, len(cell)))]


def _ignored(cell: View) -> list[Reading]:
    del cell
    return []


def _named(names: str, read: ReadCell) -> dict[str, ReadCell]:
    return dict.fromkeys(names.split("|"), read)


LOG_COLUMNS: dict[str, ReadCell] = {
    **_named(
        "时间|日期|创建时间|time|date|created at|created_at|timestamp|ts|datetime|start_time|starttime|start time"
        "|请求时间"
        "|调用时间|消费时间|usage_date_utc|usage date",
        _scalar("occurred_at", unix_seconds),
    ),
    **_named("类型|日志类型|type|log type|log_type|kind|操作类型", _log_type),
    **_named("模型|模型名称|model|model name|model_name|model_permaslug|model_id|model_version|请求模型", _model),
    **_named("渠道|渠道id|渠道 id|channel|channel id|channel_id", _scalar("channel_id", number_of)),
    **_named("分组|group", _scalar("group", text)),
    **_named("用时|耗时|用时/首字|use time|use_time|time(s)|timing|latency", _use_time),
    **_named("流|流式|stream|is_stream", _scalar("stream", boolean)),
    **_named(
        "提示|输入|提示词|提示 tokens|输入 tokens|提示tokens|输入tokens|输入token|提示token|tokens_prompt"
        "|tokens_in|tokens in"
        "|input_token_count|usage_input_tokens|in",
        _tokens("prompt_tokens"),
    ),
    **_named("prompt|input|prompt tokens|prompt_tokens|input tokens|input_tokens", _tokens("prompt_tokens")),
    **_named(
        "补全|输出|补全 tokens|输出 tokens|补全tokens|输出tokens|输出token|补全token|tokens_completion|tokens_out"
        "|tokens out"
        "|output_token_count|usage_output_tokens|out",
        _tokens("completion_tokens"),
    ),
    **_named("completion|output|completion tokens|completion_tokens|output tokens", _tokens("completion_tokens")),
    **_named("output_tokens", _tokens("completion_tokens")),
    **_named(
        "缓存|缓存 tokens|缓存tokens|缓存读取|缓存读|缓存命中|cached tokens|cached_tokens|cache tokens"
        "|tokens_cached|cache read"
        "|cache_read_input_tokens|cache_read_tokens",
        _tokens("cached_tokens"),
    ),
    **_named(
        "花费|费用|消耗|扣费|额度|消耗额度|花费额度|金额|扣费金额|实际扣费|cost|spend|quota|amount|charge|charged|fee",
        _quota,
    ),
    **_named(
        "cost_usd|cost (usd)|cost($)|cost ($)|total_cost|cost_total|usd|amount_usd|price_usd|花费($)|费用($)", _dollars
    ),
    **_named("credits|credit|credits_used|points|积分|点数|消耗积分|扣除积分|消耗点数", _credits),
    **_named(
        "job|job id|job_id|run|run_id|run id|batch_id|generation_id|作业|作业id|任务编号|trace_id|trace id",
        _scalar("job_id", text),
    ),
    **_named("详情|备注|内容|detail|details|content", _content),
    **_named("other", _other),
    **_named("request id|request_id|请求id|请求 id", _scalar("request_id", text)),
    **_named("status|状态|http|http_status|status_code|状态码|结果|provider_status|result", _outcome),
    **_named("task_id|task id|任务id|任务 id", _scalar("task_id", text)),
    **_named("path|endpoint|接口|路径", _scalar("path", _path)),
    **_named(
        "node|provider|provider_name|供应商|app|app_name|key_name|finish_reason|variant|cancelled|streamed"
        "|project_id|call_type"
        "|total_tokens|total tokens|tokens_reasoning|workspace|api_key|reasoning|end_time|endtime|ttft|首字",
        _ignored,
    ),
    **_named("用户|令牌|令牌名称|重试|user|username|token|token name|token_name|key|retry|ip|id|user_id", _ignored),
}
"""Headers and labels of log rows, lower case."""

TASK_COLUMNS: dict[str, ReadCell] = {
    **_named("任务id|任务 id|task id|task_id|taskid|mj_id", _scalar("task_id", text)),
    **_named("任务状态|状态|status|task status|task_status", _status),
    **_named("进度|progress", _scalar("task_progress", percent)),
    **_named(
        "失败原因|原因|详情|fail reason|fail_reason|failure reason|reason|error|details", _scalar("fail_reason", text)
    ),
    **_named("提交时间|submit time|submit_time|submitted at|submitted", _scalar("submitted_at", unix_seconds)),
    **_named("开始时间|start time|start_time|started at", _scalar("started_at", unix_seconds)),
    **_named("结束时间|完成时间|finish time|finish_time|finished at|end time", _scalar("finished_at", unix_seconds)),
    **_named("平台|platform", _scalar("platform", text)),
    **_named("类型|操作|type|action", _scalar("action", text)),
    **_named("模型|模型名称|model|model name|model_name", _model),
    **_named("渠道|渠道id|渠道 id|channel|channel id|channel_id", _scalar("channel_id", number_of)),
    **_named("消耗|费用|扣费|额度|quota|cost", _quota),
    **_named(
        "花费时间|耗时|用户|提示词|prompt|duration|user|username|user_id|created_at|updated_at|id|结果|result", _ignored
    ),
}
"""Headers and labels of task records, lower case."""
