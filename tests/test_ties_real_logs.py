"""On real permits, where half of the neighbours share a moment, intervals are what laying events one by one gives."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

LOGS = Path(__file__).parents[2] / "shared" / "logs"


@pytest.mark.shared
@pytest.mark.skipif(not LOGS.is_dir(), reason="the real event logs are not beside the project")
@pytest.mark.parametrize("log", ["BPIC15_1", "BPIC15_2"])
@pytest.mark.parametrize("official", ["org:resource", "monitoringResource"])
def test_the_interval_of_every_permit_is_what_laying_its_events_one_by_one_gives(log: str, official: str) -> None:
    from shared_logs import mined

    connection = mined(f"bpic15/{log}.xes.gz", official=official)
    known = connection.execute(
        "select case_no, order_moment, official_no from events where municipal and official_no is not null"
        " order by case_no, order_moment, row_no"
    ).fetchall()
    measured = {
        case_no: (fewest, count, most)
        for case_no, fewest, count, most in connection.execute(
            "select case_no, handoffs_min, handoffs, handoffs_max from case_measures"
        ).fetchall()
    }
    blocks: dict[int, list[Counter[int]]] = defaultdict(list)
    for (case_no, _), events in groupby(known, key=lambda event: event[:2]):
        blocks[case_no].append(Counter(official for _, _, official in events))
    assert sum(len(each) > 1 for of_case in blocks.values() for each in of_case) > 50
    for case_no, of_case in blocks.items():
        fewest, count, most = measured[case_no]
        assert (fewest, most) == laid_one_by_one(of_case), case_no
        assert fewest <= count <= most


def laid_one_by_one(blocks: list[Counter[int]]) -> tuple[int, int]:
    """This lays the events of each block in every way, remembering only what is left and who came last."""
    so_far: dict[int | None, tuple[int, int]] = {None: (0, 0)}
    for block in blocks:
        officials = sorted(block)
        after: dict[int | None, tuple[int, int]] = {}
        for last, (fewest, most) in so_far.items():
            left = tuple(block[each] for each in officials)
            for end, (least, greatest) in ways(left, _place(officials, last)).items():
                best = after.get(officials[end], (fewest + least, most + greatest))
                after[officials[end]] = (min(best[0], fewest + least), max(best[1], most + greatest))
        so_far = after
    return min(fewest for fewest, _ in so_far.values()), max(most for _, most in so_far.values())


def _place(officials: list[int], last: int | None) -> int:
    if last is None:
        return -2  # nobody before: the first event changes nothing
    return officials.index(last) if last in officials else -1


@cache
def ways(left: tuple[int, ...], last: int) -> dict[int, tuple[int, int]]:
    """This gives for each official who may come last the fewest and most changes, with so many events left."""
    if sum(left) == 0:
        return {last: (0, 0)}
    found: dict[int, tuple[int, int]] = {}
    for each, events in enumerate(left):
        if events:
            changed = int(last not in (-2, each))
            for end, (fewest, most) in ways((*left[:each], events - 1, *left[each + 1 :]), each).items():
                best = found.get(end, (fewest + changed, most + changed))
                found[end] = (min(best[0], fewest + changed), max(best[1], most + changed))
    return found
