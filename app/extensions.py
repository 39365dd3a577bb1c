"""Made once, bound by the factory. FAB's AppBuilder is made inside the factory (it is not reusable)."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_appbuilder.models.sqla.base import SQLA
from flask_wtf import CSRFProtect

from app import stored_json
from app.transaction import UnitSession

#: ``db.session.commit()`` of any library is a flush: only app.transaction commits.
db = SQLA(
    session_options={"class_": UnitSession, "expire_on_commit": False},
    engine_options={
        "json_deserializer": stored_json.loads,
        "json_serializer": stored_json.dumps,
    },
)
csrf = CSRFProtect()


class Migrations:
    """Flask-Migrate's place until a migration is run: a web process reads no Alembic, which is nine MiB."""

    def __init__(self, app: Flask, directory: Path) -> None:
        """``directory`` is where the migrations are."""
        self._app, self._directory = app, directory
        app.extensions["migrate"] = self

    def __getattr__(self, name: str) -> Any:
        """What is asked of the real one."""
        return getattr(self.real(), name)

    def real(self) -> Any:
        """Flask-Migrate takes its place, and brings ``flask db``."""
        from flask_migrate import Migrate

        Migrate().init_app(self._app, db, directory=str(self._directory), render_as_batch=True)
        return self._app.extensions["migrate"]
