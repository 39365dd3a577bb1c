"""An administrator at the back office: fills the generated form as a browser shows it, and saves."""

from __future__ import annotations

import re

from tests.factories.forms import filled

DICTIONARIES = {
    "departments": {"code": "QXJ", "name": "气象局"},
    "windows": {"code": "12", "name": "综合窗口 12 号", "department": "ZHCK"},
    "documents": {"key": "WIND_REPORT", "name": "防雷检测报告"},
    "sla": {"key": "day_6", "value": "6", "unit": "working_day"},
}
BAD = re.compile(r'<p class="help-bad[^>]* id="([a-z_]+)-bad"[^>]*>([^<]+)</p>')


def save(person, address, **changes):
    """Open a form, change some fields, save; gives the answer."""
    page = person.get(f"/admin/{address}")
    assert page.status_code == 200, page.status_code
    return person.post(f"/admin/{address}", filled(page.text, changes))


def saved(person, address, **changes):
    """Save what nothing speaks against; gives the page of the row."""
    answer = save(person, address, **changes)
    assert answer.status_code == 302, problems(answer)
    return person.page(answer.location)


def problems(answer):
    """Field → what is said beside it."""
    return dict(BAD.findall(answer.text))


def numbers(page):
    """Rows of a list page: the words of their first cell, in order."""
    return re.findall(r'<td><a href="/admin/[a-z]+/show/\d+">([^<]*)</a>', page)


def follow(person, address):
    """Every page of a list, one after another; gives the first cells of each."""
    pages = []
    while address:
        text = person.get(address).text
        pages.append(numbers(text))
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following and following.group(1).replace("&amp;", "&")
    return pages
