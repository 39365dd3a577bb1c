"""The forms of a page as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class Fields(HTMLParser):
    """Name and value of every field of a page's forms; a select without a choice has its first."""

    def __init__(self, page):
        super().__init__()
        self.found, self._area, self._select, self._options = [], None, None, []
        self._several = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "input":
            self._input(said)
        elif tag == "textarea":
            self._area = [said.get("name"), ""]
        elif tag == "select":
            self._select, self._options = said.get("name"), []
            self._several = "multiple" in said
        elif tag == "option" and self._select:
            self._options.append(("selected" in said, said.get("value", "")))

    def _input(self, said):
        kind = said.get("type")
        if kind in ("checkbox", "radio") and "checked" not in said:
            return
        if said.get("name") and said["name"] != "csrf_token":
            self.found.append(
                (said["name"], said.get("value") or ("on" if kind == "checkbox" else ""))
            )

    def handle_data(self, data):
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.found.append(tuple(self._area))
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for selected, value in self._options if selected]
            # Where several may be chosen, none is until somebody does.
            first = [] if self._several else [value for _selected, value in self._options[:1]]
            self.found += [(self._select, value) for value in chosen or first]
            self._select = None


def filled(page, changes):
    """The page's fields with some filled otherwise."""
    kept = [(name, value) for name, value in Fields(page).found if name not in changes]
    more = [
        (name, one)
        for name, value in changes.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return kept + more
