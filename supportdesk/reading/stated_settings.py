"""Model ratios that a text says are configured: a map of settings by model, or the customer's own words."""

from __future__ import annotations

from decimal import Decimal

from supportdesk.patterns import lazy
from supportdesk.reading.stated_prices import LOOKED_AT, Stated
from supportdesk.source import Source, Span

_HEADING = lazy(r"倍率|ratio", 2)
_OTHER_HEADING = lazy(r"(?:补全|输出|缓存|分组|图片|completion|cache|group|image|audio)_?\s?(?:倍率|ratio)", 2)
_OF_MODEL = lazy(
    r"(?P<quote>[\"'])(?P<model>[A-Za-z][A-Za-z0-9._:/-]{2,80})(?P=quote)\s?[:=]\s?(?P<ratio>[0-9]{1,6}(?:\.[0-9]{1,9})?)\s?(?=[,}\n]"
    r"|$)"
)
_SAID = lazy(
    r"(?:设置|配置|配的|设的|填的|定的|\bconfigured|\bset(?:ting|tings)?\b)[^\n0-9。;；]{0,24}(?:模型倍率|倍率"
    r"|model ratio|ratio)"
    r"[^\n0-9。;；]{0,10}(?<![0-9.])(?P<ratio>[0-9]{1,6}(?:\.[0-9]{1,9})?)(?![0-9A-Za-z])"
    r"|(?:模型倍率|model ratio)[^\n0-9。;；]{0,12}(?:设置|配置|设|配|填|configured|set)[^\n0-9。;；]{0,8}(?<![0-9.])"
    r"(?P<other>[0-9]{1,6}(?:\.[0-9]{1,9})?)(?![0-9A-Za-z])",
    2,
)
_CONFIGURED = lazy(r"设置里|设置的是|配置里|配置的是|填的是|(?:is|are) configured|in the settings|settings say", 2)
TOLD_REACH = 160
HEADING_REACH = 600
MOST_MODELS = 200


def read_configured(sources: list[Source]) -> list[Stated]:
    """Return the configured model ratios (kind 'configured', label the model's name or '')."""
    found: list[Stated] = []
    for source in sources:
        text = source.text[:LOOKED_AT]
        for match in _SAID.finditer(text):
            group = "ratio" if match["ratio"] else "other"
            found.append(_stated(match[group], "", Span(source.index, *match.span(group))))
        for match in _OF_MODEL.finditer(text):
            if len(found) >= MOST_MODELS:
                break
            heading = text[max(0, match.start() - HEADING_REACH) : match.start()]
            named = [one.end() for one in _HEADING.finditer(heading)]
            others = [one.end() for one in _OTHER_HEADING.finditer(heading)]
            told = _CONFIGURED.search(text, max(0, match.start() - TOLD_REACH), match.start())
            if named and (told is not None or not others or max(others) < max(named)):
                found.append(_stated(match["ratio"], match["model"], Span(source.index, *match.span("ratio"))))
    return found


def _stated(written: str, label: str, span: Span) -> Stated:
    return Stated("configured", "model", Decimal(written), Decimal(0), span, label=label)
