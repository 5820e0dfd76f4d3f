"""Go: net/http, its builders and the SDKs, each as a small text with the requests that it sends."""

from __future__ import annotations

import time
from textwrap import dedent
from typing import Any

import pytest

from supportdesk.reading.code import read as read_any
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.corpus_paths import records
from tests.reading.code.go_reading import body, only, reading, requests
from tests.reading.code.spans import misplaced

URL = "https://gw.example/v1/x"
NONE = {"kind": "none"}
JSON = {"kind": "json", "json": {"a": 1}}
JSON_TYPE = {"content-type": "application/json"}
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("code", "method", "url", "headers", "sent"),
    [
        (f'http.Get("{URL}")', "GET", URL, {}, NONE),
        (f'http.Head("{URL}")', "HEAD", URL, {}, NONE),
        (f'http.Post("{URL}", "application/json", strings.NewReader(`{{"a": 1}}`))', "POST", URL, JSON_TYPE, JSON),
        (f'http.PostForm("{URL}", url.Values{{"a": {{"1", "2"}}}})', "POST", URL, FORM_TYPE,
         {"kind": "form", "form": [["a", "1"], ["a", "2"]]}),
        (f'req, _ := http.NewRequest("", "{URL}", nil)\nhttp.DefaultClient.Do(req)', "GET", URL, {}, NONE),
        ((f'req, _ := http.NewRequestWithContext(ctx, http.MethodPatch, "{URL}", bytes.NewBufferString("x"))\n'
         "c := http.Client{}\nc.Do(req)"), "PATCH", URL, {}, {"kind": "raw", "raw": "x"}),
        (f'req, _ := http.NewRequest("GET", "{URL}", nil)\nreq.SetBasicAuth("u", "p")\nclient.Do(req)',
         "GET", URL, {"authorization": "Basic dTpw"}, NONE),
        ((f'req, _ := http.NewRequest("GET", "{URL}", nil)\nreq.Header["X-A"] = []string{{"b"}}\n'
         'req.Header.Set("x-c", "d")\nreq.Header.Add("X-C", "e")\nreq.Header.Del("x-c")\nclient.Do(req)'),
         "GET", URL, {"x-a": "b"}, NONE),
        ((f'req, _ := http.NewRequest("GET", "{URL}", nil)\n'
         'req.Header = http.Header{"X-A": {"b"}}\nreq.Host = "h.example"\nclient.Do(req)'),
         "GET", URL, {"x-a": "b", "host": "h.example"}, NONE),
        ((f'req, _ := http.NewRequest("GET", "{URL}", nil)\nreq.AddCookie(&http.Cookie{{Name: "a", Value: "1"}})\n'
         'req.AddCookie(&http.Cookie{Name: "b", Value: "2"})\nclient.Do(req)'),
         "GET", URL, {"cookie": "a=1; b=2"}, NONE),
        ((f'req, _ := http.NewRequest("GET", "{URL}?z=0", nil)\nq := req.URL.Query()\nq.Add("a b", "c&d")\n'
         "req.URL.RawQuery = q.Encode()\nclient.Do(req)"), "GET", f"{URL}?a+b=c%26d&z=0", {}, NONE),
        (('u, err := url.Parse("https://gw.example")\nu.Path = "/v1/x"\nu.RawQuery = url.Values{"a": {"1"}}.Encode()\n'
         "http.Get(u.String())"), "GET", f"{URL}?a=1", {}, NONE),
        ('u := url.URL{Scheme: "https", Host: "gw.example", Path: "v1/x"}\nhttp.Get(u.String())', "GET", URL, {}, NONE),
        ('u, _ := url.JoinPath("https://gw.example/", "v1", "/x")\nhttp.Get(u)', "GET", URL, {}, NONE),
        ((f'req := &http.Request{{Method: "PUT", URL: u, Header: map[string][]string{{"X-A": {{"b"}}}},\n'
         f'Body: io.NopCloser(strings.NewReader("t"))}}\nu, _ := url.Parse("{URL}")\nreq.URL = u\nc.Do(req)'),
         "PUT", URL, {"x-a": "b"}, {"kind": "raw", "raw": "t"}),
        ((f'var buf bytes.Buffer\njson.NewEncoder(&buf).Encode(map[string]int{{"a": 1}})\n'
         f'req, _ := http.NewRequest("POST", "{URL}", &buf)\ns.client.Do(req)'), "POST", URL, {}, JSON),
        ((f'form := url.Values{{}}\nform.Set("a", "b c")\n'
         f'req, _ := http.NewRequest("POST", "{URL}", strings.NewReader(form.Encode()))\n'
         'req.Header.Set("Content-Type", "application/x-www-form-urlencoded")\nclient.Do(req)'),
         "POST", URL, FORM_TYPE, {"kind": "form", "form": [["a", "b c"]]}),
        (f'f, _ := os.Open("a.bin")\nreq, _ := http.NewRequest("PUT", "{URL}", f)\nclient.Do(req)',
         "PUT", URL, {}, {"kind": "raw", "raw": UNKNOWN}),
        (f'resty.New().R().SetHeader("X-A", "b").SetQueryParams(map[string]string{{"d": "2", "c": "1"}}).Get("{URL}")',
         "GET", f"{URL}?c=1&d=2", {"x-a": "b"}, NONE),
        (('c := resty.New().SetBaseURL("https://gw.example").SetAuthToken("t")\n'
         'resp, err := c.R().SetPathParam("n", "x").SetBody(map[string]any{"a": 1}).Put("/v1/{n}")'),
         "PUT", URL, {"authorization": "Bearer t", **JSON_TYPE}, JSON),
        (f'resty.New().R().SetFormData(map[string]string{{"a": "b"}}).Execute("POST", "{URL}")',
         "POST", URL, FORM_TYPE, {"kind": "form", "form": [["a", "b"]]}),
        (f'resty.New().R().SetFile("f", "/d/a.png").SetFormData(map[string]string{{"a": "b"}}).Post("{URL}")',
         "POST", URL, {"content-type": "multipart/form-data"},
         {"kind": "multipart", "multipart": [{"name": "a", "value": "b"}, {"name": "f", "filename": "a.png"}]}),
        (f'req.C().R().SetBearerAuthToken("t").SetBodyJsonString(`{{"a": 1}}`).MustPost("{URL}")',
         "POST", URL, {"authorization": "Bearer t", **JSON_TYPE}, JSON),
    ],
)  # fmt: skip
def test_a_request(code: str, method: str, url: str, headers: dict[str, str], sent: Any) -> None:
    assert only(code) == {"method": method, "url": url, "headers": headers, "body": sent}


@pytest.mark.parametrize("through", ["var body bytes.Buffer\nw := multipart.NewWriter(&body)",
                                     "body, pw := io.Pipe()\nw := multipart.NewWriter(pw)"])  # fmt: skip
def test_a_multipart_writer(through: str) -> None:
    code = f"""
    {through.replace(chr(10), chr(10) + "    ")}
    w.WriteField("model", "m")
    part, err := w.CreateFormFile("file", filepath.Base("/d/a.wav"))
    io.Copy(part, f)
    field, _ := w.CreateFormField("note")
    field.Write([]byte("n"))
    h := textproto.MIMEHeader{{}}
    h.Set("Content-Disposition", `form-data; name="mask"; filename="m.png"`)
    w.CreatePart(h)
    w.Close()
    req, err := http.NewRequest("POST", "{URL}", body)
    req.Header.Set("Content-Type", w.FormDataContentType())
    http.DefaultClient.Do(req)
    """.replace(", body)", ", &body)" if "bytes" in through else ", body)")
    assert only(code)["body"]["multipart"] == [
        {"name": "model", "value": "m"},
        {"name": "file", "filename": "a.wav"},
        {"name": "note", "value": "n"},
        {"name": "mask", "filename": "m.png"},
    ]


CLIENT = """
type Client struct {
	base, key string
	http      *http.Client
}

func New(key string) *Client {
	return &Client{base: "https://gw.example/v1", key: key, http: &http.Client{Timeout: 30 * time.Second}}
}

func (c *Client) do(method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, c.base+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

type task struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

func (c *Client) Wait(prompt string) (*task, error) {
	t := &task{}
	if err := c.do("POST", "/videos", map[string]string{"prompt": prompt}, t); err != nil {
		return nil, err
	}
	for t.Status != "completed" {
		time.Sleep(time.Second)
		if err := c.do("GET", "/videos/"+t.ID, nil, t); err != nil {
			return nil, err
		}
	}
	return t, nil
}
"""


@pytest.mark.parametrize(("end", "key", "prompt"), [("", UNKNOWN, UNKNOWN),
                                                    ('func main() {\n\tNew("k").Wait("p")\n}', "k", "p")])  # fmt: skip
def test_a_client_class_with_a_polling_loop(end: str, key: str, prompt: str) -> None:
    headers = {"authorization": f"Bearer {key}"}
    assert requests(CLIENT + end) == [
        {"method": "POST", "url": "https://gw.example/v1/videos", "headers": headers,
         "body": {"kind": "json", "json": {"prompt": prompt}}},
        {"method": "GET", "url": f"https://gw.example/v1/videos/{UNKNOWN}", "headers": headers, "body": NONE},
    ]  # fmt: skip
    facts = {one.fact: one.value for one in reading(CLIENT + end).readings}
    assert facts["timeout_s"] == 30
    assert facts["reads_result_from_submit"] is False


CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]}


@pytest.mark.parametrize(
    ("code", "path", "sent"),
    [
        (('c.CreateChatCompletion(ctx, openai.ChatCompletionRequest{Model: openai.GPT4oMini, Temperature: 0,\n'
         'Messages: []openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleUser, Content: "hi"}}})'),
         "/chat/completions", CHAT),
        ('c.CreateChatCompletionStream(ctx, openai.ChatCompletionRequest{Model: "m", MaxTokens: 5})',
         "/chat/completions", {"model": "m", "max_tokens": 5, "stream": True}),
        (('c.CreateImage(ctx, openai.ImageRequest{Prompt: "p", N: 1, ResponseFormat: '
         "openai.CreateImageResponseFormatB64JSON})"),
         "/images/generations", {"prompt": "p", "n": 1, "response_format": "b64_json"}),
        ('c.CreateEmbeddings(ctx, openai.EmbeddingRequest{Input: []string{"a"}, Model: openai.AdaEmbeddingV2})',
         "/embeddings", {"input": ["a"], "model": "text-embedding-ada-002"}),
    ],
)  # fmt: skip
def test_go_openai(code: str, path: str, sent: Any) -> None:
    before = 'cfg := openai.DefaultConfig("k")\ncfg.BaseURL = "https://gw.example/v1"\n'
    request = only(f"{before}c := openai.NewClientWithConfig(cfg)\n{code}")
    assert request["url"] == f"https://gw.example/v1{path}"
    assert request["headers"] == {"authorization": "Bearer k", **JSON_TYPE}
    assert request["body"]["json"] == sent


def test_go_openai_uploads() -> None:
    code = (
        'openai.NewClient("k").CreateTranscription(ctx, openai.AudioRequest{Model: "whisper-1", FilePath: "d/a.mp3"})'
    )
    request = only(code)
    assert request["url"] == "https://api.openai.com/v1/audio/transcriptions"
    assert request["body"]["multipart"] == [
        {"name": "model", "value": "whisper-1"},
        {"name": "file", "filename": "a.mp3"},
    ]


@pytest.mark.parametrize(
    ("code", "path", "sent"),
    [
        (('c.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: openai.ChatModelGPT4oMini,\n'
         'Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("hi")}})'), "/chat/completions", CHAT),
        (('c.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: openai.F("gpt-4o-mini"),\n'
         'Messages: openai.F([]openai.ChatCompletionMessageParamUnion{openai.UserMessage("hi")})})'),
         "/chat/completions", CHAT),
        ('c.Chat.Completions.NewStreaming(ctx, openai.ChatCompletionNewParams{Model: "m", Seed: openai.Int(0)})',
         "/chat/completions", {"model": "m", "seed": 0, "stream": True}),
        ('p := openai.ImageGenerateParams{Prompt: "p"}\np.N = openai.Int(2)\nc.Images.Generate(ctx, p)',
         "/images/generations", {"prompt": "p", "n": 2}),
        (('c.Embeddings.New(ctx, openai.EmbeddingNewParams{Model: "m", Input: '
         'openai.EmbeddingNewParamsInputUnion{OfString: openai.String("x")}})'),
         "/embeddings", {"model": "m", "input": "x"}),
        (('c.Responses.New(ctx, responses.ResponseNewParams{Model: "m", Input: '
         'responses.ResponseNewParamsInputUnion{OfString: openai.String("x")}}, option.WithJSONSet("extra", true))'),
         "/responses", {"model": "m", "input": "x", "extra": True}),
    ],
)  # fmt: skip
def test_openai_go(code: str, path: str, sent: Any) -> None:
    made = 'c := openai.NewClient(option.WithAPIKey("k"), option.WithBaseURL("https://gw.example/v1/"), '
    request = only(f'{made}option.WithHeader("X-A", "b"))\n{code}')
    assert request["url"] == f"https://gw.example/v1{path}"
    assert request["headers"] == {"authorization": "Bearer k", "x-a": "b", **JSON_TYPE}
    assert request["body"]["json"] == sent


def test_anthropic() -> None:
    code = """
    c := anthropic.NewClient(option.WithAPIKey("k"))
    c.Messages.New(ctx, anthropic.MessageNewParams{
        MaxTokens: 9,
        Model:     anthropic.ModelClaude3_7SonnetLatest,
        System:    []anthropic.TextBlockParam{{Text: "s"}},
        Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock("hi"))},
    })
    """
    request = only(code)
    assert request["url"] == "https://api.anthropic.com/v1/messages"
    assert request["headers"]["x-api-key"] == "k"
    assert request["body"]["json"] == {
        "max_tokens": 9,
        "model": "claude-3-7-sonnet-latest",
        "system": [{"type": "text", "text": "s"}],
        "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
    }


def test_a_request_that_is_made_and_not_sent() -> None:
    code = f'req, err := http.NewRequest("POST", "{URL}", nil)\nreq.Header.Set("X-A", "b")'
    assert only(code)["headers"] == {"x-a": "b"}


def test_text_that_is_cut_off() -> None:
    code = """
    func call() {
        data := map[string]any{"model": "m", "prompt": "a ca"""
    cut = dedent(code)
    assert reading(cut).complete is False
    whole = f'payload := strings.NewReader(`{{"a": 1}}`)\nreq, _ := http.NewRequest("POST", "{URL}", payload)\nif err'
    (found,) = reading(f"func main() {{\n{whole}").requests
    assert found.to_dict()["body"] == JSON


def test_typographic_quotes() -> None:
    code = 'resp, err := http.Post(“https://gw.example/v1/x”, “application/json”, strings.NewReader(`{"a": 1}`))'
    assert only(code)["url"] == URL
    assert body(code) == {"a": 1}


def test_every_scalar_stands_where_its_span_says() -> None:
    for record in records("request_code_dev.jsonl"):
        if record["language"] == "go":
            source = Source(record["code"])
            assert [misplaced(request, source) for request in reading(record["code"]).requests] == [[]]


@pytest.mark.parametrize(
    "text",
    ["(" * 20_000, "[]T{" * 10_000, "func(){" * 5_000, "type A struct {" * 3_000, "x" + ".A()" * 20_000, "&" * 30_000,
     "x := a" + "&b" * 2_000, "a.Decode(" * 60 + "x",
     'x := "a"' + ' + "b"' * 20_000, "if a {" * 5_000, "\x00\ufeff`", "type T struct { T; X T }\nvar t T",
     "\n".join(f"type T{i} T{i + 1}" for i in range(2000)),
     'func f() { f(); http.Get("https://gw.example") }\nfunc main() { f() }',
     's := "a"\n' + "s = s + s\n" * 60 + "http.Get(s)"],
)  # fmt: skip
def test_hostile_text(text: str) -> None:
    started = time.perf_counter()
    reading(text)
    assert time.perf_counter() - started < 10


def test_the_registry_reads_go() -> None:
    code = f'package main\n\nfunc main() {{\n\tresp, err := http.Get("{URL}")\n}}\n'
    assert [request.language for request in read_any(View.whole(Source(code))).requests] == ["go"]


ASKING = """
type Ask struct {
	Model string `json:"model"`
	N     int    `json:"n,omitempty"`
}
"""


@pytest.mark.parametrize(
    ("code", "url", "sent"),
    [
        (
            ASKING + "func ask(in Ask) error {\n\tb, _ := json.Marshal(in)\n"
            f'\t_, err := http.Post("{URL}", "application/json", bytes.NewReader(b))\n\treturn err\n}}',
            URL,
            {"model": UNKNOWN, "n": UNKNOWN},
        ),
        (
            f'func ask(in any) {{\n\tb, _ := json.Marshal(in)\n\thttp.Post("{URL}", "", bytes.NewReader(b))\n}}',
            URL,
            UNKNOWN,
        ),
        (
            (
                'func env(k, d string) string {\n\tif v := os.Getenv(k); v != "" {\n\t\treturn v\n\t}\n\treturn d\n}\n'
                'func main() {\n\thttp.Post(env("U", "https://gw.example")+"/v1/x", "", strings.NewReader("[1]"))\n}'
            ),
            URL,
            [1],
        ),
        (
            (
                'base := os.Getenv("U")\nif base == "" {\n\tbase = "https://gw.example"\n}\n'
                'http.Post(base + "/v1/x", "", strings.NewReader(`{"a": 1}`))'
            ),
            URL,
            {"a": 1},
        ),
        (
            (
                'var m string\nflag.StringVar(&m, "m", "gpt", "model")\nflag.Parse()\n'
                f'http.Post("{URL}", "", strings.NewReader(`{{"m": "` + m + `"}}`))'
            ),
            URL,
            {"m": "gpt"},
        ),
        (
            (
                "type keyed struct{ next http.RoundTripper }\n"
                "func (k keyed) RoundTrip(r *http.Request) (*http.Response, error) {\n"
                '\tr.Header.Set("X-A", "b")\n\treturn k.next.RoundTrip(r)\n}\n'
                "func main() {\n\tc := http.Client{Transport: keyed{http.DefaultTransport}}\n"
                f'\tc.Post("{URL}", "", strings.NewReader(`{{"a": 1}}`))\n}}'
            ),
            URL,
            {"a": 1},
        ),
        (
            (
                'func (s *S) Ask(ctx context.Context) {\n\tc := openai.NewClient(option.WithAPIKey("k"))\n'
                '\tp := openai.ChatCompletionNewParams{Model: "m", N: openai.Int(1),'
            ),
            "https://api.openai.com/v1/chat/completions",
            {"model": "m", "n": 1},
        ),
    ],
)
def test_what_the_text_does_not_show(code: str, url: str, sent: Any) -> None:
    (found,) = reading(code).requests
    assert found.url.data == url
    assert found.to_dict()["body"]["json"] == sent
    if "RoundTrip" in code:
        assert found.to_dict()["headers"]["x-a"] == "b"


def test_several_values_of_one_header() -> None:
    code = f'req, _ := http.NewRequest("GET", "{URL}", nil)\nreq.Header.Add("X-A", "1")\nreq.Header.Add("x-a", "2")'
    assert only(code)["headers"] == {"x-a": "1, 2"}


def test_results_that_are_handed_on() -> None:
    code = f"""
    func must[T any](v T, err error) T {{
        if err != nil {{
            panic(err)
        }}
        return v
    }}
    func address() (string, error) {{ return "{URL}", nil }}
    func main() {{
        req := must(http.NewRequest("GET", must(address()), nil))
        req.Header.Set("X-A", "b")
        must(http.DefaultClient.Do(req))
    }}
    """
    assert only(code) == {"method": "GET", "url": URL, "headers": {"x-a": "b"}, "body": NONE}


def test_an_answer_that_a_builder_fills() -> None:
    code = f"""
    var out struct {{ ID string `json:"id"` }}
    c := resty.New()
    c.R().
        SetResult(&out).
        Post("{URL}")
    c.R().Get("{URL}/" + out.ID)
    """
    assert [request["url"] for request in requests(code)] == [URL, f"{URL}/{UNKNOWN}"]
