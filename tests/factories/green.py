"""A clerk takes an intake in by the green channel, over HTTP, page by page."""

from __future__ import annotations

import re

from tests.factories.browser import Browser

ANSWERS = {
    "catering_green_channel": {"licence": "apply", "signboard": "hang", "fire_way": "commit"},
}
APPLICANT = {
    "applicant-name": "金海",
    "applicant-id_type": "id_card",
    "applicant-id_number": "222405199001011236",
    "applicant-phone": "13804331234",
}


def begin(clerk: Browser, theme: str) -> str:
    """Begin an intake; gives its address."""
    clerk.get("/desk/green-channel")
    answer = clerk.post("/desk/green-channel", code=theme)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].rsplit("/", 1)[0]


def answer_questions(clerk: Browser, base: str, answers=None, picked=()) -> None:
    answer = send_answers(clerk, base, answers, picked)
    assert answer.status_code == 302, answer.text


def send_answers(clerk: Browser, base: str, answers=None, picked=()):
    """Answer what is asked, the first answer where none is given; gives what the page says to it."""
    page = clerk.get(f"{base}/questions").text
    given = dict(answers or {})
    for name, value in re.findall(
        r'type="radio" name="f_([^"]+)" id="[^"]*" value="([^"]*)"', page
    ):
        given.setdefault(name.replace("__", "."), value)
    return clerk.post(
        f"{base}/questions",
        picked,
        **{
            f"f_{name.replace('.', '__')}": YES_NO.get(value, value)
            for name, value in given.items()
        },
    )


YES_NO = {True: "yes", False: "no"}


def fill_form(clerk: Browser, base: str, **changes):
    page = clerk.get(f"{base}/form").text
    data = {
        **APPLICANT,
        **{
            name: _guess(page, name)
            for name in dict.fromkeys(re.findall(r'name="(f_[a-z0-9_]+)"', page))
        },
        **changes,
    }
    return clerk.post(f"{base}/form", **data)


def to_notice(clerk: Browser, theme: str) -> str:
    """Begin an intake and answer what is asked, up to the notice; gives its address."""
    base = begin(clerk, theme)
    answer_questions(clerk, base, ANSWERS[theme])
    return base


def to_form(clerk: Browser, base: str) -> str:
    """Give the notice, up to the one form; gives the address of the intake."""
    clerk.get(f"{base}/notice")
    clerk.post(f"{base}/tell", print="1", key="first")
    return base


#: Fields whose pattern no page says to a program that guesses.
WRITTEN = {"f_birth_cert_no": "J220000001"}


def _guess(page: str, name: str) -> str:
    if name in WRITTEN:
        return WRITTEN[name]
    options = re.findall(rf'type="radio" name="{name}" id="[^"]*" value="([^"]*)"', page)
    tag = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', page)
    field = tag.group(0) if tag else ""
    if options:
        return options[0]
    if "decimal" in field:
        return "5"
    if "2026-09-18" in field:
        return "2026-09-01"
    if 'maxlength="18"' in field:
        return "222405199001011236"
    return "13804331234" if 'inputmode="tel"' in field else "测试"


def tick(page: str, leave: set[str] = frozenset()) -> list[tuple[str, str]]:
    """Every review point of every paper but those left out, and every condition."""
    points = [
        (name, value)
        for name, value in re.findall(r'name="(point-[A-Z_0-9]+)" value="(\d+)"', page)
        if name.removeprefix("point-") not in leave
    ]
    return points + [
        ("confirmed", value) for value in re.findall(r'name="confirmed" value="(\d+)"', page)
    ]


def receive(
    clerk: Browser,
    theme: str,
    *,
    answers=None,
    picked=(),
    act="accept",
    leave=frozenset(),
    sent=None,
    **form,
):
    """The whole intake; ``sent`` goes along with the last step; gives the last answer."""
    base = begin(clerk, theme)
    answer_questions(clerk, base, answers, picked)
    clerk.get(f"{base}/notice")
    clerk.post(f"{base}/tell", print="1")
    filled = fill_form(clerk, base, **form)
    assert filled.status_code == 302, filled.text
    page = clerk.get(f"{base}/documents").text
    return clerk.post(
        f"{base}/documents", tick(page, set(leave)), act=act, key=base, **(sent or {})
    )


def received(door, theme: str):
    """The same by lijing, gone through once where nothing else happened yet; gives the last answer."""
    return door.once(f"answer {theme}", "lijing", lambda clerk: receive(clerk, theme))[1]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    return re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page).group(1)


def accept(clerk: Browser, base: str) -> str:
    """Tick everything at the last step and accept; gives the number."""
    page = clerk.get(f"{base}/documents").text
    answer = clerk.post(f"{base}/documents", tick(page), act="accept", key=base)
    assert answer.status_code == 302, answer.text
    clerk.get(answer.headers["Location"])
    return answer.headers["Location"].rsplit("/", 1)[1]
