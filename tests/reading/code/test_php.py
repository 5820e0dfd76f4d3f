# ruff: noqa: E501  a program and what it gives stand in one row
"""What PHP's values are when they are sent: strings, arrays, functions, classes, branches."""

from __future__ import annotations

import pytest

from supportdesk import extract_requests
from supportdesk.source import Source
from tests.reading.code.php_reading import UNKNOWN, only, reading, requests, sent
from tests.reading.code.spans import misplaced


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (r"'it\'s \n'", "it's \\n"),
        (r'"tab\t\"q\" \x41\u{4f60} \$x"', 'tab\t"q" A你 $x'),
        (r'"\xe4\xbd\xa0"', "你"),
        ("'a' . 1 . \"b\" . true . null", "a1b1"),
        ("1.0", 1.0),
        ("0x1F", 31),
        ("1_000", 1000),
        ("-5", -5),
        ("TRUE", True),
        ("[]", []),
        ("array(1, 'b')", [1, "b"]),
        ("['x' => 1, 'y' => ['z' => null]]", {"x": 1, "y": {"z": None}}),
        ("[1 => 'a', 2 => 'b']", {"1": "a", "2": "b"}),
        ("[0 => 'a', 1 => 'b']", ["a", "b"]),
        ("['a', 'k' => 'b', 'c']", {"0": "a", "k": "b", "1": "c"}),
        ("new stdClass", {}),
        ("(object) ['a' => 1]", {"a": 1}),
        ("(object) []", {}),
        ("(int) '5'", 5),
        ("(float) 0.5", 0.5),
        ("(string) 7", "7"),
        ("sprintf('%s-%03d-%.1f%%', 'a', 7, 0.25)", "a-007-0.2%"),
        ("sprintf('%2$s %1$s', 'a', 'b')", "b a"),
        ("vsprintf('%s/%s', ['a', 'b'])", "a/b"),
        ("implode(',', ['a', 'b'])", "a,b"),
        ("explode(',', 'a,b')", ["a", "b"]),
        ("str_replace('{n}', 'Ann', 'Hi {n}')", "Hi Ann"),
        ("strtr('Hi {n}', ['{n}' => 'Ann'])", "Hi Ann"),
        ("trim('  a ') . rtrim('b/', '/')", "ab"),
        ("strtoupper('ab') . ucfirst('cd')", "ABCd"),
        ("substr('abcdef', 1, 3)", "bcd"),
        ("base64_encode('a:b')", "YTpi"),
        ("urlencode('a b&')", "a+b%26"),
        ("rawurlencode('a b')", "a%20b"),
        (
            "http_build_query(['a' => 'x y', 'b' => [1], 'c' => ['k' => true], 'n' => null])",
            "a=x+y&b%5B0%5D=1&c%5Bk%5D=1",
        ),
        ("array_merge(['a' => 1], ['a' => 2, 'b' => 3])", {"a": 2, "b": 3}),
        ("[...['x'], 'y', ...['z']]", ["x", "y", "z"]),
        ("[...['a' => 1], 'b' => 2]", {"a": 1, "b": 2}),
        ("['a' => 1] + ['a' => 2, 'b' => 3]", {"a": 1, "b": 3}),
        ("array_map(fn($t) => ['text' => $t], ['a', 'b'])", [{"text": "a"}, {"text": "b"}]),
        ("array_values(array_filter(['a' => null, 'b' => 1]))", [1]),
        ("array_combine(['a', 'b'], [1, 2])", {"a": 1, "b": 2}),
        ("array_keys(['a' => 1])", ["a"]),
        ("count([1, 2])", 2),
        ("true ? 'a' : 'b'", "a"),
        ("null ?? 'd'", "d"),
        ("'' ?: 'd'", "d"),
        ("match('b') { 'a' => 1, 'b', 'c' => 2, default => 3 }", 2),
        ("json_decode('{\"a\": [1]}', true)", {"a": [1]}),
        ("json_encode(['a' => 1])", '{"a": 1}'),
        ("getenv('MODEL')", UNKNOWN),
        ("$_ENV['MODEL']", UNKNOWN),
        ("getenv('BASE') ?: 'https://gw.example/v1'", "https://gw.example/v1"),
        ("'key ' . getenv('KEY')", "key " + UNKNOWN),
        ("date('c')", UNKNOWN),
    ],
)
def test_values(expression, value):
    assert sent(expression) == value


@pytest.mark.parametrize(
    ("before", "expression", "value"),
    [
        ("$a = ['k' => 'v']; $o = new stdClass; $o->p = 'q';", "\"{$a['k']} $a[k] $o->p {$o->p}\"", "v v q q"),
        ("$n = 'x';", '"${n}y"', "xy"),
        ("$t = <<<EOT\n  Dear {$n},\n    \"you\" \\$5\n  EOT;\n", "$t", 'Dear ' + UNKNOWN + ',\n  "you" $5'),
        ("$t = <<<'EOT'\n$raw\\n\nEOT;\n", "$t", "$raw\\n"),
        ("$a['m'] = 1; $a['l'][] = 'x'; $a['l'][] = 'y'; $a['d']['e'] = 2;", "$a", {"m": 1, "l": ["x", "y"], "d": {"e": 2}}),
        ("$a = []; $a[] = 1; array_push($a, 2); array_unshift($a, 0);", "$a", [0, 1, 2]),
        ("$a = ['x' => 1]; $b = $a; $b['x'] = 2; unset($b['y']);", "[$a, $b]", [{"x": 1}, {"x": 2}]),
        ("$a = ['x' => 1, 'y' => 2]; unset($a['x']);", "$a", {"y": 2}),
        ("function f($p) { $p['n'] = 1; return $p; } $a = ['m' => 0]; $b = f($a);", "[$a, $b]", [{"m": 0}, {"m": 0, "n": 1}]),
        ("function f(array &$p) { $p['n'] = 1; } $a = []; f($a);", "$a", {"n": 1}),
        ("function f($a, $b = 'd', ...$c) { return [$a, $b, $c]; }", "f(1)", [1, "d", []]),
        ("function f($a, $b = 'd', ...$c) { return [$a, $b, $c]; }", "f(b: 2, a: 1)", [1, 2, []]),
        ("$x = 'q'; $f = function ($a) use ($x) { return $a . $x; };", "$f('p')", "pq"),
        ("$x = 1; $f = function () use (&$x) { $x = 2; }; $f();", "$x", 2),
        ("[$a, [$b]] = ['x', ['y']]; ['k' => $c] = ['k' => 'z'];", "$a . $b . $c", "xyz"),
        ("$s = 'a'; $s .= 'b'; $i = 1; $i++; $i += 2;", "[$s, $i]", ["ab", 4]),
        ("define('A', 'x'); const B = 'y';", "A . B . constant('A')", "xyx"),
        ("$h = []; foreach (['A' => 1, 'B' => 2] as $k => $v) { $h[] = \"$k: $v\"; }", "$h", ["A: 1", "B: 2"]),
        ("$h = []; for ($i = 0; $i < 3; $i++) { $h[] = $i; }", "$h", [0, 1, 2]),
        ("switch ('b') { case 'a': $x = 1; break; case 'b': $x = 2; case 'c': $y = 3; break; default: $x = 4; }", "[$x, $y]", [2, 3]),
        ("if (false): $x = 1; elseif (true): $x = 2; else: $x = 3; endif;", "$x", 2),
        ("try { $x = 1; } catch (E $e) { $x = 2; } finally { $y = 3; }", "[$x, $y]", [1, 3]),
        ("$x = rand() ? 'a' : 'b';", "$x", UNKNOWN),
        ("$m = 'f'; function f() { return 'called'; }", "$m() . call_user_func('f')", "calledcalled"),
        ("$model = 'm'; $n = 2;", "compact('model', 'n')", {"model": "m", "n": 2}),
        ("class A { const X = 'a'; const Y = self::X . 'b'; public static $z = 'c'; }", "A::Y . A::$z", "abc"),
        ("class A { public $p = ['x']; function __construct(private string $k, public int $n = 2) { $this->p[] = $k; } function all() { return [$this->p, $this->k, $this->n]; } }", "(new A('y'))->all()", [["x", "y"], "y", 2]),
        ("class A { public $a = 1; private $b = 2; protected $c = 3; }", "new A()", {"a": 1}),
        ("class A implements JsonSerializable { function jsonSerialize(): mixed { return ['x' => 1]; } }", "new A()", {"x": 1}),
        ("class A { protected $m = 'base'; function name() { return $this->m . static::who(); } static function who() { return 'A'; } } class B extends A { protected $m = 'own'; static function who() { return 'B'; } }", "(new B)->name()", "ownB"),
        ("class A { function __construct($x) { $this->x = $x; } } class B extends A { function __construct() { parent::__construct('up'); } }", "(new B)->x", "up"),
        ("class A { private $l = []; function add($x) { $this->l[] = $x; return $this; } function get() { return $this->l; } }", "(new A)->add(1)->add(2)->get()", [1, 2]),
        ("enum M: string { case Big = 'big-1'; }", "M::Big->value", "big-1"),
        ("trait T { function t() { return 't'; } } class A { use T; }", "(new A)->t()", "t"),
        ("$x = later(); function later() { return Thing::NAME; } class Thing { const NAME = 'n'; }", "$x", "n"),
        ("$opts = ['model' => 'm'];", "[$opts['model'] ?? 'd', $opts['none'] ?? 'd']", ["m", "d"]),
    ],
)  # fmt: skip
def test_program(before, expression, value):
    assert sent(expression, before) == value


CALL = """
class Gateway {
    private string $base = 'https://gw.example/v1';
    private array $headers = ['Content-Type: application/json'];
    public function __construct(private string $key) { $this->headers[] = "Authorization: Bearer {$this->key}"; }
    private function post(string $path, array $data): array {
        $ch = curl_init($this->base . $path);
        curl_setopt_array($ch, [CURLOPT_POSTFIELDS => json_encode($data), CURLOPT_HTTPHEADER => $this->headers]);
        $body = curl_exec($ch);
        if ($body === false) { throw new RuntimeException(curl_error($ch)); }
        return json_decode($body, true);
    }
    public function ask(string $q): string {
        return $this->post('/chat/completions', ['model' => 'm', 'messages' => [['role' => 'user', 'content' => $q]]])['x'];
    }
}
"""


def test_a_class_that_is_used():
    request = only("<?php" + CALL + "echo (new Gateway('sk-1'))->ask('hi');")
    assert request["headers"] == {"content-type": "application/json", "authorization": "Bearer sk-1"}
    assert request["body"]["json"]["messages"] == [{"role": "user", "content": "hi"}]


def test_a_class_that_nothing_uses():
    request = only(CALL)
    assert request["url"] == "https://gw.example/v1/chat/completions"
    assert request["headers"]["authorization"] == f"Bearer {UNKNOWN}"


def test_submit_and_poll():
    found = requests(
        """<?php
        $r = json_decode(file_get_contents('https://gw.example/v1/videos', false, stream_context_create(
            ['http' => ['method' => 'POST', 'header' => "X-A: b\\r\\nContent-Type: application/json", 'content' => '{"a":1}']])), true);
        while (true) {
            sleep(5);
            $s = json_decode(file_get_contents("https://gw.example/v1/videos/{$r['id']}"), true);
            if ($s['status'] === 'completed') break;
        }
        """
    )
    assert [(one["method"], one["url"]) for one in found] == [
        ("POST", "https://gw.example/v1/videos"),
        ("GET", f"https://gw.example/v1/videos/{UNKNOWN}"),
    ]


def test_places():
    text = (
        '<?php $m = "gpt \\"x\\"";\n$b = \'{"model": "m\\n", "n": 5}\';\n$j = <<<JSON\n{"q": "deep", "k": [1, true]}\nJSON;\n'
        "foreach ([json_encode(['m' => $m, 'list' => ['é', 2.5]]), $b, $j] as $d) {\n"
        "  $ch = curl_init('https://api.example.com/'); curl_setopt($ch, CURLOPT_POSTFIELDS, $d); curl_exec($ch);\n}\n"
    )
    source = Source(text)
    found = reading(text).requests
    assert len(found) == 3
    for request in found:
        assert misplaced(request, source) == []
    values = {
        value: request.body.value.at(at).span
        for request, at, value in zip(found, ("/list/0", "/n", "/k/1"), ("'é'", "5", "true"), strict=True)
    }
    assert {value: source.slice(span) for value, span in values.items()} == {value: value for value in values}


@pytest.mark.parametrize(
    "cut",
    [
        "<?php $ch = curl_init('https://gw.example/x'); curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['a' => 1, 'b' => 'un",
        "<?php $ch = curl_init('https://gw.example/x'); curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['a' => 1, 'b' =>",
        "function f() { $ch = curl_init('https://gw.example/x'); curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['a' => 1,",
        "<?php $ch = curl_init('https://gw.example/x'); curl_setopt_array($ch, [CURLOPT_POSTFIELDS => json_encode(['a' => 1]), CURLOPT_HTTPHEADER => ['X: y'",
    ],
)
def test_cut_off(cut):
    (request,) = reading(cut).requests
    assert request.url.data == "https://gw.example/x"
    assert request.body.value.plain()["a"] == 1
    assert not reading(cut).complete


def test_a_cut_json_text():
    request = only(
        '<?php $ch = curl_init(\'https://gw.example/x\'); curl_setopt($ch, CURLOPT_POSTFIELDS, \'{"a": 1, "b": [2, '
    )
    assert request["body"] == {"kind": "json", "json": {"a": 1, "b": [2]}}


def test_a_beginning_that_was_cut_off():
    request = only(
        "curl_setopt($ch, CURLOPT_URL, 'https://gw.example/x');\ncurl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['a' => 1]));\n$r = curl_exec($ch);"
    )
    assert (request["method"], request["url"]) == ("POST", "https://gw.example/x")


def test_a_heredoc_in_a_paste():
    text = '<?php\n$j = <<<JSON\n{\n  "a": {$n},\n  "b": "$s"\n}\nJSON;\n$ch = curl_init(\'https://gw.example/x\');\ncurl_setopt($ch, CURLOPT_POSTFIELDS, $j);\ncurl_exec($ch);\n'
    (request,) = extract_requests(text)["requests"]
    assert request["body"]["json"] == {"a": UNKNOWN, "b": UNKNOWN}


def test_typographic_signs():
    request = only(
        '$ch = curl_init(“https://gw.example/x”)；\ncurl_setopt($ch， CURLOPT_POSTFIELDS, ‘{"a": 1}’);\ncurl_exec($ch);'
    )
    assert request["url"] == "https://gw.example/x"
    assert request["body"] == {"kind": "json", "json": {"a": 1}}
    escaped = only(
        "$ch = curl_init(“https://gw.example/x”);\ncurl_setopt($ch, CURLOPT_POSTFIELDS, “{\n\\”a\\”: \\”它’s：好\\”}”);\ncurl_exec($ch);"
    )
    assert escaped["body"] == {"kind": "json", "json": {"a": "它’s：好"}}


@pytest.mark.parametrize(
    "text",
    [
        "", "<?php", "<?php (((((", "<?php " + "[" * 50_000, "<?php $a = " + "'a' . " * 20_000 + "'b';", '<?php "{$', "<?php <<<X\n",
        "<?php $a = [&$a]; $a['x'] = $a; json_encode($a);", "<?php function f() { return f(); } f();", "<?php class A extends A {} new A;",
        "<?php while (true) { $a[] = 1; }", "<?php curl_exec(); curl_setopt(); json_encode(); sprintf(); new CURLFile();",
        "<?php foreach as => {", "<?php $x = null; $x->y->z(); $x[1][2]->w;", "<?php curl_setopt($x, 1, 2); curl_exec($x); $x->y()->z(); A::b(); $$a = 1; `ls`;", "\ud800<?php \x00",
        "<?php $s = str_repeat('a', 10); for ($i = 0; $i < 100; $i++) { $s .= $s; }", "<?php /* ", "<?php # x\n?>\n<b>", "<?php " + "if (1) {" * 2000,
    ],
)  # fmt: skip
def test_hostile(text):
    assert reading(text).requests == []
