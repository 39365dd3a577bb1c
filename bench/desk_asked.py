"""What ``bench.desk`` asks: servers started, people signed in, the floors told, every page compared first."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import urllib.parse
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from bench.serving import FAB_USER, OFFICER, Person, Server, environment

QUEUE = "/desk/queue?scope=department"
ALL = "/desk/queue?scope=all"
DEPARTMENT, CLERK, AUDITOR = "SCJG", "lijing", "jiancha"
#: Who searches: of a department with a part of every third case, of one with few, and who sees all.
PEOPLE = {OFFICER: DEPARTMENT, "dckp1": "DCKP", CLERK: ""}
#: Frequent and rare, of one sign and of several.
TYPED = ("金", "海兰", "金海", "欧阳", "朴海兰", "餐饮")
FAR = 25_000
#: The open parts of the department, the most urgent first.
FAB_LIST = (
    f"/tasks/list/?_flt_3_state=open&_flt_0_department={DEPARTMENT}&_oc_Tasks=rank_at&_od_Tasks=asc"
)
#: A case of many parts, open, with everything that its page reads.
LARGE = """
SELECT c.number FROM cases c WHERE c.kind = 'joint' AND c.id > 2000 AND c.phase = 'in_progress'
AND (SELECT count(*) FROM task t WHERE t.case_id = c.id AND t.kind = 'work') >= 6
ORDER BY c.id DESC LIMIT 1"""
TOKENS = re.compile(r'name="(?:csrf_token|key)" value="[^"]*"|content="[^"]*" name="csrf"')


class Desk:
    """Everything that is asked, by name; how large the answers are."""

    def __init__(self, path: Path, folder: Path, running: ExitStack) -> None:
        """Start it all over the filled database."""
        self.path, self.folder = path, folder
        self.asked: dict[str, Callable[[], Any]] = {}
        self.sizes: dict[str, int] = {}
        self.where: dict[str, tuple[Person, str]] = {}
        self.env = environment(folder, path)
        self.base = sqlite3.connect(path)
        ours = running.enter_context(Server("app:create_app()", self.env))
        self.people = {name: Person(ours.port).sign_in(name) for name in (*PEOPLE, AUDITOR)}
        self.number = self.base.execute(LARGE).fetchone()[0]
        self.pages = {"case": f"/desk/cases/{self.number}", "edit": f"/desk/cases/{self.number}/correct"}  # fmt: skip
        self._tell()
        where = {**self.env, "FLOOR_FOLDER": str(folder)}
        port = running.enter_context(Server("bench.floor:create()", where)).port
        self.floors = {name: Person(port, self.people[name].cookies) for name in PEOPLE}
        self._pairs()
        self._far()
        self._fab(running)

    def _pairs(self) -> None:
        self._pair("queue", QUEUE, OFFICER)
        for name, address in self.pages.items():
            self._pair(name, address, CLERK)
            self._beside(name, "bare", "/bare" + address)
        for who in PEOPLE:
            for typed in TYPED:
                address = "/desk/search?" + urllib.parse.urlencode({"q": typed})
                self._pair(f"search {typed} {who}", address, who)

    def _pair(self, name: str, address: str, who: str) -> None:
        """Both say the same; raises AssertionError."""
        self._ask(name, self.people[who], address)
        self._beside(name, "floor", address)

    def _beside(self, name: str, floor: str, address: str) -> None:
        """What is asked under a name already has another floor at another address."""
        person, asked = self.where[name]
        who = next(who for who, one in self.people.items() if one is person)
        said = [words(page, name) for page in (person.get(asked), self.floors[who].get(address))]
        assert said[0] == said[1], (name, *_first_difference(*said))
        self._ask(f"{name} {floor}", self.floors[who], address)

    def _ask(self, name: str, person: Person, address: str) -> None:
        self.where[name] = (person, address)
        self.asked[name] = partial(person.get, address)
        self.sizes[name] = len(person.get(address).encode())

    def _far(self) -> None:
        self._ask("queue all", self.people[CLERK], ALL)
        place = "SELECT strftime('%Y%m%dT%H%M%S', rank_at) || '_' || id FROM task WHERE state = 'open' ORDER BY rank_at, id LIMIT 1 OFFSET ?"
        rows = self.base.execute("SELECT count(*) FROM task WHERE state = 'open'").fetchone()[0]
        self._ask("queue far", self.people[CLERK], f"{ALL}&after={self._at(place, rows)}")
        for noun in ("cases", "tasks"):
            table = "task" if noun == "tasks" else noun
            rows = self.base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            last = self._at(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1 OFFSET ?", rows)
            address = f"/admin/{noun}/list/"
            self._ask(noun, self.people[AUDITOR], address)
            self._ask(f"{noun} far", self.people[AUDITOR], f"{address}?after={last}")
        for name in ("queue far", "cases far", "tasks far"):
            assert self.asked[name]().count("data-row") >= 20, name

    def _at(self, query: str, rows: int) -> str:
        """The place before the 1000th page; in a small database the last but one."""
        return str(self.base.execute(query, (min(FAR, rows - 60),)).fetchone()[0])

    def _fab(self, running: ExitStack) -> None:
        menu = self.people[OFFICER].get(QUEUE).count('class="nav-link"')
        env = {
            **self.env,
            "FAB_DB": str(self.folder / "fab.db"),
            "FAB_ROWS": str(self.path),
            "FAB_MENU": str(menu),
        }
        self.fab = running.enter_context(Server("bench.fab_list:create()", env))
        person = Person(self.fab.port)
        person.sign_in(FAB_USER, FAB_USER)
        address = FAB_LIST
        page = person.get(address)
        numbers = re.findall(r"\b[A-Z]{2}\d{8}[SJAR][0-9A-Z]{5,}-\d\d", page)
        assert len(dict.fromkeys(numbers)) == 25, (len(numbers), page[:300])
        first = re.findall(r'<a href="cases/([^"]+)"', self.people[OFFICER].get(QUEUE))
        assert sorted(dict.fromkeys(numbers)) == sorted(first), "FAB's list has other rows"
        self._ask("FAB list", person, address)

    def _tell(self) -> None:
        """Write what the floors are told, and the frames of their pages."""
        for who in PEOPLE:
            page = self.people[who].get("/desk/search?" + urllib.parse.urlencode({"q": "王"}))
            self._write(f"search-{who}", page)
        queue = self.people[OFFICER].get(QUEUE)
        self._write("queue", queue)
        for name, address in self.pages.items():
            self._write(name, self.people[CLERK].get(address))
        known = {"path": str(self.path), "departments": PEOPLE, "words": self._words(queue)}
        text = json.dumps(known, ensure_ascii=False)
        (self.folder / "floor.json").write_text(text, encoding="utf-8")

    def _write(self, name: str, page: str) -> None:
        (self.folder / f"{name}.html").write_text(page, encoding="utf-8")

    def _words(self, queue: str) -> dict[str, Any]:
        """Words of codes as the product says them."""
        os.environ.update(self.env)
        from flask_babel import force_locale

        from app import create_app
        from app.desk import search
        from app.desk.queue_words import HEADS
        from app.telling import days

        app = create_app()
        with app.test_request_context(), force_locale("zh"):
            steps = {step: days.step_name("work", step) for step in days.STEPS}
            heads = {str(said): group for group, said in HEADS["risk"].items()}
            stands = {code: str(said) for code, said in search.STANDS.items()}
        shown = re.findall(r'<tr class="group"><td colspan="9">(.*?)</td>', queue)
        groups = [heads[said] for said in shown]
        case = {"number": self.number, **self.pages}
        return {"steps": steps, "stands": stands, "groups": groups, "case": case}


def words(page: str, name: str) -> str:
    """What a person reads on a page, and what a form would send, but for what is drawn anew each time."""
    page = TOKENS.sub("", page)
    if name.startswith(("queue", "search")):
        # The frame is of another minute, or of another search; where nothing was found there is no table.
        start = page.find("</thead>")
        page = page[start : page.find("</table>", start)] if "data-row" in page else ""
    return " ".join(re.sub(r"<(?!input|option)[^>]+>", " ", page).split())


def _first_difference(one: str, other: str) -> tuple[str, str]:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return one[max(0, at - 60) : at + 80], other[max(0, at - 60) : at + 80]
