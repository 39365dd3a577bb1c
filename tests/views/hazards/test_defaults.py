"""FAB's defaults: acts by GET, nameless rights, accounts, headers (H5, H13, H20, H22)."""

from __future__ import annotations

import pytest
from flask_appbuilder.security.sqla.models import User

from app import create_app
from app.access import SYSTEM
from app.domain.refusal import Refused
from app.security import Closed
from app.services import account_passwords, account_roles
from tests.conftest import KEYS, NOW, close
from tests.factories.browser import Browser
from tests.factories.desk import person
from tests.factories.lab import Matter, MatterView, OurMatterBook, RemarkView

CLOSED = (
    "add_user", "update_user", "reset_password", "add_role", "add_permission_role", "auth_user_db",
)  # fmt: skip


def test_h5_stock_who_may_reset_passwords_becomes_the_administrator(lab):
    opened = lab(MatterView)
    clerk = opened.as_clerk()
    asked = {"password": "mine-now-1", "conf_password": "mine-now-1"}
    clerk.post("/resetpassword/form?pk=3", data=asked)
    browser = opened.app.test_client()
    browser.post("/login/", data={"username": "admin", "password": "mine-now-1"})
    assert browser.get("/roles/list/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/resetpassword/form", "/resetmypassword/form", "/roles/list/", "/userinfo/", "/register/form"]
)  # fmt: skip
def test_h5_ours_has_none_of_fabs_account_pages(sign_in, address):
    assert sign_in("anquan").get(address).status_code == 404


@pytest.mark.parametrize("way", CLOSED)
def test_h5_ours_fabs_own_ways_to_accounts_are_shut(app, way):
    with app.app_context(), pytest.raises(Closed):
        getattr(app.appbuilder.sm, way)("x")


@pytest.mark.parametrize("taken", ["xitong", "anquan", "shenji"])
def test_h5_ours_nobody_takes_an_administrator_over(session, taken):
    user = session.query(User).filter_by(username=taken).one()
    security = person("anquan", "security_admin")
    with pytest.raises(Refused):
        account_passwords.reset(session, user, "Xin-Mima-2026!", by=security, now=NOW)
    with pytest.raises(Refused):
        account_roles.set_roles(session, user, ["officer"], by=security)
    account_passwords.reset(session, user, "Xin-Mima-2026!", by=SYSTEM, now=NOW)


def test_h13_stock_a_link_deletes_a_row(lab):
    opened = lab(MatterView)
    opened.as_clerk().get("/matterview/delete/3")
    assert (3,) not in opened.rows(Matter.id)


def test_h13_ours_acts_only_by_post_with_a_token(ours):
    clerk = ours(OurMatterBook)
    assert clerk.get("/admin/matter-book/delete/1").status_code == 404
    assert clerk.get("/admin/matter-book/retire/1").status_code == 405
    clerk.token = ""
    assert clerk.post("/admin/matter-book/retire/1").status_code == 400
    assert clerk.post("/admin/matter-book/edit/1", status="x").status_code == 400


def test_h20_stock_a_right_on_a_name_opens_whatever_begins_so(lab):
    opened = lab(RemarkView, FAB_ROLES={"Aud": [["Rem", "can_list"]]})
    with opened.app.app_context():
        manager = opened.builder.sm
        manager.add_user("aud", "a", "b", "aud@lab", manager.find_role("Aud"), "first")
    assert opened.as_clerk("aud").get("/remarkview/list/").status_code == 200


def test_h20_ours_no_pattern_gives_a_right(database, at):
    everything = {"window_clerk": [[".*", ".*"]], "Public": [[".*", ".*"]]}
    made = create_app(
        {"SQLALCHEMY_DATABASE_URI": database.copy(), "YOUSHI_KEYS": KEYS, "FAB_ROLES": everything}
    )
    clerk = Browser(made).sign_in("lijing")
    assert clerk.get("/admin/departments/list/").status_code == 403
    assert made.test_client().get("/admin/departments/list/").status_code == 302
    with made.app_context():
        close(made)


def test_h22_stock_has_no_headers_and_any_password_is_good(lab):
    opened = lab(MatterView)
    answer = opened.as_clerk().get("/matterview/list/")
    assert not {"Content-Security-Policy", "X-Frame-Options"} & set(answer.headers.keys())
    with opened.app.app_context():
        manager = opened.builder.sm
        assert manager.add_user("weak", "a", "b", "w@lab", manager.find_role("Clerk"), "1")


def test_h22_ours_has_headers_and_refuses_a_poor_password(sign_in, session):
    answer = sign_in("lijing").get("/desk/queue")
    assert {"Content-Security-Policy", "X-Frame-Options"} <= set(answer.headers.keys())
    user = session.query(User).filter_by(username="lijing").one()
    with pytest.raises(Refused):
        account_passwords.reset(session, user, "1", by=SYSTEM, now=NOW)
