"""A sum of days that one resident makes up nearly alone is not shown, however many residents share the cell."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pandas as pd
import pytest
from attacked import GROUP, Parts, late_log, most_days
from commanded import journeys, log_file, table
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from mined_tables import mined
from shared_made import shared_files

from mining.network import write_department_order
from mining.shared_tables import pairs_passed
from mining.small_groups import is_dominated
from visuals.picture_files import draw_view
from visuals.views import Asked


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ([400] + [2] * 11, True),  # the second takes off 2 and knows 400 to within the 20 of the others, 5%
        ([200, 190] + [2] * 10, True),  # two hold nearly all: the one who gave 190 knows the other to within 20 of 200, 10%
        ([200, 100] + [3] * 10, False),  # the others give 30 of 200, exactly 15%
        ([200, 100, 29], True),  # 14.5%
        ([35] * 12, False),
        ([0] * 12, False),  # nobody lost a day: nothing is told of anybody
        ([7], True),
    ],
)
def test_the_second_largest_giver_must_not_find_the_largest(parts: list[float], hidden: bool) -> None:
    largest, second = [*sorted(parts, reverse=True), 0.0][:2]
    found = is_dominated(pd.Series([float(sum(parts))]), pd.Series([largest]), pd.Series([second if len(parts) > 1 else None]))
    assert found.tolist() == [hidden]
    # the attacker: the total less the own part is an upper bound of the largest; it must lie 15% off wherever the sum is shown
    if not hidden and largest:
        assert (sum(parts) - second - largest) / largest >= 0.15


def test_unknown_parts_hide_no_sum() -> None:
    assert is_dominated(pd.Series([None]), pd.Series([None]), pd.Series([None])).tolist() == [False]


def shown_days(parts: Parts) -> dict[tuple[str, str], float]:
    """This gives the sums of days that the shared report shows of a drawn log."""
    with mined(late_log(parts), "harm_pairs", "passages", "case_measures", "first_line") as made:
        write_department_order(made)
        told = pairs_passed(made, GROUP).value
    pairs = {f"{one} > {other}": (one, other) for one, other in parts}
    rows = zip(told.get("pair", ()), told.get("question_days_lost", ()), strict=True)
    return {pairs[name]: float(days) for name, days in rows if name in pairs and not pd.isna(days)}


PAIR, OTHER_PAIR = ("Zorg", "Werk"), ("Wonen", "Sport")
"""Nobody receives what another sends: an act in any case of the resident would answer a transfer."""

QUIET = dict.fromkeys(range(50, 57), 0.0)
"""Residents who lost nothing on a pair: a number that is about all of its residents is not shown. Few: from 20 answers on a pair sets its own term."""


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({0: 400.0, **dict.fromkeys(range(1, 12), 2.0)}, None),
        ({0: 200.0, 1: 190.0, **dict.fromkeys(range(2, 12), 2.0)}, None),
        ({0: 40.0, **dict.fromkeys(range(1, 12), 30.0)}, 370.0),
    ],
)
def test_the_attacker_finds_what_would_be_shown_of_a_dominated_pair_and_the_gate_does_not_show_it(days: dict[int, float], told: float | None) -> None:
    parts: Parts = {PAIR: days | QUIET, OTHER_PAIR: dict.fromkeys(range(12), 20.0) | QUIET}
    shown = shown_days(parts)
    assert shown.get(PAIR) == told
    assert shown[OTHER_PAIR] == 240.0
    # had the sum been shown, the resident with the second most days would have known the most to within 15% where the gate hides it
    bare = most_days(parts, {PAIR: sum(days.values())}, attacker=1, pair=PAIR, target=0)
    assert (bare < 1.15 * days[0]) is (told is None)
    assert most_days(parts, shown, attacker=1, pair=PAIR, target=0) >= 1.15 * days[0]


@given(st.integers(0, 2**32))
@hypothesis_settings(max_examples=8, deadline=None)
def test_no_resident_works_out_the_days_of_another_from_all_sums_that_are_shown(seed: int) -> None:
    dice = random.Random(seed)
    parts: Parts = {}
    for pair in (PAIR, OTHER_PAIR, ("Klantcontact", "Balie")):
        crowd = dice.sample(range(40), dice.choice([7, 12, 18]))
        heavy = dice.choice([1, 30, 400])
        parts[pair] = {who: float(dice.choice([0, 1, 2, 10, 30])) for who in crowd} | {who: float(heavy) for who in crowd[: dice.choice([1, 2])]}
    shown = shown_days(parts)
    for pair in shown:
        ranked = sorted(parts[pair], key=lambda who: -parts[pair][who])
        for attacker in (ranked[1], ranked[-1], 99):  # the one with most to take off, one who lost least, one who is not there
            assert most_days(parts, shown, attacker=attacker, pair=pair, target=ranked[0]) >= 1.15 * parts[pair][ranked[0]]
    for pair in parts.keys() - shown.keys():
        most = max(parts[pair], key=lambda who: parts[pair][who])
        assert most_days(parts, shown, attacker=99, pair=pair, target=most) == float("inf")


HEADERS = ("zaaknummer", "inwoner", "activiteit", "soort", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "onderwerp")


def test_the_days_of_a_dominated_pair_stand_in_no_shared_file_and_those_of_another_do(tmp_path: Path) -> None:
    parts: Parts = {
        PAIR: {0: 1003.0, **dict.fromkeys(range(1, 12), 10.0)} | QUIET,  # 1113 days, of which one resident gave 1003
        OTHER_PAIR: dict.fromkeys(range(12), 91.0) | QUIET,  # 1092 days
    }
    names = ("case", "resident", "kind", "kind", "time", "official", "department", "to_department", "topic")
    export = log_file(tmp_path / "in", rows=[[row[name] for name in names] for row in late_log(parts)], headers=HEADERS)
    done = journeys("mine", export, "--out", tmp_path / "d", "--quiet", keys=tmp_path / "keys")
    assert done.returncode == 0, done.stderr
    assert sorted(float(row["question_days_lost"]) for row in table(tmp_path / "d", "harm_pairs")) == [1092.0, 1113.0]
    files = shared_files(tmp_path / "d")
    for view in ("silos", "gaps", "matrix", "network", "leak"):
        files += [draw_view(tmp_path / "d", view, Asked(), out=tmp_path / f"{view}.{kind}").path for kind in ("svg", "html", "csv")]
    assert {path.suffix for path in files} == {".html", ".pdf", ".csv", ".svg"}
    found = {path.name for path in files if re.search(r"\b1[.,]?092\b", _said(path))}
    assert {"rapport.html", "rapport.pdf"} <= found  # so that the search itself can find
    for path in files:
        assert not re.search(r"\b1[.,]?113\b|\b1[.,]?003\b", _said(path)), path.name


def _said(path: Path) -> str:
    """This gives what a file tells: all but the numbers of its drawing; of pictures their title and description, too, and the page's data."""
    if path.suffix == ".pdf":
        pypdfium2 = pytest.importorskip("pypdfium2")
        return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    content = re.sub(r"<style.*?</style>", "", path.read_text(encoding="utf-8-sig"), flags=re.DOTALL)
    data = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', content, flags=re.DOTALL)
    content = re.sub(r"<script.*?</script>", "", content, flags=re.DOTALL)
    told = re.findall(r'(?:aria-label|title|alt|content)="([^"]*)"', content)
    return " ".join([re.sub(r"<[^>]*>", " ", content), *told, *data])
