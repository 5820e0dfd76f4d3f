"""Many cases as documents: formulas defused, markup escaped, controls visible, secrets masked."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest

from supportdesk.casebook import Casebook, CaseFilter, exporting
from supportdesk.source import Source
from tests import canned

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1", "  =1", "'=1", '=HYPERLINK("http://a/","b")')
HOSTILE = (
    "<script>alert(1)</script>", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\x1b[31mred", "\u202eabc", "a\u200bb",
    "| a | b |", "`x` **y** ![i](http://a/)", "\x00", f"Bearer {KEY}",
)  # fmt: skip


@pytest.fixture
def full(book: Casebook) -> Casebook:
    """A case for every formula and every hostile text, each in several columns."""
    for text in (*FORMULAS, *HOSTILE):
        call = {"model": text, "gateway": text}
        title = {**canned.diagnosis()["verdict"], "title": {"en": text, "zh": text}}
        case = book.save(canned.diagnosis(calls=[call], causes=[], verdict=title), [Source("x")], text, text)
        case = book.assign(case.number, 1, text)
        case = book.set_tags(case.number, 2, [text])
        book.decide(case.number, 3, final_cause=text, refund_quota=5, note=text)
    return book


def written(book: Casebook, form: str, wanted: CaseFilter | None = None) -> str:
    stream = io.StringIO(newline="")
    count = book.export_many(wanted or CaseFilter(), form, stream)
    assert count == book.count(wanted or CaseFilter())
    return stream.getvalue()


def invisible(text: str) -> list[str]:
    return re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", text)


def test_no_cell_of_a_csv_is_a_formula(full: Casebook) -> None:
    table = list(csv.reader(io.StringIO(written(full, "csv"), newline="")))
    assert table[0] == exporting.heads()
    assert len(table) == 1 + len(FORMULAS) + len(HOSTILE)
    cells = [cell for line in table[1:] for cell in line]
    assert [cell for cell in cells if cell.strip().startswith(exporting.FORMULA_SIGNS)] == []
    for formula in FORMULAS:
        assert any(cell == "'" + " ".join(formula.split()) for cell in cells) or formula.startswith("  "), formula


def test_a_workbook_holds_texts_and_numbers_only(full: Casebook) -> None:
    stream = io.BytesIO()
    full.export_many(CaseFilter(), "xlsx", stream)
    with zipfile.ZipFile(stream) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        everything = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    assert "<f>" not in everything
    assert "hyperlink" not in sheet
    assert "=cmd|" in everything
    assert KEY not in everything
    assert invisible(everything) == []


def test_a_workbook_is_read_back(full: Casebook) -> None:
    calamine = pytest.importorskip("python_calamine")
    stream = io.BytesIO()
    full.export_many(CaseFilter(), "xlsx", stream)
    stream.seek(0)
    rows = calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python()
    assert rows[0] == exporting.heads()
    assert len(rows) == 1 + len(FORMULAS) + len(HOSTILE)
    assert rows[1][0] == len(rows) - 1
    assert "=1+1" in [row[5] for row in rows]


@pytest.mark.parametrize("form", ["csv", "markdown", "html"])
def test_nothing_invisible_and_no_key_is_written(full: Casebook, form: str) -> None:
    text = written(full, form)
    assert invisible(text) == []
    assert KEY not in text


def test_html_has_no_elements_but_ours(full: Casebook) -> None:
    seen: set[str] = set()

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.add(tag)
            assert {name for name, _ in attrs} <= {"lang", "charset", "http-equiv", "content", "scope", "class"}

    text = written(full, "html")
    Parser().feed(text)
    own = {"html", "head", "meta", "title", "style", "body", "h1", "table", "thead", "tbody", "tr", "th", "td"}
    assert seen == own
    assert "&lt;script&gt;" in text


def test_markdown_is_one_table_whose_cells_are_plain(full: Casebook) -> None:
    lines = written(full, "markdown").splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 2 + len(FORMULAS) + len(HOSTILE)
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {len(exporting.heads()) + 1}
    assert r"\<script\>" in "".join(table)


def test_json_is_what_the_list_says(full: Casebook) -> None:
    data = json.loads(written(full, "json"))
    assert data["cases"] == [row.to_dict() for row in full.find(CaseFilter(), limit=100)]


def test_a_filter_and_batches_are_kept(full: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "BATCH", 3)
    for wanted in (
        CaseFilter(),
        CaseFilter(text="x"),
        CaseFilter(models=("=1+1",)),
        CaseFilter(text="x", assignee="+1"),
    ):
        rows = list(csv.reader(io.StringIO(written(full, "csv", wanted), newline="")))[1:]
        assert [int(row[0]) for row in rows] == [row.number for row in full.find(wanted, limit=100)]
    assert written(full, "csv", CaseFilter(tag="none")).count("\n") == 1


def test_another_form_is_refused(book: Casebook) -> None:
    with pytest.raises(ValueError, match="pdf"):
        book.export_many(CaseFilter(), "pdf", io.StringIO())


def test_one_case_as_a_page(full: Casebook) -> None:
    for number in range(1, 1 + len(FORMULAS) + len(HOSTILE)):
        page = full.export(number, "html")
        assert page.startswith("<!doctype html>")
        assert page.endswith("</html>\n")
        assert "<script" not in page
        assert invisible(page) == []
        assert KEY not in page
