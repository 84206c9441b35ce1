"""The maps of both sides of a comparison: what changed between departments, the gaps, both silo maps, and every journey one row.

Each map is the same view that a dossier has, drawn from the same log as the numbers. Where a form of comparing cannot carry a map,
the reason stands there in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from journeys.settings import Settings
from journeys.texts import say
from mining.changes import compare_handovers
from mining.comparison_followup import FollowedLog
from mining.comparison_handovers import handovers_of_sides
from mining.comparison_question import Question
from mining.disclosure import Passed
from mining.gap_ranking import rank_gaps
from mining.network import SILOS
from mining.shared_changes import Halves
from mining.shared_views import pass_stripe_rows
from mining.stripes import Stripes, begun_in, read_stripes
from visuals.difference_map import draw_difference
from visuals.figure import Figure
from visuals.gap_list import draw_gaps
from visuals.side_words import side_heads
from visuals.silo_map import draw_silos
from visuals.stripes_map import draw_stripes
from visuals.views import LEAST_FOLLOWED, MOST_FOLLOWED

if TYPE_CHECKING:
    from mining.handovers import Handovers


@dataclass(frozen=True)
class SideMaps:
    """This is what the two sides can be drawn from: their handovers, and their journeys; None with the reason in `without`."""

    halves: Halves
    stripes: Stripes | None
    without: tuple[str, ...]
    split: date | None = None


def read_side_maps(
    logs: Sequence[FollowedLog], question: Question, *, settings: Settings, values: Sequence[Any] | None = None
) -> SideMaps:
    """This reads what the maps are drawn from; the arguments are those of the comparison."""
    before, after = handovers_of_sides(
        logs, question, keep=SILOS, values=values, organisation=settings.organisation, fixed=settings.maps.departments
    )
    stripes, without = None, []
    if question.column:
        without.append(say("Stripes map: a row is a journey of a resident, who can have cases on both sides. It is not drawn here."))
    elif question.only or question.control:
        without.append(
            say("Stripes map: a row is a whole journey, also through other departments and topics. It is not drawn for a part.")
        )
    else:
        stripes = _stripes(logs, question)
    if question.beside:
        without.append(
            say("Difference map and list of gaps: these speak of before and after. Two values stand beside each other as silo maps.")
            if question.column
            else say("Difference map and list of gaps: these speak of before and after. Two sources stand beside each other as silo maps.")
        )
    return SideMaps(Halves(before, after, compare_handovers(before, after)), stripes, tuple(without), question.change)


def own_side_maps(maps: SideMaps, question: Question, **drawing: Any) -> dict[str, Figure]:
    """This draws the maps for the team itself; `drawing` goes to the rooms that draw: theme, source, version."""
    return {name: draw(maps, question, **drawing) for name, draw in _DRAWN.items() if _carried(name, maps, question)}


def shared_side_maps(
    maps: SideMaps, halves: Passed[Halves], question: Question, *, group: int, **drawing: Any
) -> dict[str, Passed[Figure]]:
    """This draws what passed the gate of the maps: `halves`, and of the stripes what passes here; their feet name no files."""
    drawing = {**drawing, "source": ""}
    made = {
        name: halves.made_into(partial(_of_halves, maps, draw, question, drawing))
        for name, draw in _DRAWN.items()
        if name != "stripes" and _carried(name, maps, question)
    }
    if maps.stripes is not None:
        named = replace(
            maps.stripes,
            cohorts=tuple(replace(one, label=label) for one, label in zip(maps.stripes.cohorts, side_heads(question), strict=True)),
        )
        made["stripes"] = pass_stripe_rows(named, group=group).made_into(lambda passed: _warned(draw_stripes(passed, **drawing)))
    return made


def _carried(name: str, maps: SideMaps, question: Question) -> bool:
    """This tells whether a form of comparing can carry a map; `SideMaps.without` tells the reasons."""
    if name == "stripes":
        return maps.stripes is not None
    return question.beside is None or name not in ("difference", "gaps")


def _of_halves(maps: SideMaps, draw: Callable[..., Figure], question: Question, drawing: Mapping[str, Any], passed: Halves) -> Figure:
    return draw(replace(maps, halves=passed), question, **drawing)


def _stripes(logs: Sequence[FollowedLog], question: Question) -> Stripes:
    """This reads two cohorts of journeys, each followed equally long."""
    first, second = side_heads(question)
    if question.change is not None:
        log = logs[-1]
        followed = max(LEAST_FOLLOWED, min(MOST_FOLLOWED, (log.last_date - question.change).days // 2))
        periods = [(first, None, question.change - timedelta(days=1)), (second, question.change, None)]
        return read_stripes(log.connection, periods, follow_days=followed)
    lengths = [(log.last_date - date(1970, 1, 1)).days - int(log.begun.min()) for log in logs]
    followed = max(LEAST_FOLLOWED, min(MOST_FOLLOWED, min(lengths) // 2))
    begun = None if question.beside else begun_in(logs[0].connection)  # who came before already lacks a beginning on the second side
    cohorts = [
        read_stripes(log.connection, [(head, None, None)], follow_days=followed, begun=earlier).cohorts[0]
        for log, head, earlier in zip(logs, (first, second), (None, begun), strict=True)
    ]
    return Stripes((cohorts[0], cohorts[1]), followed, beside=question.beside is not None)


def _difference(maps: SideMaps, _question: Question, **drawing: Any) -> Figure:
    return draw_difference(maps.halves.before, maps.halves.after, maps.halves.changes, name="difference", **drawing)


def _gaps(maps: SideMaps, _question: Question, **drawing: Any) -> Figure:
    return draw_gaps(rank_gaps(maps.halves.after, before=maps.halves.before), name="gaps", **drawing)


def _silos(maps: SideMaps, question: Question, *, side: int, **drawing: Any) -> Figure:
    """This is the map of silos of one side, on the scale of both, with the side's name before its source."""
    pair: tuple[Handovers, Handovers] = (maps.halves.before, maps.halves.after)
    return draw_silos(
        pair[side], beside=pair[1 - side], name=("silos-before", "silos-after")[side], heading=side_heads(question)[side], **drawing
    )


def _drawn_stripes(maps: SideMaps, _question: Question, **drawing: Any) -> Figure:
    assert maps.stripes is not None
    return _warned(draw_stripes(maps.stripes, name="stripes", **drawing))


def _warned(figure: Figure) -> Figure:
    """This says under the stripes that lengths of journeys are no lengths of cases: who was there before stands on that side alone."""
    told = say("A row is a whole journey, with every case of a resident: its length says nothing of the duration of cases.")
    late = say("Who came before already stands on that side only, so the second side holds more residents who came once.")
    return replace(figure, description=f"{figure.description} {told} {late}")


_DRAWN: dict[str, Callable[..., Figure]] = {
    "difference": _difference,
    "gaps": _gaps,
    "silos-before": partial(_silos, side=0),
    "silos-after": partial(_silos, side=1),
    "stripes": _drawn_stripes,
}
