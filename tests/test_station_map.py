"""The station map shows every handover of a chain as what it is, says how many it leaves out, and can be read at every extreme."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise, permutations

import pytest
from drawn_passages import NAMES, ROUGH, many, passage, passages
from mined_tables import mined

from journeys.errors import UsageError
from journeys.texts import use
from mining.network import write_department_order
from mining.stations import Chain, Stations, busiest_chain, chosen, read_stations, shared_chain, stations_of
from visuals.drawn_sample import evenly
from visuals.scene import Scene
from visuals.scene_check import check_scene
from visuals.station_map import Annotation, draw_stations, stations_scene

SIXTY = tuple(f"Afdeling {number:02} met een naam die lang is en tot het einde moet door" for number in range(60))


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def lines_in(scene: Scene, role: str) -> int:
    """This counts the lines that were drawn in the paths of one role."""
    return sum(len(re.findall("M", path)) for path in re.findall(rf'<path d="([^"]*)"[^>]* class="{role}"', scene.svg(output="html")))


def drawn() -> Stations:
    """A to B: four taken up after 1, 2, 10 and 30 days, two lost, one open; B to C: one unrecorded; one back, one elsewhere."""
    return stations_of(
        passages(
            passage("A", "B", 0, 1), passage("A", "B", 1, 2), passage("A", "B", 2, 10), passage("A", "B", 3, 30, "late"),
            passage("A", "B", 4, None, "lost"), passage("A", "B", 5, None, "lost"), passage("A", "B", 6, None, "open"),
            passage("B", "C", 40, 3, "unrecorded"), passage("C", "A", 50, 1), passage("D", "E", 50, 1), passage(None, "A", 50, 1),
        ),
        chain=("A", "B", "C"),
    )  # fmt: skip


def test_a_chain_counts_what_lies_along_it_and_what_does_not() -> None:
    found = drawn()
    first, second = found.segments.to_dict("records")
    assert (first["n"], first["recorded"], first["timed"], first["lost"], first["open"], first["unrecorded"]) == (7, 7, 4, 2, 1, 0)
    # the two in the middle waited 2 and 10 days
    assert (first["median_calendar_days"], first["long"], first["half_dates"]) == (6.0, 1, 2)
    assert (second["n"], second["recorded"], second["unrecorded"], second["timed"]) == (1, 0, 1, 0)
    assert second["half_dates"] is None or second["half_dates"] != second["half_dates"] or str(second["half_dates"]) == "<NA>"
    assert (found.against, found.elsewhere, found.total) == (1, 2, 11)


def test_each_passage_is_drawn_as_what_it_is() -> None:
    scene = stations_scene(drawn())
    assert [lines_in(scene, f"line-{at}") for at in range(3)] == [2, 1, 1]
    assert (len(scene.marks("lost")), len(scene.marks("open")), lines_in(scene, "unrecorded")) == (2, 1, 1)
    assert check_scene(scene) == []


def test_questions_that_are_taken_up_together_are_seen_to_be() -> None:
    one_meeting = stations_of(passages(*(passage("A", "B", day, 28 - day) for day in range(20))), chain=("A", "B"))
    every_day = stations_of(passages(*(passage("A", "B", day, 5) for day in range(20))), chain=("A", "B"))
    assert (one_meeting.segments["half_dates"][0], every_day.segments["half_dates"][0]) == (1, 10)


def test_the_title_names_the_slowest_pair_with_its_median_and_share() -> None:
    rows = [passage("Zorg", "Wonen", day, 3 if day < 6 else 40) for day in range(10)]
    rows += [passage("Wonen", "Parkeren", day, 1) for day in range(12)]
    figure = draw_stations(stations_of(passages(*rows), chain=("Zorg", "Wonen", "Parkeren")))
    assert figure.title == "Van Zorg naar Wonen duurt het langst: helft binnen 3 dagen, 40% na 28 dagen."


def test_pairs_that_hardly_differ_are_not_ranked() -> None:
    rows = [passage("A", "B", day, 2.1) for day in range(10)] + [passage("B", "C", day, 2.0 if day else 29) for day in range(10)]
    title = draw_stations(stations_of(passages(*rows), chain=("A", "B", "C"))).title
    assert title == "De helft van de overdrachten is binnen 2,1 dagen opgepakt, 1 pas na 28 dagen."


def test_few_handovers_are_not_compared_and_unrecorded_ones_are_no_finding() -> None:
    assert draw_stations(drawn()).title == "Te weinig overdrachten om te vergelijken: 4 zijn opgepakt."
    nothing = stations_of(passages(*(passage("A", "B", day, 9, "unrecorded") for day in range(30))))
    figure, scene = draw_stations(nothing), stations_scene(nothing)
    assert figure.title == "Van geen van de 30 overgangen is vastgelegd wanneer de vraag is losgelaten."
    assert "kwijt" not in figure.title
    assert "Of er een kwijt is, is niet bekend." in figure.description
    assert lines_in(scene, "unrecorded") == 30
    assert not any(lines_in(scene, f"line-{at}") for at in range(3))


def test_the_busiest_chain_is_the_best_of_all_paths() -> None:
    for seed in range(8):
        table = many(120, seed=seed, names=tuple("ABCDEF"), unrecorded=0)
        between = table.value_counts(["from_department", "to_department"])
        weights = {(one, other): int(n) for (one, other), n in between.items()}  # type: ignore[misc]
        best = max(
            sum(weights.get(pair, 0) for pair in pairwise(path))
            for length in (2, 3, 4)
            for path in permutations("ABCDEF", length)
            if all(pair in weights for pair in pairwise(path))
        )
        found = busiest_chain(weights)
        assert sum(weights[pair] for pair in pairwise(found)) == best


def test_a_tie_between_chains_is_settled_by_name_and_nothing_gives_nothing() -> None:
    assert busiest_chain({("B", "C"): 1, ("A", "C"): 1}) == ("A", "C")
    assert busiest_chain({}) == ()


@pytest.mark.parametrize("chain", [("A", "B"), ("A", "B", "A"), ("A", "B", "nergens"), tuple("ABCDEF")])
def test_a_chain_that_cannot_be_drawn_is_refused(chain: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        chosen(chain, tuple("ABCDEF"))


def test_departments_are_found_however_they_are_written() -> None:
    assert chosen((" zorg  (wmo)", "WONEN", "Parkeren"), ("Wonen", "Parkeren", "Zorg (Wmo)")) == ("Zorg (Wmo)", "Wonen", "Parkeren")


def test_above_two_thousand_lines_an_even_sample_is_drawn_and_told() -> None:
    data = stations_of(passages(*(passage("A", "B", day / 20, 2) for day in range(5000))), chain=("A", "B"))
    figure, scene = draw_stations(data), stations_scene(data)
    assert sum(lines_in(scene, f"line-{at}") for at in range(3)) == 2000
    assert "Getekend zijn 2.000 van 5.000 lijnen" in figure.footer
    assert figure.rows["overgangen"].sum() == 5000


def test_a_systematic_sample_takes_the_middle_of_equal_parts() -> None:
    assert evenly(3, 5) == [0, 1, 2]
    assert evenly(10, 5) == [1, 3, 5, 7, 9]
    assert evenly(7, 2) == [1, 5]
    weeks = [at // 10 for at in evenly(1000, 300)]
    assert {weeks.count(week) for week in range(100)} == {3}


def test_the_table_adds_up_to_every_passage_of_the_period() -> None:
    data = stations_of(many(400))
    figure = draw_stations(data)
    assert figure.rows["overgangen"].sum() == data.total == 400
    assert f"Van alle 400 overgangen liggen er {len(data.passages)} op deze keten" in figure.footer


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("n", "names"), [(5, NAMES), (500, NAMES), (500, NAMES + ROUGH), (6000, SIXTY[:12]), (3000, SIXTY), (0, NAMES)])
def test_nothing_overlaps_or_is_too_small(n: int, names: tuple[str, ...], theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    data = stations_of(many(n, names=names))
    remarks = [Annotation("Eens per vier weken een overleg, daarna pas opgepakt en niet eerder", date(2025, 12, 30), 1)] * min(3, n)
    scene = stations_scene(data, annotations=remarks, theme=theme, source="verzonnen", version="journeys 0.1.0")  # type: ignore[arg-type]
    assert check_scene(scene) == []


@pytest.mark.parametrize("chain", [NAMES[:3], NAMES[:4], NAMES])
def test_a_chain_of_three_to_five_can_be_read(chain: tuple[str, ...]) -> None:
    assert check_scene(stations_scene(stations_of(many(800), chain=chain), source="verzonnen")) == []


@pytest.mark.parametrize(("unrecorded", "lost"), [(0.0, 1.0), (0.0, 0.0), (1.0, 0.0)])
def test_all_lost_none_lost_and_none_recorded_can_be_read(unrecorded: float, lost: float) -> None:
    data = stations_of(many(3000, unrecorded=unrecorded, lost=lost), chain=NAMES[:3])
    scene = stations_scene(data)
    assert check_scene(scene) == []
    if lost == 1:
        assert len(scene.marks("lost")) == 400  # of more an even sample, which is told
        assert "Getekend zijn 400 van" in draw_stations(data).footer


def test_an_empty_period_is_a_card_with_a_sentence() -> None:
    figure = draw_stations(stations_of(passages()))
    assert figure.title == "Geen overdrachten op deze keten in deze periode."
    assert len(figure.rows) == 0


def test_more_than_three_remarks_and_remarks_off_the_chain_are_refused() -> None:
    one = Annotation("overleg", date(2025, 2, 1), 1)
    with pytest.raises(UsageError):
        stations_scene(drawn(), annotations=[one] * 4)
    with pytest.raises(UsageError):
        stations_scene(drawn(), annotations=[Annotation("overleg", date(2025, 2, 1), 3)])


def test_equal_input_gives_an_equal_picture() -> None:
    one, other = (draw_stations(stations_of(many(300, seed=3))).svg for _ in range(2))
    assert one == other


LOG = """
case | resident | activity | time             | kind     | department | to_department | official
1    | r        | gevraagd | 2025-01-06 09:00 | request  | KCC        |               | an
1    | r        | door     | 2025-01-06 10:00 | transfer | KCC        | Zorg          | an
1    | r        | op       | 2025-01-08 10:00 | work     | Zorg       |               | bo
1    | r        | door     | 2025-01-09 10:00 | transfer | Zorg       | Wonen         | bo
1    | r        | op       | 2025-01-19 10:00 | work     | Wonen      |               | cy
1    | r        | terug    | 2025-01-20 10:00 | transfer | Wonen      | KCC           | cy
1    | r        | op       | 2025-01-21 10:00 | work     | KCC        |               | an
2    | s        | gevraagd | 2025-01-07 09:00 | request  | KCC        |               | an
2    | s        | door     | 2025-01-07 10:00 | transfer | KCC        | Zorg          | an
3    | t        | gedaan   | 2025-01-07 09:00 | work     | Wonen      |               | cy
3    | t        | gedaan   | 2025-02-20 09:00 | work     | KCC        |               | an
"""


def test_a_chain_is_read_from_a_real_dossier() -> None:
    connection = mined(LOG, "passages", "case_measures", "first_line")
    write_department_order(connection)
    found = read_stations(connection, chain=("kcc", "zorg", "wonen"))
    assert found.chain == ("KCC", "Zorg", "Wonen")
    assert [tuple(row) for row in found.segments[["n", "answered", "lost", "median_calendar_days"]].itertuples(index=False)] == [
        (2, 1, 1, 2.0), (1, 1, 0, 10.0),
    ]  # fmt: skip
    assert (found.against, found.elsewhere, found.total) == (2, 0, 5)  # back to KCC once recorded, once not
    assert read_stations(connection).chain == ("KCC", "Zorg", "Wonen")
    later = read_stations(connection, chain=("KCC", "Zorg", "Wonen"), since=date(2025, 1, 7))
    assert list(later.segments["n"]) == [1, 1]
    with pytest.raises(UsageError):
        read_stations(connection, chain=("KCC", "Zorg", "Parkeren"))


def test_of_times_in_whole_weeks_no_day_is_told() -> None:
    weeks = [0.0] * 6 + [7.0] * 5 + [35.0]
    table = passages(*(passage("A", "B", 7 * at, days) for at, days in enumerate(weeks))).assign(whole_weeks=True)
    data = stations_of(table, chain=("A", "B"))
    figure, scene = draw_stations(data), stations_scene(data)
    # the two in the middle: in the same week and a week later; a half week is rounded up
    assert figure.title == "De helft van de overdrachten is hoogstens 1 week later opgepakt."
    assert [box.text for box in scene.texts("half")] == ["helft tot 1 week later"]
    assert data.segments["median_calendar_days"].tolist() == [7.0]
    assert [box.text for box in scene.texts("legend")] == ["opgepakt in dezelfde week", "1 tot en met 2 weken later", "3 weken later of meer"]
    assert "dagen waarop de helft is opgepakt" not in figure.rows.columns
    assert "uur" not in figure.description
    assert check_scene(scene) == []


def test_a_title_that_does_not_fit_says_less_and_is_not_cut() -> None:
    long = "Toezicht en Handhaving in de wijk"
    rows = [passage(long, "Werk en Inkomen", day, 9) for day in range(12)] + [passage("Werk en Inkomen", "Wonen", day, 1) for day in range(12)]
    data = stations_of(passages(*rows), chain=(long, "Werk en Inkomen", "Wonen"))
    assert draw_stations(data).title == f"Van {long} naar Werk en Inkomen duurt het langst: helft binnen 9 dagen, geen enkele na 28 dagen."
    assert [box.text for box in stations_scene(data).texts("title")] == [f"Van {long} naar Werk en Inkomen duurt het langst."]
    even = stations_of(passages(*(passage(one, other, day, 5.7) for one, other in (("A", "B"), ("B", "C")) for day in range(12))), chain=("A", "B", "C"))
    assert [box.text for box in stations_scene(even).texts("title")] == ["De helft van de overdrachten is binnen 5,7 dagen opgepakt."]


def test_what_takes_no_time_is_taken_up_within_a_tenth_of_a_day() -> None:
    data = stations_of(passages(*(passage("A", "B", day, 0.001) for day in range(12))), chain=("A", "B"))
    assert draw_stations(data).title == "De helft van de overdrachten is binnen 0,1 dag opgepakt, geen enkele pas na 28 dagen."
    assert [box.text for box in stations_scene(data).texts("half")] == ["helft binnen 0,1 dag"]


def test_where_none_was_taken_up_that_is_said_in_words() -> None:
    data = stations_of(passages(passage("A", "B", 0, None, "lost"), passage("A", "B", 1, None, "open")), chain=("A", "B"))
    assert draw_stations(data).title == "Te weinig overdrachten om te vergelijken: er is er geen opgepakt."


def test_what_may_not_be_shown_is_not_said_to_be_nothing() -> None:
    chain = Chain(passages(passage("A", "B", 0, 1)), ())
    shared = shared_chain(chain, passages(passage("A", "B", 0, 1)).iloc[:0].assign(from_unit=[], to_unit=[]), group=10, hidden="te weinig inwoners")
    assert draw_stations(stations_of(shared.passages, hidden=shared.hidden)).title == "te weinig inwoners"
    empty = Chain(passages(passage("A", "B", 0, 1)).iloc[:0], ())
    shared = shared_chain(empty, empty.passages.assign(from_unit=[], to_unit=[]), group=10, hidden="te weinig inwoners")
    assert draw_stations(stations_of(shared.passages, hidden=shared.hidden)).title == "Geen overdrachten op deze keten in deze periode."


def test_a_log_without_departments_says_that_they_are_unknown() -> None:
    log = "\n".join("|".join(part for at, part in enumerate(line.split("|")) if at not in (5, 6)) for line in LOG.strip().splitlines())
    connection = mined(log, "passages", "case_measures", "first_line")
    write_department_order(connection)
    title = draw_stations(read_stations(connection)).title
    assert title == "In dit logboek staan geen afdelingen. Of er vragen tussen vielen, is niet te bepalen."
