"""The words with which a gateway says that what follows was said by the service behind it."""

from __future__ import annotations

from supportdesk.patterns import lazy

QUOTED = lazy(
    r"\b(?:errors?|responses?|messages?|answers?|replies|reply|failure|rejection|rejected|refused|[45][0-9]{2}) "
    r"(?:returned |received |reported |message )?(?:from|by) (?:the |its |our |your |an? )?"
    r"(?:upstream|(?:model )?provider|backend|vendor)\b"
    r"|\b[Ee]rror [45][0-9]{2} with provider \S"
    r"|\bUpstream provider \S|\b(?:relay|channel) error \(channel #[0-9]|(?:通道|渠道)「[^」\n]{1,60}」（#[0-9]"
    r"|\bupstream (?:status |http |answered |said )?[45][0-9]{2}(?=\s?(?:[:：{]|$))"
    r"|\b(?:upstream|provider|vendor|backend)[_.-](?:http_)?"
    r"(?:status(?:_code)?|code|body|resp(?:onse)?(?:_body)?|err(?:or)?|answer|reply|msg|message)\b\\?[\"']?\s?[=:：]"
    r"|\b(?:resp|response|body|reply|answer|error|returned) (?:body )?"
    r"from (?:the )?(?:upstream|provider|channel|backend)\b"
    r"|\b(?:通道|渠道|channel) ?#[0-9]{1,6} ?(?:[^:：\n]{0,24}?)(?:disabled|banned|禁用|停用)"
    r"|\b(?:upstream|(?:model )?provider|backend|vendor)(?:'s)?(?: api| service| server| gateway)? "
    r"(?:returned|responded|answered|said|says|replied|replies|reported|error\b(?!: (?:API|HTTP) error)|message\b|"
    r"response\b)"
    r"|(?:上游|供应商|提供商|厂商|后端)(?:渠道|服务|服务器|接口|模型|网关)?"
    r"(?:返回|报错|响应|错误|提示|应答|回复|给出|状态码|原文|body)(?![”’」』]?(?:列表|日志|记录|页面|统计|数))",
    2,
)
"""Such as `Error from provider (X): …`, `Provider returned error`, `upstream responded 429: …`, `上游返回：…`."""

QUOTED_WITHIN = 400
"""Characters of a message in which these words are looked for."""
