"""Code of Flask-AppBuilder that ours replaces or relies on: another upstream text is looked at first."""

from __future__ import annotations

import hashlib
import inspect
from importlib import import_module

import pytest

#: Function → the hash of its text in Flask-AppBuilder 5.3.0, and where ours stands in its place.
KNOWN = {
    "baseviews:BaseView.create_blueprint": (
        "731cbc0d777d07d5",
        "the registration of routes by include_route_methods",
    ),
    "baseviews:BaseView._register_urls": (
        "4525d3e84732801e",
        "the registration of routes by include_route_methods",
    ),
    "baseviews:BaseModelView._init_properties": (
        "10a97bc8994ec692",
        "app.admin.lists.SafeModelView.__init__",
    ),
    "baseviews:BaseCRUDView._init_properties": (
        "4bdd672231ced1d5",
        "app.admin.lists.SafeModelView.__init__",
    ),
    "baseviews:BaseCRUDView._init_forms": (
        "2073f5423803e18b",
        "app.admin.editing.DictionaryView (add_form, edit_form)",
    ),
    "baseviews:BaseCRUDView._list": ("272a87f649f928b5", "app.admin.lists.SafeModelView.list"),
    "baseviews:BaseCRUDView._show": ("37e80716773b3ea0", "app.admin.lists.SafeModelView.show"),
    "baseviews:BaseCRUDView._add": ("a025a0c68594773e", "app.admin.editing.DictionaryView.add"),
    "baseviews:BaseCRUDView._edit": ("d761e7bd3d3ff992", "app.admin.editing.DictionaryView.edit"),
    "baseviews:BaseCRUDView._delete": (
        "8fdf8f052341e35a",
        "app.admin.editing.DictionaryView.retire",
    ),
    "baseviews:BaseCRUDView._fill_form_exclude_cols": (
        "e5a8c992ab77784e",
        "app.admin.editing.DictionaryView._filled",
    ),
    "baseviews:BaseCRUDView._get_related_views_widgets": (
        "96b1c6d22dc0a48d",
        "app.admin.lists.SafeModelView.show",
    ),
    "views:ModelView.list": ("d81529121390ab62", "app.admin.lists.SafeModelView.list"),
    "views:ModelView.show": ("1e8e6f5412bead87", "app.admin.lists.SafeModelView.show"),
    "views:ModelView.add": ("15ef7a4f9904f05a", "app.admin.editing.DictionaryView.add"),
    "views:ModelView.edit": ("23515051a66d959c", "app.admin.editing.DictionaryView.edit"),
    "views:ModelView.delete": ("be011a573fad916c", "app.admin.editing.DictionaryView.retire"),
    "views:ModelView.download": ("66f8797fa30b8123", "app.security._stock_routes (no such route)"),
    "views:ModelView.action": ("2a262383056ce673", "app.security._stock_routes (no such route)"),
    "views:ModelView.action_post": (
        "1cae459adb1785b4",
        "app.security._stock_routes (no such route)",
    ),
    "base:AppBuilder._check_and_init": ("0e50ba823c58f943", "app.security.ClosedAppBuilder"),
    "base:AppBuilder.add_view": ("5a57d805db0aca38", "app.security.ClosedAppBuilder"),
    "base:AppBuilder.add_view_no_menu": ("68365232d4ceaaa8", "app.security.ClosedAppBuilder"),
    "base:AppBuilder.add_api": ("f95a92d8a9d3ef86", "app.security.ClosedAppBuilder"),
    "base:AppBuilder._add_admin_views": ("96902d2fffbe940e", "app.security.ClosedAppBuilder"),
    "api:ModelRestApi._handle_filters_args": (
        "1158f46e3f9771ad",
        "app.security.ClosedAppBuilder (no REST)",
    ),
    "api:ModelRestApi.post_headless": (
        "eec466c5aaa8aff8",
        "app.security.ClosedAppBuilder (no REST)",
    ),
    "api:ModelRestApi.put_headless": (
        "9c4e2918d65deb57",
        "app.security.ClosedAppBuilder (no REST)",
    ),
    "security.decorators:has_access": (
        "c943cdc958efbba4",
        "app.guard and app.security.SecurityManager.has_access",
    ),
    "security.manager:BaseSecurityManager.register_views": (
        "0f9d1caa5a4570e3",
        "app.security.SecurityManager.register_views",
    ),
    "security.manager:BaseSecurityManager.has_access": (
        "47d07058e3490d53",
        "app.security.SecurityManager.has_access",
    ),
    "security.manager:BaseSecurityManager.is_item_public": (
        "7226c17b23566dd6",
        "app.security.SecurityManager.is_item_public",
    ),
    "security.manager:BaseSecurityManager.load_user": (
        "2f050bc6a3a74f94",
        "app.security.SecurityManager.load_user",
    ),
    "security.manager:BaseSecurityManager.create_login_manager": (
        "9b7f2f3938bb0600",
        "app.sessions and app.security.SecurityManager.load_user",
    ),
}
WHAT_TO_DO = """{name} of Flask-AppBuilder has changed; {ours} stands in its place.
Read the new text beside ours, run tests/views/hazards, then write {found} here."""


@pytest.mark.parametrize("name", KNOWN)
def test_the_upstream_text_is_the_one_we_know(name):
    known, ours = KNOWN[name]
    found = digest(name)
    assert found == known, WHAT_TO_DO.format(name=name, ours=ours, found=found)


def digest(name):
    module, _colon, path = name.partition(":")
    found = import_module(f"flask_appbuilder.{module}")
    for part in path.split("."):
        found = getattr(found, part)
    text = inspect.getsource(inspect.unwrap(found))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
