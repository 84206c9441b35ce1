"""Prints every term of a law that we know, with article, source and date checked: docs/terms.md, and what `journeys terms` tells.

`python -m journeys.terms_page`; a test fails when the page is stale. A term is changed in statutory_terms.toml, not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journeys.statutes import Statute, penalty, statutes
from journeys.texts import LANGUAGES, day, language, number, say, say_n, speaking
from journeys.workdays import shipped_decrees

PAGE = Path(__file__).parents[1] / "docs" / "terms.md"


@dataclass(frozen=True)
class TermRow:
    """This is one term in words, in the language in use."""

    key: str
    what: str
    article: str
    length: str
    start: str
    put_off: str
    moves: str
    suspends: str
    penalty: str
    source: str
    checked: str
    remark: str


def term_rows() -> list[TermRow]:
    """This gives every term in words."""
    return [_row(one) for one in statutes().values()]


def heads() -> list[str]:
    """These are the words above the columns of `term_rows`, without the remark."""
    return [
        say("key"), say("what it is"), say("article"), say("length"), say("counts from"), say("may be put off"),
        say("moves off weekends and holidays"), say("stops while suspended"), say("penalty when late"), say("source"), say("checked"),
    ]  # fmt: skip


def cells(row: TermRow) -> list[str]:
    """These are the columns of a row, as `heads`."""
    return [
        row.key, row.what, row.article, row.length, row.start, row.put_off, row.moves, row.suspends, row.penalty, row.source, row.checked,
    ]  # fmt: skip


def other_lines() -> list[str]:
    """This tells of the penalty and of the days by royal decree, in sentences."""
    rule, decrees = penalty(), shipped_decrees()
    first, second, last = rule.euros
    days = rule.days[0]
    unknown = sorted(set(range(min(decrees.whole_years), max(decrees.whole_years))) - decrees.whole_years)
    return [
        say(
            "Penalty for a late decision: € {first} a day for {days} days, then € {second} for {days} days, then € {last}; {most} days and"
            " € {euros} at most. It begins {notice} days after the notice of default. Source: {source}; checked {checked}.",
            first=first, second=second, last=last, days=days, most=rule.most_days, notice=rule.notice_days, source=rule.source,
            euros=number(sum(a * b for a, b in zip(rule.days, rule.euros, strict=True))), checked=day(rule.checked),
        ),
        say("Days by royal decree: {days}.", days=", ".join(each.isoformat() for each in sorted(decrees.days))),
        say(
            "Years of which the decree is not known: {years}, before {first} and after {last}. A term that ends there may run longer.",
            years=", ".join(map(str, unknown)), first=str(min(decrees.whole_years)), last=str(max(decrees.whole_years)),
        ),
    ]  # fmt: skip


def terms_page() -> str:
    """This gives docs/terms.md: the terms in Dutch and in English, from the data alone."""
    parts = [_HEAD]
    for spoken, head in zip(LANGUAGES, ("Termijnen", "Terms"), strict=True):
        with speaking(spoken):
            rows = term_rows()
            parts += [f"## {head}", "", _line(heads()), _line(["---"] * len(heads())), *(_line(cells(row)) for row in rows), ""]
            parts += [*(f"- `{row.key}`: {row.remark}" for row in rows if row.remark), ""]
            parts += [*(f"- {line}" for line in other_lines()), ""]
    return "\n".join(parts)


def print_terms_page() -> None:
    """This writes the page."""
    PAGE.write_text(terms_page(), encoding="utf-8")


def _row(one: Statute) -> TermRow:
    spoken = language()
    checked = day(one.checked) + ("" if one.verified else " " + say("(not verified in a text in force)"))
    most = say_n("once, {n} week at most", "once, {n} weeks at most", one.extension_weeks) if one.extension_weeks else say("no")
    return TermRow(
        key=one.key, what=one.what[spoken], article=f"{one.law} {one.article}", length=_length(one), start=_start(one), put_off=most,
        moves=_yes(one.atw), suspends=_yes(one.suspends), penalty=_yes(one.penalty), source=one.source, checked=checked,
        remark=one.remark[spoken],
    )  # fmt: skip


def _length(one: Statute) -> str:
    return {
        "D": lambda n: say_n("{n} day", "{n} days", n), "W": lambda n: say_n("{n} week", "{n} weeks", n),
        "M": lambda n: say_n("{n} month", "{n} months", n), "B": lambda n: say_n("{n} working day", "{n} working days", n),
    }[one.unit](one.number)  # fmt: skip


def _start(one: Statute) -> str:
    return {
        "receipt": say("the day of receipt"), "day_after_receipt": say("the day after receipt"),
        "day_after_made_known": say("the day after the decision was made known"),
        "day_after_objection_term": say("the day after the term for objecting ended, not receipt"),
        "day_after_appeal_term": say("the day after the term for appealing ended, not receipt"),
        "after_term": say("the end of {term}", term=one.after),
        "after_notice_of_default": say("two weeks after the notice of default, not before the term is over"),
    }[one.start]  # fmt: skip


def _yes(value: bool) -> str:
    return say("yes") if value else say("no")


def _line(found: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in found) + " |"


_HEAD = """# Terms of a law

Printed from `journeys/statutory_terms.toml` and `journeys/closed_by_decree.toml` (`python -m journeys.terms_page`): change the data, not
this page. `journeys terms` tells the same. A topic gets a term in journeys.toml, by its key; a number is plain weeks, as before:

```toml
[terms]
"Parkeervergunning" = 8                                           # plain weeks: working days and holidays of the settings
"Omgevingsvergunning" = "ow-16.64"
"Woo-verzoek" = { term = "woo-4.4", extended = true }             # every one is put off as long as may be
"Inrit of uitweg" = { weeks = 6, verordening = true }             # a by-law: the Algemene termijnenwet moves it (Gemeentewet 145)
"Schuldhulpverlening" = { weeks = 8, verordening = true, contact = "wgs-4" }
"Naheffing parkeren" = { term = "awb-4:13", committee = false }   # objections: 6 weeks, whatever [law] says

[law]
objection_committee = true     # 12 weeks in place of 6; left out: nobody knows, and both are reckoned with
complaint_committee = false    # 6 weeks in place of 10

[norms]
"Boom kappen" = 10             # a promise of the municipality itself, in working days: no law moves it
```

What is counted with them stands in [tables.md](tables.md) under `deadlines`, `legal_terms` and `legal_term_topics`; why, in
[decisions/terms-of-a-law.md](decisions/terms-of-a-law.md). A year whose royal decree is not known is warned of in the report.
"""

if __name__ == "__main__":
    print_terms_page()
