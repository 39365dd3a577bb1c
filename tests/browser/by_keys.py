"""Ways through a page for a person who has keys alone: the Tab key until what they look for has the focus."""

from __future__ import annotations

from tests.browser.counter import CASE


def reach(person, selector, most=120):
    """Tab on until what has the focus is this."""
    for _ in range(most):
        if person.page.evaluate("one => document.activeElement.matches(one)", selector):
            return
        person.press("Tab")
    raise AssertionError(f"never reached by the Tab key: {selector} of {person.page.url}")


def begin(person, act, to=None):
    """Open the form of an act from the page of the case."""
    reach(person, f"main a[href$='/{act}'], main form[action$='/{act}'] button")
    person.press("Enter", to=to or f"**/{act}")


def choose(person, name, value=""):
    """Take one of several by the space bar; the first where no value is named."""
    reach(person, f"[name={name}]")
    wanted = f"[name={name}]" + (f"[value='{value}']" if value else "")
    for _ in range(20):
        if person.page.evaluate("one => document.activeElement.matches(one)", wanted):
            break
        # Boxes are passed by the Tab key, radios by the arrows.
        person.press("Tab" if person.kind() == "checkbox" else "ArrowDown")
    if not person.page.evaluate("document.activeElement.checked"):
        person.press("Space")
    assert person.page.evaluate("one => document.activeElement.matches(one)", f"{wanted}:checked")


def pick(person, selector, words):
    """Go down a list of choices to the one that says this."""
    reach(person, selector)
    for _ in range(40):
        if words in person.page.evaluate("document.activeElement.selectedOptions[0].textContent"):
            return
        person.press("ArrowDown")
    raise AssertionError(f"not offered: {words}")


def write(person, name, text):
    """Type into a field instead of what stands in it."""
    reach(person, f"[name={name}]")
    person.press("Control+a")
    person.type(text)


def send(person, to=CASE):
    """Go on, by the keys that do it everywhere."""
    person.press("Control+Enter", to=to)
