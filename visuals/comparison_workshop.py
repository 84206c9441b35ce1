"""The workshop page of a comparison: the outcome, both periods on one map that plays them together, what changed, and the months.

Everything on it has passed the gate, also where both sides are logs of their own: sides, lines and months by mining.shared_comparison, the
maps of both sides at once by mining.shared_changes.
"""

from __future__ import annotations

from journeys.texts import say
from mining.comparison import Comparison
from mining.disclosure import Passed, pass_journey
from mining.journey_data import nobody
from mining.shared_changes import Halves
from visuals.climbing_lines import draw_climbing
from visuals.difference_map import draw_difference
from visuals.figure import Figure
from visuals.month_line import draw_months
from visuals.side_maps import SideMaps, shared_side_maps
from visuals.side_words import side_heads
from visuals.twin_map import draw_twins, replayed, twins
from visuals.workshop import still_view, workshop_page
from visuals.workshop_page import View
from visuals.workshop_steps import generate_story


def comparison_workshop(
    passed: Passed[Comparison], halves: Passed[Halves], maps: SideMaps, *, group: int, version: str, looks: int = 1
) -> str:
    """This gives the page: one file that asks for nothing outside itself, equal for equal input.

    `passed` and `halves`: what the gate let through of the numbers and of the handovers of both sides; `group`: its smallest group.
    """
    question = passed.value.question
    values = {**passed.value.as_json(), "looks": looks}
    heads = side_heads(question)

    def difference(data: Halves) -> Figure:
        return draw_difference(data.before, data.after, data.changes, version=version, output="html")

    views = [still_view(say("Outcome"), passed.made_into(lambda _: draw_climbing(values, version=version, output="html")))]
    if question.beside:  # two values or two sources are no periods: their maps stand apart, and nothing became of one what the other is
        drawn = shared_side_maps(maps, halves, question, group=group, version=version, output="html")
        views += [still_view(head, drawn[name]) for head, name in zip(heads, ("silos-before", "silos-after"), strict=True)]
    else:
        views += [both_periods(halves, heads, version=version), still_view(say("Difference"), halves.made_into(difference))]
    views.append(still_view(say("Months"), passed.made_into(lambda _: draw_months(values, version=version, output="html"))))
    return workshop_page(generate_story(pass_journey(nobody())), views=views, version=version)


def both_periods(passed: Passed[Halves], heads: tuple[str, str], *, version: str = "") -> View:
    """This makes the view of both periods, which the page can play where something passed; `heads`: what they are called."""
    data = passed.value
    figure = draw_twins(data.before, data.after, data.changes, heads=heads, version=version, output="html")
    sides = twins(data.before, data.after, heads)
    played = all(side.plan.flows for side in sides)
    return View(
        say("Both periods"), "twins", figure, passed.told,
        sides=tuple(replayed(side, name) for side, name in zip(sides, ("before", "after"), strict=True)) if played else (),
    )  # fmt: skip
