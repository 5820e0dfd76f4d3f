"""The words by which customers tell how a charge came about, in Chinese and English, as tables of patterns.

Unlike `prose_words.CLAIMS` these are asked of whole sentences, and what one row takes is left for the next. All
patterns are linear.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.prose_words import Claim

_N = "(?:不止一|不只一|超过一|两|二|三|四|五|六|多|好几|几|(?<![-.,0-9A-Za-z_])(?:[2-9]|1[0-9])(?![-.,]?[0-9A-Za-z_]))"
_MANY = (
    r"(?:two|three|four|five|six|several|multiple|many|both|(?<![-.,$€¥￥＄0-9A-Za-z_])(?:[2-9]|1[0-9])"
    r"(?![-.,]?[0-9A-Za-z_]| ?%| (?:hours?|min(?:ute)?s?|sec(?:ond)?s?|days?|weeks?|months?|dollars?|cents?|usd"
    r"|credits?)\b))"
)
_TIMES = (
    r"(?:twice|thrice|double|doubly|again|once more|more than once|a second time|[2-9]x"
    rf"|{_MANY}[ -](?:separate )?times)(?! (?:the|as|what|of|more|less|higher|too)\b)"
)
_PAID = r"(?:charged?|charges|billed|bills?|debited|deducted|paid|pays|pay|bought|buys|booked|cost|costs)"
_SENT = (
    r"(?:submit(?:s|ted)?|resubmit(?:s|ted)?|sends?|sent|resen[dt]s?|execut(?:es|ed)|generat(?:es|ed)|calls?"
    r"|called|posts?"
    r"|posted|created|runs?|ran|queued|fire[sd]|retrie[sd]|(?:re)?deliver(?:s|ed)|repeat(?:s|ed))"
)
_WORK = (
    r"(?:prompt|request|job|task|work|call|image|picture|video|clip|song|post|generation|message|payload|body"
    r"|click|order"
    r"|one)"
)
_CALLER = (
    r"\b(?:i|we|user|users|customer|caller|client|browser|frontend|front end|app|tab|page|window|laptop"
    r"|connection|stream"
    r"|socket|(?:my|our|their|the user's) (?:code|client|script|app|side|program|worker|proxy|nginx|end)|script"
    r"|program)"
)
_ENDED = (
    r"(?:cancel(?:l?ed|s|ling)?|abort(?:ed|s|ing)?|stop(?:s|ped|ping)?|interrupt(?:ed|s)?|close[ds]?|closing"
    r"|disconnect(?:ed|s|ing)?|kill(?:ed|s)?|(?:hit|press(?:ed)?|click(?:ed)?) (?:the )?[\"“']?(?:stop|cancel|esc)\w*"
    r"|g[ai]ves? up|hung up|hangs? up|tim(?:ed|es) out|refresh(?:ed)?|reload(?:ed|s)?|ctrl[-+ ]?c|navigated? away"
    r"|went away)"
)
_MONEY_ZH = "(?:钱|费用?|额度|余额|积分|点数?|金币|算力|credits?|quota)"
_USD = r"(?:US\$|[$€＄¥￥])\s?[0-9]"
_PROGRAM = "|".join(
    ("我", "用户", "客户", "前端", "页面", "网页", "浏览器", "手动", "主动", "中途", "提前", "半路", "本地", "脚本",
     "连接", "调用方", "网络", "手机", "程序", "代码", "nginx", "反代", "SDK", "sdk")
)  # fmt: skip


def _claim(fact: str, value: bool, *patterns: str) -> Claim:
    return Claim(fact, value, ("",), "|".join(patterns))


SENTENCE_CLAIMS: tuple[Claim, ...] = (
    _claim(
        "claimed_twice", True,
        rf"(?:一次|一个|一条|一下)[^。！？\n]{{0,24}}?(?:出现|有|生成|变成"
        rf"|产生)了?[^，。！？\n]{0,3}?{_N} ?(?:次|条|笔|份|段|个|张)"
        r"(?![^。！？\n]{0,40}只(?:按|算|扣|收|计)了? ?(?:一|1) ?[张个次份])",
        rf"一次(?:点击|提交|请求|调用)[^。！？\n]{{0,16}}?{_N} ?(?:次|条|笔|份|段)",
        r"(?:重复|双倍|二次|双重)(?:地|的|被|多|再)?(?:扣|计费|收费|计了|消费|付|记账|提交|下单|生成)",
        rf"(?<![试了])(?<!重试)(?<!失败){_N}(?:次|笔|遍|份|条)(?:的|地)?(?:扣|计费|收费|消费|付费|账单|钱)"
        r"(?![^，。！？\n]{0,6}?(?:没|未|不)[^，。！？\n]{0,4}?[退返补])",
        rf"(?:扣(?:费|款|钱)?|计费|收费|收|消费|付费|付)(?:了|掉|过|我)?[^，。！？；\n]{{0,6}}?{_N}"
        r"(?:次|笔|遍|份)(?![^，。！？；\n]{0,4}(?:失败|试))",
        rf"(?:同一|同样|相同|一样|一模一样|重复)[^，。！？；\n]{{0,14}}?{_N}(?:次|条|笔|遍|份)",
        rf"{_N}(?:条|笔|份)(?:完全)?(?:一模一样|一样|相同|同样|重复)的?",
        rf"{_N}次(?:完全)?(?:一模一样|一样|相同|同样|重复)的?[^，。！？；\n]{{0,6}}?(?:扣|计费|收费|消费|费用|记录|账)",
        r"(?:只|就|仅|明明)(?:点|发|提交|调用|请求|问|按|跑|执行|传)了?(?:过)?(?:一|1) ?(?:次|条|下|句|个|遍|张)"
        rf"[^。！？\n]{{0,40}}?{_N} ?(?:次|条|笔|个|张|份|遍)",
        r"(?:点|发|提交|调用|请求|问|跑|执行)了?(?:一|1) ?(?:次|条|下|句|遍)[^。！？\n]{0,30}?"
        rf"(?:扣|计|收|消费|记录|日志|出现|有)[^，。！？\n]{{0,6}}?{_N} ?(?:次|条|笔|份|遍)",
        r"没(?:有)?(?:点|发|提交|按|请求)(?:过)?(?:两|二|多|2)次",
        r"(?:两|二|三)(?:边|头)[^，。！？\n]{0,6}?都(?:扣|计费|收|算)",
        r"(?:只|就|仅)(?:问|发|调用?|请求|提交|用)了? ?[0-9一-十]{1,3} ?次[^。！？\n]{0,24}?(?:却|但|后台"
        r"|记录|日志)"
        r"[^。！？\n]{0,12}?[0-9]{1,3} ?(?:条|次|笔)",
        r"(?:自动|又|重新|再)(?:又)?(?:重发|重新|再)?(?:发|提交|请求|调用)(?:了)?(?:一次"
        r"|一遍)[^。！？\n]{0,30}?(?:扣|计费|收费|收|钱)",
    ),
    _claim(
        "claimed_twice", True,
        r"\b(?:again|same|once|one|single|duplicate[ds]?|re-?sent|retr\w+|later|late|slower)\b[^.!?\n]{0,90}?"
        r"\bboth (?:\w+ ){0,4}?(?:billed|charged|paid|costs?|deducted|settled?|reserved?|booked|succeeded)\b",
        rf"\bretr(?:y|ied|ies|ying)\b[^.!?\n]{{0,120}}?\b{_MANY} (?:\w+ ){{0,3}}?(?:completions|rows|entries|records"
        r"|calls"
        rf"|requests|charges|tasks|jobs|edits|images|generations)\b",
        r"\b[0-9]+ for [2-9] ?[x×] ?[0-9]",
        rf"\b{_PAID} (?:(?!and |but )\S+ ){{0,8}}?(?!again)(?!both){_TIMES}",
        rf"\b{_TIMES}[ -](?:{_PAID}|billing)|\bdouble[- ](?:charg|bill|spend|pay)\w*",
        r"\bduplicate[ds]? (?:\w+ )?(?:charges?|bill\w*|rows?|entr\w+|tasks?|jobs?|submi\w+|requests?|calls?"
        r"|generations?"
        r"|records?|payments?|debits?)",
        r"\b(?:i|we) (?:pay|paid) (?:for )?(?:both|all (?:two|three|four|five))\b",
        rf"\bone \w+, (?:(?:the|our|my) )?(?:invoice|bill|log|console|dashboard|usage page) (?:\w+ )?{_MANY}\b",
        rf"\b{_MANY} (?:identical |equal |separate |different |full |paid )?(?:charges|debits|bills"
        rf"|billed (?:calls|requests"
        r"|jobs)|paid (?:calls|jobs|images)|consume (?:rows|entries|records))\b",
        rf"\bsame {_WORK}\b[^.!?\n]{{0,40}}?\b(?:{_TIMES}|two|both)\b",
        rf"\b(?:{_SENT}|{_PAID}) (?:for )?(?:\S+ ){{0,4}}?(?:twice"
        rf"|thrice|{_MANY} times(?! (?:the|as|what|of|more)\b)|a second time"
        rf"|more than once)",
        rf"(?<!try to )(?<!tried to )(?<!trying to )(?<!want to )\b{_SENT} (?:it |them |the \w+ |another \w+ )?"
        r"(?:again|once more|a second time)\b",
        rf"\b(?:one|single|a single|1) (?:click|press|{_WORK})s?\b(?! ids?\b)[^.!?\n]{{0,60}}?\b{_MANY}\b",
        rf"\b(?:clicked|pressed|sent|submitted|called|asked|ran|hit) (?:\S+ ){{0,3}}?(?:once|one time|only one)\b"
        rf"[^.!?\n]{{0,60}}?\b{_MANY}\b",
        rf"\b[2-9] ?[x×] (?:{_WORK})s?\b",
        rf"\b{_MANY} (?:or \w+ )?(?:identical|equal|exact) (?:copies|duplicates)\b",
        r"\b(?:two|three|four|2|3|4) (?:\w+ )?(?:tasks|jobs|generations|images|videos|songs|calls|requests"
        r"|submits|predictions)"
        r"\b[^.!?\n]{0,30}?\b(?:made|created|started|billed|charged|instead|for one)\b",
    ),
    _claim(
        "claimed_aborted", True,
        r"[点按](?:了|击|下)?(?:一下)?[“「\"']?(?:停止|取消|终止|中断)|停止(?:输出|生成)|context canceled|client_gone",
        rf"(?:{_PROGRAM})[^。！？\n]{{0,16}}?(?:取消|中断|停止|停掉|停了|断开|断了|断掉|断网|关闭|关掉|关了|刷新"
        r"|退出|超时|终止"
        r"|点停|掉线|杀掉|放弃|掐断|掐掉)",
        r"(?:取消|中断|停止|断开|终止|放弃)(?:了|掉)?(?:请求|连接|生成|输出|调用|等待|流)",
        r"点(?:了|击)?(?:一下)?[“「\"']?(?:停止|取消|终止|中断)",
        r"(?:关|刷新)(?:了|掉|闭)(?:页面|网页|浏览器|标签|窗口|程序|手机|App|app|电脑)",
        r"(?i:ctrl ?[-+] ?c)|--max-time|curl -m [0-9]|timeout ?[=:] ?[0-9]|\bAbort(?:Controller|Error|Signal)\b"
        r"|超时(?:退出|断开|中断|返回)",
        r"(?:请求|读取?|响应|timeout)(?:时间)?(?:设|设置|写|配)?(?:成|为|的是|了)?\s?[0-9]{1,4} ?(?:秒"
        r"|s)[^。！？\n]{0,12}?"
        r"(?:超时|断开)",
    ),
    _claim(
        "claimed_aborted", True,
        r"\b(?:set|with|has|have|a|my|our)(?: \w+){0,2} timeout[ =]|\b(?:function|lambda|worker|pod|job|process"
        r"|container)"
        r" (?:is|was|gets|got) (?:killed|stopped|terminated|recycled)|\b[0-9]{1,3} ?s(?:ec\w*)? (?:limit|timeout"
        r"|cut-?off)\b",
        r"\b(?:hit|pressed|clicked) (?:the )?[\"“']?(?:stop|cancel|esc)",
        rf"{_CALLER} (?:(?!not |never |n['’]t |tasks? |jobs? )\S+ ){{0,4}}?{_ENDED}\b",
        r"\b(?:closed|close|closing|cancel(?:l?ed|ling)?|abort(?:ed|ing)?|stopp(?:ed|ing)|killed|killing"
        r"|interrupted) "
        r"(?:the |my |a |this )?(?:connection|tab|browser|page|window|request|stream|generation|call|client"
        r"|script|run"
        r"|process|job|socket|terminal|output)",
        r"\b(?:attempt|request|call|loser|generation|stream|answer|response)s? (?:is|was|gets?|got|are|were|has been)"
        r" (?:cancel\w+|aborted|closed|cut(?: off)?|killed|interrupted)\b",
        r"\b(?:connection|stream|socket|tab|network) (?:was |is |got |has )?(?:closed|lost|dropped|drops|cut"
        r"|aborted|breaks|broke)\b(?!(?: off)? (?:with|by|because|due|after) (?:of |to )?(?:an? |the )?"
        r"(?:upstream|provider|server|vendor|gateway|[45][0-9]{2}))",
        r"\bAbort(?:Controller|Error|Signal)\b|\btimeout ?[=:] ?[0-9]",
        r"\b(?:drop|close|abandon|discard|ignore|throw away)s? (?:the )?(?:slower|other|second|loser|stream"
        r"|response|connection|rest)"
        r"|\bloser\b|\bnot (?:one|a single) (?:body )?(?:byte|token|chunk) (?:is |was )?read\b",
        r"(?<![$¥￥＄0-9.,])\b499\b(?! ?(?:元|credits|tokens|积分|点|块))"
        r"|\bclient[- _](?:side )?(?:timeout|disconnect\w*|abort\w*|gone)|\babort(?:ed|s)? (?:by|on) the (?:client"
        r"|user)",
        r"\btim(?:ed?|es|ing) out (?:on|at|in) (?:our|my|the client['’]?s?) (?:side|end|code)|\bctrl[-+ ]?c\b",
        r"\b(?:set|with|has|have|a|my|our)(?: \w+){0,2} timeout[ =]",
    ),
    _claim(
        "claimed_finished", True,
        r"(?:后台|平台|上游|官网|中转站?|网关|供应商|日志|控制台|网页|任务列表"
        r"|那边)[^。！？\n]{0,16}?(?<!不)(?:成功|完成|已出|生成好|生成了|有结果|能下载"
        r"|跑完|看到图|看到视频|出来了)(?![^。！？\n]{0,14}?(?:空|打不开|播放不|没有内容))|还能下载"
        r"|其实(?:已经?)?(?:成功|完成|生成|跑完)",
        r"\b(?:provider|upstream|dashboard|console|backend|account|task page|history|panel|gallery|replicate"
        r"|relay|gateway)\b"
        r"[^.!?\n]{0,60}?\b(?:succeeded|completed|finished|finishes|success|done|ready|delivered)\b",
        r"\b(?:usage|billing|history|request) (?:page|history|log)\b[^.!?\n]{0,60}?\b(?:as |is |200 |been )?(?:finished"
        r"|completed|done|succeeded|200 ok)\b|\bdone: ?true\b",
        r"\b(?:succeeded|completed|finished|finishes|successful)\b[^.!?\n]{0,40}?\b(?:provider|upstream|dashboard"
        r"|console|backend"
        r"|server side|their side|anyway|all the same|later|afterwards|a minute)\b",
    ),
    _claim(
        "claimed_charged", True,
        r"(?:上游)?账单[^，。！？\n]{0,14}?(?:全额|都有|里有|照)|照(?:价|样|常)(?:扣|收|计)|还要钱|也要钱|并扣费"
        r"|全扣|(?:已|即|就)扣费",
        rf"{_MONEY_ZH}(?:也|都|还是|还|照样|照|依然|已经?|就|却|被|全|直接){{0,3}}(?:扣|收|没了|少|花|减|用掉"
        r"|消耗|掉了)",
        r"(?:收|扣|花|付|消费|消耗)(?:费|掉|走)?(?:了|的是|我)?[^，。！？；\n]{0,4}?(?:[$＄¥￥] ?)?[0-9]",
        r"(?<![不没未])收(?:了|的)?[^，。！？；\n]{0,6}?(?:次)?钱|收的(?=[？?。！]|$)",
        r"照(?:记|算|收)|(?:每次|一直|都)从[^，。！？\n]{0,8}?(?:扣|收)|全(?:记|算)|用量[^，。！？\n]{0,4}?(?:照|还是|也)|按(?:整"
        r"|全)[^，。！？\n]{0,6}?(?:扣|收|算|计)",
        rf"余额[^，。！？；\n]{{0,8}}?(?:变成|变为|降到|减少|少了|只剩|降了)|还(?:是)?要(?:收)?{_MONEY_ZH}",
        r"(?:按|照)[^，。！？；\n]{1,12}?(?:扣费?|收费?|计费)(?:的|了)|[贵多]收|扣这么多",
    ),
    _claim(
        "claimed_charged", True,
        rf"{_USD}[0-9.,]*[^.!?\n]{{0,60}}?\b(?:usage page|invoice|dashboard|activity|statement|billing page)\b"
        r"|\bbut the bill\b",
        rf"\bactivity page\b[^!?\n]{{0,80}}?{_USD}|\b(?:buyer|user|customer|we|i) pays? [$€]?[0-9]",
        r"\b(?:bills|charges) (?:me|us|it|them|the|for|each|every|all|a|an)\b|\b(?:credits|points|coins|buzz|tokens"
        r"|money"
        r"|pollen) (?:\w+ ){0,2}?(?:used up|gone|burned|burnt|wasted)\b",
        r"\b(?:am|are|is|was|were|be(?:en|ing)?|got|gets?) (?:\w+ )?(?:charged|billed|invoiced|debited)\b(?! per"
        r"| by the)",
        r"\b(?:costs?|charges?|invoiced?|bill(?:ed)?|fee) (?:about |me |us |around |of |for \w+ |it |them )?"
        rf"(?:{_USD}|[0-9]+ (?:credits|points|coins|cents))",
        rf"\b(?:log|usage page|invoice|dashboard|console|bill|history|report)\b[^.!?\n]{{0,70}}?{_USD}",
        r"\b[0-9]+ (?:credits|points|coins|tokens) (?:each )?(?:deducted|gone|were|was|taken|used|lost|spent"
        r"|charged|missing)",
        r"\b(?:i|we) pay (?:for )?(?:all|both|each|every)\b",
        r"\b(?:usage|billing) page (?:has|lists|shows|counts)\b|一[条个次笔]不[少落][^，。！？\n]{0,6}?(?:扣|计费|收)",
        r"\bon (?:the|my|our) (?:bill|invoice|statement)\b|\bbalance (?:is|was"
        r"|went) (?:by )?[$€]?[0-9.]+ (?:lower|less|down)\b",
        r"\bbalance (?:was|is|went|has|had|dropped|fell|decreased|shrank|got) (?:\w+ ){0,2}?(?:lower|down|reduced"
        r"|from|by|to|less)\b",
        r"\bbalance (?:dropped|fell|decreased|shrank)\b|\b(?:billed|charged) (?:for|as|at) ",
        r"\b(?:invoice|bill|statement) (?:has|shows|lists|contains|includes)\b|\b(?:still|also|fully) (?:billed"
        r"|charged|paid)\b",
    ),
    _claim(
        "claimed_failed", True,
        r"没输出|未输出|不输出|卡死|过期|expired\b|\btimed out\b|\bwithout (?:any |an )?(?:output|result|answer"
        r"|picture|video)\b",
        r"打不开|播放不了|无法播放|下(?:载)?不了|拿不到|收不到|没有?(?:收到|拿到|看到"
        r"|出)[^，。！？；\n]{0,4}?(?:结果|图|视频|回答|内容|音频)",
        r"(?:地址|链接|结果|url|URL|内容|返回)[^，。！？；\n]{0,6}?(?:是|为)?空(?:的|值|$|[，。])",
        r"(?-i:\bFAIL(?:URE|ED)\b)|(?:返回|报)(?:了)? ?[45][0-9]{2}"
        r"|\b(?:return(?:s|ed)?|answer(?:s|ed)?|gave|gives|got|gets?|with) (?:an? )?(?:HTTP )?[45][0-9]{2}\b",
        r"\bnever (?:got|received|saw|came|arrived)\b|\bempty (?:result|video|image|file|url|answer|response)"
        r"|\bnot playable\b",
    ),
    _claim(
        "claimed_no_refund", True,
        r"没(?:有)?(?:一|半|任何)(?:笔|条|次|分|点|个|毛)?[^，。！？\n]{0,4}?(?:退|返|补)|(?:一|半)(?:笔|条|分|点|毛)钱?(?:也|都)?(?:没|未)"
        r"[^，。！？\n]{0,3}?(?:退|返|补)|分文未[退返]",
        r"\b(?:not (?:one|a single|any)|none|neither|nothing)\b[^.!?\n]{0,30}?\b(?:was|were|is|has been|have been|got) "
        r"(?:\w+ )?(?:refunded|returned|reversed|reimbursed|credited|restored|given back)\b",
        r"没有?(?:任何)?(?:冲正|回滚|补偿)|退款[^，。！？\n]{0,3}(?:没到|未到|没收到)",
        r"\b(?:want|like|need|give|have) (?:me )?(?:my|our|the|those) (?:\w+ )?(?:credits?|money|points|quota"
        r"|coins) back\b",
        r"(?:没|没有|未|并未|也没|不)(?:给)?(?:补|退|返|还)(?:回|还|钱|款|点|额度)?(?:来|了)?(?=$|[，。！？；,.\s：:])",
        r"(?:没有|未)(?:返还|退还|退回|补回|补偿|退款)|退款[^，。！？；\n]{0,8}?(?:是空|为空|空白|没有|里没"
        r"|无记录|查不到)",
        r"\b(?:not|n['’]t|never)(?: yet)?(?: been)? (?:come|came|given|credited|paid|put)(?: it| them)? back\b",
        r"\bno (?:credit|refund) (?:entry|row|line|record)\b|\b(?:nothing|neither|none(?: of \w+)?) (?:came|comes"
        r"|has come"
        r"|have come|was given|was paid|was put|is) back\b|\blike (?:a |my |the |that |it |them )?(?:refund"
        r"|money back|credits back|back)\b",
        r"没(?:有)?(?:看到|见到|收到)?[^，。！？\n]{0,6}?(?:冲正|补偿|回滚)"
        r"|(?:能|可以)[^，。！？\n]{0,4}?(?:补|退)(?:回来|给我)?吗",
        r"\bno (?:refund|compensation|credit|reversal)\b|\bwithout (?:a |any )?refund\b|\band nothing else\b"
        r"|\bno later line\b",
    ),
    _claim(
        "claimed_no_refund", False,
        r"退款[^，。！？\n]{0,4}?(?<!未)(?<!没)(?:到账|成功|已到)",
        r"(?:积分|点数|额度|余额|钱|费用|金额|点)[^，。！？；\n]{0,6}?(?<![没未不])(?<!没有)(?:退|返)(?:回"
        r"|还)?(?:来|了|到)"
        r"(?![没吗么])",
        r"(?<![没未不会])(?:又|都|全|倒是|也|就|后来|随后|马上|再|然后|已经?)(?:给)?(?:我)?(?:全部|自动)?"
        r"(?:退|返|补)(?:回|还|款)?(?:来|了|到|一部分|[^，。！？\n]{0,2}[0-9])(?![没吗么])",
        r"(?:余额|积分|额度|点数)(?:又|也|并|还是|都)?(?:没有?变|不变|没少|没有少|恢复|变回)",
        r"(?<![没未不])(?<!没有)(?<!会)(?:退回来|返回来|补回来)(?:了)?(?![没吗么])",
        r"(?:一|有|两|几)(?:条|笔)(?:退款|补偿|返还|退还)|(?:退款|退还|返还|补偿)(?:了)? ?(?:[$＄¥￥] ?)?[0-9]",
        r"(?:又|再|都|就)(?:自动)?(?:加|涨|回)(?:了)?回(?:来|去)|又回来",
    ),
    _claim(
        "claimed_no_refund", False,
        r"\brefunded:? [0-9]|\brefunded['\"]?\s?[:=]\s?(?:[1-9]|true)|\bagrees? with the refund",
        r"\b(?:credits?|money|quota|balance|points|tokens|amount|charge) (?:(?:has|have|had|was|were|is|are|all|then"
        r"|did|does|always|each time) ){0,2}(?:c[oa]mes? back|given back|back (?:to|at|again)|returned|restored"
        r"|refunded"
        r"|credited back|reversed|what it was|the same(?: as before)?|unchanged)\b",
        r"\b(?:it|they) (?:was|were|is|are|got|gets) (?:then |all |always )?(?:given back|returned|restored|reversed"
        r"|credited back)\b",
        r"\b(?:got|get|gets|received) (?:it|them|the|my|all|everything) (?:\w+ )?(?:all )?back\b",
        r"\bbalance (?:is|was|stays?|stayed|remains?|remained|did|has) (?:not change|unchanged|the same"
        r"|not changed|n['’]t"
        r" change|what it was)",
        r"\b(?:a|the|one) (?:refund|credit|reversal)(?: row| entry| line| record)?s? (?:follow|came|exist|for|of"
        r"|is|was|appear"
        r"|right|two|a few)\w*",
    ),
    _claim(
        "claimed_mismatch", True,
        r"(?:输出|输入|缓存|补全|推理|图片)[^，。！？\n]{0,8}?(?:没有?|未|不)(?:被)?(?:计入|算进|算入|计算|计费|算)"
        r"|漏(?:了|掉|算|计)[^，。！？\n]{0,10}?(?:输出|输入|缓存|token)",
        r"(?:都是|都|一直|仍)?按 ?[0-9.]{1,6} ?倍(?:扣|收|算|计)|差价|亏(?:钱|损|本|了)|倒贴|赔(?:本|钱)"
        r"|没走(?:套餐|订阅)|套餐[^，。！？\n]{0,10}?(?:不动|没变|没减|没用上)|从余额[^，。！？\n]{0,4}?扣[^。！？\n]{0,12}?(?:套餐|订阅)"
        r"|又算了?一(?:遍|次)|算了?两(?:遍|次)",
        r"只按[^，。！？\n]{0,10}?(?:扣|收|算|计)|应该? ?[$＄¥￥][0-9]"
        r"|(?:费用?|金额|花费|成本|消费|输入|token)[^，。！？\n]{0,10}?(?:变成|成)了?负数|负的(?:费用|金额|扣费|输入)",
        r"(?:账|金额|费用|数)[^，。！？\n]{0,4}?对不上|(?:少|多|高|低|贵)(?:了|出)?[^，。！？\n]{0,3}?(?:一半"
        r"|[0-9]{1,3} ?%)",
        r"(?:还是|仍然?|依然|却|全)(?:都)?按[^，。！？\n]{0,16}?(?:扣|收|算|计)|没(?:有)?(?:扣到|计费|扣费)"
        r"|不(?:扣费|计费)|未(?:扣费|计费)",
        r"翻(?:了)?(?:一|两|[0-9]{1,3})?倍"
        r"|贵(?:了)?(?:快|将近)?(?:一|两|三|四|五|六|八|十|几十|好几|[0-9.]{1,4}) ?(?:倍|半)"
        r"|(?:差|相差"
        r"|高)(?:了)? ?(?:大?约|将?近|大概)? ?(?:[0-9.]{1,5}|一|两"
        r"|好几|几)"
        r" ?(?:倍|%)|多收|多扣|少扣|少收|多算|少算",
        r"(?:没有?|未|漏)乘 ?[0-9.]",
        r"(?:没有?|未|不)(?:按|乘|应用|生效|算|计入)[^，。！？；\n]{0,10}?(?:价|倍率|折扣|缓存|单价)|按原价|全价"
        r"|全额计费",
        r"(?:价格|价目|单价|定价|标价|官网|设置|配置|倍率)[^。！？\n]{0,30}?[0-9][^。！？\n]{0,20}?(?:实际|却"
        r"|但是?|结果|可是)"
        r"[^。！？\n]{0,12}?(?:扣|收|计|变)",
        r"[0-9.]{1,8} ?/ ?[0-9.]{1,8}[^。！？\n]{0,30}?(?:收|扣|卖)[^。！？\n]{0,12}?[0-9.]{1,8} ?/ ?[0-9.]{1,8}"
        r"|应该?(?:是|扣|收|为|按)[^，。！？；\n]{0,8}?[0-9]|(?:传|选|用(?!户)|生成)[^。！？\n]{0,20}?(?:却|怎么"
        r"|凭什么)[^。！？\n]{0,4}?"
        r"(?:按|扣|收|算)|凭什么(?:按|扣|收|算)|怎么(?:按|照)[^，。！？\n]{1,10}?(?:收|扣|算|计)",
        r"(?:标价|页面写|官网写|价目|应收|阶梯表)[^。！？\n]{0,12}?[0-9][^。！？\n]{0,24}?(?:扣|收)(?:了|的是|我|费|掉){0,2}"
        r"[^，。！？\n]{0,8}?[0-9]|扣的(?:却)?是[^，。！？\n]{0,14}?[0-9]"
        r"|(?:反推|倒推|反算)[^。！？\n]{0,16}?(?:是|为|=) ?[0-9.]+ ?倍",
        r"(?:说好|写着|标着|价目表|价格表|文档)[^。！？\n]{0,24}?(?:[0-9]|按)[^。！？\n]{0,20}?(?:对不上|不符"
        r"|不一样|不一致|却|扣|收)",
        r"(?:计费|扣费|费用|花费|金额|成本)[^，。！？；\n]{0,6}?(?:为|是|显示"
        r"|记)? ?(?:[$＄¥￥] ?)?0(?:\.0{1,6})?(?![0-9]|\.[0-9])",
    ),
    _claim(
        "claimed_mismatch", True,
        r"\b(?:cost|spend|charge\w*|bill\w*|books?|logs?)\b[^0-9\n]{0,24}[0-9]+\.[0-9]+[^!?\n]{0,60}?\b(?:bills?"
        r"|billed|charges?|costs?"
        r"|should|must|expect\w*|provider|invoice|official|really|actual\w*)\b[^0-9\n]{0,30}[0-9]+\.[0-9]+",
        r"\b(?:charge[sd]?|bill(?:s|ed)?|price[sd]?|settle[sd]?|book(?:s|ed)?|count(?:s"
        r"|ed)?)\b[^.!?\n]{0,40}?\b(?:at|with|customers|users|us|me|them"
        r"|as) (?:the |a |its )?(?:normal|full|regular|uncached|standard|higher|wrong|default|old|fallback|text|list)"
        r" (?:\w+ )?(?:price|rate|cost|tier|ratio)s?\b",
        r"\b(?:cost|spend|charge|bill|price|log|total|settlement)s?\b[^.!?\n]{0,40}?\b(?:only|just) (?:counts?"
        r"|includes?"
        r"|covers?|considers?|contains?|prices?)\b|\bonly (?:the )?[\w,. ]{1,30}?(?:was|were|is|are) (?:priced|billed"
        r"|charged|counted)\b|\b(?:lose|losing|lost) money\b"
        r"|\b(?:cost|spend|charge|price) (?:is|are|was) (?:just|only|simply) \w+ ?[x×*]"
        r"|\b(?:never|not) (?:priced|billed|charged|counted) (?:at (?:all|(?:its|their) own)|separately)\b"
        r"|\b(?:cached?|reasoning|thinking|image|audio|output|input)[_ -]tokens? (?:is|are|was|were) (?:not|never)"
        r" (?:priced|counted|calculated|billed|charged)\b",
        r"\b(?:booked|billed|charged|logged|recorded)\b (?:with |at |as |for )?(?:a |the )?(?:quota |cost |spend "
        r"|price )?"
        r"(?:of )?(?:US\$|\$)?0(?:\.0{1,6})?(?![0-9]|\.[0-9])",
        r"\b(?:cached?|reasoning|thinking|image|audio|input|output|prompt)\b[\w ]{0,20}tokens?\b[^.!?\n]{0,60}?"
        r"\b(?:twice|double[ds]?|doubly|a second time|once more|added on top)\b",
        r"\b(?:output|input|completion|prompt|cached?|reasoning|thinking|image|audio) (?:tokens? )?(?:costs?|prices?"
        r"|charges?|parts?) (?:is|are|was|were|gets?) (?:\w+ )?(?:missing|left out|omitted|dropped|ignored"
        r"|lost|not \w+)\b",
        r"\b(?:costs?|charge|bill|price|total|spend)\b[^.!?\n]{0,60}?\b(?:leaves?|leaving|omits?|ignores?|skips?|drops?"
        r"|misses|without) (?:out )?(?:all |the |any )?(?:output|completion|input|cached?|reasoning|image|audio)\b",
        r"\b(?:output|completion|input|cached?|reasoning|image|audio) (?:tokens? |parts? )?(?:is|are) (?:\w+ )?"
        r"(?:missing|left out|omitted) (?:from|in) (?:the |its )?(?:costs?|charge|bill|price|total|sum)\b",
        r"\bshould (?:only |just )?(?:take|cost|come to|have (?:cost|taken|been)) (?:about )?(?:US\$|[$€])?[0-9]"
        r"|\b(?:fee|price|amount|charge|cost) is (?:off|wrong)\b"
        r"|\b(?:price (?:list|page|sheet|table)|pricing page|rate card) (?:says|lists|states|shows|has)\b",
        r"\b(?:would be|would have been|would cost|would come to) (?:US\$|[$€])[0-9][^!?\n]{0,30}?\b(?:invoiced|billed"
        r"|charged|paid|took|taken)\b[^.!?\n]{0,12}?[$€]?[0-9]"
        r"|\b(?:paid|charged|billed|took) (?:US\$|[$€])?[0-9][0-9.]{0,8}(?: \w+)? (?:instead of|rather than)"
        r" (?:US\$|[$€])?[0-9]",
        r"\b(?:[0-9.]+|two|three|four|five|six|eight|ten|twenty|sixty"
        r"|a hundred) ?(?:x|times) (?:what|the|as|more|of)\b",
        r"\bsame (?:price|rate|cost)\b[^.!?\n]{0,30}?\b(?:as"
        r"|for)\b|\bno discount\b",
        r"\bshould (?:get|have|be) [^.!?\n]{0,30}?(?:discount|cheaper|half the|[0-9]{1,3} ?% off)",
        r"\b(?:cost|spend|charge|price)(?: \w+){0,4} (?:is|are|shows?|stays?) (?:always |just |still "
        r"|only )?(?:US\$|\$)?0(?:\.0{1,6})?(?![0-9]|\.[0-9])",
        r"\binstead of (?:the |my |our )?(?:subscription|plan|package)\b",
        r"\b(?:far |well |way )?(?:below|above|under|over|off) (?:what )?(?:[\w']+ ){1,3}?(?:bill|invoice|price"
        r"|charge)s?\b",
        r"\bexpect(?:ed)?\b[^.!?\n]{0,60}?[0-9][^!?\n]{0,80}?(?:=|\*|×|x) ?[0-9$]",
        r"\b(?:priced|billed|charged|counted) (?:as|like) (?:normal|regular|full|plain|uncached|input|output)",
        r"\b[0-9]{1,4} ?(?:%|percent) (?:above|below|over|off)\b",
        rf"\b(?:price page|price list|pricing(?: page)?|listed|documented|should (?:be|cost)|supposed|expect\w*"
        rf"|advertised|per"
        rf"|official)\b[^.!?\n]{{0,40}}?(?:{_USD}|[0-9]+ credits)[^!?\n]{{0,50}}?\b(?:but|yet|instead|while"
        rf"|charged|billed|was|is)\b"
        rf"[^!?\n]{{0,30}}?(?:{_USD}|[0-9]+ credits)",
        rf"(?:{_USD}[0-9.,]*|[0-9]+ credits)[^.!?\n]{{0,50}}?\b(?:but|instead of|rather than|while|although"
        rf"|and not|versus|vs\.?)\b"
        rf"[^!?\n]{{0,50}}?(?:{_USD}|[0-9]+ credits)",
        r"\b(?:billed|charged|priced|counted|computed|booked)\b[^.!?\n]{0,40}?\b(?:at|as|with|for"
        r"|by) (?:the )?[^.!?\n]{0,30}?"
        r"\b(?:instead of|rather than|price of|rate of|not the)\b",
        r"\b(?:billed|charged|priced|counted|computed|booked) (?:at|as|with|by) [^.!?\n]{0,40}?\balthough\b",
        r"\bprice[sd]? (?:of |at )?(?:US\$|\$)?0\.0+(?![0-9]|\.[0-9])",
        r"\b(?:spend|cost|charge|fee|price|amount)s? (?:shows?|is|are|was|of|=|stays?|reports?) (?:as )?(?:US\$"
        r"|\$)?0(?:\.0{1,6})?"
        r"(?![0-9]|\.[0-9])",
        r"\b[0-9]{1,4} ?(?:%|percent|x|times) (?:higher|lower|more|less|too)|\b(?:twice|double|half"
        r"|ten times) (?:the|as|what|of)\b"
        r"[^.!?\n]{0,24}?\b(?:price|much|cost|rate|list)",
        r"\b(?:ratio|discount|multiplier|cache price|cached price|rate) (?:is |was )?(?:not|never|isn['’]t"
        r"|wasn['’]t) (?:applied|used"
        r"|counted|taken)|\bwrong (?:price|rate|tier|ratio|amount)\b|\b(?:over|under)charg\w+",
    ),
)  # fmt: skip
"""Asked of every sentence that states something, in a text that speaks of money."""

TOKENS_TWICE = lazy(
    r"(?:缓存|推理|思考|图片|图像|输入|输出|[Tt]oken)[^。！？\n]{0,24}?(?:重复(?:计费|计算|算)|算了?两(?:遍|次)|又算了?一(?:遍|次)|双倍)"
    r"|\b(?:cached?|reasoning|thinking|image|audio|input|output|prompt)\b[\w ]{0,20}tokens?\b[^.!?\n]{0,60}?\b(?:twice"
    r"|double[ds]?|doubly|a second time|once more|again)\b|\bdouble[- ](?:bill|count)\w* (?:\w+ ){0,2}tokens?\b"
    r"|\b(?:restarted|rechecked|reinstalled|rebooted|verified|logged out)\b[^.!?\n]{0,24}?\b(?:twice|[a-z]+ times)"
    r"|(?:重启|核对|检查|重装)了?(?:两|三|好几|几)[次遍]"
    r"|\b(?:twice|double|two times|[2-9] times) (?:the|as|what|of|more)\b",
    re.IGNORECASE,
)
"""Tokens that are counted twice, twice the price and what was looked at twice are no second charge."""
