"""Chinese words in which a shorter phrase stands as a syllable only: 得到 (got) within 看得到 (can see).

Chinese is written without spaces, so that a phrase is found within a longer word that means another thing.
"""

from __future__ import annotations

_SPELLED = """
看得到 值得到 找得到 听得到 做得到 拿得到 收得到 用得到 想得到 办得到
折扣 打算 就算 总算 还算 算是 算法 运算 算力 统计 设计 估计 计划 预计
会计 接收 收藏 验收 回收 吸收 收录 报告 报价 汇报 情报 海报 报名 能够
流程 流量 交流 物流 主流 潮流 泄漏 缺点 缺省 贵司 贵公司 贵站 贵平台 贵方
千问 千万 万相 万一 万能 仓库 数据库 知识库 库存 题库 空间 判断 不断 诊断 断言
无限额度 不限额度 会话 会员 社会 机会 会议 挂载 转换 兑换 填充 代理商 一次性 输入法 对话框
"""
LATIN = (
    "record not found",
    "page not found",
    "command not found",
    "file not found",
    "module not found",
    "method not allowed",
    "stop_reason",
    "stop_sequence",
    "stop reason",
    "non-stop",
)
LONGER = (*_SPELLED.split(), *LATIN)
"""Words that a phrase within them does not speak for; a phrase that holds one of them whole is not touched."""

SAID_WITHIN = frozenset({"not found", "not allowed", "stop"})
"""Longer phrases that stand within one of them."""


def longer_than(phrase: str) -> tuple[str, ...]:
    """Return the words in which a phrase is a syllable only."""
    return tuple(word for word in LONGER if phrase in word and phrase != word)


def stands_within(text: str, at: int, phrase: str, words: tuple[str, ...]) -> bool:
    """Tell whether the phrase at a place of a text is a part of one of the words there."""
    for word in words:
        begins = at - word.index(phrase)
        if begins >= 0 and text.startswith(word, begins):
            return True
    return False
