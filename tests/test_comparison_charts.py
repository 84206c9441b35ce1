"""The charts of a comparison: laid out without a fault at every extreme, and every title, mark and table row told by the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from drawn_comparison import bars, drawn, measure, month, pair, route, untold

from journeys.texts import use
from visuals.climbing_lines import climbing_scene, draw_climbing, read_days, read_out
from visuals.comparison_tables import comparison_tables
from visuals.figure_files import figure_csv, figure_page, table_csv
from visuals.handoff_columns import draw_handoffs, handoffs_scene
from visuals.measure_dots import draw_measures, measures_scene
from visuals.month_line import draw_months, months_scene
from visuals.pair_changes import draw_pairs, pairs_scene
from visuals.route_slopes import draw_routes, routes_scene, spread
from visuals.run_chart import draw_run, run_scene
from visuals.scene import Scene
from visuals.scene_check import check_scene

SCENES: dict[str, Callable[..., Scene]] = {
    "climbing": climbing_scene, "months": months_scene, "measures": measures_scene, "handoffs": handoffs_scene, "pairs": pairs_scene,
    "routes": routes_scene,
}  # fmt: skip
LONG = "Afdeling Maatschappelijke Ondersteuning en Şahin-Łódź wijk {n}"
NAMES = [LONG.format(n=n) for n in range(60)]


def by_value(one: str, other: str) -> dict[str, Any]:
    return {**drawn()["question"], "change": None, "by": {"column": "onderwerp", "values": [one, other]}}


EXTREMES: dict[str, Callable[[], dict[str, Any]]] = {
    "drawn": drawn,
    "nothing to tell": untold,
    "a control": lambda: drawn(question={**drawn()["question"], "control": ["Vergunningen"]}),
    "two logs": lambda: drawn(question={**drawn()["question"], "change": None}),
    "two values with long names": lambda: drawn(question=by_value(NAMES[0], NAMES[1])),
    "12 pairs and 9 routes of long names": lambda: drawn(
        pairs=[pair(NAMES[at], NAMES[at + 1], 0.5 + at / 100, 0.01, passes=True) for at in range(12)],
        routes={"verdict": "andere routes", "paths": [route(" > ".join(NAMES[at : at + 4]), 0.1, 0.1, passes=at < 2) for at in range(8)]
                + [route(None, 0.2, 0.2)]},
    ),
    "60 pairs": lambda: drawn(pairs=[pair(NAMES[at], NAMES[59 - at], 3.5, 0.0, passes=at < 30) for at in range(60)]),
    "one month": lambda: drawn(months=[month("2025-03", "before", 1.0)]),
    "ten years of months": lambda: drawn(
        months=[month(f"{2016 + at // 12}-{at % 12 + 1:02d}", "before" if at < 110 else "after", 5.0 + at, 0.5) for at in range(120)]
    ),
    "everything at once": lambda: drawn(curves={"before": [1.0] * 61, "after": [0.0] * 61}, handoff_bars=bars((1, 0, 0, 0, 0), (0, 0, 0, 0, 1))),
    "a horizon of one day": lambda: drawn(curves={"before": [0.0, 0.1], "after": [0.0, None]}),
    "numbers of 100,000": lambda: drawn(
        duration=measure(100_000.0, 1.0, 3.0, "korter", horizon=100_000), handoffs=measure(0.0001, 100_000.0, 5.0, "meer"),
        hops=measure(0.0, 0.0, 0.0), months=[month("2025-01", "before", 100_000.0), month("2025-05", "after", 0.05)],
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    use("nl")
    yield
    use("nl")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("chart", SCENES)
@pytest.mark.parametrize("extreme", EXTREMES)
def test_nothing_overlaps_or_is_too_small_at_any_extreme(extreme: str, chart: str, theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    scene = SCENES[chart](EXTREMES[extreme](), theme=theme, source="verzonnen gegevens", version="0.1.0")
    assert check_scene(scene) == []


@pytest.mark.parametrize("chart", SCENES)
def test_equal_numbers_give_an_equal_picture(chart: str) -> None:
    assert SCENES[chart](drawn()).svg() == SCENES[chart](drawn()).svg()


def test_the_lines_are_read_out_on_the_days_half_and_three_quarters_of_before_were_over() -> None:
    """Before rises by a fortieth a day, after by a thirtieth: half on day 20 (67 of 100 after), three quarters on day 30 (all after)."""
    assert read_days(drawn()) == [20, 30]
    figure = draw_climbing(drawn())
    assert figure.title == "Duur: korter. Klaar na 20 werkdagen: 50 werd 67 van de 100 zaken."
    assert "Klaar na 30 werkdagen: 75 werd 100 van de 100 zaken." in figure.description
    scene = climbing_scene(drawn())
    assert [box.value for box in scene.marks("read")] == ["50", "67", "75", "100"]
    row = figure.rows[figure.rows["werkdagen"] == 20].iloc[0]
    assert (row["voor, van de 100"], row["na, van de 100"]) == (50.0, 66.7)
    assert len(figure.rows) == 61


def test_without_a_difference_the_title_claims_none() -> None:
    values = drawn(duration=measure(20.0, 19.0, 3.0, horizon=60))
    assert draw_climbing(values).title == "Duur: geen aantoonbaar verschil."


def test_a_day_that_the_title_reads_out_is_not_read_out_again_below_it() -> None:
    values = drawn(duration=measure(20.0, 19.0, 3.0, horizon=60))
    first, second = "Klaar na 20 werkdagen: 50 werd 67 van de 100 zaken.", "Klaar na 30 werkdagen: 75 werd 100 van de 100 zaken."
    assert [box.text for box in climbing_scene(drawn()).texts("read-out")] == [second]
    assert [box.text for box in climbing_scene(values).texts("read-out")] == [first, second]


def test_a_line_stops_where_too_few_can_be_followed() -> None:
    values = drawn()
    values["curves"]["after"][40:] = [None] * 21
    scene = climbing_scene(values)
    ends = {box.x + box.width / 2 for role in ("end-before", "end-after") for box in scene.marks(role)}
    assert len(ends) == 2
    assert "De lijn “na 1 april 2025” loopt tot 39 werkdagen." in scene.description
    assert draw_climbing(values).rows["na, van de 100"].isna().sum() == 21


def test_a_month_that_nobody_knows_has_no_point_and_a_young_one_is_hollow() -> None:
    scene = months_scene(drawn())
    assert [box.value for box in scene.marks("month-before")] == ["19", "21"]
    assert [box.value for box in scene.marks("month-after")] == ["17", "15", "16"]
    assert [box.fill for box in scene.marks("month-after")] == ["ink", "ink", "ink"]
    assert len(scene.marks("unknown")) == 1
    assert len(scene.marks("change")) == 1
    figure = draw_months(drawn())
    assert figure.title == "Per maand van begin: voor 19 tot 21, na 15 tot 17 werkdagen per zaak."
    assert figure.rows["werkdagen, gemiddeld"].isna().tolist() == [False, False, True, False, False, False]
    assert "1 punt is open" in figure.description


def test_every_measure_that_can_be_told_has_a_dot_and_what_cannot_has_none() -> None:
    values = drawn(handoffs=measure(2.0, 1.0, 0.5, "minder"), contacts=measure(None, None))
    scene = measures_scene(values)
    dots = scene.marks("dot")
    assert len(dots) == 13
    assert sum(box.fill == "ink" for box in dots) == 2  # duration and handoffs
    assert scene.title == "Duur: korter. Andere maten die aantoonbaar verschillen: 1 van de 12."
    assert len(scene.texts("verdict")) == 14
    rows = draw_measures(values).rows.set_index("maat")
    assert rows.loc["Duur", ["voor", "na", "verschil"]].tolist() == [20.0, 16.0, -4.0]
    assert rows.loc["Contacten van de inwoner", ["voor", "na", "verschil"]].isna().all()
    assert rows.loc["Op tijd teruggebeld", "voor"] == 50.0


def test_the_legend_of_the_dots_names_only_what_is_drawn() -> None:
    legend = {"verschilt aantoonbaar", "geen aantoonbaar verschil"}
    quiet = drawn(duration=measure(20.0, 19.0, 3.0, horizon=60))

    def named(values: dict[str, Any]) -> set[str]:
        return {box.text for box in measures_scene(values).texts("legend")} & legend

    assert named(drawn()) == legend
    assert named(quiet) == {"geen aantoonbaar verschil"}


def test_a_range_that_goes_on_ends_in_a_point() -> None:
    assert len(measures_scene(drawn(faces=measure(1.0, 1.5, 4.0))).marks("on")) == 2
    assert measures_scene(drawn()).marks("on") == []


def test_bars_of_a_side_add_up_to_all_cases() -> None:
    scene = handoffs_scene(drawn())
    assert [box.value for box in scene.marks("bar-before")] == ["20", "30", "20", "10", "20"]
    assert [box.value for box in scene.marks("bar-after")] == ["40", "30", "20", "5", "5"]
    figure = draw_handoffs(drawn(handoffs=measure(1.6, 1.0, 0.3, "minder")))
    assert figure.title == "Overdrachten: minder. 4 of meer overdrachten: 20 werd 5 van de 100 zaken."
    assert figure.rows["voor, van de 100"].sum() == pytest.approx(100)
    assert figure.rows["overdrachten"].tolist()[-1] == "4 of meer"
    heights = [box.height for box in scene.marks("bar-after")]
    assert heights[0] == pytest.approx(2 * heights[2])


def test_only_pairs_that_pass_are_drawn_and_the_table_holds_all() -> None:
    figure = draw_pairs(drawn())
    assert figure.title == "Tussen 1 paar van afdelingen verschillen de overdrachten. Van Balie naar Zorg: 12 werd 6 van de 100 zaken."
    assert [box.text for box in pairs_scene(drawn()).texts("pair")] == ["Balie > Zorg"]
    assert len(figure.rows) == 2
    many = drawn(pairs=[pair(f"A{at}", "B", 0.5, 0.2, passes=at < 12) for at in range(20)])
    assert len(pairs_scene(many).marks("after")) == 10
    assert "Nog 2 paren staan alleen in de tabel." in draw_pairs(many).footer


def test_without_a_pair_that_passes_there_is_a_sentence() -> None:
    figure = draw_pairs(drawn(pairs=[pair("Balie", "Zorg", 0.1, 0.1, passes=False)]))
    assert figure.title == "Bij geen enkel paar van afdelingen is een verschil aantoonbaar."
    assert len(figure.rows) == 1


def test_a_slope_for_each_route_and_the_rest_in_a_note() -> None:
    scene = routes_scene(drawn())
    assert len(scene.marks("slope")) == 2
    assert [box.fill for box in scene.marks("slope")] == ["ink", "stil"]
    assert [box.value for box in scene.marks("end")] == ["50", "60", "30", "25"]
    figure = draw_routes(drawn())
    assert figure.title == "Andere routes. Van Balie naar Zorg: 50 werd 60 van de 100 zaken."
    assert "Alle andere routes samen: 20 werd 15 van de 100 zaken." in figure.footer
    assert len(figure.rows) == 3


def test_labels_are_moved_apart_in_their_order_and_no_further_than_needed() -> None:
    assert spread([100, 200, 300], top=0, bottom=400, apart=44) == [100, 200, 300]
    assert spread([100, 110, 300], top=0, bottom=400, apart=44) == [100, 144, 300]
    assert spread([390, 395, 400], top=0, bottom=400, apart=44) == [312, 356, 400]


def test_two_values_of_a_column_never_become_each_other() -> None:
    figure = draw_climbing(drawn(question=by_value("Parkeren", "Wonen")))
    assert figure.title == "Duur: korter. Klaar na 20 werkdagen: 50 tegen 67 van de 100 zaken."
    assert list(figure.rows.columns) == ["werkdagen", "Parkeren, van de 100", "Wonen, van de 100"]


def trend(*values: float | None, shift: tuple[str, ...] = (), rise: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    points = [{"period": f"2024-{at:02d}", "value": value, "items": 20, "hollow": at == len(values)} for at, value in enumerate(values, start=1)]
    series = {"points": points, "middle": 5.0, "shift": list(shift), "rise": list(rise), "columns_missing": []}
    return {"per": "month", "changes": ["2024-04-01"], "series": {"duration": series}, **more}


def test_a_run_chart_draws_each_point_its_middle_and_what_is_seldom_chance_dark() -> None:
    rows = tuple(f"2024-{at:02d}" for at in range(4, 10))
    made = trend(5.0, 6.0, None, 4.0, 3.0, 4.0, 3.0, 2.0, 2.0, 7.0, shift=rows)
    scene = run_scene(made, "duration")
    assert [box.value for box in scene.marks("point")] == ["5", "6", "4", "3", "4", "3", "2", "2", "7"]
    assert sum(box.fill == "ink" for box in scene.marks("point")) == 6
    assert len(scene.marks("unknown")) == len(scene.marks("change")) == len(scene.marks("middle")) == 1
    assert scene.title == "Duur: 6 punten op rij aan één kant van het midden, apr 2024 tot en met sep 2024."
    assert draw_run(made, "duration").rows["Duur"].isna().sum() == 1
    assert draw_run(trend(5.0, 6.0), "duration").title == "Duur: tussen 5 en 6, het midden is 5."


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "made",
    [
        trend(5.0), trend(None), trend(0.0, 0.0), trend(*[100_000.0] * 12),
        trend(1.0, 2.0, changes=["2024-01-01", "2024-01-02", "2024-02-01", "2030-01-01"]),
    ],
)  # fmt: skip
def test_a_run_chart_has_no_fault_at_any_extreme(made: dict[str, Any], theme: str, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    assert check_scene(run_scene(made, "duration", theme=theme, source="verzonnen", version="0.1.0")) == []  # type: ignore[arg-type]


def test_the_table_behind_the_dots_shows_that_a_range_leaves_0_out() -> None:
    """0.04 to 0.27 with the verdict "meer" must not read as 0,0 to 0,3; its neighbour keeps one decimal. The file says the same."""
    values = drawn(**{"waiting:callback": {**measure(0.2, 0.357), "low": 0.04, "high": 0.27, "verdict": "meer"}})
    figure = draw_measures(values)
    page = figure_page(figure)
    assert "<td>Wachten op terugbellen</td><td>werkdagen per zaak</td>" + "".join(
        f'<td class="n">{one}</td>' for one in ("0,20", "0,36", "0,16", "0,04", "0,27")
    ) + "<td>meer</td>" in page.replace(' class="s"', "")
    assert '<td class="n">20,0</td><td class="n">16,0</td><td class="n">−4,0</td><td class="n">−6,0</td><td class="n">−2,0</td>' in page
    small = drawn(**{"waiting:callback": {**measure(0.2, 0.357), "low": 0.0004, "high": 0.27, "verdict": "meer"}})
    assert ";0,0004;0,27;meer" in figure_csv(draw_measures(small)).decode("utf-8-sig")
    of_tables = comparison_tables(small)["waiting"]
    assert ";0,0004;0,27;meer" in table_csv(of_tables).decode("utf-8-sig")


def test_one_working_day_is_told_as_one() -> None:
    values = drawn(curves={"before": [0.2, 0.6, 0.9], "after": [0.1, 0.5, 0.8]})
    assert read_out(values, 1) == "Klaar na 1 werkdag: 60 werd 50 van de 100 zaken."
    assert read_out(values, 2) == "Klaar na 2 werkdagen: 90 werd 80 van de 100 zaken."


def test_with_a_control_the_chart_says_what_its_dots_are_compared_with() -> None:
    note = "Stippen en balken zijn vergeleken met de vergelijkingsgroep, de getallen ernaast niet."
    assert note in draw_measures(drawn(question={**drawn()["question"], "control": ["Vergunningen"]})).footer
    assert note not in draw_measures(drawn()).footer
