"""The workshop page: one file that shows a journey on a wall, step by step, and reads as a document; what it shows has passed the gate.

    story = generate_story(pass_journey(read_journey(connection, journey_no)))
    views = [silo_view(pass_handovers(handovers)), still_view(say("Gaps"), passed_ranking, partial(draw_gaps, output="html"))]
    html = workshop_page(story, views=views, source=..., version=...)
"""

from __future__ import annotations

from collections.abc import Sequence

from journeys.texts import say
from mining.disclosure import Passed
from mining.handovers import Handovers
from visuals.figure import Figure
from visuals.house_colours import HouseColours
from visuals.journey_frame import PAGE
from visuals.journey_map import draw_journey
from visuals.page import data_block, page, read_static
from visuals.silo_map import draw_silos
from visuals.silo_places import silo_plan
from visuals.workshop_data import page_data
from visuals.workshop_page import View, body, page_title
from visuals.workshop_story import WorkshopStory
from visuals.workshop_style import style

OURS = HouseColours()
"""Nothing of the municipality's own."""


def still_view(name: str, passed: Passed[Figure]) -> View:
    """This makes a view of any other picture, drawn with `output="html"`: `name` stands on its button (at most some 16 characters).

    A picture of what did not pass the gate is no `Passed`: the only way to a view leads through the gate.
    """
    return View(name, "still", passed.value, passed.told)


def silo_view(passed: Passed[Handovers], *, source: str = "", version: str = "") -> View:
    """This makes the view of the map of silos, which the page can replay."""
    data = passed.value
    figure = draw_silos(data, output="html", source=source, version=version)
    drawn = silo_plan(data).drawn
    return View(say("Silo map"), "silo", figure, passed.told, tuple((flow.one, flow.other, flow.n, flow.lost or 0) for flow in drawn))


def workshop_page(
    story: WorkshopStory, *, views: Sequence[View] = (), source: str = "", version: str = "", colours: HouseColours = OURS
) -> str:
    """This gives the whole page: the journey with its story first (if there is one), then the other views, then the sheets to fill in.

    Equal input gives equal bytes. The page asks for nothing outside itself and works from a USB stick.
    """
    journey = story.journey
    every = list(views)
    if not journey.value.events.empty:
        figure = draw_journey(journey.value, output="html", name="journey", sheet=PAGE, source=source, version=version)
        every.insert(0, View(say("Journey map"), "journey", figure, journey.told))
    return page(
        title=page_title(story),
        body=body(story, every) + data_block("data", page_data(story, every)),
        style=style(colours),
        script=read_static("werkvorm.min.js"),
    )
