"""Reading JavaScript: values of the language, its functions, classes and promises."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.value import UNKNOWN

from .javascript_reading import requests, sent

BASE = "class B { constructor(k) { this.k = k } head() { return this.k } }"
OWN = "head() { return super.head() + this.n }"

PROTOTYPE = "P.prototype.get = function (path) { return this.k + path };"

VALUES: list[tuple[str, str, Any]] = [
    (r"'a\tb\u0041\x42\u{43}'", "", "a\tbABC"),
    (r'"\ud83d\ude00 it\'s"', "", "\U0001f600 it's"),
    ("`a${n}b${n + 1}\\n`", "const n = 1", "a1b2\n"),
    ("`${a}/${`x${a}`}`", "let a = 'q'", "q/xq"),
    ("1_000", "", 1000),
    ("0x1F", "", 31),
    ("-.5e1", "", -5),
    ("null", "", None),
    ("undefined", "", "(missing)"),
    ("void 0", "", "(missing)"),
    ("[1, undefined, ...[2, 3]]", "", [1, None, 2, 3]),
    ("{ 'b c': 2, [k + 1]: 3, k, ...o }", "const k = 'k', o = { z: 0 }", {"b c": 2, "k1": 3, "k": "k", "z": 0}),
    ("rest", "const { a, ...rest } = { a: 1, b: 2, c: 3 }", {"b": 2, "c": 3}),
    ("[a, b, c, d]", "const { a, b: { c: b }, c = 5 } = { a: 1, b: { c: 2 } }; const [, d] = [1, 4]", [1, 2, 5, 4]),
    ("x", "let x; ({ x } = { x: 3 })", 3),
    ("o", "const o = {}; o.a = 1; o['b'] = 2; o.c ||= 3; o.a += 1; delete o.b", {"a": 2, "c": 3}),
    ("Object.assign({}, { a: 1 }, null, { b: 2 })", "", {"a": 1, "b": 2}),
    ("Object.keys({ a: 1, b: 2 }).join('&')", "", "a&b"),
    ("Object.entries({ a: 1 }).map(([k, v]) => `${k}=${v}`)", "", ["a=1"]),
    ("Object.fromEntries([['a', 1]])", "", {"a": 1}),
    ("[1, 2, 3].filter((x) => x > 1)", "", [2, 3]),
    ("[1, 2].map(function (x) { return x * 2 })", "", [2, 4]),
    ("l", "const l = [1]; l.push(2, 3); l.unshift(0); l.pop()", [0, 1, 2]),
    ("[1].concat([2], 3)", "", [1, 2, 3]),
    ("'a,b'.split(',')", "", ["a", "b"]),
    ("' Ab '.trim().toUpperCase()", "", "AB"),
    ("'https://h/v1/'.replace(/\\/+$/, '')", "", "https://h/v1"),
    ("'a-b-c'.replaceAll('-', '')", "", "abc"),
    ("'abc'.slice(0, -1) + 'abc'.substring(1)", "", "abbc"),
    ("JSON.stringify({ a: [1, 'x'], u: undefined })", "", '{"a":[1,"x"]}'),
    ("JSON.parse('{\"a\": 1}')", "", {"a": 1}),
    ("btoa('u:p')", "", "dTpw"),
    ("Buffer.from('u:p').toString('base64')", "", "dTpw"),
    ("encodeURIComponent('a b/c?')", "", "a%20b%2Fc%3F"),
    ("String(true) + 1 + [1, 2]", "", "true11,2"),
    ("a ? 'y' : 'n'", "const a = 0", "n"),
    ("a ?? 'd'", "const a = null", "d"),
    ("o?.a?.b ?? 'none'", "const o = { a: { b: 1 } }", 1),
    ("o.x?.b ?? 'none'", "const o = {}", "none"),
    ("o.x || 'none'", "const o = {}", "none"),
    ("process.env.KEY", "", UNKNOWN),
    ("`Bearer ${process.env.KEY}`", "", f"Bearer {UNKNOWN}"),
    ("process.env.BASE || 'https://h/v1'", "", "https://h/v1"),
    ("process.env.KEY", "process.env.KEY = 'set'", "set"),
    ("f(1)", "function f(a, b = a + 1, ...c) { return [a, b, c] }", [1, 2, []]),
    ("f({ a: 1 })", "const f = ({ a, b = 2 } = {}) => ({ a, b })", {"a": 1, "b": 2}),
    ("f()", "const f = ({ a = 1 } = {}) => a", 1),
    ("f(1)", "function f(a, b) { return b === undefined ? 'gone' : b }", "gone"),
    ("f(...[1, 2])", "const f = (a, b) => a + b", 3),
    ("later()", "function later() { return 'hoisted' }", "hoisted"),
    ("(function () { return 'iife' })()", "", "iife"),
    ("new C(1).y", "class C { z = 2; constructor(x) { this.y = x + this.z } }", 3),
    ("C.MADE + C.make()", "class C { static MADE = 'm'; static make() { return this.MADE } }", "mm"),
    ("new C().url", "class C { #base = 'b'; get url() { return this.#base + '/v1' } }", "b/v1"),
    ("new D('k').head()", f"{BASE} class D extends B {{ constructor(k) {{ super(k); this.n = 1 }} {OWN} }}", "k1"),
    ("new D('k').k", "class B { constructor(k) { this.k = k } }\nclass D extends B { f = 1 }", "k"),
    ("new P('k').get('/x')", f"function P(k) {{ this.k = k }} {PROTOTYPE}", "k/x"),
    ("api.url('x')", "const api = { base: 'b/', url(p) { return this.base + p } }", "b/x"),
    ("x", "let x = 0; for (let i = 0; i < 3; i++) { x += i }", 3),
    ("x", "let x = ''; for (const [k, v] of Object.entries({ a: 1 })) x += k + v", "a1"),
    ("x", "let x = ''; for (const k in { a: 1, b: 2 }) x += k", "ab"),
    ("x", "let x; [1, 2].forEach((n) => { x = n })", 2),
    ("x", "let x; switch ('b') { case 'a': x = 1; break; case 'b': case 'c': x = 2; break; default: x = 3 }", 2),
    ("x", "let x = 1; try { x = 2 } catch (e) { x = 3 } finally { done() }", 2),
    ("x", "let x; if (a()) { x = 1 } else { x = 1 }", 1),
    ("await later()", "const later = async () => 'v'", "v"),
    ("v", "let v; Promise.resolve('p').then((x) => x + 1).then((y) => { v = y })", "p1"),
    ("await new Promise((resolve) => setTimeout(() => resolve('r'), 10))", "", "r"),
    ("(await Promise.all([1, 2].map(async (x) => x + 1)))", "", [2, 3]),
    ("new URL('/v1/x', 'https://h:8/y').href", "", "https://h:8/v1/x"),
    ("new URLSearchParams({ a: 1, b: 'x y' }).toString()", "", "a=1&b=x+y"),
    ("m.get('a')", "const m = new Map([['a', 1]])", 1),
]  # fmt: skip

TYPED: list[tuple[str, str, Any]] = [
    ("x as string", "const x: string = 'a'", "a"),
    ("<any>x", "const x = 1", 1),
    ("x!", "const x: number | undefined = 1", 1),
    ("E.B", "enum E { A = 'a', B = 'b' }", "b"),
    ("f<number>(1)", "function f<T>(a: T, b?: string): T { return a }", 1),
    ("new C('k').key", "class C { constructor(private readonly key: string, public n = 1) {} }", "k"),
    ("new C().key", "class C { private readonly key: string = 'f' }", "f"),
    ("o.a", "const o = { a: 1 } satisfies Record<string, number>", 1),
]


@pytest.mark.parametrize(("expression", "before", "value"), VALUES)
def test_values_are_what_the_language_makes_of_them(expression: str, before: str, value: Any) -> None:
    assert sent(expression, before) == value


@pytest.mark.parametrize(("expression", "before", "value"), TYPED)
def test_types_say_nothing(expression: str, before: str, value: Any) -> None:
    assert sent(expression, before, typed=True) == value


def test_functions_that_nothing_calls_are_gone_through() -> None:
    text = """
    const api = {
      async one(id) { return fetch(`https://h/one/${id}`) },
      two: async () => fetch("https://h/two"),
    };
    const three = async (q, model = "m") => {
      await fetch("https://h/three", { method: "POST", body: JSON.stringify({ q, model }) });
    };
    class Four {
      constructor(base = "https://h") { this.base = base }
      async run() { return fetch(this.base + "/four") }
    }
    """
    assert [request["url"] for request in requests(text)] == [
        f"https://h/one/{UNKNOWN}", "https://h/two", "https://h/three", "https://h/four",
    ]  # fmt: skip
    assert requests(text)[2]["body"]["json"] == {"q": UNKNOWN, "model": "m"}
