"""Where the values of the generic reader stand, and how it pairs names with values."""

from __future__ import annotations

import pytest

from supportdesk.reading.code.generic import reader as generic
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.code.spans import misplaced


def test_members_that_calls_make_are_pairs_of_a_name_and_a_value() -> None:
    text = """
header = [
    HeaderField('X-Trace', 't-1')
    HeaderField('Content-Type', 'application/json')
]
uri = URI('https://a.example/v1/x');
response = RequestMessage('put', header, body).send(uri);
"""
    (request,) = generic.read(View.whole(Source(text))).requests
    assert [(key.data, value.data) for key, value in request.headers] == [
        ("X-Trace", "t-1"),
        ("content-type", "application/json"),
    ]
    assert misplaced(request, Source(text)) == []


def test_a_value_over_two_literals_has_both_as_its_parts() -> None:
    text = """
NSMutableData *data = [[NSMutableData alloc] initWithData:
  [@"{\\"model\\":\\"m-1\\",\\"url\\":\\"https://c.example/?a=1" d:4]];
[data appendData:[@"&b=2\\"}" dataUsingEncoding:NSUTF8StringEncoding]];
NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:@"https://a.example/v1/x"]];
[request setHTTPMethod:@"POST"];
[request setHTTPBody:data];
"""
    (request,) = generic.read(View.whole(Source(text))).requests
    assert request.body.value is not None
    assert request.body.value.plain() == {"model": "m-1", "url": "https://c.example/?a=1&b=2"}
    joined = request.body.value.data["url"]
    assert joined.span is None
    assert len(joined.parts) == 2
    assert request.body.value.data["model"].span is not None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            """
final request = http.MultipartRequest('POST', Uri.parse('https://a.example/v1/edits'))
  ..fields['prompt'] = 'a cat'
  ..files.add(await http.MultipartFile.fromPath('image', '/tmp/cat.png'));
""",
            {
                "kind": "multipart",
                "multipart": [{"name": "prompt", "value": "a cat"}, {"name": "image", "filename": "cat.png"}],
            },
        ),
        (
            """
var request = http.MultipartRequest('POST', Uri.parse('https://a.example/v1/edits'));
request.fields.addAll({'n': '1'});
request.files.add(http.MultipartFile.fromBytes('image', bytes, filename: 'b.png'));
""",
            {"kind": "multipart", "multipart": [{"name": "n", "value": "1"}, {"name": "image", "filename": "b.png"}]},
        ),
        (
            "req = Net::HTTP::Post.new(URI('https://a.example/v1/x'))\nreq.body = 'plain words'\n",
            {"kind": "raw", "raw": "plain words"},
        ),
        (
            'let body = NSMutableData()\nvar data = "a=1"\n'
            + "".join(f'data.append("&k{number}={number}")\n' for number in range(30))
            + 'var request = URLRequest(url: URL(string: "https://a.example/v1/x")!)\n'
            'request.httpMethod = "POST"\nrequest.httpBody = data\n',
            {"kind": "raw", "raw": "a=1" + "".join(f"&k{number}={number}" for number in range(30))},
        ),
    ],
)
def test_bodies_that_are_put_together_step_by_step(text: str, body: dict[str, object]) -> None:
    (request,) = generic.read(View.whole(Source(text))).requests
    assert request.to_dict()["body"] == body


def test_a_query_member_of_a_request_is_no_header_whatever_its_name() -> None:
    text = "res = conn.post('https://a.example/v1/x') do |req|\n  req.params['api-version'] = '2024-10-21'\nend\n"
    (request,) = generic.read(View.whole(Source(text))).requests
    assert request.to_dict()["url"] == "https://a.example/v1/x?api-version=2024-10-21"


def test_credentials_without_brackets() -> None:
    text = "req = Net::HTTP::Get.new(URI('https://a.example/'))\nreq.basic_auth 'anna', 'pw'\n"
    (request,) = generic.read(View.whole(Source(text))).requests
    assert request.to_dict()["headers"] == {"authorization": "Basic YW5uYTpwdw=="}


def test_an_empty_map_of_swift_is_no_list() -> None:
    text = (
        'let body = ["model": "m-1", "extra": [:], "list": []] as [String: Any]\n'
        'var request = URLRequest(url: URL(string: "https://a.example/v1/x")!)\nrequest.httpMethod = "POST"\n'
        "request.httpBody = try! JSONSerialization.data(withJSONObject: body)\n"
    )
    (request,) = generic.read(View.whole(Source(text))).requests
    assert request.to_dict()["body"] == {"kind": "json", "json": {"model": "m-1", "extra": {}, "list": []}}
