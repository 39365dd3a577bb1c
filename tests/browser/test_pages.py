"""Pages as people with other senses meet them: axe-core finds nothing against WCAG 2.2 AA.

Every page of everybody's menu, every step of an intake, every form of an act, pages of refusal.
"""

from __future__ import annotations

import re

import pytest

from tests.browser import behind
from tests.conftest import ROOT

pytestmark = pytest.mark.network
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
#: Rules of WCAG 2.0 to 2.2, A and AA.
ASKED = """async () => {
    const found = await axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]});
    return found.violations.map((fault) => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`);
}"""
#: One person of every role.
EVERYBODY = (
    "lijing", "scjg1", "scjg0", "zhuren", "ducha", "jiancha", "mulu", "anquan", "xitong", "shenji",
)  # fmt: skip
NARROW = ("/desk/queue?scope=all", "/desk/green-channel", "/password", "/no-such-page")


@pytest.mark.parametrize("username", EVERYBODY)
def test_every_page_of_the_menu_can_be_used_by_everybody(desk, username):
    person = desk(username)
    menu = person.page.eval_on_selector_all("#menu a.nav-link", "links => links.map((a) => a.href)")
    assert_faultless(person, [person.page.url, *menu, person.base + "/password"])


def test_the_pages_before_signing_in_and_beside_the_way(desk):
    clerk = desk("lijing")
    clerk.page.context.clear_cookies()
    assert_faultless(clerk, [clerk.base + "/login/", clerk.base + "/no-such-page"])


def test_every_step_of_an_intake_empty_wrong_and_printed(desk):
    clerk = desk("lijing")
    base = begun(clerk)
    steps = ("questions", "notice", "form", "documents")
    assert_faultless(clerk, [f"{base}/{step}" for step in steps])
    clerk.page.goto(f"{base}/form")
    clerk.press("Control+Enter", to="**/form")
    assert "help-bad" in clerk.page.content()
    assert_faultless(clerk)
    clerk.page.goto(f"{base}/notice")
    clerk.press("p", to="**/sheet*")
    assert_faultless(clerk)


@pytest.mark.parametrize("username", ["lijing", "xfjy1", "scjg0", "zhuren", "ducha", "jiancha"])
def test_a_case_its_tabs_its_reasons_and_every_form_of_an_act(desk, case, username):
    person = desk(username)
    address = f"{person.base}/desk/cases/{case}"
    tabs = [f"{address}?tab={tab}" for tab in ("documents", "form", "trail", "papers")]
    assert_faultless(person, [*tabs, f"{address}/why/case/promise"])
    person.page.goto(address)
    acts = person.page.eval_on_selector_all(
        "aside a[href*='/desk/cases/']", "links => links.map((a) => a.href)"
    )
    assert_faultless(person, acts)


def test_a_paper_and_its_print(desk, case):
    clerk = desk("lijing")
    clerk.page.goto(f"{clerk.base}/desk/cases/{case}?tab=papers")
    # The receipt leads the page as well as standing in the list.
    papers = clerk.page.eval_on_selector_all(
        "a[href*='/desk/papers/']", "all => [...new Set(all.map((a) => a.href))]"
    )
    assert len(papers) == 2
    assert_faultless(clerk, papers)


@pytest.mark.parametrize("width", [1366, 1024])
def test_no_page_runs_off_the_side(desk, width):
    clerk = desk("lijing")
    clerk.page.set_viewport_size({"width": width, "height": 768})
    for address in NARROW:
        clerk.page.goto(clerk.base + address)
        assert clerk.page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.fixture(scope="module")
def case(server):
    """An accepted case on the server; gives its number."""
    return behind.accepted(server.address)


def assert_faultless(person, addresses=("",)):
    """axe has nothing to say about these pages, in Chinese, as they come."""
    found = {}
    for address in dict.fromkeys(addresses):
        if address:
            person.page.goto(address)
        person.page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = person.page.evaluate(ASKED)
        if faults:
            found[re.sub("^http://[^/]+", "", person.page.url)] = faults
    assert found == {}


def begun(clerk):
    """An intake with its questions answered; gives its address."""
    clerk.page.goto(clerk.base + "/desk/green-channel")
    clerk.press("1", to="**/questions")
    clerk.press("1", "1", "1")
    clerk.press("Control+Enter", to="**/notice")
    return clerk.page.url.rsplit("/", 1)[0]
