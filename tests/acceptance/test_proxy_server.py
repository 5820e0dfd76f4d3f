"""A server in front that fails on its own machine: its log says so, and the request is not to blame."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

LINES = [
    '[crit] 71#71: *9 open() "/var/tmp/nginx/client_body/0000000031" failed (13: Permission denied), client: 10.1.1.9',
    '2026/03/01 08:00:00 [crit] 5#5: *2 pwrite() "/var/cache/nginx/02" failed (28: No space left on device)',
    "2026/03/01 08:00:00 [alert] 12#12: 768 worker_connections are not enough",
    '2026/03/01 08:00:00 [emerg] 1#1: host not found in upstream "relay:3000" in /etc/nginx/conf.d/api.conf:9',
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    "told", ["Larger requests get 500 Internal Server Error (nginx):\n\n", "大一点的请求就报 500：\n\n"]
)
def test_the_servers_own_log_names_the_cause(line, told):
    verdict = diagnose_text(told + line)["verdict"]
    assert (verdict["cause"], verdict["certainty"]) == ("gateway.misconfigured", "likely")


def test_a_model_that_answered_on_a_path_is_not_of_another_kind():
    call = (
        'curl http://localhost:4000/v1/messages -H "Authorization: Bearer sk-x1" -d \'{"model": "gemini-2.5-pro", '
        '"max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}\'\n\n'
    )
    answer = '{"type": "message", "role": "assistant", "content": [], "usage": {"input_tokens": 7, "output_tokens": 3}}'
    rules = {one["rule"]: one["certainty"] for one in diagnose_text(call + answer)["causes"]}
    assert rules.get("endpoint.kind-mismatch") in (None, "undetermined")
