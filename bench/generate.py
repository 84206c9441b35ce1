"""A large invented event log for measuring speed: `python bench/generate.py --events 1000000 --out FILE.parquet`.

The columns and words are those of `eventlogs/sample`; the meaning is thin (nobody's story is in it), the shape is
real: some nine events a case, twenty departments, eight hundred officials, tied neighbours, unknown officials, rows by
day as exports are. Everything is drawn as numbers, in whole columns; DuckDB turns them into texts and writes the file.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

FIRST_DAY = np.datetime64("2022-01-03")
WORKING_DAYS = 1000  # nearly four years
OFFICE_MINUTES = 480
TIED_NEIGHBOURS = 0.07
UNKNOWN_OFFICIALS = 0.03
CASES_PER_RESIDENT = 2.5
WITHOUT_RESIDENT = 0.02

DEPARTMENTS = (
    "Klantcontactcentrum", "Burgerzaken", "Zorg (Wmo)", "Werk en Inkomen", "Vergunningen", "Toezicht en Handhaving",
    "Stadsbeheer", "Parkeren", "Wonen", "Sociale Wijkteams", "Belastingen", "Jeugdzorg", "Leerplicht",
    "Sport en Cultuur", "Verkeer", "Milieu", "Economie", "Juridische Zaken", "Begraafplaatsen", "Schuldhulp",
)  # fmt: skip
OFFICIALS = 800
TOPICS = 60

# Where an event happens: the contact centre, the own department of the case, the second one, nowhere (a system).
CENTRE, HOME, SECOND, NOWHERE = 0, 1, 2, 3


@dataclass(frozen=True)
class Activity:
    """This is one activity with what follows from it: kind, place, receiver of a transfer, channel, by whom."""

    name: str
    kind: str
    place: int = HOME
    to: int = NOWHERE
    channel: str = ""
    by: str = ""
    outcome: bool = False


ACTIVITIES = (
    Activity("Aanvraag ontvangen", "aanvraag", NOWHERE, channel="web", by="inwoner"),
    Activity("Aanvraag aan de telefoon", "aanvraag", CENTRE, channel="telefoon", by="inwoner"),
    Activity("Aanvraag aan de balie", "aanvraag", CENTRE, channel="balie", by="inwoner"),
    Activity("Ontvangstbevestiging verstuurd", "automatisch bericht", NOWHERE, channel="e-mail", by="gemeente"),
    Activity("Doorgezet naar vakafdeling", "overdracht", CENTRE, HOME),
    Activity("Zaak in behandeling genomen", "behandeling"),
    Activity("Aanvraag getoetst op volledigheid", "behandeling"),
    Activity("Eerste gesprek met inwoner", "contact door gemeente", channel="telefoon", by="gemeente"),
    Activity("Aanvullende gegevens gevraagd", "opschorting", channel="e-mail", by="gemeente"),
    Activity("Gegevens ontvangen", "hervatting"),
    Activity("Doorgezet naar andere afdeling", "overdracht", HOME, SECOND),
    Activity("Vraag opgepakt", "behandeling", SECOND),
    Activity("Advies uitgebracht", "behandeling", SECOND),
    Activity("Teruggestuurd: hoort niet bij ons", "overdracht", SECOND, HOME),
    Activity("Advies terug naar afdeling", "overdracht", SECOND, HOME),
    Activity("Advies verwerkt", "behandeling"),
    Activity("Vraag van inwoner aan de telefoon", "contact", CENTRE, channel="telefoon", by="inwoner"),
    Activity("Vraag van inwoner aan de balie", "contact", CENTRE, channel="balie", by="inwoner"),
    Activity("E-mail van inwoner", "contact", NOWHERE, channel="e-mail", by="inwoner"),
    Activity("Terugbelverzoek genoteerd", "terugbelverzoek", CENTRE, HOME, "telefoon", "inwoner"),
    Activity("Inwoner teruggebeld", "contact door gemeente", channel="telefoon", by="gemeente"),
    Activity("E-mail beantwoord", "contact door gemeente", channel="e-mail", by="gemeente"),
    Activity("Huisbezoek", "contact door gemeente", channel="huisbezoek", by="gemeente"),
    Activity("Bericht over voortgang", "contact door gemeente", channel="e-mail", by="gemeente"),
    Activity("Melding beoordeeld", "behandeling"),
    Activity("Werk ingepland", "behandeling"),
    Activity("Werk uitgevoerd", "behandeling"),
    Activity("Controle ter plaatse", "behandeling"),
    Activity("Besproken in overleg", "behandeling"),
    Activity("Overgedragen aan collega", "overdracht", HOME, HOME),
    Activity("Rapportage opgesteld", "behandeling"),
    Activity("Rapportage getoetst", "behandeling"),
    Activity("Besluit uitgelegd aan inwoner", "contact door gemeente", channel="telefoon", by="gemeente"),
    Activity("Besluit genomen", "besluit", outcome=True),
    Activity("Zaak afgesloten", "afsluiting"),
    Activity("Melder geïnformeerd", "contact door gemeente", channel="e-mail", by="gemeente"),
    Activity("Bezwaar ontvangen", "bezwaar", NOWHERE, channel="brief", by="inwoner"),
    Activity("Besluit op bezwaar", "besluit", outcome=True),
    Activity("Klacht ontvangen", "klacht", NOWHERE, channel="web", by="inwoner"),
    Activity("Advies van buiten ontvangen", "behandeling", NOWHERE, by="partner"),
    Activity("Zaak heropend", "heropening"),
    Activity("Notitie toegevoegd", ""),
)
_NUMBER = {activity.name: number for number, activity in enumerate(ACTIVITIES)}


def routes(dice: random.Random, *, count: int = 1500) -> list[list[int]]:
    """This draws the routes that cases take, as lists of activity numbers: some nine steps, from three to thirty."""
    return [[_NUMBER[name] for name in _route(dice)] for _ in range(count)]


def _route(dice: random.Random) -> list[str]:
    chance = dice.random
    if chance() < 0.55:
        route = ["Aanvraag ontvangen", "Ontvangstbevestiging verstuurd"]
    else:
        route = [dice.choice(("Aanvraag aan de telefoon", "Aanvraag aan de balie")), "Doorgezet naar vakafdeling"]
    if chance() < 0.3:
        route += ["Melding beoordeeld", "Werk ingepland", dice.choice(("Werk uitgevoerd", "Controle ter plaatse"))]
        route += _asked(dice) + ["Melder geïnformeerd"] * (chance() < 0.8)
        return [*route, "Zaak afgesloten"]
    route += ["Zaak in behandeling genomen", *["Eerste gesprek met inwoner"] * (chance() < 0.3)]
    if chance() < 0.25:
        route += ["Aanvullende gegevens gevraagd", *_asked(dice), "Gegevens ontvangen"]
    if chance() < 0.4:
        route += ["Overgedragen aan collega", "Aanvraag getoetst op volledigheid"]
    for _ in range(dice.choices((0, 1, 2, 3), (60, 28, 9, 3))[0]):
        route += ["Doorgezet naar andere afdeling", *_asked(dice)]
        if chance() < 0.85:
            back = ["Advies uitgebracht", "Advies terug naar afdeling", "Advies verwerkt"]
            route += ["Teruggestuurd: hoort niet bij ons"] if chance() < 0.1 else back
        elif chance() < 0.5:
            route += ["Vraag opgepakt"]
    route += _asked(dice)
    for name, share in (("Huisbezoek", 0.12), ("Besproken in overleg", 0.1), ("Advies van buiten ontvangen", 0.04),
                        ("Notitie toegevoegd", 0.1), ("Bericht over voortgang", 0.15), ("Rapportage opgesteld", 0.5),
                        ("Rapportage getoetst", 0.15), ("Klacht ontvangen", 0.02)):  # fmt: skip
        route += [name] * (chance() < share)
    route += ["Besluit uitgelegd aan inwoner"] * (chance() < 0.3) + ["Besluit genomen", "Zaak afgesloten"]
    if chance() < 0.05:
        route += ["Bezwaar ontvangen", "Zaak heropend", "Besluit op bezwaar", "Zaak afgesloten"]
    return route


def _asked(dice: random.Random) -> list[str]:
    """This is a resident who asks how it stands, and mostly gets an answer."""
    if dice.random() < 0.74:
        return []
    if dice.random() < 0.3:
        return ["E-mail van inwoner", *["E-mail beantwoord"] * (dice.random() < 0.85)]
    call = dice.choice(("Vraag van inwoner aan de telefoon", "Vraag van inwoner aan de balie"))
    promised = ["Terugbelverzoek genoteerd", *["Inwoner teruggebeld"] * (dice.random() < 0.85)]
    return [call, *promised * (dice.random() < 0.5)]


def drawn(events: int, seed: int) -> pd.DataFrame:
    """This draws `events` events as numbers, by day and within the day in no order but that of ties in a case."""
    dice = np.random.default_rng(seed)
    paths = routes(random.Random(seed))
    lengths = np.array([len(path) for path in paths])
    steps = np.array([step for path in paths for step in path], dtype=np.int8)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    shares = dice.lognormal(0.0, 1.1, len(paths))  # few routes that many take, many that few take
    shares /= shares.sum()

    # Enough cases that the requested number is left after those at the end are cut off.
    cases = int(events / (lengths * shares).sum() * 1.06) + 400
    path = dice.choice(len(paths), cases, p=shares)
    length = lengths[path].astype(np.int32)
    total = int(length.sum())
    case = np.repeat(np.arange(cases, dtype=np.int32), length)
    first = np.concatenate(([0], np.cumsum(length)[:-1])).astype(np.int32)
    place_in_case = np.arange(total, dtype=np.int32) - np.repeat(first, length)
    activity = steps[np.repeat(starts[path].astype(np.int32), length) + place_in_case]

    # Moments in working minutes: a start, then log-normal waits, some of them nil.
    wait = dice.lognormal(6.4, 1.3, total).astype(np.float32)
    wait[dice.random(total, dtype=np.float32) < TIED_NEIGHBOURS] = 0
    wait = np.minimum(np.rint(wait), 60 * OFFICE_MINUTES).astype(np.int64)
    wait[first] = np.sort(dice.integers(0, WORKING_DAYS * OFFICE_MINUTES, cases))
    minute = np.cumsum(wait)
    before = np.concatenate(([0], minute[first[1:] - 1]))
    minute = (minute - np.repeat(before, length)).astype(np.int32)
    del wait

    kept = np.flatnonzero(minute < WORKING_DAYS * OFFICE_MINUTES)
    # By day, and inside the day by a number of the case: the rows of a case keep their order there.
    mixed = (case.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
    key = (minute[kept] // OFFICE_MINUTES).astype(np.uint64) << np.uint64(24) | mixed[kept]
    kept = kept[np.argsort(key, kind="stable")][:events]
    if len(kept) < events:
        raise RuntimeError("too few cases were drawn")
    del key, mixed

    case, activity, minute = case[kept], activity[kept], minute[kept]
    number = len(kept)
    others = len(DEPARTMENTS) - 1  # all but the contact centre
    home = dice.choice(others, cases, p=_falling(others)).astype(np.int8)[case] + np.int8(1)
    second = dice.choice(others, cases, p=_falling(others)).astype(np.int8)[case] + np.int8(1)
    second = np.where(second == home, second % np.int8(others) + np.int8(1), second).astype(np.int8)
    departments = np.stack([np.zeros(number, np.int8), home, second, home])
    place = np.array([step.place for step in ACTIVITIES], np.int8)[activity]
    to = np.array([step.to for step in ACTIVITIES], np.int8)[activity]
    row = np.arange(number)
    department = departments[place, row]
    to_department = np.where(to == NOWHERE, np.int8(-1), departments[to, row]).astype(np.int8)

    staff = OFFICIALS // len(DEPARTMENTS)
    owner = dice.integers(0, staff, cases, dtype=np.int16)[case]
    colleague = dice.integers(0, staff, number, dtype=np.int16)
    alone = (place == HOME) & (dice.random(number, dtype=np.float32) < 0.72)
    official = department.astype(np.int16) * staff + np.where(alone, owner, colleague)
    official[place == NOWHERE] = -1
    official[(place != NOWHERE) & (dice.random(number, dtype=np.float32) < UNKNOWN_OFFICIALS)] = -2
    named = dice.random(number, dtype=np.float32)
    to_official = to_department.astype(np.int16) * staff + dice.integers(0, staff, number, dtype=np.int16)
    to_official[(to_department < 0) | (named > 0.3)] = -1

    resident = dice.integers(0, max(1, int(cases / CASES_PER_RESIDENT)), cases, dtype=np.int32)
    resident[dice.random(cases) < WITHOUT_RESIDENT] = -1
    outcomes = dice.choice(4, number, p=(0.8, 0.15, 0.03, 0.02)).astype(np.int8)
    decides = np.array([step.outcome for step in ACTIVITIES])[activity]
    topic = (home.astype(np.int16) * 3 + dice.integers(0, 3, cases, dtype=np.int16)[case]) % TOPICS
    return pd.DataFrame({
        "case_no": case, "resident": resident[case], "activity": activity, "minute": minute, "official": official,
        "department": department, "to_department": to_department, "to_official": to_official, "topic": topic,
        "outcome": np.where(decides, outcomes, np.int8(-1)),
    })  # fmt: skip


def _falling(count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """This gives shares that fall: the largest is some eight times the smallest."""
    shares = 1.0 / (np.arange(count, dtype=np.float64) + 2.5)
    shares /= shares.sum()
    return shares


def working_days() -> list[str]:
    """This gives the days of the log: Monday to Friday, as ISO dates (holidays are not left out)."""
    days = np.busday_offset(FIRST_DAY, np.arange(WORKING_DAYS), roll="forward")
    return [str(day) for day in days]


def write(numbers: pd.DataFrame, out: Path, csv: Path | None, *, memory: str = "1GB") -> None:
    """This turns the numbers into texts and writes Parquet, and CSV when asked."""
    spill = str(out.parent / f"{out.name}.tmp")
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": spill}) as database:
        database.execute("set enable_progress_bar = false")
        database.register("numbers", numbers)
        query = _texts()
        database.execute(f"copy ({query}) to {_quoted(out)} (format parquet, compression zstd)")
        if csv is not None:
            written = f"select * replace (strftime(tijdstip, '%d-%m-%Y %H:%M') as tijdstip) from {_quoted(out)}"
            database.execute(f"copy ({written}) to {_quoted(csv)} (format csv, header, delimiter ';')")


def _texts() -> str:
    """This is the query that gives each number its text; lists count from 1, so that -1 + 1 finds nothing."""
    def chosen(texts: Sequence[str], index: str) -> str:
        return f"[{', '.join(_quoted(text) if text else 'null' for text in texts)}][{index} + 1]"

    staff = "'mw-' || lpad(cast(1000 + ({0}::integer * 37) % 9001 as varchar), 4, '0')"
    return f"""
        select
            'Z' || lpad(cast(case_no as varchar), 7, '0') as zaaknummer,
            case when resident >= 0 then 'I-' || lpad(cast(resident as varchar), 7, '0') end as inwoner,
            {chosen([step.name for step in ACTIVITIES], "activity")} as activiteit,
            cast({chosen(working_days(), f"minute // {OFFICE_MINUTES}")} as timestamp)
                + to_minutes(510 + minute % {OFFICE_MINUTES}) as tijdstip,
            case
                when official >= 0 then {staff.format("official")}
                when official = -2 then [null, 'onbekend', 'Postbus algemeen', '-'][1 + case_no % 4]
                when {chosen([step.kind for step in ACTIVITIES], "activity")} = 'automatisch bericht' then 'systeem'
            end as medewerker,
            {chosen(DEPARTMENTS, "department")} as afdeling,
            case when to_department >= 0 then {chosen(DEPARTMENTS, "to_department")} end as naar_afdeling,
            case when to_official >= 0 then {staff.format("to_official")} end as naar_medewerker,
            {chosen([step.channel for step in ACTIVITIES], "activity")} as kanaal,
            {chosen([step.by for step in ACTIVITIES], "activity")} as richting,
            {chosen([step.kind for step in ACTIVITIES], "activity")} as soort,
            'Onderwerp ' || cast(topic + 1 as varchar) as onderwerp,
            case
                when outcome >= 0 then {chosen(("toegekend", "afgewezen", "ingetrokken", "doorverwezen"), "outcome")}
            end as uitkomst
        from numbers
    """


def _quoted(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def main() -> None:
    """This is the command line."""
    parser = argparse.ArgumentParser(description="Writes a large invented event log.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True, help="Parquet file to write")
    parser.add_argument("--csv", type=Path, help="the same rows as CSV")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(drawn(options.events, options.seed), options.out, options.csv)


if __name__ == "__main__":
    main()
