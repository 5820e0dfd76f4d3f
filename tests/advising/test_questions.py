"""Questions that the guide answers: the reply is the answer, there is no cause, and nothing is asked for."""

from __future__ import annotations

import io

import pytest

from supportdesk import diagnose_text
from supportdesk.cli.main import run

ASKED = [
    ("How do I choose Text-to-Video vs Image-to-Video?", "key frames", "关键帧"),
    ("请问文生视频和图生视频有什么区别，应该选哪个？", "key frames", "关键帧"),
    ("What's the difference between R2V and Video Edit?", "already have", "已有"),
    ("参考生视频和视频编辑有什么不同", "already have", "已有"),
    ("When should I use gemini_omni?", "settling prompts", "收敛提示词"),
    ("gemini_omni 适合什么场景？", "settling prompts", "收敛提示词"),
    ("你好，视频模型怎么调用，怎么获取结果？", "poll", "轮询"),
]


@pytest.mark.parametrize(("text", "english", "chinese"), ASKED)
def test_the_reply_is_the_answer(text: str, english: str, chinese: str) -> None:
    found = diagnose_text(text)
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("unknown", "undetermined")
    assert (found["causes"], found["ask"]) == ([], [])
    assert english in found["reply"]["en"]
    assert chinese in found["reply"]["zh"]
    assert found["reply"]["language"] == ("zh" if "视频" in text or "场景" in text else "en")
    assert found["reply"]["gate"]["passed"]


@pytest.mark.parametrize(
    "text",
    [
        "文生视频和图生视频都失败了还扣费，应该选哪个？",
        "text-to-video or image-to-video, which one gives HTTP 500 internal error?",
        "What is the difference between gpt-5.4 and gpt-5.5?",
        "",
    ],
)
def test_a_complaint_and_another_question_are_no_question_of_the_guide(text: str) -> None:
    assert "key frames" not in diagnose_text(text)["reply"]["en"]


def test_the_status_is_that_of_nothing_to_act_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ASKED[0][0].encode())))
    assert run(["diagnose", "-"]) == 0
    assert "A question" in capsys.readouterr().out
