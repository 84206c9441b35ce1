"""What happened is laid along what was promised as cheaply as can be, in order, and every difference gets its own name."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.errors import SettingsError
from mining.plan_file import Plan, PlannedStep, plan_from, read_plan
from mining.promise import Column, Happening, Why, aligned, cheapest, folded

MONDAY = date(2025, 1, 6)


def plan(steps: str, *, within: int | None = None, silence_days: int = 25) -> Plan:
    """This makes a plan of steps that are each recognised by one letter."""
    return Plan("plan", tuple(PlannedStep(f"step {letter}", activity=(letter,), within_working_days=within) for letter in steps),
                silence_days=silence_days)  # fmt: skip


def events(letters: str, *, days: Sequence[int] = (), why: dict[int, Why] | None = None) -> list[Happening]:
    """This makes one event a letter, a day apart or at `days`; working days are taken as days."""
    at = days or range(len(letters))
    return [
        Happening(place, MONDAY + timedelta(days=day), day, activity=letter, why=(why or {}).get(place, ""))
        for place, (letter, day) in enumerate(zip(letters, at, strict=True))
    ]


def told(columns: Sequence[Column]) -> list[str]:
    """This writes columns as `letter of what happened : step from 1 : sort`."""
    return [
        f"{''.join(one.activity for one in column.happenings) or '-'}:{'-' if column.step is None else column.step + 1}:{column.sort}"
        for column in columns
    ]


def drawn(steps: str, letters: str, *, still_open: bool = False, end: int = 500, **more: object) -> list[str]:
    return told(aligned(plan(steps), events(letters, **more), end_work_day=end, still_open=still_open))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "letters", "expected"),
    [
        ("abc", "abc", ["a:1:kept", "b:2:kept", "c:3:kept"]),
        ("abc", "axc", ["a:1:kept", "-:2:missing", "x:-:inserted", "c:3:kept"]),
        ("abc", "ax", ["a:1:kept", "x:-:inserted", "-:2:missing", "-:3:missing"]),
        ("abc", "acb", ["a:1:kept", "c:3:other_order", "b:2:kept"]),
        ("ab", "aab", ["a:1:kept", "a:-:double", "b:2:kept"]),
        ("ab", "aba", ["a:1:kept", "b:2:kept", "a:-:double"]),
        ("ab", "ba", ["b:2:other_order", "a:1:kept"]),
        ("bc", "xbc", ["x:-:inserted", "b:1:kept", "c:2:kept"]),
        ("abc", "c", ["-:1:missing", "-:2:missing", "c:3:kept"]),
        ("aba", "aa", ["a:1:kept", "-:2:missing", "a:3:kept"]),
        ("abcd", "xxx", ["x:-:inserted"] * 3 + [f"-:{step}:missing" for step in (1, 2, 3, 4)]),
    ],
)
def test_each_deviation_has_its_name(steps: str, letters: str, expected: list[str]) -> None:
    assert drawn(steps, letters) == expected


def test_what_failed_itself_is_failed_planned_or_not() -> None:
    columns = aligned(plan("ab"), events("axb", why={1: "callback", 2: "lost"}), end_work_day=500, still_open=False)
    assert told(columns) == ["a:1:kept", "x:-:failed", "b:2:failed"]
    assert [column.why for column in columns] == ["", "callback", "lost"]


def test_a_step_fails_only_after_its_last_day() -> None:
    in_time = aligned(plan("ab", within=10), events("ab", days=(0, 10)), end_work_day=500, still_open=False)
    late = aligned(plan("ab", within=10), events("ab", days=(0, 13)), end_work_day=500, still_open=False)
    assert [column.sort for column in in_time] == ["kept", "kept"]
    assert (late[1].sort, late[1].why, late[1].over) == ("failed", "late", 3)


def test_days_count_from_the_planned_step_before_that_took_place() -> None:
    columns = aligned(plan("abc", within=10), events("axc", days=(0, 6, 9)), end_work_day=500, still_open=False)
    assert told(columns) == ["a:1:kept", "-:2:missing", "x:-:inserted", "c:3:kept"]
    from_the_first_event = aligned(plan("b", within=10), events("xb", days=(0, 11)), end_work_day=500, still_open=False)
    assert (from_the_first_event[1].why, from_the_first_event[1].over) == ("late", 1)


@pytest.mark.parametrize(
    ("still_open", "end", "expected"), [(True, 10, "pending"), (True, 11, "missing"), (False, 10, "missing"), (None, 10, "unknown"), (None, 11, "missing")]
)
def test_a_last_step_is_not_yet_while_its_days_are_not_over(still_open: bool | None, end: int, expected: str) -> None:
    columns = aligned(plan("ab", within=10), events("a"), end_work_day=end, still_open=still_open)
    assert [column.sort for column in columns] == ["kept", expected]


def test_a_step_that_a_later_one_passed_is_missing_though_the_question_is_open() -> None:
    assert drawn("abc", "ac", still_open=True, end=2) == ["a:1:kept", "-:2:missing", "c:3:kept"]


def test_a_double_tells_the_how_manyth_time_it_is() -> None:
    columns = aligned(plan("a"), events("axaa"), end_work_day=500, still_open=False)
    assert [column.times for column in columns if column.sort == "double"] == [2, 3]


def test_a_silence_is_told_from_its_number_of_days_on() -> None:
    columns = aligned(plan("ab"), events("axxb", days=(0, 24, 49, 60)), end_work_day=500, still_open=False)
    assert [column.silence for column in columns] == [None, None, 25, None]


def test_only_inserted_neighbours_without_a_silence_between_them_fold() -> None:
    columns = aligned(plan("ab"), events("axxxbx", days=(0, 1, 2, 40, 41, 42)), end_work_day=500, still_open=False)
    assert told(folded(columns)) == ["a:1:kept", "xx:-:inserted", "x:-:inserted", "b:2:kept", "x:-:inserted"]


def test_without_events_there_are_no_columns() -> None:
    assert aligned(plan("ab"), [], end_work_day=1, still_open=True) == ()


def every_alignment(fits: Sequence[Sequence[bool]]) -> dict[int, int]:
    """This tries every way to pair steps with events in order: the most pairs, then the first in order of (step, event)."""
    steps, places = range(len(fits)), range(len(fits[0]))
    ways = [
        tuple(zip(some, others, strict=True))
        for size in range(min(len(steps), len(places)) + 1)
        for some in combinations(steps, size)
        for others in combinations(places, size)
        if all(fits[step][place] for step, place in zip(some, others, strict=True))
    ]
    return dict(min(ways, key=lambda way: (-len(way), way)))


def test_the_alignment_is_the_cheapest_of_all_of_every_small_case() -> None:
    tried = 0
    for steps, places in product(range(1, 4), range(1, 5)):
        for cells in product((False, True), repeat=steps * places):
            fits = [cells[at * places : (at + 1) * places] for at in range(steps)]
            assert cheapest(fits) == every_alignment(fits)
            tried += 1
    assert tried > 4000


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=1, max_size=5)))
def test_the_alignment_is_the_cheapest_of_all_of_larger_cases(fits: list[list[bool]]) -> None:
    assert cheapest(fits) == every_alignment(fits)


@given(st.text("abcd", min_size=1, max_size=4).filter(lambda text: len(set(text)) == len(text)), st.text("abcdx", min_size=1, max_size=12))
def test_every_event_and_every_step_has_exactly_one_column(steps: str, letters: str) -> None:
    columns = aligned(plan(steps), events(letters), end_work_day=500, still_open=False)
    assert [one.row_no for column in columns for one in column.happenings] == list(range(len(letters)))
    assert sorted(column.step for column in columns if column.step is not None) == list(range(len(steps)))
    assert all(not column.happenings for column in columns if column.sort == "missing")
    assert sum(column.sort == "inserted" for column in columns) == sum(letter not in steps for letter in letters)


def test_activities_and_departments_are_recognised_however_they_are_written() -> None:
    step = PlannedStep("s", activity=("Besluit  uitgelegd*",), department=("Zorg (Wmo)",))
    assert step.matches(activity="besluit uitgelegd aan inwoner", kind=None, department="ZORG (WMO)")
    assert not step.matches(activity="besluit genomen", kind=None, department="Zorg (Wmo)")
    assert not step.matches(activity="besluit uitgelegd", kind=None, department=None)
    assert not PlannedStep("s", activity=("a.c",)).matches(activity="abc", kind=None, department=None)


STEP = {"name": "Aanvraag", "kind": "request"}


@pytest.mark.parametrize(
    ("found", "key"),
    [
        ({}, "[[steps]]"),
        ({"steps": []}, "[[steps]]"),
        ({"steps": [STEP], "stappen": 1}, "stappen"),
        ({"steps": [{**STEP, "binnen": 1}]}, "steps[1].binnen"),
        ({"steps": [{"kind": "request"}]}, "steps[1].name"),
        ({"steps": [STEP, {"name": "Besluit"}]}, "steps[2]"),
        ({"steps": [{"name": "Besluit", "kind": "besluit"}]}, "steps[1].kind"),
        ({"steps": [{**STEP, "within_working_days": "5"}]}, "steps[1].within_working_days"),
        ({"steps": [{**STEP, "within_working_days": -1}]}, "steps[1].within_working_days"),
        ({"steps": [{**STEP, "activity": [1]}]}, "steps[1].activity"),
        ({"steps": [STEP, {**STEP, "name": "aanvraag "}]}, "steps[2].name"),
        ({"steps": [STEP], "silence_days": 0}, "silence_days"),
        ({"steps": [STEP], "topics": 3}, "topics"),
    ],
)
def test_a_plan_that_cannot_be_used_names_file_key_and_next_step(found: dict[str, object], key: str) -> None:
    with pytest.raises(SettingsError) as error:
        plan_from(found, file="belofte.toml")
    assert "belofte.toml" in error.value.message
    assert key in error.value.message
    assert error.value.next_step


def test_a_file_that_is_not_there_or_is_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"plan\.toml"):
        read_plan(tmp_path / "plan.toml")
    (tmp_path / "plan.toml").write_text("[[steps]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"plan\.toml"):
        read_plan(tmp_path / "plan.toml")


def test_the_plan_of_the_sample_is_the_one_in_the_docs() -> None:
    root = Path(__file__).parents[1]
    shipped = (root / "eventlogs/sample/plan_woningaanpassing.toml").read_text(encoding="utf-8")
    shown = (root / "docs/plan-file.md").read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    assert shipped.split("\n", 1)[1] == shown
    found = read_plan(root / "eventlogs/sample/plan_woningaanpassing.toml")
    assert [step.name for step in found.steps] == ["Aanvraag", "Bevestiging", "Gesprek thuis", "Besluit", "Uitleg bij het besluit"]
    assert found.steps[1].within_working_days == 2
