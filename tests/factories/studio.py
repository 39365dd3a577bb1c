"""A page of the Studio as a browser would post it."""

from __future__ import annotations

import json
from html.parser import HTMLParser


def fields_of(page: str) -> list[tuple[str, str]]:
    """The (name, value) pairs of the entry's form, in order; what stands in templates is not posted."""
    reader = Form()
    reader.feed(page)
    return reader.pairs


def save(browser, address, changes=None):
    """Post the page as it is, with some fields changed."""
    fields = fields_of(browser.get(address).text)
    changed = changes or {}
    kept = [pair for pair in fields if pair[0] not in changed]
    answer = browser.post(f"{address}/save", [*kept, *changed.items()])
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


class Form(HTMLParser):
    """Reads inputs, choices and texts between the entry's form tags."""

    def __init__(self):
        super().__init__()
        self.pairs, self.inside, self.hidden, self.text, self.choice = [], False, 0, None, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form" and "data-entry" in said:
            self.inside = True
        if tag == "template":
            self.hidden += 1
        if not self.inside or self.hidden:
            return
        if tag == "input" and said.get("name") not in (None, "csrf_token"):
            if said.get("type") != "checkbox" or "checked" in said:
                self.pairs.append((said["name"], said.get("value", "")))
        if tag == "textarea":
            self.text = [said["name"], ""]
        if tag == "select":
            self.choice = [said.get("name"), None]
        if tag == "option" and self.choice:
            if self.choice[1] is None or "selected" in said:
                self.choice[1] = said.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "template":
            self.hidden -= 1
        if tag == "textarea" and self.text:
            self.pairs.append(tuple(self.text))
            self.text = None
        if tag == "select" and self.choice:
            self.pairs.append((self.choice[0], self.choice[1] or ""))
            self.choice = None

    def handle_data(self, data):
        if self.text is not None:
            self.text[1] += data
