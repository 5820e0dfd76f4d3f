"""Who is let in: hosts, origins, tokens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from supportdesk.errors import InputError
from supportdesk.serving.access import Access, host_name, is_loopback, new_token, token_of


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("127.0.0.1:8700", "127.0.0.1"),
        ("LocalHost", "localhost"),
        ("[::1]:8700", "::1"),
        ("[::1]", "::1"),
        ("", None),
        (":80", None),
        ("a:b", None),
        ("[::1", None),
        ("[::1]x", None),
        ("127.0.0.1:8700@evil.example", None),
        ("127.0.0.1:123456", None),
    ],
)
def test_a_host_header_is_read_strictly(header: str, name: str | None) -> None:
    assert host_name(header) == name


def test_on_loopback_only_its_own_names_are_hosts() -> None:
    access = Access("127.0.0.1", new_token())
    assert all(access.is_host(host) for host in ("127.0.0.1:8700", "localhost:9000", "[::1]:1"))
    wrong = ("evil.example:8700", "127.0.0.1.evil.example", "192.168.1.5:8700", "", "localhost.evil.example")
    assert not any(access.is_host(host) for host in wrong)


def test_elsewhere_addresses_are_hosts_and_names_are_not_unless_given() -> None:
    assert Access("0.0.0.0", new_token()).is_host("192.168.1.5:8700")
    assert not Access("0.0.0.0", new_token()).is_host("rebound.example:8700")
    assert Access("desk.example", new_token()).is_host("desk.example:8700")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("desk.example")


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        ("http://127.0.0.1:8700", True),
        ("https://127.0.0.1:8700", True),
        ("http://127.0.0.1:8701", False),
        ("http://127.0.0.1", False),
        ("null", False),
        ("", False),
        ("http://127.0.0.1:8700.evil.example", False),
    ],
)
def test_an_origin_is_the_host_with_its_port(origin: str, same: bool) -> None:
    assert Access.is_same_origin(origin, "127.0.0.1:8700") is same


def test_a_token_and_a_cookie_are_not_each_other() -> None:
    token = new_token()
    access = Access("127.0.0.1", token)
    assert access.is_token(token)
    assert not access.is_cookie(token)
    assert access.is_cookie(access.cookie)
    assert not any(access.is_token(shown) for shown in (access.cookie, "", token[:-1], token + "x", "\udc80", "密"))
    assert len({new_token() for _ in range(50)}) == 50


def test_a_tokens_file_is_made_for_the_owner_and_kept(tmp_path: Path) -> None:
    path = str(tmp_path / "token")
    token = token_of(path)
    assert len(token) >= 43
    assert token_of(path) == token
    if os.name != "nt":
        assert os.stat(path).st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "short", "x" * 30 + " y", "é" * 30, "令" * 30])
def test_an_unusable_token_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "token"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(InputError):
        token_of(str(path))
    assert path.read_text(encoding="utf-8") == content


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_tokens_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("x" * 40, encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(InputError, match="read"):
        token_of(str(path))
    with pytest.raises(InputError):
        token_of(str(tmp_path / "missing" / "token"))
