"""What a reader is told about a column of moments: how it is written, how sure that is, what falls out."""

from __future__ import annotations

from journeys.moment_plan import MomentPlan
from journeys.texts import percentage, say, say_n


def describe(plan: MomentPlan) -> str:
    """This says how the column is read, how sure that is, and how many values have no time of day or do not fit."""
    if plan.kind == "empty":
        return say("Column “{column}” holds no moments.", column=plan.column_label)
    sentences = [say("Column “{column}” is read as {format}.", column=plan.column_label, format=_format(plan))]
    if plan.has_open_order:
        sentences.append(_order(plan))
    if plan.day_only:
        share = f" ({percentage(plan.day_only, plan.values)})" if plan.values >= 10 else ""
        sentences.append(say("Without a time of day: {n} of {values} values{share}.",
                             n=plan.day_only, values=plan.values, share=share))  # fmt: skip
    if plan.unreadable:
        sentences.append(say_n("{n} value does not fit and is left out.", "{n} values do not fit and are left out.",
                               plan.unreadable))  # fmt: skip
    return " ".join(sentences)


def _format(plan: MomentPlan) -> str:
    """This names the format as a person would write it down."""
    if plan.kind == "typed":
        return say("dates") if plan.type == "DATE" else say("dates with a time of day, as the file itself marks them")
    name = _date(plan)
    if all(each.timed for each in plan.formats):
        name = say("{date} with a time of day", date=name)
    elif any(each.timed for each in plan.formats):
        name = say("{date} with or without a time of day", date=name)
    return say("{date}, with its own time zone", date=name) if plan.zoned == plan.values else name


def _date(plan: MomentPlan) -> str:
    mark = plan.formats[0].separator
    names = {
        "numbers": say("dd{s}mm{s}yyyy", s=mark) if plan.day_first else say("mm{s}dd{s}yyyy", s=mark),
        "numbers_short_year": say("dd{s}mm{s}yy", s=mark) if plan.day_first else say("mm{s}dd{s}yy", s=mark),
        "year_first": say("yyyy{s}mm{s}dd", s=mark),
        "compact": say("yyyymmdd"),
        "named": say("day, name of the month, year"),
        "serial": say("days since 1904 (Excel)") if plan.excel_1904 else say("days since 1900 (Excel)"),
    }
    return names[plan.kind]


def _order(plan: MomentPlan) -> str:
    first = say("the day comes first") if plan.day_first else say("the month comes first")
    if plan.basis == "evidence":
        return say("It is sure that {first}. Values that show it: {certain}; values that do not: {ambiguous}.",
                   first=first, certain=plan.certain, ambiguous=plan.ambiguous)  # fmt: skip
    if plan.basis == "settings":
        return say("The settings say that {first}. Values that could be read either way: {ambiguous}.",
                   first=first, ambiguous=plan.ambiguous)  # fmt: skip
    if not plan.ambiguous:
        return say("Day and month are equal in every value, so their order does not matter.")
    return say("No value tells day and month apart. Assumed: {first}. Values that depend on it: {ambiguous}. "
               "Settle it with --day-first or --month-first.", first=first, ambiguous=plan.ambiguous)  # fmt: skip
