"""Mistakes for which a package is refused before any row is touched: where, and in which words."""

from __future__ import annotations

from typing import NamedTuple

from tests.factories.mutants import SHOP, Change, add, drop, put

FIELDS = "items.food.fields"


class Refused(NamedTuple):
    """What an official would call the mistake, the place it is told at, the words that tell it."""

    name: str
    at: str
    says: str
    changes: tuple[Change, ...]


def no(name, at, says, *changes):
    return Refused(name, at, says, changes)


def said(name, at, value, says):
    return Refused(name, at, says, (put(at, value),))


REFERENCES = [
    said("a department that is not there", "items.food.department", "SPJ", "there is no department SPJ"),
    said("a leading department that is not there", f"themes.{SHOP}.lead", "SPJ", "there is no department SPJ"),
    said("a paper that is not there", "items.food.documents.0.document", "NOTE", "there is no document NOTE"),
    no("a result that is not there", "items.food.result", "there is no document NOTE", put("items.food.result.document", "NOTE")),
    no("an item that is not there", f"themes.{SHOP}.items.1.item", "there is no item fod", put(f"themes.{SHOP}.items.food.item", "fod")),
    said("a limit that is not there", "items.food.promise", "day_44", "there is no SLA class day_44"),
    said("a post-check without its limit", "items.fire.post_check", "fire_chek", "there is no SLA class fire_chek"),
    said("a procedure without its limit", "items.food.special.site_survey.max", "day_44", "there is no SLA class day_44"),
    said("a pattern that is not there", f"{FIELDS}.0.pattern", "shop_name", "there is no pattern shop_name"),
    said("a form that folds into nothing", "documents.F_FOOD.folds_into", "FORM", "there is no document FORM"),
    no("papers that fold in a circle", "documents.F_FOOD.folds_into", "the papers fold in a circle", put("documents.ONE_FORM.folds_into", "F_FOOD")),
    said("a paper that folds into itself", "documents.ONE_FORM.folds_into", "ONE_FORM", "ONE_FORM > ONE_FORM"),
    no("departments that belong to each other", "departments.ZWZX.parent", "belong to each other in a circle", put("departments.ZWZX.parent", "ZHCK")),
    said("an inquiry by nobody", "appeals.refused_to_do.inquiry.department", "JCJ", "there is no department JCJ"),
    said("a condition on a field of elsewhere", f"themes.{SHOP}.items.2.when", {"field": "baby_sex", "op": "filled"}, "there is no field baby_sex"),
    said("a paper on a field that is gone", "items.ssc.documents.3.when", {"field": "birthday", "op": "filled"}, "there is no field birthday"),
    said("a field on a field that is gone", f"{FIELDS}.3.when", {"field": "pool", "op": "filled"}, "there is no field pool"),
]  # fmt: skip

TWICE = [
    no("two templates that print one series", "templates.receipt.series", "prints the series 龙政务告 too", put("templates.receipt.series", "龙政务告")),
    no("two parts under one key", f"themes.{SHOP}.items.7.key", "food stands here twice", add(f"themes.{SHOP}.items", {"key": "food", "item": "seal"})),
    no("one question twice", f"{FIELDS}.4.key", "shop_name stands here twice", add(FIELDS, {"key": "shop_name", "kind": "text", "label": "店名"})),
    no("one question of two kinds in a theme", f"themes.{SHOP}.items.6", "field floor_area is number here and text in food", put(f"{FIELDS}.floor_area", {"key": "floor_area", "kind": "text", "label": "面积"})),
    no("a day off that is worked", "calendar.work.2026-10-01", "is off and worked at the same time", put("calendar.work.2026-10-01", "调休")),
]  # fmt: skip

SHAPES = [
    said("a limit in a unit nobody knows", "sla.day_5.unit", "days", "'days' is no unit"),
    said("a limit without a unit", "sla.day_5", {"value": 5}, "unit is missing"),
    said("a limit of half a day", "sla.day_5.value", 0.5, "0.5 is not a whole number"),
    said("a limit below nothing", "sla.day_5.value", -5, "-5 is not a whole number"),
    said("a limit as a sentence", "items.sign.promise", "五个工作日", "there is no SLA class 五个工作日"),
    no("a range turned round", "sla.green_channel.min", "min 9 is over value 5", put("sla.green_channel.min", 9)),
    no("a situation shorter than the range", "sla.green_channel.cases.0", "min 3 is over value 2 in this situation", put("sla.green_channel.cases", [{"when": {"field": "licence", "op": "filled"}, "value": 2}])),
    said("an extension by nobody", "sla.food_10.extend.by", "boss", "'boss' is no role"),
    said("a refusal that stops something", f"themes.{SHOP}.items.1.if_refused", "stop", "'stop' is no if refused"),
    said("a paper asked for sometimes", "items.food.documents.0.necessity", "sometimes", "'sometimes' is no necessity"),
    said("no copies of a paper", "items.food.documents.2.copies", {"original": 0}, "{'original': 0}"),
    said("a paper from nowhere", "items.food.documents.1.supply", "neighbour", "'neighbour' is no supply source"),
    said("a choice without options", f"themes.{SHOP}.fields.0.options", [], "nothing to choose from"),
    said("a question of a kind nobody knows", f"{FIELDS}.0.kind", "colour", "'colour' is not a field kind"),
    said("a question whose answer cannot be", f"{FIELDS}.2", {"key": "floor_area", "kind": "number", "label": "面积", "min": 9, "max": 1}, "9 is more than 1"),
    said("a comparison that makes no sense", f"themes.{SHOP}.items.2.when", {"field": "signboard", "op": "ge", "value": 1}, "signboard"),
    said("an option nobody can choose", f"themes.{SHOP}.items.2.when", {"field": "signboard", "op": "eq", "value": "maybe"}, "maybe"),
    said("conditions in conditions in conditions", f"themes.{SHOP}.items.2.when", {"all": [{"any": [{"all": [{"field": "signboard", "op": "filled"}]}]}]}, "nest at most 2 levels"),
    said("a part under a key of the program", f"themes.{SHOP}.items.0.key", "papers", "'papers' is not"),
    said("a name of blanks", "items.food.name", "  ", "is not text"),
    said("a name longer than a page", "items.food.name", "食" * 300, "300 characters are longer than 200"),
    said("a key with a typing mistake", f"themes.{SHOP}.promse", "day_5", "unknown key promse"),
    no("a theme without its items", f"themes.{SHOP}", "items is missing", drop(f"themes.{SHOP}.items")),
    said("closing texts no form asks for", "appeals.hard_to_do.closing", {"granted": [["thanks"]]}, "thanks"),
    said("a pattern RE2 does not know", "patterns.birth_certificate_number.expression", "(?=x)", "this is no pattern"),
]  # fmt: skip

SENSE = [
    no("a procedure that would never end", "items.food.special.supplement", "supplement is no name for a special procedure", put("items.food.special.supplement", {"name": "补正"})),
    said("a paper that prints somebody's number", "templates.receipt.blocks.1.text", "{id_number}", "{id_number} is nothing that can be printed here"),
    said("a paper with a slip in a name", "templates.receipt.blocks.1.text", "{aplicant}", "{aplicant} is nothing that can be printed here"),
    said("a table of nothing", "templates.receipt.blocks.2.rows", "people", "there is no list people to print"),
    no("a table without columns", "templates.receipt.blocks.2.columns", "a table has no columns", drop("templates.receipt.blocks.2.columns")),
    no("a table without rows", "templates.receipt.blocks.2.rows", "a table lists nothing", drop("templates.receipt.blocks.2.rows")),
    said("a column of elsewhere", "templates.receipt.blocks.2.columns.0.value", "{answer}", "{answer} is nothing that can be printed here"),
]  # fmt: skip

REFUSED = [*REFERENCES, *TWICE, *SHAPES, *SENSE]
