"""What is asked of an entry for each rule of the table, whichever entry and database it is."""

from __future__ import annotations


def named(value):
    return value if isinstance(value, str) else f"{value.number}: {value.says}"


def refuses(office, entry, rule):
    """It is not done, nothing changes, and what is said is what the house says."""
    case, way = office.standing(rule.stands), office.ready(entry, rule)
    before = case.rows()
    came = way.do(case, case.resolved(rule.act), rule.when)
    assert not came.done and case.rows() == before
    # A form offers nobody who may not have it, and says so at the field; a program hears the rule.
    if rule.at and way.asks and came.fields:
        assert came.fields == {rule.at}, came
    elif not (way.hides and rule.refused == "access"):
        assert office.sentence(case, rule) in came.said, came
        assert came.rule in (None, rule.refused)


def brings_about(office, entry, rule):
    """It is done, and the case stands as the table says."""
    case = office.standing(rule.stands, anew=True)
    came = office.ready(entry, rule).do(case, case.resolved(rule.act), rule.when)
    assert came.done, came
    assert case.stands(*rule.becomes) == rule.becomes


def does_not_take_in(office, entry, one):
    """Nothing is received and no number given."""
    before = office.received()
    came, _number = office.receiving[entry].receive(one.receipt)
    assert not came.done and office.received() == before
    assert office.sentence_at_receipt(one.receipt) in came.said, came
    assert came.rule in (None, one.refused)


def takes_in(office, entry, one):
    """It is received, and stands as the table says."""
    came, number = office.receiving[entry].receive(one.receipt)
    assert came.done, came
    assert office.case(number).stands(*one.becomes) == one.becomes
