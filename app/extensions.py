"""Made once, bound by the factory. FAB's AppBuilder is made inside the factory (it is not reusable)."""

from flask_appbuilder.models.sqla.base import SQLA
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app.transaction import UnitSession

#: ``db.session.commit()`` of any library is a flush: only app.transaction commits.
db = SQLA(session_options={"class_": UnitSession, "expire_on_commit": False})
migrate = Migrate()
csrf = CSRFProtect()
