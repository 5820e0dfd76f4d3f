"""Records of Envoy's access log in JSON, as gateways that are built on it write them (Higress, Istio).

`response_flags` and `response_code_details` say why Envoy itself answered: NC and cluster_not_found that the route
leads to a service which it does not have, UH and no_healthy_upstream that none of them is up
(envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage).
"""

from __future__ import annotations

from supportdesk.reading.evidence import Reading
from supportdesk.reading.members import text_member
from supportdesk.source import Span
from supportdesk.value import Value

PASSED_ON = frozenset({"via_upstream", "-", ""})
"""Details that say that the answer is the service's own."""


def read_record(value: Value, span: Span) -> list[Reading]:
    """Return http_status, method, path and Envoy's own reason (error_code) of a record; nothing for other JSON."""
    if value.kind != "object" or "response_code" not in value.data or "response_flags" not in value.data:
        return []
    readings: list[Reading] = []
    status = value.data["response_code"]
    if status.known and str(status.data).isdigit() and int(str(status.data)) >= 100:
        readings.append(Reading("http_status", int(str(status.data)), status.place() or span))
    for name, fact in (("method", "method"), ("path", "path"), ("response_code_details", "error_code")):
        member = text_member(value, name)
        if member is not None and not (fact == "error_code" and member.data in PASSED_ON):
            readings.append(Reading(fact, member.data.partition("{")[0], member.place() or span))
    return readings
