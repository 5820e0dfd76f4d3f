"""Envoy's access log in JSON: why the gateway itself answered."""

from __future__ import annotations

import json

from supportdesk import diagnose_text

RECORD = {
    "authority": "models.example.net",
    "method": "POST",
    "path": "/v1/chat/completions",
    "response_code": "503",
    "response_flags": "NC",
    "response_code_details": "cluster_not_found",
}


def test_a_route_to_a_service_that_is_not_there_is_the_gateways_setting() -> None:
    verdict = diagnose_text("The gateway logs\n\n" + json.dumps(RECORD))["verdict"]
    assert verdict["cause"] == "gateway.misconfigured"


def test_the_answer_of_the_service_is_not_the_gateways() -> None:
    record = {**RECORD, "response_flags": "-", "response_code_details": "via_upstream"}
    diagnosis = diagnose_text(json.dumps(record))
    assert diagnosis["calls"][0]["http_status"] == 503
    assert "error_code" not in diagnosis["calls"][0]
