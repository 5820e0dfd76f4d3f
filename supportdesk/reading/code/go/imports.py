"""The names that Go's import paths bind, and the names under which the library tables know them."""

from __future__ import annotations

_KNOWN = {
    "github.com/sashabaranov/go-openai": "openai",
    "github.com/openai/openai-go": "openai",
    "github.com/openai/openai-go/option": "option",
    "github.com/anthropics/anthropic-sdk-go": "anthropic",
    "github.com/go-resty/resty": "resty",
    "gopkg.in/resty.v1": "resty",
    "resty.dev": "resty",
    "github.com/imroc/req": "req",
    "io/ioutil": "io",
    "github.com/json-iterator/go": "json",
    "github.com/bytedance/sonic": "json",
    "github.com/goccy/go-json": "json",
    "github.com/pkg/errors": "errors",
}
_BOUND = {
    "github.com/json-iterator/go": "jsoniter", "github.com/bytedance/sonic": "sonic", "io/ioutil": "ioutil",
}  # fmt: skip


def _plain(path: str) -> str:
    """Return an import path without the version at its end."""
    front, slash, last = path.rpartition("/")
    return front if slash and last[:1] == "v" and last[1:].isdigit() else path


def _short(path: str) -> str:
    """Return the name that a package most likely has: what its path ends in, without `go-`, `-go`, `.v2`."""
    last = _plain(path).rpartition("/")[2].partition(".")[0]
    return last.removeprefix("go-").removesuffix("-go").replace("-", "_")


def package_name(path: str) -> str:
    """Return the name that an import binds."""
    plain = _plain(path)
    return _BOUND.get(plain) or _KNOWN.get(plain) or _short(path)


def package_path(path: str) -> str:
    """Return the name under which the library tables know a package; one of nobody's stays its path."""
    plain = _plain(path)
    known = _KNOWN.get(plain)
    if known is not None:
        return known
    for root, name in _KNOWN.items():
        for version in ("/v1", "/v2", "/v3", "/v4", "/v5"):
            if plain.startswith((root + "/", root + version + "/")) and name in ("openai", "anthropic"):
                return _short(path)
    return _short(path) if "." not in path.partition("/")[0] else plain
