"""The stripes map shows of every journey whose turn it was, counts those that still go on apart, and compares only what can be compared."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from drawn_turns import many, turns
from mined_tables import mined

from journeys.texts import use
from mining.shared_views import pass_stripe_rows
from mining.stripes import Stripes, begun_in, read_stripes
from visuals import stripes_words
from visuals.scene import Scene
from visuals.scene_check import check_scene
from visuals.stripes_map import draw_stripes, stripes_scene

WHOLE = (("", None, None),)


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def shapes_in(scene: Scene, role: str) -> int:
    return sum(len(re.findall("M", path)) for path in re.findall(rf'<path d="([^"]*)"[^>]* class="{role}"', scene.svg(output="html")))


def days(data: Stripes, at: int = 0) -> list[tuple[float, ...]]:
    """This gives days, then nobody, department, resident and unknown of each journey."""
    own = data.cohorts[at].journeys
    return [tuple(row) for row in own[["days", "nobody", "department", "resident", "unknown"]].round(3).itertuples(index=False)]


def test_a_journey_is_as_long_as_from_its_first_question_to_its_last_end() -> None:
    case = [("not_picked_up", 0.0, 2.0), ("department", 2.0, 5.0), ("resident", 5.0, 6.0), ("unrecorded", 6.0, 10.0)]
    assert days(read_stripes(turns([case], log_end=50))) == [(10, 2, 3, 1, 4)]


def test_a_moment_at_which_one_of_two_questions_lies_with_nobody_is_nobodys() -> None:
    # day 0-10 with a department; the other question 4-8 underway: 4 days of nobody, 6 of the department
    data = read_stripes(turns([[("department", 0.0, 10.0)], [("underway", 4.0, 8.0)]], log_end=50))
    assert days(data) == [(10, 4, 6, 0, 0)]
    assert [tuple(row) for row in data.cohorts[0].stretches[["start", "end", "who"]].itertuples(index=False)] == [
        (0.0, 4.0, "department"), (4.0, 8.0, "nobody"), (8.0, 10.0, "department"),
    ]  # fmt: skip


def test_between_two_questions_a_journey_is_with_no_one() -> None:
    data = read_stripes(turns([[("department", 0.0, 3.0)], [("lost", 20.0, 24.0)]], log_end=50))
    assert days(data) == [(24, 4, 3, 0, 0)]
    assert "leeg: geen vraag open" in [box.text for box in stripes_scene(data).texts("legend")]


def test_unrecorded_time_is_never_nobodys() -> None:
    data = read_stripes(turns(*([[("unrecorded", 0.0, 9.0), ("department", 9.0, 10.0)]] for _ in range(12)), log_end=50))
    assert data.cohorts[0].share == 0
    assert "90% van de tijd is onbekend wie de vraag had." in draw_stripes(data).title


def test_rows_are_sorted_by_duration_and_the_median_is_told() -> None:
    made = [[[("underway", 0.0, 0.5 * length), ("department", 0.5 * length, length)]] for length in (30.0, 5.0, 12.0, 7.0) * 3]
    data = read_stripes(turns(*made, log_end=500))
    assert [row[0] for row in days(data)] == [5, 5, 5, 7, 7, 7, 12, 12, 12, 30, 30, 30]
    # the sixth takes 7 days and the seventh 12
    assert draw_stripes(data).title == "De helft van de klantreizen duurt 9,5 dagen of langer. Niemand aan zet: 50% van de tijd."


def test_open_journeys_end_in_a_tip_and_are_counted_apart() -> None:
    made = [[[("department", 0.0, 20.0)]] for _ in range(9)] + [[[("department", 0.0, 40.0)]] for _ in range(4)]
    data = read_stripes(turns(*made, log_end=40))
    scene, figure = stripes_scene(data), draw_stripes(data)
    assert data.cohorts[0].open == 4
    assert shapes_in(scene, "open") == 4
    assert any("4 klantreizen lopen nog" in box.text for box in scene.texts("subtitle"))
    assert (figure.rows["einde"] == "loopt nog").sum() == 4


def test_when_most_journeys_still_go_on_that_is_the_finding() -> None:
    made = [[[("department", 0.0, 40.0)]] for _ in range(11)] + [[[("department", 0.0, 4.0)]]]
    assert draw_stripes(read_stripes(turns(*made, log_end=40))).title == "11 van de 12 klantreizen lopen nog."


def test_where_no_ends_are_recorded_nobody_knows_what_still_goes_on() -> None:
    figure = draw_stripes(read_stripes(turns(*([[("department", 0.0, 40.0)]] for _ in range(12)), log_end=40, ends_known=False)))
    assert figure.title == "Van geen van de 12 klantreizen is vastgelegd of ze af zijn."
    assert "lopen nog" not in figure.description
    assert "of langer" not in figure.description  # drawn to the log's end, which says nothing of how long they took
    assert set(figure.rows["einde"]) == {"niet vastgelegd"}


def test_followed_for_equal_days_two_periods_can_be_compared() -> None:
    before = [[[("lost", 0.0, 8.0), ("department", 8.0, 10.0)]] for _ in range(12)]
    after = [[[("lost", 0.0, 2.0), ("department", 2.0, 60.0)]] for _ in range(12)]
    late = [[[("department", 0.0, 5.0)]]]
    connection = turns(*before, *after, *late, log_end=145, begun=(0,) * 12 + (100,) * 12 + (140,))
    periods = (("Voor", None, date(2025, 3, 31)), ("Na", date(2025, 4, 1), None))
    data = read_stripes(connection, periods, follow_days=20)
    assert (len(data.cohorts[0].journeys), len(data.cohorts[1].journeys), data.cohorts[1].too_short) == (12, 12, 1)
    assert days(data, 1)[0] == (20, 2, 18, 0, 0)
    assert set(data.cohorts[1].journeys["ends"]) == {"longer"}
    figure = draw_stripes(data)
    assert figure.title == "Niemand aan zet: 80% van de tijd werd 10%. De helft duurt 10 dagen of langer, daarna 20 dagen."
    assert "1 klantreis begon te laat om zo lang te volgen." in figure.footer
    shared = pass_stripe_rows(data).value
    assert shared.cohorts[1].too_short is None
    assert "Een klein aantal klantreizen begon te laat om zo lang te volgen." in draw_stripes(shared).footer
    many = replace(data, cohorts=(data.cohorts[0], replace(data.cohorts[1], too_short=10)))
    assert "10 klantreizen begonnen te laat om zo lang te volgen." in draw_stripes(pass_stripe_rows(many).value).footer


def test_open_journeys_followed_unequally_are_not_compared() -> None:
    made = [[[("lost", 0.0, 8.0), ("department", 8.0, 10.0)]] for _ in range(12)]
    made += [[[("department", 0.0, 45.0)]] for _ in range(12)]
    connection = turns(*made, log_end=145, begun=(0,) * 12 + (100,) * 12)
    figure = draw_stripes(read_stripes(connection, (("Voor", None, date(2025, 3, 31)), ("Na", date(2025, 4, 1), None))))
    assert figure.title == "Elke streep is één klantreis: 12 klantreizen tegenover 12."
    assert "vergelijk de twee helften niet op lengte" in figure.footer


def returning(*, at: int = 12) -> Stripes:
    """Eight journeys of day 0 that are over on day 10, `at` that have another question on days 96 to 99, and twelve that begin on day 100 (16 April 2025)."""
    over = [[[("department", 0.0, 10.0)]] for _ in range(8)]
    again = [[[("department", 0.0, 10.0)], [("department", 96.0, 99.0)]] for _ in range(at)]
    new = [[[("department", 0.0, 5.0)]] for _ in range(12)]
    connection = turns(*over, *again, *new, log_end=145, begun=(0,) * (8 + at) + (100,) * 12)
    return read_stripes(connection, (("Voor", None, date(2025, 3, 31)), ("Na", date(2025, 4, 1), None)), follow_days=20)


def test_who_had_begun_before_and_still_asks_stands_on_the_first_side_only_and_the_picture_says_so() -> None:
    data = returning()
    assert [cohort.earlier for cohort in data.cohorts] == [0, 12]
    figure, scene = draw_stripes(data), stripes_scene(data)
    told = " ".join(box.text for box in scene.texts("note"))
    assert told == "Na: 12 klantreizen die al eerder begonnen, staan hier niet. Vergelijk de twee helften daarom niet op lengte."
    assert told in figure.description
    assert "helft duurt" not in figure.title.lower()  # the lengths of the two sides tell who stands where
    assert check_scene(scene) == []


def test_a_question_that_ended_before_the_period_counts_no_journey_as_missing_there() -> None:
    connection = turns([[("department", 0.0, 80.0)]], [[("department", 0.0, 85.0)]], [[("department", 0.0, 5.0)]], log_end=145, begun=(0, 0, 100))
    # 31 March ends 84.6 days after Monday 6 January 09:00 UTC (local midnight is 22:00 UTC): one of the two goes on after it
    data = read_stripes(connection, (("Voor", None, date(2025, 3, 31)), ("Na", date(2025, 4, 1), None)))
    assert data.cohorts[1].earlier == 1


def test_a_single_period_says_which_journeys_of_before_it_are_not_there() -> None:
    data = read_stripes(turns([[("department", 0.0, 99.0)]], [[("department", 0.0, 5.0)]], log_end=145, begun=(0, 100)), (("", date(2025, 4, 1), None),))
    assert (len(data.cohorts[0].journeys), data.cohorts[0].earlier) == (1, 1)
    assert "1 klantreis die al eerder begon, staat hier niet." in draw_stripes(data).footer


def test_of_a_few_that_had_begun_before_a_shared_picture_does_not_tell_how_many() -> None:
    told = []
    for at in (3, 12):
        figure = draw_stripes(pass_stripe_rows(returning(at=at), group=10).value)
        told.append(figure.footer)
    assert "Na: een klein aantal klantreizen dat al eerder begon, staat hier niet." in told[0]
    assert "3 klantreizen" not in told[0]
    assert "12 klantreizen die al eerder begonnen, staan hier niet." in told[1]


def logs_of_two_periods() -> Stripes:
    """Two logs: of the second, the first two of three journeys had begun in the first one; of one of those that log begins later."""
    one = turns([[("department", 0.0, 3.0)]], [[("department", 9.0, 12.0)]], log_end=50)
    two = turns([[("department", 5.0, 8.0)]], [[("department", 5.0, 8.0)]], [[("department", 5.0, 8.0)]], log_end=50)
    for connection in (one, two):
        connection.execute("create table journey_ids as select distinct journey_no, 'R' || journey_no as journey from turns")
    first = read_stripes(one, [("eerste periode", None, None)], follow_days=20).cohorts[0]
    second = read_stripes(two, [("tweede periode", None, None)], follow_days=20, begun=begun_in(one)).cohorts[0]
    return Stripes((first, second), 20)


def test_of_two_logs_it_counts_the_journeys_whose_beginning_is_in_the_first() -> None:
    data = logs_of_two_periods()
    assert [cohort.cut for cohort in data.cohorts] == [0, 1]
    assert "tweede periode: 1 klantreis mist het begin: dat ligt in de eerste periode." in draw_stripes(data).footer


@pytest.mark.parametrize(
    ("days", "told"),
    [((365, 365), []), ((455, 275), ["15 maanden", "9 maanden"]), ((70, 35), ["10 weken", "5 weken"]), ((20, 8), ["20 dagen", "8 dagen"]), ((366, 360), [])],
)
def test_the_length_of_both_periods_is_told_where_they_differ(days: tuple[int, int], told: list[str]) -> None:
    made = returning(at=0)
    cohorts = [replace(one, first=date(2024, 1, 1), last=date(2024, 1, 1) + timedelta(days=n - 1)) for one, n in zip(made.cohorts, days, strict=True)]
    data = replace(made, cohorts=tuple(cohorts))
    parts = stripes_words.subtitle_parts(data)
    assert [part.partition(" (")[2].rstrip(")") for part in parts[:2]] == (told or ["", ""])
    uneven = "De periodes zijn niet even lang: vergelijk de twee helften niet op aantal."
    assert (uneven in draw_stripes(data).footer) is bool(told)


def test_two_panels_share_one_axis() -> None:
    made = [[[("department", 0.0, 10.0)]] for _ in range(10)] + [[[("department", 0.0, 5.0)]] for _ in range(10)]
    connection = turns(*made, log_end=500, begun=(0,) * 10 + (200,) * 10)
    scene = stripes_scene(read_stripes(connection, (("Voor", None, date(2025, 3, 31)), ("Na", date(2025, 4, 1), None))))
    one, other = scene.marks("department")
    assert one.width == pytest.approx(2 * other.width)


def test_above_three_hundred_rows_an_even_sample_is_drawn_and_all_are_in_the_table() -> None:
    data = read_stripes(many(1000))
    figure, scene = draw_stripes(data), stripes_scene(data)
    assert "Getekend zijn 300 van 1.000 klantreizen" in figure.footer
    assert len(figure.rows) == 1000
    drawn_open = shapes_in(scene, "open")
    assert abs(drawn_open - 0.3 * data.cohorts[0].open) <= 6


def test_fewer_than_ten_journeys_give_no_percentage() -> None:
    figure = draw_stripes(read_stripes(turns(*([[("lost", 0.0, 4.0)]] for _ in range(9)), log_end=50)))
    assert figure.title == "Maar 9 klantreizen: te weinig voor een bevinding."
    assert "%" not in figure.title + figure.description + figure.svg.split("</desc>")[1]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("still_open", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("n", [1, 5, 12, 500])
def test_nothing_overlaps_or_is_too_small(n: int, still_open: float, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    connection = many(n, still_open=still_open)
    for periods, follow in (
        (WHOLE, None), ((("Voor de verhuizing naar het nieuwe stadhuis", None, None), ("Na Şahin", None, None)), None),
        ((("Voor", None, None), ("Na", date(2026, 1, 1), None)), 90),
    ):  # fmt: skip
        scene = stripes_scene(read_stripes(connection, periods, follow_days=follow), theme=theme, source="verzonnen", version="journeys 1")  # type: ignore[arg-type]
        assert check_scene(scene) == []


def test_no_journeys_give_a_card_with_a_sentence() -> None:
    figure = draw_stripes(read_stripes(turns(log_end=10)))
    assert figure.title == "Geen klantreizen in deze periode"
    assert len(figure.rows) == 0


def test_a_journey_without_any_time_is_counted_too() -> None:
    data = read_stripes(turns([[("department", 0.0, 0.0)]], [[("department", 0.0, 4.0)]], log_end=50))
    assert [row[0] for row in days(data)] == [0, 4]
    assert check_scene(stripes_scene(data)) == []


def test_equal_input_gives_an_equal_picture() -> None:
    one, other = (draw_stripes(read_stripes(many(200))).svg for _ in range(2))
    assert one == other


LOG = """
case | resident | activity | time             | kind     | department | to_department | official | topic
1    | r        | gevraagd | 2025-01-06 09:00 | request  |            |               |          | Wmo
1    | r        | op       | 2025-01-08 09:00 | work     | KCC        |               | an       | Wmo
1    | r        | door     | 2025-01-09 09:00 | transfer | KCC        | Zorg          | an       | Wmo
1    | r        | op       | 2025-01-12 09:00 | work     | Zorg       |               | bo       | Wmo
1    | r        | klaar    | 2025-01-16 09:00 | decision | Zorg       |               | bo       | Wmo
2    | s        | gevraagd | 2025-02-03 09:00 | request  | KCC        |               | an       | Wmo
2    | s        | gedaan   | 2025-02-05 09:00 | work     | KCC        |               | an       | Wmo
"""


def test_journeys_are_read_from_a_real_dossier_and_agree_with_nobody_days() -> None:
    connection = mined(LOG, "turns", "nobody_days", "journey_measures")
    data = read_stripes(connection)
    own = data.cohorts[0].journeys
    assert [tuple(row) for row in own[["days", "ends", "nobody", "department"]].itertuples(index=False)] == [
        (2.0, "open", 2.0, 0.0), (10.0, "ended", 5.0, 5.0),
    ]  # fmt: skip
    ((witness,),) = connection.execute("select sum(nobody_calendar_days) from nobody_days").fetchall()
    assert own["nobody"].sum() == pytest.approx(witness)
    assert (data.cohorts[0].first, data.cohorts[0].last) == (date(2025, 1, 6), date(2025, 2, 3))
    assert len(read_stripes(connection, (("Na", date(2025, 2, 1), None),)).cohorts[0].journeys) == 1


def test_of_times_in_whole_weeks_no_day_is_told() -> None:
    data = read_stripes(turns(*([[("lost", 0.0, 7.0), ("department", 7.0, 35.0)]] for _ in range(12)), log_end=500))
    figure = draw_stripes(replace(data, whole_weeks=True))
    assert figure.title == "De helft van de klantreizen duurt ongeveer 5 weken of langer. Niemand aan zet: 20% van de tijd."
    assert "35 dagen" not in figure.svg


def test_a_journey_too_short_to_draw_has_a_stub_and_the_legend_says_so() -> None:
    data = read_stripes(turns([[("department", 0.0, 0.0)]], [[("department", 0.0, 4.0)]], log_end=50))
    scene = stripes_scene(data)
    assert (shapes_in(scene, "brief"), shapes_in(scene, "department")) == (1, 1)
    assert "te kort om te tekenen" in [box.text for box in scene.texts("legend")]
    long = stripes_scene(read_stripes(turns([[("department", 0.0, 4.0)]], log_end=50)))
    assert shapes_in(long, "brief") == 0
    assert "te kort om te tekenen" not in [box.text for box in long.texts("legend")]


def test_of_journeys_that_take_no_time_none_is_said_to_take_longer_than_less() -> None:
    figure = draw_stripes(read_stripes(turns(*([[("department", 0.0, 0.01)]] for _ in range(12)), log_end=50)))
    assert figure.title.startswith("De helft van de klantreizen is binnen 0,1 dag voorbij.")
    assert "minder dan" not in figure.description
    scene = stripes_scene(read_stripes(turns(*([[("department", 0.0, 0.01)]] for _ in range(12)), log_end=50)))
    assert [box.text for box in scene.texts("median")] == ["helft: binnen 0,1 dag"]


def test_a_share_that_stayed_the_same_is_told_once() -> None:
    journeys = [[[("lost", 0.0, 2.0), ("department", 2.0, 8.0)]] for _ in range(12)]
    same = read_stripes(turns(*journeys, log_end=500), (("Voor", None, None), ("Na", None, None)), follow_days=30)
    assert draw_stripes(same).title.startswith("Niemand aan zet: 25% van de tijd, voor en na.")


def test_two_sides_on_which_nothing_was_recorded_as_nobodys_are_no_finding() -> None:
    journeys = [[[("unrecorded", 0.0, 2.0), ("department", 2.0, 8.0)]] for _ in range(12)]
    data = read_stripes(turns(*journeys, log_end=500), (("Voor", None, None), ("Na", None, None)), follow_days=30)
    assert draw_stripes(data).title == "Elke streep is één klantreis: 12 klantreizen tegenover 12."


def test_few_journeys_are_hidden_and_not_said_to_be_none() -> None:
    few = pass_stripe_rows(read_stripes(turns(*([[("department", 0.0, 9.0)]] for _ in range(9)), log_end=50)), group=10).value
    assert draw_stripes(few).title.startswith("Hier kan niets staan: te weinig inwoners")
    none = pass_stripe_rows(read_stripes(turns(log_end=10)), group=10).value
    assert draw_stripes(none).title == "Geen klantreizen in deze periode"
