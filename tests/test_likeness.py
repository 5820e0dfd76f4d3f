"""How like a ticket's words are to what the rules say of each cause: an order for what is open, never evidence."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text
from supportdesk.likeness import how_like, index_kinds, index_likeness, likest_kinds
from supportdesk.threads import features_of, index_threads, words_of

TEXT = {"en": "", "zh": ""}
CAUSES = {
    "auth.invalid-key": {"title": {"en": "The key is unknown", "zh": "密钥不存在"}, "meaning": TEXT},
    "network.proxy": {"title": {"en": "A proxy breaks the call", "zh": "代理影响调用"}, "meaning": TEXT},
    "unknown": {"title": TEXT, "meaning": TEXT},
}
RULES = [
    {
        "cause": "auth.invalid-key",
        "when": "regexp_matches(symptoms, ',key_refused,')",
        "title": {"en": "The key {key} was refused", "zh": "密钥被拒绝"},
        "why": {"en": "The service does not know this key, mistyped or truncated.", "zh": "服务不认识该密钥。"},
    },
    {
        "cause": "network.proxy",
        "when": "regexp_matches(symptoms, ',(local_proxy_on|stream_in_lumps),')",
        "title": {"en": "A local proxy or VPN stands between", "zh": "中间有本地代理或 VPN"},
        "why": {"en": "The reverse proxy buffers the stream until its end.", "zh": "反向代理缓冲了流式输出。"},
    },
]
SYMPTOMS = [
    {
        "id": "local_proxy_on",
        "groups": [["clash", "翻墙软件"]],
        "meaning": {"en": "a local proxy is on", "zh": "本地代理"},
    }
]
THREADS = [
    {
        "cause": "network.proxy",
        "also": ["auth.invalid-key"],
        "text": "Behind the office firewall HTTP 403, at home 200",
    },
    {"cause": "network.proxy", "text": "the office firewall cuts every long answer"},
    {"cause": "auth.invalid-key", "text": "HTTP 401 since I copied the token again"},
    {"cause": "auth.invalid-key", "text": "copied the token, HTTP 401"},
    {"cause": "unknown", "text": "the office token"},
]
INDEX = index_likeness(CAUSES, RULES, SYMPTOMS)
TAUGHT = index_threads(CAUSES, THREADS)
UNTAUGHT = index_threads(CAUSES, [])


KEY = "The service does not know this key; the key was refused, mistyped or truncated, is it unknown? "
PROXY = "With clash on a local proxy or VPN stands between; the reverse proxy buffers the stream until its end. "
KEY_ZH = "服务一直说不认识该密钥，密钥被拒绝了，说密钥不存在，服务不认识这个密钥"
PROXY_ZH = "开了翻墙软件之后流式输出都被缓冲，是不是中间有本地代理影响调用，反向代理缓冲了流式输出"


@pytest.mark.parametrize(
    ("text", "likest"),
    [(KEY, "auth.invalid-key"), (PROXY, "network.proxy"), (PROXY_ZH, "network.proxy"), (KEY_ZH, "auth.invalid-key")],
)
def test_words_are_like_the_cause_whose_rules_speak_so(text: str, likest: str) -> None:
    found = how_like(INDEX, UNTAUGHT, text, 8)
    assert max(found, key=found.__getitem__) == likest
    assert set(found) == {"auth.invalid-key", "network.proxy"}
    assert min(found.values()) < max(found.values()) == 0


@pytest.mark.parametrize("text", ["", "你好", "key key key key key key key key key key", "!" * 5000])
def test_few_known_words_are_like_nothing(text: str) -> None:
    assert how_like(INDEX, TAUGHT, text, 8) == {}


def test_threads_teach_words_that_no_rule_says() -> None:
    key, proxy = "I copied the token, is it 401?", "the office firewall again"
    assert max(how_like(INDEX, TAUGHT, key, 0).items(), key=lambda one: one[1])[0] == "auth.invalid-key"
    assert max(how_like(INDEX, TAUGHT, proxy, 0).items(), key=lambda one: one[1])[0] == "network.proxy"
    assert "unknown" not in TAUGHT["causes"]


def test_a_word_of_one_thread_teaches_nothing() -> None:
    assert {"office", "office firewall", "firewall", "401", "copied", "token"} <= set(TAUGHT["words"])
    assert not {"403", "200", "since", "behind", "long answer"} & set(TAUGHT["words"])


def test_a_cause_without_threads_is_as_far_off_as_the_farthest() -> None:
    index = index_threads([*CAUSES, "model.retired"], THREADS)
    place = index["causes"].index("model.retired")
    assert index["first"][place] == min(index["first"])
    assert index["absent"][place] == max(index["absent"])


def test_features_are_words_numbers_and_neighbours() -> None:
    assert features_of("HTTP 404 from /v1/models, 密钥") == {
        "http", "from", "models", "404", "http from", "from models", "密钥",
    }  # fmt: skip
    assert "2024" not in features_of("in 2024")
    assert "200" not in features_of("took 200.5 or v200")


def test_words_are_beginnings_and_pairs() -> None:
    assert words_of("Exceeding exceeds, 密钥无效 a1 {x}") == {"exceedin", "exceeds", "密钥", "钥无", "无效"}


def test_a_text_that_decides_nothing_gets_a_list_and_no_verdict() -> None:
    text = (
        "At home the answer comes word by word. In the office, where a reverse proxy of ours stands between browser "
        "and gateway, the whole stream seems to be buffered: everything arrives in one piece when it is complete."
    )
    diagnosis = diagnose_text(text)
    causes = {one["cause"]: one["certainty"] for one in diagnosis["causes"]}
    assert "network.proxy" in list(causes)[:3]
    assert diagnosis["verdict"]["certainty"] != "confirmed"
    assert not diagnose_text("你好")["causes"]


def test_the_kinds_of_error_that_a_message_is_worded_like() -> None:
    index = index_kinds(
        [
            (["media_unreachable"], "failed to download the picture from the given link"),
            (["media_unreachable"], "could not fetch the media behind this address"),
            (["context_too_long"], "the prompt exceeds the maximum context of this model"),
        ]
    )
    assert likest_kinds(index, "we failed to fetch the picture behind your link") == ["media_unreachable"]
    assert likest_kinds(index, "context exceeded") == []  # too few words
    assert likest_kinds(index, "zucchini harvest began early under grey skies, said the picture") == []
