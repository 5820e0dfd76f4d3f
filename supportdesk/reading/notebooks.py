"""Jupyter notebooks pasted as their JSON: the program in their cells, and what their outputs say.

Format: nbformat 4 (https://nbformat.readthedocs.io/en/latest/format_description.html).
"""

from __future__ import annotations

from supportdesk.named import NamedTuple
from supportdesk.reading import json_text
from supportdesk.value import Value
from supportdesk.view import View


class Notebook(NamedTuple):
    """A notebook at the view's `[start, end)`: its code as one program, its other texts each as a view."""

    start: int
    end: int
    program: View
    texts: list[View]
    complete: bool


def find_notebook(view: View) -> Notebook | None:
    """Return the first notebook of a text, be it cut off, or None."""
    hint = view.text.find('"cell_type"')
    if hint < 0:
        return None
    for start, end, value, complete in json_text.find_all(view):
        cells = value.data.get("cells") if value.kind == "object" else value
        if start < hint < end and cells is not None and cells.kind == "array":
            program: list[View] = []
            texts: list[View] = []
            for cell in cells.data:
                _read_cell(view, cell, program, texts)
            return Notebook(start, end, View.joined(program, view.source), texts, complete)
    return None


def _read_cell(view: View, cell: Value, program: list[View], texts: list[View]) -> None:
    if cell.kind != "object" or "source" not in cell.data:
        return
    source = _text_of(view, cell.data["source"])
    kind = cell.data.get("cell_type")
    if kind is None or kind.data != "code":
        texts.append(source)
        return
    program += [source, View.stand_in("\n", source.span(len(source), len(source)))]
    outputs = cell.data.get("outputs")
    for output in outputs.data if outputs is not None and outputs.kind == "array" else ():
        if output.kind != "object":
            continue
        if "evalue" in output.data and "ename" in output.data:
            name, said = _text_of(view, output.data["ename"]), _text_of(view, output.data["evalue"])
            between = View.stand_in(": ", name.span(len(name), len(name)))
            texts.append(View.joined([name, between, said], view.source))
        elif "text" in output.data:
            texts.append(_text_of(view, output.data["text"]))


def _text_of(view: View, value: Value) -> View:
    """Return what a text or a list of lines says, as a view."""
    items = value.data if value.kind == "array" else [value]
    lines = [json_text.content(view, item) for item in items if item.kind == "string" and item.span is not None]
    return View.joined(lines, view.source)
