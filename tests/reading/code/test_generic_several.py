"""Several requests in one program text: submit, then poll, each with its own parts."""

from __future__ import annotations

import pytest

from supportdesk.reading.code import detect, read
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.reading.code.spans import misplaced

PROGRAMS = {
    "fetch": """const BASE = 'https://a.example';
const headers = { Authorization: 'Bearer k', 'Content-Type': 'application/json' };
const r = await fetch(`${BASE}/v1/videos`, {
  method: 'POST', headers, body: JSON.stringify({ model: 'm', prompt: 'x' }),
});
const { id } = await r.json();
while (true) {
  const p = await fetch(`${BASE}/v1/videos/${id}`, { headers });
  const s = await p.json();
  if (s.status === 'completed') break;
}
""",
    "axios": """const api = axios.create({
  baseURL: 'https://a.example/v1', headers: { Authorization: `Bearer ${KEY}` },
});
const { data } = await api.post('/videos', { model: 'm', prompt: 'x' });
const res = await api.get(`/videos/${data.id}`);
console.log(res.data);
""",
    "go": """package main
func main() {
	payload := []byte(`{"model":"m","prompt":"x"}`)
	req, _ := http.NewRequest("POST", "https://a.example/v1/videos", bytes.NewBuffer(payload))
	req.Header.Set("Authorization", "Bearer k")
	resp, err := http.DefaultClient.Do(req)
	defer resp.Body.Close()
	req2, _ := http.NewRequest("GET", "https://a.example/v1/videos/"+id, nil)
	req2.Header.Set("Authorization", "Bearer k")
	resp2, _ := http.DefaultClient.Do(req2)
}
""",
    "csharp": """using System.Net.Http;
var client = new HttpClient();
client.DefaultRequestHeaders.Add("Authorization", "Bearer k");
var content = new StringContent("{\\"model\\": \\"m\\"}", Encoding.UTF8, "application/json");
var resp = await client.PostAsync("https://a.example/v1/videos", content);
var text = await resp.Content.ReadAsStringAsync();
var poll = await client.GetAsync("https://a.example/v1/videos/" + id);
""",
    "okhttp": """OkHttpClient client = new OkHttpClient();
RequestBody body = RequestBody.create("{\\"model\\":\\"m\\"}", MediaType.parse("application/json"));
Request request = new Request.Builder().url("https://a.example/v1/videos")
  .addHeader("Authorization", "Bearer k").post(body).build();
Response response = client.newCall(request).execute();
Request pollRequest = new Request.Builder().url("https://a.example/v1/videos/" + id)
  .addHeader("Authorization", "Bearer k").get().build();
Response r2 = client.newCall(pollRequest).execute();
""",
    "php-curl": """<?php
$ch = curl_init('https://a.example/v1/videos');
curl_setopt($ch, CURLOPT_POST, true);
curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['model' => 'm']));
curl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Bearer k', 'Content-Type: application/json']);
$res = curl_exec($ch);
$id = json_decode($res, true)['id'];
$ch = curl_init("https://a.example/v1/videos/$id");
curl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Bearer k']);
$res = curl_exec($ch);
""",
    "guzzle": """<?php
$client = new \\GuzzleHttp\\Client(['base_uri' => 'https://a.example/', 'headers' => ['Authorization' => 'Bearer k']]);
$r = $client->post('/v1/videos', ['json' => ['model' => 'm', 'prompt' => 'x']]);
$id = json_decode($r->getBody(), true)['id'];
$p = $client->get("/v1/videos/$id");
""",
    "ruby": """require 'net/http'
uri = URI('https://a.example/v1/videos')
http = Net::HTTP.new(uri.host, uri.port)
http.use_ssl = true
req = Net::HTTP::Post.new(uri)
req['Authorization'] = 'Bearer k'
req.body = { model: 'm' }.to_json
res = http.request(req)
id = JSON.parse(res.body)['id']
uri2 = URI("https://a.example/v1/videos/#{id}")
req2 = Net::HTTP::Get.new(uri2)
req2['Authorization'] = 'Bearer k'
res2 = http.request(req2)
""",
    "rust": """use reqwest;
#[tokio::main]
async fn main() {
    let client = reqwest::Client::new();
    let r = client.post("https://a.example/v1/videos").bearer_auth("k").json(&json!({"model": "m"})).send().await?;
    let p = client.get(format!("https://a.example/v1/videos/{}", id)).bearer_auth("k").send().await?;
}
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_submit_and_its_poll_stay_apart(name: str) -> None:
    source = Source(PROGRAMS[name])
    view = View.whole(source)
    assert detect(view) == "generic"
    found = read(view).requests
    submit, poll = [request.to_dict() for request in found]
    assert (submit["method"], submit["url"]) == ("POST", "https://a.example/v1/videos")
    assert submit["body"]["json"]["model"] == "m"
    assert (poll["method"], poll["url"]) == ("GET", f"https://a.example/v1/videos/{UNKNOWN}")
    assert poll["body"] == {"kind": "none"}
    assert all(request["headers"]["authorization"].startswith("Bearer ") for request in (submit, poll))
    assert [misplaced(request, source) for request in found] == [[], []]


def test_a_name_that_is_assigned_again_is_what_it_was_when_the_request_was_sent() -> None:
    text = """
let url = "https://a.example/one";
let body = { model: "m" };
await axios.post(url, body);
url = "https://a.example/two";
body = { model: "n" };
await axios.put(url, body);
"""
    found = [request.to_dict() for request in read(View.whole(Source(text)), "generic").requests]
    assert [(request["method"], request["url"], request["body"]["json"]["model"]) for request in found] == [
        ("POST", "https://a.example/one", "m"),
        ("PUT", "https://a.example/two", "n"),
    ]


def test_headers_of_one_request_are_not_those_of_the_next() -> None:
    text = """
fetch('https://a.example/one', { method: 'POST', headers: { 'X-A': 'b' }, body: '{"a": 1}' });
fetch('https://a.example/two');
"""
    second = read(View.whole(Source(text)), "generic").requests[1].to_dict()
    assert second == {"method": "GET", "url": "https://a.example/two", "headers": {}, "body": {"kind": "none"}}


@pytest.mark.parametrize(
    "behind",
    [
        "console.log('see https://b.example/docs');",
        "const url = res.data.url;",
        "const body = await res.text();",
        "const links = { docs: 'https://b.example' };",
        "const data = { note: 'x' };",
    ],
)
def test_what_is_done_with_the_answer_is_no_request(behind: str) -> None:
    text = f"const res = await axios.post('https://a.example', {{ model: 'm' }});\n{behind}\n"
    found = [request.to_dict() for request in read(View.whole(Source(text)), "generic").requests]
    assert [(request["url"], request["body"]) for request in found] == [
        ("https://a.example", {"kind": "json", "json": {"model": "m"}})
    ]
