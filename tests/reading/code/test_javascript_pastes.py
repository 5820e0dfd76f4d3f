"""Reading JavaScript as customers paste it: cut off, with typographic signs, in pages, and hostile texts."""

from __future__ import annotations

import time

import pytest

from supportdesk.source import Source
from supportdesk.value import UNKNOWN

from .javascript_reading import only, reading, requests
from .spans import misplaced

CUT = """const key = "sk-1";
const r = await fetch("https://api.example.com/v1/chat/completions", {
  method: "POST",
  headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
  body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hel"""

BOUNDED = {
    "brackets": "[" * 50_000,
    "templates": "`${" * 20_000,
    "calls": "f(" * 30_000,
    "arrows": "a=>" * 30_000,
    "sums": "a+" * 200_000,
    "doubled text": 'let a="x";' + "a=a+a;" * 200 + "fetch(a)",
    "doubled object": "let a={};" + "a={a,b:a};" * 100 + 'fetch("https://h",{method:"POST",body:JSON.stringify(a)})',
    "itself": 'const o={}; o.o=o; axios.post("https://h",o); $.post("https://h",o); fetch("https://h", { headers: o })',
    "recursion": "function f(x) { return f(x + 1) + f(x) } f(1)",
    "its own base": "class A extends A { constructor() { super() } } new A()",
    "lengths": 'Array.from({ length: 1e9 }, () => "a".repeat(1e9)); "a".charAt(1e400)',
    "patterns": r'"a".replace(/(?<x>a)(?=b)/g, "b"); "a".replace(/[/, ""); "aaaa".replace(/(a+)+$/, "\\9$1")',
    "no arguments": "fetch(); axios(); axios.post(); new URL(); new Headers(5); new FormData().append(); $.ajax();"
    "wx.request(); new OpenAI(1).chat.completions.create(); JSON.parse(); new Blob(); Buffer.from(); [].map(); btoa()",
}


def test_a_text_that_is_cut_off_gives_what_it_shows() -> None:
    found = reading(CUT)
    (request,) = found.requests
    assert not found.complete
    assert not request.complete
    made = request.to_dict()
    assert made["headers"]["authorization"] == "Bearer sk-1"
    assert made["body"]["json"] == {"model": "m", "messages": [{"role": "user", "content": "hel" + UNKNOWN}]}


@pytest.mark.parametrize("end", range(120, len(CUT), 7))
def test_wherever_it_is_cut_the_address_is_kept(end: int) -> None:
    assert only(CUT[:end])["url"] == "https://api.example.com/v1/chat/completions"


def test_typographic_signs_are_read_as_plain_ones() -> None:
    (request,) = reading("fetch(“https://h/x”, { method: ‘PUT’, body: ‘it’ })").requests
    assert request.to_dict()["body"] == {"kind": "raw", "raw": "it"}
    assert request.repairs


def test_a_class_whose_head_was_cut_off() -> None:
    text = """
  async chat(messages) {
    return fetch(`${this.base}/chat`, { method: 'POST', headers: this.headers(), body: JSON.stringify({ messages }) });
  }
  headers() { return { Authorization: `Bearer ${this.key}` }; }
}"""
    found = only(text)
    assert found["url"] == f"{UNKNOWN}/chat"
    assert found["headers"]["authorization"] == f"Bearer {UNKNOWN}"
    assert not reading(text).complete


def test_handlers_of_a_page_are_gone_through() -> None:
    text = """
    function App() {
      const send = async () => { await fetch('https://h/send', { method: 'POST' }); };
      return <form onSubmit={send}><button onClick={() => fetch('https://h/click')} /></form>;
    }"""
    assert [request["url"] for request in requests(text)] == ["https://h/send", "https://h/click"]


def test_markup_in_typescript() -> None:
    text = """
    export const Page: React.FC<Props> = ({ id }: Props) => {
      const load = async (n: number): Promise<void> => { await fetch(`https://h/${n as number}`); };
      return <Button onClick={() => load(1)}>go</Button>;
    };"""
    assert only(text, typed=True)["url"] == "https://h/1"


def test_the_scripts_of_a_page() -> None:
    text = "<p>it's</p>\n<script>\nbutton.onclick = () => { fetch('https://h/x'); };\n</script>\n<p>`</p>"
    assert only(text)["url"] == "https://h/x"


def test_angular_clients() -> None:
    text = """
    export class Service {
      constructor(private http: HttpClient) {}
      ask() {
        const headers = new HttpHeaders({ A: 'b' }).set('C', 'd');
        const params = new HttpParams().set('p', 1);
        return this.http.post<Answer>('https://h/x', { a: 1 }, { headers, params });
      }
    }"""
    found = only(text, typed=True)
    assert (found["url"], found["headers"]["a"], found["headers"]["c"]) == ("https://h/x?p=1", "b", "d")
    assert found["body"]["json"] == {"a": 1}


def test_literals_stand_where_their_spans_say() -> None:
    text = (
        "const u = 'https://h/x';\nconst form = new URLSearchParams({ k: 'v' });\n"
        "axios.post(u, { a: 'b', 'c': [1, true, null] }, { headers: { 'X-A': 'y' }, params: { q: 'z' } });\n"
        "fetch(u, { method: 'POST', body: form });\n"
    )
    source = Source(text)
    for request in reading(text).requests:
        assert misplaced(request, source) == []
    body = reading(text).requests[0].body.value
    assert body is not None
    assert source.slice(body.data["a"].place() or body.keys["c"]) == "'b'"
    assert source.slice(body.keys["a"]) == "a"
    name = reading(text).requests[1].body.fields[0].name
    assert source.slice(name.place() or body.keys["c"]) == "k"


@pytest.mark.parametrize("name", BOUNDED)
def test_hostile_texts_end(name: str) -> None:
    started = time.perf_counter()
    for request in reading(BOUNDED[name]).requests:
        request.to_dict()
    assert time.perf_counter() - started < 10
