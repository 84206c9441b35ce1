"""Every reader of a municipal system on a small volume of what its generator writes: nothing is rejected, and the counts are those by thought.

The same generators make the volumes of 100,000 cases in `bench/municipal.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from generated_shapes import DEPARTMENTS, WRITERS
from municipal import taken

CASES = 40
BY_THOUGHT = {
    # Registered, three statuses, the official (given by a coordinator) and the department an hour earlier: not at its making, for no line tells that.
    "open-zaak": {"request": 1, "work": 2, "close": 1, "other": 2},
    "open-zaak-dump": {"request": 1, "work": 3, "other": 2},  # its status types do not say which one ends a case
    "contact-moments": {"contact": 2, "outreach": 1},
    # Came in with its category; assigned; to another department; in treatment; a note; told by the text of the close; closed.
    "signalen": {"request": 1, "other": 2, "transfer": 1, "work": 1, "outreach": 1, "close": 1},
    # By its words alone: that a case was registered does not say who asked, and a changed assignment is a passing on.
    "xxllnc": {"other": 2, "transfer": 1, "work": 1, "decision": 1, "close": 1},
    "ocel-json": {"request": 1, "transfer": 1, "work": 1, "decision": 1, "close": 1},
    "ocel-xml": {"request": 1, "transfer": 1, "work": 1, "decision": 1, "close": 1},
    "ocel-sqlite": {"request": 1, "transfer": 1, "work": 1, "decision": 1, "close": 1},
}


@pytest.mark.parametrize("reader", BY_THOUGHT)
def test_a_volume_is_read_whole_with_the_events_that_each_case_must_have(reader: str, tmp_path: Path) -> None:
    WRITERS[reader](CASES, tmp_path)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    connection = taken(tmp_path if len(files) > 1 else files[0])
    assert connection.execute("select count(*) from rejects").fetchall() == [(0,)]
    kinds = dict(connection.execute("select kind::varchar, count(*)::int from events group by 1").fetchall())
    assert kinds == {kind: CASES * times for kind, times in BY_THOUGHT[reader].items()}
    assert connection.execute("select count(distinct case_no) from events").fetchall() == [(CASES,)]
    if reader != "contact-moments":  # those APIs know no department
        assert {one for (one,) in connection.execute("select department from departments").fetchall()} <= set(DEPARTMENTS)


def test_a_volume_of_contacts_is_read_whole_and_each_task_has_its_log_book(tmp_path: Path) -> None:
    WRITERS["open-klant"](CASES, tmp_path)
    connection = taken(tmp_path)
    assert connection.execute("select count(*) from rejects").fetchall() == [(0,)]
    kinds = dict(connection.execute("select kind::varchar, count(*)::int from events group by 1").fetchall())
    # Half of the contacts became a task (picked up, called back, ticked off); of the others a conversation that was not about a case ends there.
    # A quarter is about a case: those were answered at once (the even ones), so that no close of a contact is theirs.
    half, quarter = CASES // 2, CASES // 4
    assert kinds == {"contact": CASES, "callback_request": half, "work": half, "outreach": half, "close": half + quarter}


def test_a_volume_of_messages_is_read_whole_and_who_has_a_case_changes_with_them(tmp_path: Path) -> None:
    WRITERS["stuf"](CASES, tmp_path)
    connection = taken(tmp_path)
    assert connection.execute("select count(*) from rejects").fetchall() == [(0,)]
    kinds = dict(connection.execute("select kind::varchar, count(*)::int from events group by 1").fetchall())
    # Registered, received, assigned; then passed on where the second message names another department or official (nearly always).
    assert (kinds["request"], kinds["work"], kinds["other"]) == (CASES, CASES, CASES)
    assert CASES - 3 <= kinds["transfer"] <= CASES
