"""The books balance after any sequence of calls, and every movement has its row."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.gateway.sandbox.calls import KEY, Clock, ask, read, sandbox

KEYS = (KEY, "sk-inventedForTests0002", "sk-refused")
SUBMITS = (
    ("/v1/videos/generations", {"model": "gemini_omni", "prompt": "a lighthouse"}),
    ("/v1/videos/generations", {"model": "gemini_omni", "prompt": "a lighthouse", "duration": 7}),
    ("/v1/videos", {"model": "sora-2", "prompt": "a lighthouse", "seconds": "8", "size": "1792x1024"}),
    ("/v1/images/generations", {"model": "gpt-image-1", "prompt": "a lighthouse", "n": 3}),
    ("/v1/images/generations", {"model": "gpt-4o-image", "prompt": "a lighthouse"}),
)
FAULTS = (
    None,
    "429",
    "500",
    "524",
    "html",
    "truncated",
    "garbage",
    "drop",
    "slow",
    "stuck",
    "failed-refunded",
    "failed-kept",
)


class Desk(RuleBasedStateMachine):
    """Calls, failures and time in any order."""

    @initialize(granted=st.sampled_from([0, 100_000, 900_000, 25_000_000]), era=st.sampled_from(["E2", "E3"]))
    def start(self, granted: int, era: str) -> None:
        self.clock = Clock()
        self.box = sandbox(clock=self.clock, granted=granted, era=era, invalid_keys=("sk-refused",))
        self.ids: list[str] = []

    @rule(which=st.sampled_from(SUBMITS), key=st.sampled_from(KEYS), fault=st.sampled_from(FAULTS))
    def submit(self, which: tuple[str, dict[str, object]], key: str, fault: str | None) -> None:
        answer = ask(
            self.box, "POST", which[0], which[1], key=key, headers={"x-sandbox-fault": fault} if fault else None
        )
        if answer.status == 200 and fault in (None, "stuck", "failed-refunded", "failed-kept") and "id" in read(answer):
            self.ids.append(read(answer)["id"])

    @rule(
        key=st.sampled_from(KEYS),
        model=st.sampled_from(["gpt-5.4", "gemini_omni", "nobody-serves-this"]),
        n=st.integers(1, 4000),
    )
    def chat(self, key: str, model: str, n: int) -> None:
        ask(
            self.box,
            "POST",
            "/v1/chat/completions",
            {"model": model, "messages": [{"role": "user", "content": "x" * n}]},
            key=key,
        )

    @rule(seconds=st.floats(0, 5))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule(data=st.data())
    def poll(self, data: st.DataObject) -> None:
        if self.ids:
            ask(self.box, "GET", f"/v1/videos/generations/{data.draw(st.sampled_from(self.ids))}")

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.ids:
            ask(self.box, "DELETE", f"/v1/videos/{data.draw(st.sampled_from(self.ids))}")

    @invariant()
    def balances(self) -> None:
        if hasattr(self, "box"):
            assert self.box.books.imbalance() == []
            assert all(row["quota"] >= 0 for row in self.box.books.rows("SELECT quota FROM users"))

    def teardown(self) -> None:
        if hasattr(self, "box"):
            self.box.close()


Desk.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestDesk = Desk.TestCase


def test_an_imbalance_would_be_told() -> None:
    box = sandbox()
    ask(box, "POST", *SUBMITS[0])
    assert box.books.imbalance() == []
    box.books.db.execute("UPDATE logs SET quota = quota - 1")
    assert len(box.books.imbalance()) == 2


def test_a_failed_task_is_refunded_in_full_and_a_kept_one_is_not() -> None:
    box = sandbox()
    for fault, net in (("failed-refunded", 0), ("failed-kept", 150_000)):
        task = read(ask(box, "POST", *SUBMITS[0], headers={"x-sandbox-fault": fault}))["id"]
        box.settings.clock.now += 4  # type: ignore[attr-defined]  # the test's own clock
        assert read(ask(box, "GET", f"/v1/videos/generations/{task}"))["status"] == "failed"
        rows = box.books.rows("SELECT type, quota FROM logs WHERE other LIKE ?", (f"%{task}%",))
        assert sum(row["quota"] if row["type"] == 2 else -row["quota"] for row in rows) == net
        record = box.books.rows("SELECT quota, finish_time FROM tasks WHERE task_id = ?", (task,))[0]
        assert (record["quota"], record["finish_time"] == 0) == (net, net != 0)


def test_charges_are_those_of_the_formulas() -> None:
    box = sandbox()
    for path, body in SUBMITS:
        ask(box, "POST", path, body)
    quotas = [row["quota"] for row in box.books.rows("SELECT quota FROM logs ORDER BY id")]
    # 0.3 USD; refused; 0.3 · 8 s · 1.666667; 0.04 · 3; 0.04
    assert quotas == [150_000, 2_000_000, 60_000, 20_000]


def test_media_on_chat_is_refused_in_one_era_and_charged_by_tokens_in_the_other() -> None:
    body = {"model": "gemini_omni", "messages": [{"role": "user", "content": "a lighthouse"}]}
    late, early = sandbox(era="E3"), sandbox(era="E2")
    refused = ask(late, "POST", "/v1/chat/completions", body)
    assert (refused.status, read(refused)["error"]["code"]) == (500, "invalid_api_type")
    assert read(refused)["error"]["message"].startswith("invalid api type: -1 (request id: ")
    assert late.books.rows("SELECT * FROM logs") == []
    assert ask(early, "POST", "/v1/chat/completions", body).status == 200
    row = early.books.rows("SELECT * FROM logs")[0]
    assert row["type"] == 2
    assert row["prompt_tokens"] > 0
    assert row["completion_tokens"] > 0
