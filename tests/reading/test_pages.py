"""HTML pages and streams."""

from __future__ import annotations

import pytest

from tests.reading.samples import last, pieces, read

PAGE = "<!doctype html>\n<html><head>\n<title>{title}</title></head>\n<body>{body}</body>\n</html>"


def test_the_consoles_page_has_its_title_and_proves_no_layer() -> None:
    (page,) = pieces(
        "网络里的响应是：\n\n" + PAGE.format(title="My Gateway", body='<div id="root"></div>') + "\n怎么办", "page"
    )
    assert page.first("page_title") == "My Gateway"
    assert page.first("response_kind") == "html"
    assert page.first("error_layer") is None
    assert page.complete


@pytest.mark.parametrize(
    ("title", "body", "status", "layer"),
    [
        (
            "413 Request Entity Too Large",
            "<center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx/1.2</center>",
            413,
            "proxy",
        ),
        ("gw.example.com | 524: A timeout occurred", "<p>Cloudflare Ray ID: 1</p>", 524, "cdn"),
        ("Just a moment...", '<script src="/cdn-cgi/challenge-platform/x"></script>', None, "cdn"),
        ("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>openresty</center>", 502, "proxy"),
    ],
)
def test_pages_of_proxies_and_cdns(title: str, body: str, status: int | None, layer: str) -> None:
    (page,) = pieces(PAGE.format(title=title, body=body), "page")
    assert (page.first("http_status"), page.first("error_layer")) == (status, layer)


def test_a_status_before_the_page_is_the_answers() -> None:
    (page,) = pieces("API Error: 403 " + PAGE.format(title="Blocked", body="no"), "page")
    assert page.first("http_status") == 403


@pytest.mark.parametrize(
    ("title", "heading", "status"),
    [
        ("Bad Gateway", "Bad Gateway", 502),
        ("Error", "Service Unavailable", 503),
        ("Gateway Time-out", "", 504),
        ("Gateway Timeout", "", 504),
        ("My Gateway", "Welcome", None),
    ],
)
def test_a_reason_phrase_as_title_or_heading_is_its_status(title: str, heading: str, status: int | None) -> None:
    (page,) = pieces(PAGE.format(title=title, body=f"<h1>{heading}</h1>"), "page")
    assert page.first("http_status") == status


@pytest.mark.parametrize(
    "code",
    [
        "document.write(`{page}`)",
        "const home = `\n{page}\n`;",
        'HTML = """\n{page}\n"""',
        "return HttpResponse('''\n  {page}''')",
    ],
)
def test_a_page_inside_a_string_of_a_program_is_no_answer(code: str) -> None:
    assert pieces(code.replace("{page}", PAGE.format(title="502 Bad Gateway", body="x")), "page") == []


def test_a_page_in_a_fence_is_one() -> None:
    assert len(pieces("```\n" + PAGE.format(title="Home", body="x") + "\n```", "page")) == 1


def test_a_page_that_is_cut_off_is_not_complete() -> None:
    (page,) = pieces("<!doctype html>\n<html><head><title>X</title>", "page")
    assert not page.complete


def test_a_stream_gives_the_last_usage_and_says_whether_it_ended() -> None:
    chunk = 'data: {"object":"chat.completion.chunk","model":"m",'
    text = (
        chunk + '"choices":[{"delta":{"content":"a"}}]}\n\n'
        + chunk + '"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\n'
    )  # fmt: skip
    (cut,) = pieces(text, "stream")
    (whole,) = pieces(text + "data: [DONE]\n", "stream")
    assert (whole.first("prompt_tokens"), whole.first("completion_tokens"), whole.first("response_kind")) == (
        3,
        4,
        "sse",
    )
    assert (cut.complete, whole.complete) == (False, True)


def test_an_error_in_a_stream_stands_inside_it() -> None:
    text = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n'
    stream, error = (piece for piece in read(text).pieces if piece.kind in ("stream", "error"))
    assert (error.inside, error.first("error_message")) == (0, "busy")
    assert last(text, "error_type") == "overloaded_error"
    assert stream.first("response_kind") == "sse"
