"""The safe bases of every generated view: to read (``SafeModelView``), to edit (``DictionaryView``)."""

from __future__ import annotations

from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface

from app.admin.editing import DictionaryView
from app.admin.keyset import LONGEST
from app.admin.lists import PAGE, READING, SafeModelView

__all__ = ["LONGEST", "PAGE", "READING", "DictionaryView", "SafeModelView", "of"]


def of(model: Any) -> SQLAInterface:
    """FAB's interface to a table."""
    return SQLAInterface(model)
