"""What the evaluator knows of values, and what it leaves unknown."""

from __future__ import annotations

import pytest

from tests.reading.code.python_reading import body, only, requests, sent

UNKNOWN = "<unknown>"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'a' 'b' + 'c'", "abc"),
        ("f'{1 + 1:03d}-{\"x\"!r}-{{y}}'", "002-'x'-{y}"),
        ("'%s/%05.2f/%d%%' % ('a', 1.5, 3)", "a/01.50/3%"),
        ("'%(k)s' % {'k': 'v'}", "v"),
        ("'{0}{b}{c[d]}{{}}'.format(1, b=True, c={'d': None})", "1TrueNone{}"),
        ("', '.join(str(n) for n in range(3))", "0, 1, 2"),
        ("' x/ '.strip().rstrip('/').upper()", "X"),
        ("'a,b,c'.split(',')[-1]", "c"),
        ("'abcd'[1:3] + 'abc'[::-1]", "bccba"),
        ("r'\\n' + '\\u4e2d\\x41\\N{BULLET}\\101'", "\\n中A•A"),
        ("b'\\xe4\\xb8\\xad'.decode()", "中"),
        ("-5 + 2 ** 3 // 3", -3),
        ("1_000 * 0.5", 500.0),
        ("None or 'x'", "x"),
        ("'a' if 1 < 2 <= 2 and not False else 'b'", "a"),
        ("{**{'a': 1}, 'b': [*(1, 2), 3]} | {'c': None}", {"a": 1, "b": [1, 2, 3], "c": None}),
        ("[k + str(v) for k, v in {'a': 1, 'b': 2}.items() if v > 1]", ["b2"]),
        ("{k: v for k, v in zip('ab', [1, 2])}", {"a": 1, "b": 2}),
        ("[*range(2), *{'a': [5]}['a'], *'xy'.split('x')][1:] + list(zip(*[[1, 2]]))", [1, 5, "", "y", [1], [2]]),
        ("dict([('a', 1)], b=2)", {"a": 1, "b": 2}),
        ("sorted([3, 1]) + [max(1, 2), len('abc'), sum([1, 2])]", [1, 3, 2, 3, 3]),
        ("(lambda a, b=2: a * b)(3)", 6),
        ("json.loads(json.dumps({'a': [1]}))", {"a": [1]}),
        ("base64.b64encode(b'hi').decode()", "aGk="),
    ],
)
def test_known_values(expression, value):
    assert sent(expression, "import json, base64") == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("os.environ['K']", UNKNOWN),
        ("os.getenv('K', 'guess')", UNKNOWN),
        ("'Bearer ' + os.getenv('K')", "Bearer " + UNKNOWN),
        ("f'a{input()}b'", f"a{UNKNOWN}b"),
        ("open('p.txt').read().strip()", UNKNOWN),
        (
            "'data:image/png;base64,' + base64.b64encode(open('a.png', 'rb').read()).decode()",
            "data:image/png;base64," + UNKNOWN,
        ),
        ("undefined.thing[0]()", UNKNOWN),
        ("[x for x in undefined]", []),
        ("1 if undefined else 2", UNKNOWN),
        ("3 if undefined else 3", 3),
    ],
)
def test_what_only_a_run_would_tell_is_unknown(expression, value):
    assert sent(expression, "import os, base64") == value


def test_an_address_as_default_of_the_environment_is_kept_but_not_certain():
    request = only("import os, requests\nrequests.get(os.getenv('B', 'https://gw.example') + '/x')")
    assert request.url.data == "https://gw.example/x"
    assert not request.url.known


def test_what_the_program_puts_into_the_environment_is_known():
    assert (
        sent("os.environ['K'] + os.getenv('L')", "import os\nos.environ['K'] = 'a'\nos.environ.setdefault('L', 'b')")
        == "ab"
    )


def test_containers_are_changed_in_place_and_shared():
    before = """
        messages = [{"role": "system"}]
        same = messages
        same.append({"role": "user"})
        messages += [{"role": "assistant"}]
        messages[0]["content"] = "x"
        payload = {"m": messages, "gone": 1}
        payload.update({"n": 1}, top=2)
        payload["n"] += 1
        payload.setdefault("d", 4)
        payload.pop("gone")
        del payload["top"]
    """
    expected = {"m": [{"role": "system", "content": "x"}, {"role": "user"}, {"role": "assistant"}], "n": 2, "d": 4}
    assert sent("payload", before) == expected


def test_a_request_holds_what_was_there_when_it_was_sent():
    first, second = requests(
        """
        import requests
        payload = {"n": 1}
        requests.post("https://gw.example/x", json=payload)
        payload["n"] = 2
        requests.post("https://gw.example/x", json=payload)
        """
    )
    assert (first["body"]["json"], second["body"]["json"]) == ({"n": 1}, {"n": 2})


def test_branches_that_may_be_taken_leave_open_what_they_change():
    request = only(
        """
        import requests
        payload = {"model": "m", "size": "1k"}
        if undefined:
            payload["size"] = "2k"
            payload["hd"] = True
        requests.post("https://gw.example/x", json=payload)
        """
    )
    assert request.body.value is not None
    assert request.body.value.plain() == {"model": "m", "size": UNKNOWN}
    assert request.body.value.is_open


def test_a_guard_that_leaves_does_not_make_the_rest_uncertain():
    before = """
        value = "kept"
        if undefined:
            raise SystemExit(1)
    """
    assert sent("value", before) == "kept"


def test_functions_defaults_rest_and_closures():
    before = """
        def outer(prefix):
            def inner(*parts, sep="-", **more):
                return prefix + sep.join(parts) + more.get("end", "")
            return inner
        made = outer(">")("a", "b", sep="+", end="!")
        def keep(item, box=[]):
            box.append(item)
            return box
        keep(1)
    """
    assert sent("[made, keep(2)]", before) == [">a+b!", [1, 2]]


def test_classes_hold_state_and_inherit():
    before = """
        class Base:
            host = "https://gw.example"
            def __init__(self, key):
                self.key = key
            @property
            def auth(self):
                return f"Bearer {self.key}"
        class Child(Base):
            def __init__(self, key, path="/v1"):
                super().__init__(key)
                self.url = self.host + path
            @staticmethod
            def clean(d):
                return {k: v for k, v in d.items() if v is not None}
        c = Child("k")
    """
    assert sent("[c.url, c.auth, c.clean({'a': None, 'b': 1})]", before) == [
        "https://gw.example/v1",
        "Bearer k",
        {"b": 1},
    ]


def test_dataclasses_models_and_enums():
    before = """
        from dataclasses import dataclass, asdict, field
        from enum import Enum
        from pydantic import BaseModel
        class Mode(str, Enum):
            FAST = "fast"
        @dataclass
        class Job:
            model: str
            images: list = field(default_factory=list)
            seconds: int = 5
        class Form(BaseModel):
            a: str
            b: int = None
    """
    value = "[asdict(Job('m', seconds=6)), Mode.FAST.value, Form(a='x').model_dump(exclude_none=True)]"
    assert sent(value, before) == [{"model": "m", "images": [], "seconds": 6}, "fast", {"a": "x"}]


def test_loops_over_known_items_send_each_and_polling_loops_once():
    found = requests(
        """
        import requests, time
        for name in ("a", "b"):
            requests.get(f"https://gw.example/{name}")
        while True:
            answer = requests.get("https://gw.example/poll").json()
            if answer["status"] == "done":
                break
            time.sleep(5)
        """
    )
    assert [one["url"] for one in found] == [f"https://gw.example/{name}" for name in ("a", "b", "poll")]


def test_functions_that_nothing_calls_are_read_where_the_rest_sends_nothing():
    found = requests(
        """
        import requests
        def poll(task):
            return requests.get(f"https://gw.example/tasks/{task}")
        def submit(prompt, seconds=5, image=None):
            payload = {"prompt": prompt, "seconds": seconds}
            if image:
                payload["image"] = image
            return requests.post("https://gw.example/tasks", json=payload).json()["id"]
        """
    )
    assert [one["method"] for one in found] == ["GET", "POST"]
    assert found[0]["url"] == f"https://gw.example/tasks/{UNKNOWN}"
    assert found[1]["body"]["json"] == {"prompt": UNKNOWN, "seconds": 5}


def test_handlers_of_failures_are_not_taken():
    code = """
        import requests
        try:
            requests.get("https://gw.example/a")
        except Exception:
            requests.get("https://gw.example/b")
    """
    assert len(requests(code)) == 1


def test_threads_and_executors_call_what_they_are_handed():
    code = """
        import requests
        from concurrent.futures import ThreadPoolExecutor
        def one(name, n=1):
            requests.post("https://gw.example/x", json={"name": name, "n": n})
        with ThreadPoolExecutor() as pool:
            pool.submit(one, "a", n=2)
    """
    assert body(code) == {"name": "a", "n": 2}
