"""Where the values of the generic reader stand, and how it pairs names with values."""

from __future__ import annotations

from supportdesk.reading.code import generic
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
