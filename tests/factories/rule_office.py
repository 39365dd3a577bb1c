"""One centre for a whole table of rules: cases as they stand, kept once a way of standing; what is in the rows."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.domain.case import Refusal
from app.extensions import db
from app.models import Card, Case, Hold, Paper, Task
from app.refusals import sentence
from app.services import blueprints, cases, receiving_many
from tests.conftest import keep
from tests.factories import guided
from tests.factories.entries import ENTRIES, command_of
from tests.factories.receipts import RECEIVING
from tests.factories.standing import STANDING

#: What a refusal leaves: that it was refused, and to whom.
BESIDE = {"access_entry", "chain_head", "session"}


class Standing:
    """One case as it stands."""

    def __init__(self, office, number):
        self.office, self.number = office, number
        self.case = office.read(sa.select(Case).where(Case.number == number))[0][0]

    def points(self, paper):
        return max(1, len(self.plan["documents"][paper].get("points") or ()))

    @cached_property
    def plan(self):
        with Session(self.office.engine) as unit:
            return blueprints.blueprint(unit, self.case.blueprint)

    def task_number(self, key):
        query = sa.select(Task.number).where(Task.case_id == self.case.id, Task.key == key)
        return self.office.read(query)[0].number

    def resolved(self, act):
        """The act with the number of the hold that runs, where it names the one."""
        if act.given.get("hold") != "the one":
            return act
        query = sa.select(Hold.hold_id).where(Hold.case_id == self.case.id, Hold.until.is_(None))
        return act._replace(given=act.given | {"hold": self.office.read(query)[0].hold_id})

    def rows(self):
        """Every row of the case, and how many rows there are of anything."""
        office = self.office
        with office.engine.connect() as reading:
            counted = reading.execute(sa.text(office.counting)).all()
            mine = {"id": self.case.id}
            own = [reading.execute(sa.text(MINE.format(name)), mine).all() for name in office.own]
            itself = reading.execute(sa.select(Case.__table__).where(Case.id == self.case.id)).one()
        return dict(map(tuple, counted)), own, tuple(itself)

    def stands(self, *words):
        """How the case stands now, by the words of the table."""
        case = self.office.read(sa.select(Case).where(Case.id == self.case.id))[0][0]
        query = sa.select(Task).where(Task.case_id == case.id)
        tasks = {row[0].key: row[0] for row in self.office.read(query)}
        last = sa.select(Paper.kind).where(Paper.case_id == case.id).order_by(Paper.id.desc())
        cards = self.office.read(sa.select(Card.clock, Card.colour).where(Card.case_id == case.id))
        for key, task in tasks.items():
            task.cards = {card.colour for card in cards if card.clock == key}
        papers = {"paper": self.office.read(last.limit(1))[0].kind} if "paper" in words else {}
        return {word: _said(word, case, tasks) for word in words if word != "paper"} | papers


def _said(word, case, tasks):
    if word in ("phase", "outcome"):
        return getattr(case, word)
    if word == "accepted":
        return _day(case.accepted_at)
    if word == "missing at first":
        return sorted(case.missing_first)
    key, _, what = word.partition(" ")
    row = case if key == "case" else tasks[key]
    return COLUMNS[what](row)


def _day(moment):
    return moment and moment.date().isoformat()


COLUMNS = {
    "": lambda row: row.outcome or row.state,
    "due": lambda row: _day(row.promise_at),
    "legal": lambda row: _day(row.legal_at),
    "held": lambda row: bool(row.held),
    "owner": lambda row: row.owner,
    "cards": lambda row: row.cards,
    "claimed": lambda row: row.owner is not None,
}


class Office:
    """The cases of the table in one database."""

    def __init__(self, app):
        self.app, self.kept = app, {}
        with app.app_context():
            self.engine = db.engine
            with Session(self.engine, expire_on_commit=False) as unit:
                guided.bring_in(unit, "school")
                keep(unit)
        there = sa.inspect(self.engine)
        tables = [name for name in there.get_table_names() if name not in BESIDE]
        self.counting = " UNION ALL ".join(map(COUNT.format, tables))
        columns = {name: {one["name"] for one in there.get_columns(name)} for name in tables}
        self.own = [name for name in tables if {"case_id", "id"} <= columns[name]]
        self.entries = {name: entry(app) for name, entry in ENTRIES.items()}
        self.receiving = {name: entry(app) for name, entry in RECEIVING.items()}

    def read(self, query):
        with Session(self.engine, expire_on_commit=False) as unit:
            return unit.execute(query).all()

    def standing(self, name, *, anew=False):
        """A case that stands so; of those that nothing changes one is enough."""
        if anew or name not in self.kept:
            with Session(self.engine, expire_on_commit=False) as unit, self.app.app_context():
                number = STANDING[name](unit)
                keep(unit)
            if anew:
                return Standing(self, number)
            self.kept[name] = Standing(self, number)
        return self.kept[name]

    def case(self, number):
        return Standing(self, number)

    def ready(self, entry, rule):
        self.entries[entry].ready(rule.act.who, rule.when)
        return self.entries[entry]

    def received(self):
        """How many cases there are with all that belongs to one, and which numbers were given."""
        with self.engine.connect() as reading:
            given = reading.execute(sa.text("SELECT * FROM number_series ORDER BY key")).all()
            there = [reading.execute(sa.text(OF_CASES.format(name))).scalar() for name in self.own]
        # A window tells what is asked before anything is received: that paper has its number.
        return there, [row for row in given if "notice_sheet" not in row.key]

    def sentence(self, case, rule):
        """What the house says to it, asked of the service and forgotten."""
        act = case.resolved(rule.act)
        with self._asking() as unit:
            by = receiving_many.acting(unit, act.who)
            now = datetime.fromisoformat(rule.when)
            return self._forgotten(
                unit, cases.perform(unit, case.number, command_of(act), by=by, now=now)
            )

    def sentence_at_receipt(self, receipt):
        """The same of what is taken in."""
        with self._asking() as unit:
            return self._forgotten(unit, self.receiving["service"].asked(unit, receipt))

    @contextmanager
    def _asking(self):
        """A unit that locks as an act does, so not one for reading only; nothing of it is kept."""
        with (
            self.app.app_context(),
            force_locale("zh"),
            Session(self.engine, expire_on_commit=False) as unit,
        ):
            yield unit

    @staticmethod
    def _forgotten(unit, said):
        unit.rollback()
        assert isinstance(said, Refusal), said
        return sentence(said)


#: Statements over names of our own tables.
COUNT = "SELECT '{0}', COUNT(*) FROM {0}"
MINE = "SELECT * FROM {0} WHERE case_id = :id ORDER BY id"
OF_CASES = "SELECT COUNT(*) FROM {0} WHERE case_id IS NOT NULL"
