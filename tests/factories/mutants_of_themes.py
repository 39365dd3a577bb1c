"""Mistakes in a theme of the seeds that the publish check must name, each in its sentence."""

from __future__ import annotations

from tests.factories.mutants import BABY, CHOSEN, INN, SHOP, SHOPS, Mutant, add, drop, put

NEVER = {"field": "licence", "op": "eq", "value": "apply"}
NO_FIELD = {"field": "pool", "op": "filled"}
BOTH = {"all": [NEVER, {"field": "licence", "op": "eq", "value": "held"}]}
EITHER = {"any": [NEVER, {"field": "licence", "op": "eq", "value": "held"}]}
DAY = {"value": 1, "unit": "working_day"}


def theme(code, name, finding, level, says, *changes):
    return Mutant(name, ("joint", code), finding, level, says, changes)


def of_shop(name, finding, level, says, path, value):
    return theme(SHOP, name, finding, level, says, put(f"themes.{SHOP}.{path}", value))


def of_inn(name, finding, level, says, path, value):
    return theme(INN, name, finding, level, says, put(f"themes.{INN}.{path}", value))


WAITING = [
    of_shop("two parts wait for each other", "starved", "error", "永远等不到开始，统一出件不会发生", "items.reg.needs", ["food"]),
    of_shop("a part waits for itself", "starved", "error", "户外招牌设施设置规范管理 永远等不到开始", "items.sign.needs", ["sign"]),
    theme(
        INN, "five parts wait in a circle", "starved", "error", "旅馆业特种行业许可证核发",
        put(f"themes.{INN}.items.reg.needs", ["hotel"]),
    ),
    of_shop("a part waits for one that is not there", "needs_unknown", "error", "前置“pool”不在本事项中", "items.food.needs", ["pool"]),
    of_shop("a part waits for an item's key of elsewhere", "needs_unknown", "error", "前置“hukou”不在本事项中", "items.food.needs", ["hukou"]),
    of_shop("a part waits for an outcome that never comes", "needs_impossible", "error", "等待“市场主体设立登记”的结果 通过", "items.food.needs", [{"task": "reg", "outcomes": ["passed"]}]),
    of_shop("a part waits for an outcome nobody knows", "needs_impossible", "error", "的结果 fine，但它不会有这个结果", "items.food.needs", [{"task": "reg", "outcomes": ["fine"]}]),
    of_shop("a part waits for the post-check", "needs_after_end", "error", "但它在办结之后才进行", "items.food.needs", [{"task": "fire.check", "outcomes": ["passed"]}]),
    of_shop("a part waits for the hand-over", "needs_after_end", "error", "但它在办结之后才进行", "items.food.needs", ["hand_over"]),
    theme(
        BABY, "a part waits for a refusal and for what only follows a grant", "never_starts", "error", "在任何情形下都不会开始",
        put(f"themes.{BABY}.items.ssc.needs", [{"task": "hukou", "outcomes": ["refused"]}, "medins"]),
    ),
    of_shop("a part waits for the refusal of another", "never_granted", "warning", "没有一条路径能全部准予", "items.food.needs", [{"task": "reg", "outcomes": ["refused"]}]),
    theme(
        SHOP, "what stops everything is what another waits to see refused", "never_granted", "warning", "没有一条路径能全部准予",
        put(f"themes.{SHOP}.items.env.if_refused", "stop_all"),
        put(f"themes.{SHOP}.items.sign.needs", [{"task": "env", "outcomes": ["refused"]}]),
    ),
    theme(
        CHOSEN, "a part waits for its own rival of a group", "needs_void", "warning", "不会同时选，等于没有前置",
        put(f"themes.{CHOSEN}.items.food_small.needs", ["food"]),
    ),
]  # fmt: skip

GROUPS = [
    theme(CHOSEN, "a group without members", "choice", "error", "“空组”要在 0 项里选 1 到 1 项", put(f"themes.{CHOSEN}.choices.none", {"name": "空组", "min": 1, "max": 1})),
    theme(CHOSEN, "more to choose than there are", "choice", "error", "做不到", put(f"themes.{CHOSEN}.choices.food_kind.max", 3)),
    theme(CHOSEN, "at least more than at most", "choice", "error", "选 2 到 1 项", put(f"themes.{CHOSEN}.choices.food_kind.min", 2)),
    theme(CHOSEN, "a group of which nothing is chosen", "choice", "error", "选 0 到 0 项", put(f"themes.{CHOSEN}.choices.food_kind", {"name": "食品", "min": 0, "max": 0})),
    theme(SHOP, "a group of one", "choice", "error", "做不到", put(f"themes.{SHOP}.choices", {"g": {"name": "一个", "min": 0, "max": 1}}), put(f"themes.{SHOP}.items.sign.choice", "g")),
    theme(CHOSEN, "a part of a group that is not there", "choice", "error", "属于不存在的选项组", put(f"themes.{CHOSEN}.items.food.choice", "drinks"), put(f"themes.{CHOSEN}.choices.food_kind.max", 1)),
    theme(SHOP, "a theme of nothing", "empty", "error", "没有事项", put(f"themes.{SHOP}.items", [])),
]  # fmt: skip

PAPERS = [
    of_shop("a paper from a part that is not there", "output_unknown", "error", "没有这个事项", "items.reg.key", "register"),
    of_shop("a paper from a part that is not waited for", "output_without_needs", "error", "没有把它列为前置", "items.food.needs", []),
    theme(SHOP, "a paper from a part that hands out none", "output_without_result", "error", "它没有结果物", drop("items.reg.result")),
    theme(SHOP, "a paper from a part that hands out another", "output_other", "warning", "发的不是这份材料", put("items.reg.result.document", "SEAL")),
    theme(INN, "a paper from a part that only advises", "output_maybe_refused", "warning", "这时没有人提交", put(f"themes.{INN}.items.fire.if_refused", "advisory")),
    theme(SHOP, "a paper from a part that may be refused", "output_maybe_refused", "warning", "照样开始", put(f"themes.{SHOP}.items.food.needs", [{"task": "reg", "outcomes": ["granted", "refused"]}])),
    theme(SHOP, "a paper from a part that may not be handled", "output_maybe_absent", "warning", "改由申请人提交", drop("items.food.documents.BIZ_LICENCE.supply.else")),
    theme(SHOPS, "a paper exempt here and demanded there", "exempt_and_demanded", "warning", "对一个部门免提交，对另一个仍要提交", add("items.hn_food.documents", {"document": "BIZ_LICENCE"})),
    theme(INN, "a deferrable paper that nobody waits for", "deferrable_unused", "warning", "容缺", add(f"themes.{INN}.documents", {"document": "PROMISE", "necessity": "deferrable"})),
    theme(INN, "a deferrable paper that is not brought", "deferrable_unused", "warning", "容缺", put("items.hyg.documents.HYG_REPORT.supply", "e_cert")),
    theme(INN, "one paper now and later at once", "demanded_twice", "warning", "不止一次要“公共场所卫生检测或者评价报告”", add("items.hyg.documents", {"document": "HYG_REPORT"})),
    theme(INN, "a paper that nobody knows when it is good", "no_points", "warning", "没有审查要点", put("documents.HYG_REPORT.points", [])),
]  # fmt: skip

LIMITS = [
    theme(SHOP, "a part promises more than the law", "promise_over_legal", "error", "承诺 20，长于法定 10", put("items.food.promise", "day_20")),
    of_shop("the whole promises more than the law", "promise_over_legal", "error", "承诺 60，长于法定 45", "promise", {"value": 60, "unit": "working_day"}),
    theme(SHOP, "one situation promises more than the law", "promise_over_legal", "error", "承诺 30，长于法定 10", put("items.food.promise", {**DAY, "cases": [{"when": NEVER, "value": 30}]})),
    theme(SHOP, "working days over natural ones", "promise_over_legal", "error", "承诺 10，长于法定 8", put("items.food.promise", "day_10"), put("items.food.legal", {"value": 8, "unit": "natural_day"})),
    theme(BABY, "hours over minutes", "promise_over_legal", "error", "承诺 2，长于法定 60", put("items.medins.promise", {"value": 2, "unit": "working_hour"}), put("items.medins.legal", "hour_1")),
    theme(SHOP, "natural days that may be longer than working ones", "promise_over_legal", "warning", "单位不同，承诺可能比法定长", put("items.food.promise", {"value": 30, "unit": "natural_day"})),
    theme(SHOP, "days promised where the law says at once", "promise_over_legal", "warning", "单位不同", put("items.food.legal", "immediate")),
    theme(SHOP, "a part without a promise", "no_promise", "warning", "“户外招牌设施设置规范管理”没有承诺时限", drop("items.sign.promise")),
    theme(SHOP, "a whole without a promise", "no_case_promise", "error", "没有总承诺时限", drop(f"themes.{SHOP}.promise")),
    of_shop("a whole shorter than its parts", "promise_under_path", "warning", "短于最长路径", "promise", "day_2"),
    theme(BABY, "a number of days on what is done at once", "immediate_number", "warning", "是当场办，时限里却还写着数字", put("items.hukou.promise", {"value": 5, "unit": "immediate"})),
    theme(INN, "a procedure that may stop the clock for ever", "special_endless", "warning", "没有写最长多久，可能一直挂起", put("items.sign_lodging.special", {"look": {"name": "现场查看"}})),
    theme(SHOP, "a promise that nobody checks", "commit_unchecked", "warning", "没有人去核查", drop("items.fire.post_check")),
]  # fmt: skip

QUESTIONS = [
    of_shop("a part on a condition nobody can meet", "condition_never", "error", "怎么回答都达不到它的条件", "items.env.when", BOTH),
    of_shop("a part on a condition everybody meets", "condition_always", "warning", "怎么回答都成立，等于没有条件", "items.env.when", EITHER),
    of_shop("an option on a condition nobody can meet", "condition_never", "warning", "怎么回答都不成立", "items.env", {"key": "env", "item": "env", "optional": True, "when": BOTH}),
    of_shop("acceptance on a condition nobody can meet", "condition_never", "error", "怎么回答都达不到它的条件", "accept_conditions", [{"text": "自相矛盾", "check": BOTH, "fails": "block"}]),
    of_shop("acceptance that nobody judges", "accept_unjudged", "warning", "条件“卫生良好”没有人判断", "accept_conditions", [{"text": "卫生良好"}]),
    of_inn("a part that asks its own form", "never_asked", "error", "永远问不到", "items.sign.when", {"field": "sign_text", "op": "filled"}),
    theme(
        SHOP, "two questions that wait for each other", "never_asked", "error", "“招牌上的字”要等一个回答",
        put("items.sign.fields.sign_text.when", {"field": "sign_height", "op": "filled"}),
        put("items.sign.fields.sign_height.when", {"field": "sign_text", "op": "filled"}),
    ),
]  # fmt: skip

WHO = [
    theme(SHOP, "a department that is no more", "department", "error", "没有办理部门", drop("departments.STHJ")),
    theme(SHOP, "steps without a decision", "no_decision", "error", "要有且只有一个决定", put("items.sign.steps", ["review"])),
    theme(SHOP, "steps with two decisions", "no_decision", "error", "要有且只有一个决定", put("items.sign.steps", ["decide", "decide"])),
    theme(SHOP, "a decision before the survey", "no_decision", "error", "最后一步", put("items.food.steps", ["review", "decide", "survey"])),
    theme(SHOP, "a decision only in one situation", "no_decision", "error", "最后一步", put("items.food.steps.decide.when", NEVER)),
    theme(SHOP, "a step for the auditor", "step_nobody", "error", "交给了不办件的人", put("items.food.steps.decide.by", "auditor")),
    theme(SHOP, "a step for the head of the centre", "step_nobody", "error", "永远走不完", put("items.food.steps.survey.by", "government_head")),
]  # fmt: skip

MUTANTS = [*WAITING, *GROUPS, *PAPERS, *LIMITS, *QUESTIONS, *WHO]
