"""The sample as Open Zaak, Open Klant with ITA, and Signalen hold it, read back: the same journeys, handoffs, hops and signals.

What the systems cannot hold is named, row by row, in `sample_held`, and counted here; docs/sources.md says the same in words.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from commanded import SAMPLE, journeys
from sample_held import Held, hold, write_rows
from sample_systems import write_systems

EVENTS = """
    select cases."case", journey, strftime(moment, '%Y-%m-%d %H:%M:%S'), kind::varchar, acted_by::varchar, officials.official, departments.department,
      other.department, receiver.official, channel::varchar, outcome::varchar
    from events join cases using (case_no) join journey_ids on journey_ids.journey_no = events.journey_no
    left join officials on officials.official_no = events.official_no left join officials receiver on receiver.official_no = events.to_official_no
    left join departments on departments.department_no = events.department_no left join departments other on other.department_no = events.to_department_no
"""
MEASURES = "officials, departments, handoffs, department_handoffs, hops, department_hops"
HARMLESS = {"time instead of a day"}
"""What the systems tell more exactly: a journey with only this is told as in the sample."""


class Dossier:
    """This is what a dossier says, by name."""

    def __init__(self, folder: Path) -> None:
        with duckdb.connect(str(folder / "dossier.duckdb"), read_only=True) as connection:
            self.events = Counter(connection.execute(EVENTS).fetchall())
            found = connection.execute(f"select journey, {MEASURES} from journey_measures join journey_ids using (journey_no)").fetchall()
            self.journeys = {row[0]: row[1:] for row in found}
            self.kinds = dict(connection.execute("select kind::varchar, count(*)::int from events group by 1").fetchall())
            self.totals = connection.execute("select sum(handoffs)::int, sum(department_handoffs)::int, sum(hops)::int, sum(department_hops)::int from journey_measures").fetchall()[0]
        with (folder / "tables" / "signals.csv").open(encoding="utf-8-sig", newline="") as handle:
            self.signals = Counter((row["signal"], row["status"], row["journey"]) for row in csv.DictReader(handle))
        self.by_status = Counter((signal, status) for signal, status, _ in self.signals.elements())


@pytest.fixture(scope="module")
def held() -> Held:
    return hold(SAMPLE)


@pytest.fixture(scope="module")
def dossiers(held: Held, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Dossier]:
    place = tmp_path_factory.mktemp("systems")
    write_rows(held, place / "held.csv")
    write_systems(held, place / "export")
    for name, named in {"sample": SAMPLE, "held": place / "held.csv", "systems": place / "export"}.items():
        done = journeys("mine", named, "--out", place / name, "--names", "keep", "--quiet", keys=place / "keys")
        assert done.returncode == 0, done.stderr
    return {name: Dossier(place / name) for name in ("sample", "held", "systems")}


def test_the_systems_read_back_tell_every_event_that_they_hold(dossiers: Mapping[str, Dossier]) -> None:
    assert dossiers["systems"].events == dossiers["held"].events


def test_the_systems_read_back_give_the_same_journeys_handoffs_hops_officials_and_departments(dossiers: Mapping[str, Dossier]) -> None:
    assert dossiers["systems"].journeys == dossiers["held"].journeys
    assert dossiers["systems"].totals == dossiers["held"].totals


def test_the_systems_read_back_give_the_same_signals(dossiers: Mapping[str, Dossier]) -> None:
    assert dossiers["systems"].signals == dossiers["held"].signals


def test_what_the_systems_cannot_hold_of_the_sample_is_named_and_counted(held: Held) -> None:
    assert held.named == NAMED


def test_a_journey_of_which_the_systems_hold_everything_is_told_as_in_the_sample(held: Held, dossiers: Mapping[str, Dossier]) -> None:
    sample, systems = dossiers["sample"], dossiers["systems"]
    whole = [one for one in sample.journeys if held.changed.get(one, set()) <= HARMLESS and not one.startswith("case:")]
    assert len(whole) > 900
    assert {one: sample.journeys[one] for one in whole} == {one: systems.journeys[held.bsn[one]] for one in whole}
    back = {number: who for who, number in held.bsn.items()}
    told = [Counter((signal, status, who) for signal, status, who in found.elements() if who in whole) for found in
            (sample.signals, Counter((signal, status, back.get(who, who)) for signal, status, who in systems.signals.elements()))]  # fmt: skip
    assert told[0] == told[1]


def test_the_whole_differs_from_the_sample_by_these_numbers_only(dossiers: Mapping[str, Dossier]) -> None:
    sample, systems = dossiers["sample"], dossiers["systems"]
    assert (len(sample.journeys), len(systems.journeys)) == (3155, 3529)
    assert (sample.totals, systems.totals) == ((7667, 4080, 10167, 6439), (7683, 3677, 9663, 5557))
    kinds = {kind: systems.kinds.get(kind, 0) - count for kind, count in sample.kinds.items()}
    assert {kind: more for kind, more in kinds.items() if more} == KINDS
    more = {f"{signal}, {status}": (sample.by_status[signal, status], systems.by_status[signal, status]) for signal, status in sample.by_status | systems.by_status}
    assert {name: two for name, two in more.items() if two[0] != two[1]} == SIGNALS


NAMED = {
    # who and which department
    "department known after all": 1084, "department not known": 751, "other department": 442, "official known after all": 32, "official not known": 408,
    "whom it was passed to not known": 83, "resident of a report not known": 675, "a partner's act is the municipality's": 4,
    # when and how
    "time instead of a day": 998, "contact at the end of the conversation": 214, "channel not known": 511, "told with the close, by e-mail": 667,
    # another kind of event, or none
    "aanvraag is contact": 2, "contact is aanvraag": 88, "bezwaar is contact": 37, "klacht is contact": 24, "overdracht is other": 436, "automatic message not held": 330,
    # what the systems tell in addition
    "added: Toegewezen aan medewerker": 141, "added: Toegewezen aan afdeling": 360, "added: Terugbelverzoek afgehandeld": 348, "added: Inwoner neemt contact op": 11,
    "added: Melder krijgt bericht": 632,
}  # fmt: skip
KINDS = {"complaint": -24, "contact": -14, "notice": -330, "objection": -37, "other": 937, "outreach": -35, "request": 86, "transfer": -436, "work": 348}
SIGNALS = {
    "bounce, found": (59, 60), "departed, found": (15, 12), "dropped_handoff, late": (60, 56), "dropped_handoff, lost": (39, 43), "early_conversation, found": (1245, 1261),
    "explained_no, found": (286, 304), "invisible_work, decided": (584, 580), "invisible_work, worked": (250, 216), "many_hands, found": (36, 38), "one_owner, found": (740, 1104),
    "only_after_pressure, conversation": (13, 0), "only_after_pressure, decision": (11, 0), "repeat, found": (104, 131), "same_day, found": (22, 106), "silence, ended": (40, 43),
    "silence, open": (15, 17), "unanswered_callback, late": (117, 116), "unanswered_callback, never": (18, 19), "warm_handover, found": (478, 434),
}  # fmt: skip
