"""Invented log rows, task records and drawings: what `forms` writes in every form."""

from __future__ import annotations

import json
from typing import Any

START = 1_750_000_000


def log(
    number: int, at: int, kind: int, model: str, quota: int, other: dict[str, Any] | None = None, **more: Any
) -> Any:
    return {"id": 100 + number, "user_id": 7, "created_at": START + at, "type": kind, "content": "", "username": "lin",
            "token_name": "web", "model_name": model, "quota": quota, "prompt_tokens": 0, "completion_tokens": 0,
            "use_time": 3, "is_stream": 0, "channel_id": 5, "token_id": 11, "group": "default", "ip": "",
            "request_id": f"req-{number}", "other": json.dumps(other, ensure_ascii=False) if other else "",
            "speed": f"fast {number}"} | more  # fmt: skip


TEXT = {"model_ratio": 1.25, "completion_ratio": 4, "cache_tokens": 1000, "cache_ratio": 0.5, "group_ratio": 0.8,
        "model_price": -1, "admin_info": {"use_channel": ["5"]}}  # fmt: skip
VIDEO = {"is_task": True, "model_price": 0.3, "group_ratio": 1, "request_path": "/v1/videos"}
LOGS = [
    log(1, 0, 2, "gpt-4o-mini", 1900, TEXT, prompt_tokens=1200, completion_tokens=300),
    log(2, 10, 2, "sora-2", 1_200_000, VIDEO, content="操作 generate, 计算参数：seconds: 8.00"),
    log(3, 300, 6, "sora-2", 1_200_000, VIDEO | {"task_id": "task_a1", "reason": 'it\'s "blocked",\nby policy; \\'}),
    log(4, 400, 2, "seedance-2", 304_347, {"is_task": True, "model_ratio": 2, "group_ratio": 1}, content="操作 x"),
    log(5, 900, 6, "seedance-2", 171_774,
        {"task_id": "task_b2", "pre_consumed_quota": 304_347, "actual_quota": 132_573}, content="token重算：tokens=9"),
    log(6, 1000, 5, "gpt-image-1", 0, {"error_type": "x", "status_code": 400}, content="status_code=400, bad"),
    log(7, 1100, 2, "mj_imagine", 50_000, {"model_price": 0.1, "group_ratio": 1},
        content="模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID 1750001100"),
    log(8, 1700, 6, "mj_imagine", 50_000, {"task_id": "1750001100", "reason": "banned prompt"}),
    log(9, 1800, 1, "", 500_000, content="使用在线充值成功，充值金额: ＄1.000000 额度"),
    log(10, 1900, 2, "gpt-4o-mini", 0, TEXT | {"cache_tokens": 0}),
]  # fmt: skip


def task(name: str, at: int, quota: int, status: str, model: str, reason: str = "", end: int = 0) -> dict[str, Any]:
    return {"id": at, "created_at": START + at, "updated_at": START + at, "task_id": name, "platform": "55",
            "user_id": 7, "group": "default", "channel_id": 5, "quota": quota, "action": "generate", "status": status,
            "fail_reason": reason, "submit_time": START + at, "start_time": START + at + 2, "finish_time": end,
            "progress": "100%", "properties": json.dumps({"origin_model_name": model}), "node": None}  # fmt: skip


TASKS = [
    task("task_a1", 9, 1_200_000, "FAILURE", "sora-2", 'it\'s "blocked"', START + 290),
    task("task_b2", 399, 132_573, "SUCCESS", "seedance-2", end=START + 880),
    task(
        "task_c3",
        5000,
        800_000,
        "FAILURE",
        "veo-3",
        "任务超时（旧系统遗留任务，不进行退款，请联系管理员）",
        START + 9000,
    ),
]


def drawing(name: str, at: int, quota: int, status: str, reason: str, end: int) -> dict[str, Any]:
    return {"id": at, "code": 1, "user_id": 7, "action": "IMAGINE", "mj_id": name, "prompt": "a, b", "prompt_en": "",
            "description": "", "state": "", "submit_time": (START + at) * 1000 + 123, "start_time": 0,
            "finish_time": (START + end) * 1000, "image_url": "", "status": status, "progress": "100%",
            "fail_reason": reason, "channel_id": 5, "quota": quota, "buttons": "", "properties": ""}  # fmt: skip


DRAWINGS = [drawing("1750001100", 1100, 50_000, "FAILURE", "banned prompt", 1690)]
