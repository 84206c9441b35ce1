"""The journey map is readable at every extreme, and its title, marks, description and table tell the same numbers."""

import ast
import itertools
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import drawn_journeys as drawn
import pytest
from drawn_journeys import K, Step, W, Z, ask, held, journey, lost, over, underway

from journeys.texts import use
from mining.journey_data import JourneyData
from visuals.journey_frame import PAGE, WHOLE, Sheet
from visuals.journey_map import draw_journey, journey_scene
from visuals.journey_plan import plan
from visuals.scene import Scene
from visuals.scene_check import check_scene

VISUALS = Path(__file__).parents[1] / "visuals"


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def officials_in(scene: Scene) -> set[str]:
    return {number for box in scene.marks("official") for number in box.value.split()}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("make", drawn.EXTREMES, ids=lambda make: make.__name__)
def test_nothing_overlaps_or_is_too_small_at_any_extreme(make: Callable[[], JourneyData], language: str) -> None:
    use(language)  # type: ignore[arg-type]
    assert check_scene(journey_scene(make(), source="verzonnen gegevens", version="journeys 0.1.0")) == []


def test_a_journey_of_one_moment_in_which_nobody_had_the_question_is_drawn() -> None:
    data = journey([Step(0, "outreach", department=W, official=1), held(0, W, 1)])
    data = replace(data, turns=data.turns[:0])
    scene = journey_scene(data)
    assert check_scene(scene) == []
    assert officials_in(scene) == {"1"}


@pytest.mark.parametrize(
    "make", [drawn.long_journey, drawn.full_journey, drawn.no_departments], ids=lambda make: make.__name__
)
def test_the_dark_map_can_be_read_too(make: Callable[[], JourneyData]) -> None:
    assert check_scene(journey_scene(make(), theme="dark")) == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("questions", "departments", "events", "days"),
    [(1, 3, 24, 60), (3, 5, 60, 400), (5, 12, 90, 900), (12, 60, 700, 3000)],
)
def test_nothing_overlaps_in_journeys_thrown_with_dice(
    seed: int, questions: int, departments: int, events: int, days: int
) -> None:
    data = drawn.full_journey(questions=questions, departments=departments, events=events, days=days, seed=seed)
    assert check_scene(journey_scene(data, source="dobbelstenen")) == []


@pytest.mark.parametrize("make", drawn.EXTREMES, ids=lambda make: make.__name__)
def test_title_marks_and_table_count_the_same_officials(make: Callable[[], JourneyData]) -> None:
    data = make()
    figure, scene = draw_journey(data), journey_scene(data)
    words = {"Eén": 1, "Twee": 2}
    first = figure.title.split()[0]
    told = words.get(first) or (int(first.replace(".", "")) if re.match(r"[\d.]+ ambtenaren", figure.title) else 0)
    in_table = figure.rows.loc[figure.rows["soort"] == "ambtenaar", "ambtenaar nr."].dropna().unique()
    assert len(in_table) == told
    if not plan(data).dense:
        assert len(officials_in(scene)) == told


def test_the_title_is_the_finding() -> None:
    figure = draw_journey(drawn.long_journey())
    assert figure.title == "22 ambtenaren in 690 dagen. 51% van de tijd had niemand de vraag."
    assert ElementTree.fromstring(figure.svg).findtext("{http://www.w3.org/2000/svg}title") == figure.title


def test_the_percentage_is_nobodys_days_over_all_days_that_are_recorded() -> None:
    # 4 days nobody (2 not picked up, 2 underway), 6 held: 40%; the 10 days without a time do not count.
    steps = [
        ask(0, "phone", kind="request"),
        drawn.Step(0, "not_picked_up"),
        held(2, K, 1),
        underway(5, K, Z),
        held(7, Z, 2),
        drawn.Step(10, "unrecorded", Z, W),
        over(20, W, 3),
    ]
    figure = draw_journey(journey(steps))
    assert figure.title == "3 ambtenaren in 20 dagen. 40% van de tijd had niemand de vraag."
    assert "1 overdracht zonder tijdstip" in figure.svg
    assert "Van de tijd die wel is vastgelegd, lag 40% bij niemand." in figure.description


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (drawn.kept_all_the_time, "Twee ambtenaren in 12 dagen. Iemand had steeds de vraag."),
        (drawn.one_event, "Niemand pakte de vraag op."),
        (drawn.one_event_long_ago, "Niemand pakte de vraag op in 400 dagen."),
        (drawn.only_notices, "Niemand pakte de vraag op in 12 dagen."),
        (drawn.unrecorded_only, "7 ambtenaren in 165 dagen. Wie de vraag had, is niet vastgelegd."),
        (drawn.no_departments, "3 ambtenaren in 90 dagen. 96% van de tijd is onbekend wie de vraag had."),
        (drawn.no_officials, "110 dagen, ambtenaren onbekend. 25% van de tijd had niemand de vraag."),
        (drawn.one_day, "3 ambtenaren op één dag. 40% van de tijd had niemand de vraag."),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_where_nobodys_share_says_little_the_title_says_another_true_thing(
    make: Callable[[], JourneyData], title: str
) -> None:
    assert draw_journey(make()).title == title


def test_the_subtitle_says_who_how_many_how_often_lost_and_when() -> None:
    line = journey_scene(drawn.long_journey()).texts("subtitle")[0].text
    assert line.startswith(
        "Inwoner A · 3 vragen · 4 keer kwijtgeraakt tussen afdelingen · maart 2024 – januari 2026 · 1 vraag nog open"
    )
    assert line.endswith("tijd per vraag opgeteld")


def test_the_calendar_form_stands_beside_the_days_per_question() -> None:
    # Two questions lie with nobody over the same ten days: 20 question-days, 10 calendar days.
    one = [ask(0, "phone", kind="request"), drawn.Step(0, "not_picked_up"), held(10, K, 1), over(20, K, 1)]
    two = [ask(0, "email", kind="request"), drawn.Step(0, "not_picked_up"), held(10, Z, 2), over(20, Z, 2)]
    figure = draw_journey(journey(one, two))
    assert "50% van de tijd had niemand de vraag" in figure.title
    assert "Op 10 van 20 dagen lag minstens één vraag bij niemand." in figure.description


def test_every_loss_is_a_mark_a_number_in_the_subtitle_and_a_row_of_the_table() -> None:
    data = drawn.long_journey()
    figure, scene = draw_journey(data), journey_scene(data)
    assert len(scene.marks("lost")) == 4
    assert (figure.rows["wat"] == "kwijt").sum() == 4
    assert sorted(int(box.text.split()[0]) for box in scene.texts("days")) == [60, 62, 63, 85]


def test_what_was_not_recorded_is_never_drawn_as_a_loss() -> None:
    scene = journey_scene(drawn.unrecorded_only())
    assert len(scene.marks("unrecorded")) == 16
    assert scene.marks("lost") == []
    assert scene.marks("nobody") == []


def test_the_four_kinds_of_gap_look_different() -> None:
    steps = [
        ask(0, "phone", kind="request"),
        drawn.Step(0, "not_picked_up"),
        held(20, K, 1),
        underway(30, K, Z),
        held(50, Z, 2),
        lost(60, Z, K),
        ask(110, "phone"),
        drawn.Step(110, "not_picked_up"),
        held(120, K, 3),
        drawn.Step(130, "unrecorded", K, W),
        held(150, W, 4),
        over(160, W, 4),
    ]
    svg = draw_journey(journey(steps), output="html").svg
    marks = {
        element.get("class"): (element.get("fill"), element.get("stroke"), element.get("stroke-dasharray"))
        for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")
    }
    looks = [marks[state] for state in ("not_picked_up", "underway", "lost", "unrecorded")]
    assert len(set(looks)) == 4
    assert looks[2] == ("var(--kier)", None, None)
    assert looks[3][0] == "none"
    assert svg.count("<path") > 1  # the stripes of underway


def test_the_legend_names_only_marks_that_occur_in_one_order() -> None:
    found = [box.text for box in journey_scene(drawn.long_journey()).texts("legend")]
    assert found == [
        "gehoord",
        "geen antwoord",
        "niet teruggebeld",
        "gemeente zocht contact",
        "7e ambtenaar heeft de vraag",
        "opnieuw dezelfde ambtenaar",
        "inwoner aan zet",
        "niet opgepakt",
        "onderweg",
        "kwijt",
        "inwoner klopt weer aan",
    ]
    assert [box.text for box in journey_scene(drawn.kept_all_the_time()).texts("legend")] == [
        "gehoord",
        "2e ambtenaar heeft de vraag",
    ]


def test_an_official_is_a_filled_circle_once_and_an_open_one_on_return() -> None:
    steps = [ask(0, "phone", kind="request"), held(0, K, 7), held(40, Z, 9), held(80, K, 7), over(120, K, 7)]
    marks = journey_scene(journey(steps)).marks("official")
    assert [(box.value, box.fill) for box in marks] == [("1", "vast"), ("2", "vast"), ("1", "vast")]
    svg = ElementTree.fromstring(draw_journey(journey(steps), output="html").svg)
    circles = [
        (element.get("data-officials"), element.get("fill"))
        for element in svg.iter("{http://www.w3.org/2000/svg}circle")
        if element.get("class") == "official"
    ]
    assert circles == [("1", "var(--vast)"), ("2", "var(--vast)"), ("1", "var(--bg)")]


def test_the_rise_after_a_loss_ends_at_the_residents_own_contact() -> None:
    scene = journey_scene(drawn.short_journey())
    (rise,) = scene.marks("rise")
    contact = next(
        box for box in scene.marks("contact") if abs(box.x + box.width / 2 - rise.x) < 3 and box.y < rise.y + 1
    )
    assert abs(rise.y - (contact.y + contact.height / 2)) < 1


def test_contacts_close_together_become_one_mark_with_their_number_broken_if_any_was() -> None:
    steps = [
        ask(0, "phone", "answered", kind="request"),
        held(1, K, 1),
        ask(100, "phone", "answered"),
        ask(101, "phone", "broken"),
        ask(102, "phone", "unanswered"),
        over(300, K, 1),
    ]
    assert [box.value for box in journey_scene(journey(steps)).marks("contact")] == ["answered 1", "broken 3"]


def test_more_than_sixty_turns_make_a_dense_map_without_circles_and_its_totals_add_up() -> None:
    data = drawn.full_journey()
    scene = journey_scene(data)
    assert plan(data).dense
    assert scene.marks("official") == []
    asked = [int(box.text.split("×")[0]) for box in scene.texts("total") if box.on == "inwbg"]
    assert sum(asked) == data.numbers.contacts
    times = [
        int(box.text.rsplit(" ", 1)[-1].rstrip("×").replace(".", ""))
        for box in scene.texts("total")
        if box.on == "lane"
    ]
    assert sum(times) == len(data.holdings)
    note = scene.texts("note")[0].text
    drawn_losses = len(scene.marks("lost"))
    assert note.startswith(f"Alle {drawn_losses} keren kwijt zijn getekend;")
    assert drawn_losses == data.numbers.lost


@pytest.mark.parametrize("days", [1, 2, 3, 5])
def test_many_turns_within_a_few_days_make_a_dense_map_with_questions_that_lay_with_nobody(days: int) -> None:
    data = drawn.full_journey(days=days)
    moments = {name: data.turns[name].dt.as_unit("us") for name in ("started", "ended")}  # as a dossier holds them
    data = replace(data, turns=data.turns.assign(**moments))
    assert plan(data).dense
    assert journey_scene(data).marks("nobody")


def test_above_seven_lanes_the_rest_is_folded_and_counted() -> None:
    figure = draw_journey(drawn.sixty_departments())
    names = [box.text for box in journey_scene(drawn.sixty_departments()).texts("lane-name")]
    assert "Overige 52" in " ".join(names)
    assert "52 andere afdelingen delen één baan." in figure.description
    assert figure.rows.loc[figure.rows["baan"].str.startswith("Overige"), "afdeling"].nunique() >= 20


def test_a_journey_without_departments_says_so() -> None:
    scene = journey_scene(drawn.no_departments())
    assert "Afdeling onbekend" in [box.text for box in scene.texts("lane-name")]
    assert "afdeling onbekend" in scene.texts("subtitle")[0].text
    assert "Waar het bestand geen afdeling noemt, telt de tijd niet mee in het percentage." in scene.description


def test_nasty_texts_are_whole_in_the_table_and_cut_in_the_picture() -> None:
    figure = draw_journey(drawn.nasty_texts())
    assert "x" * 200_000 in set(figure.rows["afdeling"])
    assert "<script>alert(1)</script>" in set(figure.rows["afdeling"])
    assert len(figure.svg) < 60_000
    assert len(figure.description) < 2_000
    assert "<script" not in figure.svg
    ElementTree.fromstring(figure.svg)
    assert figure.remarks


def test_names_that_are_cut_stay_apart() -> None:
    names = [box.text for box in journey_scene(drawn.long_names()).texts("lane-name")]
    assert len(names) == len(set(names)) + names.count("Vergunningen,") - 1


def test_the_resident_is_a_letter_and_no_id_reaches_the_picture() -> None:
    figure = draw_journey(drawn.long_journey())
    assert "Inwoner A" in figure.svg
    assert "q0" not in figure.svg + figure.description + figure.rows.to_csv()


def test_the_table_holds_every_turn_contact_and_change_of_hands() -> None:
    data = drawn.long_journey()
    sorts = draw_journey(data).rows["soort"].value_counts()
    assert sorts["beurt"] == len(data.turns)
    assert sorts["contact"] == data.numbers.contacts + data.numbers.outgoing
    assert sorts["ambtenaar"] == len(data.holdings)


def test_the_footer_names_source_period_and_version() -> None:
    figure = draw_journey(drawn.short_journey(), source="voorbeeld.csv", version="0.1.0")
    assert figure.footer == "Bron: voorbeeld.csv · Periode: 4 maart 2024 tot en met 6 juni 2024 · journeys 0.1.0"


def test_an_empty_journey_is_a_card_that_says_so() -> None:
    data = drawn.one_event()
    empty = JourneyData("A", data.events.iloc[:0], data.turns.iloc[:0], data.log_end)
    assert check_scene(journey_scene(empty)) == []
    assert draw_journey(empty).title == "Er zijn geen gebeurtenissen in deze klantreis."


def test_two_figures_on_one_page_share_no_id() -> None:
    one, other = (
        set(re.findall(r' id="([^"]+)"', draw_journey(make(), output="html").svg))
        for make in (drawn.long_journey, drawn.short_journey)
    )
    assert one.isdisjoint(other)


def test_equal_journeys_give_equal_pictures() -> None:
    assert draw_journey(drawn.full_journey()).svg == draw_journey(drawn.full_journey()).svg


def test_shifting_a_journey_in_time_changes_dates_but_no_mark() -> None:
    def marks(year: int) -> list[tuple[str, float, float, str]]:
        steps = [
            ask(0, "phone", "answered", kind="request"),
            held(10, K, 1),
            lost(30, K, Z),
            ask(70, "phone"),
            over(90, Z, 2),
        ]
        scene = journey_scene(journey(steps, start=drawn.MONDAY.replace(year=year, month=6)))
        return [(box.role, round(box.x, 1), round(box.y, 1), box.value) for box in scene.boxes if box.kind == "mark"]

    assert marks(2023) == marks(2025)


def test_every_sentence_of_these_rooms_has_its_dutch() -> None:
    known = {
        ast.literal_eval(line.removeprefix("msgid "))
        for path in (Path(__file__).parents[1] / "journeys/locale/nl/LC_MESSAGES").glob("*.po")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("msgid ")
    }
    said = set()
    for path in sorted(VISUALS.glob("journey_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_n"):
                said |= {
                    argument.value
                    for argument in node.args[: 2 if node.func.id == "say_n" else 1]
                    if isinstance(argument, ast.Constant)
                }
    assert said - known == set()
    assert len(said) > 100


def test_a_dense_map_without_any_contact_says_so() -> None:
    steps = [step for number in range(70) for step in (held(number * 3, (K, W)[number % 2], number),)]
    scene = journey_scene(journey([*steps, over(220, K, 1)]))
    assert "Er is geen contact van de inwoner vastgelegd." in [box.text for box in scene.texts("note")]
    assert "vragen bij niemand" not in [box.text for box in scene.texts("legend")]
    assert check_scene(scene) == []


def test_an_empty_strip_says_that_nothing_was_recorded_of_it_and_a_known_one_does_not() -> None:
    told = "Of niemand aan zet was, is niet vastgelegd."
    silent = journey([ask(0, "email", "answered", kind="request"), Step(0, "unknown", official=1), Step(30, "unknown", official=2), over(90, None, 3)])
    scene = journey_scene(silent)
    assert told in [box.text for box in scene.texts("note")]
    assert check_scene(scene) == []
    moving = [element for element in ElementTree.fromstring(scene.svg(output="html")).iter() if element.get("data-time")]
    assert not [element for element in moving if element.tag.endswith("text")]  # words do not stretch with the time of a page
    for known in (drawn.short_journey(), drawn.full_journey(), drawn.no_departments()):  # the last lay with nobody for four days
        assert told not in [box.text for box in journey_scene(known).texts("note")]


def test_narrow_bars_of_one_height_are_one_bar() -> None:
    """Of a journey of twelve years a week is under three pixels: as many bars as the number changes, not hundreds."""
    data = drawn.full_journey(days=4400)
    scene = journey_scene(data)
    assert plan(data).dense
    bars = sorted(scene.marks("nobody"), key=lambda box: box.x)
    assert bars
    for one, other in itertools.pairwise(bars):
        assert one.value != other.value or other.x - (one.x + one.width) > 1


@pytest.mark.parametrize("sheet", [WHOLE, PAGE], ids=["whole", "page"])
@pytest.mark.parametrize("days", [0.2, 9])
def test_a_dense_map_always_shows_the_one_loss_also_a_short_one_on_a_full_sheet(days: float, sheet: Sheet) -> None:
    names = [f"Afdeling met een lange naam {at}" for at in range(30)]
    steps = [drawn.ask(0, "phone", department=names[0], official=1), drawn.held(0, names[0], 1)]
    for at in range(1, 80):
        sender, receiver = names[(at - 1) % 30], names[at % 30]
        steps += [drawn.underway(at * 4, sender, receiver), drawn.held(at * 4 + 2, receiver, at % 9)]
    steps += [drawn.lost(330.1, names[79 % 30], names[3]), drawn.held(330.1 + days, names[3], 2), drawn.over(360)]
    data = drawn.journey(steps, end=400)
    assert plan(data).dense
    scene = journey_scene(data, sheet=sheet)
    assert [box.text for box in scene.texts("days")] == ["< 1 d" if days < 1 else "9 d"]
    assert len(scene.marks("lost")) == 1
    assert check_scene(scene) == []
