"""The reads of console and key: status, prices, log, tasks, key and balance (gateway.md 4)."""

from __future__ import annotations

from typing import Any

from supportdesk.gateway.sandbox import refusals, shown, tariff
from supportdesk.gateway.sandbox.books import Books
from supportdesk.gateway.sandbox.exchange import Answer, Call, answer_json
from supportdesk.gateway.sandbox.settings import VERSIONS, SandboxSettings
from supportdesk.money.amount import QUOTA_PER_USD

NEWEST = 1000
"""Rows that /api/log/token returns (gateway.md 4)."""
UNLIMITED_USD = 100_000_000
LOG_FILTERS = {
    "type": "type",
    "token_name": "token_name",
    "model_name": "model_name",
    "group": '"group"',
    "request_id": "request_id",
}
TASK_FILTERS = {"platform": "platform", "task_id": "task_id", "status": "status", "action": "action"}
ADMIN_LOG_FILTERS = {**LOG_FILTERS, "username": "username", "channel": "channel_id"}
ADMIN_TASK_FILTERS = {**TASK_FILTERS, "channel_id": "channel_id"}


def status(settings: SandboxSettings) -> Answer:
    """Answer /api/status."""
    data = {
        "version": VERSIONS[settings.era],
        "system_name": "supportdesk sandbox",
        "quota_per_unit": QUOTA_PER_USD,
        "quota_display_type": "USD",
        "display_in_currency": True,
        "usd_exchange_rate": 7.3,
        "start_time": int(settings.clock()),
    }
    return answer_json({"success": True, "message": "", "data": data})


def pricing(models: list[tuple[str, str, list[str]]]) -> Answer:
    """Answer /api/pricing for models as (name, kind, endpoint types)."""
    rows = []
    for name, kind, endpoints in models:
        per_call = kind in tariff.USD_OF_KIND
        rows.append(
            {
                "model_name": name,
                "quota_type": int(per_call),
                "model_ratio": 0 if per_call else float(tariff.MODEL_RATIO),
                "model_price": float(tariff.usd_per_call(name, kind)) if per_call else 0,
                "completion_ratio": 0 if per_call else tariff.COMPLETION_RATIO,
                "cache_ratio": None if per_call else float(tariff.CACHE_RATIO),
                "enable_groups": ["default"],
                "supported_endpoint_types": endpoints,
            }
        )
    ratio = {"default": float(tariff.GROUP_RATIO)}
    return answer_json(
        {
            "success": True,
            "data": rows,
            "group_ratio": ratio,
            "usable_group": {"default": "default"},
            "supported_endpoint": {},
        }
    )


def user_of(call: Call, books: Books, role: int) -> dict[str, Any]:
    """Return the user of the access token. Raises Refusal as gateway.md 5 words it."""
    token = call.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not token:
        message = "Unauthorized, not logged in and no access token provided"
        raise refusals.Refusal(401, {"success": False, "message": message, "code": "AUTH_TOKEN_EXPIRED"})
    users = books.rows("SELECT * FROM users WHERE access_token = ?", (token,))
    if not users:
        message = "Unauthorized, invalid access token"
        raise refusals.Refusal(401, {"success": False, "message": message, "code": "AUTH_UNAUTHORIZED"})
    if users[0]["role"] < role:
        message = "Unauthorized, insufficient privileges"
        raise refusals.Refusal(403, {"success": False, "message": message, "code": "AUTH_INSUFFICIENT_PRIVILEGE"})
    return users[0]


def logs(call: Call, books: Books, user: dict[str, Any] | None) -> Answer:
    """Answer a page of log rows, newest first: of one user, or of all (None: an admin asks)."""
    rows, first, total = _rows(
        call, books, user, "logs", ADMIN_LOG_FILTERS if user is None else LOG_FILTERS, "created_at"
    )
    items = [shown.log_row(row, row["id"] if user is None else first + at) for at, row in enumerate(rows)]
    return _shown(call, items, total if user is None else min(total, shown.MOST_OF_SELF))


def tasks(call: Call, books: Books, user: dict[str, Any] | None) -> Answer:
    """Answer a page of task records, newest first."""
    filters = ADMIN_TASK_FILTERS if user is None else TASK_FILTERS
    rows, _first, total = _rows(call, books, user, "tasks", filters, "submit_time")
    return _shown(call, [shown.console_task(row, call.base) for row in rows], total)


def _rows(
    call: Call, books: Books, user: dict[str, Any] | None, table: str, filters: dict[str, str], time: str
) -> tuple[list[dict[str, Any]], int, int]:
    """Return the rows of the page that is asked for, the position of its first, and how many there are in all."""
    where, values = _filters(call, filters, user, time)
    total = books.rows(f"SELECT COUNT(*) AS n FROM {table} WHERE {where}", values)[0]["n"]  # noqa: S608 - names of ours alone
    number, size = _page(call)
    skipped = (number - 1) * size
    query = f"SELECT * FROM {table} WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?"  # noqa: S608 - as above
    return books.rows(query, (*values, size, skipped)), skipped + 1, total


def _shown(call: Call, items: list[dict[str, Any]], total: int) -> Answer:
    return answer_json(shown.page(items, *_page(call), total))


def keys(call: Call, books: Books, user: dict[str, Any]) -> Answer:
    """Answer a page of the user's keys, masked as from v0.11.4 on."""
    number, size = _page(call)
    rows = books.rows("SELECT * FROM tokens WHERE user_id = ? ORDER BY id DESC", (user["id"],))
    items = [
        {
            "id": row["id"],
            "user_id": row["user_id"],
            "name": row["name"],
            "key": row["key"][3:7] + "**********" + row["key"][-4:],
            "status": row["status"],
            "created_time": row["created_time"],
            "remain_quota": (row["granted"] or 0) - (row["used_quota"] if row["granted"] is not None else 0),
            "used_quota": row["used_quota"],
            "unlimited_quota": row["granted"] is None,
            "group": user["group"],
        }
        for row in rows[(number - 1) * size : number * size]
    ]
    return answer_json(shown.page(items, number, size, len(rows)))


def of_key(call: Call, books: Books) -> Answer:
    """Answer /api/log/token: the key's newest rows, a bare array in `data`; a disabled key gets none."""
    row = _key_row(call, books)
    rows = books.rows("SELECT * FROM logs WHERE token_id = ? ORDER BY id DESC LIMIT ?", (row["id"], NEWEST))
    return answer_json(
        {"success": True, "message": "", "data": [shown.log_row(item, at + 1) for at, item in enumerate(rows)]}
    )


def usage_of_key(call: Call, books: Books) -> Answer:
    """Answer /api/usage/token/: what the key was granted and used, in quota."""
    row = _key_row(call, books)
    unlimited = row["granted"] is None
    data = {
        "object": "token_usage",
        "name": row["name"],
        "total_granted": row["granted"] or 0,
        "total_used": row["used_quota"],
        "total_available": 0 if unlimited else row["granted"] - row["used_quota"],
        "unlimited_quota": unlimited,
        "model_limits": {},
        "model_limits_enabled": False,
        "expires_at": 0,
    }
    return answer_json({"code": True, "message": "ok", "data": data})


def balance(user: dict[str, Any]) -> Answer:
    """Answer /api/user/self."""
    data = {name: user[name] for name in ("id", "username", "role", "group", "quota", "used_quota")}
    return answer_json({"success": True, "message": "", "data": {**data, "status": 1}})


def subscription(granted: int | None) -> Answer:
    """Answer /v1/dashboard/billing/subscription for a key's own limit, None for an unlimited key."""
    usd = UNLIMITED_USD if granted is None else granted / QUOTA_PER_USD
    names = ("soft_limit_usd", "hard_limit_usd", "system_hard_limit_usd")
    return answer_json(
        {"object": "billing_subscription", "has_payment_method": True, **dict.fromkeys(names, usd), "access_until": 0}
    )


def used(quota: int) -> Answer:
    """Answer /v1/dashboard/billing/usage: the amount times 100, dates ignored."""
    return answer_json({"object": "list", "total_usage": quota * 100 / QUOTA_PER_USD})


def _key_row(call: Call, books: Books) -> dict[str, Any]:
    found = books.rows("SELECT * FROM tokens WHERE key = ? AND status <> 2", (call.key(),))
    if not found:
        raise refusals.Refusal(401, {"success": False, "message": "Invalid token"})
    return found[0]


def _page(call: Call) -> tuple[int, int]:
    size = _whole(call.query.get("page_size")) or shown.PAGE_SIZE
    return max(1, _whole(call.query.get("p")) or 1), min(size, shown.LARGEST_PAGE)


def _filters(
    call: Call, columns: dict[str, str], user: dict[str, Any] | None, time: str
) -> tuple[str, tuple[object, ...]]:
    """Return the WHERE clause and its values for what the query asks; a type of 0 asks for all."""
    terms, values = ["1"], list[object]()
    if user is not None:
        terms.append("user_id = ?")
        values.append(user["id"])
    for name, column in columns.items():
        asked = call.query.get(name, "")
        if asked and not (name == "type" and asked == "0"):
            terms.append(f"{column} = ?")
            values.append(asked)
    for name, sign in (("start_timestamp", ">="), ("end_timestamp", "<=")):
        at = _whole(call.query.get(name))
        if at:
            terms.append(f"{time} {sign} ?")
            values.append(at)
    return " AND ".join(terms), tuple(values)


def _whole(text: str | None) -> int | None:
    return int(text[:18]) if text and text.isascii() and text.isdigit() else None
