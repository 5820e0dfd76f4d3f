"""The reply gate: one test for each kind of leak, promise, empty place and statement that nothing supports."""

from __future__ import annotations

import json

import pytest

from supportdesk.advising.gate import Gate, check_reply
from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.source import Source
from tests.acceptance.desk import CHAT, command
from tests.acceptance.test_discretion import ADDRESS, ADMINS_VIEWS, CHANNEL, HOST
from tests.acceptance.test_money import CHARGE, LATER, REFUND, page, row, task

NOW = 1_776_600_000
REFUSED = 'HTTP 401\n{"error":{"message":"该令牌状态不可用 (request id: 20260419010101889977)","type":"new_api_error"}}'
SECRET = "sk-a1B2c3D4e5F6g7H8i9J0k1L2m3N4"
BODY = {"model": "gemini-omni-flash", "prompt": "a cat at 1920 pixels", "duration": 7, "seconds": 9}


def of(text: str) -> object:
    """Return the diagnosis of a text."""
    return diagnose([Source(text)], now=NOW)


@pytest.fixture(scope="module")
def refused():
    return of(REFUSED)


@pytest.fixture(scope="module")
def owed():
    """A failed task whose charge of 1,200,000 quota was not given back."""
    return of(page(task()) + "\n" + page(*LATER, CHARGE))


def kinds(gate: Gate) -> list[str]:
    """Return the kinds of the reasons, each of which is told in both languages."""
    assert gate.passed is (not gate.reasons)
    assert len(gate.found) == len(gate.reasons)
    for one, reason in zip(gate.found, gate.reasons, strict=True):
        assert set(reason) == {"en", "zh"}
        assert one.piece in reason["en"]
        assert one.piece in reason["zh"]
    return [one.kind for one in gate.found]


HELD = [
    # secrets
    ("secret", f"Your key is {SECRET}."),
    ("secret", f"您的密钥是 {SECRET}。"),
    ("secret", "Send it with Authorization: Bearer abcdefghij1234567890."),
    # places that were not filled
    ("slot", "Set {first_value} to what is allowed."),
    ("slot", "请把 {{first_value}} 改成允许的值。"),
    ("slot", "Your model <unknown> is not served."),
    ("slot", "请使用 <模型名> 重试。"),
    ("slot", "Dear [name], thank you."),
    ("slot", "您好 [客户姓名]，感谢反馈。"),
    ("slot", "The task […] is over."),
    ("slot", "The request id is None."),
    ("slot", "请求 ID 为 null。"),
    ("slot", "The price is NaN."),
    ("slot", "The price is undefined."),
    ("slot", "Gateway: N/A"),
    ("slot", "TODO: write the rest."),
    ("slot", "余额为 XXX，请核对。"),
    ("slot", "We found it（）and go on."),
    ("slot", "请求 ID：。"),
    # what only the operator may know
    ("internal", "It went through channel 12."),
    ("internal", "请求走的是渠道 12。"),
    ("internal", "It went through channel #azure-7."),
    ("internal", "渠道ID：12 已被删除。"),
    ("internal", "It is channel #3 that failed."),
    ("internal", "The row has admin_info in it."),
    ("internal", "日志里的 use_channel 是空的。"),
    ("cost", "Our cost for this model went up."),
    ("cost", "这个模型的成本上涨了。"),
    ("cost", "The upstream price is higher."),
    ("cost", "上游单价调整了。"),
    # addresses that nobody named
    ("host", "Please call https://api.elsewhere.io/v1 instead."),
    ("host", "请改用 api.elsewhere.io。"),
    ("host", "The server 10.0.0.17:8080 is ours."),
    ("host", "服务器是 10.0.0.17。"),
    ("unsupported", "Write to someone@elsewhere.io about it."),
    # money that was not granted
    ("promise", "We will refund you."),
    ("promise", "The charge has been credited to your account."),
    ("promise", "You will receive a compensation."),
    ("promise", "If it happens again, we will give back the charge."),
    ("promise", "No problem, your money is returned to you."),
    ("promise", "我们会退款给您。"),
    ("promise", "费用已退还到账户。"),
    ("promise", "我们将为您补偿。"),
    ("promise", "不用担心，扣费会全额返还。"),
    ("promise", "稍后安排赔付。"),
    # sums, numbers, ids, dates and models that stand nowhere
    ("amount", "The call cost $2.40."),
    ("amount", "这次调用花了 3.5 元。"),
    ("amount", "It took 7000 quota."),
    ("amount", "共扣了 7,000 额度。"),
    ("unsupported", "Please wait 48 hours."),
    ("unsupported", "请等待 48 小时。"),
    ("unsupported", "It is mended within three business days."),
    ("unsupported", "三个工作日内会答复您。"),
    ("unsupported", "This happens in 37% of the calls."),
    ("unsupported", "It began on 2026-03-02."),
    ("unsupported", "故障从 14:25 开始。"),
    ("unsupported", "The request is 20260401123456AbCdEfGh."),
    ("unsupported", "任务 task_0aB1cD2eF3gH4iJ5 已结束。"),
    ("unsupported", "See chatcmpl-9aBcDeFgHi0123456789."),
    ("unsupported", "Its id is cgt-20260401-abc12."),
    ("unsupported", "It is 3f2b8c1e-5a7d-4f60-9c1b-2d3e4f5a6b7c."),
    ("unsupported", "Use gpt-5-mini instead."),
    ("unsupported", "改用 sora-2 即可。"),
    ("unsupported", "Use deepseek-chat instead."),
    ("unsupported", "您的账户属于分组 svip-internal。"),
    # causes that are not the verdict's
    ("claim", "Your account balance is exhausted."),
    ("claim", "账户余额不足。"),
    ("claim", "The model does not exist."),
    ("claim", "上游过载了。"),
    # what was done, and certainty
    ("done", "We have fixed it."),
    ("done", "问题已修复。"),
]


@pytest.mark.parametrize(("kind", "text"), HELD)
def test_a_reply_is_held_back(refused, kind, text):
    assert kinds(check_reply(text, refused)) == [kind]


PASSED = [
    "Please check the key: the gateway says that it is not available.",
    "您的令牌已被禁用，请更换后重试。",
    "The gateway answered with HTTP 401 (request id 20260419010101889977).",
    "网关返回 401，请求 ID 为 20260419010101889977。",
    "1. Make a new key.\n2. Send the request once more.\n3) Tell us how it goes.",
    "Whether a refund is due cannot be said yet.",
    "是否退款目前还不能确定。",
    "No refund is due, because nothing was charged.",
    "这次调用没有扣费，无需退款。",
    "Please send the refund rows of the console's log.",
    "请提供控制台的退款记录。",
    "Is your balance used up?",
    "如果是余额不足，报错会不一样。",
    "None of the other keys is touched.",
    "Poll GET /v1/videos/{task_id} until it is done.",
    "The balance was not charged.",
]


@pytest.mark.parametrize("text", PASSED)
def test_a_supported_reply_passes(refused, text):
    assert kinds(check_reply(text, refused)) == []


def test_the_secret_itself_is_in_no_reason(refused):
    gate = check_reply(f"Your key is {SECRET}.", refused)
    assert SECRET[4:20] not in json.dumps(gate.to_dict())
    assert "•" in gate.reasons[0]["en"]


@pytest.mark.parametrize("view", ADMINS_VIEWS)
@pytest.mark.parametrize("text", ["It ran on {name}.", "走的是 {name}。"])
def test_names_of_the_material_that_are_not_the_customers_are_held_back(view, text):
    diagnosis = of(ADMINS_VIEWS[view])
    for name in (HOST, ADDRESS, CHANNEL):
        if name in ADMINS_VIEWS[view]:
            assert "internal" in kinds(check_reply(text.format(name=name), diagnosis))


def test_the_number_of_a_channel_in_a_reason_is_left_out():
    reason = "获取渠道信息失败，请联系管理员，渠道ID：4711"
    found = of(json.dumps(task(status="FAILURE", fail_reason=reason)))
    for language in ("en", "zh"):
        assert "4711" not in found.data["reply"][language]
    assert found.data["reply"]["gate"]["passed"] is True


def test_a_channel_that_the_customer_names_himself_is_no_leak():
    diagnosis = of("我自己部署的 new-api，测试渠道 417 时报 401，怎么办？")
    assert "internal" not in kinds(check_reply("请检查渠道 417 的密钥。", diagnosis))
    assert "internal" in kinds(check_reply("请检查渠道 418 的密钥。", diagnosis))


def test_no_line_of_an_administrators_record_is_quoted():
    other = {"admin_info": {"use_channel": ["41", "12"], "multi_key_index": 3}, "error_code": "bad_response"}
    text = json.dumps(row("gpt-5-mini", 5, 0, content="status_code=500, internal error", other=other))
    found = of(text)
    assert "use_channel" not in found.data["reply"]["en"] + found.data["reply"]["zh"]
    assert found.data["reply"]["gate"]["passed"] is True


def test_money_that_was_granted_may_be_promised_and_no_more(owed):
    assert owed.data["money"]["decision"] == "refund"
    assert owed.data["reply"]["gate"] == {"passed": True, "reasons": []}
    for text in (
        "We will refund 1,200,000 quota ($2.40).",
        "1200000 quota are due back to you.",
        "应退还 1200000 额度（$2.400000）。",
        "我们会全额退款。",
    ):
        assert kinds(check_reply(text, owed)) == [], text
    assert kinds(check_reply("1200000 quota were charged and 0 given back so far.", owed)) == []
    for text in ("We will refund 2400000 quota.", "我们会退还 2,400,000 额度。", "We refund $5.00 to you."):
        assert "larger" in kinds(check_reply(text, owed)), text


def test_a_refund_that_was_booked_may_be_told_but_no_other_promised():
    diagnosis = of(page(task()) + "\n" + page(*LATER, REFUND, CHARGE))
    assert diagnosis.data["money"]["decision"] == "already-refunded"
    assert kinds(check_reply("The charge of 1200000 quota was given back already.", diagnosis)) == []
    assert kinds(check_reply("这笔 1200000 额度已经退还。", diagnosis)) == []
    assert kinds(check_reply("We will refund it once more.", diagnosis)) == ["promise"]
    assert kinds(check_reply("我们会再次退款。", diagnosis)) == ["promise"]


def test_values_of_the_request_and_of_its_definition_are_known():
    diagnosis = of(command("https://toapis.com/v1/videos/generations", BODY))
    assert kinds(check_reply("You sent 1920 pixels and a duration of 7 to gemini-omni-flash.", diagnosis)) == []
    allowed = next(one["allowed"] for one in diagnosis.data["violations"] if one["pointer"] == "/duration")
    listed = allowed if isinstance(allowed, list) else list(allowed.values())
    assert kinds(check_reply(f"Allowed for duration: {', '.join(map(str, listed))}.", diagnosis)) == []
    assert kinds(check_reply("Allowed is 77.", diagnosis)) == ["unsupported"]
    assert kinds(check_reply("See https://docs.toapis.com for more, and call https://toapis.com.", diagnosis)) == []


def test_an_edited_request_is_checked_value_by_value():
    diagnosis = of(command(CHAT, {"model": "gemini_omni", "messages": [{"role": "user", "content": "rain"}]}))
    reply = diagnosis.data["reply"]["en"]
    assert kinds(check_reply(reply, diagnosis)) == []
    assert "gemini_omni" in reply
    assert "host" in kinds(check_reply(reply.replace("toapis.com", "api.other-place.io"), diagnosis))
    assert "unsupported" in kinds(check_reply(reply.replace("gemini_omni", "sora-2"), diagnosis))


def test_more_certainty_than_the_verdicts_is_held_back():
    guess = of("一直报 429，怎么办")
    assert guess.data["verdict"]["certainty"] == "possible"
    assert kinds(check_reply("It is definitely the rate limit.", guess)) == ["sure"]
    assert kinds(check_reply("可以确定是限流。", guess)) == ["sure"]
    assert kinds(check_reply("It may be the rate limit; that is not certain yet.", guess)) == []
    assert kinds(check_reply("目前还不能确定是限流。", guess)) == []
    sure = of(REFUSED)
    assert sure.data["verdict"]["certainty"] == "confirmed"
    assert kinds(check_reply("It is definitely the key.", sure)) == []


def cases_of_claims() -> list[tuple[str, str, str]]:
    """Return (cause, language, a sentence that states it) for every list of claims.yaml."""
    return [
        (cause, language, " ".join(group[0] for group in groups))
        for language, texts in load_knowledge().replies.items()
        for cause, groups in texts["claims"].items()
    ]


@pytest.mark.parametrize(("cause", "language", "sentence"), cases_of_claims())
def test_a_cause_may_be_stated_by_its_own_verdict_alone(refused, cause, language, sentence):
    held = [one.values["cause"] for one in check_reply(sentence + ".", refused).found if one.kind == "claim"]
    assert bool(held) is (cause != "auth.key-disabled")


def test_every_cause_of_the_claims_is_one_and_both_languages_have_the_same():
    knowledge = load_knowledge()
    english, chinese = (set(knowledge.replies[language]["claims"]) for language in ("en", "zh"))
    assert english == chinese
    assert english < set(knowledge.causes)


def test_a_long_or_hostile_text_is_checked_in_linear_time(refused):
    from time import perf_counter

    for text in ("a" * 500_000, "1," * 200_000, "{" * 100_000, "如果" * 100_000, "refund " * 20_000, "[x" * 100_000):
        begin = perf_counter()
        assert isinstance(check_reply(text, refused), Gate)
        assert perf_counter() - begin < 5
