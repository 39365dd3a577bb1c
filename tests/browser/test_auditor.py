"""The auditor's room: found by case, person and day, asked why, proved here and away from here; nothing to change."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from app import clock
from tests.browser import behind
from tests.browser.by_keys import pick, reach, write

pytestmark = pytest.mark.network
#: Pages of the auditor: the only acts on them are checks and what is taken out, and both leave a trace.
ROOM = (
    "/trail",
    "/trail/access",
    "/admin/cases/list/",
    "/admin/papers/list/",
    "/supervision/findings",
)
TAKEN_OUT = r"/(verify|export|unmask|logout/|archive)$"


def test_what_happened_is_found_asked_about_and_proved(server, desk, tmp_path):
    number = behind.accepted(server.address)
    clerk = desk("lijing")
    sees_who_it_is(clerk, number)
    auditor = clerk
    auditor.hand_to("jiancha")
    finds(auditor, number)
    asks_why(auditor, number)
    proves(auditor, server)
    takes_the_chain_away(auditor, tmp_path)
    reviews_who_may_do_what(auditor)
    is_offered_nothing_to_change(auditor, number)


def sees_who_it_is(clerk, number):
    clerk.page.goto(f"{clerk.base}/desk/cases/{number}")
    reach(clerk, "summary.link")
    clerk.press("Enter")
    reach(clerk, "[name=purpose]")
    clerk.type("核对联系电话")
    clerk.press("Enter", to="**/unmask")


def finds(auditor, number):
    """By the case, then by who and when; each filter by keys."""
    for name, text, lacks in (
        ("case", number, "登录"),
        ("person", "李静", "审计员"),
        ("since", clock.today().isoformat(), None),
    ):
        auditor.page.goto(f"{auditor.base}/trail")
        if name == "person":
            pick(auditor, "[name=person]", text)
        else:
            write(auditor, name, text)
        reach(auditor, ".filters button")
        auditor.press("Enter", to="**/trail?*")
        found = auditor.page.inner_text(".log")
        assert ("李静" if name != "since" else "登录") in found, name
        assert lacks is None or lacks not in found, name


def asks_why(auditor, number):
    """Of what somebody read: by which right and which relation they could."""
    auditor.page.goto(f"{auditor.base}/trail?case={number}&kind=readings")
    reach(auditor, "a[href*='/trail/why/']")
    auditor.press("Enter", to="**/trail/why/*")
    said = auditor.page.inner_text("main")
    assert "窗口" in said
    assert "核对联系电话" in said


def proves(auditor, server):
    """One press; a worker does it, and the banner says what was found."""
    auditor.page.goto(f"{auditor.base}/trail")
    reach(auditor, "form[action$='/trail/verify'] button")
    auditor.press("Enter", to="**/trail")
    behind.at_work(server.address)
    auditor.page.reload()
    said = auditor.page.inner_text(".say.proof")
    assert "链完整，一条不少。" in said
    assert "重放" in said


def takes_the_chain_away(auditor, folder):
    """It proves itself where this program is not, and does not once a letter of it was changed."""
    reach(auditor, "form[action$='/trail/records/export'] button")
    with auditor.page.expect_download() as coming:
        auditor.press("Enter")
    with zipfile.ZipFile(coming.value.path()) as taken:
        taken.extractall(folder)
    assert proved(folder).returncode == 0
    entries = folder / "entries.ndjson"
    entries.write_text(entries.read_text("utf-8").replace("lijing", "piaoyu", 1), "utf-8")
    assert proved(folder).returncode != 0


def proved(folder):
    return subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, check=False
    )


def reviews_who_may_do_what(auditor):
    auditor.page.goto(f"{auditor.base}/trail/access")
    assert "李静" in auditor.page.inner_text("table.review")
    reach(auditor, "a[href$='by=grant']")
    auditor.press("Enter", to="**by=grant")
    assert "窗口人员 4 人" in auditor.page.inner_text("table.review")


def is_offered_nothing_to_change(auditor, number):
    for address in (
        *ROOM,
        f"/desk/cases/{number}",
        f"/desk/cases/{number}?tab=papers",
        f"/desk/cases/{number}?tab=trail",
    ):
        auditor.page.goto(auditor.base + address)
        posted = auditor.page.eval_on_selector_all(
            "form[method=post]",
            "(all, kept) => all.map((one) => one.action).filter((to) => !RegExp(kept).test(to))",
            TAKEN_OUT,
        )
        assert posted == [], address
