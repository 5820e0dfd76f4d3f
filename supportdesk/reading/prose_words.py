"""The words by which customers state things, in Chinese and English, as tables of patterns.

`CLAIMS` is asked row by row, and what a row matched is taken out before the next is asked: denials stand before what
they deny. All patterns are linear.
"""

from __future__ import annotations

import re

from supportdesk.patterns import lazy


class Claim:
    """One way of stating or denying a fact: `fact`, `value`, and the words of which one must stand in the text.

    The pattern is compiled when first needed: most tickets state nothing about money.
    """

    __slots__ = ("_pattern", "fact", "value", "words")

    def __init__(self, fact: str, value: bool, words: tuple[str, ...], source: str) -> None:
        self.fact = fact
        self.value = value
        self.words = words
        self._pattern = lazy(source, re.IGNORECASE)

    def pattern(self, lower: str) -> re.Pattern[str] | None:
        """Return the pattern, or None where none of the words stands in the lower-case text."""
        if not any(map(lower.__contains__, self.words)):
            return None
        return self._pattern


CLAIMS: tuple[Claim, ...] = (
    # what an error text says about reserving quota is no statement about a charge
    Claim(
        "",
        False,
        ("扣费", "退款", "额度失败"),
        (
            r"预扣费?额度(?:失败|\s?[:：])|(?:扣费|计费)失败|(?:无法|不需要|无需)(?:预扣费?|扣费|计费)|预扣费与|扣费(?:规则|标准|明细|记录|逻辑|方式|问题|说明)|退款(?:规则|政策|记录|流程|之后|后)"
        ),
    ),
    Claim(
        "claimed_no_refund",
        True,
        (
            "退",
            "返",
            "补偿",
            "冲正",
            "回来",
            "恢复",
            "到账",
            "扣费",
            "记录",
            "流水",
            "refund",
            "back",
            "return",
            "reimburs",
            "nothing",
            "debit",
            "still",
            "no ",
        ),
        (
            r"(?:没有?|未|不|没见|无|别说)(?:看到|见到|收到|找到|任何|触发|给|会|能|再|被|有|得到|我|一条|失败|的"
            r"|自动){0,4}"
            r"(?:退款|退还|退费|退回|返还|返款|退钱|补偿|冲正|退额度|退(?![出货订役]))"
            r"|(?:no|without(?: any| a)?|never (?:got|saw|received)(?: a| any)?|not (?:a|any)"
            r"|any sign of a) refunds?\b"
            r"|(?:not|n['’]t|never)(?: yet)?(?: been| be| get| got| gotten| receive[d]?| see[n]?| given)?"
            r"(?: my| any| a| the| me)?(?: money| credits?| quota)? (?:refunded|refund|back|returned|reimbursed)\b"
            r"|(?:credits?|money|quota) (?:was|were|is|are|has|have) ?(?:never|not"
            r"|n['’]t)(?: been)? (?:returned|refunded)"
            r"|(?:额度|余额|积分|钱|费用|点数?)[^，。！？；\n]{0,4}?(?:没有?|未|不)(?:再)?(?:回来|退|返|恢复|到账)"
            r"|只有一条扣费|只有扣费|只见扣费|之后(?:就)?没有(?:任何)?(?:记录|流水)"
            r"|\bnothing (?:came |booked |credited )?(?:after (?:it|that|this)|afterwards)\b|\bjust the debit\b"
            r"|\b(?:no (?:later|further|other|second) (?:entry|entries|rows?|line|booking)|still (?:lacks?|missing))\b"
        ),
    ),
    Claim(
        "claimed_no_refund",
        True,  # who asks for a refund says that there was none
        ("退", "refund", "reimburs", "back"),
        (
            r"请(?:帮|给|尽快|协助|你们|贵司)?(?:忙|我|我们)?(?:把|将)?[^，。！？；\n]{0,12}?(?:退款|退还|退回"
            r"|退费|退钱)"
            r"|(?:要求|申请|希望|麻烦|需要|帮忙|帮我|给我|想要?)(?:给我|我|把|将)?(?:办理)?(?:退款|退还|退回|退费"
            r"|退钱|退一下|退下)"
            r"|退(?:一下|给我|我钱)"
            r"|please (?:\w{1,12} ){0,3}(?:refund|reimburse)|(?:want|need|request(?:ing)?|demand|claim) (?:my "
            r"|a |the |for a )?refund"
            r"|(?:want|like|need) (?:my (?:money|credits|quota)|it|them|those|that) back|refund (?:me|my|us)\b"
            r"|should(?:n['’]t| not)? (?:(?:the|my|these|those) )?(?:credits?|money|quota|points|coins|balance|it|they)"
            r" (?:not )?(?:automatically )?(?:come|be|get|go) (?:(?:given|put|paid) )?"
            r"(?:back|refunded|returned|restored)\b"
        ),
    ),
    Claim(
        "",
        False,  # what somebody promises has not happened
        ("退", "返", "补偿"),
        (
            r"(?:说|称|承诺|保证|写着|应该?|会|将)[^，。！？；\n已了]{0,10}?自动(?:退款|退还|退费|退回|返还|返款|补偿)(?!了)"
        ),
    ),
    Claim(
        "claimed_no_refund",
        False,
        ("退", "返", "补偿", "回", "恢复", "refund", "reimburs"),
        (
            r"(?:已经?|都|全额|自动|有(?: ?[0-9一二两三四五六几]{1,3} ?[条笔次个])?)"
            r"(?:退款|退还|退费|退回|返还|返款|补偿)|退款(?:了|成功|到账)|退(?:回来|还)了"
            r"|(?:was|were|been|got|already|(?:is|are) now|been fully) (?:fully |automatically )?(?:refunded"
            r"|reimbursed)"
            r"|(?:received|got|see|saw|shows?|appeared|there (?:is|was)) (?:an? |the |my )?"
            r"(?:full )?[\"“']?refund(?!ed)"
            r"|(?:余额|额度|积分)[^，。！？；\n没未不]{0,14}?(?:又|已)?(?:变回|回到|恢复到?)"
        ),
    ),
    Claim(
        "",
        False,
        ("退", "返", "补偿", "refund"),
        (r"[^，。！？；\n]{0,4}(?:会|能|将|可以?|应该?)(?:自动)?(?:退款|退还|补偿|返还)|refunds?\b|退款"),
    ),
    Claim(
        "",
        False,  # money put into an account is no charge
        ("bought", "purchased", "topped", "recharged", "deposited"),
        (
            r"\b(?:bought|purchased|topped up|recharged|deposited)\b[^.!?,;\n]{0,60}?(?:US\$|[$€])\s?[0-9][0-9.,]{0,9}"
            r"(?: (?:of|in|worth of) (?:\w+ )?(?:credits?|balance))?(?:,? paid\b)?"
        ),
    ),
    Claim(
        "claimed_charged",
        False,
        ("扣", "计费", "收费", "charg", "bill", "deduct"),
        (
            r"(?:没有?|未|不|并未|没被|未被|不会|不用|不应该?|不该|不要|别)(?:再|重复|多|被|给|真的){0,2}(?:扣费"
            r"|扣款|扣钱|扣|计费|收费)"
            r"|(?:not|n['’]t|never|without being|no longer|nothing (?:is|was)) (?:be |been |get |getting "
            r"|being )?(?:charged|billed|deducted)"
            r"|(?:no|without) (?:a |any )?(?:charge|deduction)s?\b"
        ),
    ),
    Claim(
        "",
        False,
        ("charg", "bill", "deduct"),
        (r"(?:will|would|may|might|could|can|should|shall|to) (?:\w{1,10} ){0,2}(?:charged?|billed|deducted)\b"),
    ),
    Claim(
        "claimed_charged",
        True,
        (
            "扣",
            "计费",
            "收",
            "花",
            "消耗",
            "钱",
            "charg",
            "bill",
            "debit",
            "deduct",
            "credit",
            "money",
            "balance",
            "quota",
            "units",
            "took",
            "take",
            "eat",
            "ate",
            "burn",
            "lost",
            "paid",
            "consumed",
            "cost",
            "pay",
        ),
        (
            r"扣费|扣款|扣钱|扣(?:了|掉|走|除了?|我)|被扣|照扣|还扣|也扣|都扣|多扣|重复扣|乱扣|白扣|扣[￥¥$＄0-9]"
            r"|计费(?:了|还是|依然|仍)|(?:照样|仍然?|还是|依然|也|被|数|量)计费|被?收(?:了"
            r"|取了)?[^，。！？；\n]{0,8}?(?:的钱|费用|的费)|白花"
            r"|花了[^，。！？；\n]{0,6}?[￥¥$＄0-9]|消耗了[^，。！？；\n]{0,10}?(?:额度|余额|积分)|钱(?:没了|不见了)"
            r"|\b(?:charged|overcharged|billed|debited|deducted|charges me|bills me)\b"
            r"|\b(?:credits?|money|balance|quota|units) (?:for (?:\w{1,12} ){1,4})?"
            r"(?:was|were|are|is|got|have been|has been|still) (?:all )?"
            r"(?:taken|used|spent|gone|lost|paid|consumed|reduced)\b"
            r"|\b(?:took|ate|burned|burnt|lost|paid|consumed) (?:up )?(?:my |all my |about |over |\$|[0-9]"
            r"|the (?=(?:\w+ ){0,3}(?:credits?|balance|money|quota|amount|points|coins|tokens|fee|full|whole)\b))"
            r"|\b(?:you|they|it) (?:take|takes|took|eat|eats) (?:away )?(?:my )?[0-9]"
            r"|\bit cost (?:me )?|\b(?:is|was|get|gets) paid\b|\bpay(?:ing)? for\b"
        ),
    ),
    Claim(
        "claimed_failed",
        False,
        ("失败", "报错", "出错", "fail", "error"),
        (
            r"(?:没有?|未|不会?|从未|并未)失败|没(?:有)?(?:报错|出错)|(?:did|does|do|has|have|is|was)(?: not"
            r"|n['’]t) fail(?:ed)?\b|never fail(?:s|ed)\b|without (?:fail|an error|errors)"
        ),
    ),
    Claim(
        "",
        False,
        ("失败", "fail"),
        (r"失败(?:率|重试|原因|次数限制)|fail(?:ure)? rate|failover|fail-?safe|failed? check"),
    ),
    Claim(
        "claimed_failed",
        True,
        (
            "失败",
            "成功",
            "没",
            "未",
            "生成",
            "出不来",
            "超时",
            "卡",
            "挂",
            "报",
            "出错",
            "fail",
            "tim",
            "never",
            "not",
            "n't",
            "n’t",
            "no ",
            "produce",
            "error",
            "crash",
            "hang",
            "hung",
            "stuck",
            "broke",
            "breaks off",
            "nsfw",
            "断",
            "一个",
            "before",
        ),
        (
            r"失败|(?:没有?|未|不)(?:生成|调用|跑|请求|处理|提交)?成功|(?:没有?|未)(?:任何|生成|返回|收到|看到"
            r"|出)[^，。！？；\n]{0,6}?(?:图|视频|结果|输出"
            r"|内容|响应|回复|东西)"
            r"|没(?:生成|出来|出图|反应)|生成不(?:了|出来?)|出不来|超时|卡死|卡住|挂了|报错|出错|报[45][0-9]{2}"
            r"|\bfail(?:s|ed|ing|ure|ures)?\b|\btim(?:ed|es|ing)[ -]?out\b|\b(?:never|not|n['’]t) (?:finish"
            r"|complete|arrive|work|generate|produce|load|succeed)(?:e?[ds]|ing)?\b"
            r"|\bstatus:? (?:is |was )?[\"“']?nsfw\b"
            r"|\b(?:broke|breaks|broken) off\b|断(?:掉|流)了?|一个(?:字|token)(?:都|也)?没"
            r"|\b(?:with|from|by) an? (?:\w{1,12} )?error\b"
            r"|\bbefore (?:the|any) (?:first )?(?:token|output|byte)\b"
            r"|\bproduced? nothing\b|\bnothing (?:was )?(?:generated|came|comes|arrives?|happens|happened|returned)\b"
            r"|\bno (?:video|image|picture|output|result|audio|response|answer|file)s?\b(?! (?:model|api))"
            r"|\b(?:errored|crashe[sd]|hangs|hung|stuck|broken)\b"
            r"|\b(?:get|got|getting|gets|see|saw|return(?:s|ed)?|give[sn]?|throws?|raises?"
            r"|keeps? giving) (?:me )?(?:an?|the|this|that|these|those)? ?(?:[a-z0-9]{1,12} )?errors?\b"
        ),
    ),
)
"""In this order; the empty fact says nothing and only takes its match out."""

NO_RETRY = lazy(
    r"\b(?:no|not|without(?: an?y?)?|never|0|zero|nothing) (?:automatic )?retr(?:y|ies|ied|ying)\b"
    r"|\bretries (?:are|is|were) (?:off|disabled|0)\b|(?:没有?|未|无|关闭?了?)(?:任何|自动|配置?|开|设置?)?重试"
)
"""Says that nothing was sent again."""

ASKS_BACK = CLAIMS[2]
"""Asks for a refund, where others only say that there was none."""

HYPOTHETICAL = lazy(
    r"如果|要是|假如|假设|倘若|万一|的话|会不会|是否会|会(?=[^，。！？；\n]{0,12}吗)|才算|(?:预期|期望)(?:行为|结果|效果)?[:：]"
    r"|\bexpected(?: behaviou?r| result| outcome)?\s?:"
    r"|\bin case\b|\bwhat happens (?:if|when)\b|\bsuppose\b|\b(?:do|does|will|would|should|can|could) (?:i|we"
    r"|it|you|they|users?|a|an|the|failed) (?:[a-z]{1,12} ){0,4}?(?:get |be )?(?:charged?|billed?|refunded?"
    r"|cost|pay)\b",
    re.IGNORECASE,
)
"""A sentence with one of these states nothing."""

CONDITION = lazy(r"\b(?:if|when|whether|unless)\b", re.IGNORECASE)
"""In a question, such a word makes it hypothetical."""

PRESUPPOSES = lazy(r"为什么|为啥|为何|怎么(?:还|会|就|又)|凭什么|咋(?:还|就)|\bwhy\b|\bhow come\b", re.IGNORECASE)
"""A question of this kind states what it asks about: 'why was I charged?'."""

ASKS = lazy(r"吗|呢|吧(?=[？?]|$)|是否|能不能|可不可以|是不是|有没有|会不会|要不要|多少", re.IGNORECASE)
"""Words that make a Chinese clause a question."""

ASKS_MONEY_WORDS = lazy(
    r"照样|照扣|居然|竟然|anyway|nevertheless|all the same"
    r"|为什么|为啥|凭什么|请问|到底|求解|吗|\u9000|补偿|refund|reimburse|\bwhy\b",
    re.IGNORECASE,
)
"""Words without one of which a sentence without a question mark asks nothing about money."""

CLAUSE = lazy(
    r"[，,；;：、]|(?=但是?|却|不过|然而|结果)|\s(?=(?:but|although|though|however|yet|and|while)\s)", re.IGNORECASE
)
"""Where clauses part."""

SENTENCE = lazy(r"[^。！？!?\n]*?(?:[。！？!?]+|\.(?=\s|$)|\n|$)")
"""One sentence with its end."""

QUOTED_WORDS = lazy(
    r"“[^“”\n]{6,1000}”|「[^「」\n]{6,1000}」|`[^`\n]{6,1000}`"
    r"|(?<![\w{\[:,=(\\])\"[^\"\n{}]{16,1000}\"(?![\w:])"
)
"""Words that a person puts into quotation marks within a sentence: a program's, as a rule."""

THEORY = lazy(
    r"(?:我?怀疑是?|感觉是|我觉得是|我猜是?|估计是|可能是|应该是|难道是|是不是因为|是不是|是因为)"
    r"|\b(?:i (?:think|suspect|guess|believe|assume)(?: that)?(?: it(?:'s| is| was))?|maybe(?: it(?:'s| is))?"
    r"|probably(?: because)?"
    r"|(?:seems|looks) (?:to be|like)|is it because(?: of)?|could it be(?: that)?|is this because(?: of)?)\s",
    re.IGNORECASE,
)
"""What stands before the customer's own theory."""

NOT_OWED = lazy(
    r"^\s{0,3}(?:per\b|/|every|each|每|一(?:张|次|秒|个)|左右的余额)|^[^，。！？；\n]{0,4}(?:余额|balance)",
    re.IGNORECASE,
)
"""Behind an amount: then it is a price or a balance, no charge."""

FAMILIES = (
    "gpt|chatgpt-4o|o1|o3|o4|dall|dall-e|dalle|chatglm|nova|titan|sora|claude|gemini|gemma|imagen|veo|nano-banana|kling|wan|wanx"
    "|seedance|seedream|"
    "doubao|qwen|qwq|qvq|deepseek|glm|cogview|cogvideox|grok|llama|mistral|mixtral|codestral|suno|chirp|mj"
    "|midjourney|flux|"
    "hailuo|minimax|abab|vidu|text-embedding|text-davinci|whisper|tts|bge|jina|moonshot|kimi|hunyuan|ernie|yi"
    "|step|pixverse|"
    "runway|luma|ideogram|recraft|stable-diffusion|sd|sdxl|higgsfield|command|rerank|gemma|phi|baichuan|spark"
    "|agnes|happyhorse|mimo|longcat|nemotron|granite|olmo|pixtral|ministral|magistral|devstral|voyage|nomic-embed|mxbai"
    "|bce|gte|m3e|cosyvoice|paraformer|sensevoice|sambert|kolors|internlm|internvl|pangu|skylark|jamba|omni-moderation"
    "|multimodal-embedding|qwen-vl|hidream|lyria|learnlm|text-bison|text-moderation|text-multilingual"
)
"""First words of model names; a name goes on with a sign and more."""

NO_MODEL = lazy(
    r"(?:.*[-_0-9])?(?:cli|code|server|cpp|api|sdk|agent|proxy|studio|app|desktop|node|free-api|index|web"
    r"|ui|load|balance|router|relay(?:-service)?|gateway|academic|researcher|engineer|pilot|crawler|sovits|next-web"
    r"|on-wechat|plugin|extension|client|python|java|go|rs|hub|bot|bridge|switch|mcp|tool(?:s|kit)?|docker|stack)"
    r"(?:[.-](?:js|ts|py|go|rs|net|app|com|ai|io|cn))?"
)
"""Names of programs that begin like a model's."""

STATUS_WORDS = lazy(
    r"(?:(?:dies|fails?|failed|ends?|ended|answers?|responds?|aborts?|stops?) (?:with|in)(?: an?)?(?: HTTP)?|"
    r"HTTP(?:/[0-9.]{1,3})?|status(?: ?code)?|状态码|返回|报错?|提示|错误码?|响应|error(?: code)?|code|"
    r"\b(?:a|an|gets?|got|getting|returns?|returned|gives?|sees?|shows?|throws?|says?|said|replies|answers?|answered|"
    r"replied|suddenly|constantly|randomly|sporadically|occasional|occasionally|sometimes|plain|bare|mere|always|still|now|"
    r"keeps?|keep on|kept)"
    r"(?= [45][0-9]{2}\b)|"
    r"都|又|老|仍然?|依旧|依然|还是|一会儿?|时不时|间歇性?|持续|概率|大量|疯狂|报了?一?个|"
    r"就|直接|全是|都是|一直|偶尔|经常|总是|频繁|老是|返回的|偶发|偶现|突然|全部|变成|变为)"
    r"(?: ?是| ?为| ?了)?\s{0,2}[:：=]?\s{0,2}([45][0-9]{2}|"
    r"(?<=\s)20[0-4](?=\s?[,，;；。、)）]|\s(?:but|and|ok|但))|"
    r"(?<=[态回应])20[0-4](?=\s?[,，;；。、)）但]))(?![0-9A-Za-z_%-]|\.[0-9A-Za-z])"
    r"(?!\s?(?:words?|tokens?|images?|credits?|characters?|requests?|users?|calls?|times|ms|seconds?|秒|张|个|元|次|块|字|条|分|万|美|人民|字符|额度|积分|点|多(?!次)|左右"
    r"|以内|以上|left\b|remaining|more\b|per\b))"
    r"|(?<![0-9A-Za-z._$＄¥￥-])([45][0-9]{2})\s{0,2}(?:error|status code|错误|报错|状态|Bad Request|Unauthorized"
    r"|Forbidden"
    r"|Not Found|Too Many Requests|Internal Server Error|Service Unavailable|Bad Gateway|Gateway Time-?out"
    r"|(?:Request Entity|Payload|Content) Too Large|Payment Required|Method Not (?:Supported|Allowed)|Request Time-?out"
    r"|Unprocessable|Unsupported Media Type|page\b|页面|余额不足|额度不足|无权|禁止|未授权|无效的?令牌|令牌无效|限流"
    r"|请求过多|模型不存在|无可用渠道|(?:on|for|at|with) (?:every|each|all|any)\b|[a-z]{3,20}_error\b)"
    r"|(?<![0-9A-Za-z._$-])([45][0-9]{2})'?s(?=\s(?:since|from|on|all|every|after|again|now|and|but|when|with|in)\b|[.,;!\n]|$)"
    r"|(?<![0-9A-Za-z._$＄¥￥-])([45][0-9]{2})\s?(?=(?:特别|非常|比较|很)(?:多|频繁|严重)|频繁|了一?[天上下早晚]|刷屏)"
    r"|[，,:：]\s?(40[0-9]|41[3579]|42[2-9]|50[0-4]|52[0-9])(?=[。！!；;]|\.(?:\s|$)|\s*$)"
    r"|does not indicate success[:：]\s?([45][0-9]{2})",
    re.IGNORECASE | re.MULTILINE,
)
"""An HTTP status as prose mentions it."""
