"""The hall of the centre: people sign in, take a case in, and act on its parts, over HTTP."""

from __future__ import annotations

import re

import sqlalchemy as sa

from app.models import Approval, Case, Hold, Paper, Survey, Task
from tests.factories import green
from tests.factories.browser import text_of

#: Words that belong to an English sentence, not to a code or a key.
ENGLISH = re.compile(
    r"\b[A-Z][a-z]+ [A-Za-z][a-z]+|\b[A-Z][a-z]+[:.]|\b[a-z]{3,} [a-z]{2,} [a-z]{2,}"
)

#: What a form of an act carries besides its fields.
HIDDEN = re.compile(r'type="hidden" name="(key|version|seen)" value="([^"]*)"')


class Hall:
    """Everybody signs in when they act; one browser a person and moment, as sessions end when idle."""

    def __init__(self, sign_in, rows, at):
        self.sign_in, self.rows, self.at = sign_in, rows, at
        self.signed_in, self.number = {}, ""

    def person(self, username):
        where = (username, self.at.now)
        if where not in self.signed_in:
            self.signed_in[where] = self.sign_in(username)
        return self.signed_in[where]

    def receive(self, theme, **how):
        """Take an intake in at the window; the hall then works on that case."""

        def take_in(clerk):
            answer = green.receive(clerk, theme, **how)
            assert answer.status_code == 302, text_of(answer.text)[-900:]
            return answer.headers["Location"].rsplit("/", 1)[1]

        if self.signed_in:
            self.number = take_in(self.person("lijing"))
            return self.number
        key = f"{theme} {sorted(how.items())}"
        clerk, self.number = self.sign_in.once(key, "lijing", take_in)
        self.signed_in["lijing", self.at.now] = clerk
        return self.number

    def refused_at_the_counter(self, theme, *, answers=None, act="accept", leave=(), **sent):
        """What the clerk is told where an intake is not accepted."""
        clerk = self.person("lijing")
        answer = green.receive(clerk, theme, answers=answers, act=act, leave=leave, sent=sent)
        assert answer.status_code == 422, answer.status_code
        return read(text_of(answer.text))

    def notice(self, theme, **answers):
        """The notice sheet of a new intake, as the clerk reads it."""
        clerk = self.person("lijing")
        base = green.begin(clerk, theme)
        green.answer_questions(clerk, base, answers)
        return read(clerk.page(f"{base}/notice"))

    def act(self, username, key, verb, **fields):
        """Open the form of an act and send it; it must be done."""
        answer = self.send(username, key, verb, **fields)
        assert answer.status_code == 303, text_of(answer.text)[-600:]
        return answer

    def send(self, username, key, verb, **fields):
        """Open the form of an act and send it, whatever comes of it."""
        return self.open(username, key, verb)(**fields)

    def open(self, username, key, verb):
        """Open the form of an act; calling what it gives sends it."""
        person, address = self.person(username), f"{self.address(key)}/{verb}"
        page = person.get(address)
        assert page.status_code == 200, (page.status_code, address)
        return self.sends(username, key, verb, page)

    def sends(self, username, key, verb, page):
        """The form of an act as it stands on a page; calling what it gives sends it."""
        person, address = self.person(username), f"{self.address(key)}/{verb}"
        hidden = dict(HIDDEN.findall(page.text.split('method="post" novalidate')[-1]))
        return lambda **fields: person.post(address, pairs(fields), **hidden)

    def refusal(self, username, key, verb, **fields):
        """What a refused act is told, in words."""
        answer = self.send(username, key, verb, **fields)
        assert answer.status_code == 422, answer.status_code
        return read(text_of(answer.text))

    def closed(self, username, key, verb):
        """What is told to who may not do an act: not even its form opens."""
        answer = self.person(username).get(f"{self.address(key)}/{verb}")
        assert answer.status_code == 403, answer.status_code
        return read(text_of(answer.text))

    def address(self, key):
        """Where a part is acted on: by the work task's number, else by the case's with its key."""
        if key is None:
            return f"/desk/cases/{self.number}"
        task = self.task(key)
        own = task.number if task.kind == "work" else f"{self.number}/{key.replace('_', '-')}"
        return f"/desk/cases/{own}"

    def grant(self, *keys, **fields):
        """Walk parts to their decision, each by an officer of its department."""
        for key in keys:
            officer = f"{self.task(key).department.lower()}1"
            while self.task(key).step < len(self.task(key).steps) - 1:
                self.act(officer, key, "finish-step")
            self.act(officer, key, "grant", **{"result_number": "证001", **fields})

    def hand_over(self):
        self.act("lijing", "hand_over", "issue")
        self.act("lijing", "hand_over", "deliver", way="window", receiver="金海")

    def page(self, username, tab=""):
        """The case page as somebody reads it."""
        return read(self.person(username).page(f"{self.address(None)}{tab and f'?tab={tab}'}"))

    def paper(self, kind, at=0):
        """A paper of this kind as the window previews it."""
        query = sa.select(Paper.id).where(Paper.case_id == self.case().id, Paper.kind == kind)
        number = self.rows(query.order_by(Paper.id))[at].id
        return read(self.person("lijing").page(f"/desk/papers/{number}"))

    def case(self):
        return self.rows(sa.select(Case).where(Case.number == self.number))[0][0]

    def tasks(self):
        query = sa.select(Task).where(Task.case_id == self.case().id).order_by(Task.id)
        return {row[0].key: row[0] for row in self.rows(query)}

    def task(self, key):
        return self.tasks()[key]

    def asked(self):
        """The number of the request that waits."""
        query = sa.select(Approval.ask).where(Approval.case_id == self.case().id)
        return str(self.rows(query.where(Approval.answer.is_(None)))[0].ask)

    def surveys(self):
        """Each part's share of the case's visits."""
        query = sa.select(Survey).where(Survey.case_id == self.case().id).order_by(Survey.id)
        return [row[0] for row in self.rows(query)]

    def page_of_act(self, username, key, verb):
        """The page of an act as somebody reads it, where it may not be done too."""
        return read(self.person(username).page(f"{self.address(key)}/{verb}"))

    def holds(self, key):
        """Ids of what stops a part now."""
        query = sa.select(Hold.hold_id).where(Hold.task == key, Hold.until.is_(None))
        return [row[0] for row in self.rows(query.where(Hold.case_id == self.case().id))]

    def states(self):
        """Part → its state, and once it is closed its outcome."""
        return {key: task.outcome or task.state for key, task in self.tasks().items()}

    def limits(self, *keys):
        """Part → (promised, legal) as days or moments; ``case`` is the case's own."""
        rows = {"case": self.case(), **self.tasks()}
        return {key: (when(rows[key].promise_at), when(rows[key].legal_at)) for key in keys}

    def papers(self):
        """(kind, number) of the case's papers in the order they were given out."""
        query = sa.select(Paper.kind, Paper.number).where(Paper.case_id == self.case().id)
        return [tuple(row) for row in self.rows(query.order_by(Paper.id))]

    def kinds(self):
        return [kind for kind, _number in self.papers()]


def read(page):
    """What a person reads; a Chinese page has no English sentence in it."""
    assert not ENGLISH.findall(page), ENGLISH.findall(page)
    return page


def when(moment):
    """A limit in days as its day, one in hours to the minute."""
    if moment is None:
        return None
    return f"{moment:%m-%d}" if f"{moment:%H%M%S}" == "235959" else f"{moment:%m-%d %H:%M}"


def pairs(fields):
    """A form's fields; a list is sent value by value, as boxes are."""
    return [
        (f"f_{name}", one)
        for name, value in fields.items()
        for one in (value if isinstance(value, list) else [value])
    ]
