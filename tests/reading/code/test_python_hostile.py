"""Text that is made to hang, to fill memory or to break the reader ends in a reading, in bounded time."""

from __future__ import annotations

import random
import time

import pytest

from tests.reading.code.python_reading import reading

SEND = 'requests.post("https://gw.example/x", json=x)\n'
HOSTILE = {
    "brackets": "[" * 100_000,
    "calls": "f(" * 20_000,
    "quotes": '"' * 50_000,
    "long line": 'x = "' + "a" * 2_000_000,
    "chain": "x = " + " + ".join(['"a"'] * 5000) + "\n" + SEND,
    "members": "x" + ".a()" * 10_000 + "\n" + SEND,
    "nested ifs": "".join(" " * i + "if x:\n" for i in range(600)) + SEND,
    "doubled list": 'x = ["a"]\n' + "x = [x, x]\n" * 60 + SEND,
    "doubled text": 'x = "ab"\n' + "x = x + x\n" * 80 + SEND,
    "doubled and written": "x = {}\n"
    + 'x = {"a": x, "b": x}\n' * 60
    + 'requests.post("https://gw.example", data=str(x))',
    "holds itself": 'x = []\nx.append(x)\ny = {"y": x}\ny["y"] = y\nprint(x == y)\n' + SEND,
    "loops": "x = []\nfor i in range(10**9):\n  for j in range(10**9):\n    x.append(x)\n" + SEND,
    "endless": "while True:\n  while True:\n    x = 1\n" + SEND,
    "recursion": "def f(n):\n  return f(n + 1) + f(n - 1) + f(n)\nx = f(1)\n" + SEND,
    "powers": "x = 9**9**9**9\nx = 2**64\n" + "x = x * x\n" * 50 + SEND,
    "repeats": 'x = "a" * 10**12\ny = [1] * 10**12\n' + SEND,
    "widths": 'x = "%999999999d" % 5 + "{:>99999999}".format(1) + f"{5:99999999}"\n' + SEND,
    "replacing": 'x = "a"\n' + 'x = x.replace("a", "aaaaaaaaaaaaaaaa")\n' * 30 + SEND,
    "comprehension": "x = [a for a in range(1000) for b in range(1000) for c in range(1000)]\n" + SEND,
    "classes": "class A(A): pass\nclass B(A):\n  def __init__(self): super().__init__()\nclass A(B): pass\nx = A()\n"
    + SEND,
    "properties": "class A:\n  @property\n  def a(self): return self.a\nx = A().a\n" + SEND,
    "huge number": "x = " + "9" * 100_000 + "\n" + SEND,
    "deep json text": "import json\nx = json.loads('" + "[" * 50_000 + "')\n" + SEND,
    "surrogates": 'x = "\ud83d"\nrequests.post("https://gw.example/\ud800", data={"a": "\ud800"})',
    "senseless calls": 'x = dict(1)\nint()\n"{".format()\n"%d" % "x"\n[][5]\nrequests.post()\nrange(1, 2, 0)\nsuper()\n'
    + SEND,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_in_bounded_time(name):
    start = time.process_time()
    for request in reading(HOSTILE[name]).requests:
        request.to_dict()
    assert time.process_time() - start < 5


def test_any_mixture_of_signs_is_read_without_an_error():
    pieces = [
        *"()[]{}=:,+*%@\\#",
        '"',
        "'",
        'f"',
        '"""',
        "\n",
        "\n  ",
        "x",
        "requests.post",
        "if ",
        "else",
        "for ",
        "in ",
    ]
    pieces += [
        "def f",
        "class A",
        "return ",
        "lambda",
        "not ",
        "import ",
        "from ",
        "with ",
        "as ",
        "try",
        "é",
        "😀",
        "print ",
    ]
    pick = random.Random(7)
    for _ in range(300):
        found = reading("".join(pick.choice(pieces) for _ in range(pick.choice((10, 60, 200)))))
        assert all(request.to_dict() for request in found.requests)


def test_a_text_beyond_the_limit_names_what_was_not_read():
    found = reading("import requests\nrequests.get('https://gw.example/x')\n" + "x = 1\n" * 50_000)
    assert len(found.requests) == 1
    assert not found.complete
    assert any("longer" in one.reason for one in found.not_read)
