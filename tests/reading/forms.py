"""One list of rows written in every form in which rows arrive; each writer returns the bytes of a file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

Rows = Sequence[dict[str, Any]]

CHINESE = {"created_at": "时间", "type": "类型", "model_name": "模型", "quota": "花费", "prompt_tokens": "提示",
           "completion_tokens": "补全", "use_time": "用时", "content": "详情", "group": "分组", "channel_id": "渠道",
           "user_id": "用户ID", "token_name": "令牌", "request_id": "请求ID", "other": "其他"}  # fmt: skip


def dumped(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def api_rows(rows: Rows) -> list[dict[str, Any]]:
    """Rows as the API names their columns (gateway.md 1): `channel` for channel_id."""
    return [{"channel" if name == "channel_id" else name: cell for name, cell in row.items()} for row in rows]


def user_rows(rows: Rows) -> list[dict[str, Any]]:
    """Rows as their user sees them: the id is the position, nothing of the admin's."""
    seen = []
    for number, row in enumerate(reversed(api_rows(rows)), 1):
        other = json.loads(row["other"]) if row.get("other") else {}
        other.pop("admin_info", None)
        seen.append(row | {"id": number, "channel_name": "", "other": json.dumps(other) if other else ""})
    return seen


def api_admin(rows: Rows) -> bytes:
    page = {"page": 1, "page_size": 100, "total": 4000, "items": list(reversed(api_rows(rows)))}
    return dumped({"success": True, "message": "", "data": page})


def api_user(rows: Rows) -> bytes:
    return dumped({"success": True, "message": "", "data": {"page": 1, "page_size": 100, "total": 4000,
                                                            "items": user_rows(rows)}})  # fmt: skip


def api_key(rows: Rows) -> bytes:
    return dumped({"success": True, "message": "", "data": user_rows(rows)})


def bare_array(rows: Rows) -> bytes:
    return json.dumps(rows, indent=2).encode()


def json_lines(rows: Rows) -> bytes:
    return b"".join(dumped(row) + b"\n" for row in rows)


def delimited(separator: str = ",", mark: bytes = b"", labels: dict[str, str] | None = None, end: str = "\n") -> Any:
    def _write(rows: Rows) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=separator, lineterminator=end)
        writer.writerow([(labels or {}).get(name, name) for name in rows[0]])
        writer.writerows([["" if cell is None else cell for cell in row.values()] for row in rows])
        return mark + out.getvalue().encode()

    return _write


def workbook(rows: Rows) -> bytes:
    """A workbook of one sheet, cells written in place; numbers as numbers."""
    lines = []
    for cells in ([*rows[0]], *([*row.values()] for row in rows)):
        written = "".join(
            f"<c><v>{cell}</v></c>"
            if isinstance(cell, int) and not isinstance(cell, bool)
            else f'<c t="inlineStr"><is><t>{escape("" if cell is None else str(cell))}</t></is></c>'
            for cell in cells
        )
        lines.append(f"<row>{written}</row>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        '"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type='
        f'"{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="rows" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type='
        f'"{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)
    return out.getvalue()


def table_of(rows: Rows) -> str:
    return "midjourneys" if "mj_id" in rows[0] else "tasks" if "platform" in rows[0] else "logs"


def _literal(cell: object, *, escapes: bool) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, int):
        return str(int(cell))
    text = str(cell).replace("\\", "\\\\").replace("\n", "\\n") if escapes else str(cell)
    return "'" + text.replace("'", "''") + "'"


def mysql(rows: Rows) -> bytes:
    names = ",\n".join(f"  `{name}` longtext" for name in rows[0])
    tuples = ",".join("(" + ",".join(_literal(cell, escapes=True) for cell in row.values()) + ")" for row in rows)
    table = table_of(rows)
    return (
        f"-- MySQL dump 10.13\n\nCREATE TABLE `{table}` (\n{names},\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n"
        f"LOCK TABLES `{table}` WRITE;\nINSERT INTO `{table}` VALUES {tuples};\nUNLOCK TABLES;\n"
    ).encode()


def postgresql(rows: Rows) -> bytes:
    names = ", ".join(f'"{name}"' if name == "group" else name for name in rows[0])
    lines = (
        f"INSERT INTO public.{table_of(rows)} ({names}) VALUES ("
        + ", ".join(_literal(cell, escapes=False) for cell in row.values())
        + ");\n"
        for row in rows
    )
    return "".join(lines).encode()


def copy(rows: Rows) -> bytes:
    names = ", ".join(f'"{name}"' if name == "group" else name for name in rows[0])
    lines = []
    for row in rows:
        cells = ("\\N" if cell is None else str(cell) for cell in row.values())
        lines.append("\t".join(c if c == "\\N" else c.replace("\\", "\\\\").replace("\n", "\\n") for c in cells) + "\n")
    return f"COPY public.{table_of(rows)} ({names}) FROM stdin;\n{''.join(lines)}\\.\n".encode()


def _console(names: Sequence[str], types: dict[int, str], separator: str) -> Callable[[Rows], bytes]:
    def _write(rows: Rows) -> bytes:
        lines = [separator.join(names)]
        for row in rows:
            at = datetime.fromtimestamp(row["created_at"], UTC).strftime("%Y-%m-%d %H:%M:%S")
            cost = f"${row['quota'] / 500_000:.6f}"
            lines.append(separator.join((at, str(row["channel_id"]), types[row["type"]], row["model_name"],
                                         f"{row['use_time']} s", str(row["prompt_tokens"]),
                                         str(row["completion_tokens"]), cost)))  # fmt: skip
        return ("\n".join(lines) + "\n").encode()

    return _write


_EN = ("Time", "Channel", "Type", "Model", "Use time", "Prompt", "Completion", "Cost")
_ZH = ("时间", "渠道", "类型", "模型", "用时/首字", "输入", "输出", "花费")
_EN_TYPES = {1: "Top-up", 2: "Consume", 3: "Manage", 4: "System", 5: "Error", 6: "Refund"}
_ZH_TYPES = {1: "充值", 2: "消费", 3: "管理", 4: "系统", 5: "错误", 6: "退款"}

CONSOLE: dict[str, Callable[[Rows], bytes]] = {
    "console-en.txt": _console(_EN, _EN_TYPES, "\t"),
    "console-zh.txt": _console(_ZH, _ZH_TYPES, "\t"),
    "console-en-spaces.txt": _console(_EN, _EN_TYPES, "    "),
    "console-zh-spaces.txt": _console(_ZH, _ZH_TYPES, "    "),
}
"""What can be copied from a console: no ids and no details."""

FORMS: dict[str, Callable[[Rows], bytes]] = {
    "array.json": bare_array,
    "lines.jsonl": json_lines,
    "rows.csv": delimited(),
    "marked.csv": delimited(mark=b"\xef\xbb\xbf", end="\r\n"),
    "semicolons.csv": delimited(";"),
    "rows.tsv": delimited("\t"),
    "rows.xlsx": workbook,
    "mysql.sql": mysql,
    "postgresql.sql": postgresql,
    "copy.sql": copy,
}
"""Forms of any table."""

OF_LOGS: dict[str, Callable[[Rows], bytes]] = {
    "admin.json": api_admin,
    "user.json": api_user,
    "key.json": api_key,
    "chinese.csv": delimited(mark=b"\xef\xbb\xbf", labels=CHINESE),
}
"""Forms of log rows alone."""
