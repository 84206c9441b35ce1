"""Conversations and visits are held only against questions of the same topic that were still open at the landmark.

2 March 2026 is a Monday; 9 March is 5 working days later, 30 March 20, 8 April 25 (3 April is Good Friday, 6 April Easter Monday), 29 April 39.
"""

from __future__ import annotations

from mined_tables import mined, rows

HEAD = "case | time | kind | channel | topic\n"
LOG = HEAD + """
    Z1 | 2026-03-02 09:00 | request  | web   | Boom
    Z1 | 2026-03-09 09:00 | outreach | phone | Boom
    Z1 | 2026-04-08 09:00 | decision |       | Boom
    Z2 | 2026-03-02 09:00 | request  | web   | Boom
    Z2 | 2026-03-10 09:00 | outreach | phone | Boom
    Z2 | 2026-04-09 09:00 | decision |       | Boom
    Z3 | 2026-03-02 09:00 | request  | web   | Boom
    Z3 | 2026-03-03 09:00 | outreach | phone | Boom
    Z3 | 2026-03-09 17:00 | decision |       | Boom
    Z4 | 2026-03-02 09:00 | request  | web   | Boom
    Z4 | 2026-03-03 09:00 | outreach | email | Boom
    Z4 | 2026-03-16 09:00 | close    |       | Boom
    Z5 | 2026-03-02 09:00 | request  | web   | Put
    Z5 | 2026-03-30 09:00 | outreach | visit | Put
"""


def compared(end: str) -> dict[tuple[str, str], tuple[int, ...]]:
    with mined(LOG, "landmark_comparisons", end=end) as made:
        found = rows(made, "select * from landmark_comparisons join topics using (topic_no)")
    return {
        (row["circumstance"], row["topic"]): (
            row["questions"], row["with_it"], row["with_it_answered"], row["without_it"], row["without_it_answered"]
        )
        for row in found
    }  # fmt: skip


def test_what_was_answered_on_the_landmark_takes_no_part_and_a_talk_on_it_counts() -> None:
    found = compared("2026-05-01")
    # Z1 talked on the fifth working day and was answered on the 25th; Z2 a day later each; Z3 was done by then; e-mail is no talk.
    assert found["early_conversation", "Boom"] == (3, 1, 1, 2, 1)
    assert found["early_conversation", "Put"] == (1, 0, 0, 1, 0)
    # Z4 was closed on the tenth working day, before the landmark of a visit; Z1 and Z2 were answered within 40.
    assert found["visit", "Boom"] == (2, 0, 0, 2, 2)
    assert found["visit", "Put"] == (1, 1, 0, 0, 0)


def test_a_question_that_could_not_be_followed_long_enough_takes_no_part() -> None:
    assert compared("2026-04-07") == {}  # 24 working days
    assert {circumstance for circumstance, _ in compared("2026-04-08")} == {"early_conversation"}
