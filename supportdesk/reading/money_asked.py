"""The words by which a text speaks of money at all, and asks about it, in Chinese and English. All are linear."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy

ASKS_MONEY = lazy(
    r"(?:扣|收|计费|花|退|补|钱|费用|价|积分|点数|额度)[^，。！？\n]{0,24}?(?:[？?]|吗|呢|没有$|求解)|(?:为什么"
    r"|为啥|怎么|凭什么|请问|是不是|到底)"
    r"[^，。！？\n]{0,24}?(?:扣|收费|计费|要钱|收钱|退|补|多少钱|价格|损失)|(?:能|可以|请|帮忙|要求"
    r"|申请)[^，。！？\n]{0,8}?(?:退|补偿)"
    r"|\b(?:why|how|what|who|am|is|was|were|did|do|does|can|could|will|where|which)\b[^.!?\n]{0,90}?\b(?:charg\w*"
    r"|bill\w*"
    r"|cost\w*|pay\w*|paid|refund\w*|credits?|money|price\w*|deduct\w*|fee|expensive|lose|lost|usage"
    r"|tokens)\b[^.!?\n]{0,60}\?"
    r"|\b(?:why|how|what|is|was|should|where|which)\b[^.!?\n]{0,90}?[$＄¥￥€£] ?[0-9][0-9.,]{0,12}[^.!?\n]{0,60}\?"
    r"|\b(?:refund|reimburse) (?:me|us|my|the|it|please)"
    r"|(?:扣|收|计费|花|价|费)[^。！？\n]{0,24}?[，,]? ?(?:对|合理|正常|正确)吗"
    r"|(?:照样|居然|竟然)[^，。！？\n]{0,8}?(?:扣|计费|收费)|照扣"
    r"|\b(?:charged|billed|deducted|charge|bills?|costs?) (?:\w+ ){0,3}?(?:anyway|nevertheless|all the same)\b"
    r"|\b(?:anyway|nevertheless|all the same)\b[^.!?\n]{0,16}?\b(?:charged|billed|deducted|costs?)\b",
    re.IGNORECASE,
)
"""A question about money, or a request to give it back."""

ABOUT_MONEY = lazy(
    r"扣费|扣款|扣钱|扣了|[照全被按]扣|按 ?[0-9][0-9,]{0,9} ?(?:个|token)? ?[扣收计算]|照[记算]|整条扣|收我|退还|返还"
    r"|总消耗|对账|usage (?:page|log)|activity page|差价|亏[钱本损]|赔[钱本]|少收|多收|照收|倍[扣收算计]|账单|倍率"
    r"|充了?[^，。\n]{0,4}[0-9]|计价|算了一[遍次]"
    r"|(?<![0-9.])0\.0[0-9]{3,}(?![0-9]*[a-zA-Z%])|计费|收费|账单|花费|费用|要钱|收钱|积分|点数|退款|多少钱|消费记录|消费日志"
    r"|[$＄¥￥€]\s?[0-9]|扣的|记了 ?[$＄¥￥]?[0-9]|消费|按次|按张|同价|流水"
    r"|[0-9] ?(?:美元|元|块钱|刀)|倍扣|扣 ?[0-9]|价格|余额"
    r"|\b(?:response_cost|usd)\b|\b(?:charge[ds]?|charging|billed|billing|bills?|invoice[ds]?|costs?|spend|spent|pays?|paid|payment"
    r"|refund\w*|credits?"
    r"|price[ds]?|pricing|ledger|wallet|(?:un)?discount(?:ed|s)?|deduct\w*|debit\w*|expensive|money|rtc|points"
    r"|balance|dollars?|cents?)\b|扣我|没退|没还回",
    re.IGNORECASE,
)
"""Words of a text that speaks of money; without one of them no sentence is asked for the claims above."""
