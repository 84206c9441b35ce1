"""pm4py agrees on real logs where its definition is the same: handovers, hops, directly-follows counts, variants and durations.

pm4py counts a handover for every two neighbouring events, the same person twice included, and divides by all of them; we count
neighbours that differ. So its share of pairs that differ, times all pairs, is our number, on logs where every event has a person.
"""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from shared_logs import LOGS, mined, needs_logs

pytestmark = [needs_logs, pytest.mark.shared, pytest.mark.slow]
FILES = ("receipt/receipt_wabo_coselog.xes.gz", "bpic13/BPIC13_closed_problems.xes.gz", "helpdesk/helpdesk_pm4py.xes.gz", "synthetic/running-example.xes")


def read(file: str) -> tuple[Any, Any]:
    """This reads a log with pm4py, whose advice to install a faster reader is no concern of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py

        return pm4py, pm4py.read_xes(str(LOGS / file))


@pytest.mark.parametrize("file", FILES)
def test_handovers_are_the_pairs_that_differ(file: str) -> None:
    pm4py, log = read(file)
    every_pair = len(log) - log["case:concept:name"].nunique()
    connections = pm4py.discover_handover_of_work_network(log).connections
    differing = sum(share for (one, other), share in connections.items() if one != other) * every_pair
    ours = mined(file, official="org:resource").execute("select handoffs from log_measures").fetchall()
    assert ours == [(round(differing),)]
    assert differing == pytest.approx(round(differing), abs=1e-6)


@pytest.mark.parametrize(("file", "resident"), [(FILES[0], "case:responsible"), (FILES[2], "customer")])
def test_hops_are_the_handovers_of_a_log_whose_cases_are_residents(file: str, resident: str) -> None:
    """Whoever answers for a case (receipt) and the customer (helpdesk) stand here for the resident: each has many cases, interleaved."""
    pm4py, log = read(file)
    first = log.groupby("case:concept:name", sort=False)[resident].first()  # a case belongs to the resident of its first event (A13)
    log["resident"] = log["case:concept:name"].map(first)
    log = log.sort_values("time:timestamp", kind="stable")
    every_pair = len(log) - log["resident"].nunique()
    connections = pm4py.discover_handover_of_work_network(log, case_id_key="resident").connections
    differing = sum(share for (one, other), share in connections.items() if one != other) * every_pair
    ours = mined(file, official="org:resource", resident=resident, by=None)
    assert ours.execute("select sum(hops), count(*) from journey_measures").fetchall() == [(round(differing), first.nunique())]
    assert differing == pytest.approx(round(differing), abs=1e-6)


@pytest.mark.parametrize("file", [*FILES, "sepsis/Sepsis.xes.gz"])
def test_what_directly_follows_what_variants_and_durations(file: str) -> None:
    pm4py, log = read(file)
    ours = mined(file)
    follows, _, _ = pm4py.discover_dfg(log)
    found = ours.execute("""select one.activity, other.activity, count from directly_follows
        join activities one using (activity_no) join activities other on other.activity_no = next_activity_no""").fetchall()
    assert {(one, other): count for one, other, count in found} == dict(follows)
    variants = pm4py.get_variants(log)
    expected = (len(variants), max(variants.values()))
    assert ours.execute("select activity_variants, most_common_activity_variant_cases from log_measures").fetchall() == [expected]
    durations = sorted(seconds for (seconds,) in ours.execute("select calendar_days * 86400 from case_measures").fetchall())
    assert durations == pytest.approx(sorted(pm4py.get_all_case_durations(log)), abs=1e-3)
