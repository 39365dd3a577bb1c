"""What came online and waits: every one is reached, a page at a time, at the same few statements."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import event

from app.domain import numbers
from app.models import OnlineAppeal
from app.services import online_waiting
from tests.conftest import NOW, keep

PAGE, LIST = "/desk/appeals", "/desk/appeals?state=online"
ROW = re.compile(r"register\?online=([A-Z0-9]+)")
#: A window's own, one about the window itself, one that was set aside.
OURS, ABOUT_US, SETTLED = {}, {"window": None, "department": "SQCK"}, {"settled_at": NOW}


def test_the_window_sees_the_first_and_comes_to_all_of_them_in_their_order(session, sign_in):
    sent = came(session, *[OURS] * 60)
    came(session, ABOUT_US, SETTLED, first=60)
    clerk = sign_in("wenxiu")
    page = clerk.get(PAGE).text
    assert ROW.findall(page) == sent[:8]
    assert "查看全部" in page
    assert walked(clerk, LIST) == [sent[:25], sent[25:50], sent[50:]]


def test_few_stand_beside_the_others_without_a_way_further(session, sign_in):
    sent = came(session, *[OURS] * 8)
    page = sign_in("wenxiu").get(PAGE).text
    assert (ROW.findall(page), "查看全部" in page) == (sent, False)


def test_other_windows_have_what_is_about_this_one_and_officers_nothing(session, sign_in):
    came(session, OURS)
    (about_us,) = came(session, ABOUT_US, first=1)
    assert walked(sign_in("lijing"), LIST) == [[about_us]]
    assert walked(sign_in("scjg1"), LIST) == [[]]


def test_however_many_wait_it_takes_as_many_statements(session, sign_in, app):
    came(session, OURS)
    clerk = sign_in("wenxiu")
    for address in (PAGE, LIST):
        clerk.get(address)
    few = [statements(app, clerk, address) for address in (PAGE, LIST)]
    came(session, *[OURS] * 60, first=1)
    assert [statements(app, clerk, address) for address in (PAGE, LIST)] == few
    assert max(few) <= 11


def test_the_database_finds_them_in_one_index(session):
    from app.access import principal_of

    clerk = principal_of(user_id=1, username="wenxiu", name="", roles=["window_clerk"], department="SQCK", departments=["SQCK"])  # fmt: skip
    seen = []

    def look(connection, _cursor, statement, parameters, *_more):
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        seen.append(" ".join(str(row[3]) for row in plan))

    engine = session.get_bind()
    listener = (engine, "before_cursor_execute", once(look))
    event.listen(*listener)
    online_waiting.page(session, by=clerk, after=(NOW, 1))
    event.remove(*listener)
    assert "ix_online_appeal_waiting (settled_at=? AND received_at>?)" in seen[0]
    assert "TEMP B-TREE" not in seen[0]


def once(act):
    """Not of what the look itself asks."""

    def listening(connection, cursor, statement, parameters, *more):
        if "EXPLAIN" not in statement and "online_appeal" in statement:
            act(connection, cursor, statement, parameters, *more)

    return listening


def came(session, *kinds, first=0):
    """So many, a minute after each other; gives their numbers."""
    made = []
    for at, kind in enumerate(kinds, first):
        number = numbers.receipt("LJ", NOW.date(), serial=at + 1)
        plain = {"window": "SQCK", "department": "SCJG", "name": "玄某某", "phone": "13804331234"}
        row = {**plain, "said": f"第 {at} 件", **kind}
        when = NOW - timedelta(days=1) + timedelta(minutes=at)
        session.add(
            OnlineAppeal(number=number, code=f"{at:064}", received_at=when, due_at=NOW, **row)
        )
        made.append(number)
    keep(session)
    session.close()
    return made


def walked(person, address):
    """The rows of every page, one after another."""
    pages = []
    while address:
        text = person.get(address).text
        pages.append(ROW.findall(text))
        further = re.search(r'href="([^"]+)" rel="next"', text)
        address = further and further.group(1).replace("&amp;", "&")
    return pages


def statements(app, person, address):
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    done = []
    listener = (engine, "before_cursor_execute", lambda *given: done.append(given[2]))
    event.listen(*listener)
    assert person.get(address).status_code == 200
    event.remove(*listener)
    return len([one for one in done if not one.startswith(("BEGIN", "PRAGMA"))])
