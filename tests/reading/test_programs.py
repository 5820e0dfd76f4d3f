"""Several pieces of Python in one paste, read together where one needs another."""

from __future__ import annotations

from tests.reading.samples import read

MAKES = 'from openai import OpenAI\nclient = OpenAI(api_key="sk-t1", base_url="https://gw.example/v1")\n'
CALLS = 'client.chat.completions.create(\n    model="m-9",\n    messages=[{"role": "user", "content": "x"}],\n)\n'


def urls(text: str) -> list[object]:
    return [request.url.data for request in read(text).requests()]


def test_a_client_that_an_earlier_piece_made() -> None:
    text = "First I make the client as your guide tells:\n\n" + MAKES + "\nand then I call it like this:\n\n" + CALLS
    assert urls(text) == ["https://gw.example/v1/chat/completions"]


def test_pieces_in_fences() -> None:
    text = f"先初始化：\n```python\n{MAKES}```\n再调用：\n```python\n{CALLS}```\n"
    assert urls(text) == ["https://gw.example/v1/chat/completions"]


def test_a_broken_piece_spoils_no_other() -> None:
    text = f"```python\nx = {{'a': [1, 2\n```\nbut\n```python\n{MAKES}{CALLS}```\n"
    assert urls(text) == ["https://gw.example/v1/chat/completions"]


def test_pieces_that_each_say_all_stay_apart() -> None:
    other = MAKES.replace("https://gw.example/v1", "https://other.example/v1")
    text = f"This fails:\n```python\n{MAKES}{CALLS}```\nThis works:\n```python\n{other}{CALLS}```\n"
    assert urls(text) == ["https://gw.example/v1/chat/completions", "https://other.example/v1/chat/completions"]


def test_a_client_that_no_piece_makes_stays_unknown() -> None:
    assert urls(f"```python\nprint('x')\n```\nand\n```python\n{CALLS}```\n") == ["<unknown>/chat/completions"]
