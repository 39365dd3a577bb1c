"""Tables, one file per noun: typed columns and no logic."""

from app.models.account import LoginGuard, PasswordHistory, Staff, StaffDepartment
from app.models.account import Session as UserSession
from app.models.api import ApiKey
from app.models.appeals import (
    Appeal,
    AppealDepartment,
    AppealQuestion,
    CallBack,
    Finding,
    GroupItem,
    GroupMember,
)
from app.models.base import Model  # first: it names the constraints of every table after it
from app.models.bulletins import Bulletin
from app.models.cases import Card, Case, CaseDocument, Hold, Task
from app.models.catalogue import (
    AcknowledgedWarning,
    AppealClass,
    DocumentType,
    NamedPattern,
    PaperTemplate,
    SlaClass,
)
from app.models.causes import CauseDecision
from app.models.centre import (
    CalendarClosure,
    CalendarDay,
    CalendarRevision,
    Department,
    OfficeHours,
    ServiceCentre,
    Window,
)
from app.models.colleagues import Assistance, CaseNote, Cover
from app.models.guards import GUARDED
from app.models.items import DocumentNeed, FormField, ServiceItem, Step
from app.models.jobs import Job
from app.models.journal import AccessEntry, ChainHead, ChainSeal, EventText, JournalEntry
from app.models.messages import Message, OutboxMessage
from app.models.online import OnlineAppeal
from app.models.orders import Order
from app.models.papers import CaseFile, Delivery, IdempotencyKey, NumberSeries, Paper, Result
from app.models.people import Agent, Answer, Applicant, Attachment, Draft
from app.models.queue import Look, SavedView, UsualTime
from app.models.rating_reviews import Grading, RatingReview
from app.models.ratings import Rating, Revisit
from app.models.roster import (
    Leave,
    PostFeed,
    PostGap,
    PostTerms,
    Shift,
    Swap,
    TrainingRecord,
)
from app.models.sounds import Sound
from app.models.surveys import Approval, Survey
from app.models.themes import ChoiceGroup, ServiceVersion, Theme, ThemeItem
from app.models.words import WORDS
from app.models.working_copy import WorkingCopy

__all__ = [
    "GUARDED",
    "WORDS",
    "AccessEntry",
    "AcknowledgedWarning",
    "Agent",
    "Answer",
    "ApiKey",
    "Appeal",
    "AppealClass",
    "AppealDepartment",
    "AppealQuestion",
    "Applicant",
    "Approval",
    "Assistance",
    "Attachment",
    "Bulletin",
    "CalendarClosure",
    "CalendarDay",
    "CalendarRevision",
    "CallBack",
    "Card",
    "Case",
    "CaseDocument",
    "CaseFile",
    "CaseNote",
    "CauseDecision",
    "ChainHead",
    "ChainSeal",
    "ChoiceGroup",
    "Cover",
    "Delivery",
    "Department",
    "DocumentNeed",
    "DocumentType",
    "Draft",
    "EventText",
    "Finding",
    "FormField",
    "Grading",
    "GroupItem",
    "GroupMember",
    "Hold",
    "IdempotencyKey",
    "Job",
    "JournalEntry",
    "Leave",
    "LoginGuard",
    "Look",
    "Message",
    "Model",
    "NamedPattern",
    "NumberSeries",
    "OfficeHours",
    "OnlineAppeal",
    "Order",
    "OutboxMessage",
    "Paper",
    "PaperTemplate",
    "PasswordHistory",
    "PostFeed",
    "PostGap",
    "PostTerms",
    "Rating",
    "RatingReview",
    "Result",
    "Revisit",
    "SavedView",
    "ServiceCentre",
    "ServiceItem",
    "ServiceVersion",
    "Shift",
    "SlaClass",
    "Sound",
    "Staff",
    "StaffDepartment",
    "Step",
    "Survey",
    "Swap",
    "Task",
    "Theme",
    "ThemeItem",
    "TrainingRecord",
    "UserSession",
    "UsualTime",
    "Window",
    "WorkingCopy",
]
