"""Lint of what people read: causes, the reasons of the refund policy, and the texts of replies, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.fact_file import LANGUAGES
from supportdesk.judging.nearest import nearest
from supportdesk.judging.problems import Page, Problem
from supportdesk.judging.rule_checks import WHO, Vocabulary


def lint_causes(page: Page, vocabulary: Vocabulary, ruled: set[str]) -> Iterator[Problem]:
    """Yield causes without a text in each language, of unknown names, or without a rule (`ruled` have one)."""
    data = page.document.data if isinstance(page.document.data, dict) else {}
    for cause in data if "causes" not in data else ():
        entry = vocabulary.causes[cause]
        for name in ("title", "meaning"):
            texts = entry.get(name)
            if name == "title" or texts is not None:
                for language in LANGUAGES:
                    if not isinstance(texts, dict) or not texts.get(language):
                        message = gettext("{name} has no text in {language}")
                        yield page.problem("no-language", message.format(name=name, language=language), cause)
        if entry.get("who") not in (*WHO, None):
            message = gettext("{name} is one of {words}").format(name="who", words=", ".join(WHO))
            yield page.problem("unknown-name", message, cause, "who")
        for key in ("consequence_of", "looks_like", "of_money"):
            for other in entry.get(key) or ():
                if other not in vocabulary.causes or other == cause:
                    message = gettext("no cause {name!r} in causes.yaml{hint}")
                    hint = nearest(other, vocabulary.causes)
                    yield page.problem("unknown-name", message.format(name=other, hint=hint), cause, key)
        if cause not in ruled:
            yield page.problem("unused", gettext("no rule proves {cause}").format(cause=cause), cause)


def lint_reasons(page: Page, refunds: dict[str, Any]) -> Iterator[Problem]:
    """Yield policies without a reason in each language: the customer reads it."""
    data = page.document.data if isinstance(page.document.data, dict) else {}
    for name in data.get("policies") or ():
        reason = ((refunds.get("policies") or {}).get(name) or {}).get("reason")
        for language in LANGUAGES:
            if not isinstance(reason, dict) or not reason.get(language):
                message = gettext("{name} has no text in {language}").format(name=name, language=language)
                yield page.problem("no-language", message, "policies", name)


def lint_replies(pages: list[Page], language: str, texts: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield texts that another language's replies have and those of `pages` have not."""
    every = {name for table in texts.values() for name in table}
    for name in sorted(every - set(texts.get(language, {}))) if pages else ():
        message = gettext("{name} has no text in {language}").format(name=name, language=language)
        yield pages[0].problem("no-language", message)
