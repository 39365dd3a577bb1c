"""Surnames that sound other than the same sign elsewhere: 单 is Shan in a name and dan in a word."""

from __future__ import annotations

from collections.abc import Callable

#: Of two signs, looked at first; the initials of both.
DOUBLE = {
    "单于": "cy", "尉迟": "yc", "长孙": "zs", "万俟": "mq", "澹台": "tt", "宰父": "zf", "亓官": "qg",
    "乐正": "yz", "夏侯": "xh", "呼延": "hy", "令狐": "lh", "子车": "zj",
}  # fmt: skip
#: Only where the initial differs from that of the word.
SINGLE = {
    "单": "s", "曾": "z", "仇": "q", "解": "x", "查": "z", "区": "o", "乐": "y", "折": "s", "种": "c",
    "重": "c", "翟": "z", "召": "s", "覃": "q", "秘": "b", "隗": "w", "祭": "z", "句": "g", "繁": "p",
    "适": "k", "乜": "n", "阚": "k", "佴": "n", "会": "g", "郇": "x", "么": "y", "粘": "n", "藏": "z", "颉": "x",
    "长": "c", "泷": "s", "焯": "z", "圈": "j",
}  # fmt: skip


def initials(name: str, letter: Callable[[str], str]) -> str:
    """The initials of a person's name with its surname read as one: 单雄信 → sxx.

    ``letter`` gives the initial of one sign, empty where it is silent.
    """
    begins = DOUBLE.get(name[:2]) or SINGLE.get(name[:1], "")
    return begins + "".join(map(letter, name[len(begins) :]))
