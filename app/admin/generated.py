"""Every generated view of the back office but those of accounts; our own menu shows them."""

from __future__ import annotations

from typing import Any

from app.admin.appeals import AppealClassView
from app.admin.calendar_closing import ClosingView
from app.admin.calendar_days import CalendarDaysView
from app.admin.calendar_proposal import ProposalView
from app.admin.calendar_year import YearView
from app.admin.calendars import CalendarView
from app.admin.centre import ServiceCentreView
from app.admin.compositions import ServiceItemView, ThemeView
from app.admin.dictionaries import DepartmentView, DocumentTypeView
from app.admin.patterns import NamedPatternView
from app.admin.records import CaseView, PaperView, TaskView
from app.admin.series import NumberSeriesView
from app.admin.sla import SlaClassView
from app.admin.texts import AcknowledgedWarningView, PaperTemplateView
from app.admin.windows import WindowView
from app.admin.workplaces import WorkplaceView

VIEWS = (
    ThemeView,
    ServiceItemView,
    DocumentTypeView,
    SlaClassView,
    AppealClassView,
    PaperTemplateView,
    NamedPatternView,
    AcknowledgedWarningView,
    DepartmentView,
    WindowView,
    WorkplaceView,
    NumberSeriesView,
    YearView,
    CalendarDaysView,
    ClosingView,
    ProposalView,
    CalendarView,
    ServiceCentreView,
    CaseView,
    TaskView,
    PaperView,
)


def register(appbuilder: Any) -> None:
    """Register the views."""
    for view in VIEWS:
        appbuilder.add_view_no_menu(view)
