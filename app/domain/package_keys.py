"""The keys of a package as data: what each noun may say, what it must, and of which shape.

A key with ``!`` must be there. A shape is a noun of this table, a word list of WORDS or a check of
package_shapes; ``[x]`` is a list of x, ``{x}`` a mapping of keys to x, ``x|noun`` a plain x or a
mapping. What is not here is refused, so a typing mistake never passes for a setting.
"""

from __future__ import annotations

from app.domain.roles import Role

#: The version of the format this program reads and writes.
VERSION = 1

#: Noun → key → shape, in the order in which a package is written.
KEYS: dict[str, dict[str, str]] = {
    "package": {
        "package!": "version", "centre": "centre", "departments": "{department}", "windows": "{window}",
        "calendar": "calendar", "sla": "{limit}", "patterns": "{pattern}",
        "documents": "{document}", "items": "{item}", "themes": "{theme}", "appeals": "{appeal}",
        "rectification": "appeal", "templates": "{template}", "acknowledged": "[acknowledgement]",
    },
    "centre": {
        "name!": "text", "prefix!": "prefix", "languages": "[text]", "texts": "{{text}}",
        "ratings": "rating_days", "online_appeals": "online_appeals",
    },
    "online_appeals": {"window!": "department_key", "days": "count"},
    "rating_days": {"link_days": "count", "revisit_days": "count"},
    "department": {
        "name!": "text", "short_name": "text", "parent": "department_key", "window": "flag",
    },
    "window": {
        "name!": "text", "kind!": "window_kind", "department!": "department_key", "place": "text",
        "hours": "text",
    },
    "calendar": {
        "confirmed!": "years", "hours!": "hours", "off": "days", "work": "days",
        "special": "special_days", "seasons": "[season]", "closures": "[calendar_closure]",
        "sources": "{text}",
    },
    "season": {"from": "day", "weekday": "weekday", "hours!": "hours"},
    "calendar_closure": {"from!": "moment", "until!": "moment", "reason!": "text"},
    "limit": {
        "name": "text", "value!": "count", "min": "count", "unit!": "unit", "warn": "count",
        "roll": "flag", "cases": "[limit_case]", "basis": "text", "extend": "extend",
    },
    "limit_case": {
        "when!": "condition", "value": "count", "min": "count", "unit": "unit", "warn": "count",
        "basis": "text",
    },
    "extend": {"cap!": "count", "by!": "role"},
    "pattern": {"expression!": "text", "message": "text"},
    "own_pattern": {"expression!": "text", "sample!": "text", "message!": "text"},
    "document": {
        "name!": "text", "kind!": "document_kind", "source!": "document_source",
        "standard_code": "text", "folds_into": "document_key", "made_by": "made_by",
        "points": "[text]", "sample": "text", "blank_form": "text", "validity": "text",
    },
    "item": {
        "name!": "text", "department!": "department_key", "result": "document_key|result",
        "promise": "sla_key|limit", "legal": "sla_key|limit", "extend": "extend",
        "commit": "flag", "post_check": "sla_key|limit", "special": "{special}",
        "steps": "[text|step]", "fields": "[field]", "documents": "[need]",
        "accept_conditions": "[accept_condition]", "closing": "closing",
        "hand_over": "sla_key|limit", "reopen": "reopen", "for": "[subject]", "channels": "channels",
        "told": "[text]", "before": "plain", "basis": "text", "fee": "free", "place": "free",
        "hours": "free", "codes": "free",
    },
    "result": {"document!": "document_key", "validity": "text", "numbered": "flag"},
    "special": {"name!": "text", "max": "sla_key|limit"},
    "step": {
        "step!": "text", "name": "text", "by": "role", "sets_term": "flag", "when": "condition",
        "limit": "sla_key|limit",
    },
    "field": {
        "key!": "field_key", "kind!": "field_kind", "label!": "text", "help": "text",
        "asked": "asked", "required": "flag", "options": "[option]", "default": "plain",
        "when": "condition", "pattern": "pattern_key|own_pattern", "min": "number",
        "max": "number", "searchable": "flag", "particulars": "[particular]", "fields": "[row_field]",
        "min_rows": "count", "max_rows": "count",
    },
    "row_field": {
        "key!": "field_key", "kind!": "row_field_kind", "label!": "text", "help": "text",
        "required": "flag", "options": "[option]", "default": "plain",
        "pattern": "pattern_key|own_pattern", "min": "number", "max": "number", "particulars": "[particular]",
    },
    "option": {"value!": "option_value", "label!": "text"},
    "need": {
        "document!": "document_key", "necessity": "necessity", "copies": "copies",
        "supply": "supply_source|supply", "when": "demand", "note": "text",
    },
    "supply": {"output_of!": "text", "else": "supply_source"},
    "theme": {
        "name!": "text", "for": "[subject]", "area": "text", "lead!": "department_key",
        "channels": "channels", "green_channel": "flag", "promise": "sla_key|limit",
        "legal": "sla_key|limit", "extend": "extend", "issue": "issue", "fields": "[field]",
        "choices": "{choice}", "items!": "[entry]", "documents": "[need]",
        "accept_conditions": "[accept_condition]", "told": "[text]", "before": "plain",
        "notes": "[text]",
    },
    "channels": {"online": "flag", "window": "flag"},
    "choice": {"name!": "text", "min!": "count", "max!": "count"},
    "entry": {
        "key!": "entry_key", "item!": "item_key", "needs": "[text|entry_need]", "choice": "text",
        "optional": "flag", "when": "condition", "if_refused": "if_refused",
    },
    "entry_need": {"task!": "text", "outcomes": "[text]"},
    "accept_condition": {
        "text!": "text", "check": "condition", "confirm": "confirm", "fails": "fails",
    },
    "appeal": {
        "name!": "text", "department!": "department_key", "intake": "intake",
        "promise": "sla_key|limit", "legal": "sla_key|limit", "extend": "extend",
        "steps": "[text|step]", "fields": "[field]", "documents": "[need]", "closing": "closing",
        "inquiry": "inquiry", "hand_over": "sla_key|limit", "reopen": "reopen",
    },
    "reopen": {"within!": "sla_key|limit", "by!": "role"},
    "inquiry": {"department!": "department_key", "limit": "sla_key|limit"},
    "template": {"name!": "text", "series": "text", "copies": "count", "blocks": "[block]"},
    "block": {"block!": "block_kind", "text": "text", "rows": "text", "columns": "[column]"},
    "column": {"label!": "text", "value!": "text"},
    "acknowledgement": {"of!": "text", "code!": "text", "at": "text", "reason!": "text"},
}  # fmt: skip

TOP_KEYS = tuple(key.rstrip("!") for key in KEYS["package"])

#: Shape → what a value of it may be, where it is one of a few words.
WORDS: dict[str, tuple[str, ...]] = {
    "unit": ("immediate", "working_minute", "working_hour", "working_day", "natural_day"),
    "window_kind": ("general", "dedicated"),
    "document_kind": (
        "form", "certificate", "proof", "drawing", "report", "rules", "photo", "bank", "other",
    ),
    "document_source": ("applicant", "government", "third_party"),
    "made_by": ("system",),
    "subject": ("natural_person", "legal_person", "sole_trader"),
    "necessity": ("required", "deferrable"),
    "supply_source": ("applicant", "e_cert", "data_share"),
    "if_refused": ("continue", "stop_all", "advisory"),
    "asked": ("clerk",),
    "particular": ("id_number", "phone"),
    "confirm": ("clerk",),
    "fails": ("block",),
    "intake": ("window", "at_once"),
    "issue": ("together",),
    "block_kind": ("title", "paragraph", "table", "signature", "qr", "rating"),
    "role": ("head", "government_head", *Role),
}  # fmt: skip
#: The forms a copy may have; `any` where nobody minds.
COPY_FORMS = ("original", "copy", "e_file", "any")
#: What a part may demand to be said: how it closes (or that it was registered), and the texts of its form.
CLOSED_AS = ("registered", "granted", "partly", "refused")
CLOSING_TEXTS = ("reason", "explanation", "guidance", "agent", "reply", "progress")
