"""Roles on screen: the builtin ones to read, further ones composed of named grants, in words."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role

from app import transaction
from app.access import ADMINISTRATORS_OWN, COMPOSABLE, GRANTS
from app.services import roles
from app.telling.grants import NOUNS, REACHES, VERBS
from tests.factories.browser import Browser, text_of
from tests.services.test_sessions import alive
from tests.views.test_accounts import saved

CHECKED = re.compile(r'name="grants" value="([^"]+)" checked')


def test_every_grant_has_its_words():
    for grant in GRANTS:
        noun, _dot, verb = grant.partition(".")
        assert noun in NOUNS
        assert verb in (REACHES if noun == "scope" else VERBS)


def test_builtin_roles_are_shown_in_words_and_locked(anquan):
    page = anquan.page(f"/admin/roles/show/{number(anquan, 'officer')}")
    assert "认领、办理并决定、转办" in page
    assert "是内置角色，不能改" in page
    assert "改权限" not in page


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_a_builtin_role_is_not_changed_by_a_forged_form(anquan, act):
    answer = anquan.post(
        f"/admin/roles/{act}/{number(anquan, 'officer')}", grants="task.read", stamp=""
    )
    assert answer.status_code == 422
    assert "不能改" in text_of(answer.text)
    assert number(anquan, "officer")


def test_a_role_begins_with_the_grants_of_another_and_never_an_administrators(anquan):
    page = anquan.get("/admin/roles/add?like=officer").text
    assert "task.claim" in CHECKED.findall(page)
    assert CHECKED.findall(anquan.get("/admin/roles/add?like=security_admin").text) == []
    assert not [grant for grant in ADMINISTRATORS_OWN if f'value="{grant}"' in page]


@pytest.mark.parametrize(
    "grant", ["account.write", "access.read", "backup.write", "scope.system", "no.such"]
)
def test_an_administrators_grant_is_refused_and_nothing_typed_is_lost(anquan, grant):
    answer = made(anquan, "越权角色", "task.read", grant)
    assert answer.status_code == 422
    assert 'value="越权角色"' in answer.text
    assert "task.read" in CHECKED.findall(answer.text)
    assert number(anquan, "越权角色") is None


def test_a_role_without_grants_or_with_a_name_taken_is_refused_beside_its_field(anquan):
    assert "请至少选一项" in text_of(made(anquan, "空角色").text)
    assert made(anquan, "重名角色", "task.read").status_code == 302
    assert "已有“重名角色”角色" in text_of(made(anquan, "重名角色", "task.read").text)


def test_who_holds_a_composed_role_lands_where_it_leads(anquan, app):
    made(anquan, "查件员", "task.read", "case.read", "scope.centre")
    saved(anquan, "roles", "ylbz1", roles="查件员")
    person = Browser(app).sign_in("ylbz1")
    assert person.get("/").location == "/desk/queue"
    assert "查件员" in person.page("/desk/queue")
    changed(anquan, "查件员", "theme.read")
    assert not alive(person)
    assert Browser(app).sign_in("ylbz1").get("/").location == "/admin/themes/list/"


def test_a_role_that_is_held_stays_and_one_nobody_holds_goes(anquan):
    made(anquan, "临时角色", "task.read")
    saved(anquan, "roles", "zfjs1", pairs=[("roles", "officer"), ("roles", "临时角色")])
    answer = anquan.post(f"/admin/roles/remove/{number(anquan, '临时角色')}")
    assert "还有 1 人担任" in text_of(answer.text)
    saved(anquan, "roles", "zfjs1", roles="officer")
    assert anquan.post(f"/admin/roles/remove/{number(anquan, '临时角色')}").status_code == 302
    assert number(anquan, "临时角色") is None


def test_a_form_that_was_overtaken_keeps_what_was_chosen(anquan):
    made(anquan, "同改角色", "task.read")
    page = anquan.get(f"/admin/roles/edit/{number(anquan, '同改角色')}").text
    stamp = re.search(r'name="stamp" value="([^"]*)"', page).group(1)
    changed(anquan, "同改角色", "task.read", "task.claim")
    answer = posted(anquan, "同改角色", stamp, "task.read", "case.read")
    assert answer.status_code == 409
    assert CHECKED.findall(answer.text) == ["case.read", "task.read"]
    assert held(anquan, "同改角色") == {"task.read", "task.claim"}


def test_a_role_pressed_twice_is_made_once(anquan):
    first = made(anquan, "双击角色", "task.read", key="k-2")
    again = made(anquan, "双击角色", "task.read", key="k-2")
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.location == again.location


def test_somebody_without_a_page_is_told_who_gives_one(anquan, app):
    saved(anquan, "roles", "rsj0")
    assert "角色由安全管理员给" in Browser(app).sign_in("rsj0").page("/")


def made(browser, name, *grants, key=""):
    return browser.post(
        "/admin/roles/add", [("grants", grant) for grant in grants], name=name, key=key
    )


def changed(browser, name, *grants):
    page = browser.get(f"/admin/roles/edit/{number(browser, name)}").text
    answer = posted(
        browser, name, re.search(r'name="stamp" value="([^"]*)"', page).group(1), *grants
    )
    assert answer.status_code == 302


def posted(browser, name, stamp, *grants):
    pairs = [("grants", grant) for grant in grants]
    return browser.post(f"/admin/roles/edit/{number(browser, name)}", pairs, stamp=stamp)


def number(browser, name):
    with browser.client.application.app_context():
        return transaction.session().scalar(sa.select(Role.id).where(Role.name == name))


def held(browser, name):
    with browser.client.application.app_context():
        role = transaction.session().scalars(sa.select(Role).where(Role.name == name)).one()
        assert roles.grants_in(role) <= COMPOSABLE
        return roles.grants_in(role)


@pytest.fixture
def anquan(app):
    browser = Browser(app).sign_in("anquan")
    browser.get("/password")
    return browser


@pytest.fixture
def app(shared_app, at):
    return shared_app
