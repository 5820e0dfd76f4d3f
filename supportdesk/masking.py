"""Masking: secrets become bullets at the door, character for character, so that every span stays where it was.

Kept are the first three and the last four characters (design, Promise 2); of a short secret less, never more than a
third. Masking what is masked changes nothing, and a placeholder (`sk-xxxx`, `$KEY`, `<token>`) is evidence, not a
secret. Patterns run on RE2: linear time on any text.
"""

from __future__ import annotations

from typing import Any

BULLET = "\u2022"

_SIGN = r"[A-Za-z0-9_\-.+/=~•]"
_PREFIX = (
    r"(?:sk|pk|rk|ek|gsk|xai|hf|r8|pplx|gh[opsu]|github_pat|glpat|xox[abeprs]|nvapi|tvly|whsec|fw|sess|cr|fk|key|tok)"
)
_NAME = (
    r"(?:[a-z0-9]+[_\-. ])*(?:api[_\- ]?key|apikey|api[_-]?token|secret[_-]?key|access[_-]?key(?:[_-]?id)?|secret|"
    r"access[_-]?token|auth[_-]?token|refresh[_-]?token|session[_-]?token|token|passwd|password|pwd|"
    r"client[_-]?secret|private[_-]?key|credential|signature|authorization|apikey|cookie|sk|ak)"
)
_VARIABLE = r"(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|_SK|_AK)"
_HEADER = (
    r"(?:x-api-key|api-key|x-goog-api-key|mj-api-secret|x-auth-token|x-access-token|authorization|proxy-authorization)"
)
_BEGINS = r"(?:^|[^A-Za-z0-9_•]|%[0-9A-Fa-f]{2})"
_IS = r"(?:\\*[\"'])?\]?\s*(?::|=|=>|,|:=|＝|：)\s*"
_SAID = r"(?i)(?:api[ _-]?key|\bkey|token|密钥|秘钥|令牌|密码|口令|password)\s*(?:是|为|is|[:：=])\s*[「“\"'`]?"
_WORD = r"([A-Za-z0-9_\-•]{12,})"
_DIGITS = r"([A-Za-z0-9+/\-]{0,12}[0-9][A-Za-z0-9+/_\-]{19,})"

# Each pattern's group 1 is the secret; before it stand words of which one occurs (case folded) wherever it matches, so
# that most texts are spared most patterns ('' : no such word). Sources of the shapes: the providers' public key
# formats; toapis.md, 'Hosts and auth' (48 characters behind `sk-`); gateway.md 4 (`?key=`, `x-api-key`,
# `x-goog-api-key`, `mj-api-secret`).
_FAMILIES = frozenset(
    ("gpt", "chatgpt", "claude", "gemini", "grok", "deepseek", "qwen", "qwen2", "qwen3", "glm", "kimi", "llama",
     "mistral", "mixtral", "doubao", "veo", "sora", "kling", "flux", "imagen", "seedance", "seedream", "minimax",
     "hunyuan", "ernie", "whisper", "dall", "nano")
)  # fmt: skip
_ANY = ("",)
_SCHEMES = ("bearer", "basic")
_WORDS = ("key", "token", "密钥", "秘钥", "令牌", "密码", "口令", "password")
_SHAPES = (
    # keys by their prefix
    (_ANY, _BEGINS + r"(" + _PREFIX + r"[-_][A-Za-z0-9_\-•]{6,})"),
    (
        ("aiza", "akia", "asia", "ltai", "akid", "aklt"),
        _BEGINS + r"(AIza[A-Za-z0-9_\-•]{20,}|(?:AKIA|ASIA|LTAI|AKID|AKLT)[A-Za-z0-9•]{12,})",
    ),
    (("ya29.",), _BEGINS + r"(ya29\.[A-Za-z0-9_\-.•]{16,})"),
    # JSON web tokens, and the `id.secret` keys of Zhipu
    (("eyj",), r"(eyJ[A-Za-z0-9_\-•]{6,}\.[A-Za-z0-9_\-•]{4,}\.[A-Za-z0-9_\-•]{2,})"),
    (_ANY, r"(?:^|[^A-Za-z0-9•])([0-9a-f]{3}[0-9a-f•]{29}\.[A-Za-z0-9•]{12,})"),
    ((BULLET, "."), r"(?:^|[^A-Za-z0-9•])([0-9a-f]{3}•{42}[A-Za-z0-9]{4}|[0-9a-f]{32}\.[A-Za-z0-9]{16})"),
    # private keys
    (("-----begin",), r"-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)-----END"),
    (("-----begin",), r"-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)$"),
)
_PLACES = (
    (_SCHEMES, r"(?i)(?:\b|%[0-9a-f]{2})(?:bearer|basic)(?:\s|\\t|%20|\+)+[\"']?(" + _SIGN + r"{8,})"),
    (_SCHEMES, r"(?i)\b(?:bearer|basic)\s*[\"'`]\s*(?:[+.&~]|<>|,)\s*[bfr]?[\"'`]([^\"'`\s\\]{6,})[\"'`]"),
    (
        ("key=", "token=", "auth=", "secret=", "sig=", "signature=", "password=", "x-amz-"),
        r"(?i)[?&;](?:key|api[_-]?key|apikey|token|access[_-]?token|auth|secret|sig|signature|password|x-amz-[a-z-]*)=([^&#\s\"'<>\\]{4,})",
    ),
    (("@",), r"(?i)://[^/\s:@\"'<>]*:([^@/\s\"'<>]+)@"),
    (("-u",), r"(?i)(?:^|\s)(?:-u|--user|--proxy-user)[ =]*[\"']?[^\s:\"']*:([^\s\"']+)"),
    # a name and its value: headers, JSON, code, settings, tables; escaped quotes included
    (_ANY, r"(?im)(?:^|[^a-z0-9])" + _NAME + _IS + r"\(?\s*[bfr]?\\*[\"']([^\"'\s\\]{4,})\\*[\"']"),
    (
        ("key", "token", "secret", "password", "passwd", "_sk", "_ak"),
        r"(?m)^\s*(?:export\s+|set\s+|\$env:|-\s+)?[A-Za-z0-9_]*" + _VARIABLE + r"\s*[=:]\s*([^\s\"'#]{6,})",
    ),
    (
        ("api-key", "api-secret", "auth-token", "access-token", "authorization"),
        r"(?im)\b" + _HEADER + r"\s*[:：]\s*(" + _SIGN + r"{6,})",
    ),
    (_WORDS, _SAID + _WORD),
    (_WORDS, _SAID + _DIGITS),
    (
        _WORDS,
        r"(?i)(?:密钥|秘钥|令牌|(?:api|access)[ _-]?key|\bkey|token)(?:\s+provided\s*[:：]?)?\s+[「“\"'`]?" + _DIGITS,
    ),
    (("name=",), r"(?i)\bname=[\"'](?:api[_-]?)?(?:key|token|password|secret)[\"']\s+value=[\"']([^\"']{6,})"),
)  # fmt: skip
_SHAPED = frozenset(pattern for _words, pattern in _SHAPES)
_ALL_WORDS = frozenset(word for words, _pattern in (*_SHAPES, *_PLACES) for word in words)
_COOKIES = r"(?im)(?:\b(?:set-)?cookie\\*[\"']?\s*[:=,]\s*\\*[\"']?|(?:^|\s)(?:-b|--cookie)[ =]+[\"']?)([^\r\n\"'\\]+)"
_COOKIE_TABLE = r"(?i)\bcookies[\"']?\s*[:=]\s*(?:dict\()?[{(]?([^{}()\[\]\r\n]{1,800})"
_COOKIE_MEMBER = r"[:=,]\s*[\"']([^\"'\s;]{6,})[\"']"
_COOKIE_PAIR = r"[A-Za-z0-9_.\-]+=([^;\s,]{4,})"
# A key without prefix or name: toapis.md gives 48 characters, drawn from both cases and digits.
_BARE = r"(?:^|[^A-Za-z0-9_/+=•\-])([A-Za-z0-9•]{40,64})(?:$|[^A-Za-z0-9_/+=•\-])"

_PLACEHOLDER = (
    r"(?i)^(?:[a-z]{1,10}[-_])?(?:x+|\*+|\.+|•+|0+|1+|123(?:4|45|456|4567|45678|456789|4567890)?|abc(?:def)?|test|demo|none|null|true|"
    r"false|empty|dummy|fake|placeholder|.*(?:your|my)[-_ ]?(?:own[-_ ]?)?(?:api|key|token|secret|access).*|"
    r"(?:api|secret|access)?[-_ ]?(?:key|token|secret)|string|required|optional|undefined|bearer|basic|"
    r"authenti(?:cation|cate|cated)|authori[sz](?:ation|ed)|credentials?|process|import|os|self|config|settings|env|getenv)[-_.]*$"
)

_compiled: dict[str, Any] = {}


def _regex(pattern: str) -> Any:
    """Return the compiled pattern; compiled on first use, since most commands mask nothing."""
    if pattern not in _compiled:
        import re2

        options = re2.Options()
        options.log_errors = False
        _compiled[pattern] = re2.compile(pattern, options)
    return _compiled[pattern]


PASSES = 8
"""A mask may uncover the name before another secret (`key:` at the end of a masked word), so masking repeats."""


def mask(text: str) -> tuple[str, int]:
    """Return the text with every secret masked one for one, and the number of places that were masked.

    Idempotent: masking the result again changes nothing and counts 0.
    """
    total = 0
    for _ in range(PASSES):
        text, count = _mask_once(text)
        total += count
        if not count:
            break
    return text, total


def _mask_once(text: str) -> tuple[str, int]:
    places = _places(text)
    secrets = {text[start:end] for start, end in places if end - start >= 8}
    for secret in secrets:
        if BULLET in secret:
            continue
        at = text.find(secret)
        while at >= 0:
            places.add((at, at + len(secret)))
            at = text.find(secret, at + len(secret))
    count, pieces, behind = 0, [], 0
    for start, end in _merged(places):
        hidden = veil(text[start:end])
        if hidden != text[start:end]:
            count += 1
        pieces += [text[behind:start], hidden]
        behind = end
    pieces.append(text[behind:])
    return "".join(pieces), count


def veil(secret: str) -> str:
    """Return one secret with bullets in its middle: three characters before, four behind, as far as it is long enough.

    Line ends and blanks inside stay, so that lines do not move.
    """
    size = len(secret)
    before, behind = (3, 4) if size >= 21 else (3, 2) if size >= 15 else (3, 0) if size >= 9 else (0, 0)
    middle = secret[before : size - behind]
    return secret[:before] + "".join(c if c.isspace() else BULLET for c in middle) + secret[size - behind :]


def _places(text: str) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    folded = text.casefold()
    latin = folded if folded.isascii() else folded.encode("ascii", "replace").decode()  # a wide text is slow to search
    said = {word for word in _ALL_WORDS if word in (latin if word.isascii() else folded)}
    for words, pattern in (*_SHAPES, *_PLACES):
        if said.isdisjoint(words):
            continue
        shape = pattern in _SHAPED
        for match in _regex(pattern).finditer(text):
            secret = match.group(1)
            if (
                _is_placeholder(secret)
                or (words is _WORDS and _is_model(secret))
                or (pattern == _SHAPES[0][1] and _is_name(secret))
            ):
                continue
            if not text[match.end() : match.end() + 8].lstrip().startswith(":") or shape:
                found.add(match.span(1))
    for header in _regex(_COOKIES).finditer(text) if "cookie" in folded or "-b" in folded else ():
        shift = header.start(1)
        for pair in _regex(_COOKIE_PAIR).finditer(header.group(1)):
            found.add((shift + pair.start(1), shift + pair.end(1)))
    # the pattern takes 4 ms to compile: its long run is written out in RE2
    for table in _regex(_COOKIE_TABLE).finditer(text) if "cookies" in folded else ():
        shift = table.start(1)
        for member in _regex(_COOKIE_MEMBER).finditer(table.group(1)):
            found.add((shift + member.start(1), shift + member.end(1)))
    for match in _regex(_BARE).finditer(text):
        word = match.group(1)
        if BULLET in word or _mixed(word):
            found.add(match.span(1))
    return found


def _mixed(word: str) -> bool:
    """Whether a word draws on digits and both cases as keys do; request ids begin with a time of 14 digits."""
    kinds = (any(c.isdigit() for c in word), any(c.islower() for c in word), any(c.isupper() for c in word))
    return all(kinds) and not word[:12].isdigit()


def _is_name(word: str) -> bool:
    """Whether a word with a key's prefix is a name made of words, as error codes are: `key_limit`, `key-disabled`."""
    return BULLET not in word and len(word) < 32 and not any(sign.isdigit() for sign in word)


def _is_model(word: str) -> bool:
    """Whether a word behind 'token:' is a model's name (`grok-imagine-0`): a family, then short parts of one case."""
    family, *parts = word.split("-")
    return family in _FAMILIES and bool(parts) and all(0 < len(part) <= 10 and part == part.lower() for part in parts)


def _is_placeholder(secret: str) -> bool:
    if any(sign in secret for sign in "<>{}$%()[]") and not secret.startswith(("sk-", "eyJ")):
        return True
    return BULLET not in secret and bool(_regex(_PLACEHOLDER).match(secret))


def _merged(places: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places in order, overlapping ones as the longest that begins first."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if merged and start < merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
            continue
        merged.append((start, end))
    return merged
