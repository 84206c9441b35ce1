"""The map of promise and reality draws every step and event once, says what it leaves out, and can be read at every extreme."""

import ast
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from mined_tables import mined

from journeys.errors import UsageError
from journeys.texts import use
from mining.plan_file import Plan, PlannedStep, plan_from
from mining.promise import Happening, Promise, aligned, read_promise
from visuals.promise_map import draw_promise, promise_pages, promise_scene
from visuals.scene_check import check_scene

MONDAY = date(2025, 1, 6)
SORTS = ("kept", "failed", "missing", "pending", "inserted", "double", "other_order")
LONG = "Het gesprek bij u thuis met de Wmo-consulent en de ergotherapeut Şahin"


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


def promise(names: tuple[str, ...], happenings: list[Happening], *, within: int | None = None, still_open: bool = False) -> Promise:
    plan = Plan("Aanvraag Wmo", tuple(PlannedStep(name, activity=(name,), within_working_days=within) for name in names))
    columns = aligned(plan, happenings, end_work_day=900, still_open=still_open)
    days = [one.date for one in happenings]
    return Promise("K", plan, columns, 3, 1, min(days, default=None), max(days, default=None))


def calls(day: int) -> Happening:
    return Happening(day, MONDAY + timedelta(days=day), day, activity="Vraag", kind="contact", by="resident", channel="phone")


def act(day: int, activity: str, **more: object) -> Happening:
    return Happening(day, MONDAY + timedelta(days=day), day, activity=activity, **more)  # type: ignore[arg-type]


def traplift() -> Promise:
    """Five steps: the first and fourth as promised, the second missing, the third too late, the fifth missing; three calls in between."""
    return promise(
        ("Aanvraag", "Bevestiging", "Gesprek", "Besluit", "Traplift geplaatst"),
        [act(0, "Aanvraag"), calls(40), calls(71), act(75, "Gesprek"), act(80, "Gesprek"), act(95, "Besluit"), calls(140)],
        within=60,
    )


def thrown(events: int, *, steps: int = 5, seed: int = 1, names: str = "stap") -> Promise:
    dice = random.Random(seed)
    planned = tuple(f"{names} {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:steps])
    day, made = 0, []
    for _ in range(events):
        day += dice.choice((0, 1, 3, 40))
        luck = dice.random()
        made.append(
            act(day, dice.choice(planned)) if luck < 0.3
            else act(day, "Terugbelverzoek genoteerd", kind="callback_request", by="resident", why="callback") if luck < 0.4
            else act(day, "Doorgezet naar andere afdeling", why="lost") if luck < 0.5
            else calls(day)
        )  # fmt: skip
    return promise(planned, made, within=dice.choice((None, 5)), still_open=dice.random() < 0.5)


def test_the_title_counts_steps_kept_and_calls_in_between() -> None:
    figure = draw_promise(traplift())
    assert figure.title == "Beloofd: 5 stappen. Zoals beloofd: 2, plus 3 keer zelf erachteraan."
    assert "Ontbreekt: Bevestiging; Traplift geplaatst." in figure.description
    assert "Niet nagekomen: Gesprek (15 werkdagen te laat)." in figure.description


def test_marks_columns_and_table_are_the_same() -> None:
    data = traplift()
    figure, scene = draw_promise(data), promise_scene(data)
    assert {sort: len(scene.marks(sort)) for sort in SORTS} == {
        "kept": 2, "failed": 1, "missing": 2, "pending": 0, "inserted": 3, "double": 1, "other_order": 0,
    }  # fmt: skip
    assert [mark.value for mark in scene.marks("planned")] == ["1", "2", "3", "4", "5"]
    assert [box.text for box in scene.texts("days")] == ["40 d", "31 d", "45 d"]
    assert list(figure.rows["wat"]) == [
        "zoals beloofd", "beloofd, nooit gebeurd", "tussendoor (niet gepland)", "tussendoor (niet gepland)", "toezegging niet nagekomen",
        "dubbel", "zoals beloofd", "tussendoor (niet gepland)", "beloofd, nooit gebeurd",
    ]  # fmt: skip
    assert check_scene(scene) == []


def test_what_is_not_drawn_is_told() -> None:
    footer = draw_promise(traplift()).footer
    assert "3 gebeurtenissen waar de inwoner niets van merkte, zijn niet getekend. 1 andere vraag is weggelaten." in footer


def test_a_plan_that_nothing_fits_says_so() -> None:
    figure = draw_promise(promise(("Vergunning", "Keuring"), [calls(0)]))
    assert figure.title == "Geen van de 2 beloofde stappen is in deze klantreis te vinden."


def test_neighbours_in_between_fold_only_where_there_are_more_than_twelve_columns() -> None:
    few = promise(("a", "b"), [act(0, "a"), *(calls(day) for day in range(1, 10)), act(10, "b")])
    many = promise(("a", "b"), [act(0, "a"), *(calls(day) for day in range(1, 16)), act(16, "b")])
    assert len(promise_scene(few).marks("inserted")) == 9
    (ring,) = promise_scene(many).marks("inserted")
    assert ring.value == "15"
    assert "15×" in [box.text for box in promise_scene(many).texts("times")]
    assert len(draw_promise(many).rows) == 17


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("events", [13, 60, 500])
def test_the_pages_together_hold_every_step_and_event_once(events: int, seed: int) -> None:
    data = thrown(events, seed=seed)
    scenes = [promise_scene(data, page=page) for page in range(1, promise_pages(data) + 1)]
    steps = [mark.value for scene in scenes for mark in scene.marks("planned")]
    assert sorted(steps) == ["1", "2", "3", "4", "5"]
    drawn = sum(int(mark.value) for scene in scenes for sort in SORTS for mark in scene.marks(sort) if mark.value)
    assert drawn == events
    assert all(sum(len(scene.marks(sort)) for sort in SORTS) <= 12 for scene in scenes)
    assert [check_scene(scene) for scene in scenes] == [[] for _ in scenes]


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError):
        promise_scene(traplift(), page=2)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("events", "steps", "names"), [(1, 1, "stap"), (5, 5, LONG), (5, 12, LONG), (500, 26, LONG), (30, 12, "s")])
def test_nothing_overlaps_or_is_too_small(events: int, steps: int, names: str, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    data = thrown(events, steps=steps, names=names)
    for page in range(1, promise_pages(data) + 1):
        scene = promise_scene(data, page=page, theme=theme, source="verzonnen", version="journeys 0.1.0")  # type: ignore[arg-type]
        assert check_scene(scene) == []


def test_a_journey_without_such_a_question_is_a_card_with_a_sentence() -> None:
    figure = draw_promise(promise(("a",), []))
    assert figure.title == "In deze klantreis is geen vraag waar het plan over gaat."
    assert len(figure.rows) == 0


def test_equal_input_gives_an_equal_picture() -> None:
    assert draw_promise(thrown(40)).svg == draw_promise(thrown(40)).svg


LOG = """
case | resident | activity          | time             | kind             | department | to_department | official | channel | by        | topic
1    | r        | Aanvraag traplift | 2025-01-06 09:00 | request          | KCC        |               | an       | phone   | resident  | Wmo
2    | r        | Vraag over afval  | 2025-01-06 10:00 | request          | KCC        |               | an       | phone   | resident  | Afval
1    | r        | Bekeken           | 2025-01-07 09:00 | work             | Zorg       |               | bo       |         |           | Wmo
1    | r        | Terugbelverzoek   | 2025-01-20 09:00 | callback_request | KCC        |               | an       | phone   | resident  | Wmo
1    | r        | Huisbezoek        | 2025-02-24 09:00 | outreach         | Zorg       |               | bo       | visit   |           | Wmo
1    | r        | Besluit           | 2025-03-03 09:00 | decision         | Zorg       |               | bo       |         |           | Wmo
"""


def test_one_question_of_a_real_dossier_is_laid_along_a_plan() -> None:
    connection = mined(LOG, "turns", "case_measures", "journey_measures")
    plan = plan_from(
        {
            "topics": ["WMO"],
            "steps": [
                {"name": "Aanvraag", "kind": "request"},
                {"name": "Bevestiging", "activity": "Bevestiging*"},
                {"name": "Gesprek", "activity": "huisbezoek", "within_working_days": 10},
                {"name": "Besluit", "kind": "decision", "department": "zorg", "within_working_days": 5},
            ],
        }
    )
    ((journey_no,),) = connection.execute("select distinct journey_no from events").fetchall()
    data = read_promise(connection, journey_no, plan)
    assert [(column.step, column.sort, column.why) for column in data.columns] == [
        (0, "kept", ""), (1, "missing", ""), (None, "failed", "callback"), (2, "failed", "late"), (3, "kept", ""),
    ]  # fmt: skip
    # 6 January to 24 February 2025 are 35 working days, 25 more than promised
    assert [column.over for column in data.columns if column.why == "late"] == [25]
    assert (data.behind, data.other_questions) == (1, 1)
    assert read_promise(connection, journey_no, plan, questions=["B"]).other_questions == 1
    with pytest.raises(UsageError):
        read_promise(connection, journey_no, plan, questions=["Z"])


def test_a_question_whose_last_event_is_the_last_of_the_log_is_still_open() -> None:
    connection = mined("\n".join(LOG.strip().splitlines()[:3]), "turns", "case_measures", "journey_measures")
    ((journey_no,),) = connection.execute("select distinct journey_no from events").fetchall()
    plan = plan_from({"topics": ["Wmo"], "steps": [{"name": "Aanvraag", "kind": "request"}, {"name": "Besluit", "kind": "decision"}]})
    assert [column.sort for column in read_promise(connection, journey_no, plan).columns] == ["kept", "pending"]


def test_every_sentence_of_these_views_has_its_dutch() -> None:
    root = Path(__file__).parents[1]
    known = {
        ast.literal_eval(line.removeprefix("msgid "))
        for path in (root / "journeys/locale/nl/LC_MESSAGES").glob("*.po")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("msgid ")
    }
    rooms = [*root.glob("visuals/promise_*.py"), *root.glob("visuals/station_*.py"), *root.glob("visuals/stripes_*.py")]
    rooms += [root / f"mining/{room}.py" for room in ("plan_file", "promise", "stations")]
    said = set()
    for path in rooms:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_n"):
                arguments = node.args[: 2 if node.func.id == "say_n" else 1]
                said |= {argument.value for argument in arguments if isinstance(argument, ast.Constant)}
    assert said - known == set()
    assert len(said) > 150


def test_a_name_of_a_step_takes_two_lines_before_it_is_cut() -> None:
    names = ("Aanvraag", "Bevestiging", "Gesprek thuis", "Besluit", "Uitleg bij het besluit", "Traplift geplaatst")
    done = [act(day, name) for day, name in enumerate(names)]
    scene = promise_scene(promise(names, [*done, *(calls(10 + day) for day in range(6))]))
    drawn = " ".join(box.text for box in scene.texts("step-name"))
    assert "…" not in drawn
    assert sorted(drawn.split()) == sorted(" ".join(names).split())
    assert check_scene(scene) == []
