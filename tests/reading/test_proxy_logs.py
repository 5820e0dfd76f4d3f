"""Lines that the caller's own proxy program logged."""

from __future__ import annotations

import pytest

from tests.reading.samples import values


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("2026/03/01 08:00:01 from 127.0.0.1:51000 accepted tcp:api.example.com:443 [socks -> out]", "api.example.com"),
        ("2026/03/01 08:00:01 [Info] [77] proxy/http: request to Method [CONNECT] Host [10.0.0.7:8080] with URL [//x]",
         "10.0.0.7"),
        ('time="2026-03-01" level=info msg="[TCP] 127.0.0.1:52000 --> relay.example.com:443 match Match using P[x]"',
         "relay.example.com"),
        ("INFO [11 0ms] outbound/direct[direct]: outbound connection to localhost:3000", "localhost"),
        ("1700000000.1 20 10.0.0.2 TCP_TUNNEL/200 3900 CONNECT api.example.com:443 - HIER_DIRECT/1.2.3.4 -",
         "api.example.com"),
    ],
)  # fmt: skip
def test_a_proxys_log_says_that_there_is_one_and_where_it_went(line: str, host: str) -> None:
    assert values(line, "proxy_url_set") == [True]
    assert values(line, "host") == [host]


def test_who_speaks_of_a_proxy_logs_nothing() -> None:
    assert values("we accepted the proxy and the request went to the host", "proxy_url_set") == []
