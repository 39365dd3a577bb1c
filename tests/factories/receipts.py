"""The ways in which the house takes something in, each asked the same: receive this, and go on so."""

from __future__ import annotations

import re
from itertools import count

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app import transaction
from app.domain.case import Refusal
from app.extensions import db
from app.refusals import sentence
from app.services import cases, external, receiving_many
from tests.conftest import NOW
from tests.factories import desk, green, program, sheets
from tests.factories.browser import text_of
from tests.factories.entries import Came, Form, problem
from tests.factories.working import at_work, job

WHO = "lijing"


def commands_of(receipt, lacking):
    """What follows the receipt, as a program of our own says it."""
    more = receipt.more | (
        {"deadline": f"{receipt.more['deadline']}T23:59:59"} if receipt.more else {}
    )
    then = {"verb": receipt.then, "task": "intake", "confirmed": [*receipt.confirmed], **more}
    if receipt.then == "supplement":
        then |= {"fault": "incomplete", "documents": lacking}
    return [then] if receipt.then else []


class Service:
    """As a job or a command receives."""

    without: tuple[str, ...] = ()

    def __init__(self, app):
        self.app = app

    def receive(self, receipt):
        with self.app.app_context(), force_locale("zh"), transaction.unit() as session:
            done = self.asked(session, receipt)
            if isinstance(done, Refusal):
                return Came(False, sentence(done), done.rule), None
            return Came(True, ""), done.number

    def asked(self, session, receipt):
        who = desk.APPLICANT | {"bad_credit": receipt.bad_credit}
        taken = desk.intake_of(
            session, receipt.theme, leave=receipt.leave, given=receipt.answers, picked=receipt.picked, applicant=who
        )  # fmt: skip
        by, then = receiving_many.acting(session, WHO), commands_of(receipt, [*receipt.leave])
        return cases.receive(session, taken, by=by, now=NOW, then=then)


class Window:
    """The pages of the counter."""

    without: tuple[str, ...] = ()

    def __init__(self, app):
        self.form, self.drafts = Form(app), {}

    def receive(self, receipt):
        clerk = self.form.ready(WHO, NOW)
        kept = (receipt.theme, receipt.bad_credit, receipt.picked, *receipt.answers.items())
        # What is refused at the last step is still there, to be sent otherwise.
        base = self.drafts.get(kept) or green.begin(clerk, receipt.theme)
        if kept not in self.drafts and (refused := self.begun(clerk, base, receipt)):
            return Came(False, text_of(refused)), None
        self.drafts[kept] = base
        ticks = [
            (name, value)
            for name, value in green.tick(clerk.get(f"{base}/documents").text, {*receipt.leave})
            if name != "confirmed" or int(value) in receipt.confirmed
        ]
        more = {"commitment": "1"} if receipt.more.get("commitment") else {}
        # As people write a day, where a program writes 2026-09-23.
        more |= {
            "deadline": receipt.more.get("deadline", "").replace("-", "/"),
            "key": f"{base} {next(PRESSED)}",
        }
        answer = clerk.post(f"{base}/documents", ticks, act=receipt.then, **more)
        if answer.status_code != 302:
            return Came(False, text_of(answer.text)), None
        del self.drafts[kept]
        return Came(True, ""), answer.headers["Location"].rsplit("/", 1)[1]

    @staticmethod
    def begun(clerk, base, receipt):
        """The steps before the last one; gives the page that refuses to go on."""
        page = clerk.get(f"{base}/questions").text
        names = re.findall(r'name="(pick[^"]*)" value="([^"]*)"', page)
        picked = [(name, key) for name, key in names if key in receipt.picked]
        answer = green.send_answers(clerk, base, receipt.answers, picked)
        if answer.status_code != 302:
            return answer.text
        clerk.get(f"{base}/notice")
        clerk.post(f"{base}/tell", print="1")
        credit = {"applicant-bad_credit": "y"} if receipt.bad_credit else {}
        assert green.fill_form(clerk, base, **credit).status_code == 302
        return None


PRESSED = count()


class Api:
    """Another system."""

    without: tuple[str, ...] = ()

    def __init__(self, app):
        self.app, self.key = app, None

    def receive(self, receipt):
        if self.key is None:
            program.account(self.app, "receiver")
            self.key = program.Program(self.app, program.key(self.app, "receiver"))
        body = program.intake(
            self.app, receipt.theme, given=receipt.answers, leave=receipt.leave, picked=receipt.picked
        )  # fmt: skip
        body["applicant"] |= {"bad_credit": receipt.bad_credit}
        most = len(body["confirmed"])
        body["confirmed"] = [at for at in receipt.confirmed if at < most]
        answer = self.key.post("/cases", body | {"then": receipt.then} | receipt.more)
        return problem(answer), answer.json.get("number")


class Sheet:
    """A row of a sheet, in the hands of the worker."""

    #: No row can ask to be accepted: it tells what came, and the house decides between acceptance and notice.
    without = ("R22",)

    def __init__(self, app):
        self.app = app
        with app.app_context():
            self.engine = db.engine

    def receive(self, receipt):
        with Session(self.engine, expire_on_commit=False) as unit, self.app.app_context():
            line = self.line(unit, receipt)
            token = sheets.handed_in(unit, [line], code=receipt.theme)
            at_work(self.app, now=NOW)
            tried = job(unit, token)
            if tried.state == "refused":
                said = " ".join(line[-1] for line in tried.result["wrong"])
                return Came(False, said), None
            receiving_many.confirm(unit, token, by=desk.CLERK, now=NOW)
            sheets.keep(unit)
            at_work(self.app, now=NOW)
            [[_row, *key]] = job(unit, token).result["keys"]
            return Came(True, ""), external.case_number(unit, *key)

    def line(self, unit, receipt):
        line = sheets.rows(unit, 1, refs=False, code=receipt.theme, given=receipt.answers)[0]
        line["applicant.bad_credit"] = "yes" if receipt.bad_credit else "no"
        line |= {f"pick.{key}": "yes" for key in receipt.picked}
        later = "容缺" if receipt.then == "accept_deferred" else "缺"
        line |= {f"paper.{paper}": later for paper in receipt.leave}
        line["later.deadline"] = receipt.more.get("deadline", "")
        line["later.commitment"] = "是" if receipt.more.get("commitment") else ""
        confirms = [name for name in line if name.startswith("confirm.")]
        return line | {
            name: "yes" if int(name[8:]) in receipt.confirmed else "no" for name in confirms
        }


RECEIVING = {"service": Service, "window": Window, "api": Api, "sheet": Sheet}
