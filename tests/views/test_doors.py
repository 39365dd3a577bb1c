"""Every route × method × person × relation of the row: in with an effect, or refused with none."""

from __future__ import annotations

import html
import re

import pytest

from tests.factories.doors import BESIDE, EVERYBODY, NOBODY
from tests.factories.forms import filled
from tests.factories.green import tick
from tests.factories.permissions import LINES

HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
REDIRECTS = (302, 303)
#: Kind of a generated page → what only its sisters have.
UNLIKE = {"/list/": 'name="stamp"', "/show/": 'name="stamp"', "/edit/": 'name="stamp" value=""'}
SAFE = {"GET"}
#: Asked by programs: nobody is sent to sign in there.
PROGRAMS = "/api/"


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_door(house, line):
    cells = [(person, relation) for relation in house.targets[line.kind] for person in EVERYBODY]
    refused = [cell for cell in cells if refusal(line, *cell)]
    for person, relation in refused:
        is_refused(house, line, person, relation)
    assert house.changed() <= BESIDE
    house.restore()
    for person, relation in cells:
        if (person, relation) not in refused:
            is_let_in(house, line, person, relation)
    assert house.changed() <= BESIDE


@pytest.mark.parametrize(
    "line", [line for line in LINES if line.method == "POST"], ids=lambda line: line.name
)
def test_no_act_without_its_token(house, line):
    address = line.address(house.targets, "own")
    answers = {
        person: house.send(person, "POST", address, fields(house, line, "own"), token=False)
        for person in EVERYBODY
    }
    # A program that comes without a key hears that first.
    wanted = {NOBODY: 401} if line.rule.startswith(PROGRAMS) else {}
    seen = {person: answer.status for person, answer in answers.items()}
    assert seen == dict.fromkeys(EVERYBODY, 400) | wanted
    assert house.changed() == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_open_nothing(house, method):
    doors = {(line.method, line.rule) for line in LINES}
    for line in [line for line in LINES if (method, line.rule) not in doors]:
        answer = house.send("catalogue_admin", method, line.address(house.targets, "own"))
        # A token is asked of a method before it is known whether the route has it.
        assert answer.status in (400, 405), line.name
    assert house.changed() == set()


def test_asking_for_the_head_is_reading(house):
    for line in LINES:
        for person in (NOBODY, "window_clerk", "catalogue_admin", "security_admin"):
            address = line.address(house.targets, "own")
            asked = [house.send(person, method, address).status for method in ("HEAD", "GET")]
            assert asked[0] == asked[1], (line.name, person)
    assert house.changed() <= BESIDE


def test_every_page_says_what_no_other_page_says(house):
    pages = [line for line in LINES if line.method == "GET" and "shows" in line.said]
    seen = {line.name: page_of(house, line) for line in pages}
    there = {
        line.name: [name for name, page in seen.items() if shown(line, page)] for line in pages
    }
    assert {name: found for name, found in there.items() if found != [name]} == {}


def refusal(line, person, relation):
    """What the person is answered at this door, where it does not open; else None."""
    if not line.enters(person):
        sent_on = line.method == "GET" and not line.rule.startswith(PROGRAMS)
        return (302 if sent_on else 401) if person == NOBODY else 403
    if not line.reaches(person, relation):
        return line.said.get("unreached", 404)
    return None if line.does(person, relation) else line.said.get("else", 422)


def is_refused(house, line, person, relation):
    where = (line.name, person, relation)
    answer = house.send(
        person, line.method, line.address(house.targets, relation), fields(house, line, relation)
    )
    assert answer.status == refusal(line, person, relation), (where, answer.location)
    assert answer.commits <= 1, where
    if answer.status == 302 and person == NOBODY:
        assert answer.location.startswith("/login/?next="), where
    if "shows" in line.said and line.method == "GET":
        assert not shown(line, answer.text), where


def is_let_in(house, line, person, relation):
    where = (line.name, person, relation)
    answer = house.send(
        person, line.method, line.address(house.targets, relation), fields(house, line, relation)
    )
    try:
        if person != NOBODY and "signed_in_leads" in line.said:
            assert (answer.status, answer.location) == (302, line.said["signed_in_leads"]), where
            return
        assert answer.status in expected_status(line), (where, answer.status, answer.location)
        assert answer.location.startswith(line.said.get("leads", "")), (where, answer.location)
        assert shown(line, answer.text), where
        happened(house, line, answer, where)
    finally:
        if line.method != "GET":
            house.restore()


def expected_status(line):
    if "gives" in line.said:
        return (line.said["gives"],)
    if "gives_any" in line.said:
        return line.said["gives_any"]
    return REDIRECTS if "leads" in line.said or "changes" in line.said else (200,)


def happened(house, line, answer, where):
    """The rows and entries that the act promises, no more and no fewer."""
    if line.method == "GET":
        assert answer.commits == 0, where
        return
    changed = house.changed() - BESIDE - set(line.said.get("perhaps", ()))
    assert changed == set(line.said["changes"]), where
    access = house.since("access_entry")
    assert access == (
        [] if where[1] in line.said.get("silent", ()) else line.said.get("access", [])
    ), where
    if line.said.get("journal"):
        assert house.since("journal_entry") == line.said["journal"], where
    assert bool(house.since("journal_entry")) == ("journal_entry" in line.said["changes"]), where
    assert answer.commits <= line.said.get("commits", 1 + bool(access)), where


def shown(line, page):
    """Whether the page is this line's: its title, its heading, its words; a list is no form."""
    text = html.unescape(page)
    if any(part in line.rule and mark in text for part, mark in UNLIKE.items()):
        return False
    title, heading = (" ".join(found.findall(text)) for found in (TITLE, HEADING))
    plain = re.sub(r"<[^>]+>", "", heading).strip()
    return (
        str(line.said.get("title", "")) in title
        and line.said.get("h1", plain) == plain
        and all(str(word) in text for word in line.said.get("shows", ()))
        and not any(str(word) in text for word in line.said.get("lacks", ()))
    )


def page_of(house, line):
    person = next(
        person
        for person in EVERYBODY
        if line.enters(person) and line.reaches(person, "own") and line.does(person, "own")
    )
    return house.send(person, "GET", line.address(house.targets, "own")).text


def fields(house, line, relation):
    """What is sent with an act; a form is filled as the page of somebody who may gives it."""
    said = dict(line.said.get("send", {}))
    if "send_target" in line.said:
        said[line.said["send_target"]] = house.targets[line.kind][relation]
    if not line.said.keys() & {"form", "ticked"}:
        return said
    if line.name not in FORMS:
        FORMS[line.name] = page_of(house, line)
    page = FORMS[line.name]
    return [*tick(page), *said.items()] if "ticked" in line.said else filled(page, said)


#: Line → the page whose form it sends.
FORMS = {}
