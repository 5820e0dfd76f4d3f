"""Go: literals, text, structs with tags, and flow, each as a small text with what it makes."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.reading.code.go.reader import read
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.reading.code.go_reading import body, marshalled, only, requests, text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"a\\tb"', "a\tb"),
        ('"\\u00e9\\x41\\101"', "éAA"),
        ('"\\xe4\\xb8\\xad"', "中"),
        ("`raw \\n`", "raw \\n"),
        ("0x1F", 31),
        ("1_000", 1000),
        ("017", 15),
        ("0b11", 3),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-2", -2),
        ("nil", None),
        ("!true", False),
        ("'a'", 97),
        ('"a" + "b" + "c"', "abc"),
        ('[]string{"a", "b"}', ["a", "b"]),
        ('[...]int{1, 2}', [1, 2]),
        ('map[string][]int{"a": {1}}', {"a": [1]}),
        ('[]map[string]any{{"a": nil}, {"b": []any{true}}}', [{"a": None}, {"b": [True]}]),
        ('gin.H{"a": gin.H{"b": 1}}', {"a": {"b": 1}}),
        ('string([]byte("x"))', "x"),
        ('json.RawMessage(`{"a": [1]}`)', {"a": [1]}),
        ('strings.ToUpper("ab")', "AB"),
        ('strings.Repeat("ab", 2)', "abab"),
        ('strings.Split("a,b", ",")', ["a", "b"]),
        ("append([]int{1}, 2, 3)", [1, 2, 3]),
        ("append([]int{1}, []int{2}...)", [1, 2]),
        ("make([]int, 0, 10)", []),
        ('os.Getenv("X")', UNKNOWN),
        ('len("ab")', 2),
        ("60 * time.Second", 60_000_000_000),
        ('base64.StdEncoding.EncodeToString([]byte("ab"))', "YWI="),
        ("7 / 2.0", 3.5),
    ],
)  # fmt: skip
def test_values(written: str, meant: Any) -> None:
    assert marshalled(f'map[string]any{{"v": {written}}}') == {"v": meant}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('fmt.Sprintf("%s-%d-%v", "a", 2, true)', "a-2-true"),
        ('fmt.Sprintf("%05.1f,%3d,%-3s.", 1.25, 7, "x")', "001.2,%20%207,x%20%20."),
        ('fmt.Sprintf("%[2]s%[1]s", "a", "b")', "ba"),
        ('fmt.Sprintf("%d%%", 5)', "5%"),
        ('fmt.Sprintf("%x", 255)', "ff"),
        ('fmt.Sprintf("%s/%s", key, "b")', f"{UNKNOWN}/b"),
        ('fmt.Sprint("a", 1, 2)', "a1%202"),
        ("strconv.Itoa(12)", "12"),
        ('strings.Join([]string{"a", "b"}, "/")', "a/b"),
        ('strings.TrimPrefix("xa", "x")', "a"),
        ('strings.ReplaceAll("a-b", "-", "+")', "a+b"),
        ('url.QueryEscape("a b&c")', "a+b%26c"),
        ('url.PathEscape("a b/c")', "a%20b%2Fc"),
        ('"abcd"[1:3]', "bc"),
    ],
)
def test_text(written: str, meant: str) -> None:
    assert text(written) == meant


def test_a_builder_and_a_buffer() -> None:
    before = """
    var sb strings.Builder
    sb.WriteString("a")
    sb.WriteByte('b')
    fmt.Fprintf(&sb, "%d", 3)
    buf := new(bytes.Buffer)
    buf.WriteString(sb.String())
    """
    assert text("buf.String()", before) == "ab3"


TYPES = """
type Kind string
const (
	KindA Kind = "a"
	KindB Kind = "b"
)
type Level int
const (
	Low Level = iota + 1
	High
)
type Base struct {
	Model string `json:"model"`
	Seed  *int   `json:"seed,omitempty"`
}
type Part struct {
	Type string `json:"type"`
	URL  string `json:"url,omitempty"`
}
type Body struct {
	Base
	Kind   Kind              `json:"kind,omitempty"`
	Level  Level             `json:"level"`
	Parts  []Part            `json:"parts"`
	Meta   map[string]string `json:"meta,omitempty"`
	Any    interface{}       `json:"any,omitempty"`
	Inner  struct {
		On bool `json:"on"`
	} `json:"inner"`
	Rate   float64 `json:"rate,string,omitempty"`
	Data   []byte  `json:"data,omitempty"`
	Skip   string  `json:"-"`
	Plain  int
	hidden string
}
func ptr[T any](v T) *T { return &v }
"""
EMPTY = {"model": "", "level": 0, "parts": None, "inner": {"on": False}, "Plain": 0}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Body{}", EMPTY),
        ("&Body{Skip: \"x\", hidden: \"y\"}", EMPTY),
        ("new(Body)", EMPTY),
        ('Body{Base: Base{Model: "m", Seed: ptr(0)}}', {**EMPTY, "model": "m", "seed": 0}),
        ("Body{Kind: KindB, Level: High}", {**EMPTY, "kind": "b", "level": 2}),
        ('Body{Kind: "", Any: 0, Rate: 0}', {**EMPTY, "any": 0}),
        ('Body{Parts: []Part{{"t", ""}, {Type: "u", URL: "v"}}}',
         {**EMPTY, "parts": [{"type": "t"}, {"type": "u", "url": "v"}]}),
        ("Body{Parts: []Part{}}", {**EMPTY, "parts": []}),
        ('Body{Meta: map[string]string{}, Data: []byte("ab"), Rate: 1.5}', {**EMPTY, "data": "YWI=", "rate": "1.5"}),
        ('map[string]*Part{"p": {Type: "t"}}', {"p": {"type": "t"}}),
        ('struct{ A []string `json:"a"` }{A: []string{"x"}}', {"a": ["x"]}),
    ],
)  # fmt: skip
def test_structs(written: str, meant: Any) -> None:
    assert marshalled(written, TYPES) == meant


def test_a_struct_that_is_filled_step_by_step() -> None:
    code = (
        TYPES
        + """
    func build() *Body {
        var b Body
        b.Model = "m"
        b.Inner.On = true
        for _, u := range []string{"x", "y"} {
            b.Parts = append(b.Parts, Part{Type: "image", URL: u})
        }
        b.Meta = make(map[string]string)
        b.Meta["k"] = "v"
        delete(b.Meta, "none")
        return &b
    }
    """
    )
    assert marshalled("build()", code) == {
        **EMPTY,
        "model": "m",
        "inner": {"on": True},
        "parts": [{"type": "image", "url": "x"}, {"type": "image", "url": "y"}],
        "meta": {"k": "v"},
    }


def test_a_type_that_is_declared_in_a_function_and_shares_its_name_with_a_variable() -> None:
    code = """
    type body struct{ Other int `json:"other"` }
    func main() {
        type body struct { A string `json:"a"` }
        body := body{A: "x"}
        b, _ := json.Marshal(body)
        http.Post("https://gw.example/x", "application/json", bytes.NewBuffer(b))
    }
    """
    assert body(code) == {"a": "x"}


def test_a_type_with_its_own_json() -> None:
    before = """
    type Tag struct{ V string }
    func (t Tag) MarshalJSON() ([]byte, error) { return json.Marshal(map[string]string{"tag": t.V}) }
    """
    assert marshalled('[]Tag{{V: "x"}}', before) == [{"tag": "x"}]


def test_json_that_is_read_first() -> None:
    before = """
    type P struct { A int `json:"a"`; B string `json:"b,omitempty"` }
    func load() P {
        var p P
        if err := json.Unmarshal([]byte(`{"a": 3}`), &p); err != nil {
            panic(err)
        }
        p.B = "x"
        return p
    }
    """
    assert marshalled("load()", before) == {"a": 3, "b": "x"}


def test_errors_are_taken_not_to_happen() -> None:
    code = """
    func load() (string, error) {
        v, err := strconv.Atoi("5")
        if err != nil {
            return "", fmt.Errorf("no: %w", err)
        }
        if v > 9 {
            return "", errors.New("too large")
        }
        return "p" + strconv.Itoa(v), nil
    }
    func main() {
        for i := 0; i < 3; i++ {
            p, err := load()
            if err == nil {
                http.Get("https://gw.example/" + p)
                return
            }
            time.Sleep(time.Second)
        }
    }
    """
    assert [request["url"] for request in requests(code)] == ["https://gw.example/p5"]


@pytest.mark.parametrize(
    ("flow", "paths"),
    [
        ('for i := 0; i < 2; i++ {\n\thttp.Get(base + strconv.Itoa(i))\n}', ["0", "1"]),
        ('for i, p := range []string{"a", "b"} {\n\thttp.Get(base + p + fmt.Sprint(i))\n}', ["a0", "b1"]),
        ('for i := range 2 {\n\thttp.Get(fmt.Sprintf("%s%d", base, i))\n}', ["0", "1"]),
        ('switch k := "b"; k {\ncase "a", "c":\n\thttp.Get(base + "no")\ncase "b":\n\thttp.Get(base + k)\n}', ["b"]),
        ('x := "a"\nif len(os.Args) < 0 {\n\tpanic("x")\n} else if x == "a" {\n\tx += "b"\n}\nhttp.Get(base + x)',
         ["ab"]),
        ('get := func(p string) { http.Get(base + p) }\ndefer get("a")\ngo get("b")', ["a", "b"]),
        ('var once sync.Once\nonce.Do(func() { http.Get(base + "o") })', ["o"]),
        ('a, b := "x", "y"\na, b = b, a\nhttp.Get(base + a)', ["y"]),
        ('n := 0\nf := func() { n = 4 }\nf()\nhttp.Get(base + strconv.Itoa(n))', ["4"]),
        ('select {\ncase <-done:\ncase <-time.After(time.Second):\n\thttp.Get(base + "late")\n}', ["late"]),
        ('for {\n\tif http.Get(base + "p"); ready() {\n\t\tbreak\n\t}\n}', ["p"]),
    ],
)  # fmt: skip
def test_flow(flow: str, paths: list[str]) -> None:
    found = requests(f'const base = "https://gw.example/"\nfunc main() {{\n{flow}\n}}')
    assert [request["url"] for request in found] == [f"https://gw.example/{path}" for path in paths]


def test_parts_stand_in_any_order() -> None:
    code = """
    func main() { run() }
    func run() { send(kind) }
    var kind = root + "x"
    const root = "https://gw.example/"
    func send(u string) { http.Get(u) }
    """
    assert only(code)["url"] == "https://gw.example/x"


@pytest.mark.parametrize(
    ("fields", "written", "meant"),
    [
        ('At time.Time `json:"at,omitempty"`', "T{}", {"at": "0001-01-01T00:00:00Z"}),
        ('In struct{ A int `json:"a,omitempty"` } `json:"in,omitempty"`', "T{}", {"in": {}}),
        ('In *T `json:"in,omitempty"`', "T{In: &T{}}", {"in": {}}),
        ('A, B int `json:",omitempty"`', "T{B: 1}", {"B": 1}),
        ('A int `json:"-,"`', "T{}", {"-": 0}),
        ('A [2]int `json:"a,omitempty"`', "T{A: [2]int{1, 2}}", {"a": [1, 2]}),
        ('R json.RawMessage `json:"r"`', 'T{R: []byte(`{"x":1}`)}', {"r": {"x": 1}}),
        ('R json.RawMessage `json:"r,omitempty"`', "T{}", {}),
        ('S []string `json:"s,omitempty"`', "T{S: nil}", {}),
        ('S string `yaml:"s" json:"t"`', 'T{"x"}', {"t": "x"}),
    ],
)
def test_tags(fields: str, written: str, meant: Any) -> None:
    assert marshalled(written, f"type T struct {{\n\t{fields}\n}}") == meant


@pytest.mark.parametrize(
    ("handed", "meant"),
    [("nil", "none"), ('"s"', "s"), ("3", "number"), ("T{}", "T"), ("[]int{1}", "other")],
)
def test_a_switch_of_types(handed: str, meant: str) -> None:
    code = """
    type T struct{}
    func name(x any) string {
        switch v := x.(type) {
        case nil:
            return "none"
        case string:
            return v
        case int, float64:
            return "number"
        case T:
            return "T"
        case []byte:
            return "bytes"
        default:
            return "other"
        }
    }
    """
    assert marshalled(f"name({handed})", code) == meant


def test_an_assigned_struct_is_a_copy_and_an_assigned_pointer_is_none() -> None:
    before = """
    type In struct { B int `json:"b"` }
    type T struct { A int `json:"a"`; In In `json:"in"` }
    func values() []T {
        base := T{A: 1}
        other := base
        other.A, other.In.B = 2, 3
        shared := &T{A: 4}
        same := shared
        same.A = 5
        return []T{base, other, *shared}
    }
    """
    assert marshalled("values()", before) == [
        {"a": 1, "in": {"b": 0}},
        {"a": 2, "in": {"b": 3}},
        {"a": 5, "in": {"b": 0}},
    ]


def test_json_that_is_joined_of_raw_literals_keeps_its_places() -> None:
    code = (
        'package main\nfunc main() {\n  body := strings.NewReader(`{"a": "x \\"y\\" ` + "`" + `z", "n": 1}`)\n'
        '  req, _ := http.NewRequest("POST", "https://a.example/v1", body)\n  http.DefaultClient.Do(req)\n}\n'
    )
    (request,) = read(View.whole(Source(code))).requests
    number = request.body.value.data["n"]
    assert (number.data, code[number.span.start : number.span.end]) == (1, "1")
