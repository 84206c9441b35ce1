"""Who acted, before anything is counted: accounts that are no single person, and residents that are nobody.

They are proposed, each with what it does to the counts, and taken out only when the settings say so
(`unknown.left_out_officials`, `unknown.residents`). What the names gave away was noted at the door (`doubtful_names`);
what behaviour gives away is asked here, of the events. People are never ranked: only what is doubtful is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb

from journeys.dossier import has_table
from journeys.settings import MeasureSettings
from journeys.texts import number, say, say_n
from mining.log_checks import check_rows

Reason = Literal[
    "system_name", "test_name", "placeholder_name", "round_the_clock", "machine_pace", "only_automatic", "shared_name"
]
_BEHAVIOUR: tuple[Reason, ...] = ("round_the_clock", "machine_pace", "only_automatic", "shared_name")

A_FEW = 3
HABIT_SHARE = 0.2
"""What more than a few, and more than this share, of the officials do is a habit of the log (or a wrong time zone)."""

LINES_SHOWN = 20
"""So many accounts are told one by one."""

PLACEHOLDER_CASES = 20
"""A resident with fewer cases is never doubted for their number."""
PLACEHOLDER_SHARE = 0.05
PLACEHOLDER_TIMES = 10


@dataclass(frozen=True)
class DoubtfulAccount:
    """This is an official that seems to be no single person.

    Attributes
    ----------
    official: the text in the dossier (a pseudonym unless names are kept).
    word: the word of ours that its name holds, where the name gave it away.
    events: events with this official.
    handoffs_without: handoffs between officials in the log when this account alone counts as unknown.
    """

    official_no: int
    official: str
    reasons: tuple[Reason, ...]
    word: str
    events: int
    handoffs_without: int


@dataclass(frozen=True)
class DoubtfulResident:
    """This is a resident with an implausible number or share of the cases: a placeholder, or one large applicant."""

    journey_no: int
    journey: str
    cases: int
    share: float
    by_number: bool


@dataclass(frozen=True)
class Hygiene:
    """This is what should be looked at before counting.

    `handoffs` is the count as it is, `handoffs_without` the count when all accounts that look like a system, a test or
    nobody count as unknown; `once` is how many officials occur in a single event, of `officials`. `habits`: what so
    many officials do that it tells nothing of any of them, and how many do.
    """

    accounts: tuple[DoubtfulAccount, ...]
    residents: tuple[DoubtfulResident, ...]
    officials: int
    once: int
    handoffs: int | None
    handoffs_without: int | None
    habits: tuple[tuple[Reason, int], ...] = ()

    def lines(self) -> list[str]:
        """This says it in words, each account with what it does to the counts."""
        told = [account_line(account, self.handoffs or 0) for account in self.accounts[:LINES_SHOWN]]
        if len(self.accounts) > LINES_SHOWN:
            told.append(say_n("And 1 more account of this sort.", "And {n} more accounts of this sort.", len(self.accounts) - LINES_SHOWN))
        told += [
            say("{n} of the {officials} officials have this in common: {why}.",
                n=count, officials=self.officials, why=_why()[reason])
            + (" " + say("Is the time zone right?") if reason == "round_the_clock" else "")
            for reason, count in self.habits
        ]  # fmt: skip
        systems = [account for account in self.accounts if is_system(account)]
        if len(systems) > 1 and self.handoffs_without is not None and self.handoffs is not None:
            told.append(
                say("Without these {n} accounts together the number of handoffs is {without} instead of {handoffs}.",
                    n=len(systems), without=self.handoffs_without, handoffs=self.handoffs)
            )  # fmt: skip
        if self.once:
            told.append(
                say_n("{n} of the {officials} officials occurs in one event only: perhaps a misspelt name.",
                      "{n} of the {officials} officials occur in one event only: perhaps misspelt names.",
                      self.once, officials=self.officials)
            )  # fmt: skip
        return told + [resident_line(resident) for resident in self.residents]


def hygiene(connection: duckdb.DuckDBPyConnection, *, measures: MeasureSettings | None = None, stored: bool = False) -> Hygiene:
    """This asks the log which officials and residents should be looked at before counting."""
    measures = measures or MeasureSettings()
    named = doubtful_names(connection, "official")
    behaving = check_rows(connection, "official_behaviour", measures, stored=stored)
    reasons: dict[int, list[Reason]] = {official_no: [reason] for official_no, (reason, _) in named.items()}
    habits: list[tuple[Reason, int]] = []
    for reason in _BEHAVIOUR:
        who = [row["official_no"] for row in behaving if row[reason]]
        if len(who) > max(A_FEW, HABIT_SHARE * len(behaving)):
            habits.append((reason, len(who)))
            continue
        for official_no in who:
            reasons.setdefault(official_no, []).append(reason)
    events = {row["official_no"]: row["events"] for row in behaving}
    doubted = sorted((no for no in reasons if no in events), key=lambda no: (-events[no], no))
    systems = tuple(no for no in doubted if "shared_name" not in reasons[no])
    counted = check_rows(connection, "handoffs_of_officials", measures, stored=stored, accounts=systems or (0,))[0]
    less = {
        row["official_no"]: row["handoffs_less"]
        for row in (check_rows(connection, "handoffs_without", measures, stored=stored, accounts=tuple(doubted)) if doubted else [])
    }
    texts = dict(connection.execute("select official_no, official from officials").fetchall()) if doubted else {}
    return Hygiene(
        accounts=tuple(
            DoubtfulAccount(
                official_no=no,
                official=texts[no],
                reasons=tuple(reasons[no]),
                word=named[no][1] if no in named else "",
                events=events[no],
                handoffs_without=counted["handoffs"] - less.get(no, 0),
            )
            for no in doubted
        ),
        residents=doubtful_residents(connection),
        officials=len(events),
        once=sum(count == 1 for count in events.values()),
        handoffs=counted["handoffs"] if events else None,
        handoffs_without=counted["handoffs_without"] if events else None,
        habits=tuple(habits),
    )


def is_system(account: DoubtfulAccount) -> bool:
    """This tells whether an account looks like a machine, a test or nobody; a name that people share is people."""
    return "shared_name" not in account.reasons


def doubtful_residents(connection: duckdb.DuckDBPyConnection) -> tuple[DoubtfulResident, ...]:
    """This finds the residents that seem to be placeholders, most cases first.

    By number: noted at the door. By share: at least 20 cases, and 5 % of all cases of residents or ten times what 99 of
    100 residents have; only where there are at least 20 residents. Cases without a resident play no part.
    """
    by_number = doubtful_names(connection, "resident")
    rows = connection.execute(
        """
        with residents as (
          select journey_no, journey from journey_ids where not starts_with(journey, 'case:')
        ),
        counted as (
          select residents.journey_no, any_value(residents.journey) as journey, count(*) as cases
          from residents
          join cases on cases.journey_no = residents.journey_no
          group by residents.journey_no
        ),
        whole as (  -- nearest rank: the one that stands out must not pull up what it is held against
          select sum(cases) as cases, count(*) as residents, quantile_disc(cases, 0.99) as ordinary from counted
        )
        select counted.journey_no, counted.journey, counted.cases, counted.cases / whole.cases as share,
          counted.cases >= ? and whole.residents >= ?
            and (counted.cases >= ? * whole.cases or counted.cases >= ? * whole.ordinary) as many
        from counted, whole
        where many or list_contains(?::integer[], counted.journey_no)
        order by counted.cases desc, counted.journey_no
        """,
        [PLACEHOLDER_CASES, PLACEHOLDER_CASES, PLACEHOLDER_SHARE, PLACEHOLDER_TIMES, list(by_number)],
    ).fetchall()
    return tuple(DoubtfulResident(no, journey, cases, share, no in by_number) for no, journey, cases, share, _ in rows)


def doubtful_names(connection: duckdb.DuckDBPyConnection, sort: str) -> dict[int, tuple[Reason, str]]:
    """This gives what the intake noted of doubtful names: number -> reason and our word."""
    if not has_table(connection, "doubtful_names"):
        return {}
    rows = connection.execute(
        "select number, reason, word from doubtful_names where sort = ? order by number", [sort]
    ).fetchall()
    return {no: (reason, word or "") for no, reason, word in rows}


def account_line(account: DoubtfulAccount, handoffs: int) -> str:
    """This says why an account is doubted and what the counts are without it."""
    name = account.official
    if account.word and account.word not in name.casefold():
        name = say("{official} (its name holds “{word}”)", official=name, word=account.word)
    why = "; ".join(_why()[reason] for reason in account.reasons)
    return say(
        "{name}: {why}. Without it the number of handoffs is {without} instead of {handoffs}.",
        name=name,
        why=why,
        without=account.handoffs_without,
        handoffs=handoffs,
    )


def resident_line(resident: DoubtfulResident) -> str:
    """This says why a resident is doubted."""
    share = f"{number(100 * resident.share, 0 if resident.share >= 0.01 else 1)}%"
    if resident.by_number:
        return say(
            "{journey} stands for nobody in particular, with {cases} cases ({share}): they are not of one person.",
            journey=resident.journey, cases=resident.cases, share=share,
        )  # fmt: skip
    return say(
        "{journey} has {cases} cases ({share}): one large applicant, or a placeholder?",
        journey=resident.journey, cases=resident.cases, share=share,
    )  # fmt: skip


def _why() -> dict[Reason, str]:
    return {
        "system_name": say("the name is of a system"),
        "test_name": say("the name is of a test account"),
        "placeholder_name": say("the name stands for nobody in particular"),
        "round_the_clock": say("acts day and night"),
        "machine_pace": say("acts in 20 cases a minute or more"),
        "only_automatic": say("only takes automatic steps"),
        "shared_name": say("works for several departments in the same minute: perhaps several people"),
    }
