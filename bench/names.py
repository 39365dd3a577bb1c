"""Made-up applicants and their firms, the same every time."""

from __future__ import annotations

#: A surname as often as it stands here; given names of one or two of the signs.
SURNAMES = (
    "王" * 7
    + "李" * 7
    + "张" * 7
    + "刘" * 5
    + "金" * 9
    + "朴" * 5
    + "崔陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈单仇尉"
)
#: Some bear two signs before the given name; one in so many.
DOUBLE, SELDOM = "欧阳", 400
SIGNS = "海兰龙井春花秋月明光文武英哲美丽永顺成哲东日昌国民善玉顺姬福万里和平建军红霞志强晓燕丹青松柏云峰志远雪梅学勤"
SHOPS = [
    "冷面馆",
    "烤肉店",
    "咖啡屋",
    "包子铺",
    "火锅城",
    "狗粮铺",
    "小酒馆",
    "便利店",
    "理发厅",
    "书店",
    "幼儿园",
    "药房",
]


def chance(n: int) -> int:
    """Spread like chance, and the same every time."""
    return n * 2654435761 % 4294967291


def name(n: int) -> str:
    """The applicant of the n-th case."""
    at = chance(n)
    given = SIGNS[at // 97 % len(SIGNS)] + SIGNS[at // 7919 % len(SIGNS)] * (at % 3 > 0)
    return (SURNAMES[at % len(SURNAMES)] if at // 13 % SELDOM else DOUBLE) + given


def shop(n: int) -> str:
    """Their firm."""
    at = chance(n) // 31
    return SIGNS[at % len(SIGNS)] + SIGNS[at // 61 % len(SIGNS)] + SHOPS[at // 17 % len(SHOPS)]
