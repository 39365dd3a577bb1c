"""FAB's security manager with our rights: nothing is asked of FAB's permission tables per button.

A FAB view names its noun (``class_permission_name``); its methods read or write it. Identity comes
from app.sessions alone; FAB's own ways to make users, to sign in and to give rights are closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NoReturn

from flask import g
from flask_appbuilder import AppBuilder
from flask_appbuilder.api import BaseApi
from flask_appbuilder.baseviews import BaseFormView, BaseModelView
from flask_appbuilder.const import PERMISSION_PREFIX
from flask_appbuilder.security.sqla.manager import SecurityManager as FabSecurityManager
from flask_appbuilder.views import MultipleView

from app.access import may
from app.login import LoginView

#: FAB method → verb of the noun's grant; every other method needs a grant of its own name.
VERBS = dict.fromkeys(
    ("list", "show", "get", "get_list", "get_headless", "get_list_headless", "info"), "read"
) | dict.fromkeys(("add", "edit", "delete", "post", "put"), "write")


class Closed(RuntimeError):
    """Something FAB offers that this house does elsewhere, journaled."""


class ClosedAppBuilder(AppBuilder):
    """Registers no stock view of a table, no form view, no REST: they forget row and column rules."""

    def _check_and_init(self, baseview: Any) -> Any:
        view = super()._check_and_init(baseview)
        safe = (
            import_module("app.admin.base").SafeModelView,
            import_module("app.api.dictionaries").DictionaryApi,
        )
        if isinstance(view, BaseModelView | BaseFormView | MultipleView | BaseApi):
            stock = not isinstance(view, safe) or sorted(_stock_routes(view))
            if stock:
                raise Closed(f"{type(view).__name__} opens what app.admin.base shuts: {stock}")
        return view


def _stock_routes(view: Any) -> Iterator[str]:
    """Routes of a view that are still FAB's own."""
    for name in view.include_route_methods or dir(view):
        method = getattr(view, name, None)
        if hasattr(method, "_urls") and method.__module__.startswith("flask_appbuilder"):
            yield name


class SecurityManager(FabSecurityManager):
    """Rights by app.access; accounts by services.accounts."""

    authdbview = LoginView
    userstatschartview = None

    def register_views(self) -> None:
        """Only the login view: the views of users and roles are ours (app.admin.accounts)."""
        self.auth_view = LoginView()
        self.appbuilder.add_view_no_menu(self.auth_view)

    def create_db(self) -> None:
        """Nothing at start-up: roles are made once by the bootstrap, never by several workers."""

    def create_jwt_manager(self, app: Any) -> None:
        """No tokens: identity is the session row."""

    @staticmethod
    def before_request() -> None:
        """FAB's views ask ``g.user``."""
        g.user = g.principal

    @property
    def current_user(self) -> Any:
        """Who acts, for FAB's signals; None where nobody is signed in."""
        principal = g.get("principal")
        return principal if principal is not None and principal.is_authenticated else None

    def load_user(self, pk: Any) -> None:
        """Nobody is loaded from a cookie: the session interface sets the user."""

    @staticmethod
    def grant_for(permission_name: str, view_name: str) -> str:
        """The grant behind a FAB permission on a view: reading, writing, or an act of its own name."""
        method = permission_name.removeprefix(PERMISSION_PREFIX)
        return f"{view_name}.{VERBS.get(method, method)}"

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Whether the person of this request holds the grant; no statement."""
        return may(g.principal, self.grant_for(permission_name, view_name))

    def is_item_public(self, permission_name: str, view_name: str) -> bool:  # noqa: ARG002 - FAB's signature
        """Nothing generated is public."""
        return False

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:  # noqa: ARG002 - FAB's signature
        """FAB's menu is not used."""
        return set()

    def add_permissions_view(self, base_permissions: Any, view_menu: str) -> None:
        """Rights are no rows."""

    def add_permissions_menu(self, view_menu_name: str) -> None:
        """Rights are no rows."""

    def security_cleanup(self, baseviews: Any, menus: Any) -> None:
        """FAB would delete the rows of composed roles."""

    def _closed(self, *_args: Any, **_more: Any) -> NoReturn:
        raise Closed("accounts and roles are kept by services.accounts (flask account)")

    auth_user_db = auth_user_ldap = auth_user_oauth = auth_user_remote_user = auth_user_saml = (
        _closed
    )
    add_user = update_user = delete_user = reset_password = add_register_user = _closed
    add_role = update_role = delete_role = add_group = delete_group = _closed
    add_permission_role = del_permission_role = import_roles = create_api_key = _closed
