"""The words beside a number that say what it counts, prices or books: token usage, prices, amounts, ratios.

Labels are those of the usage objects and price tables of the vendors (OpenAI, Anthropic, Gemini, DeepSeek, Bedrock, the
AI SDK), of LiteLLM's cost fields, and of new-api's console (gateway.md 1 and 2), beside what people write in their
place. The patterns look at text that ends, or begins, right at a number; all are linear.
"""

from __future__ import annotations

from supportdesk.patterns import lazy

IGNORECASE = 2

_WRITES_1H = (
    r"ephemeral_1h_input_tokens|(?:1h|1-hour|one-hour|一小时|1 ?小时)[ _-]?(?:cache[ _-]?(?:writes?|creation)"
    r"|缓存(?:写入|创建))"
)
_WRITES_5M = (
    r"ephemeral_5m_input_tokens|(?:5m|5-minute|五分钟|5 ?分钟)[ _-]?(?:cache[ _-]?(?:writes?|creation)|缓存(?:写入"
    r"|创建))"
)
_WRITES = (
    r"cache_creation_input_tokens|cacheWriteInputTokens(?:Count)?|cacheCreationInputTokens|cache[ _-]?(?:creation"
    r"|writes?)(?:[ _]tokens)?"
    r"|缓存(?:创建|写入|写)"
)
_MISS = (
    r"prompt_cache_miss_tokens|cache[ _-]?miss(?:es)?|(?:un|non-?)cached(?:[ _](?:input|prompt))?|fresh(?: input)?"
    r"|(?:缓存)?未命中(?:缓存)?|未缓存|非缓存(?:输入)?"
)
_CACHED = (
    r"native_tokens_cached|cache_read_input_tokens|prompt_cache_hit_tokens|cachedContentTokenCount"
    r"|cacheReadInputTokens(?:Count)?"
    r"|cached_?(?:input|prompt)?_?tokens|cached(?:[ _](?:input|prompt|read))?|cache[ _-]?(?:reads?|hits?)"
    r"|缓存(?:读取|读|命中|输入)?|命中(?:缓存)?"
)
_REASONING = (
    r"native_tokens_reasoning|reasoning_?tokens|reasoning_output_tokens|thoughtsTokenCount|thoughts?|thinking"
    r"|reasoning|推理|思考"
)
_OTHER = r"(?:text|audio|image|video|character|accepted_prediction|rejected_prediction|tool_use_prompt)_?tokens?"
_CANDIDATES = r"candidatesTokenCount|visible(?: output)?|可见输出"
_TOTAL = r"total_?tokens|totalTokenCount|total|合计|总计|总(?: ?token)?"
_COMPLETION = r"(?:native_)?tokens_completion|completion_?tokens|output_?tokens|completions?|outputs?|补全|输出"
_PROMPT = r"(?:native_)?tokens_prompt|prompt_?tokens|promptTokenCount|input_?tokens|prompts?|inputs?|提示词?|输入"
_SHORT = r"in(?==)|out(?==)"

_ROLES = (
    rf"(?P<writes_1h>{_WRITES_1H})|(?P<writes_5m>{_WRITES_5M})|(?P<writes>{_WRITES})|(?P<miss>{_MISS})"
    rf"|(?P<cached>{_CACHED})|(?P<reasoning>{_REASONING})|(?P<other>{_OTHER})|(?P<candidates>{_CANDIDATES})"
    rf"|(?P<total>{_TOTAL})|(?P<completion>{_COMPLETION})|(?P<prompt>{_PROMPT})|(?P<short>{_SHORT})"
)
COUNT_BEFORE = lazy(
    rf"(?<![A-Za-z_])(?:{_ROLES})(?:[ _]?(?:tokens?|token ?数|词元)(?![A-Za-z]))?"
    r"[\"'`*)）]{0,4}\s{0,2}(?:[:：=|]|为|是|共|was|were|is|of|about|(?:只|才)?(?:记|算|计)(?:了|为|成)?|只有|only)?"
    r"\s{0,2}[\"'`*（(]{0,3}$",
    IGNORECASE,
)
COUNT_BEHIND = lazy(
    r"\s?(?:tokens? (?:of )?|个? ?token ?(?:的)?)?(?:(?:of|out of) (?:them|it|which|those|these|that) )?"
    r"(?:were |was |are |come from |came from )?"
    rf"(?:{_ROLES})(?![A-Za-z_]|\s?(?:price|cost|ratio|倍率|价))",
    IGNORECASE,
)
TOKENS_BEHIND = lazy(r"\s?(?:个 ?)?tokens?(?![A-Za-z_])", IGNORECASE)
INCLUSIVE = frozenset(
    {
        "cache_read_input_tokens", "cache_creation_input_tokens",
        "ephemeral_1h_input_tokens", "ephemeral_5m_input_tokens",
    }
)  # fmt: skip
"""Labels of Anthropic's usage, whose input_tokens hold neither what was read from the cache nor what was written to it
(docs.anthropic.com/en/docs/build-with-claude/prompt-caching)."""

PRICE_BEHIND = lazy(
    r"\s?(?:USD|CNY|RMB|元|美元|美金|刀|credits?|积分|点数?|[$＄¥￥])?\s{0,2}"
    r"(?:/\s?|per[ -]|每个?|an?\s|for (?:a |one |1 )?|一(?=[张秒次条个]))\s?(?:1 ?|one )?"
    r"(?:(?P<million>M(?:illion|Tok(?:ens?)?|T(?![a-z]))?(?![a-zA-Z])|million|1,?000,?000|百万)"
    r"|(?P<thousand>K(?:tok)?(?![a-zA-Z])|thousand|1,?000(?![0-9,])|千)"
    r"|(?P<token>tokens?)|(?P<second>s(?:ec(?:onds?)?)?(?![a-z])|秒)|(?P<image>images?|pictures?|张)"
    r"|(?P<call>calls?|requests?|videos?|runs?|clips?|tasks?|jobs?|generations?|times?|次|条|个))",
    IGNORECASE,
)
PRICE_BEFORE = lazy(
    r"(?:(?:/|per[ _-]?|每个?|一)\s?(?:1 ?)?(?:(?P<million>M(?:illion|Tok(?:ens?)?)?(?![a-zA-Z])|百万)"
    r"|(?P<thousand>K(?![a-zA-Z])|thousand|千)"
    r"|(?P<token>tokens?)|(?P<second>seconds?|秒)|(?P<image>images?|张)|(?P<call>calls?|requests?|videos?|次|条))"
    r"|(?P<dollars>PerMillion))"
    r"[^0-9\n]{0,24}$",
    IGNORECASE,
)
PRICE_EACH = lazy(r"\s?(?:credits?|points?|积分|点数?|元)?\s?(?:each|apiece)(?![A-Za-z])", IGNORECASE)
IN_OR_OUT_BEFORE = lazy(r"(?:^|[\s(,/，；])(?P<way>in|out)\s?[:=]?\s?(?:US\$|[$＄¥￥])?$", IGNORECASE)
IN_OR_OUT_BEHIND = lazy(r"\s?(?P<way>in|out)(?![A-Za-z])", IGNORECASE)

TOKEN_PRICES = frozenset({"million", "thousand", "token"})

PART = lazy(
    r"(?P<writes_1h>(?:1h|1-hour|one-hour|一小时|1 ?小时)[^,，;\n]{0,12}(?:writes?|creation|写入|创建))"
    r"|(?P<writes>cache[ _-]?(?:creation|writes?)|(?:write|creation)[ _-]?cache|缓存(?:创建|写入|写))"
    r"|(?P<miss>cache[ _-]?miss|un-?cached|未命中|未缓存)"
    r"|(?P<cached>cache[ds]?|缓存|命中)|(?P<reasoning>reasoning|thinking|thoughts?|推理|思考)"
    r"|(?P<other>image|audio|video|图像|图片|音频|视频)"
    r"|(?P<output>outputs?|completions?|generated|candidates|输出|补全)|(?P<input>inputs?|prompts?|输入|提示)",
    IGNORECASE,
)
"""Which part of a call a price or an amount is of."""

AMOUNT_UNIT = lazy(
    r"\s?(?:(?P<usd>USD|dollars?|bucks|美元|美金|刀)|(?P<cny>CNY|RMB|元(?!素)|块钱?|yuan)"
    r"|(?P<quota>quota(?: units)?|点?额度)"
    r"|(?P<credits>credits?|points?|coins?|buzz|pollen|积分|点数?|算力))(?![A-Za-z_])",
    IGNORECASE,
)
AMOUNT_KEY = lazy(
    r"(?P<key>(?:response|total|input|output|completion|prompt|request|actual|upstream"
    r"|cache[a-z_]{0,20})?_?(?:cost|spend|charge|fee)s?(?:_usd|InUsd|_in_usd|Usd|USD)?"
    r"|billed|charged|deducted|spend|spent|quota|amount|credits_used|costCredits"
    r"|费用|花费|消费|消耗|扣费|扣款|扣除|实扣|收费|计费|金额|额度|扣了?|收了?)"
    r"[\"'`*)）]{0,4}\s{0,2}(?:[:：=|]|为|是|of|is|was|only|just|about|returned|了|掉了?)?[\s=:]{0,2}[\"'`*（(]{0,3}$",
    IGNORECASE,
)
OWN_RESULT = lazy(
    r"\b(?:i|we) (?:get|compute|calculate|come to|arrive at)\s[^0-9\n]{0,4}$"
    r"|我(?:自己)?算(?:出来)?(?:是)?[^0-9\n]{0,4}$",
    IGNORECASE,
)
"""What a person computed of the whole call."""
CHARGED = lazy(
    r"实际|实扣|扣|收了|收费|系统(?:算|显示|计|里)|后台|网关|平台|日志|花费|花了|消耗|消费|计费|入账|账单|发票"
    r"|我这边|这边的?消费"
    r"|\b(?:charge[sd]?|charging|bill(?:ed|s)?|invoice[sd]?|booked|books|deducted|debited|took|taken|paid|pay"
    r"|logged|logs?|recorded|records?|reports?|reported|spend|spent"
    r"|response_cost|cost_breakdown|total_cost|(?:input|output|completion|prompt)_cost|cost returned"
    r"|x-litellm-response-cost|dashboard|console|gateway|proxy|relay|before \(bug\))\b",
    IGNORECASE,
)
OWED = lazy(
    r"(?:deepseek|openai|anthropic|google|azure|aws|bedrock|vertex|openrouter|xai|moonshot|智谱|阿里云?|百炼|火山"
    r"|官网)(?:'s)? ?(?:后台|控制台|账单|扣费?款?|bills?|billing|invoices?|console|dashboard|usage page)|"
    r"应该?(?:是|为|扣|收|付|按|当|得|只)?|预期|预计|理论|正确|官方|原价|上游|提供商|厂商|供应商|价目|标价|自己算"
    r"|我(?:自己)?算|手算|算下来|算出来|按[^\s，,]{1,12}算|才对"
    r"|\b(?:expect(?:ed|s|ing)?|should|correct(?:ed)?|actual(?:ly)? (?:cost|price)|true (?:cost|price)"
    r"|real (?:cost|price)|official"
    r"|price list|price page|provider(?:'s)?|vendor(?:'s)?|upstream|own calculation|calculat\w+|estimat\w+"
    r"|langfuse|my (?:own )?(?:tool|script|sheet|tracker|count|math)|our (?:own )?(?:tool|script|trace|tracker"
    r"|sheet|dashboard|langfuse|calculation)"
    r"|by my|i get|we get|i compute|works out|contract|quoted|advertised|documented|supposed|after \(fix\)"
    r"|instead of|rather than)\b|而不是|而非|合计为?\s{0,2}$|总共\s{0,2}$",
    IGNORECASE,
)
RATIO_BEFORE = lazy(
    r"(?:(?P<model>模型倍率|model_?[ ]?ratio)|(?P<completion>(?:补全|输出)倍率|completion_?[ ]?ratio)"
    r"|(?P<cache>缓存(?:读取)?倍率|cache_?[ ]?ratio)|"
    r"(?P<group>(?:用户)?分组(?:[^0-9,，。;；:：\n]{0,8}的)?倍率|专属倍率"
    r"|(?:user_)?group(?:'s)?_?[ ]?(?:(?:has|with) an? )?(?:ratio|multiplier)|分组(?=\s?[0-9:：=]))"
    r"|(?P<any>倍率|ratio|multiplier))"
    r"[\"'`*)）]{0,4}\s{0,2}(?:设置?)?(?:[:：=|]|为|是|成|of|is|was)?\s{0,2}[\"'`*（(]{0,3}$",
    IGNORECASE,
)
PRICE_KEY = lazy(
    r"(?:模型(?:固定)?价格|固定价格|model_?[ ]?price|单价|价格|unit price|price)[\"'`]?\s{0,2}(?:明明|应该|本来|就"
    r"|only|设置?(?:了|为|成)?)?(?:[:：=]|是|为|is|was)?\s{0,2}(?:US\$|[$＄¥￥])?\s?$",
    IGNORECASE,
)
SECONDS_BEFORE = lazy(r"(?:seconds|duration|时长|秒数)[\"'`*)）]{0,4}\s{0,2}[:：=]?\s{0,2}[\"'`]?$", IGNORECASE)
SECONDS_BEHIND = lazy(r"\s?-?(?:seconds?(?![a-z])|秒|s(?![a-zA-Z]))", IGNORECASE)
IMAGES_BEFORE = lazy(
    r"(?<![A-Za-z_])(?:[\"'`]?n[\"'`]?\s?[:=]|num_images[\"'`]?\s?[:=]|生成数量|张数)\s{0,2}$", IGNORECASE
)
IMAGES_BEHIND = lazy(r"\s?(?:images?|pictures?|张图?)(?![A-Za-z])", IGNORECASE)
