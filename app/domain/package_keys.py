"""The keys of a package as data: what each noun may say, what it must, and of which shape.

A shape is a name in CHECKS; a key with ``!`` must be there. What is not here is refused, so a typing
mistake never passes for a setting.
"""

from __future__ import annotations

LIMIT = {
    "value!": "number",
    "unit!": "unit",
    "warn": "number",
    "min": "number",
    "roll": "flag",
    "cases": "cases",
    "basis": "text",
    "extend": "extend",
    "name": "text",
}

#: Noun → its keys.
KEYS: dict[str, dict[str, str]] = {
    "package": {
        "package!": "number", "centre": "centre", "departments": "departments", "calendar": "calendar", "sla": "limits",
        "patterns": "patterns", "documents": "documents", "items": "items", "themes": "themes", "appeals": "appeals",
        "rectification": "appeal", "templates": "templates", "acknowledged": "acknowledgements",
    },
    "centre": {"name!": "text", "prefix!": "text", "languages": "texts"},
    "department": {"name!": "text", "short_name": "text", "parent": "department_key", "window": "flag"},
    "calendar": {"confirmed!": "numbers", "off": "days", "work": "days", "hours!": "hours", "special": "special_days"},
    "limit": LIMIT,
    "limit_case": {"when!": "condition", "value": "number", "unit": "unit", "warn": "number", "min": "number", "basis": "text"},
    "extend": {"cap!": "number", "by!": "text"},
    "pattern": {"expression!": "text", "message": "text"},
    "document": {
        "name!": "text", "kind!": "document_kind", "source!": "document_source", "standard_code": "text", "folds_into": "document_key",
        "made_by": "text", "points": "texts", "sample": "text", "blank_form": "text", "validity": "text",
    },
    "item": {
        "name!": "text", "department!": "department_key", "result": "result", "promise": "limit", "legal": "limit", "extend": "extend",
        "post_check": "limit", "commit": "flag", "special": "specials", "steps": "steps", "fields": "fields", "documents": "needs",
        "accept_conditions": "accept_conditions", "closing": "free", "fee": "free", "place": "free", "hours": "free", "codes": "free",
        "basis": "text", "hand_over": "limit", "reopen": "reopen", "for": "texts", "channels": "free", "told": "texts", "before": "free",
    },
    "result": {"document!": "document_key", "validity": "text"},
    "special": {"name!": "text", "max": "limit"},
    "step": {"step!": "text", "name": "text", "by": "text", "role": "text", "sets_term": "flag", "when": "condition", "limit": "limit"},
    "field": {
        "key!": "field_key", "kind!": "field_kind", "label!": "text", "required": "flag", "help": "text", "default": "free",
        "options": "options", "when": "condition", "asked": "text", "searchable": "flag", "pattern": "text", "min": "number", "max": "number",
    },
    "option": {"value!": "free", "label!": "text"},
    "need": {"document!": "document_key", "necessity": "necessity", "copies": "copies", "when": "demand", "supply": "supply", "note": "text"},
    "supply": {"output_of!": "text", "else": "supply_source"},
    "theme": {
        "name!": "text", "for": "texts", "area": "text", "lead!": "department_key", "channels": "free", "green_channel": "flag",
        "promise": "limit", "legal": "limit", "extend": "extend", "choices": "choices", "items!": "entries", "documents": "needs",
        "fields": "fields", "accept_conditions": "accept_conditions", "told": "texts", "before": "free", "issue": "text", "notes": "texts",
    },
    "choice": {"name!": "text", "min!": "number", "max!": "number"},
    "entry": {"key!": "entry_key", "item!": "item_key", "needs": "entry_needs", "choice": "text", "optional": "flag", "when": "condition", "if_refused": "if_refused"},
    "entry_need": {"task!": "text", "outcomes": "texts"},
    "accept_condition": {"text!": "text", "check": "condition", "confirm": "text", "fails": "text"},
    "appeal": {
        "name!": "text", "department!": "department_key", "intake": "text", "promise": "limit", "legal": "limit", "extend": "extend",
        "steps": "steps", "closing": "free", "reopen": "reopen", "inquiry": "inquiry", "hand_over": "limit", "fields": "fields", "documents": "needs",
    },
    "reopen": {"within!": "limit", "by!": "text"},
    "inquiry": {"department!": "department_key", "limit": "limit"},
    "template": {"name!": "text", "series": "text", "copies": "number", "blocks": "blocks"},
    "acknowledgement": {"of!": "text", "code!": "text", "at": "text", "reason!": "text"},
}  # fmt: skip

#: Shape → what a value of it may be, where it is one of a few words.
WORDS: dict[str, tuple[str, ...]] = {
    "unit": ("immediate", "working_minute", "working_hour", "working_day", "natural_day"),
    "document_kind": (
        "form",
        "certificate",
        "proof",
        "drawing",
        "report",
        "rules",
        "photo",
        "bank",
        "other",
    ),
    "document_source": ("applicant", "government", "third_party"),
    "necessity": ("required", "deferrable"),
    "supply_source": ("applicant", "e_cert", "data_share"),
    "if_refused": ("continue", "stop_all", "advisory"),
}
#: Shape → the noun whose keys its value has.
ONE = {
    "centre": "centre", "calendar": "calendar", "appeal": "appeal", "extend": "extend", "reopen": "reopen", "inquiry": "inquiry",
}  # fmt: skip
#: Shape of a mapping key → value → the noun of its values.
NAMED = {
    "departments": "department", "limits": "limit", "patterns": "pattern", "documents": "document", "items": "item", "themes": "theme",
    "appeals": "appeal", "templates": "template", "choices": "choice", "specials": "special",
}  # fmt: skip
#: Shape of a list → the noun of its entries.
LISTED = {
    "fields": "field", "options": "option", "entries": "entry", "accept_conditions": "accept_condition", "needs": "need",
    "cases": "limit_case", "acknowledgements": "acknowledgement",
}  # fmt: skip
#: Shape of an entry that may be a plain word or a noun.
WORD_OR = {"steps": "step", "entry_needs": "entry_need"}
