"""The `fix` of a diagnosis: steps, corrected request, patch and the retry strategy."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.explaining import explain_violations
from supportdesk.advising.verdict import NO_TEXT, Case
from supportdesk.source import Source

RETRY_BY_WHO = {"customer": "fix", "operator": "operator", "either": "backoff", "nobody": "never"}
"""When to repeat the call where neither the rule nor the cause says it."""

COLLECT = ["request_id"]


def add_fix(
    case: Case, sources: list[Source], checked: dict[int, Any], knowledge: Any, calls: list[Any]
) -> dict[str, Any]:  # fmt: skip
    """Return the `fix` object of the contract, and leave in `case` what the reply says of it; `calls` are all rows."""
    fix = None
    number = case.top.finding.index if case.top and case.top.finding.table == "call" else 0
    request = case.row.request
    if case.top is not None and case.who in ("customer", "either"):
        from supportdesk.advising.fix import correct

        fix = correct(request, case.row, case.cause, knowledge, checked.get(number), sources)
        if fix.patch and fix.request is not None and len(checked) > 1:
            from supportdesk.advising.other_calls import mend_others

            mend_others(fix, number, calls, checked, knowledge, sources)
    steps = _steps(case)
    if fix is not None:
        steps = fix.steps if fix.steps["en"] else steps
        case.dropped = fix.dropped
        case.documentation = fix.documentation
        if fix.request is not None:
            case.request_text = _as_text(fix.request)
    case.fix_steps = steps
    result = checked.get(number)
    if result is not None and result.definition is not None:
        case.documentation = case.documentation or result.definition.documentation
        if result.assumed and case.cause.startswith(("request.", "endpoint.")):
            case.assumed_gateway = result.definition.gateway
        case.why = explain_violations(case, result, sources, knowledge.words["fixes"]["why"]) or case.why
        if case.cause.startswith("request."):
            for language, blank in (("en", " "), ("zh", "")):
                case.why[language] = blank.join([case.why[language], *(note[language] for note in result.notes)])
    if request is not None:
        case.sent = request.to_dict()
    case.retry = _retry(case)
    note = fix.patch_note if fix is not None else None
    # why there is no diff is for the one who looks for it, not for the reply
    shown = {language: [*said, *([note[language]] if note else [])] for language, said in steps.items()}
    return {
        "steps": shown,
        "request": fix.request if fix is not None else None,
        "dropped": case.dropped,
        "patch": fix.patch if fix is not None else "",
        "retry": case.retry,
    }


def _steps(case: Case) -> dict[str, list[str]]:
    """Return the rule's own fix as steps; nothing for an undetermined verdict."""
    if case.rule is None or not case.rule.get("fix"):
        return {"en": [], "zh": []}
    text = case.text_of("fix", case.about.get("fix") or NO_TEXT)
    return {language: [text[language]] if text[language] else [] for language in ("en", "zh")}


def _retry(case: Case) -> dict[str, Any] | None:
    """Return the retry strategy: the rule's, the cause's, or by who has to act; None without a verdict."""
    if case.rule is None:
        return None
    given = case.rule.get("retry") or case.about.get("retry") or {}
    after = given.get("after") or RETRY_BY_WHO.get(case.who or "", "fix")
    return {
        "retryable": after in ("backoff", "fix"),
        "strategy": {
            "after": after,
            "attempts": given.get("attempts"),
            "delays_s": given.get("delays_s") or [],
            "jitter": bool(given.get("jitter")),
            "honour_retry_after": bool(given.get("honour_retry_after")),
            "collect": given.get("collect") or COLLECT,
            "escalate": given.get("escalate") or NO_TEXT,
        },
    }


def _as_text(request: dict[str, Any]) -> str:
    from supportdesk.advising.request_text import as_curl

    return as_curl(request)
