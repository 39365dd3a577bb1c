"""The menu's table: what it may show, in order, and where each role lands."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.access import Role


class Entry(NamedTuple):
    """One line of the menu: shown where its endpoint exists and the grant is held.

    ``unless`` is a grant with which another line leads to the same rows to be worked on.
    """

    label: Any
    icon: str
    endpoint: str
    grant: str
    unless: str = ""


#: Groups in order, each with its entries.
MENU: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        _l("Cases"),
        (
            Entry(_l("Work queue"), "list-check", "queue.show", "task.read"),
            Entry(_l("Green channel intake"), "door-enter", "green_channel.choose", "draft.write"),
            Entry(_l("Receive from a sheet"), "package", "receive_many.index", "case.receive"),
            Entry(_l("Appeal window"), "message-2", "appeals.show", "statement.read"),
            Entry(_l("To be explained"), "message-2", "questions.show", "question.answer"),
            Entry(_l("Problem group"), "users", "problem_group.show", "problem_group.read"),
            Entry(_l("Requests to answer"), "gavel", "approvals.show", "approval.read"),
            Entry(_l("Inbox"), "inbox", "inbox.show", "message.read"),
            Entry(_l("Covers"), "user-share", "covers.show", "cover.read"),
            Entry(_l("Roster"), "calendar-event", "roster.show", "roster.read"),
            Entry(_l("Leave"), "armchair", "leaves.index", "leave.read"),
            Entry(_l("Channel boards"), "layout-grid", "board.index", "case.read"),
        ),
    ),
    (
        _l("Records"),
        (
            Entry(_l("Case register"), "folders", "CaseView.list", "card.read"),
            Entry(_l("Task register"), "list-details", "TaskView.list", "card.read"),
            Entry(_l("Paper register"), "printer", "PaperView.list", "paper.read"),
        ),
    ),
    (
        _l("Audit"),
        (
            Entry(_l("Audit trail"), "history", "trail.show", "journal.read"),
            Entry(_l("Audit trail"), "history", "trail.show", "access.read", unless="journal.read"),
            Entry(_l("Access trail"), "shield-check", "TrailView.show", "access.read"),
            Entry(_l("Access review"), "lock", "access_review.show", "journal.read"),
            Entry(
                _l("Access review"),
                "lock",
                "access_review.show",
                "grant_trail.read",
                unless="journal.read",
            ),
        ),
    ),
    (
        _l("Catalogue"),
        (
            Entry(_l("Studio: themes"), "puzzle", "studio_themes.index_view", "theme.write"),
            Entry(_l("Studio: items"), "file-check", "studio_items.index_view", "item.write"),
            Entry(
                _l("Studio: appeal classes"),
                "message-2",
                "studio_appeals.index_view",
                "appeal.write",
            ),
            Entry(_l("Import and export"), "package", "studio_exchange.index", "package.read"),
            Entry(_l("Themes"), "puzzle", "ThemeView.list", "theme.read", "theme.write"),
            Entry(
                _l("Service items"), "file-check", "ServiceItemView.list", "item.read", "item.write"
            ),
            Entry(
                _l("Document catalogue"), "file-text", "DocumentTypeView.list", "document_type.read"
            ),
            Entry(_l("SLA classes"), "clock-hour-4", "SlaClassView.list", "sla.read"),
            Entry(
                _l("Appeal classes"),
                "message-2",
                "AppealClassView.list",
                "appeal.read",
                "appeal.write",
            ),
            Entry(_l("Paper templates"), "template", "PaperTemplateView.list", "template.read"),
            Entry(_l("Named patterns"), "regex", "NamedPatternView.list", "pattern.read"),
            Entry(
                _l("Accepted warnings"),
                "circle-check",
                "AcknowledgedWarningView.list",
                "acknowledged.read",
            ),
        ),
    ),
    (
        _l("Organisation"),
        (
            Entry(_l("Departments"), "building", "DepartmentView.list", "department.read"),
            Entry(_l("Windows"), "device-desktop", "WindowView.list", "window.read"),
            Entry(_l("Who sits where"), "armchair", "WorkplaceView.list", "workplace.read"),
            Entry(_l("Number series"), "hash", "NumberSeriesView.list", "centre.read"),
            Entry(_l("Working calendar"), "calendar-event", "YearView.now", "calendar.read"),
            Entry(_l("Service centre"), "home", "ServiceCentreView.list", "centre.read"),
        ),
    ),
    (
        _l("Accounts"),
        (
            Entry(_l("Users"), "users", "UserView.list", "account.read"),
            Entry(_l("Roles"), "lock", "RoleView.list", "role.read"),
            Entry(_l("Keys of the interface"), "plug", "ApiKeyView.list", "api_key.read"),
        ),
    ),
    (
        _l("Supervision"),
        (
            Entry(_l("Supervision board"), "dashboard", "dashboard.show", "supervision.read"),
            Entry(_l("Repeat causes"), "history", "causes.show", "cause.read"),
            Entry(_l("Orders of supervision"), "urgent", "orders.show", "order.read"),
            Entry(_l("Ratings"), "message-2", "ratings.show", "rating.read"),
            Entry(_l("Bulletins"), "speakerphone", "bulletins.show", "bulletin.read"),
            Entry(_l("Grades of departments"), "chart-bar", "grades.show", "grading.read"),
            Entry(_l("Accountability"), "gavel", "findings.show", "finding.read"),
        ),
    ),
    (
        _l("System"),
        (
            Entry(_l("State of the system"), "server", "SystemView.show", "doctor.read"),
            Entry(_l("Messages that go out"), "mail-forward", "OutboxView.show", "outbox.read"),
        ),
    ),
)
#: Role → where it lands after signing in; the first that exists and is allowed wins.
LANDING: dict[str, str] = {
    Role.WINDOW_CLERK: "queue.show",
    Role.OFFICER: "queue.show",
    Role.DEPARTMENT_HEAD: "queue.show",
    Role.CENTRE_HEAD: "queue.show",
    Role.SUPERVISOR: "dashboard.show",
    Role.AUDITOR: "CaseView.list",
    Role.CATALOGUE_ADMIN: "studio_themes.index_view",
    Role.SECURITY_ADMIN: "UserView.list",
    Role.AUDIT_ADMIN: "TrailView.show",
    Role.SYSTEM_ADMIN: "SystemView.show",
}
