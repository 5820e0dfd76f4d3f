"""The reply to the customer, in both languages, made of the rule's sentences and the customer's own values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.discretion import conceal
from supportdesk.advising.texts import LANGUAGES, line, whole_line

if TYPE_CHECKING:
    from supportdesk.advising.verdict import Case

STOP = {"en": ".", "zh": "。"}
"""What a title ends with where it stands as a sentence."""


def write_reply(case: Case) -> dict[str, str]:
    """Return the reply as {'en', 'zh'}: cause, place, steps, corrected request, retry, money, questions."""
    return {language: conceal("\n".join(_lines(case, language)), case.internal_names) for language in LANGUAGES}


def _lines(case: Case, language: str) -> list[str]:
    words = case.sentences[language]
    lines = [words["greeting"], "", *_cause(case, words, language)]
    lines += _steps(case, words, language)
    lines += _side(case, words)
    retry = _retry(case, words)
    if retry:
        lines.append(retry)
    money = _money(case, words, language)
    if money:
        lines.append(money)
    asked = [item for item in case.questions if item["from_whom"] == "customer"]
    if asked:
        lines += ["", words["questions"]]
        lines += [f"{number}. {item['question'][language]}" for number, item in enumerate(asked, 1)]
    return [*lines, "", words["closing"]]


def _cause(case: Case, words: dict[str, Any], language: str) -> list[str]:
    said = words["certainty"][case.certainty]
    why = case.title[language] + STOP[language] if case.is_hearsay else case.why[language]
    lines = [whole_line(said, {"why": why}) or said]
    if case.certainty == "undetermined" and case.questions:
        lines = [words["thanks"], *lines]
    if case.quote is not None and case.certainty != "undetermined":
        number, quote = case.quote
        template = words["seen"] if case.quote_is_technical else words["mentioned"]
        lines.append(line(template, {"line": number, "quote": quote}))
    if case.assumed_gateway:
        lines.append(line(words["assumed"], {"gateway": case.assumed_gateway}))
    return lines


def _steps(case: Case, words: dict[str, Any], language: str) -> list[str]:
    steps = case.fix_steps[language]
    if not steps or case.who in ("operator", "nobody"):
        return []
    lines = ["", words["steps"], *(f"{number}. {step}" for number, step in enumerate(steps, 1))]
    if case.request_text:
        lines += ["", line(words["corrected"], {"model": case.values.get("model")}), "", case.request_text, ""]
    if case.dropped:
        lines += [words["dropped"], *_dropped(case, words, language)]
    if case.documentation:
        lines.append(line(words["documentation"], {"url": case.documentation}))
    return [entry for entry in lines if entry is not None]


def _dropped(case: Case, words: dict[str, Any], language: str) -> list[str]:
    """Return one line a reason, with the fields that were left out for it."""
    from supportdesk.definitions.wording import field_name

    names: dict[str, list[str]] = {}
    for item in case.dropped:
        names.setdefault(item["reason"][language], []).append(field_name(item["pointer"]))
    said = [(", ".join(sorted(set(fields))), reason) for reason, fields in names.items()]
    return [whole_line(words["left_out"], {"names": fields, "reason": reason}) for fields, reason in said]


def _side(case: Case, words: dict[str, Any]) -> list[str]:
    if case.who == "operator":
        return [line(words["operator_open" if case.certainty == "possible" else "operator"], case.values)]
    if case.who == "nobody":
        return [words["nobody"]]
    return []


def _retry(case: Case, words: dict[str, Any]) -> str:
    strategy = (case.retry or {}).get("strategy") or {}
    after = strategy.get("after")
    if after not in words["retry"] or case.certainty == "undetermined" or case.who == "nobody":
        return ""
    if case.certainty == "possible" and after in ("operator", "never"):
        return ""  # both state as settled what is only a guess
    values = {
        "delays": "/".join(str(delay) for delay in strategy.get("delays_s") or ()) or None,
        "attempts": strategy.get("attempts"),
    }
    return line(words["retry"][after], values)


def _money(case: Case, words: dict[str, Any], language: str) -> str:
    money = case.money
    elsewhere = money["decision"] == "already-refunded" and any(one["certain"] for one in money.get("earlier") or ())
    template = words["money"].get("already-advised" if elsewhere else money["decision"]) or ""
    return whole_line(
        template,
        {
            "charged": money.get("charged_quota"),
            "charged_usd": case.usd(money.get("charged_quota")),
            "refund": money.get("refund_quota"),
            "refund_usd": money.get("refund_usd"),
            "net": money.get("net_quota"),
            "reason": (money.get("reason") or {}).get(language),
        },
    )
