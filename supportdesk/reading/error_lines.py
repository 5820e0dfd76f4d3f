"""Which lines outside program text are errors: how programs, gateways and people who quote them word a failure."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading import error_text, exceptions
from supportdesk.reading.evidence import Reading
from supportdesk.reading.statuses import read_access, read_status, read_upstream, without_suffix
from supportdesk.view import View

WIDTH = 1500
"""Characters of a line that are looked at."""

_LEAD = lazy(
    r"(?:^|[\s，。,;；:：\[(])(?:[\w./\\ ]{0,30}?)(?:error|err|failed|failure|exception|fail|fatal|caused by|"
    r"错误(?:信息|消息|提示|内容|日志|详情|如下)?|报错(?:信息|内容|如下|提示)?|异常|失败|提示|返回)\s?"
    r"(?:\[[\w ]{1,40}\])?[:：]\s?\S",
)
_SAID = lazy(
    r"(?:报错?|提示|显示|返回|说|错误(?:是|为)?|抛出|出现|就|弹|跳出|收到|"
    r"[Ss]ays?|said|answer is|answers?|[Ee]rror(?: is| message)?|get|got|gets|"
    r"returns?|returned|with|message)"
    r"[^\n\"“`「『\[]{0,20}[\s:：，,]?\s?(?:\"([^\"\n]{6,600})\"|“([^”\n]{6,600})”|`([^`\n]{6,600})`|"
    r"「([^」\n]{6,600})」|『([^』\n]{6,600})』|(?<![A-Za-z])\[([^\]\n\[]{8,600})\])",
)
_MACHINE_EN = lazy(
    r"[\s\"'`✕✖×❌⎿>*•\-\[]*(?:Invalid|Unsupported|Unknown|Unrecognized|Unexpected|Missing|Incorrect|Cannot |"
    r"We (?:could|are|were) |Payment [Rr]equired|Please (?:add|top|recharge|upgrade|purchase)|"
    r"All (?:available|providers|accounts|channels|upstreams|keys|credentials|deployments)|There (?:is|are) no |"
    r"No (?:active|healthy|routable|valid|enabled|eligible|suitable|matching|compatible|usable|providers?|endpoints?|"
    r"deployments?|accounts?|channels?|credentials?|model|API|upstream|allowed)\b|Concurrency |Exceeded|Daily |"
    r"Monthly |Budget |Not enough|Out of (?:credit|quota|balance)|Spending |API [Kk]ey |Usage limit|"
    r"Virtual key|Key (?:over|limit|is over)|Team |Max (?:budget|parallel)|User (?:quota|balance|is)|Credits? "
    r"|Balance |Pricing |Price |"
    r"Could not|Couldn't|Failed|Unable|No available|"
    r"No such|Not (?:found|allowed|authorized|supported|implemented)|Too many|This (?:model|token|key|request|"
    r"query|account|endpoint|API)|"
    r"The (?:model|request|token|number|server|response|size|image|input|requested|operation|engine)\b|"
    r"The upstream (?:returned|responded|answered|service|server|request|provider|model|API|failed|timed|rejected|"
    r"refused|is |was |did |could |sent|closed|connection)|"
    r"You (?:exceeded|are not|didn't|don't|have (?:reached|exceeded)|must|tried)|Your (?:request|account|credit|"
    r"key|API|input)|"
    r"Access |Permission|Rate limit|Request (?:failed|timed|too|body|entity)|Quota|Insufficient|Model |"
    r"Bad [Rr]equest|Bad [Gg]ateway|Internal|Service [Uu]navailable|"
    r"Gateway|Connection|Timeout|Timed out|Upstream|Remote |Provider |Authentication|Unauthorized|Forbidden|"
    r"Method [Nn]ot|Resource |"
    r"invalid |unsupported |unknown |missing |failed to|cannot |unable to|no available|not found|not allowed|"
    r"[Ee]xtraneous key|[Mm]alformed |unexpected |[Uu]nrecognized |"
    r"insufficient |exceeded |upstream )"
)
_NAMED = lazy(r"\s*(?:(?:[A-Z][\w.-]{0,30}(?: [\w.-]{1,30}){0,3}|[a-z][\w.-]{1,30}): ){1,3}")
"""Names with a colon before a message: of a program, a node, a step."""
_NOT_MACHINE = lazy(
    r"(?<![\w/=.-])(?:I|I'm|I've|my|My|our|please help|anyone|why|Why|how do|How)(?![\w/=-])|\b[Ww]e (?!could not|"
    r"couldn|were unable|are unable)|[?？]"
    r"|\b(?:works?|worked|runs?) (?:fine|with|in|on|from|there|here|again|now|when|if|for|well)\b"
    r"|\bshould (?:be|have been) (?:around|about|roughly|only|fine|enough|okay|ok)\b"
)
"""What a person says and no machine."""
_SUPPOSED = lazy(
    r"(?<![0-9])[45][0-9]{2},?(?: errors?| status| code)? (?:should|would|could|means?|usually|normally|"
    r"is (?:usually|normally|supposed|meant|for)|stands for|sounds like|suggests)\b"
)
"""What a status is supposed to mean, which is said by persons alone."""
_MACHINE_ZH = lazy(
    r"无效的?|非法|参数错误|参数有误|参数异常|不存在|不足|无可用|未提供|未指定|未配置|不能为空|超时|已用尽|已过期|已被?(?:封禁|禁用|弃用)|已达到|已饱和|无权|不支持|请稍后再?试|不合法|不正确|"
    r"请求(?:失败|过多|频繁|上游)|获取.{0,30}失败|(?:额度|余额)(?:不足|已|为)|令牌(?:无效|已|验证)|违规|敏感(?:内容|信息|词)"
)
_NOT_MACHINE_ZH = lazy(
    r"[我吗呢吧啊]|怎么|为什么|如何|请问|求助|麻烦|是不是|有没有|能不能|什么|帮忙|帮看|看一?下|后来|升级|换了|设置里|的时候|刚才|一样|之前|他们|客户|用户说|希望|明明|还是|那里|这边"
    r"|就说|说不|我写|传过去|的话|看着|按理|应该|但是|"
    r"可是|不过|发现|感觉|奇怪|已经填|都报|[?？]"
)
_SIGNATURE = lazy(
    r"\bapi ?type[a-z]*\s?[:：]\s?-?\d|\b(?:http|status code|error code)\b[^\n]{0,20}(?<![0-9.:/])[45]\d\d(?![0-9])|"
    r"\b(?:object has no attribute|codec can't)|"
    r"\b(?:finishreason|finish_reason|blockreason)\b|has been (?:deprecated|suspended|disabled)|"
    r"is not (?:supported|allowed|found|available)|"
    r"does not (?:exist|support)|isn't supported|are not allowed|not (?:found|supported) for|no access to|"
    r"must be |is (?:required|invalid|too large)|"
    r"violates|policy|was rejected|rate limit|too many requests|no available channel",
)


_NGINX = lazy(
    r"\s*(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?\[(?:error|crit|alert|emerg)\] \d+#\d+: (?:\*\d+ )?"
    r"|\s*(?:\*\d+ )?(?=(?:upstream (?:timed out|prematurely closed|sent )|no live upstreams |client intended to send |"
    r"(?:connect|recv|send|readv|writev|SSL_do_handshake)\(\) (?:to \S{1,100} )?failed )"
    r"[^\n]{0,200}(?:, (?:client|server|request|upstream): | upstream$))"
)
"""How a line of nginx's error log begins, with or without its date and process."""
_SAID_CODE = lazy(
    r"(?:提示|报错?|返回|显示|抛出|\bgot|\bgets?|\breturns?|\bwith|\berror)\s?[:：]?\s{0,2}"
    r"((?:[a-z]{2,30}_){1,5}[a-z]{2,30}(?:\s?/\s?[a-z][^。，,;；\n]{0,200})?)"
)
_GLUED_ZH = lazy(
    r"(?:报错?了?|提示|显示|返回|抛出|出现|说|错误|异常|失败)(?:是|为|内容|信息)?[:：]?\s{0,3}"
    r"([A-Za-z][ -~：（）]{5,400}?)(?=\s{0,3}(?:[，。！？；、\u3400-\u9fff]|$))"
)
_GLUED_EN = lazy(
    r"\b(?:[Gg]et|[Gg]ets|[Gg]ot|[Gg]etting|says?|said|sees?|saw|shows?|returns|returned|reports?|throws|threw|"
    r"with|error|is)\s(?:an? |the )?(?:error |message )?"
    r"([A-Za-z][ -~]{5,400}?)(?=\s?(?:[;?!]|[.,](?:\s|$)|$)|\s(?:since|when|whenever|after|before|every|but|and|so|how|"
    r"what|why|although|today|now|again|from|in my|on my|please)\b)"
)
_LOGGED = lazy(r"(?:^|\s)(?:level|lvl|msg|ts|time|method|path)=[^\n]{1,1200}?\s(?:error|err)=[^=\s]")
_COMPILED = lazy(
    r"(?:[ew]: |\[(?:ERROR|error)\] |error: )?(?:file:/{0,3}|\.?/)?[\w@./\\-]{1,160}\."
    r"(?:go|kts?|[cm]?[jt]sx?|java|cs|rs|swift|dart|vue|scala|php|rb)[:(][0-9]{1,6}[:,)][^\n]{0,20}\s\S|"
    r"(?:e: |error(?:\[E[0-9]{4}\]|\s(?:TS|CS)[0-9]{4})?: )[\w`'\"]"
)
"""What compilers begin a line with: the file and the line of a program, or the number of the fault."""
_CLAUSE = lazy(r"[，。！？；]|[,;!?](?=[\s\u3400-\u9fff])")


def said(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of what a person quotes as the answer of a system ('报错“…”', 'the answer is "…"')."""
    places = []
    for match in _SAID.finditer(view.text, start, min(end, start + WIDTH)):
        group = match.lastindex
        supposed = group is not None and _SUPPOSED.search(match[group]) is not None
        if group is not None and not supposed and _is_worded(view.text, *match.span(group)):
            places.append(match.span(group))
    codes = _SAID_CODE.finditer(view.text, start, min(end, start + WIDTH))
    places += [match.span(1) for match in codes if error_text.has_token(view, *match.span(1))]
    return places or _glued(view.text, start, min(end, start + WIDTH))


def _glued(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of machine's words that a person's sentence runs into without any sign between them."""
    if not tells(text[start:end]):
        return []
    found = [match.span(1) for match in _GLUED_ZH.finditer(text, start, end) if _begins_worded(text, *match.span(1))]
    return found or [
        match.span(1) for match in _GLUED_EN.finditer(text, start, end) if _begins_worded(text, *match.span(1))
    ]


def without_talk(text: str, start: int, end: int) -> int:
    """Return where an error text ends once the last clauses are off in which a person asks or tells about it."""
    cuts = [match.start() for match in _CLAUSE.finditer(text, start, min(end, start + WIDTH))]
    for cut in cuts:
        if _begins_worded(text, start, cut) and tells(text[cut:end]) and not tells(text[start:cut]):
            return cut
    return end


def read_proxy_log(view: View, start: int, end: int) -> list[Reading]:
    """Return error_layer, error_message, method and path of a line of nginx's error log; nothing for other lines."""
    text = view.text
    match = _NGINX.match(text, start, min(end, start + WIDTH))
    if match is None:
        return []
    message = match.end()
    stop = text.find(", client:", message, end)
    stop = end if stop < 0 else stop
    layer = Reading("error_layer", "proxy", view.span(start, match.end()))
    said_there = Reading("error_message", text[message:stop], view.span(message, stop))
    return [layer, said_there, *read_access(view, message, end)]


def is_logged(text: str, start: int, end: int) -> bool:
    """Whether a line is a failure in a log of `name=value` pairs, which looks like settings."""
    return _LOGGED.search(text, start, min(end, start + WIDTH)) is not None


def is_error_line(view: View, start: int, end: int) -> bool:
    """Whether a whole line is what a program printed about a failure, rather than what a person tells."""
    text = view.text
    stop = min(end, start + WIDTH)
    line = text[start:stop]
    if _LEAD.search(line.lower()) and not _asks(line):
        return True
    status = read_status(view, start, stop, leading=True)
    if status is not None and isinstance(status.value, int) and status.value >= 400:
        access = read_access(view, start, stop)
        words = text[start:stop].strip()
        if access or len(words) <= 24 or not tells(line):
            return True
    if any(isinstance(item.value, int) and item.value >= 400 for item in read_upstream(view, start, stop)):
        return True
    if error_text.has_label(view, start, stop) or _COMPILED.match(text, start, stop):
        return True
    if exceptions.is_bracketed(text, start, stop):
        return True
    if tells(line):
        return False
    return (
        (end - start <= WIDTH and without_suffix(text, start, end) < end)
        or _is_worded(text, start, stop)
        or exceptions.is_failure(text, start, stop)
        or error_text.has_token(view, start, stop)
    )


def _is_worded(text: str, start: int, end: int) -> bool:
    if (
        _MACHINE_EN.match(text, start, end) is not None
        or _named_worded(text, start, end)
        or _SIGNATURE.search(text[start:end].lower()) is not None
    ):
        return True
    return (
        _MACHINE_ZH.search(text, start, end) is not None
        and _NOT_MACHINE_ZH.search(text, start, end) is None
        and end - start <= 300
    )


def _named_worded(text: str, start: int, end: int) -> bool:
    """Whether machine's words stand behind the name of what speaks them ('Render node: Payment required')."""
    named = _NAMED.match(text, start, end)
    return named is not None and _MACHINE_EN.match(text, named.end(), end) is not None


def _begins_worded(text: str, start: int, end: int) -> bool:
    return _MACHINE_EN.match(text, start, end) is not None or _SIGNATURE.search(text[start:end].lower()) is not None


def continued(view: View, start: int, stop: int, end: int) -> int:
    """Return where an error ends that breaks off at the end of its line with a colon, and goes on in the next one."""
    text = view.text
    if not (start < stop < end and text[stop - 1] == ":" and text[stop + 1 : stop + 2].islower()):
        return stop
    last = text.find("\n", stop + 1, end)
    last = end if last < 0 else last
    follows = last - start <= WIDTH and _is_worded(text, stop + 1, last) and not tells(text[start:last])
    return last if follows and is_error_line(view, start, stop) else stop


def _asks(line: str) -> bool:
    return "？" in line[-3:] or "?" in line[-3:]


def tells(line: str) -> bool:
    """Tell whether a line speaks as a person does."""
    return any(words.search(line) is not None for words in (_NOT_MACHINE, _SUPPOSED, _NOT_MACHINE_ZH))
